"""What a page may cost the database; `bench/` measures the same with few visits and with many."""

import pytest

from rodzina.vocabulary import Role
from tests.counting import statements
from tests.house.probes import Street

MOST_STATEMENTS = 12


@pytest.mark.parametrize("role", list(Role))
def test_no_page_asks_the_database_more_than_twelve_times(street: Street, role: Role):
    found, pages = {}, street.pages(role)
    while True:
        with statements(street.app) as asked:
            page = next(pages, None)
        if page is None:
            break
        found[page.request.path] = len(asked)
    assert found
    assert {path: count for path, count in found.items() if count > MOST_STATEMENTS} == {}
