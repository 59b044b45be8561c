"""Puts the house together: settings, extensions, rooms in order."""

from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask, g
from flask_babel import get_locale
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from rodzina.accounts import identity
from rodzina.actors import Actor
from rodzina.audit import actions as _audit  # noqa: F401 - its listener writes the trace
from rodzina.config import PROJECT, Settings
from rodzina.crypto import MasterKeys
from rodzina.db import db
from rodzina.office.queries import office as office_of
from rodzina.vocabulary import FOUR_AREAS, Role, SafetyFlag
from rodzina.web import (
    access,
    assets,
    compiled,
    errors,
    forms,
    health,
    hx,
    navigation,
    polish,
    security,
    toasts,
    words,
)
from rodzina.web.whole import whole

ROOMS = (
    "accounts", "office", "families", "consents", "courts", "tasks", "concerns", "visits",
    "support", "desk", "offline", "cli",
)  # fmt: skip
LARGEST_BODY = 512 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or Settings.from_environment()
    app = Flask(
        "rodzina",
        root_path=str(PROJECT / "rodzina"),
        template_folder=str(PROJECT / "templates"),
        static_folder=None,
        instance_path=str(settings.home),
    )
    configure(app, settings)
    app.extensions["master_keys"] = MasterKeys(settings.home / "keys" / "master.json")
    db.init_app(app)
    compiled.init(app)
    hx.init(app)
    words.init(app)
    polish.init(app)
    forms.init(app)
    security.init(app, settings.https)
    identity.init(app)
    app.before_request(access.guard)
    app.before_request(read_centre)
    assets.init(app)
    errors.init(app)
    health.init(app)
    Compress(app)
    furnish_templates(app)
    for room in ROOMS:
        open_room(app, room)
    access.policy(app)
    app.wsgi_app = whole(app.wsgi_app)  # type: ignore[assignment, method-assign]
    return app


def read_centre() -> None:
    """One statement gives both the centre's name for the page and its key for what is sealed."""
    if g.get("actor"):
        office_of()


def configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        RODZINA=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        DEBUG=settings.debug,
        TESTING=settings.testing,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=2_000,
        SESSION_COOKIE_NAME="__Host-rodzina-note" if settings.https else "rodzina-note",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_SAMESITE="Lax",
        COMPRESS_MIMETYPES=["text/html", "text/javascript", "application/json"],
        COMPRESS_ALGORITHM=["br", "gzip"],
        PREFERRED_URL_SCHEME="https" if settings.https else "http",
    )
    if settings.https:
        # One proxy in front (docs/deploy.md): it names the scheme, the host and the source.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]


def engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 15}}
    return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10}


def furnish_templates(app: Flask) -> None:
    """What every template may use: macros, navigation, the toast, words with a fixed meaning."""
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    env.globals["ui"] = env.get_template("ui.html").make_module({})
    env.globals.update(FOUR_AREAS=FOUR_AREAS, Role=Role, SafetyFlag=SafetyFlag)

    @app.context_processor
    def around() -> dict[str, Any]:
        actor = g.get("actor")
        return {
            "actor": actor,
            "whoami": whoami(actor) if actor else None,
            "lang": str(get_locale()),
            "nav": navigation.bar(actor) if actor else [],
            "toast": toasts.take(),
        }


def whoami(actor: Actor) -> dict[str, Any]:
    """What the rail shows of the person signed in."""
    office = office_of()
    return {
        "id": actor.person_id,
        "name": actor.name,
        "title": actor.title or actor.role.label,
        "office": office.short_name,
        "initials": actor.initials,
    }


def open_room(app: Flask, room: str) -> None:
    """Registers a room's blueprint or commands, and what it wants to do at the start."""
    drawer = "commands" if room == "cli" else "views"
    if (Path(app.root_path) / room / f"{drawer}.py").exists():
        module = import_module(f"rodzina.{room}.{drawer}")
        app.register_blueprint(module.blueprint)
