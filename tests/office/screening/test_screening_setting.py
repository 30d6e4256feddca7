"""Limits are tried, set with a day and a reason, and withdrawn; the white list is kept likewise."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.office.screening.screened_city import (
    AGENCY,
    ONE,
    A,
    ScreenedCity,
    city,
    empty_home,
)
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from zhiheng.office.ledger.acts import ACT_LABELS
from zhiheng.office.ledger.models import Event
from zhiheng.office.screening import law
from zhiheng.office.screening.models import Finding, LimitChange, Trial
from zhiheng.office.screening.previewing import request_trial, run_trial
from zhiheng.office.screening.setting import change_limit, end_sparing, spare, withdraw_limit

__all__ = ["city", "empty_home"]

# The city's newest filing is of 2025-06-02; the trial looks back a year from it.
SOON = dt.datetime(2025, 12, 15, 2, 0, tzinfo=dt.UTC)
DAY = dt.date(2025, 12, 15)
SIGNAL, LIMIT = "near-identical", "claims-similarity"


def tried(city: ScreenedCity, value: float = 0.99, **more: Any) -> Trial:
    asked = {"signal": SIGNAL, "limit": LIMIT, "value": value, "valid_from": DAY, **more}
    trial = request_trial(**asked, reason="", by=city.chief, on=SOON)
    return run_trial(trial=trial, on=SOON)


def limit(name: str = LIMIT, *, on: dt.date = DAY) -> float:
    return next(
        each.value for each in law.limits_in_force(SIGNAL, on=on) if each.limit.limit == name
    )


def codes(raised: pytest.ExceptionInfo[Any]) -> list[str]:
    return [problem.code for problem in raised.value.problems]


def test_a_trial_says_what_would_be_found_otherwise_and_changes_nothing(city: ScreenedCity):
    trial = tried(city, 10_000, limit="least-length")
    assert (trial.state, trial.first, trial.last) == (
        "done",
        dt.date(2024, 6, 3),
        dt.date(2025, 6, 2),
    )
    assert trial.result["lost_count"] == trial.result["before"]
    strict = tried(city, 1.0, limit="least-strength")
    assert strict.result["filings"] == 6
    assert strict.result["before"] == strict.result["lost_count"] == 2
    assert (strict.result["after"], strict.result["gained_count"]) == (0, 0)
    assert {each["size"] for each in strict.result["lost"]} == {2, 3}
    assert not Finding.objects.exists()
    assert not LimitChange.objects.exists()


def test_a_limit_that_was_set_is_in_force_from_its_day_until_it_is_withdrawn(city: ScreenedCity):
    declared = limit()
    later = DAY + dt.timedelta(days=10)
    trial = tried(city, 0.97, valid_from=later)
    change = change_limit(trial=trial, reason="误报太多", by=city.chief, on=SOON)
    assert (limit(), limit(on=later)) == (declared, 0.97)
    withdrawn = withdraw_limit(change=change, by=city.chief, on=SOON)
    assert withdrawn.withdrawn_by == city.chief
    assert limit(on=later) == declared
    with pytest.raises(ConflictError) as twice:
        withdraw_limit(change=change, by=city.chief, on=SOON)
    assert codes(twice) == ["screening.change_withdrawn"]
    acts = set(Event.objects.filter(act__startswith="screening.").values_list("act", flat=True))
    assert acts == {
        "screening.limit_tried",
        "screening.limit_set",
        "screening.limit_withdrawn",
    }
    assert acts <= ACT_LABELS.keys()


def test_a_limit_that_was_set_is_what_the_next_screening_goes_by(city: ScreenedCity):
    trial = tried(city, 1.0, limit="least-strength")
    change_limit(trial=trial, reason="只看最强的", by=city.chief, on=SOON)
    run = city.screen(on=SOON)
    assert run.limits[SIGNAL]["least-strength"] == 1.0
    assert not Finding.objects.filter(signal=SIGNAL).exists()


def test_the_last_change_that_began_holds(city: ScreenedCity):
    first = tried(city, 0.96)
    other = Trial.objects.create(
        signal=SIGNAL, limit=LIMIT, value=0.98, valid_from=DAY, first=first.first,
        last=first.last, state=first.state, requested_by=city.chief, requested_at=SOON,
    )  # fmt: skip
    for trial in (first, other):
        change_limit(trial=trial, reason="x", by=city.chief, on=SOON)
    assert limit() == 0.98


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"value": 7.0}, "screening.limit_outside"),
        ({"value": float("nan")}, "screening.limit_outside"),
        ({"limit": "least-filings", "value": 2.5}, "screening.limit_whole"),
        ({"valid_from": dt.date(2025, 12, 14)}, "screening.day_past"),
        ({"limit": "unknown"}, "screening.limit_unknown"),
        ({"signal": "unknown"}, "screening.signal_unknown"),
    ],
)
def test_a_limit_out_of_bounds_in_the_past_or_unknown_is_refused(
    city: ScreenedCity, asked: dict[str, Any], code: str
):
    with pytest.raises((InputError, NotFoundError)) as refused:
        tried(city, **{"value": 0.9, **asked})
    assert codes(refused) == [code]


def test_a_limit_needs_a_finished_trial_a_reason_and_the_right(city: ScreenedCity):
    trial = request_trial(
        signal=SIGNAL, limit=LIMIT, value=0.9, valid_from=DAY, reason="", by=city.chief, on=SOON
    )
    with pytest.raises(ConflictError) as early:
        change_limit(trial=trial, reason="x", by=city.chief, on=SOON)
    assert codes(early) == ["screening.trial_unfinished"]
    run_trial(trial=trial, on=SOON)
    with pytest.raises(InputError) as silent:
        change_limit(trial=trial, reason=" ", by=city.chief, on=SOON)
    assert codes(silent) == ["screening.reason_missing"]
    with pytest.raises(InputError) as late:
        change_limit(trial=trial, reason="x", by=city.chief, on=SOON + dt.timedelta(days=1))
    assert codes(late) == ["screening.day_past"]
    with pytest.raises(ForbiddenError):
        change_limit(trial=trial, reason="x", by=city.analyst, on=SOON)


def entry(city: ScreenedCity, **more: Any) -> Any:
    given = {"kind": "agency", "text": AGENCY, "signals": [], "reason": "x", "valid_from": DAY}
    return spare(**{**given, "valid_to": None, **more}, by=city.chief, on=SOON)


def test_the_white_list_knows_whom_a_person_means(city: ScreenedCity):
    agency = entry(city, text=" 深圳示例专利代理事务所 ")
    assert (agency.value, agency.name) == (AGENCY, "深圳示例专利代理事务所")
    by_name = entry(city, kind="applicant", text="深圳市甲示例科技有限公司")
    by_number = entry(city, kind="applicant", text=A.lower())
    assert by_name.value == by_number.value == A
    filing = entry(city, kind="filing", text=f"CN{ONE}", signals=[SIGNAL])
    assert (filing.value, filing.name) == (ONE, "一种散热风扇")
    assert [each.value for each in law.entries(DAY)] == [ONE, A, A, AGENCY]
    assert law.entries(DAY)[0].signals == frozenset({SIGNAL})


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": "applicant", "text": "没有这家公司"}, "screening.applicant_unknown"),
        ({"text": "没有这家事务所"}, "screening.agency_unknown"),
        ({"kind": "applicant", "text": "P3333333333"}, "screening.applicant_unknown"),
        ({"kind": "filing", "text": "202599999999.4"}, "screening.filing_unknown"),
        ({"kind": "planet", "text": "x"}, "cell.not_a_choice"),
        ({"reason": "  "}, "screening.reason_missing"),
        ({"valid_to": DAY}, "screening.days_crossed"),
        ({"signals": ["unknown"]}, "screening.signal_unknown"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(
    city: ScreenedCity, given: dict[str, Any], code: str
):
    with pytest.raises((InputError, NotFoundError)) as refused:
        entry(city, **given)
    assert codes(refused) == [code]


def test_an_entry_is_ended_once_and_stays_on_record(city: ScreenedCity):
    found = entry(city)
    assert [each.value for each in law.entries(DAY)] == [AGENCY]
    ended = end_sparing(entry=found, by=city.chief, on=SOON)
    assert (ended.valid_to, law.entries(DAY)) == (DAY, [])
    with pytest.raises(ConflictError) as twice:
        end_sparing(entry=ended, by=city.chief, on=SOON)
    assert codes(twice) == ["screening.entry_ended"]
    with pytest.raises(ForbiddenError):
        end_sparing(entry=entry(city), by=city.analyst, on=SOON)
