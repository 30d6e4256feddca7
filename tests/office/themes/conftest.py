"""The lakes that tests of themes look into and freeze in, with their index."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.office.registers.cities import City, city, empty_home, own_city
from zhiheng.core.search.indexing import rebuild
from zhiheng.core.themes.definition import ThemeDefinition
from zhiheng.office.accounts.models import User
from zhiheng.office.registers import lake
from zhiheng.office.themes import commands
from zhiheng.office.themes.models import Theme

__all__ = ["city", "empty_home", "indexed", "own_city"]

WHEN = dt.datetime(2026, 7, 2, 10, 0, tzinfo=dt.UTC)
ELECTRICITY = ThemeDefinition(classes=("H",), registers=("patents",))


@pytest.fixture
def indexed(city: City, request: pytest.FixtureRequest) -> City:
    """A city of the test's own, with its index, which is built once and copied."""
    folder = city.home / "index"
    if not folder.exists():
        rebuild(lake.lake(), lake.catalogue(), folder, on=WHEN)
    own: City = request.getfixturevalue("own_city")
    return own


@pytest.fixture
def theme(indexed: City, analyst: User) -> Theme:
    """Everything in section H of the classification, made by Anna."""
    return commands.create_theme(
        slug="electricity",
        title_zh="电学",
        title_en="Electricity",
        definition=ELECTRICITY,
        by=analyst,
        on=WHEN,
    )
