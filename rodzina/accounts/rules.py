"""What accounts demand: strong enough passwords, roles that may meet, tries that are not too many."""

from datetime import timedelta

from rodzina.problems import RuleBroken
from rodzina.vocabulary import Role

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 128
MOST_TRIES, TRIES_WITHIN = 10, timedelta(minutes=15)
PHONE_IDLE, DESKTOP_IDLE, LONGEST = timedelta(hours=16), timedelta(hours=10), timedelta(days=7)
INVITATION_LIFE, RESET_LIFE = timedelta(hours=72), timedelta(hours=24)
# A role that has no work yet cannot be invited (DECISIONS, "Mail").
INVITED_ROLES = (Role.ASSISTANT, Role.SUPERVISOR, Role.SOCIAL_WORKER, Role.ADMINISTRATOR)


def check_password(password: str, email: str) -> None:
    """Length, and not the person's own e-mail (PROMISES 4.5)."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise RuleBroken(
            "The password must have 10 to 128 characters. Four words are easy to remember.",
            "password",
        )
    if password.casefold() in {email.casefold(), email.partition("@")[0].casefold()}:
        raise RuleBroken("The password must not be your e-mail. Choose another one.", "password")


def check_roles_meet(role: Role, held: set[Role]) -> None:
    """BR-04, art. 17(3): nobody is assistant and social worker in the same centre."""
    pair = {Role.ASSISTANT, Role.SOCIAL_WORKER}
    if role in pair and held & (pair - {role}):
        raise RuleBroken(
            "One person cannot be a family assistant and a social worker in the same centre. Choose another role.",
            "role",
        )


def check_tries(failed: int) -> None:
    """Ten tries in fifteen minutes for an account and for a source."""
    if failed >= MOST_TRIES:
        raise RuleBroken("Too many tries. Wait 15 minutes and try again.", "password")
