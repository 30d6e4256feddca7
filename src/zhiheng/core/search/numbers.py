"""What a number typed into a search can be: read by every notation that it fits.

A number that fits two kinds is searched as both; what is wrong with it (a check digit) is told and
it is searched all the same, since the record may bear the mistyped one.
"""

from __future__ import annotations

import re

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.identifiers.application_number import (
    ApplicationNumber,
    application_number_problems,
    parse_application_number,
)
from zhiheng.core.identifiers.application_number import check_digit as check_digit_of
from zhiheng.core.identifiers.notation import compact
from zhiheng.core.identifiers.publication_number import parse_publication_number
from zhiheng.core.identifiers.uscc import parse_uscc
from zhiheng.core.search.query import NumberReading
from zhiheng.core.search.terms import number_form

# Five digits at least: a year, a size or a class is no number of a right.
_LIKELY = re.compile(r"(?=(?:\D*\d){5})[A-Z0-9]{0,4}[A-Z0-9./-]{4,26}")
_DATE = re.compile(r"(?:19|20)\d\d[./-]\d{1,2}(?:[./-]\d{1,2})?")
_CLASS = re.compile(r"[A-HY]\d{2}[A-Z]\d+(?:/\d*)?")
# As people quote numbers: 第6608000号.
_QUOTED = re.compile(r"第?(.*?)号?")
# Recorded works bear the place of recording in front: 国作登字-2023-F-00123456.
_WORKS = re.compile(r"[\u4e00-\u9fff]{1,3}登字-?\d{4}-?[A-Z]-?\d{5,8}")
_PLAIN_DIGITS = re.compile(r"[A-Z]{0,2}\d{5,13}[A-Z]?")


def looks_like_number(text: str) -> bool:
    """Tell whether a word is meant for the number of a right, a document or a body."""
    plain = _unquoted(text)
    if _WORKS.fullmatch(plain):
        return True
    if not plain.isascii() or _DATE.fullmatch(plain) or _CLASS.fullmatch(plain):
        return False
    return _LIKELY.fullmatch(plain) is not None


def is_certain(text: str) -> bool:
    """Tell whether a whole text, blanks left out, is a number whose notation is checked."""
    readings, problems = read_number(text)
    return not problems and any(reading.kind != "number" for reading in readings)


def read_number(text: str) -> tuple[tuple[NumberReading, ...], list[Problem]]:
    """Return everything the number can be, and what is wrong with it."""
    plain = _unquoted(text)
    readings: dict[str, NumberReading] = {}
    problems: list[Problem] = []
    for reading in (_application(plain, problems), _publication(plain), _uscc(plain)):
        if reading:
            readings.setdefault(number_form(reading.canonical), reading)
    form = number_form(plain)
    if form and (not readings or _PLAIN_DIGITS.fullmatch(plain)):
        readings.setdefault(form, NumberReading("number", plain))
    return tuple(readings.values()), problems


def index_forms(text: str, identifier: str | None) -> list[str]:
    """Return the forms under which a stored number is found.

    An application number also without check digit, a publication number also without its kind
    code and country, since that is how they are quoted.
    """
    form = number_form(text)
    forms = [form]
    if identifier == "application_number" and "." in text:
        forms.append(form[:-1])
    elif identifier == "document_number" and (split := _split_publication(text)):
        country, digits = split
        forms += [number_form(country + digits), number_form(digits)]
    return list(dict.fromkeys(each for each in forms if each))


def _unquoted(text: str) -> str:
    found = _QUOTED.fullmatch(compact(text))
    return found[1] if found else compact(text)


def _application(plain: str, problems: list[Problem]) -> NumberReading | None:
    found = application_number_problems(plain)
    if not found:
        return NumberReading("application_number", str(parse_application_number(plain)))
    if [problem.code for problem in found] == ["application_number.check_digit"]:
        problems += found
        digits = re.sub(r"\D", "", plain.split(".")[0])
        digits = digits[:12] if len(digits) >= 12 else digits[:8]
        return NumberReading(
            "application_number", str(ApplicationNumber(digits, check_digit_of(digits)))
        )
    return None


def _publication(plain: str) -> NumberReading | None:
    try:
        return NumberReading("document_number", str(parse_publication_number(plain)))
    except InputError:
        return None


def _uscc(plain: str) -> NumberReading | None:
    try:
        return NumberReading("uscc", str(parse_uscc(plain)))
    except InputError:
        return None


_PUBLICATION = re.compile(r"([A-Z]{2})([A-Z]{0,2}[0-9]{1,13})(?:[A-Z][0-9]?)?")


def _split_publication(text: str) -> tuple[str, str] | None:
    found = _PUBLICATION.fullmatch(text)
    return (found[1], found[2]) if found else None
