"""Whom a person means: an applicant by name, code or party number, an agency by code or name.

What nobody is called is an `InputError`: it stands on the form in which it was typed.
"""

from __future__ import annotations

from collections.abc import Collection

from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.core.identifiers.agency_code import agency_code_problems, normalise_agency_code
from zhiheng.office.parties import queries as parties
from zhiheng.office.registers import lake
from zhiheng.office.screening.enums import SpareKind
from zhiheng.office.screening.filing_names import numbers_in, rows_named, written
from zhiheng.office.screening.matters import MARKS, PATENTS, Matter

AGENCIES = "agencies"
MOST_NAMED = 5  # so many of several that bear a name are told


def applicant_of(text: str, *, unmasked: bool) -> tuple[str, str]:
    """Return the number and the name of the party that a person means.

    Who sees private persons masked (not `unmasked`) does not find them by name.
    """
    try:
        row = parties.one_party(text, unmasked=unmasked)
    except NotFoundError as error:
        raise InputError.of("screening.applicant_unknown", received=text.strip()) from error
    return str(row["party"]), str(row["name"])


def agency_of(text: str, matter: Matter = PATENTS) -> tuple[str, str]:
    """Return the code and the name of the agency that a person means.

    A code that the register of agencies does not know is taken as it is: filings may name it.
    Agencies of marks have no code and are told by the name that the register of marks has.
    """
    told = text.strip()
    if matter is MARKS:
        return _agency_of_marks(told)
    table = lake.engine().table(lake.catalogue().register(AGENCIES)).select("code", "name")
    if not agency_code_problems(told):
        code = normalise_agency_code(told)
        found = lake.engine().run(table.filter(table.code == code)).to_pylist()
        return code, str(found[0]["name"] or "") if found else ""
    found = lake.engine().run(table.filter(table.name == told)).to_pylist()
    codes = sorted({str(row["code"]) for row in found})
    if not codes:
        raise InputError.of("screening.agency_unknown", received=told)
    if len(codes) > 1:
        listed = "、".join(codes[:MOST_NAMED])
        raise InputError.of("screening.agency_ambiguous", received=told, expected=listed)
    return codes[0], told


def _agency_of_marks(told: str) -> tuple[str, str]:
    known = lake.rows_with(MARKS.register, "agency", [told]).select("agency").limit(1)
    if not lake.engine().run(known).num_rows:
        raise InputError.of("screening.mark_agency_unknown", received=told)
    return told, told


def filing_of(text: str) -> tuple[str, str]:
    """Return the number and the title of the filing that a person means: of a patent or a mark."""
    told = text.strip()
    for matter, title in ((PATENTS, "title"), (MARKS, "mark_text")):
        try:
            numbers = numbers_in(told, matter)
        except InputError:
            continue
        found = rows_named(matter.register, matter, numbers, (title,))
        if len(found) == 1:
            [(number, row)] = found.items()
            return number, str(row[title] or "")
        if found:
            listed = "、".join(map(written, found))
            raise InputError.of("screening.mark_ambiguous", received=told, expected=listed)
    raise InputError.of("screening.filing_unknown", received=told)


def subject_of(
    kind: str, text: str, *, about: Collection[str] = (), unmasked: bool
) -> tuple[str, str]:
    """Return the value and the name of whom or what an entry of the white list is to spare.

    `about` are the registers that the signals are about for which it is to hold: an agency is one
    of marks where these are marks alone.
    """
    if kind == SpareKind.APPLICANT:
        return applicant_of(text, unmasked=unmasked)
    if kind == SpareKind.FILING:
        return filing_of(text)
    return agency_of(text, MARKS if set(about) == {MARKS.about} else PATENTS)
