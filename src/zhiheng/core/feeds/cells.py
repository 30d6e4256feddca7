"""Turning the text of one field into a typed value, or into the problem with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from zhiheng.core.declarations.models import Column, MappedColumn
from zhiheng.core.errors import InputError, Problem
from zhiheng.core.feeds.records import Value, received_text
from zhiheng.core.identifiers.agency_code import normalise_agency_code
from zhiheng.core.identifiers.application_number import normalise_application_number
from zhiheng.core.identifiers.divisions import normalise_division_code
from zhiheng.core.identifiers.foreign_application import normalise_foreign_application
from zhiheng.core.identifiers.ipc import normalise_ipc
from zhiheng.core.identifiers.publication_number import normalise_publication_number
from zhiheng.core.identifiers.registration_number import (
    normalise_layout_design_number,
    normalise_licence_number,
    normalise_plant_variety_number,
    normalise_pledge_number,
    normalise_software_number,
    normalise_works_number,
)
from zhiheng.core.identifiers.right_number import normalise_right_number
from zhiheng.core.identifiers.trademark_classes import (
    normalise_nice_class,
    normalise_similar_group,
    normalise_vienna_code,
    split_codes,
    split_nice_classes,
)
from zhiheng.core.identifiers.trademark_number import normalise_trademark_number
from zhiheng.core.identifiers.uscc import normalise_uscc

DATE = re.compile(
    r"(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d\d)(\d\d))(?:[ T]00:00(?::00(?:\.0+)?)?)?"
)
DAY_FIRST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})", re.ASCII)
# Commas in a number must stand before groups of three; "1,5" could be one and a half.
GROUPED = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
EMPTY = {"", "-", "--", "—", "无", "null", "NULL", "None", "N/A"}
# China has patents since 1985; a foreign priority may go back to the Paris Convention.
EARLIEST = date(1883, 1, 1)
# As far as application numbers go; registers write 9999-12-31 where they have no date.
LATEST = date(2099, 12, 31)
INTEGER_LIMIT = 2**63
LINE_BREAK = re.compile("\n")
ADDRESS_SEPARATORS = re.compile(r"\s*[;；|\n]\s*")
LIST_SEPARATORS = re.compile(
    r"\s*[;；|\n]\s*|\s*,\s(?!(?:co|corp|gmbh|inc|limited|llc|ltd|s\.a)\b)(?=\S)", re.IGNORECASE
)


def read_date(text: str) -> date | None:
    """Read a day in any notation offices use; raises `InputError` when it cannot exist."""
    if not text or not text.strip("0"):
        return None
    day = None
    try:
        if len(text) == 8 and text.isdecimal():  # as in all official XML: read without a pattern
            day = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
        elif found := DATE.fullmatch(text.strip()):
            day = date(*(int(part) for part in found.groups() if part))
    except ValueError:
        pass  # the thirtieth of February and the like
    if day is None or not EARLIEST <= day <= LATEST:
        raise InputError.of("date.impossible", received=received_text(text))
    return day


def _year_first(text: str) -> str:
    """Turn 31/12/2024 into 2024-12-31; other notations are returned as they are."""
    found = DAY_FIRST.fullmatch(text.strip())
    return f"{found[3]}-{found[2]}-{found[1]}" if found else text


def read_cell(raw: object, column: Column, mapped: MappedColumn) -> Value:
    """Read one cell of a table for a column; raises `InputError` with the reason."""
    if mapped.values and isinstance(raw, str | int | float):
        raw = mapped.values.get(_text(raw), raw)
    if raw is None or (isinstance(raw, str) and raw.strip() in EMPTY):
        return None
    if mapped.pattern:
        raw = _part(_text(raw), mapped.pattern)
    if mapped.raw:
        return _text(raw)
    if column.type in ("strings", "texts"):
        return _read_list(raw, column, mapped.separators)
    if column.type == "date":
        text = raw.date().isoformat() if isinstance(raw, datetime) else _text(raw)
        return read_date(_year_first(text) if mapped.dates == "day-first" else text)
    if column.type in ("integer", "decimal"):
        return _read_number(raw, column, mapped.multiply)
    text = _text(raw)
    if column.choices and text not in column.choices:
        expected = "、".join([*mapped.values, *column.choices])
        raise InputError.of("cell.not_a_choice", received=received_text(text), expected=expected)
    return read_identifier(text, column)


def _part(text: str, pattern: str) -> str:
    """Return what the first group of the pattern finds in the text."""
    found = re.search(pattern, text)
    if found is None:
        raise InputError.of("cell.part_missing", received=received_text(text), expected=pattern)
    return found[1]


def read_identifier(text: str, column: Column) -> str:
    """Bring a number or symbol into its canonical form; other text is returned as it is."""
    normalise = NORMALISERS.get(column.identifier or "")
    return normalise(text) if normalise else text


def _read_list(raw: object, column: Column, also: str) -> list[str]:
    # A claim holds semicolons of its own; only a line break ends it.
    separators = LIST_SEPARATORS
    if column.type == "texts":
        separators = LINE_BREAK
    elif column.name == "addresses":  # their commas are their own
        separators = ADDRESS_SEPARATORS
    split = SPLITTERS.get(column.identifier or "", separators.split)
    parted = dict.fromkeys(map(ord, also), ";")
    items = raw if isinstance(raw, list) else split(_text(raw).translate(parted))
    texts = [_text(item) for item in items if item is not None]
    return [read_identifier(text, column) for text in texts if text not in EMPTY]


def _read_number(raw: object, column: Column, multiply: int) -> int | float:
    text = _text(raw).replace(" ", "")
    if GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if NUMBER.fullmatch(text):
        number = Decimal(text) * multiply
        if column.type == "decimal" and number.adjusted() < 300:
            return float(number)
        # The exponent is looked at first: 1E+999 as an integer would fill the memory.
        if column.type == "integer" and number.adjusted() < 19:
            whole = int(number)
            if whole == number and abs(whole) < INTEGER_LIMIT:
                return whole
    raise InputError.of("cell.not_a_number", received=received_text(raw), expected=column.type)


def _text(raw: object) -> str:
    if isinstance(raw, dict | list):
        raise InputError.of("cell.nested", received=received_text(raw))
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))  # spreadsheets keep years and codes as floating-point numbers
    return unicodedata.normalize("NFC", str(raw)).strip()


# Codes that stand side by side in one cell, with more between them than names have.
SPLITTERS: dict[str, Callable[[str], list[str]]] = {
    "nice_class": split_nice_classes,
    "similar_group": split_codes,
    "vienna_code": split_codes,
}
NORMALISERS: dict[str, Callable[[str], str]] = {
    "application_number": normalise_application_number,
    "document_number": normalise_publication_number,
    "uscc": normalise_uscc,
    "ipc": normalise_ipc,
    "division": normalise_division_code,
    "trademark_number": normalise_trademark_number,
    "nice_class": normalise_nice_class,
    "similar_group": normalise_similar_group,
    "vienna_code": normalise_vienna_code,
    "layout_design_number": normalise_layout_design_number,
    "software_number": normalise_software_number,
    "works_number": normalise_works_number,
    "plant_variety_number": normalise_plant_variety_number,
    "pledge_number": normalise_pledge_number,
    "licence_number": normalise_licence_number,
    "agency_code": normalise_agency_code,
    "right_number": normalise_right_number,
    "foreign_application": normalise_foreign_application,
}


def problems_of(error: InputError, field: str) -> list[Problem]:
    """Return the problems of a field, naming it."""
    return [
        Problem(p.code, {**p.values, "field": field}, p.file, p.position) for p in error.problems
    ]
