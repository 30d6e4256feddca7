"""Which law holds follows from the day of filing, and from nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.core.screening.grounds import Grounds, load_grounds

OLD, NEW = date(2026, 12, 31), date(2027, 1, 1)


@pytest.fixture(scope="module")
def grounds() -> Grounds:
    return load_grounds()


@pytest.mark.parametrize(
    ("day", "law"),
    [(OLD, "law-2019"), (NEW, "law-2026"), (date(2019, 10, 31), ""), (None, "")],
)
def test_the_day_of_filing_decides(grounds: Grounds, day: date | None, law: str):
    found = grounds.on("trademarks", day)
    assert (found.ground if found else "") == law


def test_filings_of_several_days_fall_under_several_laws(grounds: Grounds):
    assert [each.ground for each in grounds.of("trademarks", [NEW, None, OLD, OLD])] == [
        "law-2019",
        "law-2026",
    ]
    assert grounds.of("patents", [OLD, NEW]) == []
