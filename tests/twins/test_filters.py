"""Filters against a naive loop over the rows, and every way to write them wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.lake.stored import packaged, put, stored_city
from tests.twins.patent_lives import is_in_force, lies_in
from zhiheng.core.browsing.filters import read_filters
from zhiheng.core.engine import DuckEngine
from zhiheng.core.errors import Problem
from zhiheng.core.lake.tables import Lake

Row = dict[str, Any]
Query = dict[str, list[str]]
PATENTS = packaged().register("patents")
POPULATION = packaged().register("population")
ENGINE = DuckEngine(stored_city().lake, threads=1)
ROWS: list[Row] = ENGINE.run(ENGINE.table(PATENTS)).to_pylist()


def numbers(query: Query, engine: DuckEngine = ENGINE) -> list[str]:
    filters = read_filters(PATENTS, query)
    assert filters.problems == ()
    found = engine.run(filters.apply(engine.table(PATENTS)))
    return sorted(found["application_number"].to_pylist())


def naive(row: Row, query: Query) -> bool:
    for name, values in query.items():
        if name == "in_force_on":
            fits = is_in_force(row, date.fromisoformat(values[0]))
        elif name.endswith(("_from", "_to")):
            cell = row[name.rsplit("_", 1)[0]]
            bound = date.fromisoformat(values[0])
            fits = cell is not None and (cell >= bound if name.endswith("_from") else cell <= bound)
        elif name == "division":
            fits = any(lies_in(row, value) for value in values)
        elif name in ("right", "status", "application_number"):
            fits = row[name] in values
        elif name == "documents":
            fits = any(value in row[name] for value in values)
        elif name == "ipc":
            fits = any(_below(symbol, value) for symbol in row[name] or [] for value in values)
        else:
            fits = any(_contains(row[name], value) for value in values)
        if not fits:
            return False
    return True


def _below(symbol: str, wanted: str) -> bool:
    """A symbol is itself or lies below: G06F17 holds G06F17/27 and not G06F170/00."""
    wanted = wanted.replace(" ", "").upper()
    if "/" in wanted:
        group, rest = wanted.split("/")
        return symbol.split("/")[0] == group if rest == "00" else symbol.startswith(wanted)
    return symbol.split("/")[0] == wanted if len(wanted) > 4 else symbol.startswith(wanted)


def _contains(cell: str | list[str] | None, value: str) -> bool:
    texts = cell if isinstance(cell, list) else [cell or ""]
    return any(value.lower() in text.lower() for text in texts)


days = st.dates(date(2008, 1, 1), date(2027, 1, 1)).map(date.isoformat).map(lambda day: [day])
sample = st.sampled_from(ROWS)
queries = st.fixed_dictionaries(
    {},
    optional={
        "right": st.lists(
            st.sampled_from(["invention", "design", "utility_model"]), min_size=1, unique=True
        ),
        "status": st.lists(st.sampled_from(["granted", "lapsed", "published"]), min_size=1),
        "division": st.lists(st.sampled_from(["440000", "440300", "440305", "110000"]), min_size=1),
        "filing_date_from": days,
        "grant_date_to": days,
        "in_force_on": days,
        "title": sample.map(lambda row: [row["title"][2:4]]),
        "applicants": sample.map(lambda row: [row["applicants"][0][1:4]]),
        "ipc": sample.map(lambda row: (row["ipc"] or ["G06F17/27"])[0]).flatmap(
            lambda symbol: st.sampled_from(
                [[symbol], [symbol.split("/")[0]], [symbol[:4]], [symbol[:3]], [symbol[0].lower()]]
            )
        ),
        "documents": sample.map(lambda row: row["documents"][:1]),
    },
)


@given(queries)
@settings(deadline=None, max_examples=60)
def test_filters_find_what_a_loop_finds(query: Query) -> None:
    expected = sorted(row["application_number"] for row in ROWS if naive(row, query))
    assert numbers(query) == expected


INJECTIONS = [
    "' OR 1=1 --", "'; DROP TABLE patents; --", "%", "_", "\\", '"', "')", "{}", "${x}", "\\'",
    "知衡' UNION SELECT 1", "*", "[a-z]", "..", "a|b", "$$",
]  # fmt: skip


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize("name", ["title", "applicants", "agency_code", "ipc", "documents"])
def test_texts_that_look_like_commands_are_texts(name: str, text: str) -> None:
    assert numbers({name: [text]}) == []
    assert ENGINE.run(ENGINE.table(PATENTS)).num_rows == len(ROWS)


@given(st.text(max_size=20))
@settings(deadline=None, max_examples=80)
def test_any_text_is_searched_or_refused(text: str) -> None:
    for name in ("title", "applicants", "ipc", "agency_code", "division", "documents"):
        filters = read_filters(PATENTS, {name: [text]})
        found = ENGINE.run(filters.apply(ENGINE.table(PATENTS)))
        if filters.given and name == "title" and not filters.problems:
            assert found.num_rows == sum(_contains(row["title"], text.strip()) for row in ROWS)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("filing_date_from", "2020-02-30", "date.impossible"),
        ("filing_date_to", "tomorrow", "date.impossible"),
        ("filing_date_from", "0", "date.impossible"),
        ("filing_date_from", "00000000", "date.impossible"),
        ("in_force_on", "2020-13-01", "date.impossible"),
        ("in_force_on", "0000", "date.impossible"),
        ("right", "trademark", "cell.not_a_choice"),
        ("application_number", "201910302430.2", "application_number.check_digit"),
        ("title", "a\x00b", "filter.control_characters"),
        ("title", "\ud800", "filter.control_characters"),
        ("division", "\x1b", "filter.control_characters"),
    ],
)
def test_what_cannot_be_meant_is_told(name: str, text: str, code: str) -> None:
    filters = read_filters(
        PATENTS, {name: [text], "right": ["design"] if name != "right" else [text]}
    )
    assert [problem.code for problem in filters.problems] == [code]
    assert all(isinstance(problem, Problem) for problem in filters.problems)


def test_every_problem_is_told_at_once() -> None:
    query = {"right": ["x"], "filing_date_from": ["y"], "in_force_on": ["z"], "grant_number": ["w"]}
    assert len(read_filters(PATENTS, query).problems) == 4


@pytest.mark.parametrize("text", ["x", "nan", "NaN", "1e", "--1", "一", ""])
def test_numbers_that_are_none(text: str) -> None:
    filters = read_filters(POPULATION, {"residents_from": [text]})
    assert [problem.code for problem in filters.problems] == (["cell.not_a_number"] if text else [])


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ({"year_from": ["2020"]}, [2020, 2021]),
        ({"year_to": ["2019.5"]}, [2019]),
        ({"year_from": ["-inf"], "year_to": ["inf"]}, [2019, 2020, 2021]),
        ({"division": ["440300"], "division_alone": ["1"]}, [2019, 2021]),
        ({"division": ["440300"]}, [2019, 2020, 2021]),
    ],
)
def test_ranges_and_divisions_alone(tmp_path: Any, query: Query, years: list[int]) -> None:
    lake = Lake(str(tmp_path))
    divisions = {2019: "440300", 2020: "440305", 2021: "440300"}
    put(lake, POPULATION, [{"division": code, "year": year} for year, code in divisions.items()])
    engine = DuckEngine(lake, threads=1)
    filters = read_filters(POPULATION, query)
    found = engine.run(filters.apply(engine.table(POPULATION)))
    assert sorted(found["year"].to_pylist()) == years


@pytest.mark.parametrize(
    "text", ["201910302430.1", "2019103024301", "CN201910302430.1", "ZL 2019 1 0302430.1"]
)
def test_a_number_is_found_in_any_notation(tmp_path: Any, text: str) -> None:
    lake = Lake(str(tmp_path))
    put(lake, PATENTS, [{"application_number": "201910302430.1"}])
    assert numbers({"application_number": [text]}, DuckEngine(lake)) == ["201910302430.1"]


def test_unknown_keys_are_left_alone() -> None:
    assert read_filters(PATENTS, {"page": ["2"], "sort": ["x"], "inventors": [" ", ""]}).given == ()
