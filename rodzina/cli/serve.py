"""Brings the database up to date, loads the demo centre at the first start, and serves."""

import os
import sys
import time
from ipaddress import ip_address

from granian import Granian
from granian.constants import Interfaces

from rodzina.config import Settings, switched_on
from rodzina.schema import gather_statistics, is_current, migrate


def main() -> None:
    host, port = os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("PORT") or 8000)
    settings = Settings.from_environment()
    refuse_open_http(host, settings)
    prepare_database(settings)
    if settings.demo:
        prepare_demo(settings)
    gather_statistics(settings.database_url)
    shown = "localhost" if is_loopback(host) else host
    print(f"Rodzina: http://{shown}:{port}", flush=True)
    serve("app:app", host, port, settings.database_url)


def serve(target: str, host: str, port: int, database_url: str) -> None:
    """The one way to serve; the bench serves its bare page the same way.

    SQLite lets one write at a time, and whoever waits for it sleeps: more threads there only
    make everybody slower. PostgreSQL feeds a process for each core.
    """
    one_writer = database_url.startswith("sqlite")
    Granian(
        target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1 if one_writer else max(2, os.cpu_count() or 2),
        blocking_threads=2 if one_writer else 8,
        backpressure=64,
        log_access=False,
    ).serve()


def refuse_open_http(host: str, settings: Settings) -> None:
    """Families' data does not travel in the open; service workers and passkeys need https too."""
    if is_loopback(host) or settings.https or switched_on("RODZINA_ALLOW_HTTP"):
        return
    sys.exit(
        f"{host} is reachable from outside; plain http would show families' data to the network.\n"
        "Put a TLS proxy in front and set RODZINA_HTTPS=1 (docs/deploy.md),\n"
        "or, for a trial in a closed network only, set RODZINA_ALLOW_HTTP=1."
    )


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def prepare_database(settings: Settings) -> None:
    try:
        if not is_current(settings.database_url):
            print("Database: bringing the tables up to date", flush=True)
            migrate(settings.owner_url, settings.database_url)
    except Exception as problem:
        sys.exit(
            f"The database does not answer as expected: {str(problem).splitlines()[0]}\n"
            "Check DATABASE_URL (and RODZINA_OWNER_DATABASE_URL) and that the server runs."
        )


def prepare_demo(settings: Settings) -> None:
    from rodzina.demo.load import demo_people, load_demo
    from rodzina.house import create_app

    app = create_app(settings)
    with app.app_context():
        started = time.monotonic()
        if load_demo():
            print(f"Demo centre: loaded in {time.monotonic() - started:.0f} s", flush=True)
        print("Demo people (e-mail, password):")
        for role, email, password in demo_people():
            print(f"  {role:44} {email:38} {password}")


if __name__ == "__main__":
    main()
