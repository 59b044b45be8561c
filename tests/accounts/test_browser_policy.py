"""What protects the browser: headers on every kind of answer, and requests from elsewhere."""

import re
from dataclasses import replace

import pytest

from rodzina.accounts.models import SignIn
from rodzina.db import db
from rodzina.house import create_app
from tests.cast import ADMIN, MARTA, PASSWORD
from tests.conftest import settings_for

POLICY = {
    "default-src": {"'none'"},
    "style-src": {"'self'"},
    "font-src": {"'self'"},
    "img-src": {"'self'", "blob:"},
    "connect-src": {"'self'"},
    "manifest-src": {"'self'"},
    "worker-src": {"'self'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "require-trusted-types-for": {"'script'"},
    "trusted-types": {"htmx", "rodzina"},
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
SAME = {"Sec-Fetch-Site": "same-origin"}
ANSWERS = [
    ("get", "/sign-in", 200, {}),
    ("get", "/people", 200, {}),
    ("get", "/more", 200, {}),
    ("get", "/", 303, {}),
    ("post", "/sign-in", 422, {}),
    ("get", "/nowhere", 404, {}),
    ("get", "/invitation/nonsense", 404, {}),
    ("post", "/people", 405, {}),
    ("post", "/sign-out", 403, {"Sec-Fetch-Site": "cross-site"}),
    ("get", "/sign-in/in-place", 200, {}),
]


def check_headers(response):
    policy = directives(response)
    assert {name: policy[name] for name in POLICY} == POLICY
    assert policy.keys() - POLICY.keys() == {"script-src"}
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert "camera=(self)" in response.headers["Permissions-Policy"]


def directives(response):
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: set(values) for name, *values in parts}


@pytest.mark.parametrize(("method", "address", "status", "headers"), ANSWERS)
def test_every_answer_carries_the_policy(visitor, method, address, status, headers):
    client = visitor(ADMIN).client
    if address == "/sign-in":
        client = visitor().client
    response = getattr(client, method)(address, headers=SAME | headers)
    assert response.status_code == status
    check_headers(response)


def test_a_refused_flood_carries_the_policy_too(visitor):
    flood = {"theme": "x" * 600_000}
    response = visitor(ADMIN).client.post("/appearance", data=flood, headers=SAME)
    assert response.status_code == 413
    check_headers(response)


def test_every_answer_has_its_own_nonce_and_its_scripts_carry_it(visitor):
    seen = set()
    for _ in range(3):
        page = visitor(MARTA).get("/more")
        (given,) = re.findall(r"'nonce-([\w-]+)'", page.response.headers["Content-Security-Policy"])
        assert {s.get("nonce") for s in page.all("script")} == {given}
        seen.add(given)
    assert len(seen) == 3


def test_strict_transport_is_asked_for_behind_tls_only(addresses, home, visitor):
    assert "Strict-Transport-Security" not in visitor().get("/sign-in").response.headers
    app = create_app(replace(settings_for(addresses, home), https=True))
    held = app.test_client().get("/sign-in").headers["Strict-Transport-Security"]
    assert held.startswith("max-age=63072000")
    with app.app_context():
        db.engine.dispose()


ELSEWHERE = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Referer": "http://localhost/more"},
]


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_what_another_page_sends_is_refused(visitor, rows, headers):
    marta = visitor(MARTA)
    for address, body in (("/sign-out", {}), ("/devices/end-others", {}),
                          ("/sign-in", {"email": MARTA.email, "password": PASSWORD})):  # fmt: skip
        response = marta.client.post(address, data=body, headers=headers)
        assert response.status_code == 403, (address, headers)
        assert "Set-Cookie" not in response.headers
    assert rows(db.select(SignIn.ended_at).where(SignIn.person_id == MARTA.id)) == [(None,)]


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost"}],
)
def test_what_our_own_page_sends_is_taken(visitor, headers):
    response = visitor(MARTA).client.post("/sign-out", headers=headers)
    assert response.status_code == 303


def test_a_script_without_a_session_gets_401_and_is_not_led_away(visitor):
    client = visitor().client
    for headers in ({"HX-Request": "true"}, {"Idempotency-Key": "x"}):
        response = client.post("/devices/end-others", headers=SAME | headers)
        assert (response.status_code, response.headers.get("Location")) == (401, None)


def test_nothing_changes_by_reading(visitor, rows):
    marta = visitor(MARTA)
    for address in ("/sign-out", "/devices/end-others", "/switch-role"):
        assert marta.client.get(address).status_code == 405
    assert marta.get("/more").status == 200
