"""Writes static/vendor from the installed packages: htmx, its extension and the font."""

from __future__ import annotations

import shutil
from pathlib import Path

from fontpkg_source_sans_3 import ROOT as FONT
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent
HTMX = ROOT / "node_modules" / "htmx.org" / "dist"
VENDOR = ROOT / "static" / "vendor"

FAMILY = "Rodzina Sans"
NAMES = {1: FAMILY, 3: FAMILY, 4: FAMILY, 6: "RodzinaSans", 16: FAMILY, 17: "Regular"}
COPYRIGHT_AND_LICENCE = [0, 13, 14]  # the Open Font Licence asks that they stay in the file
WEIGHTS = (400, 400, 700)  # lightest, default, heaviest

LATIN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)]))
POLISH = "ĄĆĘŁŃŚŹŻąćęłńśźż"
SIGNS = "–—‘’‚“”„‹›•…‰\u2011\u202f←↑→↓−≠≤≥€™✓"
UKRAINIAN = (
    "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
    "ЁЪЫЭёъыэ\u0301₴№"  # names and quotations also come in Russian spelling
)


def write_htmx() -> None:
    """Without the line that points to a map for debugging, which is not served."""
    for name, source in {"htmx.js": "htmx.min.js", "hx-csp.js": "ext/hx-csp.min.js"}.items():
        code = (HTMX / source).read_text("utf-8").partition("//# sourceMappingURL=")[0]
        (VENDOR / name).write_text(code, "utf-8")


def write_font(name: str, letters: str) -> None:
    """A subset under a name of its own, since the licence reserves the original's."""
    font = TTFont(FONT / "files" / "SourceSans3[wght].ttf", recalcTimestamp=False)
    options = Options(layout_features=["kern", "locl", "tnum", "lnum"], hinting=False)
    options.name_IDs = [*COPYRIGHT_AND_LICENCE, *NAMES]
    subsetter = Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": WEIGHTS})
    for record in font["name"].names:
        if record.nameID in NAMES:
            record.string = NAMES[record.nameID]
    font.flavor = "woff2"
    font.save(VENDOR / name)


def main() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    write_font("rodzina-sans-latin.woff2", LATIN + POLISH + SIGNS)
    write_font("rodzina-sans-ukrainian.woff2", UKRAINIAN)
    write_htmx()


if __name__ == "__main__":
    main()
