"""The marks of an owner: by class, state, year and office, what lapses, what others hold in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from zhiheng.core.identifiers.trademark_classes import LAST_CLASS
from zhiheng.core.terms.deadline import Deadline, Term
from zhiheng.core.terms.engine import compute, corresponding_day, opening_day
from zhiheng.core.terms.lengths import Length, Unit
from zhiheng.core.terms.regimes import find_regime, packaged_regimes
from zhiheng.office.marks.enums import Phase
from zhiheng.office.marks.owned import marks_of_party
from zhiheng.office.marks.queries import HOME, Mark, Row, table_of
from zhiheng.office.parties.queries import party_row
from zhiheng.office.registers import lake

REGIME = "trademark-rules"
TRADE_MARK = "trade_mark"
MADRID = "WO"
CLASSES = tuple(f"{number:02d}" for number in range(1, LAST_CLASS + 1))
OPPOSED, PUBLISHED = "opposed", "published"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ClassCount:
    """How many marks stand in a Nice class, and how many of them are in force."""

    nice_class: str
    marks: int
    in_force: int


@dataclass(frozen=True)
class OfficeCount:
    """How many marks an office has; `madrid` those that came to it through Madrid."""

    office: str
    marks: int
    in_force: int
    madrid: int


@dataclass(frozen=True)
class Lapse:
    """A term that ends, or has ended and may still be renewed.

    `last_day` is the last day of the term, `renewable_until` the last day of the grace period,
    moved off days of rest.
    """

    mark: Mark
    last_day: date
    renewable_until: date
    provisional: bool
    days_left: int
    in_grace: bool


@dataclass(frozen=True)
class Proceeding:
    """An opposition that runs, or a window in which one may come; `until` its last day."""

    mark: Mark
    opposed: bool
    since: date | None
    until: date | None
    days_left: int | None


@dataclass(frozen=True)
class Dealing:
    """A pledge, licence or transfer that names a mark of the owner."""

    kind: str  # pledges, licences, transfers
    key: str
    numbers: Sequence[str]
    names: Sequence[str]
    others: Sequence[str]
    begins_on: date | None
    ends_on: date | None
    running: bool


@dataclass(frozen=True)
class Counts:
    """Some marks counted: `numbers` whatever their classes, the rest each class for itself."""

    numbers: int
    classes: Sequence[ClassCount]
    phases: Mapping[Phase, int]
    offices: Sequence[OfficeCount]


@dataclass(frozen=True)
class Portfolio:
    """All marks of a party on a day (rows of `owned.COLUMNS`), and what follows from them."""

    party: Row
    on: date
    marks: Sequence[Mark]
    counts: Counts
    filed: Mapping[int, int]
    registered: Mapping[int, int]
    brands: Sequence[tuple[str, int, int]]
    lapses: Sequence[Lapse]
    proceedings: Sequence[Proceeding]


def portfolio_of(party: str, *, on: date) -> Portfolio:
    """Return the portfolio of a party; raise where nobody has that number."""
    row = party_row(party)
    marks = marks_of_party(row["party"], on=on)
    return Portfolio(
        party=row,
        on=on,
        marks=marks,
        counts=counted(marks),
        filed=_years(marks, "filing_date"),
        registered=_years(marks, "registration_date"),
        brands=_brands(marks),
        lapses=lapses(marks, on=on),
        proceedings=_proceedings(marks, on=on),
    )


def counted(marks: Sequence[Mark]) -> Counts:
    """Count marks by number, class, phase and office."""
    return Counts(
        numbers=len({mark.row["number"] for mark in marks}),
        classes=_by_class(marks),
        phases=Counter(mark.phase for mark in marks),
        offices=_by_office(marks),
    )


def lapses(marks: Iterable[Mark], *, on: date) -> list[Lapse]:
    """Return the terms of Chinese marks that may be renewed now, those in grace first."""
    window = Length(lake.whole("trademark-renewal.window-months", on=on), Unit.MONTH)
    found = []
    for mark in marks:
        if mark.is_foreign or mark.until is None or not _ends_by_time(mark):
            continue
        in_grace = mark.phase == Phase.GRACE
        last_day = (mark.since if in_grace and mark.since else mark.until) - _DAY
        if on < opening_day(window, expiry=last_day):
            continue
        grace = grace_of(last_day)
        left = ((grace.due if in_grace else last_day) - on).days
        found.append(
            Lapse(
                mark=mark,
                last_day=last_day,
                renewable_until=grace.due,
                provisional=grace.provisional,
                days_left=left,
                in_grace=in_grace,
            )
        )
    return sorted(found, key=lambda each: (not each.in_grace, each.days_left, each.mark.key))


def grace_of(last_day: date) -> Deadline:
    """Return until when a mark may still be renewed after the last day of its term."""
    months = lake.whole("trademark-renewal.grace-months", on=last_day + _DAY)
    return compute(
        Term(Length(months, Unit.MONTH)),
        start=last_day,
        regime=find_regime(packaged_regimes(), REGIME),
        calendar=lake.working_days(),
    )


def dealings_of(marks: Iterable[Mark], *, on: date) -> list[Dealing]:
    """Return the pledges, licences and transfers that name marks of a portfolio, newest first."""
    numbers = {number for mark in marks for number in _names_of(mark)}
    if not numbers:
        return []
    found = [*_pledges(numbers), *_licences(numbers, on), *_transfers(numbers)]
    return sorted(found, key=lambda each: (each.begins_on or date.min, each.key), reverse=True)


def _by_class(marks: Sequence[Mark]) -> list[ClassCount]:
    counted = Counter(mark.row["nice_class"] for mark in marks)
    held = Counter(mark.row["nice_class"] for mark in marks if mark.phase == Phase.IN_FORCE)
    return [ClassCount(each, counted[each], held[each]) for each in CLASSES]


def _by_office(marks: Sequence[Mark]) -> list[OfficeCount]:
    counted: dict[str, Counter[str]] = {}
    for mark in marks:
        counts = counted.setdefault(mark.row["office"] or "", Counter())
        counts["marks"] += 1
        counts["in_force"] += mark.phase == Phase.IN_FORCE
        counts["madrid"] += is_madrid(mark)
    lines = [
        OfficeCount(office, counts["marks"], counts["in_force"], counts["madrid"])
        for office, counts in counted.items()
    ]
    return sorted(lines, key=lambda each: (each.office != HOME, -each.marks, each.office))


def is_madrid(mark: Mark) -> bool:
    """Tell whether a mark is an international registration or an extension of one."""
    number = str(mark.row["number"])
    return mark.row["office"] == MADRID or number.startswith(("G", "EMW"))


def _brands(marks: Sequence[Mark]) -> list[tuple[str, int, int]]:
    """Return the words of the marks with how many rows and classes each, the widest first."""
    rows: Counter[str] = Counter()
    classes: dict[str, set[str]] = {}
    for mark in marks:
        if mark.text:
            rows[mark.text] += 1
            classes.setdefault(mark.text, set()).add(mark.row["nice_class"])
    lines = [(text, number, len(classes[text])) for text, number in rows.items()]
    return sorted(lines, key=lambda each: (-each[2], -each[1], each[0]))


def _years(marks: Sequence[Mark], column: str) -> dict[int, int]:
    """Return how many marks, whatever their classes, have a day in each year."""
    days = {(mark.row["number"], mark.row[column]) for mark in marks if mark.row[column]}
    return dict(sorted(Counter(day.year for _, day in days).items()))


def _ends_by_time(mark: Mark) -> bool:
    return mark.phase in (Phase.IN_FORCE, Phase.GRACE) and (
        mark.phase == Phase.GRACE or mark.until == mark.row["expires_on"]
    )


def _proceedings(marks: Sequence[Mark], *, on: date) -> list[Proceeding]:
    found = []
    for mark in marks:
        window = mark.row["opposition_ends"]
        if mark.state == OPPOSED:
            months = lake.whole("trademark-opposition.decision-months", on=window or on)
            until = corresponding_day(window, months)[0] if window else None
            found.append(Proceeding(mark, True, mark.since, until, _left(until, on)))
        elif mark.state == PUBLISHED and window and window >= on:
            since = mark.row["preliminary_publication_date"]
            found.append(Proceeding(mark, False, since, window, _left(window, on)))
    return sorted(found, key=lambda each: (not each.opposed, each.until or date.max))


def _left(until: date | None, on: date) -> int | None:
    return None if until is None else (until - on).days


def _names_of(mark: Mark) -> set[str]:
    row = mark.row
    named = (row["number"], row["registration_number"], row["application_number"])
    return {str(each) for each in named if each}


def _pledges(numbers: set[str]) -> list[Dealing]:
    return [
        Dealing(
            kind="pledges",
            key=row["registration_number"],
            numbers=[each for each in row["right_numbers"] if each in numbers],
            names=list(row["pledgors"] or []),
            others=list(row["pledgees"] or []),
            begins_on=row["pledged_from"],
            ends_on=row["released_on"] or row["pledged_to"],
            running=row["released_on"] is None and row["status"] != "released",
        )
        for row in _naming("pledges", numbers)
        if row["right_kind"] == TRADE_MARK
    ]


def _licences(numbers: set[str], on: date) -> list[Dealing]:
    return [
        Dealing(
            kind="licences",
            key=row["recordal_number"],
            numbers=[each for each in row["right_numbers"] if each in numbers],
            names=list(row["licensors"] or []),
            others=list(row["licensees"] or []),
            begins_on=row["licensed_from"] or row["recorded_on"],
            ends_on=row["withdrawn_on"] or row["licensed_to"],
            running=row["withdrawn_on"] is None
            and (row["licensed_to"] is None or row["licensed_to"] >= on),
        )
        for row in _naming("licences", numbers)
    ]


def _transfers(numbers: set[str]) -> list[Dealing]:
    table = lake.rows_with("transfers", "right_number", numbers)
    return [
        Dealing(
            kind="transfers",
            key="~".join((row["right_number"], str(row["effective_on"]))),
            numbers=[row["right_number"]],
            names=list(row["transferors"] or []),
            others=list(row["transferees"] or []),
            begins_on=row["effective_on"] or row["announced_on"],
            ends_on=None,
            running=False,
        )
        for row in _rows(table.filter(table.right_kind == TRADE_MARK))
    ]


def _naming(register: str, numbers: set[str]) -> list[Row]:
    """Return the rows of a register of dealings whose rights have one of some numbers."""
    table, (key,) = table_of(register), lake.catalogue().register(register).key
    named = table.select(key, named=table.right_numbers.unnest())
    asked = ibis.memtable(pa.table({"named": pa.array(sorted(numbers), pa.string())}))
    own = named.semi_join(asked, "named").select(key).distinct()
    return _rows(table.semi_join(own, key))


def _rows(expression: ir.Table) -> list[Row]:
    rows: list[Row] = lake.engine().run(expression).to_pylist()
    return rows
