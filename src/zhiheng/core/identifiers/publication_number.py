"""Publication numbers: country or organisation (ST.3), number, kind of document (ST.16).

`CN110083831A`, `CN 110083831 A`, `WO 2024/123456 A1`, `EP1234567B1`: separators mean nothing;
the canonical text has none. Chinese numbers are checked further, by their three series:

* 1985 to 1988 the application number without check digit: `CN85100312A`;
* seven digits from 1989: `CN1030001A`;
* nine digits since 2007: `CN110083831A`. The grant keeps the number of the publication.

In the last two the first digit tells the right: 1 invention, 2 utility model, 3 design.

Publication numbers carry no check digit: a mistyped digit that keeps the shape goes unnoticed.
Numbers of other offices are split and brought to one form (`office_forms`), not judged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.identifiers.explanation import Step
from zhiheng.core.identifiers.notation import compact
from zhiheng.core.identifiers.office_forms import office_form, without_words
from zhiheng.core.identifiers.offices import OFFICE_CODES
from zhiheng.core.identifiers.rights import Right

_SEPARATORS = str.maketrans("", "", "-/,.")
_SHAPE = re.compile(r"([A-Z]{2})([A-Z]{0,2}[0-9]{1,13})([A-Z][0-9]?)?")
_WELL_FORMED = re.compile(r"CN([1-3])[0-9]{8}([ABCUYSD])[1-9]?").fullmatch
_CN_SERIES = re.compile(r"8[5-8][1-3][0-9]{5}|[1-3][0-9]{6}|[1-3][0-9]{8}")
_CN_APPLICATION = re.compile(r"(?:19|20)[0-9]{2}[12389][0-9]{7,8}")
_RIGHTS = {"1": Right.INVENTION, "2": Right.UTILITY_MODEL, "3": Right.DESIGN}
_RIGHTS_OF_KIND = {
    "A": Right.INVENTION,
    "B": Right.INVENTION,
    "C": Right.INVENTION,
    "U": Right.UTILITY_MODEL,
    "Y": Right.UTILITY_MODEL,
    "S": Right.DESIGN,
    "D": Right.DESIGN,
}


@dataclass(frozen=True, slots=True)
class PublicationNumber:
    """A publication: ST.3 code, number without separators, kind code (`""` if not given)."""

    country: str
    number: str
    kind: str

    def __str__(self) -> str:
        return f"{self.country}{self.number}{self.kind}"

    @property
    def right(self) -> Right | None:
        """Return the kind of right a Chinese number tells; None for other offices."""
        return _RIGHTS[_right_digit(self.number)] if self.country == "CN" else None


def normalise_publication_number(text: str) -> str:
    """Return the canonical text; raise `InputError` for what is not a publication number."""
    match = _WELL_FORMED(text)
    if match and _RIGHTS_OF_KIND[match[2]] is _RIGHTS[match[1]]:
        return text
    return str(parse_publication_number(text))


def parse_publication_number(text: str) -> PublicationNumber:
    """Read a publication number; raise `InputError` with everything that is wrong."""
    number = _split(text)
    problems = _problems(text, number)
    if number is None or problems:
        raise InputError(*problems)
    return number


def publication_number_problems(text: str) -> list[Problem]:
    """Return everything that is wrong with the text as a publication number."""
    return _problems(text, _split(text))


def explain_publication_number(text: str) -> list[Step]:
    """Show how the number is split; raises `InputError` where it cannot be."""
    number = parse_publication_number(text)
    steps = [
        Step("国别或组织代码（ST.3）", "Country or organisation (ST.3)", number.country),
        Step("文献号", "Document number", number.number),
    ]
    if number.right:
        label = ("专利类型", "Kind of right")
        steps.append(Step(*label, f"{_right_digit(number.number)} → {number.right.wording}"))
    if number.kind:
        steps.append(Step("文献种类代码（ST.16）", "Kind of document (ST.16)", number.kind))
    return [*steps, Step("规范写法", "Canonical form", str(number))]


def _split(text: str) -> PublicationNumber | None:
    match = _SHAPE.fullmatch(without_words(compact(text)).translate(_SEPARATORS))
    if match is None:
        return None
    country, number, kind = match[1], match[2], match[3] or ""
    return PublicationNumber(country, office_form(country, number, kind), kind)


def _right_digit(number: str) -> str:
    return number[2] if len(number) == 8 else number[0]


def _problems(text: str, number: PublicationNumber | None) -> list[Problem]:
    if number is None:
        return [Problem("publication_number.malformed", {"received": text})]
    if number.country == "ZL" or (
        number.country == "CN" and _CN_APPLICATION.fullmatch(number.number)
    ):
        return [Problem("publication_number.is_application_number", {"received": text})]
    if number.country not in OFFICE_CODES:
        values = {"received": text, "country": number.country}
        return [Problem("publication_number.country", values)]
    return _chinese_problems(text, number) if number.country == "CN" else []


def _chinese_problems(text: str, number: PublicationNumber) -> list[Problem]:
    problems = []
    known_series = _CN_SERIES.fullmatch(number.number) is not None
    if not known_series:
        values = {"received": text, "number": number.number}
        problems.append(Problem("publication_number.series", values))
    right = _RIGHTS_OF_KIND.get(number.kind[:1])
    if number.kind and right is None:
        values = {"received": text, "kind": number.kind}
        problems.append(Problem("publication_number.kind", values))
    if known_series and right not in (None, number.right):
        values = {
            "received": text,
            "kind": number.kind,
            "digit": _right_digit(number.number),
        }
        problems.append(Problem("publication_number.kind_mismatch", values))
    return problems
