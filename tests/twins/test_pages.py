"""Keyset pages against a list sorted the naive way: every row once, forwards and back."""

from __future__ import annotations

import base64
import contextlib
import json
import tempfile
from dataclasses import replace
from datetime import date
from functools import cmp_to_key
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.core.lake.stored import packaged, put, stored_city, text_register
from zhiheng.core.browsing.filters import read_filters
from zhiheng.core.browsing.pages import Page, PageRequest, read_order, read_page
from zhiheng.core.declarations.models import Register
from zhiheng.core.engine import DuckEngine
from zhiheng.core.errors import InputError
from zhiheng.core.lake.tables import Lake

Row = dict[str, Any]
# A walk runs dozens of statements: explaining a failure line by line would take minutes.
BRIEF = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
SHAPE = {
    "code": "string", "part": "integer", "day": "date", "count": "integer", "share": "decimal",
    "name": "string",
}  # fmt: skip
ONE = text_register("one-key", **SHAPE)
TWO = ONE.model_copy(update={"register_": "two-keys", "key": ["code", "part"]})
THREE = ONE.model_copy(update={"register_": "three-keys", "key": ["day", "part", "code"]})
CELLS = {
    "code": st.text(st.sampled_from("ab'Z知\"\\"), min_size=1, max_size=3),
    "part": st.integers(-2, 2),
    "day": st.sampled_from([date(1985, 4, 1), date(2020, 2, 29), date(9999, 12, 31)]),
    "count": st.none() | st.sampled_from([-(2**63), -1, 0, 2**63 - 1]),
    "share": st.none() | st.sampled_from([-1e300, -0.5, 0.0, 0.1, 1 / 3, 1e-300]),
    "name": st.none()
    | st.sampled_from(["", " ", "a", "A", "知衡", "知", "é", "𠮷", "a\tb\n", "'; DROP TABLE"]),
}


def tables(register: Register) -> st.SearchStrategy[list[Row]]:
    cells = dict(CELLS)
    cells["day"] = CELLS["day"] if "day" in register.key else st.none() | CELLS["day"]
    return st.lists(
        st.fixed_dictionaries(cells),
        max_size=10,
        unique_by=lambda row: tuple(row[name] for name in register.key),
    )


def naive_order(rows: list[Row], register: Register, column: str, descending: bool) -> list[Row]:
    def compare(one: Row, other: Row) -> int:
        left, right = one[column], other[column]
        if left != right:
            if left is None or right is None:
                return 1 if left is None else -1
            return (1 if _less(right, left) else -1) * (-1 if descending else 1)
        for name in register.key:
            if name != column and one[name] != other[name]:
                return -1 if _less(one[name], other[name]) else 1
        return 0

    return sorted(rows, key=cmp_to_key(compare))


def _less(one: Any, other: Any) -> bool:
    # Texts stand in the order of their bytes, as in every table of the lake.
    return bool(one.encode() < other.encode() if isinstance(one, str) else one < other)


def walk(engine: DuckEngine, request: PageRequest) -> tuple[list[Page], list[Page]]:
    forwards = [read_page(engine, request)]
    while forwards[-1].next:
        forwards.append(read_page(engine, replace(request, after=forwards[-1].next)))
        assert len(forwards) < 50
    backwards = [forwards[-1]]
    while backwards[-1].previous:
        backwards.append(read_page(engine, replace(request, before=backwards[-1].previous)))
        assert len(backwards) < 50
    return forwards, backwards


@pytest.mark.parametrize("register", [ONE, TWO, THREE], ids=lambda each: each.name)
@given(st.data())
@settings(deadline=None, max_examples=15, phases=BRIEF)
def test_walking_there_and_back(register: Register, data: st.DataObject) -> None:
    rows = data.draw(tables(register))
    column = data.draw(st.sampled_from(list(SHAPE)))
    descending = data.draw(st.booleans())
    size = data.draw(st.integers(1, 5))
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(folder)
        put(lake, register, rows)
        order = read_order(register, f"-{column}" if descending else column)
        request = PageRequest(read_filters(register, {}), order, rows=size, columns=tuple(SHAPE))
        forwards, backwards = walk(DuckEngine(lake, threads=1), request)
    expected = naive_order(rows, register, column, descending)
    shown = [row for page in forwards for row in page.rows]
    assert shown == expected
    assert [row for page in reversed(backwards) for row in page.rows] == expected
    assert {page.total for page in forwards + backwards} == {len(rows)}
    assert (forwards[0].previous, forwards[-1].next) == ("", "")


def test_the_pages_of_a_city_in_every_sortable_order() -> None:
    patents = packaged().register("patents")
    engine = DuckEngine(stored_city().lake)
    names = tuple(column.name for column in patents.columns)
    table = engine.table(patents)
    rows = engine.run(table.select(*names).filter(table.right == "design")).to_pylist()
    filters = read_filters(patents, {"right": ["design"]})
    for column in (column.name for column in patents.columns if column.sortable):
        order = read_order(patents, f"-{column}")
        request = PageRequest(filters, order, rows=90, columns=names)
        forwards, backwards = walk(engine, request)
        expected = naive_order(rows, patents, column, descending=True)
        assert [row for page in forwards for row in page.rows] == expected
        assert [row for page in reversed(backwards) for row in page.rows] == expected


def test_columns_are_those_listed_with_what_the_cursor_needs() -> None:
    patents = packaged().register("patents")
    request = PageRequest(read_filters(patents, {}), read_order(patents, "-grant_date"), rows=1)
    [row] = read_page(DuckEngine(stored_city().lake), request).rows
    listed = {column.name for column in patents.columns if column.listed}
    assert row.keys() == listed | {"application_number", "grant_date"}


def cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


NUMBER = "201910302430.1"


@pytest.mark.parametrize(
    "text",
    [
        "x", "知", "====", "AAAA", cursor(), cursor("2020-01-01"), cursor("2020-01-01", None),
        cursor("2020-01-01", NUMBER, "more"), cursor("2020-02-30", NUMBER), cursor(2020, NUMBER),
        cursor("2020-01-01", 5), cursor("2020-01-01", [NUMBER]), cursor({"a": 1}, NUMBER),
        cursor(True, NUMBER), cursor("2020-01-01", "\x00"), cursor("2020-01-01", "\ud800"),
        "eyJhIjoxfQ", "bnVsbA", "W251bGw", "A" * 5000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("direction", ["after", "before"])
def test_a_cursor_from_elsewhere_is_refused(text: str, direction: str) -> None:
    patents = packaged().register("patents")
    request = PageRequest(read_filters(patents, {}), read_order(patents, ""), **{direction: text})  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"page\.bad_cursor"):
        read_page(DuckEngine(stored_city().lake), request)


@given(st.text() | st.binary().map(lambda data: base64.urlsafe_b64encode(data).decode()))
@settings(deadline=None, max_examples=60, phases=BRIEF)
def test_any_text_is_a_cursor_or_is_refused(text: str) -> None:
    patents = packaged().register("patents")
    request = PageRequest(read_filters(patents, {}), read_order(patents, ""), after=text, rows=1)
    with contextlib.suppress(InputError):  # any other error fails
        read_page(CITY_ENGINE, request)


CITY_ENGINE = DuckEngine(stored_city().lake, threads=1)


@pytest.mark.parametrize(
    "text", ["nothing", "--filing_date", "title", "-inventors", "1; DROP", "-"]
)
def test_an_order_that_is_not_offered_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"page\.cannot_sort"):
        read_order(packaged().register("patents"), text)


def test_an_empty_table_has_one_empty_page(tmp_path: Path) -> None:
    request = PageRequest(read_filters(TWO, {}), read_order(TWO, ""))
    assert read_page(DuckEngine(Lake(str(tmp_path))), request) == Page([], 0, "", "")


def test_an_integer_cursor_beyond_what_fits_is_refused(tmp_path: Path) -> None:
    request = PageRequest(read_filters(ONE, {}), read_order(ONE, "count"), after=cursor(2**63, "a"))
    with pytest.raises(InputError, match=r"page\.bad_cursor"):
        read_page(DuckEngine(Lake(str(tmp_path))), request)
