"""Rows and records as plain data for templates: words instead of codes, links instead of keys."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhiheng.core.browsing.filters import FROM, IN_FORCE_ON, TO, Query
from zhiheng.core.browsing.pages import Page, PageRequest
from zhiheng.core.browsing.privacy import masked
from zhiheng.core.browsing.records import Record, levels_of, record_key
from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.declarations.models import Column, Register, Wording
from zhiheng.core.identifiers.divisions import load_divisions
from zhiheng.core.lake.tables import Commit
from zhiheng.office.registers import lake
from zhiheng.office.registers.queries import RegisterSummary

# Long texts have a place of their own on the record page.
TEXT_TYPES = ("text", "texts")
PAGING = ("after", "before", "page")


def language() -> str:
    """Return the language of the present page, Chinese where none is active."""
    return get_language() or "zh-hans"


def said(wording: Wording) -> str:
    """Return a declared wording in the language of the present page."""
    return wording.in_language(language())


@dataclass(frozen=True)
class Cell:
    """One cell: its text, or its texts where the column holds several; perhaps a link."""

    texts: Sequence[str]
    href: str = ""
    is_number: bool = False


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
    first: str
    previous: str
    next: str
    exports: Mapping[str, str]


def register_page(request: PageRequest, page: Page, query: Query) -> RegisterPage:
    """Return the list page of a register."""
    register = request.filters.register
    listed = [column for column in register.columns if column.listed]
    fields = [_filter_field(column, query) for column in register.columns if column.filter]
    main = [f for f, c in zip(fields, _filtered(register), strict=True) if c.listed]
    more = [f for f in fields if f not in main]
    if register.validity:
        label, hint = _("In force on"), _("Rows in force on that day")
        main.append(
            FilterField(IN_FORCE_ON, label, "day", hint, value=_first(query, IN_FORCE_ON))
        )
    return RegisterPage(
        register=register,
        title=said(register.title),
        description=said(register.description),
        total=page.total,
        headings=[_heading(column) for column in listed],
        rows=[_row(register, listed, row) for row in page.rows],
        main_filters=main,
        more_filters=more,
        more_open=any(f.value or f.low or f.high or _chosen(f) for f in more),
        problems=[problem_text(problem, language()) for problem in request.filters.problems],
        active=[f.label for f in [*main, *more] if f.value or f.low or f.high or _chosen(f)],
        sort=str(request.order),
        known_on=_first(query, "known_on"),
        first=_address(query),
        previous=_address(query, before=page.previous) if page.previous else "",
        next=_address(query, after=page.next) if page.next else "",
        exports={
            ending: reverse("registers:export", args=(register.name, ending)) + _address(query)
            for ending in ("csv", "xlsx", "json")
        },
    )


def shown(column: Column, value: Any) -> list[str]:
    """Return a value as texts to show: the words of a choice, names of divisions, days."""
    if value is None:
        return []
    if isinstance(value, list):
        return [text for item in value for text in shown(column, item)]
    if column.choices and value in column.choices:
        return [said(column.choices[value])]
    if column.identifier == "division":
        return [division_name(str(value))]
    if isinstance(value, datetime):
        return [timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")]
    if isinstance(value, date):
        return [value.isoformat()]
    if isinstance(value, int) and column.type == "integer":
        return [str(value) if column.name == "year" else f"{value:,}"]
    if isinstance(value, float):
        return [f"{value:,.2f}"]
    return [str(value)]


def division_name(code: str) -> str:
    """Return a division's name within the city, its full name elsewhere, the code if unknown."""
    divisions = load_divisions()
    if code in divisions.areas:
        return divisions.areas[code].name
    if divisions.find(code) is None:
        return code
    own = code.startswith(lake.city()[:4])
    return divisions.name_of(code) if own else divisions.full_name_of(code)


@dataclass(frozen=True)
class Fact:
    """One line of a record: the column's title and INID code, and its texts."""

    label: str
    inid: str
    hint: str
    texts: Sequence[str]
    href: str = ""


@dataclass(frozen=True)
class Classified:
    """One IPC symbol of a record with the titles from its section down to itself."""

    symbol: str
    titles: Sequence[tuple[str, str]]
    href: str


@dataclass(frozen=True)
class Origin:
    """Where a row came from: file, position, digest, import."""

    label: str
    file: str
    position: str
    digest: str
    imported_at: str
    import_id: str
    source: str


@dataclass(frozen=True)
class DocumentText:
    """The long texts of one document."""

    number: str
    stage: str
    published: str
    abstract: str
    claims: Sequence[str]
    description: Sequence[str]
    href: str


@dataclass(frozen=True)
class RecordPage:
    """The page of one record."""

    register: Register
    register_title: str
    title: str
    key: str
    facts: Sequence[Fact]
    classes: Sequence[Classified]
    texts: Sequence[DocumentText]
    events: Sequence[Mapping[str, str]]
    family: Sequence[Mapping[str, str]]
    origins: Sequence[Origin]
    has_family: bool
    status: str = ""
    columns: Sequence[str] = field(default=())


def record_page(record: Record, *, unmasked: bool) -> RecordPage:
    """Return the page of one record."""
    register = record.register
    values = record.values if unmasked else masked(register, record.values)
    documents = [
        document if unmasked else masked(_patent_documents(), document)
        for document in record.documents
    ]
    own_texts = [values] if register.name == "patent-documents" else documents
    return RecordPage(
        register=register,
        register_title=said(register.title),
        title=str(values.get(register.label) or record_key(register, values)),
        key=record_key(register, values),
        facts=_facts(register, values),
        classes=[_classified(symbol, record.class_titles) for symbol in values.get("ipc") or []],
        texts=[_document_text(document) for document in own_texts],
        events=[_event(event, unmasked=unmasked) for event in record.events],
        family=[_relative(row) for row in record.family],
        origins=_origins(record),
        has_family=register.name == "patents",
        status=_status(register, values),
    )


def origin(register: Register, lineage: Mapping[str, Any], key: str, label: str) -> Origin:
    """Return where a row came from, with the way to its source."""
    at = lineage["imported_at"]
    return Origin(
        label=label,
        file=str(lineage["source_file"]),
        position=str(lineage["source_position"]),
        digest=str(lineage["source_digest"]),
        imported_at=timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S") if at else "",
        import_id=str(lineage["import_id"]),
        source=reverse("registers:source", args=(register.name, key)),
    )


def cells_of(received: str) -> dict[str, str]:
    """Return the cells of a line of a table that was set aside; empty for other records."""
    try:
        cells = json.loads(received)
    except ValueError:
        return {}
    if not isinstance(cells, dict):
        return {}
    return {str(name): "" if cell is None else str(cell) for name, cell in cells.items()}


def _patent_documents() -> Register:
    return lake.catalogue().register("patent-documents")


def _filtered(register: Register) -> list[Column]:
    return [column for column in register.columns if column.filter]


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


def _row(register: Register, listed: list[Column], row: Mapping[str, Any]) -> list[Cell]:
    href = reverse("registers:record", args=(register.name, record_key(register, dict(row))))
    return [
        Cell(
            shown(column, row[column.name]),
            href if column.name in (register.key[0], register.label) else "",
            column.type in ("integer", "decimal"),
        )
        for column in listed
    ]


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


def _facts(register: Register, values: Mapping[str, Any]) -> list[Fact]:
    apart = {"ipc", "documents"} if register.name == "patents" else {"ipc"}
    return [
        Fact(
            said(column.title),
            column.inid,
            said(column.description),
            shown(column, values[column.name]),
        )
        for column in register.columns
        if column.type not in TEXT_TYPES and column.name not in apart and values[column.name]
    ]


def _classified(symbol: str, titles: Mapping[str, str]) -> Classified:
    known = [(level, titles[level]) for level in levels_of(symbol) if level in titles]
    href = reverse("registers:list", args=("patents",)) + "?" + urlencode({"ipc": symbol})
    return Classified(symbol, known, href)


def _document_text(document: Mapping[str, Any]) -> DocumentText:
    register = _patent_documents()
    number = str(document["document_number"])
    return DocumentText(
        number=number,
        stage="".join(shown(register.column("stage"), document["stage"])),
        published=str(document["publication_date"] or ""),
        abstract=document["abstract"] or "",
        claims=document["claims"] or [],
        description=(document["description"] or "").split("\n") if document["description"] else [],
        href=reverse("registers:record", args=(register.name, number)),
    )


def _event(event: Mapping[str, Any], *, unmasked: bool) -> dict[str, str]:
    register = lake.catalogue().register("legal-events")
    row = dict(event) if unmasked else masked(register, dict(event))
    return {
        "date": str(row["event_date"]),
        "event": row["event"],
        "details": row["details"] or "",
        "source": reverse("registers:source", args=(register.name, record_key(register, row))),
    }


def _relative(row: Mapping[str, Any]) -> dict[str, str]:
    register = lake.catalogue().register("patents")
    return {
        "number": row["application_number"],
        "title": row["title"] or "",
        "right": "".join(shown(register.column("right"), row["right"])),
        "status": "".join(shown(register.column("status"), row["status"])),
        "filed": str(row["filing_date"] or ""),
        "href": reverse("registers:record", args=(register.name, row["application_number"])),
    }


def _origins(record: Record) -> list[Origin]:
    if not record.documents:
        key = record_key(record.register, record.values)
        return [origin(record.register, record.lineage, key, "")]
    register = _patent_documents()
    return [
        origin(register, document, document["document_number"], document["document_number"])
        for document in record.documents
    ]


def _status(register: Register, values: Mapping[str, Any]) -> str:
    if not register.has_column("status"):
        return ""
    return "".join(shown(register.column("status"), values["status"]))


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
        source=register.source,
        defects=register.defects,
        columns=[
            DefinedColumn(
                column.name,
                said(column.title),
                said(column.description),
                column.type,
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
