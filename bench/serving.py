"""The app and the bare page in processes of their own, on this machine alone."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from bench.data import World

HOST = "127.0.0.1"
LONGEST_START = 30.0


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    port: int
    pid: int


@contextmanager
def app_of(world: World) -> Iterator[Running]:
    """Rodzina itself, started as `make run` starts it."""
    settings = {
        "DATABASE_URL": world.addresses.app,
        "RODZINA_OWNER_DATABASE_URL": world.addresses.owner,
        "RODZINA_HOME": str(world.home),
    }
    with serving("rodzina.cli.serve", settings, world.home, "/healthz") as running:
        yield running


@contextmanager
def bare_beside(world: World) -> Iterator[Running]:
    """The bare page with as many processes and threads as the app has on this database."""
    settings = {"DATABASE_URL": world.addresses.app}
    with serving("bench.bare", settings, world.home, "/") as running:
        yield running


@contextmanager
def serving(module: str, settings: dict[str, str], folder: Path, path: str) -> Iterator[Running]:
    port, log = free_port(), folder / f"{module}.log"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("RODZINA_", "SMTP_"))}
    environment |= settings | {"HOST": HOST, "PORT": str(port)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", module], env=environment, stdout=output, stderr=output
        )
    try:
        wait_until_it_answers(process, port, path, log)
        yield Running(port, process.pid)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind((HOST, 0))
        port: int = tried.getsockname()[1]
    return port


def wait_until_it_answers(
    process: subprocess.Popen[bytes], port: int, path: str, log: Path
) -> None:
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError):
            connection = HTTPConnection(HOST, port, timeout=2)
            connection.request("GET", path)
            answered = connection.getresponse().status == 200
            connection.close()
            if answered:
                return
        time.sleep(0.1)
    raise SystemExit(f"the server did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")
