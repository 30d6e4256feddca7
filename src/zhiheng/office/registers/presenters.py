"""Values of registers in words: choices, divisions, days, numbers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import get_language

from zhiheng.core.declarations.models import Column, Wording
from zhiheng.core.identifiers.divisions import load_divisions
from zhiheng.office.registers import lake


def language() -> str:
    """Return the language of the present page, Chinese where none is active."""
    return get_language() or "zh-hans"


def said(wording: Wording) -> str:
    """Return a declared wording in the language of the present page."""
    return wording.in_language(language())


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


def as_known(address: str, day: str) -> str:
    """Return the address of a record or source as known on a day, today's without one."""
    return f"{address}?{urlencode({'known_on': day})}" if day else address


def division_name(code: str) -> str:
    """Return a division's name within the city, its full name elsewhere, the code if unknown."""
    divisions = load_divisions()
    if code in divisions.areas:
        return divisions.areas[code].name
    if divisions.find(code) is None:
        return code
    own = code.startswith(lake.city()[:4])
    return divisions.name_of(code) if own else divisions.full_name_of(code)
