"""Headers of every answer, cookies, and that looking at something changes nothing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from rodzina.db import db
from rodzina.house import create_app
from rodzina.vocabulary import Role
from tests.browsing import SAME_ORIGIN
from tests.cast import BRZEZINY, MARTA, PASSWORD, ZALESIE
from tests.conftest import settings_for
from tests.databases import Addresses
from tests.house.probes import PLAYERS, Street
from tests.house.scene import OWN

POLICY = (
    "default-src 'none'; script-src 'nonce-N'; style-src 'self'; font-src 'self'; "
    "img-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types htmx rodzina"
)
# The worker imports the page's own script and nothing else.
WORKER_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
# The static shell holds nothing about anybody; browsers ask whether it is still the same.
SHELL = {"offline.worker", "offline.manifest"}
COOKIE = re.compile(r"(?P<name>[^=]+)=(?P<value>[^;]*); (?P<rest>.*)")


def nonce(answer: TestResponse) -> str:
    found = re.search(r"'nonce-([\w-]{22,})'", answer.headers["Content-Security-Policy"])
    assert found, answer.request.path
    return found[1]


def check_headers(answer: TestResponse) -> None:
    where = f"{answer.request.path} {answer.status_code}"
    policy = answer.headers["Content-Security-Policy"]
    if answer.request.path == "/sw.js":
        assert policy == WORKER_POLICY
    else:
        assert policy.replace(nonce(answer), "N") == POLICY, where
    for name, value in ALWAYS.items():
        assert answer.headers.get(name) == value, f"{where}: {name}"
    permissions = answer.headers["Permissions-Policy"]
    for name in ("geolocation", "microphone", "payment", "usb"):
        assert f"{name}=()" in permissions, where
    assert "X-Powered-By" not in answer.headers


@pytest.mark.parametrize("role", list(Role))
def test_every_page_carries_the_policy_and_is_stored_nowhere(street: Street, role: Role):
    nonces = set()
    for answer in street.pages(role):
        check_headers(answer)
        nonces.add(nonce(answer))
        if street.urls.match(answer.request.path)[0] not in SHELL:
            assert answer.headers["Cache-Control"] == "no-store", answer.request.path
        assert "ETag" not in answer.headers
    assert len(nonces) > 3


def test_every_refusal_and_every_redirect_carries_them_too(street: Street):
    codes = set()
    for door in street.doors:
        for player, headers in ((None, SAME_ORIGIN), (None, {}), (MARTA, SAME_ORIGIN)):
            address = street.address(door, ("nowhere",) * len(door.ids))
            answer = street.knock(door, address, player, headers=headers)
            check_headers(answer)
            codes.add(answer.status_code)
            assert answer.headers["Cache-Control"] in {"no-store", "no-cache"}, door.name
        street.ground.restore()
    for address in ("/nowhere", "/a/0/js/rodzina.js", "/../etc/passwd", "/%00"):
        check_headers(street.ask(None, address))
    scripted = {"HX-Request": "true"} | SAME_ORIGIN
    check_headers(street.client.get("/today", headers=scripted))
    check_headers(street.client.delete("/sign-in", headers=SAME_ORIGIN))
    assert {200, 303, 403, 404, 422} <= codes


def test_an_answer_about_a_fault_of_ours_carries_them_and_tells_nothing(
    street: Street, monkeypatch: pytest.MonkeyPatch
):
    def broken() -> str:
        raise RuntimeError("KAN-secret of the machine room")

    monkeypatch.setitem(street.app.view_functions, "accounts.accessibility", broken)
    broken.open_to = None  # type: ignore[attr-defined]
    answer = street.ask(MARTA, "/accessibility")
    assert answer.status_code == 500
    check_headers(answer)
    assert "KAN" not in answer.text
    assert "Traceback" not in answer.text


def test_static_files_are_kept_for_good_under_an_address_of_their_content(street: Street):
    for name in ("css/app.css", "js/rodzina.js", "icons/sprite.svg", "vendor/htmx.js"):
        answer = street.ask(None, street.app.extensions["assets"].url(name))
        assert answer.status_code == 200, name
        check_headers(answer)
        assert "immutable" in answer.headers["Cache-Control"], name
        assert "Set-Cookie" not in answer.headers, name


@pytest.mark.parametrize("role", list(Role))
def test_looking_at_every_page_changes_nothing_of_the_work(street: Street, role: Role):
    """Exempt are the trace, sessions, and the receipt that a concern was opened."""
    before = whole_work(street)
    for answer in street.pages(role):
        assert answer.status_code < 500
    for door in street.doors:
        places = (OWN,) * len(door.ids)
        if door.method == "GET" and street.may_reach(door, places, role):
            address = street.address(door, places, PLAYERS[role])
            assert not street.knock(door, address, PLAYERS[role], method="HEAD").data
    assert whole_work(street) == before


def whole_work(street: Street) -> list[str]:
    return [street.ground.fingerprint(o, besides={"concern_reading"}) for o in (ZALESIE, BRZEZINY)]


def test_the_fingerprint_notices_a_change(street: Street):
    before = street.ground.fingerprint(ZALESIE)
    door = next(d for d in street.doors if d.name == "POST tasks.tick")
    street.knock(door, street.address(door, (OWN, OWN)), MARTA, data={"done": "1"})
    assert street.ground.fingerprint(ZALESIE) != before


def cookies(app: Flask, **options: object) -> dict[str, dict[str, str]]:
    """The attributes of each cookie that signing in, a message and signing out set."""
    client = app.test_client()
    held: dict[str, dict[str, str]] = {}
    body = {"email": MARTA.email, "password": PASSWORD}
    for address, data in (("/sign-in", body), ("/devices/end-others", {}), ("/sign-out", {})):
        answer = client.post(address, data=data, headers=SAME_ORIGIN, **options)  # type: ignore[arg-type]
        assert answer.status_code == 303, answer.text[:200]
        assert not answer.location.startswith("/sign-in") or address == "/sign-out"
        for line in answer.headers.getlist("Set-Cookie"):
            name, _, rest = line.partition("=")
            assert "KAN" not in rest
            pairs = [part.partition("=") for part in rest.split("; ")[1:]]
            held[name] = {key.casefold(): value for key, _, value in pairs}
    assert len(held) == 2
    return held


def test_cookies_stay_with_the_server_and_the_site(app: Flask):
    for name, attributes in cookies(app).items():
        assert not name.startswith("__"), "on plain http there are no names of https"
        assert "httponly" in attributes, name
        assert attributes["samesite"] == "Lax", name
        assert attributes["path"] == "/", name
        assert "domain" not in attributes, name


@pytest.fixture
def behind_tls(addresses: Addresses, home: Path) -> Iterator[Flask]:
    app = create_app(replace(settings_for(addresses, home), https=True))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_behind_tls_cookies_are_tied_to_this_host_and_to_https(behind_tls: Flask):
    from_proxy = {
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_HOST": "rodzina.example.pl",
    }
    for name, attributes in cookies(behind_tls, environ_overrides=from_proxy).items():
        assert name.startswith("__Host-"), name
        assert "secure" in attributes, name
        assert "httponly" in attributes, name
        assert attributes["path"] == "/", name
        assert "domain" not in attributes, name
    answer = behind_tls.test_client().get("/sign-in", environ_overrides=from_proxy)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    check_headers(answer)


def test_signing_out_wipes_what_the_browser_kept(street: Street):
    door = next(d for d in street.doors if d.name == "POST accounts.close_session")
    answer = street.knock(door, "/sign-out", MARTA)
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert street.ask(MARTA, "/today").status_code == 303
