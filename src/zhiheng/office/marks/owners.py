"""Who owns marks: every party with how many, of which classes, how many in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.analyses.parties.registers import MENTIONS, PARTIES
from zhiheng.core.identifiers.divisions import load_divisions
from zhiheng.office.marks.enums import Phase
from zhiheng.office.marks.queries import (
    MARKS,
    of_owners,
    phased,
    recorded,
    table_of,
    versions,
)
from zhiheng.office.parties.queries import PERSON
from zhiheng.office.registers import lake

PAGE_ROWS = 50
MOST_OWNERS = 200_000
EVERYWHERE = "all"
COUNTED = ("marks", "in_force", "pending", "classes", "last_year")
ORDERS = ("-marks", *(f"{sign}{name}" for name in (*COUNTED, "name") for sign in ("", "-")))


@dataclass(frozen=True)
class OwnerFilter:
    """Which owners are asked for; `division` is a code, "" the city, "all" everywhere."""

    text: str = ""
    kind: str = ""
    division: str = ""
    least: int = 0
    sort: str = "-marks"


@dataclass(frozen=True)
class OwnerLine:
    """One owner with what is counted of its marks; a mark of three classes is one mark."""

    party: str
    name: str
    kind: str
    division: str
    marks: int
    in_force: int
    pending: int
    classes: int
    last_year: int | None

    @property
    def is_person(self) -> bool:
        """Tell whether it is a private person."""
        return self.kind == PERSON


def owners_page(
    wanted: OwnerFilter, *, on: date, unmasked: bool, start: int = 0, rows: int = PAGE_ROWS
) -> tuple[Sequence[OwnerLine], int]:
    """Return some owners in order, and how many there are in all.

    Who sees persons masked does not find them by name.
    """
    table = _narrowed(_all_owners(on), wanted, unmasked=unmasked)
    chosen = table.take(_ordered(table, wanted.sort)[start : start + rows])
    return [OwnerLine(**row) for row in chosen.to_pylist()], table.num_rows


def _all_owners(on: date) -> pa.Table:
    return _counted(on, versions(), lake.lake().root)


@lru_cache(maxsize=4)
def _counted(on: date, versions: tuple[int, ...], root: str) -> pa.Table:
    """Return all owners with their figures; kept until a register moves.

    `versions` and `root` are the state that the answer belongs to.
    """
    rows = _owned(on)
    summed = rows.group_by("party").aggregate(
        marks=rows.number.nunique(),
        in_force=_numbers(rows, Phase.IN_FORCE),
        pending=_numbers(rows, Phase.PENDING),
        classes=rows.nice_class.nunique(),
        last_year=rows.filing_date.max().year(),
    )
    parties = table_of(PARTIES).select("party", "name", "kind", "division")
    named = summed.inner_join(parties, "party")
    ordered = named.order_by(ibis.desc("marks"), "party").limit(MOST_OWNERS)
    columns = ("party", "name", "kind", "division", *COUNTED)
    found = lake.engine().run(ordered.select(*columns))
    whole = [pa.field(name, pa.int64()) for name in COUNTED]  # engines widen and narrow sums
    return found.cast(pa.schema([*(found.schema.field(name) for name in columns[:4]), *whole]))


def _numbers(rows: ir.Table, phase: Phase) -> ir.IntegerScalar:
    """Count the numbers that stand in a phase in some class."""
    return ibis.ifelse(rows.phase == phase.value, rows.number, ibis.null("string")).nunique()


def _owned(on: date) -> ir.Table:
    """Return every mark of every owner in each class, with its phase on a day."""
    owned = of_owners(table_of(MENTIONS)).select("party", "record").distinct()
    joined = owned.inner_join(recorded(table_of(MARKS)), "record")
    return phased(joined, on).select("party", "number", "nice_class", "filing_date", "phase")


def _narrowed(table: pa.Table, wanted: OwnerFilter, *, unmasked: bool) -> pa.Table:
    keep = pc.greater_equal(table["marks"], max(1, wanted.least))
    persons = pc.equal(pc.fill_null(table["kind"], ""), PERSON)
    if wanted.kind:
        keep = pc.and_(keep, pc.equal(pc.fill_null(table["kind"], ""), wanted.kind))
    if text := wanted.text.strip():
        named = pc.match_substring(pc.fill_null(table["name"], ""), text, ignore_case=True)
        if not unmasked:
            named = pc.and_(named, pc.invert(persons))
        keep = pc.and_(keep, pc.or_(named, pc.equal(table["party"], text.upper())))
    if wanted.division != EVERYWHERE:
        codes = _codes_below(wanted.division or lake.city())
        inside = pc.is_in(pc.fill_null(table["division"], ""), value_set=pa.array(codes))
        keep = pc.and_(keep, inside)
    return table.filter(keep)


def _codes_below(division: str) -> list[str]:
    return [division, *load_divisions().children_of(division)]


def _ordered(table: pa.Table, sort: str) -> pa.Array:
    field = sort.removeprefix("-")
    column = field if field in (*COUNTED, "name") else "marks"
    way = "descending" if sort.startswith("-") or column != field else "ascending"
    return pc.sort_indices(table, [(column, way), ("party", "ascending")])
