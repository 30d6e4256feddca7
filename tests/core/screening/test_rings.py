"""Leads that hang together, their strength together and their graph."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from zhiheng.core.screening.circles import circles_of
from zhiheng.core.screening.declared import LEAST_STRENGTH, WEIGHT, Limits
from zhiheng.core.screening.facts import Facts
from zhiheng.core.screening.filings import Filings
from zhiheng.core.screening.leads import Lead
from zhiheng.core.screening.rings import MOST_NODES, Ring, rings_of, strength_of
from zhiheng.core.screening.scene import Scene

LIMITS = {name: Limits(name, {WEIGHT: 0.5, LEAST_STRENGTH: 0.1}) for name in ("near", "spread")}


def filing(number: str, party: str, **more: Any) -> dict[str, Any]:
    return {
        "application_number": number,
        "title": f"发明{number}",
        "applicants": [f"公司{party}"],
        "applicant_parties": [party],
        "inventors": ["甲"],
        "inventor_parties": [f"I{party}"],
        **more,
    }


def lead(signal: str, *filings: str, strength: float = 0.8, parties: tuple[str, ...] = ()) -> Lead:
    return Lead(signal, "1", filings[0], filings, strength, {}, (), parties=parties)


def rings(rows: list[dict[str, Any]], *leads: Lead) -> list[Ring]:
    filings = Filings.of(rows)
    facts = Facts(on=dt.date(2026, 3, 2))
    return rings_of(leads, Scene(filings, facts, circles_of(filings, facts)), LIMITS)


def test_leads_about_one_circle_are_one_ring_and_strangers_are_another():
    rows = [filing("1", "A"), filing("2", "A"), filing("3", "B")]
    found = rings(rows, lead("near", "1"), lead("spread", "2"), lead("near", "3", strength=0.4))
    assert [ring.filings for ring in found] == [("1", "2"), ("3",)]
    assert found[0].title == "公司A"
    assert sum(len(ring.leads) for ring in found) == 3


def test_a_shared_filing_or_party_ties_leads_together():
    rows = [filing("1", "A"), filing("2", "B"), filing("3", "C")]
    assert len(rings(rows, lead("near", "1", "2"), lead("spread", "2", "3"))) == 1
    tied = (lead("near", "1", parties=("P",)), lead("spread", "3", parties=("P",)))
    assert len(rings(rows, *tied)) == 1


def test_strength_counts_each_signal_once_and_never_reaches_one():
    once = strength_of([lead("near", "1"), lead("near", "2", strength=0.2)], LIMITS)
    assert once == pytest.approx(0.4)
    both = strength_of([lead("near", "1"), lead("spread", "2", strength=0.5)], LIMITS)
    assert both == pytest.approx(1 - 0.6 * 0.75)


def test_an_inventor_is_drawn_where_it_ties_filings_and_an_agency_always():
    rows = [
        filing("1", "A"),
        filing("2", "A"),
        filing("3", "B", agency="某所", agency_code="44201"),
    ]
    (first, second) = rings(rows, lead("near", "1", "2"), lead("near", "3", strength=0.1))
    kinds = {node["id"]: node["kind"] for node in first.graph["nodes"]}
    assert kinds == {"1": "filing", "2": "filing", "A": "applicant", "IA": "inventor"}
    assert {(edge["from"], edge["to"]) for edge in first.graph["edges"]} >= {
        ("1", "A"),
        ("2", "IA"),
    }
    assert "agency:44201" in {node["id"] for node in second.graph["nodes"]}
    assert "IB" not in {node["id"] for node in second.graph["nodes"]}


def test_what_is_too_much_to_draw_is_counted():
    rows = [filing(str(n), "A") for n in range(MOST_NODES + 30)]
    (ring,) = rings(rows, lead("near", *(str(n) for n in range(MOST_NODES + 30))))
    assert ring.graph["left_out"] == 30
    assert len(ring.filings) == MOST_NODES + 30
