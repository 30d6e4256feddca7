"""A lake of its own for each test of the feeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.feeds.feeding import Feeding
from zhiheng.core.declarations.catalogue import Catalogue, load_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def feeding(catalogue: Catalogue, tmp_path: Path) -> Feeding:
    return Feeding(catalogue, tmp_path)
