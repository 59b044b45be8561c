"""Languages: merges the rooms' fragments into one catalogue a language, and picks the language."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, request
from flask_babel import Babel, get_locale

FOLDER = Path(__file__).resolve().parent.parent / "translations"
LANGUAGES = ("pl", "en", "uk")
babel = Babel()


def language() -> str:
    """The signed-in person's own language; before that what the browser asks for; else Polish."""
    chosen = g.get("language") or request.accept_languages.best_match(LANGUAGES[:2])
    return chosen if chosen in LANGUAGES else "pl"


def fragments(code: str) -> list[Path]:
    return sorted((FOLDER / code).glob("*.po"))


def merged(code: str) -> Catalog:
    """One catalogue of all rooms; the same source text must mean the same everywhere."""
    whole = Catalog(locale=code)
    for path in fragments(code):
        with path.open("rb") as file:
            for message in read_po(file, locale=code):
                if message.id:
                    whole.add(
                        message.id, message.string, flags=message.flags, context=message.context
                    )
    return whole


def compile_catalogues() -> None:
    """Writes translations/<language>/LC_MESSAGES/messages.mo; the set-up calls this."""
    for code in LANGUAGES:
        if fragments(code):
            target = FOLDER / code / "LC_MESSAGES" / "messages.mo"
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                write_mo(file, merged(code))


def init(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(FOLDER)
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Warsaw"
    babel.init_app(app, default_locale="pl", locale_selector=language)
    app.jinja_env.globals["language"] = lambda: str(get_locale())


if __name__ == "__main__":
    compile_catalogues()
