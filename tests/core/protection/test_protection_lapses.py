"""Terms and fees that come near: what is told on which day, and until when."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from zhiheng.core.protection.lapses import (
    LapseLimits,
    MarkTerm,
    PatentTerm,
    fees_of_month,
    mark_lapse,
    next_fee,
    patent_lapses,
)
from zhiheng.core.terms.calendars import packaged_calendar

LIMITS = LapseLimits(180, 180, 30, renewal_grace_months=6, fee_grace_months=6)
MARK = MarkTerm("1", "星耀", ["09", "42"], "1~09", dt.date(2026, 11, 20))
PATENT = PatentTerm(
    "201910302430.1", "风扇", dt.date(2019, 4, 16), dt.date(2021, 5, 4), None, dt.date(2039, 4, 16)
)


@pytest.mark.parametrize(
    ("on", "step"),
    [
        (dt.date(2026, 5, 23), None),
        (dt.date(2026, 5, 24), "due"),
        (dt.date(2026, 10, 21), "pressing"),
        (dt.date(2026, 11, 20), "pressing"),
        (dt.date(2026, 11, 21), "grace"),
        (dt.date(2027, 5, 20), "grace"),
        (dt.date(2027, 5, 21), "over"),
        (dt.date(2028, 1, 1), None),
    ],
)
def test_a_term_is_told_in_steps(on: dt.date, step: str | None):
    found = mark_lapse(MARK, LIMITS, on=on)
    assert (found.key.rpartition(":")[2] if found else None) == step


def test_a_mark_that_ended_otherwise_has_no_term():
    ended = dataclasses.replace(MARK, ceased_on=dt.date(2026, 1, 1))
    assert mark_lapse(ended, LIMITS, on=dt.date(2026, 11, 1)) is None
    assert mark_lapse(dataclasses.replace(MARK, last_day=None), LIMITS, on=dt.date.max) is None


def test_the_words_name_days_in_both_languages():
    found = mark_lapse(MARK, LIMITS, on=dt.date(2026, 12, 1))
    assert found is not None
    assert "第9、42类" in found.words.zh
    assert "宽展期至 2027-05-20" in found.words.zh
    assert "until 2027-05-20" in found.words.en


@pytest.mark.parametrize(
    ("on", "due"),
    [
        # the fee of the year of grant is paid with the grant
        (dt.date(2021, 5, 5), (dt.date(2022, 4, 16), dt.date(2022, 4, 18))),
        (dt.date(2026, 4, 16), (dt.date(2026, 4, 16), dt.date(2026, 4, 16))),
        (dt.date(2026, 4, 17), (dt.date(2027, 4, 16), dt.date(2027, 4, 16))),
        (dt.date(2038, 4, 20), None),  # the term ends on the next anniversary
    ],
)
def test_the_next_annual_fee(on: dt.date, due: tuple[dt.date, dt.date] | None):
    assert next_fee(PATENT, packaged_calendar(), on=on) == due


def test_a_term_and_a_fee_are_told_and_nothing_of_a_patent_that_lapsed():
    calendar = packaged_calendar()
    ends = dataclasses.replace(PATENT, expires_on=dt.date(2026, 9, 1))
    (term,) = patent_lapses(ends, LIMITS, calendar, on=dt.date(2026, 5, 1))
    assert "2026-08-31" in term.words.zh
    (fee,) = patent_lapses(PATENT, LIMITS, calendar, on=dt.date(2026, 4, 1))
    assert (fee.deadline, fee.key) == (dt.date(2026, 4, 16), "fee:201910302430.1:2026")
    assert "2026-10-16" in fee.words.zh
    lapsed = dataclasses.replace(PATENT, ceased_on=dt.date(2025, 1, 1))
    assert patent_lapses(lapsed, LIMITS, calendar, on=dt.date(2026, 4, 1)) == []
    assert fees_of_month([lapsed], LIMITS, calendar, on=dt.date(2026, 4, 1)) is None


def test_fees_of_a_month_are_told_together():
    others = [dataclasses.replace(PATENT, number=str(day), filed_on=dt.date(2019, 4, day))
              for day in (20, 28)]  # fmt: skip
    later = dataclasses.replace(PATENT, number="x", filed_on=dt.date(2019, 5, 2))
    found = fees_of_month(
        [PATENT, *others, later], LIMITS, packaged_calendar(), on=dt.date(2026, 4, 1)
    )
    assert found is not None
    assert found.details["numbers"] == ["20", "201910302430.1", "28"]
    assert (found.key, found.deadline) == ("fees:2026-04", dt.date(2026, 4, 16))
