"""Every signal at its declared limits over planted rings: found they must be, innocents left alone.

How well it does in a whole city is measured by `benchmarks/screening.py`; here is what must not
break: every kind of ring, unless it is among the weakest, and every look-alike.
"""

from __future__ import annotations

from collections import defaultdict

import pytest

from sample.planted_truth import Truth
from tests.core.screening.planted_scene import planted_scene
from zhiheng.core.screening.declared import packaged
from zhiheng.core.screening.screening import Screening, screen

SEEDS = (3, 5)
WEAKEST = 1 / 3  # in strength; what is weaker may be missed
FOUND = {
    "near-identical": "near-identical",
    "combination-grid": "near-identical",  # its own signal tells it too
    "degraded-claims": "degraded-claims",
    "template-text": "template-text",
    "dispersal": "dispersal",
    "refiling": "refiling",
    "capacity": "capacity",
    "field-spread": "field-spread",
    "transfers": "transfers",
    "inventor-changes": "inventor-changes",
}


@pytest.fixture(scope="module", params=SEEDS)
def screened(request: pytest.FixtureRequest) -> tuple[Screening, dict[str, Truth]]:
    gathered, truth = planted_scene(rings=2, seed=request.param)
    return screen(gathered, packaged()), dict(truth)


@pytest.mark.parametrize("kind", FOUND)
def test_rings_are_found(kind: str, screened: tuple[Screening, dict[str, Truth]]) -> None:
    found, truth = screened
    told = {number for lead in found.leads if lead.signal == FOUND[kind] for number in lead.filings}
    rings: dict[str, set[str]] = defaultdict(set)
    for number, each in truth.items():
        if each.kind == kind and each.behaviour and each.strength >= WEAKEST:
            rings[each.ring].add(number)
    assert rings
    for ring, numbers in rings.items():
        assert 2 * len(numbers & told) >= len(numbers), f"{ring}: {len(numbers & told)} told"


def test_look_alikes_are_left_alone(screened: tuple[Screening, dict[str, Truth]]) -> None:
    found, truth = screened
    innocent = {n for n, each in truth.items() if not each.behaviour and each.role == "member"}
    assert len(innocent) > 150
    blamed = {
        (lead.signal, truth[number].kind)
        for lead in found.leads
        for number in lead.filings
        if number in innocent
    }
    assert not blamed


def test_the_leads_of_one_hand_are_one_ring(screened: tuple[Screening, dict[str, Truth]]) -> None:
    found, truth = screened
    for ring in found.rings:
        hands = {truth[number].ring for lead in ring.leads for number in lead.filings}
        assert len(hands) == 1
