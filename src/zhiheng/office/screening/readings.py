"""What the registers say of the filings of a finding: their heads, and the texts of some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import ibis

from zhiheng.core.screening.gathering import READ
from zhiheng.core.screening.reading import read_numbers
from zhiheng.office.registers import lake
from zhiheng.office.screening.filing_names import rows_named
from zhiheng.office.screening.matters import MARKS, PATENTS, Matter
from zhiheng.office.screening.models import Finding
from zhiheng.office.screening.quality import AGENCY_PREFIX

Row = dict[str, Any]
HEADS: Mapping[str, Sequence[str]] = {
    PATENTS.register: (
        *("right", "title", "status", "filing_date", "division"),
        *("applicants", "inventors", "agency", "agency_code", "ipc_main"),
    ),
    MARKS.register: (
        *("mark_text", "mark_kind", "status", "filing_date", "registration_date"),
        *("division", "owners", "agency"),
    ),
}


def heads(numbers: Sequence[str], matter: Matter) -> dict[str, Row]:
    """Return what the register says of each filing that it knows."""
    return rows_named(matter.register, matter, numbers, HEADS[matter.register])


def last_filing_day(*, until: date, matter: Matter) -> date | None:
    """Return the newest filing date that the register knows by a day."""
    table = lake.engine().table(lake.catalogue().register(matter.register))
    chosen = table.filter(table.filing_date <= ibis.date(until))
    found = lake.engine().run(chosen.aggregate(last=chosen.filing_date.max()))
    last: date | None = found["last"][0].as_py()
    return last


def texts(numbers: Sequence[str]) -> dict[str, Row]:
    """Return patent filings with their newest abstracts, claims and descriptions."""
    engine, catalogue = lake.engine(), lake.catalogue()
    tables = {name: engine.table(catalogue.register(name)) for name in READ}
    rows = read_numbers(engine, tables, numbers, descriptions=True).to_pylist()
    return {row["application_number"]: row for row in rows}


def names_in(finding: Finding) -> dict[str, str]:
    """Return the names of the parties and agencies that a finding has by number or code.

    Agencies of marks have no code: they are parties, or told by name.
    """
    evidence: Sequence[Mapping[str, Any]] = finding.evidence
    spreads = [each["facts"] for each in evidence if each["kind"] == "spread"]
    codes = {code for each in spreads if each["by"] == "agency" for code in each["counts"]}
    codes |= {
        each.removeprefix(AGENCY_PREFIX)
        for each in finding.parties
        if each.startswith(AGENCY_PREFIX)
    }
    parties = {each for each in finding.parties if not each.startswith(AGENCY_PREFIX)}
    parties |= {bond["value"] for each in spreads for bond in each.get("bonds", ())}
    if finding.about == MARKS.about:
        return _names("parties", "party", parties | codes)
    return {**_names("agencies", "code", codes), **_names("parties", "party", parties)}


def _names(register: str, key: str, values: set[str]) -> dict[str, str]:
    if not values:
        return {}
    chosen = lake.rows_with(register, key, values).select(key, "name")
    return {row[key]: row["name"] for row in lake.engine().run(chosen).to_pylist() if row["name"]}
