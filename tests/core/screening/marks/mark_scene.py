"""Hand-made scenes of marks: what each shows is in the rows alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from zhiheng.core.screening.circles import circles_of
from zhiheng.core.screening.declared import LEAST_STRENGTH, packaged
from zhiheng.core.screening.facts import PartyFacts, Transfer
from zhiheng.core.screening.leads import Lead, sentence
from zhiheng.core.screening.marks.facts import Hit, MarkFacts, NearMark, Step
from zhiheng.core.screening.marks.filings import MarkFilings
from zhiheng.core.screening.marks.protected import ProtectedKind, ProtectedName
from zhiheng.core.screening.marks.scene import MarkScene
from zhiheng.core.screening.screening import Screening, screen
from zhiheng.core.screening.signals import signals
from zhiheng.core.screening.sparing import Entry

ON = date(2026, 3, 2)
BEGIN = date(2024, 1, 8)
Row = dict[str, Any]
# Words that nobody has a mark for, so that only what a test says is near anything.
WORDS = [a + b for a in "岚翊瀚晟珞铄" for b in "栎霏炜沐筠榕颉"]


def key(number: str, nice_class: str = "09") -> str:
    """The row of a mark."""
    return f"{number}~{nice_class}"


def mark(
    number: str, words: str, *parties: str, day: int = 0, nice: str = "09", **more: Any
) -> Row:
    """A mark of some parties, filed `day` days after `BEGIN`."""
    row: Row = {
        "key": key(number, nice),
        "number": number,
        "nice_class": nice,
        "mark_text": words,
        "office": "CN",
        "filing_date": BEGIN + timedelta(days=day),
        "applicants": [f"公司{party}" for party in parties],
        "applicant_parties": list(parties),
        "agency": "某事务所",
        "agency_code": "某事务所",
    }
    return {**row, **more}


def marks(count: int, *parties: str, apart: int = 10, **more: Any) -> list[Row]:
    """So many marks with different words, some days apart."""
    return [
        mark(
            f"{'-'.join(parties)}{n}",
            WORDS[n % len(WORDS)] + str(n),
            *parties,
            day=apart * n,
            **more,
        )
        for n in range(count)
    ]


def scene(rows: Sequence[Row], *, asked: Iterable[str] | None = None, **facts: Any) -> MarkScene:
    """A scene of rows; `parties` among the facts may be given as a list."""
    parties = facts.pop("parties", {})
    if not isinstance(parties, Mapping):
        parties = {each.party: each for each in parties}
    known = MarkFacts(on=ON, parties=parties, **facts)
    made = MarkFilings.of(rows, asked=asked)
    return MarkScene(made, known, circles_of(made, known))


def firm(party: str, **more: Any) -> PartyFacts:
    """An enterprise."""
    return PartyFacts(party, f"公司{party}", **{"kind": "enterprise", "uscc": party, **more})


def near(*keys: str, score: float = 1.0) -> tuple[NearMark, ...]:
    """Earlier marks that a mark is near."""
    return tuple(NearMark(each, score) for each in keys)


def says(kind: ProtectedKind, text: str, **more: Any) -> tuple[Hit, ...]:
    """That a mark is a protected name."""
    return (Hit(ProtectedName(kind, text, source="名录", **more), "same"),)


def step(row: str, what: str, day: int) -> tuple[Step, ...]:
    """That something was decided against a mark, so many days after `BEGIN`."""
    return (Step(row, what, BEGIN + timedelta(days=day), what),)


def sold(row: str, day: int, seller: str, *buyers: str) -> tuple[Transfer, ...]:
    """That a mark was handed on."""
    names = tuple(f"公司{each}" for each in buyers)
    on = BEGIN + timedelta(days=day)
    return (Transfer(row, on, (f"公司{seller}",), names, (seller,), buyers),)


def leads(signal: str, looked_at: MarkScene) -> list[Lead]:
    """The leads of a signal by its packaged limits that are strong enough, each one readable."""
    declared = packaged().signal(signal)
    limits = packaged().limits(signal, on=ON)
    found = list(signals()[signal].find(looked_at, limits))
    for lead in found:
        assert 0 <= lead.strength <= 1
        assert lead.items
        assert (lead.signal, lead.behaviour) == (signal, declared.behaviour)
        assert set(lead.filings) <= set(looked_at.filings.numbers)
        assert {"first_filed", "last_filed"} <= set(lead.facts)
        told = sentence(lead, declared)
        assert "{" not in told.zh + told.en
    return [lead for lead in found if lead.strength >= limits.number(LEAST_STRENGTH)]


def screened(looked_at: MarkScene, *entries: Entry, only: Iterable[str] = ()) -> Screening:
    """A whole screening by the packaged limits and rules."""
    return screen(looked_at, packaged(), entries=entries, only=only)
