"""The one door: `python3 app.py` runs Rodzina, `… test` tests it, servers load `app:app`."""

from __future__ import annotations

import sys

USAGE = """usage: python3 app.py [COMMAND] [options of pytest or of the measurement]

  run           set up what is missing and serve (HOST, PORT, DATABASE_URL from the environment)
  prepare       set up what is missing for `run`, and stop
  test          set up the test browser too and run every test
  test-engines  set up Firefox and WebKitGTK too and run the tests that need them
  check         linters and types
  bench         measure speed
  faults        prove that no entry is lost when everything goes wrong"""
COMMANDS = ("run", "prepare", "test", "test-engines", "check", "bench", "faults")


def __getattr__(name: str) -> object:
    """Build the WSGI application when a server asks for it; the commands need no Flask."""
    if name != "app":
        raise AttributeError(name)
    from rodzina.house import create_app

    globals()["app"] = create_app()
    return globals()["app"]


def main(arguments: list[str]) -> None:
    command, *options = arguments or ["run"]
    if command not in COMMANDS:
        sys.exit(USAGE)
    import bootstrap

    bootstrap.prepare("run" if command == "prepare" else command)
    if command != "prepare":
        getattr(bootstrap, command.replace("-", "_"))(options)


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036  (an older Python must be told, not crash)
        sys.exit("Rodzina needs Python 3.11 or newer; this is " + sys.version.split()[0])
    main(sys.argv[1:])
