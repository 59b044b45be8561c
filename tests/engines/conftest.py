"""Fixtures of the tests in other engines: the centre on its stage, and browsers to be used."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines.firefox import Firefox
from tests.engines.webkit import WebKit
from tests.phone.centre import NOON, Site, Stage, Template, loaded, opened
from tests.phone.conftest import no_faults as no_faults
from tests.phone.conftest import stage as stage


@pytest.fixture(scope="session")
def template(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Template:
    return loaded(stage, tmp_path_factory.mktemp("centre"))


@pytest.fixture
def site(stage: Stage, template: Template) -> Iterator[Site]:
    with opened(stage, template) as held:
        yield held
    stage.ask("at", NOON)


@pytest.fixture
def firefox(site: Site, tmp_path: Path) -> Iterator[Firefox]:
    held = Firefox(tmp_path / "profile", site.address)
    yield held
    held.end()


@pytest.fixture
def webkit(site: Site) -> Iterator[WebKit]:
    held = WebKit(site.address)
    yield held
    held.end()
