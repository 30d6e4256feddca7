"""Rings: leads that hang together, because they name the same filings or parties of one hand.

The strength of a ring is that of all its leads together, 1 − ∏(1 − wᵢ·sᵢ): it only ranks. What
hangs together by an agency alone is no ring: an agency serves many.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zhiheng.core.analyses.parties.units import components
from zhiheng.core.screening.circles import INVENTOR
from zhiheng.core.screening.declared import WEIGHT, Limits
from zhiheng.core.screening.leads import Lead
from zhiheng.core.screening.scene import AnyScene

MOST_NODES = 120  # filings beyond this are told as a number: nobody can read a larger graph
Node = dict[str, Any]


@dataclass(frozen=True)
class Ring:
    """Leads of one ring. `graph` holds `nodes` (id, kind, label, …) and `edges` (from, to, kind).

    `title` names the applicant with most filings. `left_out` in the graph counts filings that were
    too many to draw.
    """

    key: str
    strength: float
    title: str
    leads: tuple[Lead, ...]
    filings: tuple[str, ...]
    parties: tuple[str, ...]
    behaviours: tuple[str, ...]
    graph: Mapping[str, Any]


def rings_of(leads: Sequence[Lead], scene: AnyScene, limits: Mapping[str, Limits]) -> list[Ring]:
    """Return the rings of all leads, the strongest first; every lead is in exactly one."""
    circle_of = {
        number: int(circle)
        for number, circle in zip(scene.filings.numbers, scene.circles.of, strict=True)
    }
    places: dict[str, int] = {}
    firsts, seconds = [], []
    for index, lead in enumerate(leads):
        for name in _ties(lead, circle_of):
            firsts.append(index)
            seconds.append(places.setdefault(name, index))
    roots = components(len(leads), np.array(firsts, np.int32), np.array(seconds, np.int32))
    groups: dict[int, list[Lead]] = defaultdict(list)
    for lead, root in zip(leads, roots.tolist(), strict=True):
        groups[root].append(lead)
    rings = [_ring(group, scene, limits) for group in groups.values()]
    return sorted(rings, key=lambda ring: (-ring.strength, ring.key))


def strength_of(leads: Sequence[Lead], limits: Mapping[str, Limits]) -> float:
    """Return 1 − ∏(1 − w·s) over the strongest lead of each signal."""
    strongest: dict[str, float] = {}
    for lead in leads:
        weighed = limits[lead.signal].number(WEIGHT) * lead.strength
        strongest[lead.signal] = max(weighed, strongest.get(lead.signal, 0.0))
    return 1.0 - float(np.prod([1.0 - each for each in strongest.values()]))


def _ties(lead: Lead, circle_of: Mapping[str, int]) -> Iterator[str]:
    """Yield by what a lead hangs together with others: its filings and their circles."""
    for number in lead.filings:
        yield f"filing {number}"
        if number in circle_of:
            yield f"circle {circle_of[number]}"
    for party in lead.parties:
        yield f"party {party}"


def _ring(leads: list[Lead], scene: AnyScene, limits: Mapping[str, Limits]) -> Ring:
    ordered = sorted(leads, key=lambda lead: (-lead.strength, lead.key))
    filings = sorted({number for lead in leads for number in lead.filings})
    parties = sorted({party for lead in leads for party in lead.parties})
    graph = _graph(filings, ordered, scene)
    named = [node for node in graph["nodes"] if node["kind"] == "applicant"]
    most = max(named, key=lambda node: node["filings"], default=None)
    return Ring(
        key=hashlib.sha256("\0".join(sorted(lead.key for lead in leads)).encode()).hexdigest()[:24],
        strength=strength_of(leads, limits),
        title=most["label"] if most else filings[0] if filings else "",
        leads=tuple(ordered),
        filings=tuple(filings),
        parties=tuple(parties),
        behaviours=tuple(sorted({lead.behaviour for lead in leads})),
        graph=graph,
    )


def _graph(filings: Sequence[str], leads: Sequence[Lead], scene: AnyScene) -> dict[str, Any]:
    """Return who stands behind the filings, drawn as nodes and edges."""
    drawn = [number for number in filings if number in scene.filings.row_of][:MOST_NODES]
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str], str] = {}
    for number in drawn:
        row = scene.filings.row(number)
        nodes[number] = {"id": number, "kind": "filing", "label": row[scene.LABEL]}
        for kind, identity, label in scene.people(row):
            known = nodes.setdefault(
                identity, {"id": identity, "kind": kind, "label": label, "filings": 0}
            )
            known["filings"] += 1
            edges[number, identity] = kind
    _add_bonds(nodes, edges, drawn, scene)
    _add_victims(nodes, edges, leads)
    shared = {name for name, node in nodes.items() if _is_kept(node)}
    return {
        "nodes": [node for name, node in nodes.items() if name in shared],
        "edges": [
            {"from": one, "to": other, "kind": kind}
            for (one, other), kind in edges.items()
            if one in shared and other in shared
        ],
        "left_out": len(filings) - len(drawn),
    }


def _is_kept(node: Node) -> bool:
    """Tell whether a node is drawn: an inventor only where it ties several filings together."""
    return bool(node["kind"] != "inventor" or node["filings"] > 1)


def _add_bonds(
    nodes: dict[str, Node], edges: dict[tuple[str, str], str], drawn: Sequence[str], scene: AnyScene
) -> None:
    """Add what applicants of one circle share: an address, a representative."""
    circles = {int(scene.circles.of[scene.filings.row_of[number]]) for number in drawn}
    for circle in sorted(circles):
        for bond in scene.circles.bonds.get(circle, ()):
            if bond.kind == INVENTOR:
                continue  # drawn beside the filings already
            identity = f"{bond.kind} {bond.value}"
            there = [name for name in bond.applicants if name in nodes]
            if len(there) > 1:
                nodes[identity] = {
                    "id": identity,
                    "kind": bond.kind,
                    "label": bond.value,
                    "filings": 0,
                }
                edges.update({(name, identity): bond.kind for name in there})


def _add_victims(
    nodes: dict[str, Node], edges: dict[tuple[str, str], str], leads: Sequence[Lead]
) -> None:
    """Add whose earlier marks the marks drawn are near, as the evidence of their leads tells."""
    pairs = (each for lead in leads for each in lead.evidence if each.kind == "pair_of_marks")
    for pair in pairs:
        own, names = pair.filings[0], pair.facts.get("b_owner", [])
        parties = pair.facts.get("b_party", [])
        for place, name in enumerate(names if own in nodes else ()):
            identity = (parties[place] if place < len(parties) else "") or f"applicant {name}"
            known = nodes.setdefault(
                identity, {"id": identity, "kind": "victim", "label": name, "filings": 0}
            )
            if known["kind"] == "victim":
                known["filings"] += (own, identity) not in edges
                edges[own, identity] = "victim"
