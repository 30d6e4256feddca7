"""Whom a person means: an applicant by name, code or party number, an agency by code or name.

What nobody is called is an `InputError`: it stands on the form in which it was typed.
"""

from __future__ import annotations

from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.core.identifiers.agency_code import agency_code_problems, normalise_agency_code
from zhiheng.core.identifiers.application_number import normalise_application_number
from zhiheng.office.parties import queries as parties
from zhiheng.office.registers import lake
from zhiheng.office.screening.enums import SpareKind

AGENCIES, PATENTS = "agencies", "patents"
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


def agency_of(text: str) -> tuple[str, str]:
    """Return the five-digit code and the name of the agency that a person means.

    A code that the register of agencies does not know is taken as it is: filings may name it.
    """
    told = text.strip()
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


def filing_of(text: str) -> tuple[str, str]:
    """Return the number and the title of the filing that a person means."""
    number = normalise_application_number(text.strip())
    table = lake.engine().table(lake.catalogue().register(PATENTS))
    chosen = table.filter(table.application_number == number).select("title")
    found = lake.engine().run(chosen.limit(1)).to_pylist()
    if not found:
        raise InputError.of("screening.filing_unknown", received=text.strip())
    return number, str(found[0]["title"] or "")


def subject_of(kind: str, text: str, *, unmasked: bool) -> tuple[str, str]:
    """Return the value and the name of whom or what an entry of the white list is to spare."""
    if kind == SpareKind.APPLICANT:
        return applicant_of(text, unmasked=unmasked)
    return agency_of(text) if kind == SpareKind.AGENCY else filing_of(text)
