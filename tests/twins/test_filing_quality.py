"""Quality of filings against counting one application after another, in plain Python."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.lake.stored import packaged, put
from zhiheng.core.engine import DuckEngine
from zhiheng.core.lake.tables import Lake
from zhiheng.core.screening import quality as module
from zhiheng.core.screening.quality import WHOLE, quality, settings_on

ON = date(2026, 6, 30)
Row = dict[str, Any]


def later(day: date, months: int) -> date:
    """The same day months later, the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError


def naive(lives: list[Row]) -> Counter[tuple[str, int, str, str]]:
    """Count (unit, year, measure, "counted" | "of" | "filed") over the agencies and the whole."""
    months, years = settings_on(packaged(), ON).grant_months, 3
    found: Counter[tuple[str, int, str, str]] = Counter()

    def tell(life: Row, measure: str, counted: bool, of: bool, filed: bool) -> None:
        for unit in {life["agency_code"] or WHOLE, WHOLE}:
            place = (unit, life["filing_date"].year, measure)
            found[(*place, "counted")] += counted
            found[(*place, "of")] += of
            found[(*place, "filed")] += filed

    for life in lives:
        filed = life["filing_date"]
        if filed is None or filed > ON:
            continue
        notice, ended_on = life["notice"], life["decided_on"] or life["notified_on"]
        ended = notice if ended_on <= ON else ""
        tell(life, "abnormal", ended == "confirmed", True, True)
        tell(life, "given_up", ended == "withdrawn", True, True)
        invention = life["right"] == "invention"
        until = later(filed, months)
        judged = invention and until <= ON
        grant = life["grant_date"]
        tell(life, "grant", judged and grant is not None and grant <= until, judged, invention)
        withdrawals = [day for state, day in standing(life["states"]) if state == "withdrawn"]
        withdrawals += [ended_on] if ended == "withdrawn" else []
        tell(
            life, "withdrawal", judged and any(day <= until for day in withdrawals),
            judged, invention,
        )  # fmt: skip
        granted = grant is not None and grant <= ON
        kept_of = granted and later(grant, 12 * years) <= ON
        lapses = [day for state, day in standing(life["states"]) if state == "lapsed"]
        lapsed = kept_of and any(day <= later(grant, 12 * years) for day in lapses)
        tell(life, "lapse", lapsed, kept_of, granted)
    return found


def standing(states: list[tuple[str, date]]) -> list[tuple[str, date]]:
    """The last ending of each kind that was known by the day and not undone on it or later."""
    known = [(state, day) for state, day in states if day <= ON]
    undone = max((day for state, day in known if state == "restored"), default=date.min)
    last = {state: max(day for kind, day in known if kind == state) for state, _ in known}
    return [(state, day) for state, day in last.items() if day > undone]


DAYS = st.dates(date(2018, 1, 1), date(2026, 12, 31)) | st.sampled_from(
    [date(2020, 2, 29), date(2022, 6, 30), date(2022, 7, 1), date(2023, 6, 30), ON]
)
LIVES = st.fixed_dictionaries(
    {
        "agency_code": st.sampled_from([None, "44200", "44300"]),
        "right": st.sampled_from(["invention", "invention", "utility_model"]),
        "filing_date": st.none() | DAYS,
        "grant_date": st.none() | DAYS,
        "states": st.lists(
            st.tuples(st.sampled_from(["withdrawn", "lapsed", "restored"]), DAYS), max_size=3
        ),
        "notice": st.sampled_from(["", "notified", "confirmed", "withdrawn", "dismissed"]),
        "notified_on": DAYS,
        "decided_on": st.none() | DAYS,
    }
)


def stored(lake: Lake, lives: list[Row]) -> DuckEngine:
    patents, states, notices = [], [], []
    for place, life in enumerate(lives):
        number = f"N{place}"
        names = ("agency_code", "right", "filing_date", "grant_date")
        patents.append({"application_number": number, **{name: life[name] for name in names}})
        states += [
            {
                "application_number": number, "ordinal": index, "starts_on": day,
                "state": "granted" if state == "restored" else state, "cause": state,
                "announced_on": day if index else None,
            }
            for index, (state, day) in enumerate(life["states"])
        ]  # fmt: skip
        if life["notice"]:
            notices.append(
                {
                    "application_number": number, "state": life["notice"], "behaviour": "1",
                    "notified_on": life["notified_on"], "decided_on": life["decided_on"],
                }
            )  # fmt: skip
    for name, rows in zip(module.INPUTS[:3], (patents, states, notices), strict=True):
        put(lake, packaged().register(name), rows)
    return DuckEngine(lake, threads=1)


@given(st.lists(LIVES, max_size=14))
@settings(deadline=None, max_examples=8)
def test_any_lives(tmp_path_factory: pytest.TempPathFactory, lives: list[Row]) -> None:
    engine = stored(Lake(str(tmp_path_factory.mktemp("lake"))), lives)
    agencies = quality(engine, packaged(), by="agency", on=ON)
    whole = quality(engine, packaged(), by="all", on=ON)
    told: Counter[tuple[str, int, str, str]] = Counter()
    for unit, found in {**agencies, **whole}.items():
        assert found.unit == unit
        for rate in found.rates:
            assert rate.year is not None
            for name in ("counted", "of", "filed"):
                told[(unit, rate.year, rate.measure, name)] += getattr(rate, name)
            assert rate.share is None or rate.low <= rate.share <= rate.high
    twin = naive([{**life, "notice": life["notice"] or "none"} for life in lives])
    assert +told == +twin
