"""Every kind of count: one pass, running sums and opened rows against the row-by-row twin."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.lake.stored import put
from tests.twins.naive_counting import Place, number_counted, rows_counted
from zhiheng.core.analyses.indicator_changes import CHANGES
from zhiheng.core.analyses.indicator_refreshing import refresh_changes
from zhiheng.core.analyses.indicator_sums import FOLLOWS, Sums
from zhiheng.core.analyses.indicators import Asked, counts
from zhiheng.core.browsing.filters import read_filters
from zhiheng.core.browsing.openings import rows_query
from zhiheng.core.declarations.catalogue import Catalogue, load_catalogue
from zhiheng.core.declarations.models import Counted, Indicator, Register
from zhiheng.core.engine import DuckEngine, PinnedEngine
from zhiheng.core.lake.schema import table_schema
from zhiheng.core.lake.tables import Lake

CITY = "440300"
PACKAGED = load_catalogue()
DISTRICTS = ("440305", "440306")
WORDS = {"zh": "列", "en": "Column"}
WHEN = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
FILTERS = {"date": "range", "integer": "range", "decimal": "range"}


def column(name: str, kind: str, **more: object) -> dict[str, object]:
    told = {"name": name, "type": kind, "title": WORDS, "description": WORDS}
    return {**told, "filter": FILTERS.get(kind, "equals"), **more}


def register(name: str, columns: list[dict[str, object]], **more: object) -> Register:
    own = {"register": name, "title": WORDS, "description": WORDS, "source": WORDS}
    keyed = {"key": ["number"], "sort": "number", "label": "number", "columns": columns}
    return Register.model_validate({**own, **keyed, **more})


RIGHTS = register(
    "rights",
    [
        column("number", "string"),
        column("division", "string", filter="division"),
        column("kind", "string", filter="choice", choices={"a": WORDS, "b": WORDS}),
        column("tags", "strings", filter="equals", choices={"x": WORDS, "y": WORDS}),
        column("owner", "string"),
        *(column(name, "date") for name in ("filed", "begins", "other", "ends", "expires")),
        column("gaps", "strings"),
        column("year", "integer"),
        column("amount", "decimal"),
        column("staff", "integer"),
    ],
    validity={"starts": "begins", "ends": ["ends", "expires"], "except": "gaps"},
    exclusions=[
        {
            "name": "found", "title": WORDS, "register": "findings", "key": "about",
            "own": "number", "from": "found_on", "where": [{"column": "state", "equals": "sure"}],
        }
    ],
)  # fmt: skip
FINDINGS = register(
    "findings",
    [
        column("number", "string"),
        column("about", "string"),
        column("state", "string"),
        column("found_on", "date"),
    ],
)

days = st.dates(date(2019, 11, 1), date(2022, 3, 1))
maybe = st.none() | days


@st.composite
def gaps(draw: st.DrawFn) -> list[str] | None:
    """Interruptions that may overlap, touch, or lie outside the days in force."""
    pairs = [sorted((draw(days), draw(days))) for _ in range(draw(st.integers(0, 3)))]
    return [f"{first}/{last}" for first, last in pairs if first < last] or None


@st.composite
def right(draw: st.DrawFn, number: int) -> dict[str, Any]:
    tags = draw(st.lists(st.sampled_from("xy"), unique=True))
    return {
        "number": str(number),
        "division": draw(st.sampled_from([CITY, *DISTRICTS, "440100", None])),
        "kind": draw(st.sampled_from(["a", "b", None])),
        "tags": tags or None,
        "owner": draw(st.sampled_from(["p", "q", "r", None])),
        **{name: draw(maybe) for name in ("filed", "begins", "other", "ends", "expires")},
        "gaps": draw(gaps()),
        "year": draw(st.none() | st.integers(2019, 2022)),
        "amount": draw(st.none() | st.decimals(-9, 10**9, places=2).map(float)),
        "staff": draw(st.none() | st.integers(0, 50)),
    }


@st.composite
def rights(draw: st.DrawFn) -> list[dict[str, Any]]:
    return [draw(right(number)) for number in range(draw(st.integers(0, 12)))]


@st.composite
def findings(draw: st.DrawFn) -> list[dict[str, Any]]:
    states = st.sampled_from(["sure", "doubtful"])
    return [
        {"number": str(n), "about": str(draw(st.integers(0, 11))), "state": draw(states),
         "found_on": draw(maybe)}
        for n in range(draw(st.integers(0, 4)))
    ]  # fmt: skip


@st.composite
def counted(draw: st.DrawFn) -> Counted:
    """Everything a declaration may say about a count."""
    clocks = [
        {"in_force": True},
        {"in_force": True, "starts": "other"},
        *({"during": name} for name in ("filed", "year")),
        *({"up_to": name} for name in ("filed", "year")),
    ]
    measures = [{}, {"sum": "amount"}, {"sum": "staff"}, {"distinct": "owner"}, {"age": "filed"}]
    tests: list[dict[str, object]] = [
        {"column": "kind", "equals": "a"},
        {"column": "kind", "one_of": ["a", "b"]},
        {"column": "tags", "equals": "x"},
    ]
    where = draw(
        st.lists(st.sampled_from(tests), max_size=2, unique_by=lambda test: str(test["column"]))
    )
    without = draw(st.sampled_from([[], ["found"]]))
    told = {"register": "rights", "where": where, "without": without}
    return Counted.model_validate(
        {**told, **draw(st.sampled_from(clocks)), **draw(st.sampled_from(measures))}
    )


def catalogue_of(each: Counted) -> Catalogue:
    """The packaged registers, those above, and one indicator."""
    packaged = PACKAGED
    told = {"indicator": "one", "title": WORDS, "unit": WORDS, "definition": WORDS, "sources": []}
    indicator = Indicator.model_validate({**told, "numerator": each.model_dump(by_alias=True)})
    registers = {**packaged.registers, "rights": RIGHTS, "findings": FINDINGS}
    return Catalogue(registers, packaged.parameters, {"one": indicator})


asked_days = st.lists(days, min_size=1, max_size=3).map(tuple)


@settings(max_examples=30, deadline=None)
@given(rows=rights(), others=findings(), each=counted(), on=asked_days, since=st.none() | days)
def test_counts_are_those_made_row_by_row(
    rows: list[Any], others: list[Any], each: Counted, on: tuple[date, ...], since: date | None
) -> None:
    catalogue = catalogue_of(each)
    place = Place(RIGHTS, rows, {"findings": others})
    asked = Asked(on, CITY, DISTRICTS, "division", since)
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(folder)
        put(lake, RIGHTS, rows)
        put(lake, FINDINGS, others)
        engine = DuckEngine(lake, threads=1)
        found = counts(engine, catalogue, each, asked)
        for code in asked.codes:
            naive = [
                number_counted(naive_rows(place, each, code, day, since), each, day) for day in on
            ]
            assert [number or 0 for number in found.of[code]] == naive
            opened = opened_rows(engine, each, code, on[0], since)
            assert opened == {row["number"] for row in naive_rows(place, each, code, on[0], since)}
        refresh_changes(lake, catalogue, on=WHEN, least_rows=1)
        versions = {
            name: engine.version(catalogue.register(name)) for name in ("rights", "findings")
        }
        made = Sums(lake, engine, catalogue, CITY)
        stored = Sums(lake, engine, catalogue, CITY)
        stored.prepare([(each, "division")], versions)
        summed = [sums.counts(each, asked, versions) for sums in (made, stored)]
    additive = not each.distinct and "year" not in (each.during, each.up_to)
    for known in summed:
        assert (known is not None) == additive
        if known is not None:
            assert {code: [n or 0 for n in ns] for code, ns in found.of.items()} == dict(known.of)


def naive_rows(
    place: Place, each: Counted, code: str, day: date, since: date | None
) -> list[Mapping[str, Any]]:
    return rows_counted(place, each, by="division", division=code, on=day, since=since)


def opened_rows(
    engine: DuckEngine, each: Counted, code: str, on: date, since: date | None
) -> set[str]:
    """Return the numbers of the rows to which a figure opens."""
    query: dict[str, list[str]] = {}
    for name, value in rows_query(RIGHTS, each, on=on, by="division", division=code, since=since):
        query.setdefault(name, []).append(value)
    filters = read_filters(RIGHTS, query)
    assert filters.problems == ()
    others = {"findings": engine.table(FINDINGS)}
    rows = engine.run(filters.apply(engine.table(RIGHTS), others)).to_pylist()
    return {row["number"] for row in rows}


def test_sums_answer_by_the_version_asked_about(tmp_path: Any) -> None:
    each = Counted.model_validate({"register": "rights", "in_force": True})
    catalogue = catalogue_of(each)
    lake = Lake(str(tmp_path))
    engine = DuckEngine(lake, threads=1)
    asked = Asked((date(2021, 1, 1),), CITY)
    one = {"number": "1", "division": DISTRICTS[0], "begins": date(2020, 1, 1)}
    put(lake, RIGHTS, [one])
    refresh_changes(lake, catalogue, on=WHEN, least_rows=1)
    put(lake, RIGHTS, [one, {**one, "number": "2"}])
    assert refresh_changes(lake, catalogue, on=WHEN, least_rows=1)
    assert not refresh_changes(lake, catalogue, on=WHEN, least_rows=1)
    sums = Sums(lake, engine, catalogue, CITY)
    sums.prepare([], {})
    assert [len(known.measures) for known in sums._history] == [1, 1]
    for version, number in ((0, 1), (1, 2)):
        found = sums.counts(each, asked, {"rights": version})
        assert found is not None
        assert found.of[CITY] == [number]
        pinned = PinnedEngine(engine, {"rights": version})
        assert counts(pinned, catalogue, each, asked).of[CITY] == [number]
    assert sums.counts(each, Asked(asked.days, "440000"), {"rights": 1}) is None


def test_stored_sums_are_used_only_for_their_versions_and_city(tmp_path: Any) -> None:
    each = Counted.model_validate({"register": "rights", "in_force": True})
    catalogue = catalogue_of(each)
    lake = Lake(str(tmp_path))
    engine = DuckEngine(lake, threads=1)
    one = {"number": "1", "division": DISTRICTS[0], "begins": date(2020, 1, 1)}
    put(lake, RIGHTS, [one])
    refresh_changes(lake, catalogue, on=WHEN, least_rows=1)
    # Other sums than the register makes: who reads them shows it.
    changes = catalogue.register(CHANGES)
    [stored] = engine.run(engine.table(changes)).to_pylist()
    notes = {FOLLOWS: lake.commits(CHANGES)[0].notes[FOLLOWS]}
    wrong = pa.Table.from_pylist([{**stored, "rows": 7}], schema=table_schema(changes))
    lake.replace(changes, wrong.to_reader(), notes=notes)
    put(lake, RIGHTS, [one, {**one, "number": "2"}])
    asked = Asked((date(2021, 1, 1),), CITY)
    for city, version, number in ((CITY, 0, 7), (CITY, 1, 2), ("440305", 0, 1)):
        sums = Sums(lake, engine, catalogue, city)
        sums.prepare([(each, "division")], {"rights": version})
        found = sums.counts(each, Asked(asked.days, city), {"rights": version})
        assert found is not None
        assert found.of[city] == [number]
