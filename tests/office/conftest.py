"""The same further roles and readings as in the tests of accounts."""

from tests.accounts.conftest import also, rows, verbs  # noqa: F401
