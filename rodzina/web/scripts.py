"""Our scripts as phones get them: each entry with its modules in one small file, by esbuild."""

import os
import subprocess
from pathlib import Path

from rodzina.config import PROJECT

SOURCES = PROJECT / "static" / "js"
BUILT = PROJECT / "static" / "built"
ENTRIES = ("app.js", "sw.js")
ORDERS = ("--bundle", "--format=esm", "--minify", "--charset=utf8", "--target=es2022")


def esbuild() -> Path:
    """The program itself, for this machine: it needs no Node.js to run."""
    folder = PROJECT / "node_modules" / "@esbuild"
    found = sorted([*folder.glob("*/bin/esbuild"), *folder.glob("*/esbuild.exe")])
    if not found:
        raise FileNotFoundError(f"{folder}: run the set-up again")
    return found[0]


def build_scripts() -> None:
    """Writes static/built; what is there and younger than its sources stays."""
    youngest = max(path.stat().st_mtime for path in SOURCES.glob("*.js"))
    BUILT.mkdir(exist_ok=True)
    for entry in ENTRIES:
        target = BUILT / entry
        if target.exists() and target.stat().st_mtime > youngest:
            continue
        made = target.with_suffix(f".{os.getpid()}")
        subprocess.run(  # noqa: S603 - our own files, the program of the set-up
            [esbuild(), SOURCES / entry, *ORDERS, "--log-level=error", f"--outfile={made}"],
            check=True,
        )
        made.replace(target)


if __name__ == "__main__":
    build_scripts()
