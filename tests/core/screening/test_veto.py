"""Whom confirmed abnormal filings bar, from when until when, and what does not bar."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.errors import InputError
from zhiheng.core.screening.veto import (
    ABNORMAL,
    REPEATED,
    AbnormalFiling,
    Veto,
    VetoRules,
    ask,
)

DAY = dt.date
RULES = VetoRules.of(bar="1y", longest="3y", window="5y", least=2)


def filing(number: str, decided: dt.date | None, state: str = "confirmed", **more: Any):
    told = {"notified_on": decided and decided - dt.timedelta(30), "behaviour": "1", **more}
    return AbnormalFiling(number=number, state=state, decided_on=decided, **told)


def asked(*filings: AbnormalFiling, on: dt.date, question: str = ABNORMAL) -> Veto:
    return ask(question, filings, rules=RULES, on=on)


def test_a_confirmed_filing_bars_from_its_decision_for_a_year():
    one = filing("A", DAY(2025, 3, 10))
    assert not asked(one, on=DAY(2025, 3, 9)).barred
    assert asked(one, on=DAY(2025, 3, 10)).barred
    last = asked(one, on=DAY(2026, 3, 9))
    assert (last.barred, last.until) == (True, DAY(2026, 3, 10))
    after = asked(one, on=DAY(2026, 3, 10))
    assert (after.barred, after.until, after.beside) == (False, None, (one,))


def test_before_the_decision_it_was_only_notified():
    found = asked(filing("A", DAY(2025, 3, 10)), on=DAY(2025, 3, 1))
    assert [(each.state, each.decided_on) for each in found.beside] == [("notified", None)]


def test_what_was_not_notified_yet_is_unknown():
    found = asked(filing("A", DAY(2025, 3, 10)), on=DAY(2025, 1, 1))
    assert (found.barred, found.beside) == (False, ())


@pytest.mark.parametrize("state", ["notified", "withdrawn"])
def test_a_notice_or_a_withdrawal_bars_nobody_and_is_told(state: str):
    found = asked(filing("A", DAY(2025, 3, 10), state), on=DAY(2025, 4, 1))
    assert not found.barred
    assert [each.number for each in found.beside] == ["A"]


def test_what_was_found_innocent_is_held_against_nobody():
    found = asked(filing("A", DAY(2025, 3, 10), "dismissed"), on=DAY(2025, 4, 1))
    assert (found.barred, found.beside) == (False, ())


def test_without_a_day_of_decision_the_notice_counts():
    one = filing("A", None, notified_on=DAY(2025, 1, 15))
    assert asked(one, on=DAY(2025, 1, 15)).until == DAY(2026, 1, 15)
    assert not asked(filing("B", None, notified_on=None), on=DAY(2025, 1, 15)).beside


def test_a_decision_within_the_bar_lengthens_it_for_all():
    first, second = filing("A", DAY(2025, 1, 10)), filing("B", DAY(2025, 6, 1))
    found = asked(first, second, on=DAY(2026, 5, 1))
    assert {each.filing.number: each.until for each in found.reasons} == {
        "A": DAY(2027, 1, 10), "B": DAY(2027, 1, 10),
    }  # fmt: skip
    assert found.decisions == (DAY(2025, 1, 10), DAY(2025, 6, 1))


def test_a_decision_on_the_day_the_bar_is_over_begins_anew():
    first, second = filing("A", DAY(2025, 1, 10)), filing("B", DAY(2026, 1, 10))
    found = asked(first, second, on=DAY(2026, 1, 10))
    assert [each.filing.number for each in found.reasons] == ["B"]
    assert found.until == DAY(2027, 1, 10)


def test_many_decisions_bar_no_longer_than_the_longest_from_the_last():
    filings = [filing(str(month), DAY(2025, month, 1)) for month in range(1, 10)]
    assert asked(*filings, on=DAY(2025, 10, 1)).until == DAY(2028, 9, 1)


def test_filings_confirmed_on_one_day_are_one_decision():
    filings = [filing(str(number), DAY(2025, 1, 10)) for number in range(5)]
    assert asked(*filings, on=DAY(2025, 2, 1)).until == DAY(2026, 1, 10)
    assert not asked(*filings, on=DAY(2025, 2, 1), question=REPEATED).barred


def test_two_decisions_within_five_years_are_a_repetition():
    first, second = filing("A", DAY(2021, 5, 1)), filing("B", DAY(2025, 5, 1))
    found = asked(first, second, on=DAY(2026, 4, 30), question=REPEATED)
    assert (found.barred, found.until) == (True, DAY(2026, 5, 1))
    assert not asked(first, second, on=DAY(2026, 5, 1), question=REPEATED).barred
    assert not asked(first, second, on=DAY(2025, 4, 30), question=REPEATED).barred


def test_a_filing_that_stands_there_twice_counts_once():
    one = filing("A", DAY(2025, 1, 10))
    found = asked(one, filing("A", DAY(2025, 1, 10), role="agency"), on=DAY(2025, 2, 1))
    assert [each.filing.number for each in found.reasons] == ["A"]


def test_the_leap_day_ends_on_the_last_of_february():
    assert asked(filing("A", DAY(2024, 2, 29)), on=DAY(2024, 3, 1)).until == DAY(2025, 2, 28)


def test_nothing_bars_who_has_no_filings():
    found = asked(on=DAY(2025, 1, 1))
    assert (found.barred, found.until, found.reasons, found.beside) == (False, None, (), ())


def test_only_known_questions_are_answered():
    with pytest.raises(InputError):
        asked(on=DAY(2025, 1, 1), question="bad-taste")


def test_lengths_are_in_months_or_years():
    with pytest.raises(InputError):
        VetoRules.of(bar="365d", longest="3y", window="5y", least=2)


DAYS = st.dates(DAY(2020, 1, 1), DAY(2030, 12, 31))


@given(st.lists(DAYS, max_size=8), DAYS)
def test_a_bar_holds_on_every_day_until_it_says(days: list[dt.date], on: dt.date):
    filings = [filing(str(place), day) for place, day in enumerate(days)]
    found = asked(*filings, on=on)
    # With whole years and one decision after the other a naive count is short.
    known = sorted({day for day in days if day <= on})
    end = dt.date.min
    for day in known:
        begins = max(day, end)
        end = min(_years(begins, 1), _years(day, 3))
    assert found.barred is (on < end)
    assert found.until == (end if on < end else None)
    if found.until:
        day_before = found.until - dt.timedelta(1)
        held = [each for each in filings if each.decided_on and each.decided_on <= on]
        assert asked(*held, on=day_before).barred
        assert not asked(*held, on=found.until).barred


def _years(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return DAY(day.year + years, 2, 28)
