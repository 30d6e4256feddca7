"""The names that marks are held against on a day, for whoever screens filings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import cast

from zhiheng.core.matching.places_in_names import full_names, short_names
from zhiheng.core.screening.marks.protected import ProtectedKind, ProtectedName, load_protected
from zhiheng.office.protection import queries, reading
from zhiheng.office.protection.enums import NAMES
from zhiheng.office.protection.models import Entry
from zhiheng.office.registers import lake

SHORTEST_PLACE = 2  # in characters; one alone is a word of everyday


def protected_names(on: date) -> list[ProtectedName]:
    """Return every name protected on a day.

    That are the entries of the list, the lists that are declared, registered geographical
    indications, and the names of administrative areas of county level and above. A name that
    several of them have stands once for each: each has an owner, classes and a source of its own.
    """
    entries = queries.listed(on=on).filter(kind__in=NAMES)
    listed = [_of_entry(entry) for entry in entries]
    declared = [each for each in load_protected(*lake.own_declarations()) if each.holds_on(on)]
    return [*listed, *declared, *_indications(), *_areas()]


def _of_entry(entry: Entry) -> ProtectedName:
    return ProtectedName(
        kind=cast("ProtectedKind", entry.kind),
        text=entry.text,
        nice_classes=tuple(entry.nice_classes),
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        owner_party=entry.party,
        number=entry.number,
        source=entry.source,
        status="verified",  # the office decided it
    )


def _indications() -> Iterator[ProtectedName]:
    for row in reading.registered_indications():
        yield ProtectedName(
            kind="gi",
            text=row["name"],
            valid_from=row["protected_since"],
            number=row["number"] or "",
            source="地理标志登记",
            status="verified",
        )


def _areas() -> Iterator[ProtectedName]:
    """Yield the places whose names article 10 of the law keeps from being marks."""
    for name in sorted({*full_names(), *short_names()}):
        if len(name) >= SHORTEST_PLACE:
            yield ProtectedName("place", name, source="县级以上行政区划", status="verified")
