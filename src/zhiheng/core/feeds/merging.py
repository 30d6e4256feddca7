"""Putting together what several records say about one row, column by column.

The answers of a patent office about one publication come apart: bibliographic data in one, claims
in another. A register that declares `merge` takes from each record what it says and blanks
nothing. All of it happens in DuckDB, on the staged rows and on the stored ones of the same keys:

1. Of the records of one key that differ in a column where they must agree, the first stays.
2. `told`: for each key and column the first value, in the order of the sources, then of the feed.
3. `merged`: `told` over the stored row, or under it where a fuller source had filled that.

A record counts as new where it is the first of its key, as changed where the merged row has a
value that it was the first to tell and that was not stored, and as unchanged otherwise.
"""

# Names of columns and sources come from declarations, never from a file or a person.
# ruff: noqa: S608

from __future__ import annotations

import duckdb

from zhiheng.core.declarations.models import Merge, Register
from zhiheng.core.feeds.staging import SEQUENCE
from zhiheng.core.lake.schema import LINEAGE

GIVEN_LINEAGE = [name for name in LINEAGE.names if name != "content_digest"]


def merge_rows(
    connection: duckdb.DuckDBPyConnection, register: Register, merge: Merge, *, parts: int = 1
) -> None:
    """Make the tables `fate` and `merged` from the views `staged` and `stored`.

    `stored` has all columns of the register; `merged` has the rows to write. So that long texts
    fit the memory, the keys are taken in so many parts.
    """
    keys = ", ".join(register.key)
    columns = [column.name for column in register.columns if column.name not in register.key]
    for part in range(parts):
        connection.execute(_agreeing(keys, merge, f"hash({keys}) % {parts} = {part}"))
        connection.execute(_earlier(keys, merge))
        connection.execute(_told(keys, columns, merge))
        connection.execute(_into("part", _merged(keys, columns, merge), again=True))
        connection.execute(_into("part_fate", _fate(keys, columns), again=True))
        connection.execute(_into("fate", "FROM part_fate", again=False, first=part == 0))
        # Rows that say what is stored already are not written again.
        told = f"SELECT {keys} FROM part_fate WHERE fate IN ('new', 'changed')"
        written = f"FROM part SEMI JOIN ({told}) USING ({keys})"
        connection.execute(_into("merged", written, again=False, first=part == 0))


def _into(table: str, query: str, *, again: bool, first: bool = True) -> str:
    if again:
        return f"CREATE OR REPLACE TEMP TABLE {table} AS {query}"
    return f"CREATE TEMP TABLE {table} AS {query}" if first else f"INSERT INTO {table} {query}"


def merged_columns(register: Register) -> str:
    """Return the columns of `merged` that a row of the lake has."""
    return ", ".join([*(column.name for column in register.columns), *LINEAGE.names])


def _earlier(keys: str, merge: Merge) -> str:
    return (
        f"CREATE OR REPLACE TEMP TABLE earlier AS SELECT *, {_rank(merge)} AS rank, "
        f"true AS was_stored FROM stored SEMI JOIN (SELECT {keys} FROM agreeing) USING ({keys})"
    )


def _rank(merge: Merge) -> str:
    order = ", ".join(f"'{source}'" for source in merge.order)
    # A source that is not declared counts less than all that are.
    return f"coalesce(list_position([{order}], {merge.by}), {len(merge.order) + 1})"


def _agreeing(keys: str, merge: Merge, chosen: str) -> str:
    given = f"(PARTITION BY {keys} ORDER BY rank, {SEQUENCE})"
    differs = " OR ".join(
        f"{name} <> first_value({name} IGNORE NULLS) OVER {given}" for name in merge.agree
    )
    return (
        f"CREATE OR REPLACE TEMP TABLE agreeing AS SELECT *, "
        f"coalesce({differs or 'false'}, false) AS contradicts "
        f"FROM (SELECT *, {_rank(merge)} AS rank FROM staged WHERE {chosen})"
    )


def _told(keys: str, columns: list[str], merge: Merge) -> str:
    said = []
    for name in columns:
        order = SEQUENCE if name in merge.newest else f"rank, {SEQUENCE}"
        told = f"FILTER ({name} IS NOT NULL)"
        said.append(f"first({name} ORDER BY {order}) {told} AS {name}")
        said.append(f"min(rank) {told} AS rank_{name}")
    said += [f"first({name} ORDER BY rank, {SEQUENCE}) AS {name}" for name in GIVEN_LINEAGE]
    return (
        f"CREATE OR REPLACE TEMP TABLE told AS SELECT {keys}, {', '.join(said)} "
        f"FROM agreeing WHERE NOT contradicts GROUP BY {keys}"
    )


def _merged(keys: str, columns: list[str], merge: Merge) -> str:
    filled = {name: _filled(name, merge) for name in columns}
    values = ", ".join(f"{value} AS {name}" for name, value in filled.items())
    marks = ", ".join(
        f"({value}) IS DISTINCT FROM earlier.{name} AS new_{name}" for name, value in filled.items()
    )
    lineage = ", ".join(f"told.{name}" for name in GIVEN_LINEAGE)
    return f"""
        SELECT *, md5(CAST(({keys}, {", ".join(columns)}) AS VARCHAR)) AS content_digest FROM (
            SELECT {keys}, {values}, {lineage}, {marks},
                coalesce(earlier.was_stored, false) AS was_stored
            FROM told LEFT JOIN earlier USING ({keys})
        )
    """


def _filled(name: str, merge: Merge) -> str:
    """Return the value of a column: told over stored, unless a fuller source had stored it."""
    over = f"coalesce(told.{name}, earlier.{name})"
    if name in merge.newest:
        return over
    under = f"coalesce(earlier.{name}, told.{name})"
    return f"CASE WHEN rank_{name} > earlier.rank THEN {under} ELSE {over} END"


def _fate(keys: str, columns: list[str]) -> str:
    tells = ", ".join(
        f"agreeing.{name} IS NOT NULL AND new_{name} AS tells_{name}" for name in columns
    )
    first_to_tell = " OR ".join(
        f"(tells_{name} AND count_if(tells_{name}) OVER so_far = 1)" for name in columns
    )
    return f"""
        SELECT {keys}, {SEQUENCE}, CASE
            WHEN place = 1 AND NOT was_stored THEN 'new'
            WHEN adds THEN 'changed'
            ELSE 'unchanged' END AS fate
        FROM (
            SELECT {keys}, {SEQUENCE}, was_stored, row_number() OVER so_far AS place,
                {first_to_tell} AS adds
            FROM (
                SELECT {keys}, {SEQUENCE}, agreeing.rank, was_stored, {tells}
                FROM (FROM agreeing WHERE NOT contradicts) AS agreeing JOIN part USING ({keys})
            )
            WINDOW so_far AS (
                PARTITION BY {keys} ORDER BY rank, {SEQUENCE} ROWS UNBOUNDED PRECEDING
            )
        )
        UNION ALL
        SELECT {keys}, {SEQUENCE}, 'contradicts' FROM agreeing WHERE contradicts
    """
