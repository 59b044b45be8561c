"""Is the app alive, and is it ready: for whoever watches the server."""

import shutil

from flask import Flask, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from rodzina.config import Settings
from rodzina.db import db
from rodzina.web.access import public

LEAST_DISK = 200 * 1024 * 1024


def init(app: Flask) -> None:
    @app.get("/healthz")
    @public
    def alive() -> ResponseReturnValue:
        return jsonify(alive=True)

    @app.get("/readyz")
    @public
    def ready() -> ResponseReturnValue:
        """The database answers, its tables are there, and the disk has room."""
        settings: Settings = current_app.config["RODZINA"]
        checks = {
            "database": database_answers(),
            "disk": shutil.disk_usage(settings.home).free > LEAST_DISK,
        }
        return jsonify(ready=all(checks.values()), **checks), 200 if all(checks.values()) else 503


def database_answers() -> bool:
    try:
        db.session.execute(text("SELECT version_num FROM alembic_version"))
    except Exception:
        return False
    return True
