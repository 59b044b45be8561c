"""Settings from the environment alone; secrets live in files of the instance folder."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DATABASES = ("postgresql://", "postgresql+psycopg://", "sqlite:///")


@dataclass(frozen=True)
class Mail:
    """Where letters leave from; without a host invitations show a link instead."""

    host: str = ""
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""


@dataclass(frozen=True)
class Settings:
    """All that the environment decides. `database_url` serves, `owner_url` migrates, backs up."""

    home: Path
    database_url: str
    owner_url: str
    secret_key: str = field(repr=False)
    https: bool = False
    debug: bool = False
    public_host: str = "localhost"
    mail: Mail = Mail()
    testing: bool = False

    @property
    def demo(self) -> bool:
        """The demo centre enters only the database that nobody named."""
        return self.database_url == sqlite_in(self.home)

    @staticmethod
    def from_environment() -> "Settings":
        env = os.environ
        home = Path(env.get("RODZINA_HOME") or PROJECT / "instance").resolve()
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        url = address_in("DATABASE_URL", sqlite_in(home))
        return Settings(
            home=home,
            database_url=url,
            owner_url=address_in("RODZINA_OWNER_DATABASE_URL", url),
            secret_key=env.get("RODZINA_SECRET_KEY") or kept_secret(home / "secret_key"),
            https=switched_on("RODZINA_HTTPS"),
            debug=switched_on("RODZINA_DEBUG") or switched_on("FLASK_DEBUG"),
            public_host=env.get("RODZINA_PUBLIC_HOST", "localhost"),
            mail=Mail(
                env.get("SMTP_HOST", ""),
                number_in("SMTP_PORT", 587),
                env.get("SMTP_USER", ""),
                env.get("SMTP_PASSWORD", ""),
                env.get("SMTP_SENDER", ""),
            ),
        )


def sqlite_in(home: Path) -> str:
    return f"sqlite:///{home / 'rodzina.db'}"


def address_in(name: str, otherwise: str) -> str:
    """The address of a database, of a kind that we know."""
    given = os.environ.get(name) or otherwise
    if not given.startswith(DATABASES):
        sys.exit(f"{name} must begin with postgresql:// or sqlite:///")
    return given


def number_in(name: str, otherwise: int) -> int:
    """A port or the like."""
    given = os.environ.get(name) or str(otherwise)
    if not given.isdecimal() or not 0 < int(given) < 65_536:
        sys.exit(f"{name} must be a number from 1 to 65535, not {given}.")
    return int(given)


def switched_on(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def kept_secret(path: Path) -> str:
    """The secret in the file, made at the first start, readable by its owner alone."""
    if not path.exists():
        write_first(path, secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8").strip()


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner can read; replaces it in one step."""
    with private_draft(path, text) as draft:
        draft.replace(path)


def write_first(path: Path, text: str) -> None:
    """The same, but of several processes that start together the first one wins."""
    with private_draft(path, text) as draft:
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        except OSError:  # a file system without links
            draft.replace(path)


@contextmanager
def private_draft(path: Path, text: str) -> Iterator[Path]:
    """A finished file beside the wanted one, gone at the end if nobody took it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)
