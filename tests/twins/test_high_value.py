"""High-value patents against a naive twin: the five criteria row by row, as the rules say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.lake.stored import packaged, put
from zhiheng.core.analyses import high_value_patents
from zhiheng.core.analyses.high_value_claims import CRITERIA
from zhiheng.core.analyses.high_value_counts import counts
from zhiheng.core.analyses.in_force import in_force
from zhiheng.core.browsing.high_value import holds
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Parameter
from zhiheng.core.engine import DuckEngine
from zhiheng.core.lake.tables import Lake

Row = dict[str, Any]
REGISTER = packaged().register("high-value-patents")
TODAY = date(2026, 6, 30)
NUMBERS = ["201010000001.1", "201010000002.2", "201010000003.3"]
LEAST = 10_000_000.0
COUNTED = ("national_natural_science", "national_invention", "national_progress",
           "china_patent_award")  # fmt: skip


def catalogue(**values: Any) -> Catalogue:
    """The packaged declarations with other values of `high-value.*`."""
    given = packaged()
    parameters = dict(given.parameters)
    for name, value in values.items():
        parameter = f"high-value.{name.replace('_', '-')}"
        parameters[parameter] = Parameter.model_validate(
            {
                "parameter": parameter,
                "title": {"zh": "试", "en": "test"},
                "values": [{"value": value, "source": {"instrument": "-"}, "status": "verified"}],
            }
        )
    return Catalogue(given.registers, parameters, given.indicators)


def years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


Span = tuple[str, date, date]


def spans(rows: dict[str, list[Row]], patent: Row, while_: str, clock: str) -> list[Row]:
    """Every criterion of a patent with the days from and until which it holds."""
    number, granted = patent["application_number"], patent["grant_date"]
    found: list[Span] = [
        ("industry", granted, date.max)
        for row in rows["strategic-industries"]
        if row["application_number"] == number
    ]
    found += abroad(rows, number) + maintained(patent, clock)
    found += pledged(rows["pledges"], number, while_) + awarded(rows["awards"], number)
    begun_by = [(name, max(start, granted), until) for name, start, until in found]
    return [
        {"criterion": name, "starts": start, "ends": until}
        for name, start, until in begun_by
        if start <= TODAY and start < until
    ]


def abroad(rows: dict[str, list[Row]], number: str) -> list[Span]:
    own = [row["family_id"] for row in rows["families"] if row["number"] == number]
    return [
        ("family", row["granted_on"], date.max)
        for row in rows["overseas-patents"]
        if row["family_id"] in own and row["granted_on"]
    ]


def maintained(patent: Row, clock: str) -> list[Span]:
    begun = patent["filing_date"] if clock == "filing" else patent["grant_date"]
    if begun is None:
        return []
    more = years_later(begun, 10) + timedelta(days=1)
    ends = [day for day in (patent["ceased_on"], patent["expires_on"]) if day]
    return [("maintained", more, date.max)] if more < min(ends, default=date.max) else []


def pledged(pledges: list[Row], number: str, while_: str) -> list[Span]:
    found: list[Span] = []
    for row in pledges:
        if number in row["right_numbers"] and (row["amount"] or 0) >= LEAST:
            ends = [day for day in (row["released_on"], row["pledged_to"]) if day]
            until = min(ends, default=date.max) if while_ == "running" else date.max
            found.append(("pledge", row["pledged_from"], until))
    return found


def awarded(awards: list[Row], number: str) -> list[Span]:
    return [
        ("award", row["announced_on"] or date(row["year"], 12, 31), date.max)
        for row in awards
        if row["award"] in COUNTED and number in (row["patent_number"], *row["related_patents"])
    ]


def is_of_high_value(rows: dict[str, list[Row]], patent: Row, on: date, *how: str) -> bool:
    if not any(span["starts"] <= on < span["ends"] for span in spans(rows, patent, *how)):
        return False
    if any(end and end <= on for end in (patent["ceased_on"], patent["expires_on"])):
        return False
    gaps = (gap.split("/") for gap in patent["interruptions"] or [])
    if any(first <= on.isoformat() < again for first, again in gaps):
        return False
    return not any(
        row["application_number"] == patent["application_number"]
        and row["state"] == "confirmed"
        and (row["decided_on"] or row["notified_on"]) <= on
        for row in rows["abnormal-filings"]
    )


near = st.sampled_from([date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(2021, 3, 1),
                        date(2021, 3, 2), date(2022, 3, 1), date(2030, 3, 1)])  # fmt: skip
maybe = st.none() | near
number = st.sampled_from(NUMBERS)
family = st.sampled_from(["F1", "F2"])


def records(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Row]]:
    return st.lists(st.fixed_dictionaries(fields), max_size=3)


lists = st.lists(number, max_size=2, unique=True)
WORLDS = st.fixed_dictionaries(
    {
        "patents": st.lists(
            st.fixed_dictionaries(
                {
                    "application_number": number,
                    "right": st.sampled_from(["invention", "invention", "utility_model"]),
                    "division": st.sampled_from(["440305", "440306", None]),
                    "filing_date": st.sampled_from([date(2010, 2, 28), date(2012, 2, 29), None]),
                    "grant_date": st.sampled_from([date(2013, 5, 7), date(2021, 3, 1), None]),
                    "ceased_on": maybe,
                    "expires_on": st.sampled_from([date(2032, 2, 28), None]),
                    "interruptions": st.sampled_from([None, ["2020-02-29/2021-03-01"]]),
                }
            ),
            max_size=3,
            unique_by=lambda row: str(row["application_number"]),
        ),
        "strategic-industries": records(application_number=number, branch=st.just("1.5")),
        "families": records(number=number, family_id=family, register=st.just("patents")),
        "overseas-patents": records(
            family_id=family, granted_on=maybe, grant_document=st.just("US1B2")
        ),
        "pledges": records(
            right_numbers=lists,
            right_kind=st.just("patent"),
            amount=st.sampled_from([None, LEAST - 1, LEAST]),
            pledged_from=near,
            pledged_to=maybe,
            released_on=maybe,
        ),
        "awards": records(
            award=st.sampled_from(["china_patent_award", "provincial_patent_award"]),
            year=st.sampled_from([2019, 2020]),
            patent_number=number,
            related_patents=lists,
            announced_on=maybe,
        ),
        "abnormal-filings": records(
            application_number=number,
            notified_on=near,
            state=st.sampled_from(["confirmed", "withdrawn", "notified"]),
            decided_on=maybe,
        ),
    }
)  # fmt: skip
DAYS = [date(2019, 1, 1), date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(2021, 2, 28),
        date(2021, 3, 1), date(2021, 3, 2), date(2022, 2, 28), date(2022, 3, 1), date(2022, 3, 2),
        TODAY]  # fmt: skip


@given(
    WORLDS,
    st.sampled_from(["ever", "running"]),
    st.sampled_from(["filing", "grant"]),
    st.sampled_from(DAYS),
)
@settings(deadline=None, max_examples=25)
def test_the_set_and_its_days(
    tmp_path_factory: pytest.TempPathFactory,
    world: dict[str, list[Row]],
    while_: str,
    clock: str,
    on: date,
) -> None:
    how = (while_, clock)
    lake, engine, declared = stored(
        tmp_path_factory, world, pledge_while=while_, maintained_from=clock
    )
    rows = {row["application_number"]: row for row in computed(engine, declared)}
    granted = [row for row in world["patents"] if row["right"] == "invention" and row["grant_date"]]
    held = {row["application_number"]: spans(world, row, *how) for row in granted}
    assert rows.keys() == {name for name, own in held.items() if own}
    for name, row in rows.items():
        same_criteria(row, held[name])
    put(lake, REGISTER, list(rows.values()))
    counted = counts(engine, packaged(), by="division", days=DAYS, division="440300")
    for day in DAYS:
        twins = [row for row in granted if is_of_high_value(world, row, day, *how)]
        names = {row["application_number"] for row in twins}
        assert {name for name, row in rows.items() if holds(row, day)} == names, day
        assert sum(counted[day].values()) == len([row for row in twins if row["division"]])
        if day == on:
            table = engine.table(REGISTER)
            asked = engine.run(table.filter(in_force(table, REGISTER, on=day)))
            assert set(asked["application_number"].to_pylist()) == names


def same_criteria(row: Row, held: list[Row]) -> None:
    assert set(row["criteria"]) == {span["criterion"] for span in held}
    for criterion in CRITERIA:
        starts = [each["starts"] for each in held if each["criterion"] == criterion]
        assert row[f"{criterion}_from"] == min(starts, default=None)
    assert row["high_value_from"] == min(span["starts"] for span in held)


def stored(
    folders: pytest.TempPathFactory, world: dict[str, list[Row]], **values: Any
) -> tuple[Lake, DuckEngine, Catalogue]:
    lake = Lake(str(folders.mktemp("lake")))
    for name, rows in world.items():
        register = packaged().register(name)
        keyed = [
            {**dict.fromkeys(register.key, str(place)), **row} for place, row in enumerate(rows)
        ]
        put(lake, register, keyed)
    return lake, DuckEngine(lake, threads=1), catalogue(**values)


def computed(engine: DuckEngine, declared: Catalogue) -> list[Row]:
    names = high_value_patents.INPUTS
    tables = {name: engine.table(packaged().register(name)) for name in names}
    found: list[Row] = engine.run(
        high_value_patents.run(tables, catalogue=declared, on=TODAY)
    ).to_pylist()
    return found
