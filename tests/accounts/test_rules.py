"""The rules of accounts, without an app."""

import pytest

from rodzina.accounts.actions import is_weak
from rodzina.accounts.devices import device_name
from rodzina.accounts.rules import (
    MOST_TRIES,
    check_administrator_stays,
    check_may_give,
    check_may_manage,
    check_not_oneself,
    check_only_here,
    check_password,
    check_role_new,
    check_roles_meet,
    check_tries,
    roles_given_by,
)
from rodzina.crypto import password_hash
from rodzina.problems import RuleBroken
from rodzina.vocabulary import Role

EMAIL, NAME = "marta.zielinska@gops.pl", "Marta Zielińska"
PIXEL = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/129.0 Mobile Safari/537"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/129.0 Safari/537.36 Edg/129.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) Version/17.6 Mobile Safari/604.1"


@pytest.mark.parametrize(
    "password",
    [
        "krótkie12",
        "x" * 129,
        "marta.zielinska",
        "MARTA.Zielinska@gops.pl",
        "marta.zielinska2026!",
        "Zielińska-Marta",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "1234567890",
        "qwertyuiop",
        "Password2026!",
        "hasłohasło1",
        "rodzina-2026",
    ],
)
def test_a_password_that_somebody_would_guess_is_refused(password):
    with pytest.raises(RuleBroken):
        check_password(password, EMAIL, NAME)


@pytest.mark.parametrize(
    "password",
    ["cztery-zielone-sowy-lecą", "ośmiornica", "Marta lubi kompot", "🐙" * 3 + "kotlina"],
)
def test_a_password_of_words_that_do_not_belong_together_is_taken(password):
    check_password(password, EMAIL, NAME)


def test_nobody_is_assistant_and_social_worker_in_one_centre():
    with pytest.raises(RuleBroken, match="assistant and a social worker"):
        check_roles_meet(Role.ASSISTANT, {Role.SOCIAL_WORKER})
    with pytest.raises(RuleBroken, match="assistant and a social worker"):
        check_roles_meet(Role.SOCIAL_WORKER, {Role.SUPERVISOR, Role.ASSISTANT})
    check_roles_meet(Role.SUPERVISOR, {Role.ASSISTANT})
    check_roles_meet(Role.ASSISTANT, {Role.SUPERVISOR, Role.ADMINISTRATOR})


def test_a_role_is_given_once():
    with pytest.raises(RuleBroken):
        check_role_new(Role.ASSISTANT, {Role.ASSISTANT})
    check_role_new(Role.SUPERVISOR, {Role.ASSISTANT})


def test_a_supervisor_makes_no_administrators_and_nobody_gives_a_role_without_work():
    assert Role.ADMINISTRATOR not in roles_given_by(Role.SUPERVISOR)
    assert Role.ADMINISTRATOR in roles_given_by(Role.ADMINISTRATOR)
    assert Role.SUPPORT_FAMILY not in roles_given_by(Role.ADMINISTRATOR)
    with pytest.raises(RuleBroken):
        check_may_give(Role.SUPERVISOR, Role.ADMINISTRATOR)


def test_a_supervisor_does_not_look_after_an_administrators_account():
    with pytest.raises(RuleBroken):
        check_may_manage(Role.SUPERVISOR, {Role.ASSISTANT, Role.ADMINISTRATOR})
    check_may_manage(Role.SUPERVISOR, {Role.ASSISTANT})
    check_may_manage(Role.ADMINISTRATOR, {Role.ADMINISTRATOR})


def test_nobody_locks_the_centre_or_oneself_out():
    with pytest.raises(RuleBroken):
        check_not_oneself(True)
    with pytest.raises(RuleBroken):
        check_administrator_stays(0)
    with pytest.raises(RuleBroken):
        check_only_here(True)
    check_not_oneself(False)
    check_administrator_stays(1)
    check_only_here(False)


def test_the_tenth_try_is_the_last():
    check_tries(MOST_TRIES - 1)
    with pytest.raises(RuleBroken):
        check_tries(MOST_TRIES)


def test_a_weaker_hash_is_recognised():
    assert not is_weak(password_hash("cokolwiek"))
    assert is_weak("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA")
    assert is_weak("$argon2i$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaA")
    assert not is_weak("$argon2id$v=19$m=131072,t=4,p=4$c2FsdHNhbHQ$aGFzaA")
    assert is_weak("")


@pytest.mark.parametrize(
    ("said", "name"),
    [(PIXEL, "Chrome, Android"), (EDGE, "Edge, Windows"), (IPHONE, "Safari, iPhone"), ("", "")],
)
def test_devices_are_called_by_browser_and_system(said, name):
    assert device_name(said) == name
