"""Overview, list and definition of a register as plain data for templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiheng.core.browsing.filters import FROM, IN_FORCE_ON, TO, WITHOUT, WITHOUT_ON, Query
from zhiheng.core.browsing.pages import Page, PageRequest
from zhiheng.core.browsing.records import record_key
from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.declarations.models import Column, Register
from zhiheng.core.identifiers.divisions import load_divisions
from zhiheng.core.lake.tables import Commit
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import as_known, division_name, language, said, shown
from zhiheng.office.registers.queries import RegisterSummary

PAGING = ("after", "before", "page")
TYPES = {
    "string": gettext_lazy("text"),
    "text": gettext_lazy("long text"),
    "date": gettext_lazy("date"),
    "integer": gettext_lazy("whole number"),
    "decimal": gettext_lazy("number"),
    "strings": gettext_lazy("several texts"),
    "texts": gettext_lazy("several long texts"),
}


@dataclass(frozen=True)
class Cell:
    """One cell: its text, or its texts where the column holds several; perhaps a link.

    On a phone, where a row is a card, `label` stands before it.
    """

    label: str
    texts: Sequence[str]
    href: str = ""
    look: str = ""


@dataclass(frozen=True)
class Choice:
    """One value to choose from in a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class FilterField:
    """One filter of the list page, filled in as the address has it."""

    name: str
    label: str
    kind: str
    hint: str = ""
    value: str = ""
    low: str = ""
    high: str = ""
    is_date: bool = False
    choices: Sequence[Choice] = ()


@dataclass(frozen=True)
class Heading:
    """A column's heading; `sort` is empty where the list cannot be sorted by it."""

    label: str
    hint: str
    sort: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class RegisterPage:
    """The list page of a register."""

    register: Register
    title: str
    description: str
    total: int
    headings: Sequence[Heading]
    rows: Sequence[Sequence[Cell]]
    main_filters: Sequence[FilterField]
    more_filters: Sequence[FilterField]
    more_open: bool
    problems: Sequence[str]
    active: Sequence[str]
    sort: str
    known_on: str
    division_alone: str
    first: str
    previous: str
    next: str
    exports: Mapping[str, str]


def register_page(request: PageRequest, page: Page, query: Query) -> RegisterPage:
    """Return the list page of a register."""
    register = request.filters.register
    listed = [column for column in register.columns if column.listed]
    known_on = _first(query, "known_on").strip()
    filtered = _filtered(register, withheld=request.filters.withheld)
    fields = [_filter_field(column, query) for column in filtered]
    main = [f for f, c in zip(fields, filtered, strict=True) if c.listed]
    more = [f for f in fields if f not in main]
    if register.validity:
        label, hint = _("In force on"), _("Rows in force on that day")
        main.append(FilterField(IN_FORCE_ON, label, "day", hint, value=_first(query, IN_FORCE_ON)))
    if register.exclusions:
        more += _exclusion_fields(register, query)
    return RegisterPage(
        register=register,
        title=said(register.title),
        description=said(register.description),
        total=page.total,
        headings=[_heading(column) for column in listed],
        rows=[_row(register, listed, row, known_on) for row in page.rows],
        main_filters=main,
        more_filters=more,
        more_open=any(f.value or f.low or f.high or _chosen(f) for f in more),
        problems=[problem_text(problem, language()) for problem in request.filters.problems],
        active=[f.label for f in [*main, *more] if f.value or f.low or f.high or _chosen(f)],
        sort=str(request.order),
        known_on=known_on,
        division_alone=_first(query, "division_alone"),
        first=_address(query),
        previous=_address(query, before=page.previous) if page.previous else "",
        next=_address(query, after=page.next) if page.next else "",
        exports={
            ending: reverse("registers:export", args=(register.name, ending)) + _address(query)
            for ending in ("csv", "xlsx", "json")
        },
    )


@dataclass(frozen=True)
class Overview:
    """One register on the overview."""

    name: str
    title: str
    description: str
    rows: int
    written_at: datetime | None


@dataclass(frozen=True)
class DefinedColumn:
    """One column on the definition page."""

    name: str
    title: str
    description: str
    kind: str
    unit: str
    inid: str
    is_key: bool
    is_personal: bool


@dataclass(frozen=True)
class Definition:
    """The definition page of a register."""

    name: str
    title: str
    description: str
    source: str
    defects: str
    columns: Sequence[DefinedColumn]
    tables: Sequence[tuple[str, Sequence[str]]]
    commits: Sequence[Commit]


def overview(summaries: Sequence[RegisterSummary]) -> list[Overview]:
    """Return the registers of the overview."""
    return [
        Overview(
            summary.register.name,
            said(summary.register.title),
            said(summary.register.description),
            summary.rows,
            summary.written_at,
        )
        for summary in summaries
    ]


def definition(register: Register, commits: Sequence[Commit]) -> Definition:
    """Return the definition page of a register."""
    return Definition(
        name=register.name,
        title=said(register.title),
        description=said(register.description),
        source=said(register.source),
        defects=said(register.defects) if register.defects else "",
        columns=[
            DefinedColumn(
                column.name,
                said(column.title),
                said(column.description),
                str(TYPES[column.type]),
                column.unit,
                column.inid,
                column.name in register.key,
                column.personal,
            )
            for column in register.columns
        ],
        tables=[
            (said(column_map.title), [mapped.headings[0] for mapped in column_map.columns.values()])
            for column_map in register.column_maps
        ],
        commits=commits[:20],
    )


def _filtered(register: Register, *, withheld: frozenset[str]) -> list[Column]:
    return [column for column in register.columns if column.filter and column.name not in withheld]


def _exclusion_fields(register: Register, query: Query) -> list[FilterField]:
    """Return the filters by which rows are left out that another register takes out."""
    left = query.get(WITHOUT, ())
    choices = [
        Choice(each.name, said(each.title), each.name in left) for each in register.exclusions
    ]
    label, hint = _("Left out by"), _("Only what had been taken out by that day")
    return [
        FilterField(WITHOUT, _("Left out"), "choice", choices=choices),
        FilterField(WITHOUT_ON, label, "day", hint, value=_first(query, WITHOUT_ON)),
    ]


def _filter_field(column: Column, query: Query) -> FilterField:
    label, hint = said(column.title), said(column.description)
    chosen = list(query.get(column.name, ()))
    if column.filter == "range":
        low, high = _first(query, column.name + FROM), _first(query, column.name + TO)
        is_date = column.type == "date"
        return FilterField(column.name, label, "range", hint, low=low, high=high, is_date=is_date)
    if column.filter == "choice":
        choices = [
            Choice(value, said(wording), value in chosen)
            for value, wording in column.choices.items()
        ]
        return FilterField(column.name, label, "choice", hint, choices=choices)
    if column.filter == "division":
        choices = _divisions(chosen)
        return FilterField(column.name, label, "division", hint, choices=choices)
    return FilterField(column.name, label, "text", hint, value=_first(query, column.name))


def _divisions(chosen: Sequence[str]) -> list[Choice]:
    city = lake.city()
    codes = [city, *load_divisions().children_of(city)]
    codes += [code for code in chosen if code and code not in codes]
    return [Choice(code, division_name(code), code in chosen) for code in codes]


def _chosen(given: FilterField) -> bool:
    return any(choice.chosen for choice in given.choices)


def _heading(column: Column) -> Heading:
    return Heading(
        said(column.title),
        said(column.description),
        column.name if column.sortable else "",
        column.type in ("integer", "decimal"),
    )


def _row(
    register: Register, listed: list[Column], row: Mapping[str, Any], known_on: str
) -> list[Cell]:
    key = record_key(register, dict(row))
    href = as_known(reverse("registers:record", args=(register.name, key)), known_on)
    return [
        Cell(
            said(column.title),
            shown(column, row[column.name]),
            href if column.name in (register.key[0], register.label) else "",
            _look(column),
        )
        for column in listed
    ]


def _look(column: Column) -> str:
    """Return the style class of a column's cells: numbers right, days and codes unbroken."""
    if column.type in ("integer", "decimal"):
        return "number"
    if column.type == "date":
        return "cell-day"
    if column.identifier in ("application_number", "document_number", "uscc", "ipc"):
        return "cell-code"
    return "cell-word" if column.choices else ""


def _address(query: Query, **cursor: str) -> str:
    pairs = [
        (name, value)
        for name, values in query.items()
        if name not in PAGING
        for value in values
        if value
    ]
    return "?" + urlencode([*pairs, *cursor.items()], quote_via=quote)


def _first(query: Query, name: str) -> str:
    return next(iter(query.get(name, ())), "")
