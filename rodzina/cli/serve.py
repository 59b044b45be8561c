"""Brings the database up to date, loads the demo centre at the first start, and serves."""

import os
import sys
import time
from ipaddress import ip_address
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOL_SOCKET, socket

from granian import Granian
from granian.constants import Interfaces

from rodzina.cli.database import bring_up_to_date, is_deserted
from rodzina.config import Settings, number_in, switched_on
from rodzina.schema import gather_statistics


def main() -> None:
    host, port = os.environ.get("HOST") or "127.0.0.1", number_in("PORT", 8000)
    settings = Settings.from_environment()
    refuse_open_http(host, settings)
    refuse_taken_port(host, port)
    if bring_up_to_date(settings):
        print("Database: the tables are up to date", flush=True)
    empty = is_deserted(settings)
    if settings.demo:
        show_demo(settings, empty=empty)
    elif empty:
        print("Nobody can sign in yet. Found a centre: .venv/bin/flask --app app setup", flush=True)
    print(f"Rodzina: {address_of(settings, host, port)}", flush=True)
    serve("app:app", host, port, settings.database_url)


def address_of(settings: Settings, host: str, port: int) -> str:
    """Where people find it."""
    listening = f"http://{'localhost' if is_loopback(host) else host}:{port}"
    if settings.https:
        return f"https://{settings.public_host} (for the proxy: {listening})"
    return listening


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
        blocking_threads=2 if one_writer else 4,
        backpressure=64,
        log_access=False,
        websockets=False,
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


def refuse_taken_port(host: str, port: int) -> None:
    with socket(AF_INET6 if ":" in host else AF_INET) as tried:
        if os.name == "posix":  # elsewhere it would take the port from whoever has it
            tried.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as problem:
            sys.exit(
                f"Port {port} of {host} cannot be used: {problem.strerror}.\n"
                "Choose another one: make run PORT=8080"
            )


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def show_demo(settings: Settings, *, empty: bool) -> None:
    """The demo centre is loaded at the first start; who is in it is said at each."""
    from rodzina.demo.load import demo_people

    if empty:
        started = time.monotonic()
        print("Demo centre: loading", flush=True)
        load(settings)
        print(f"Demo centre: loaded in {time.monotonic() - started:.0f} s", flush=True)
    print("Demo people (e-mail, password):")
    for role, email, password in demo_people():
        print(f"  {role:44} {email:38} {password}")


def load(settings: Settings) -> None:
    from rodzina.demo.load import load_demo
    from rodzina.house import create_app

    with create_app(settings).app_context():
        load_demo()
    gather_statistics(settings.database_url)


if __name__ == "__main__":
    main()
