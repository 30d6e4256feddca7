"""How good the filings of agencies and applicants are: the list of all, one of them, the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.analyses.parties.registers import PARTIES
from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.core.screening import quality as core
from zhiheng.core.screening.quality import (
    COLUMNS_OF,
    COUNTS,
    INPUTS,
    MEASURES,
    WHOLE,
    Quality,
    Rate,
    Settings,
)
from zhiheng.office.parties.queries import PERSON, party_row
from zhiheng.office.registers import lake

By = Literal["agency", "applicant"]
KINDS: tuple[By, ...] = ("agency", "applicant")
AGENCY_PREFIX = "agency:"
YEARS = 10  # of filing that are looked at unless told
FIRST_YEAR = 1985  # of the patent law
PAGE_ROWS = 50
MOST_UNITS = 200_000
# On which side a rate is the worse one; what is given up says nothing either way.
WORSE: Mapping[str, Literal["higher", "lower"]] = {
    core.ABNORMAL: "higher", core.GRANT: "lower", core.WITHDRAWAL: "higher", core.LAPSE: "higher",
}  # fmt: skip
ORDERS = ("-filed", "filed", "name", "-name", *(f"{s}{m}" for m in MEASURES for s in ("-", "")))
Row = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """Whose quality is asked for: agencies or applicants, of which years, narrowed and ordered.

    `text` is a part of the name, or a code or number; `least` the fewest filings in those years.
    """

    by: By
    on: date
    first: int
    last: int
    text: str = ""
    least: int = 0
    sort: str = "-filed"


@dataclass(frozen=True)
class Unit:
    """An agency or applicant with its rates over some years together; "" is no name known."""

    by: By
    unit: str
    name: str
    is_person: bool
    division: str
    filed: int
    rates: Mapping[str, Rate]


@dataclass(frozen=True)
class Units:
    """One page of units, how many there are in all, and the rates of everybody together."""

    lines: Sequence[Unit]
    total: int
    whole: Unit
    settings: Settings


@dataclass(frozen=True)
class Detail:
    """One agency or applicant: every filing year, and everybody's beside."""

    unit: Unit
    own: Quality
    whole: Quality
    overall: Unit
    settings: Settings


def kind(text: str) -> By:
    """Return agency or applicant; raise for anything else."""
    for each in KINDS:
        if text == each:
            return each
    raise NotFoundError.of("quality.kind_unknown", received=text[:60])


def units(wanted: Wanted, *, start: int = 0, rows: int = PAGE_ROWS, unmasked: bool) -> Units:
    """Return a page of units; whoever sees persons masked does not find them by name."""
    settings = core.settings_on(lake.catalogue(), wanted.on)
    counted = _table_of_sums(wanted.by, wanted.on, wanted.first, wanted.last)
    table = _narrowed(counted, wanted, unmasked=unmasked)
    places = _ordered(table, wanted.sort, settings)
    chosen = table.take(pa.array(places[start : start + rows], pa.int64()))
    lines = [_unit(wanted.by, row, settings) for row in chosen.to_pylist()]
    whole = _overall(_everybody(wanted.on, wanted.first), wanted.by, wanted.first, wanted.last)
    return Units(lines, table.num_rows, whole, settings)


def detail(by: By, unit: str, *, on: date, first: int, last: int) -> Detail:
    """Return everything about one unit; raise where no register names it."""
    one = named(by, unit)
    catalogue, engine = lake.catalogue(), lake.engine()
    settings = core.settings_on(catalogue, on)
    own = core.quality(engine, catalogue, by=by, on=on, units=[one.unit], first_year=first)
    found, whole = own[one.unit], _everybody(on, first)
    if not one.name and not found.filed:
        raise NotFoundError.of("quality.unit_unknown", received=unit[:60])
    told = replace(one, filed=_filed(found, last), rates=_over(found, first, last))
    return Detail(told, found, whole, _overall(whole, by, first, last), settings)


def rows_behind(
    by: By,
    unit: str,
    measure: str,
    *,
    on: date,
    first: int,
    last: int,
    only_counted: bool,
    start: int = 0,
    rows: int = PAGE_ROWS,
) -> tuple[list[Row], int, Settings]:
    """Return the applications behind a figure, newest first, how many, by which settings.

    `only_counted`: those that were counted, not all of whom they were counted.
    """
    if measure not in COLUMNS_OF:
        raise NotFoundError.of("quality.measure_unknown", received=measure[:60])
    settings = core.settings_on(lake.catalogue(), on)
    counted, judged, _ = COLUMNS_OF[measure]
    marked = core.marked(tables(), by=by, on=on, settings=settings, units=[unit])
    column = marked[counted if only_counted else judged]
    chosen = marked.filter(column == 1, marked.year.between(first, last))
    total = int(lake.engine().run(chosen.count().as_table())[0][0].as_py())
    patents = _table("patents").select("application_number", "title", "right", "status")
    page = chosen.order_by(ibis.desc("filing_date"), "application_number").limit(rows, offset=start)
    found = page.left_join(patents, "application_number")
    found = found.order_by(ibis.desc("filing_date"), "application_number")
    listed: list[Row] = lake.engine().run(found).to_pylist()
    return listed, total, settings


def subject_of(by: str, unit: str) -> str:
    """Return how findings and triggers name a unit: a party's number, or `agency:12345`."""
    return f"{AGENCY_PREFIX}{unit}" if by == "agency" else unit


def unit_of(subject: str) -> tuple[By, str]:
    """Return whose quality a subject of findings and triggers has: the reverse of `subject_of`."""
    if subject.startswith(AGENCY_PREFIX):
        return "agency", subject.removeprefix(AGENCY_PREFIX)
    return "applicant", subject


def check_years(first: int, last: int, *, on: date) -> tuple[int, int]:
    """Return filing years in order; raise where they make no sense."""
    if not FIRST_YEAR <= first <= last <= on.year:
        raise InputError.of("quality.years", received=f"{first}–{last}", expected=on.year)
    return first, last


def stands_out(measure: str, rate: Rate, whole: Rate) -> bool:
    """Tell whether a rate is worse than everybody's beyond chance."""
    return measure in WORSE and core.stands_out(rate, whole, worse=WORSE[measure])


def sums(by: By, *, on: date, first: int, last: int) -> Sequence[Row]:
    """Return the counts of all units over some filing years, those that filed most first."""
    rows: list[Row] = _table_of_sums(by, on, first, last).to_pylist()
    return rows


def _table_of_sums(by: By, on: date, first: int, last: int) -> pa.Table:
    versions = tuple(lake.engine().version(lake.catalogue().register(each)) for each in _READ)
    return _counted(by, on, first, last, versions, lake.lake().root)


_NAMED = ("unit", "name", "kind", "division")
_READ = (*INPUTS, PARTIES, "agencies")


@lru_cache(maxsize=8)
def _counted(
    by: By, on: date, first: int, last: int, versions: tuple[int, ...], root: str
) -> pa.Table:
    """Return the sums of all units over some years with their names; kept until a register moves.

    `versions` and `root` are the state that the answer belongs to.
    """
    settings = core.settings_on(lake.catalogue(), on)
    rows = core.counted(tables(), by=by, on=on, settings=settings)
    inside = rows.filter(rows.year.between(first, last))
    totals = {name: inside[name].sum() for name in COUNTS}
    summed, named_units = inside.group_by("unit").aggregate(**totals), names(by)
    named = summed.left_join(named_units, summed.unit == named_units.named)
    ordered = named.order_by(ibis.desc("filed"), "unit").limit(MOST_UNITS)
    found = lake.engine().run(ordered.select("unit", "name", "kind", "division", *COUNTS))
    # Engines widen sums; counts are whole numbers.
    whole = [pa.field(name, pa.int64()) for name in COUNTS]
    return found.cast(pa.schema([*(found.schema.field(name) for name in _NAMED), *whole]))


def _everybody(on: date, first: int) -> Quality:
    """Return the quality of all filings of a year and later."""
    return core.quality(lake.engine(), lake.catalogue(), by="all", on=on, first_year=first)[WHOLE]


def _overall(whole: Quality, by: By, first: int, last: int) -> Unit:
    """Return everybody as one unit over some years, with which others are compared."""
    return Unit(by, WHOLE, "", False, "", _filed(whole, last), _over(whole, first, last))


def names(by: By) -> ir.Table:
    """Return the names of units: named (code or party number), name, kind, division."""
    if by == "agency":
        agencies = _table("agencies")
        return agencies.select(
            named=agencies.code, name=agencies.name, kind=ibis.literal("agency"),
            division=agencies.division,
        )  # fmt: skip
    parties = _table(PARTIES)
    return parties.select(
        named=parties.party, name=parties.name, kind=parties.kind, division=parties.division
    )


def _narrowed(table: pa.Table, wanted: Wanted, *, unmasked: bool) -> pa.Table:
    keep = pc.greater_equal(table["filed"], max(1, wanted.least))
    if text := wanted.text.strip():
        named = pc.match_substring(pc.fill_null(table["name"], ""), text, ignore_case=True)
        if not unmasked:
            named = pc.and_(named, pc.not_equal(pc.fill_null(table["kind"], ""), PERSON))
        exact = pc.equal(table["unit"], text.upper())
        keep = pc.and_(keep, pc.or_(named, exact))
    return table.filter(keep)


def _ordered(table: pa.Table, sort: str, settings: Settings) -> list[int]:
    """Return the places of the rows in the order asked for; rates that are not told come last."""
    field, down = sort.removeprefix("-"), sort.startswith("-")
    if field not in MEASURES:
        column = field if field in ("filed", "name") else "filed"
        way = "descending" if down else "ascending"
        places: list[int] = pc.sort_indices(
            table, [(column, way), ("unit", "ascending")]
        ).to_pylist()
        return places
    counted, judged, _ = COLUMNS_OF[field]
    pairs = zip(table[counted].to_pylist(), table[judged].to_pylist(), strict=True)
    shares = [core.rate(field, None, c, n, n, False, settings).share for c, n in pairs]
    told = [place for place, share in enumerate(shares) if share is not None]
    told.sort(key=lambda place: shares[place] or 0.0, reverse=down)
    return told + [place for place, share in enumerate(shares) if share is None]


def _unit(by: By, row: Row, settings: Settings) -> Unit:
    rates = {}
    for measure, (counted, judged, whole) in COLUMNS_OF.items():
        waits = row[judged] < row[whole]
        rates[measure] = core.rate(
            measure, None, row[counted], row[judged], row[whole], waits, settings
        )
    return Unit(
        by=by,
        unit=row["unit"],
        name=row["name"] or "",
        is_person=row["kind"] == PERSON,
        division=row["division"] or "",
        filed=row["filed"],
        rates=rates,
    )


def _over(found: Quality, first: int, last: int) -> dict[str, Rate]:
    settings = core.settings_on(lake.catalogue(), found.on)
    return {measure: found.over(measure, first, last, settings) for measure in MEASURES}


def _filed(found: Quality, last: int) -> int:
    """Return how many were filed in the years read, up to the last one."""
    years = found.of_measure(core.ABNORMAL)
    return sum(each.filed for each in years if each.year is not None and each.year <= last)


def named(by: By, unit: str) -> Unit:
    """Return a unit by its code or number, without its figures.

    A party that was merged is the one it is now; an agency that no register lists has no name.
    """
    if by == "applicant":
        row = party_row(unit)
        is_person, division = row["kind"] == PERSON, row["division"] or ""
        return Unit(by, row["party"], str(row["name"]), is_person, division, 0, {})
    agencies = _table("agencies")
    found = lake.engine().run(agencies.filter(agencies.code == unit)).to_pylist()
    name, division = (found[0]["name"], found[0]["division"]) if found else ("", "")
    return Unit(by, unit, name or "", False, division or "", 0, {})


def tables() -> dict[str, ir.Table]:
    """Return the registers that the figures are counted from."""
    return {name: _table(name) for name in INPUTS}


def _table(name: str) -> ir.Table:
    return lake.engine().table(lake.catalogue().register(name))
