"""The marks of one owner: read once for all pages about them, narrowed, ordered, a page at a time.

An owner may have tens of thousands of them. What they are counted, narrowed and ordered by is read
of all and kept until a register moves; whole rows only of those that are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.analyses.parties.registers import MENTIONS
from zhiheng.office.marks.enums import Phase
from zhiheng.office.marks.queries import (
    MARKS,
    Mark,
    mark_of,
    marks_of_keys,
    of_owners,
    phased,
    recorded,
    table_of,
    versions,
)
from zhiheng.office.registers import lake

# All that marks are counted by; lists of goods and names of people are what makes rows long.
COLUMNS = (
    "number", "nice_class", "mark_text", "office", "status", "status_date", "registration_number",
    "application_number", "filing_date", "registration_date", "preliminary_publication_date",
    "opposition_ends", "term_to", "expires_on", "state", "phase", "starts_on", "ends_on",
)  # fmt: skip
# What the list can be ordered by, and the column behind it.
ORDERS: Mapping[str, str] = {
    "text": "mark_text", "number": "number", "class": "nice_class", "filed": "filing_date",
    "registered": "registration_date", "last_day": "term_to",
}  # fmt: skip
NEWEST = "-filed"
NEWEST_FIRST = [(name, "descending") for name in ("filing_date", "number", "nice_class")]
OWNERS_KEPT = 8


@dataclass(frozen=True)
class OwnedFilter:
    """Which marks of an owner are asked for, and in which order; empty values do not narrow."""

    text: str = ""
    nice_class: str = ""
    phase: str = ""
    office: str = ""
    sort: str = NEWEST


@dataclass(frozen=True)
class Held:
    """What the marks of an owner can be narrowed by, and how many rows they are."""

    classes: Sequence[str]
    phases: Sequence[Phase]
    offices: Sequence[str]
    rows: int


def marks_of_party(party: str, *, on: date) -> list[Mark]:
    """Return all marks of an owner, the newest first; their rows hold `COLUMNS` only."""
    return [mark_of(row, on) for row in _listed(party, on).to_pylist()]


def held_by(party: str, *, on: date) -> Held:
    """Return what the list of an owner's marks can be narrowed by."""
    table = _listed(party, on)
    classes, phases, offices = (
        sorted(each for each in table[name].unique().to_pylist() if each)
        for name in ("nice_class", "phase", "office")
    )
    held = [phase for phase in Phase if phase.value in phases]
    return Held(classes, held, offices, table.num_rows)


def owned_page(
    party: str, wanted: OwnedFilter, *, on: date, start: int = 0, rows: int | None = None
) -> tuple[list[Mark], int]:
    """Return some marks of an owner in order, and how many pass in all."""
    table = _listed(party, on)
    table = table.filter(_passing(table, wanted))
    chosen = table.take(_ordered(table, wanted.sort)).slice(start, rows)
    keys = list(zip(chosen["number"].to_pylist(), chosen["nice_class"].to_pylist(), strict=True))
    found = marks_of_keys(keys, on=on)
    # A row that an import took away in between is not shown.
    return [found[key] for key in keys if key in found], table.num_rows


def _listed(party: str, on: date) -> pa.Table:
    return _read(party, on, versions(), lake.lake().root)


@lru_cache(maxsize=OWNERS_KEPT)
def _read(party: str, on: date, versions: tuple[int, ...], root: str) -> pa.Table:
    """Return the marks of an owner, the newest first; kept until a register moves.

    `versions` and `root` are the state that the answer belongs to.
    """
    mentions = of_owners(table_of(MENTIONS))
    records = mentions.filter(mentions.party == party).select("record").distinct()
    own = recorded(table_of(MARKS)).semi_join(records, "record")
    found = lake.engine().run(phased(own, on).select(*COLUMNS))
    return found.take(pc.sort_indices(found, NEWEST_FIRST))


def _passing(table: pa.Table, wanted: OwnedFilter) -> pa.ChunkedArray:
    keep = pc.is_valid(table["number"])
    for name in ("nice_class", "phase", "office"):
        if value := getattr(wanted, name):
            keep = pc.and_(keep, pc.equal(pc.fill_null(table[name], ""), value))
    if text := wanted.text.strip():
        words, number = (
            pc.match_substring(pc.fill_null(table[name], ""), text, ignore_case=True)
            for name in ("mark_text", "number")
        )
        keep = pc.and_(keep, pc.or_(words, number))
    return keep


def _ordered(table: pa.Table, sort: str) -> pa.Array:
    """Return the places of rows in order: what is not known last, the newest of equals first."""
    column = ORDERS[sort.removeprefix("-")]
    way = "descending" if sort.startswith("-") else "ascending"
    keys = [(column, way), *(each for each in NEWEST_FIRST if each[0] != column)]
    return pc.sort_indices(table, keys)
