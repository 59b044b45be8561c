"""Settings from the environment alone; secrets live in files of the instance folder."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


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
    """All that the environment decides. `owner_url` migrates and backs up, `database_url` serves."""

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
        url = env.get("DATABASE_URL") or sqlite_in(home)
        return Settings(
            home=home,
            database_url=url,
            owner_url=env.get("RODZINA_OWNER_DATABASE_URL") or url,
            secret_key=env.get("RODZINA_SECRET_KEY") or kept_secret(home / "secret_key"),
            https=switched_on("RODZINA_HTTPS"),
            debug=switched_on("RODZINA_DEBUG") or switched_on("FLASK_DEBUG"),
            public_host=env.get("RODZINA_PUBLIC_HOST", "localhost"),
            mail=Mail(
                env.get("SMTP_HOST", ""),
                int(env.get("SMTP_PORT", "587")),
                env.get("SMTP_USER", ""),
                env.get("SMTP_PASSWORD", ""),
                env.get("SMTP_SENDER", ""),
            ),
        )


def sqlite_in(home: Path) -> str:
    return f"sqlite:///{home / 'rodzina.db'}"


def switched_on(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def kept_secret(path: Path) -> str:
    """The secret in the file, made at the first start, readable by its owner alone."""
    if not path.exists():
        write_private(path, secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8").strip()


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner can read; replaces it in one step."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
