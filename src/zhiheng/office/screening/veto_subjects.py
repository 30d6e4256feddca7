"""Whom a question about a veto means: parties and agencies, by number, code or name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.core.analyses.parties.mentions import fold_name
from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.core.identifiers.agency_code import agency_code_problems, normalise_agency_code
from zhiheng.core.identifiers.name_kinds import is_organisation
from zhiheng.core.identifiers.uscc import normalise_uscc, uscc_problems
from zhiheng.office.parties import queries as parties
from zhiheng.office.registers import lake

LONGEST_NAME = 200

Row = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """Whom a question is about: the parties and agencies that what was given leads to.

    `certain` is false where a name leads to several parties, or to a private person, whose name
    others may bear.
    """

    given: str
    parties: tuple[Row, ...] = ()
    agencies: tuple[Row, ...] = ()
    names: frozenset[str] = frozenset()
    certain: bool = True

    @property
    def known(self) -> bool:
        """Tell whether any register names them."""
        return bool(self.parties or self.agencies)

    @property
    def by_number(self) -> bool:
        """Tell whether a number or code was given, not a name."""
        return not _is_name(self.given)

    @property
    def is_person(self) -> bool:
        """Tell whether it may be a private person: one of those found, or of nobody's name."""
        if not self.known:
            return not self.by_number and not is_organisation(self.given)
        return any(row["kind"] == parties.PERSON for row in self.parties)


def subject_of(given: Sequence[str]) -> Subject:
    """Return whom the first of some names leads to; where none does, what the last one says."""
    texts = [each.strip()[:LONGEST_NAME] for each in given if each.strip()]
    if not texts:
        raise InputError.of("veto.nobody")
    for text in texts:
        found = _found(text)
        if found.known:
            return found
    names = [each for each in texts if _is_name(each)]
    keys = frozenset(filter(None, (fold_name(each) for each in names)))
    return Subject(texts[-1], names=keys, certain=False)


def _found(text: str) -> Subject:
    try:
        rows = {row["party"]: row for row in map(_present, parties.find_parties(text))}
    except NotFoundError:
        rows = {}
    found = tuple(rows.values())
    bodies = [row for row in found if row["kind"] != parties.PERSON]
    agencies = _agencies(text, bodies)
    keys = {key for row in bodies for key in row["name_keys"] or ()}
    keys |= {fold_name(str(each["name"] or "")) for each in agencies}
    sure = len(found) <= 1 and (not _is_name(text) or len(bodies) == len(found))
    return Subject(text, found, agencies, frozenset(filter(None, keys)), sure)


def _present(row: Row) -> Row:
    """Return the party that a merged one led to."""
    return parties.party_row(row["party"]) if row["merged_into"] else row


def _is_name(text: str) -> bool:
    is_number = parties.is_party_number(text)
    return bool(uscc_problems(text) and agency_code_problems(text)) and not is_number


def _agencies(text: str, bodies: Sequence[Row]) -> tuple[Row, ...]:
    """Return the licensed agencies with a code, or that are one of some bodies."""
    table = lake.engine().table(lake.catalogue().register("agencies"))
    codes = {row["uscc"] for row in bodies if row["uscc"]}
    if not uscc_problems(text):
        codes.add(normalise_uscc(text))
    names = {name for row in bodies for name in row["names"] or ()}
    if _is_name(text):
        names.add(text)
    chosen = table.uscc.isin(sorted(codes) or [""]) | table.name.isin(sorted(names) or [""])
    if not agency_code_problems(text):
        chosen = chosen | (table.code == normalise_agency_code(text))
    listed = table.filter(chosen).select("code", "name", "uscc").order_by("code")
    found = lake.engine().run(listed).to_pylist()
    if not found and not agency_code_problems(text):
        return ({"code": normalise_agency_code(text), "name": "", "uscc": ""},)
    return tuple(found)
