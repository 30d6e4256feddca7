"""Rules of the platform for tests of terms."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from zhiheng.core.calendar import Calendar
from zhiheng.core.terms.calendars import packaged_calendar
from zhiheng.core.terms.regimes import Regime, packaged_regimes


@pytest.fixture
def calendar() -> Calendar:
    return packaged_calendar()


@pytest.fixture
def regimes() -> Mapping[str, Regime]:
    return packaged_regimes()
