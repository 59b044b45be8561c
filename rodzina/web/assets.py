"""Static files under addresses that change with their content: browsers keep them for good."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import brotli
from flask import Flask, Response, abort, make_response, request

from rodzina.web.access import public

CSS_ORDER = (
    "layers",
    "reset",
    "tokens",
    "fonts",
    "base",
    "layout",
    "components",
    "pages",
    "utilities",
    "print",
)
YEAR = 31_536_000
PACKED = {".css", ".js", ".svg", ".json", ".webmanifest"}
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")


@dataclass(frozen=True)
class Asset:
    body: bytes
    packed: dict[str, bytes]  # by the name of the packing, the tightest first
    kind: str


class Assets:
    """All static files, read once at the start."""

    def __init__(self, folder: Path) -> None:
        self.files: dict[str, Asset] = {}
        self.tag: dict[str, str] = {}
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = path.relative_to(folder).as_posix()
            if not name.startswith(("css/", "js/", "built/")):
                self.keep(name, path.read_bytes())
        self.keep("css/app.css", self.style_sheet(folder / "css"))
        self.keep("js/rodzina.js", (folder / "built" / "rodzina.js").read_bytes())

    @property
    def version(self) -> str:
        """Changes with any file."""
        return hashlib.sha256("".join(self.tag.values()).encode()).hexdigest()[:12]

    def keep(self, name: str, body: bytes) -> None:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.files[name] = Asset(body, packings(name, body), kind)
        self.tag[name] = hashlib.sha256(body).hexdigest()[:12]

    def style_sheet(self, folder: Path) -> bytes:
        """One file in the order of authority, its url(…) leading to kept addresses."""
        files = [f for part in CSS_ORDER for f in self.parts_of(folder, part)]
        text = "\n".join(f.read_text(encoding="utf-8") for f in files)
        text = re.sub(r"/\*.*?\*/\s*", "", text, flags=re.S)
        text = re.sub(r"\n\s*", "\n", text)
        return re.sub(r'url\("?([^")]+)"?\)', lambda m: f'url("{self.url(m[1])}")', text).encode()

    @staticmethod
    def parts_of(folder: Path, part: str) -> list[Path]:
        if (folder / part).is_dir():
            return sorted((folder / part).glob("*.css"))
        return [f for f in [folder / f"{part}.css"] if f.exists()]

    def url(self, name: str) -> str:
        if name not in self.tag:
            raise FileNotFoundError(f"static/{name}: run the set-up again")
        return f"/a/{self.tag[name]}/{name}"


def packings(name: str, body: bytes) -> dict[str, bytes]:
    if Path(name).suffix not in PACKED:
        return {}
    return {"br": brotli.compress(body), "gzip": gzip.compress(body, 9, mtime=0)}


@lru_cache
def read_once(folder: Path) -> Assets:
    """Several apps of one process share what was read and packed."""
    return Assets(folder)


def init(app: Flask) -> None:
    assets = app.extensions["assets"] = read_once(Path(app.root_path).parent / "static")
    app.jinja_env.globals["asset"] = assets.url

    @app.get("/a/<tag>/<path:name>")
    @public
    def asset(tag: str, name: str) -> Response:
        held = assets.files.get(name)
        if held is None or assets.tag[name] != tag:
            abort(404)
        return serve(held)

    @app.get("/favicon.ico")
    @public
    def favicon() -> Response:
        """Asked for by browsers without being named by any page."""
        response = serve(assets.files["icons/app-192.png"])
        response.headers["Cache-Control"] = "no-cache"
        return response


def serve(held: Asset) -> Response:
    taken = request.headers.get("Accept-Encoding", "")
    packing = next((packing for packing in held.packed if packing in taken), "")
    response = make_response(held.packed.get(packing, held.body))
    response.headers["Content-Type"] = held.kind
    if packing:
        response.headers["Content-Encoding"] = packing
    if held.packed:
        response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
