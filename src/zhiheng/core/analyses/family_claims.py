"""How applications name each other: priorities and related applications, as texts of many offices.

`CN 201810000001.0 20180101`, `US 62/123,456 2018-01-01`, `continuation US 12/345678 A 20100101`,
`pct-filing PCT/CN2019/082830 20190416`. A number that is all noughts names nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from zhiheng.core.errors import InputError
from zhiheng.core.identifiers.application_number import normalise_application_number
from zhiheng.core.identifiers.foreign_application import normalise_foreign_application

DAY = re.compile(r"((?:18|19|20)\d\d)-?(\d\d)-?(\d\d)")
OFFICE = re.compile(r"[A-Z]{2}")
KIND = re.compile(r"[A-Z]\d?|00")
RELATION = re.compile(r"[a-z][a-z-]*")
SEPARATORS = str.maketrans("", "", " -/,.")
# What follows these words is the number of a publication; those of offices look like applications.
PUBLICATIONS = ("publication", "publishing")
BASES = {"division": "division", "divisional": "division", "pct": "pct", "371": "pct"}
PRIORITY, CONTINUATION, PCT = "priority", "continuation", "pct"


@dataclass(frozen=True)
class Claim:
    """An application that another names: canonical with its office, the day given, and as what."""

    named: str
    day: date | None
    basis: str


@lru_cache(maxsize=200_000)
def read_claim(text: str, *, is_priority: bool) -> Claim | None:
    """Return what a priority or related application names; None where it names nothing."""
    words = text.split()
    relation = ""
    while words and RELATION.fullmatch(words[0]):
        relation = f"{relation} {words.pop(0)}"
    day = _day(words.pop()) if len(words) > 1 and DAY.fullmatch(words[-1]) else None
    if len(words) > 1 and KIND.fullmatch(words[-1]):
        words.pop()
    office = words.pop(0) if len(words) > 1 and OFFICE.fullmatch(words[0]) else ""
    named = canonical(office, "".join(words))
    published = any(word in relation for word in PUBLICATIONS)
    if named is None or (published and not named.startswith("WO")):
        return None
    return Claim(named, day, PRIORITY if is_priority else _basis(relation, named))


@lru_cache(maxsize=200_000)
def canonical(office: str, number: str) -> str | None:
    """Return an application with its office in front, canonical where it can be read."""
    if not re.search(r"[1-9]", number):
        return None
    whole = number if number.startswith(("PCT", office or "?")) else f"{office}{number}"
    try:
        if whole.startswith("CN"):
            return f"CN{normalise_application_number(whole)}"
        return normalise_foreign_application(whole)
    except InputError:
        return whole.upper().translate(SEPARATORS)


def _basis(relation: str, named: str) -> str:
    if named.startswith(("PCT", "WO")):
        return PCT
    for word, basis in BASES.items():
        if word in relation:
            return basis
    return CONTINUATION if relation else "division"  # Chinese documents name the parent only


def _day(text: str) -> date | None:
    year, month, day = map(int, DAY.fullmatch(text).groups())  # type: ignore[union-attr]
    try:
        return date(year, month, day)
    except ValueError:
        return None
