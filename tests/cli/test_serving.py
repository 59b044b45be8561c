"""Before the server listens: settings that are refused, with a sentence that helps."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from rodzina.cli.database import bring_up_to_date, is_deserted
from rodzina.cli.serve import address_of, refuse_open_http, refuse_taken_port
from rodzina.config import Settings, number_in


def settings(home: Path, **changed: object) -> Settings:
    url = f"sqlite:///{home / 'served.db'}"
    plain = Settings(home=home, database_url=url, owner_url=url, secret_key="s" * 40)
    return replace(plain, **changed)


@pytest.fixture(autouse=True)
def no_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RODZINA_ALLOW_HTTP", raising=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "rodzina.example.org"])  # noqa: S104
def test_plain_http_is_refused_where_others_can_reach_it(host, tmp_path):
    with pytest.raises(SystemExit) as refused:
        refuse_open_http(host, settings(tmp_path))
    for word in (host, "RODZINA_HTTPS=1", "RODZINA_ALLOW_HTTP=1", "docs/deploy.md"):
        assert word in str(refused.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.9.9.9"])
def test_this_computer_alone_needs_no_https(host, tmp_path):
    refuse_open_http(host, settings(tmp_path))


def test_a_proxy_or_an_explicit_leave_opens_the_door(tmp_path, monkeypatch):
    refuse_open_http("0.0.0.0", settings(tmp_path, https=True))  # noqa: S104
    monkeypatch.setenv("RODZINA_ALLOW_HTTP", "1")
    refuse_open_http("0.0.0.0", settings(tmp_path))  # noqa: S104


def test_a_taken_port_is_named_before_anything_starts():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} of 127.0.0.1 cannot be used"):
            refuse_taken_port("127.0.0.1", port)
    refuse_taken_port("127.0.0.1", port)


@pytest.mark.parametrize("given", ["abc", "0", "70000", "-1", "80 "])
def test_a_port_is_a_number(given, monkeypatch):
    monkeypatch.setenv("PORT", given)
    with pytest.raises(SystemExit, match="PORT must be a number from 1 to 65535"):
        number_in("PORT", 8000)


def test_no_port_given_is_the_usual_one(monkeypatch):
    monkeypatch.setenv("PORT", "")
    assert number_in("PORT", 8000) == 8000


@pytest.mark.parametrize("name", ["DATABASE_URL", "RODZINA_OWNER_DATABASE_URL"])
@pytest.mark.parametrize("given", ["mysql://a@b/c", "postgres://a@b/c", "nonsense", "sqlite://"])
def test_other_databases_are_refused_by_name(name, given, monkeypatch, tmp_path):
    monkeypatch.setenv("RODZINA_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv(name, given)
    with pytest.raises(SystemExit, match=f"{name} must begin with postgresql:// or sqlite:///"):
        Settings.from_environment()


def test_a_server_that_does_not_answer_is_explained_without_the_password(tmp_path):
    url = "postgresql://somebody:secret-word@127.0.0.1:1/none"
    with pytest.raises(SystemExit) as refused:
        bring_up_to_date(settings(tmp_path, database_url=url, owner_url=url))
    said = str(refused.value)
    assert "does not answer as expected" in said
    assert "Check DATABASE_URL" in said
    assert "secret-word" not in said


def test_tables_are_made_once_and_nobody_is_there_yet(tmp_path):
    held = settings(tmp_path)
    assert bring_up_to_date(held)
    assert not bring_up_to_date(held)
    assert is_deserted(held)


def test_the_address_shown_is_the_one_that_people_type(tmp_path):
    assert address_of(settings(tmp_path), "127.0.0.1", 8000) == "http://localhost:8000"
    behind = settings(tmp_path, https=True, public_host="rodzina.example.org")
    assert address_of(behind, "127.0.0.1", 8000).startswith("https://rodzina.example.org ")
