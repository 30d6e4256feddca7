"""Every test of the ledger begins and ends without tiles of another test's database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def _no_tiles() -> Iterator[None]:
    folder = settings.ZHIHENG.home / "ledger"
    shutil.rmtree(folder, ignore_errors=True)
    yield
    shutil.rmtree(folder, ignore_errors=True)
