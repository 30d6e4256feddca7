"""Small scenes for the text signals: filings written out, everything else left empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from zhiheng.core.screening.circles import circles_of
from zhiheng.core.screening.declared import Change, packaged
from zhiheng.core.screening.facts import Facts
from zhiheng.core.screening.filings import Filings
from zhiheng.core.screening.leads import Lead, sentence
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.signals import signals

ON = date(2026, 1, 1)
# Things no filing can help having: what signals must read without raising.
BAD = [
    {"application_number": "bad-1"},
    {"application_number": "bad-2", "abstract": "无", "claims": [""], "applicants": ["甲公司"]},
    {
        "application_number": "bad-3",
        "abstract": "。，；",
        "claims": ["1."],
        "applicants": ["甲公司"],
    },
    {
        "application_number": "bad-4",
        "claims": ["技术领域\n本发明涉及一种风扇。\n背景技术\n现有风扇噪声大。"],
        "applicants": ["甲公司"],
        "filing_date": date(2025, 1, 2),
    },
    {
        "application_number": "bad-5",
        "abstract": "The utility model discloses a kind of fan, include base and motor.",
        "claims": ["1. A kind of fan, characterized in that: include base, motor, blade."],
        "applicants": ["甲公司"],
        "filing_date": date(2025, 1, 3),
    },
    {
        "application_number": "bad-6",
        "abstract": "ATGCATGCATTGCCATGGATGC" * 30,
        "claims": ["1. SEQ ID NO: 1 " + "ATGCATGCATTGCCATGGATGC" * 30],
        "applicants": ["甲公司"],
        "filing_date": date(2025, 1, 4),
    },
    {
        "application_number": "bad-7",
        "abstract": "ATGGATGCATTGCCATGGATGA" * 30,
        "claims": ["1. SEQ ID NO: 2 " + "ATGGATGCATTGCCATGGATGA" * 30],
        "applicants": ["甲公司"],
        "filing_date": date(2025, 1, 5),
    },
]


def filing(number: str, claim: str = "", **columns: Any) -> dict[str, Any]:
    """Return one filing of 甲公司 on the first day of 2025 unless told otherwise."""
    return {
        "application_number": number,
        "right": "invention",
        "title": "一种装置",
        "filing_date": date(2025, 1, 1),
        "applicants": ["甲公司"],
        "claims": [claim] if claim else [],
        **columns,
    }


def scene_of(
    rows: Sequence[Mapping[str, Any]], *, asked: Iterable[str] | None = None, **facts: Any
) -> Scene:
    """Return a scene of these filings; all are asked about unless `asked` names some."""
    filings, known = Filings.of(rows, asked=asked), Facts(on=ON, **facts)
    return Scene(filings, known, circles_of(filings, known))


def leads_of(signal: str, scene: Scene, **changed: float) -> list[Lead]:
    """Return the leads strong enough to be told; each has a sentence in both languages."""
    declared = packaged()
    changes = [Change(signal, name.replace("_", "-"), to, ON) for name, to in changed.items()]
    limits = declared.limits(signal, on=ON, changes=changes)
    found = list(signals()[signal].find(scene, limits))
    for lead in found:
        told = sentence(lead, declared.signal(signal))
        assert told.zh
        assert told.en
        assert 0 <= lead.strength <= 1
        assert set(lead.filings) <= set(scene.filings.numbers)
        assert lead.items
    return [lead for lead in found if lead.strength >= limits.number("least-strength")]
