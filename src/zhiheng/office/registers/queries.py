"""Questions to the registers, asked alike by pages, API and command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import ibis.expr.types as ir
from django.db.models import Count, QuerySet
from django.utils import timezone

from zhiheng.core.analyses import high_value_counts as counting
from zhiheng.core.browsing.filters import Filters, Query, read_filters
from zhiheng.core.browsing.high_value import HighValue, high_value_on
from zhiheng.core.browsing.legal_states import STATES_OF, StateOnDay, state_on
from zhiheng.core.browsing.pages import Page, PageRequest, all_rows, read_order, read_page
from zhiheng.core.browsing.privacy import masked
from zhiheng.core.browsing.records import Record, find_record, record_key
from zhiheng.core.declarations.models import Register
from zhiheng.core.engine import DuckEngine
from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.core.feeds.cells import read_date
from zhiheng.core.lake.schema import LINEAGE
from zhiheng.office.registers import lake
from zhiheng.office.registers.enums import ImportState
from zhiheng.office.registers.models import Import, SetAsideRow

EXPORT_BATCH = 10_000


@dataclass(frozen=True)
class RegisterSummary:
    """A register on the overview: how many rows, and when it was last written."""

    register: Register
    rows: int
    written_at: datetime | None


def register_summaries() -> list[RegisterSummary]:
    """Return every register with its size."""
    summaries = []
    ordered = sorted(lake.catalogue().registers.values(), key=lambda each: each.order)
    for register in ordered:
        size = lake.lake().size(register.name)
        told = (0, None) if size is None else (size.rows, size.written_at)
        summaries.append(RegisterSummary(register, *told))
    return summaries


def version_known_on(register: Register, text: str) -> int | None:
    """Return the version that was the newest at the end of a day; None for today's."""
    if not text:
        return None
    day = read_date(text)
    if day is None:
        raise InputError.of("date.impossible", received=text)
    end = timezone.make_aware(datetime.combine(day, time.max))
    version = lake.lake().version_at(register.name, end)
    if version is None:
        raise NotFoundError.of("register.nothing_known_yet", register=register.title.zh, on=day)
    return version


def register_page(
    name: str, query: Query, *, rows: int, unmasked: bool
) -> tuple[PageRequest, Page]:
    """Return one page of a register as the address asks for it."""
    register = lake.catalogue().register(name)
    filters = read_filters(register, query, unmasked=unmasked)
    request = PageRequest(
        filters=filters,
        order=read_order(register, _first(query, "sort")),
        after=_first(query, "after"),
        before=_first(query, "before"),
        rows=rows,
        version=version_known_on(register, _first(query, "known_on")),
        others=_others(filters, query),
    )
    page = read_page(lake.engine(), request)
    return request, page if unmasked else _masked_page(register, page)


def register_rows(name: str, query: Query, *, unmasked: bool) -> Iterator[dict[str, Any]]:
    """Return every row that passes the filters, with lineage, for an export.

    What is wrong with the filters is raised here, before the first row is asked for: once a
    download has begun it is too late to say so.
    """
    register = lake.catalogue().register(name)
    filters = read_filters(register, query, unmasked=unmasked)
    if filters.problems:
        raise InputError(*filters.problems)
    engine = lake.engine()
    table = engine.table(register, version=version_known_on(register, _first(query, "known_on")))
    columns = [*(column.name for column in register.columns), *LINEAGE.names[:-1]]
    expression = all_rows(filters, table, columns, _others(filters, query))
    if isinstance(engine, DuckEngine):
        batches: Iterator[Any] = iter(engine.stream(expression, rows=EXPORT_BATCH))
    else:
        batches = iter(engine.run(expression).to_batches(EXPORT_BATCH))
    rows = (row for batch in batches for row in batch.to_pylist())
    return rows if unmasked else (masked(register, row) for row in rows)


def row_count(name: str, query: Query) -> int:
    """Return how many rows pass the filters."""
    register = lake.catalogue().register(name)
    version = version_known_on(register, _first(query, "known_on"))
    filters = read_filters(register, query)
    table = lake.engine().table(register, version=version)
    chosen = filters.apply(table, _others(filters, query))
    return int(lake.engine().run(chosen.count().as_table())[0][0].as_py())


def version_or_none_known_on(register: Register, text: str) -> int | None:
    """Return `version_known_on`, -1, the empty version, where nothing was known by then."""
    try:
        return version_known_on(register, text)
    except NotFoundError:
        return -1


def _others(filters: Filters, query: Query) -> dict[str, ir.Table]:
    """Return the tables of the registers by which the filters leave rows out."""
    registers = [lake.catalogue().register(each.register_) for each in filters.without]
    known_on = _first(query, "known_on")
    return {
        each.name: lake.engine().table(each, version=version_or_none_known_on(each, known_on))
        for each in registers
    }


def record(name: str, number: str, *, known_on: str = "") -> Record:
    """Return one record with everything that hangs on it."""
    register = lake.catalogue().register(name)
    version_known_on(register, known_on)  # says so where nothing was known yet
    versions = _versions_known_on(known_on)
    return find_record(lake.engine(), lake.catalogue(), name, number, versions=versions)


def legal_state(name: str, number: str, *, on: date) -> tuple[Record, StateOnDay]:
    """Return a record and its legal state on a day; `name` is a register that has states."""
    found = record(name, number)
    register = lake.catalogue().register(STATES_OF[name])
    begins_on = found.values.get("begins_on")
    return found, state_on(register, found.states, on, begins_on=begins_on)


def high_value(number: str, *, on: date) -> HighValue:
    """Return whether a granted invention is of high value on a day; others are refused."""
    found = record("patents", number)
    if found.high_value is None:
        raise InputError.of("high_value.no_granted_invention", received=key_of(found))
    return high_value_on(found.high_value, lake.catalogue(), on=on)


def high_value_counts(
    by: counting.Group, *, days: Sequence[date], division: str
) -> counting.Counts:
    """Count the high-value patents of a division and all below it on each day, by group."""
    return counting.counts(
        lake.engine(), lake.catalogue(), by=by, days=days, division=division or lake.city()
    )


def key_of(found: Record) -> str:
    """Return a record's key as one text."""
    return record_key(found.register, found.values)


def _versions_known_on(text: str) -> dict[str, int | None] | None:
    """Return the version of every register at the end of a day; None without a day."""
    if not text:
        return None
    versions: dict[str, int | None] = {}
    for name, register in lake.catalogue().registers.items():
        try:
            versions[name] = version_known_on(register, text)
        except NotFoundError:
            versions[name] = None
    return versions


def imports() -> QuerySet[Import]:
    """Return all imports, newest first."""
    return Import.objects.select_related("requested_by")


def last_import() -> Import | None:
    """Return the import that was finished last."""
    return imports().filter(state=ImportState.FINISHED).order_by("-finished_at").first()


def import_run(pk: int) -> Import:
    """Return one import."""
    found = imports().filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("import.not_found", received=pk)
    return found


def import_by_id(import_id: str) -> Import | None:
    """Return the import whose id a row carries."""
    return Import.objects.filter(import_id=import_id).first()


def set_aside_rows(
    *, run: int | None = None, state: str = "", register: str = "", code: str = ""
) -> QuerySet[SetAsideRow]:
    """Return the rows that were set aside, narrowed by what is given."""
    rows = SetAsideRow.objects.select_related("import_run")
    given = {"import_run_id": run, "state": state, "register": register, "first_code": code}
    return rows.filter(**{name: value for name, value in given.items() if value})


def set_aside_row(pk: int) -> SetAsideRow:
    """Return one row that was set aside."""
    found = SetAsideRow.objects.select_related("import_run", "corrected_in").filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("set_aside.not_found", received=pk)
    return found


def set_aside_codes() -> list[tuple[str, int]]:
    """Return the kinds of problem that occur, with how many rows each."""
    counted = SetAsideRow.objects.values_list("first_code").annotate(rows=Count("pk"))
    return list(counted.order_by("first_code"))


def as_of_day(text: str) -> date:
    """Read the day a figure is asked for; today without text."""
    day = read_date(text.strip()) if text.strip() else timezone.localdate()
    if day is None:
        raise InputError.of("date.impossible", received=text)
    return day


def _masked_page(register: Register, page: Page) -> Page:
    rows = [masked(register, row) for row in page.rows]
    return Page(rows, page.total, page.previous, page.next)


def _first(query: Query, name: str) -> str:
    return next(iter(query.get(name, ())), "").strip()
