"""Whose filings a finding is about: one filer a filing, the first applicant that it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.core.browsing.privacy import mask_name
from zhiheng.core.errors import NotFoundError, PersonError
from zhiheng.core.identifiers.name_kinds import is_organisation
from zhiheng.office.parties.queries import party_row
from zhiheng.office.registers import lake
from zhiheng.office.screening.filing_names import rows_named, written
from zhiheng.office.screening.matters import PATENTS, Matter, matter_of
from zhiheng.office.screening.models import Finding

MENTIONS = "party-mentions"
Row = dict[str, Any]


@dataclass(frozen=True)
class Filer:
    """Somebody with the filings of theirs that are asked about, in order.

    `key` names the filer: the number of the party, or the name where no party is known. `listed`
    are the filings as a paper lists them, `filed` their days.
    """

    key: str
    name: str
    is_person: bool
    uscc: str
    division: str
    agencies: tuple[str, ...]
    filings: tuple[str, ...]
    listed: tuple[str, ...]
    filed: tuple[date | None, ...]

    @property
    def shown(self) -> str:
        """Return the name as lists show it: that of a private person is masked."""
        return mask_name(self.name) if self.is_person else self.name


def filers_of(findings: Iterable[Finding]) -> list[Filer]:
    """Return whose filings some findings are about, those with most filings first.

    All are about one register. A filing that it does not know has nobody; where no filing is known,
    that is told.
    """
    findings = list(findings)
    matter = matter_of(findings[0].about) if findings else PATENTS
    numbers = list(dict.fromkeys(number for each in findings for number in each.filings))
    rows = rows_named(matter.register, matter, numbers, _columns(matter))
    parties = _parties(list(rows), matter)
    grouped: dict[str, list[Row]] = {}
    for number in numbers:
        row = rows.get(number)
        if row is not None and row[matter.owners]:
            name = row[matter.owners][0]
            beside = str(row.get(matter.beside) or "")
            told = {"filing": number, "name": name, "beside": beside, **row}
            grouped.setdefault(parties.get((number, name), name), []).append(told)
    if not grouped:
        raise NotFoundError.of("screening.no_filer", received="、".join(numbers[:3]) or "—")
    found = [_filer(key, some) for key, some in grouped.items()]
    return sorted(found, key=lambda filer: (-len(filer.filings), filer.name))


def _columns(matter: Matter) -> tuple[str, ...]:
    return tuple(filter(None, (matter.owners, "division", "agency", "filing_date", matter.beside)))


def _filer(key: str, rows: Sequence[Row]) -> Filer:
    party = _party(key)
    name = str(party["name"]) if party else rows[0]["name"]
    divisions = [str(row["division"]) for row in rows if row["division"]]
    return Filer(
        key=key,
        name=name,
        is_person=party["kind"] == "person" if party else not is_organisation(name),
        uscc=str(party["uscc"] or "") if party else "",
        division=next(iter(divisions), "") or lake.city(),
        agencies=tuple(dict.fromkeys(row["agency"] for row in rows if row["agency"])),
        filings=tuple(row["filing"] for row in rows),
        listed=tuple(written(row["filing"], row["beside"]) for row in rows),
        filed=tuple(row["filing_date"] for row in rows),
    )


def _party(key: str) -> Row | None:
    try:
        return party_row(key)
    except PersonError:
        return None


def _parties(numbers: Sequence[str], matter: Matter) -> Mapping[tuple[str, str], str]:
    """Return the party of each applicant by filing and name, for all filings at once."""
    table = lake.rows_with(MENTIONS, "record", numbers)
    of_applicants = (table.register == matter.register) & (table.column == matter.owners)
    chosen = table.filter(of_applicants).select("record", "name", "party")
    rows = lake.engine().run(chosen).to_pylist()
    return {(row["record"], row["name"]): row["party"] for row in rows}
