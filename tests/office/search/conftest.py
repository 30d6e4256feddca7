"""The lakes that tests of searching look into, with their index."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.office.registers.cities import City, city, empty_home, own_city
from zhiheng.core.search.indexing import rebuild
from zhiheng.office.registers import lake

__all__ = ["city", "empty_home", "indexed", "own_city"]


@pytest.fixture
def indexed(city: City) -> City:
    """The synthetic city with its index, which is built once."""
    folder = city.home / "index"
    if not folder.exists():
        rebuild(lake.lake(), lake.catalogue(), folder, on=dt.datetime(2026, 7, 1, tzinfo=dt.UTC))
    return city
