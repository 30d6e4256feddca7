"""Hand-made scenes for the signals that count: what each shows is in the rows alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from zhiheng.core.screening.circles import circles_of
from zhiheng.core.screening.declared import LEAST_STRENGTH, packaged
from zhiheng.core.screening.facts import Facts, PartyFacts
from zhiheng.core.screening.filings import Filings
from zhiheng.core.screening.leads import Lead, sentence
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.signals import signals
from zhiheng.core.screening.sparing import Entry, SparedLead, sieve

ON = date(2026, 3, 2)
BEGIN = date(2024, 1, 8)
Row = dict[str, Any]


def filing(number: str, *parties: str, day: int = 0, **more: Any) -> Row:
    """An invention of some parties, `day` days after `BEGIN`."""
    row: Row = {
        "application_number": number,
        "right": "invention",
        "title": f"装置{number}",
        "filing_date": BEGIN + timedelta(days=day),
        "division": "440305",
        "applicants": [f"公司{party}" for party in parties],
        "applicant_parties": list(parties),
        "ipc_main": "H02K7/18",
        "agency_code": "44200",
    }
    return {**row, **more}


def filings(count: int, *parties: str, **more: Any) -> list[Row]:
    """So many filings, ten days apart."""
    return [
        filing(f"{'-'.join(parties)}/{place}", *parties, day=10 * place, **more)
        for place in range(count)
    ]


def scene(rows: Sequence[Row], *, asked: Iterable[str] | None = None, **facts: Any) -> Scene:
    """A scene of rows; `parties` among the facts may be given as a list."""
    parties = facts.pop("parties", {})
    if not isinstance(parties, Mapping):
        parties = {each.party: each for each in parties}
    known = Facts(on=ON, parties=parties, **facts)
    made = Filings.of(rows, asked=asked)
    return Scene(made, known, circles_of(made, known))


def firm(party: str, **more: Any) -> PartyFacts:
    """An enterprise."""
    return PartyFacts(party, f"公司{party}", **{"kind": "enterprise", "uscc": party, **more})


def leads(signal: str, looked_at: Scene) -> list[Lead]:
    """The leads of a signal by its packaged limits that are strong enough, each one readable."""
    declared = packaged().signal(signal)
    limits = packaged().limits(signal, on=ON)
    found = list(signals()[signal].find(looked_at, limits))
    for lead in found:
        assert 0 <= lead.strength <= 1
        assert lead.items
        assert (lead.signal, lead.behaviour) == (signal, declared.behaviour)
        assert "{" not in sentence(lead, declared).zh + sentence(lead, declared).en
    return [lead for lead in found if lead.strength >= limits.number(LEAST_STRENGTH)]


def through_rules(
    signal: str, looked_at: Scene, *entries: Entry
) -> tuple[list[Lead], list[SparedLead]]:
    """The leads of a signal that are told, and those that a packaged rule or an entry spares."""
    return sieve(leads(signal, looked_at), looked_at, packaged().rules, entries, {})
