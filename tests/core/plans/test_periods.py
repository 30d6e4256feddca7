"""Periods of reporting and what people call them."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.core.plans.periods import Rhythm, period_name, periods_over


@pytest.mark.parametrize(
    ("rhythm", "first", "until", "keys"),
    [
        ("monthly", "2026-01-01", "2026-03-01", ["2026-01-01/2026-01-31", "2026-02-01/2026-02-28"]),
        ("monthly", "2024-02-01", "2024-03-01", ["2024-02-01/2024-02-29"]),
        ("monthly", "2025-12-01", "2026-01-01", ["2025-12-01/2025-12-31"]),
        ("quarterly", "2026-01-01", "2026-06-30", ["2026-01-01/2026-03-31"]),
        ("quarterly", "2026-01-02", "2026-07-01", ["2026-04-01/2026-06-30"]),
        ("half_yearly", "2026-01-01", "2026-07-01", ["2026-01-01/2026-06-30"]),
        ("yearly", "2024-06-01", "2026-12-31", ["2025-01-01/2025-12-31"]),
        ("yearly", "2026-01-01", "2026-12-31", []),
    ],
)
def test_the_whole_periods_that_are_over(rhythm: str, first: str, until: str, keys: list[str]):
    found = periods_over(
        Rhythm(rhythm), first=date.fromisoformat(first), until=date.fromisoformat(until)
    )
    assert [each.key for each in found] == keys


@pytest.mark.parametrize(
    ("first", "last", "zh", "en"),
    [
        ("2026-02-01", "2026-02-28", "2026年2月", "2026-02"),
        ("2026-04-01", "2026-06-30", "2026年第二季度", "2026 Q2"),
        ("2026-01-01", "2026-06-30", "2026年上半年", "2026 H1"),
        ("2026-07-01", "2026-12-31", "2026年下半年", "2026 H2"),
        ("2026-01-01", "2026-12-31", "2026年", "2026"),
        ("2026-02-01", "2026-04-30", "2026-02-01—2026-04-30", "2026-02-01—2026-04-30"),
        ("2026-01-02", "2026-03-31", "2026-01-02—2026-03-31", "2026-01-02—2026-03-31"),
    ],
)
def test_what_people_call_them(first: str, last: str, zh: str, en: str):
    days = date.fromisoformat(first), date.fromisoformat(last)
    assert (period_name(*days), period_name(*days, "en")) == (zh, en)
