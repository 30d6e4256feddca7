"""Reading what stands after a field that is no text: dates, classes, statuses, divisions."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from functools import lru_cache

from zhiheng.core.characters import fold
from zhiheng.core.declarations.models import Register, SearchField
from zhiheng.core.errors import InputError
from zhiheng.core.identifiers.divisions import FunctionalArea, load_divisions
from zhiheng.core.identifiers.ipc import normalise_ipc
from zhiheng.core.identifiers.notation import compact
from zhiheng.core.search.query import Choice, Classification, Range

_DAY = re.compile(r"(\d{4})(?:[-./年]?(\d{1,2})(?:[-./月]?(\d{1,2}))?)?[日月年]?")
_SPAN = re.compile(r"(.*?)(?:\s+TO\s+|\s*(?:\.\.|~|至|到)\s*)(.*)", re.IGNORECASE)
_COMPARED = re.compile(r"(>=|<=|>|<|≥|≤)\s*(.+)")
_CLASS = re.compile(r"[A-HY](?:\d{1,2}(?:[A-Z](?:\d{1,4}(?:/\d{0,6})?)?)?)?")
_OPEN = ("", "*")


def read_range(field: SearchField, text: str) -> Range | None:
    """Return the days meant by `2020`, `2020-05`, `2020 TO 2024`, `>=2020-05-01` …; or None."""
    text = text.strip()
    if compared := _COMPARED.fullmatch(text):
        return _compared(field, *compared.groups())
    if span := _SPAN.fullmatch(text):
        first, last = _end(span[1], last=False), _end(span[2], last=True)
        if isinstance(first, str) or isinstance(last, str) or (first is last is None):
            return None
        return Range(field, first, last)
    days = _days(text)
    return Range(field, *days) if days else None


def read_class(text: str) -> Classification | None:
    """Return the class meant: H01M 10/05, h01m10, a Nice class, a Locarno class; or None."""
    plain = compact(text).rstrip("*")
    if not plain:
        return None
    if _CLASS.fullmatch(plain):
        return Classification(text, class_form(plain))
    if re.fullmatch(r"[0-9]{1,2}(?:-[0-9]{1,3})?|[A-Z0-9./-]{1,16}", plain):
        return Classification(text, class_form(plain))
    return None


def class_form(symbol: str) -> str:
    """Return a class as the index keeps it: canonical where it is of the IPC, without 0 before."""
    return _class_form(symbol)


def class_levels(symbol: str) -> tuple[str, ...]:
    """Return a class and all above it, as the index keeps them: h01m10/0525 → h, h01, h01m …"""
    return _class_levels(symbol)


@lru_cache(maxsize=50_000)
def _class_form(symbol: str) -> str:
    plain = compact(symbol).rstrip("/")
    try:
        # H01M10 is the group with all below it, not its place 10/00 alone.
        return normalise_ipc(plain).lower() if "/" in plain or len(plain) <= 4 else plain.lower()
    except InputError:
        return plain.lower().lstrip("0") or plain.lower()


@lru_cache(maxsize=50_000)
def _class_levels(symbol: str) -> tuple[str, ...]:
    form = _class_form(symbol)
    levels = [form]
    if re.fullmatch(r"[a-hy]\d\d[a-z].*", form):
        levels = [form[:1], form[:3], form[:4], form.split("/")[0], form]
    elif "-" in form:  # Locarno 14-03
        levels = [form.split("-")[0].lstrip("0"), form]
    return tuple(dict.fromkeys(levels))


def read_choice(field: SearchField, text: str, registers: Iterable[Register]) -> Choice | None:
    """Return the stored values that a status, kind or division is called by; or None."""
    if field == "division":
        codes = division_codes(text)
        return Choice(field, text, codes) if codes else None
    asked = fold(text.strip())
    values = {
        value
        for register in registers
        for column in register.columns
        if column.search == field
        for value, wording in column.choices.items()
        if asked in (fold(value), fold(wording.zh), fold(wording.en))
    }
    if not values and not any(_has_choices(register, field) for register in registers):
        values = {text.strip()}
    return Choice(field, text, tuple(sorted(values))) if values else None


def known_values(field: SearchField, registers: Iterable[Register]) -> list[str]:
    """Return the Chinese words of all values of a field, to say what could have been asked."""
    return sorted(
        {
            wording.zh
            for register in registers
            for column in register.columns
            if column.search == field
            for wording in column.choices.values()
        }
    )


@lru_cache(maxsize=1_000)
def division_codes(text: str) -> tuple[str, ...]:
    """Return the codes of the divisions called so, with or without 省, 市, 区 at the end."""
    asked = text.strip()
    divisions = load_divisions()
    if asked.isascii() and asked.isdigit():
        return (asked.ljust(6, "0"),) if len(asked) in (2, 4, 6) else ()
    folded = fold(asked)
    found = [
        each.code
        for each in divisions.by_code.values()
        if folded and _called(fold(each.name), folded)
    ]
    found += [area.code for area in divisions.areas.values() if folded in _names(area)]
    exact = [code for code in found if fold(divisions.name_of(code)) == folded]
    return tuple(exact or found)


def division_levels(code: str) -> tuple[str, ...]:
    """Return a division's code with those above it, by its digits: 440305 → 44, 4403, 440305."""
    return tuple(dict.fromkeys(_trimmed(code[:length]) for length in (2, 4, 6)))


def division_level(code: str) -> str:
    """Return a code as `division_levels` writes it: 440300 → 4403."""
    return _trimmed(code)


def _trimmed(code: str) -> str:
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def _called(name: str, asked: str) -> bool:
    return name == asked or (
        len(asked) > 1 and name.startswith(asked) and name[len(asked) :] in _ENDINGS
    )


_ENDINGS = {
    *(
        "省",
        "市",
        "区",
        "县",
        "盟",
        "旗",
        "自治区",
        "自治州",
        "自治县",
        "特别行政区",
        "新区",
        "地区",
    ),
    *("壮族自治区", "回族自治区", "维吾尔自治区"),
}


def _names(area: FunctionalArea) -> tuple[str, ...]:
    return tuple(fold(each) for each in (area.name, *area.aliases))


def _has_choices(register: Register, field: SearchField) -> bool:
    return any(column.search == field and column.choices for column in register.columns)


def _compared(field: SearchField, sign: str, text: str) -> Range | None:
    days = _days(text.strip())
    if not days:
        return None
    first, last = days
    return {
        ">=": Range(field, first, None),
        "≥": Range(field, first, None),
        ">": Range(field, last + 1, None),
        "<=": Range(field, None, last),
        "≤": Range(field, None, last),
        "<": Range(field, None, first - 1),
    }[sign]


def _end(text: str, *, last: bool) -> int | str | None:
    """Return one end of a span as a day, None where it is open, the text where unreadable."""
    if text.strip() in _OPEN:
        return None
    days = _days(text.strip())
    return days[last] if days else text


def _days(text: str) -> tuple[int, int] | None:
    """Return the first and the last day of a year, a month or a day, as 20200131."""
    found = _DAY.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if not 1 <= year <= 9999 or month > 12 or (found[2] and not month):
        return None
    if not month:
        return year * 10000 + 101, year * 10000 + 1231
    length = calendar.monthrange(year, month)[1]
    if day > length or (found[3] and not day):
        return None
    start = year * 10000 + month * 100
    return (start + day, start + day) if day else (start + 1, start + length)
