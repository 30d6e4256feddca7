"""Merging in DuckDB against merging one record after the other in plain Python."""

from __future__ import annotations

from collections import Counter
from typing import Any

import duckdb
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.core.declarations.models import Register
from zhiheng.core.feeds.merging import merge_rows
from zhiheng.core.feeds.staging import SEQUENCE
from zhiheng.core.lake.schema import table_schema

ORDER = ["full", "thin"]
WORDING = {"zh": "甲", "en": "a"}
COLUMNS = ("number", "title", "day", "family", "format")
REGISTER = Register.model_validate(
    {
        "register": "merged",
        "title": WORDING,
        "description": WORDING,
        "source": WORDING,
        "key": ["number"],
        "sort": "number",
        "label": "title",
        "merge": {"by": "format", "order": ORDER, "agree": ["day"], "newest": ["family"]},
        "columns": [
            {"name": name, "type": "string", "title": WORDING, "description": WORDING}
            for name in COLUMNS
        ],
    }
)
Row = dict[str, Any]
TEXT = st.none() | st.sampled_from("ab")
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "number": st.sampled_from("12"),
            "title": TEXT,
            "day": TEXT,
            "family": TEXT,
            "format": st.sampled_from([*ORDER, "unknown"]),
        }
    ),
    max_size=6,
)


def rank(row: Row) -> int:
    return ORDER.index(row["format"]) if row["format"] in ORDER else len(ORDER)


def merged_one_by_one(given_rows: list[Row], stored: dict[str, Row]) -> tuple[dict[str, Row], Any]:
    """Return the rows after an import and how many records fared how."""
    fates: Counter[str] = Counter()
    after = dict(stored)
    for number in sorted({row["number"] for row in given_rows}):
        rows = [row for row in given_rows if row["number"] == number]
        rows.sort(key=rank)  # keeps the order of the feed within a source
        day = next((row["day"] for row in rows if row["day"]), None)
        agreeing = [row for row in rows if row["day"] in (None, day)]
        fates["contradicts"] += len(rows) - len(agreeing)
        before = stored.get(number)
        after[number] = told(agreeing, given_rows, before)
        fates.update(fates_of(agreeing, before, after[number]))
    return after, +fates


def told(agreeing: list[Row], in_feed: list[Row], before: Row | None) -> Row:
    row: Row = {"number": agreeing[0]["number"]}
    for name in COLUMNS[1:]:
        source = agreeing
        if name == "family":
            source = [one for one in in_feed if any(one is other for other in agreeing)]
        telling = next((one for one in source if one[name] is not None), None)
        earlier = before[name] if before else None
        stays = before is not None and earlier is not None and name != "family"
        if telling is None or (stays and before and rank(telling) > rank(before)):
            row[name] = earlier
        else:
            row[name] = telling[name]
    return row


def fates_of(agreeing: list[Row], before: Row | None, after: Row) -> list[str]:
    fates = []
    heard: set[str] = set()
    for place, row in enumerate(agreeing):
        news = {
            name
            for name in COLUMNS[1:]
            if row[name] is not None and after[name] != (before[name] if before else None)
        }
        if place == 0 and before is None:
            fates.append("new")
        else:
            fates.append("changed" if news - heard else "unchanged")
        heard |= news
    return fates


def merged_at_once(
    given_rows: list[Row], stored: dict[str, Row], parts: int
) -> tuple[dict[str, Row], Any]:
    schema = table_schema(REGISTER).append(pa.field(SEQUENCE, pa.int64()))
    staged = [{**row, SEQUENCE: place} for place, row in enumerate(given_rows)]
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("staged", pa.Table.from_pylist(staged, schema=schema))
        kept = pa.Table.from_pylist(list(stored.values()), schema=schema.remove(len(schema) - 1))
        connection.register("stored", kept)
        assert REGISTER.merge is not None
        merge_rows(connection, REGISTER, REGISTER.merge, parts=parts)
        written = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM merged").fetchall()
        fates = connection.execute("SELECT fate, count(*) FROM fate GROUP BY fate").fetchall()
    after = dict(stored)
    for values in written:
        row = dict(zip(COLUMNS, values, strict=True))
        after[row["number"]] = row
    return after, Counter(dict(fates))


@settings(max_examples=25, deadline=None)
@given(ROWS, ROWS, st.integers(1, 3))
def test_both_ways_keep_the_same_rows_and_count_the_same(
    first: list[Row], second: list[Row], parts: int
) -> None:
    stored: dict[str, Row] = {}
    for rows in (first, second):
        plain = merged_one_by_one(rows, stored)
        at_once = merged_at_once(rows, stored, parts)
        assert at_once == plain
        stored = plain[0]
