"""A lake of its own for each test of the feeds."""

from __future__ import annotations

from pathlib import Path

import pytest
from feeding import Feeding
from hypothesis import HealthCheck, settings

from zhiheng.core.declarations.catalogue import Catalogue, load_catalogue

# Examples write files; a busy machine breaks a deadline that says nothing about the code.
settings.register_profile(
    "feeds", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(autouse=True, scope="package")
def _without_deadline() -> None:
    settings.load_profile("feeds")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def feeding(catalogue: Catalogue, tmp_path: Path) -> Feeding:
    return Feeding(catalogue, tmp_path)
