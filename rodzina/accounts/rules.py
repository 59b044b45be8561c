"""What accounts demand: strong enough passwords, roles that may meet, not too many tries."""

import re
from collections.abc import Collection
from datetime import timedelta

from rodzina.problems import RuleBroken
from rodzina.vocabulary import Role

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 128
MOST_TRIES, TRIES_WITHIN = 10, timedelta(minutes=15)
PHONE_IDLE, DESKTOP_IDLE, LONGEST = timedelta(hours=16), timedelta(hours=10), timedelta(days=7)
CHOICE_LIFE = timedelta(minutes=5)
INVITATION_LIFE, RESET_LIFE = timedelta(hours=72), timedelta(hours=24)
# A role that has no work yet cannot be invited.
INVITED_ROLES = (Role.ASSISTANT, Role.SUPERVISOR, Role.SOCIAL_WORKER, Role.ADMINISTRATOR)
# Roles whose holders may read a concern in the supervisor's place.
DEPUTY_ROLES = (Role.SUPERVISOR, Role.SOCIAL_WORKER, Role.ASSISTANT)
COMMON_WORDS = frozenset(
    {"password", "hasło", "haslo", "qwerty", "qwertyuiop", "qwertz", "admin", "rodzina", "asystent"}
)
ROWS = ("01234567890", "09876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


def check_password(password: str, email: str, name: str = "") -> None:
    """Length, and neither the person's e-mail or name nor a word everybody tries."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise RuleBroken(
            "The password must have 10 to 128 characters. Four words are easy to remember.",
            "password",
        )
    if is_personal(password, email, name):
        raise RuleBroken(
            "The password must not be your e-mail or your name. Choose another one.", "password"
        )
    if is_trivial(password):
        raise RuleBroken("This password is easy to guess. Four words are safer.", "password")


def is_personal(password: str, email: str, name: str) -> bool:
    """Nothing but the e-mail or the name, in any order, with or without digits and signs."""
    typed = letters_of(password)
    words = [letters_of(word) for word in name.split()]
    known = {letters_of(email), letters_of(email.partition("@")[0])}
    known |= {"".join(words), "".join(reversed(words)), *words}
    return password.casefold() == email.casefold() or (bool(typed) and typed in known)


def is_trivial(password: str) -> bool:
    """One piece repeated, a row of the keyboard or the alphabet, or a common word with digits."""
    folded = password.casefold()
    typed = once_of(letters_of(folded))
    return once_of(folded) != folded or any(folded in row for row in ROWS) or typed in COMMON_WORDS


def letters_of(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalpha())


def once_of(text: str) -> str:
    """The piece that the text repeats; the text itself when it repeats none."""
    repeated = re.fullmatch(r"(.+?)\1+", text, re.DOTALL)
    return repeated[1] if repeated else text


def check_roles_meet(role: Role, held: Collection[Role]) -> None:
    """BR-04, art. 17(3): nobody is assistant and social worker in the same centre."""
    pair = {Role.ASSISTANT, Role.SOCIAL_WORKER}
    if role in pair and set(held) & (pair - {role}):
        raise RuleBroken(
            "One person cannot be a family assistant and a social worker in the same centre. "
            "Choose another role.",
            "role",
        )


def check_role_new(role: Role, held: Collection[Role]) -> None:
    """A role is given once."""
    if role in held:
        raise RuleBroken("This person already has this role. Choose another one.", "role")


def roles_given_by(giver: Role) -> tuple[Role, ...]:
    """A supervisor gives every role with work but the administrator's; nobody rises by oneself."""
    if giver is Role.ADMINISTRATOR:
        return INVITED_ROLES
    return tuple(role for role in INVITED_ROLES if role is not Role.ADMINISTRATOR)


def check_may_give(giver: Role, role: Role) -> None:
    """Each role is given by those who may: see roles_given_by."""
    if role not in roles_given_by(giver):
        raise RuleBroken("Only an administrator gives this role. Choose another one.", "role")


def may_manage(manager: Role, held: Collection[Role]) -> bool:
    """Administrators look after everybody, a supervisor after everybody but administrators."""
    return manager is Role.ADMINISTRATOR or Role.ADMINISTRATOR not in held


def check_may_manage(manager: Role, held: Collection[Role]) -> None:
    """An administrator's account is looked after by administrators."""
    if not may_manage(manager, held):
        raise RuleBroken("Only an administrator can change an administrator's account.")


def check_not_oneself(own: bool) -> None:
    """Nobody takes a role or the account away from oneself: a centre must not lock itself out."""
    if own:
        raise RuleBroken("You cannot do this to your own account. Ask another person.")


def check_administrator_stays(others: int) -> None:
    """A centre always keeps an administrator."""
    if others == 0:
        raise RuleBroken("This is the last administrator. First give the role to somebody else.")


def check_only_here(elsewhere: bool) -> None:
    """A link shown in one centre must not open a person's account in another."""
    if elsewhere:
        raise RuleBroken(
            "This person also works in another centre, so the link must not be shown here. "
            "It can only go by mail, or come from whoever runs the server."
        )


def check_tries(failed: int) -> None:
    """Ten tries in fifteen minutes for an account and for a source."""
    if failed >= MOST_TRIES:
        raise RuleBroken("Too many tries. Wait 15 minutes and try again.", "password")
