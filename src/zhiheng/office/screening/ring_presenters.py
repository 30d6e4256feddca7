"""A ring as a drawing made on the server, and the same as a table.

Columns from left to right: what applicants share, applicants, filings, agencies and inventors.
Filings that hang on the same applicants, agencies and inventors are one box with their number. The
order within a column is that in which lines cross least: a few sweeps, each node at the mean place
of its neighbours. The same ring is always drawn alike.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhiheng.core.browsing.privacy import mask_address, mask_name
from zhiheng.core.identifiers.name_kinds import is_organisation
from zhiheng.office.screening.evidence_presenters import bond_words, number_link
from zhiheng.office.screening.matters import MARKS
from zhiheng.office.screening.models import Ring
from zhiheng.office.screening.quality import AGENCY_PREFIX

COLUMNS: Mapping[str, int] = {
    "address": 0,
    "representative": 0,
    "applicant": 1,
    "filing": 2,
    "agency": 3,
    "inventor": 3,
    "victim": 3,
}
BOX_WIDTH, BOX_HEIGHT, GAP, BETWEEN, MARGIN = 200, 42, 12, 80, 8
SWEEPS = 4
LONGEST = 26  # half-width characters of a label; the whole one is told when it is pointed at
Neighbours = Mapping[str, set[str]]


@dataclass(frozen=True)
class Node:
    """A box: what it stands for, and where its upper left corner is."""

    identity: str
    kind: str
    kind_words: str
    label: str
    short: str
    note: str
    href: str
    x: float = 0
    y: float = 0

    @property
    def text_x(self) -> float:
        """Return where the text of the box begins."""
        return self.x + 10

    @property
    def label_y(self) -> float:
        """Return the base line of the label."""
        return self.y + 18

    @property
    def note_y(self) -> float:
        """Return the base line of the small print."""
        return self.y + 34


@dataclass(frozen=True)
class Edge:
    """A line between two boxes, as SVG wants it."""

    path: str
    kind: str


@dataclass(frozen=True)
class NodeLine:
    """A box in words: what it is, and with what it hangs together."""

    kind: str
    label: str
    href: str
    beside: str


@dataclass(frozen=True)
class Drawing:
    """A ring drawn: its size, its boxes and lines, and the same in words."""

    width: int
    height: int
    nodes: Sequence[Node]
    edges: Sequence[Edge]
    lines: Sequence[NodeLine]
    left_out: int

    @property
    def has_inventors(self) -> bool:
        """Tell whether inventors are drawn, of whom those of one name may stand apart."""
        return any(node.kind == "inventor" for node in self.nodes)


def drawing(ring: Ring, *, unmasked: bool) -> Drawing:
    """Return a ring as it is drawn."""
    graph = ring.graph
    nodes, merged = _boxes(graph, ring.about, unmasked=unmasked)
    beside = _neighbours(graph, merged)
    columns = _ordered(nodes, beside)
    height = max((len(column) for column in columns), default=0)
    placed = {node.identity: node for node in _placed(nodes, columns, height)}
    links = sorted({tuple(sorted(pair)) for pair in _pairs(beside)})
    return Drawing(
        width=len(columns) * (BOX_WIDTH + BETWEEN) - BETWEEN + 2 * MARGIN if columns else 0,
        height=height * (BOX_HEIGHT + GAP) - GAP + 2 * MARGIN if columns else 0,
        nodes=list(placed.values()),
        edges=[_edge(placed[one], placed[other]) for one, other in links],
        lines=_lines(placed, beside),
        left_out=int(graph.get("left_out", 0)),
    )


def _boxes(
    graph: Mapping[str, Any], about: str, *, unmasked: bool
) -> tuple[dict[str, Node], dict[str, str]]:
    """Return the boxes by identity, and the box that each node of the graph is in."""
    around: dict[str, set[str]] = defaultdict(set)
    for edge in graph.get("edges", ()):
        around[edge["from"]].add(edge["to"])
    told = {each["id"]: each for each in graph.get("nodes", ())}
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for identity, each in told.items():
        if each["kind"] == "filing":
            groups[tuple(sorted(around[identity]))].append(identity)
    ordered = [sorted(group) for group in groups.values()]
    boxes = {group[0]: _filings_box(group, told, about) for group in ordered}
    merged = {number: group[0] for group in ordered for number in group}
    for identity, each in told.items():
        if each["kind"] != "filing" and each["kind"] in COLUMNS:
            label = each["label"] if unmasked else _masked(each, graph, told)
            boxes[identity] = _box(each, label)
            merged[identity] = identity
    return boxes, merged


def _filings_box(numbers: Sequence[str], told: Mapping[str, Mapping[str, Any]], about: str) -> Node:
    first = numbers[0]
    link = number_link(first, about=about)
    if len(numbers) == 1:
        label, note, href = link.number, told[first]["label"], link.href
        if about == MARKS.about and note:
            label, note = note, label  # a mark is known by its words
    else:
        label = ngettext("%(number)s filing", "%(number)s filings", len(numbers)) % {
            "number": len(numbers)
        }
        note, href = f"{link.number} …", ""
    return Node(first, "filing", bond_words("filing"), label, _short(label), _short(note), href)


def _box(each: Mapping[str, Any], label: str) -> Node:
    kind = each["kind"]
    words = bond_words(kind)
    filings = int(each.get("filings") or 0)
    note = f"{words} · {filings}" if filings else words
    return Node(each["id"], kind, words, label, _short(label), note, _address(each))


def _address(each: Mapping[str, Any]) -> str:
    identity = str(each["id"])
    if each["kind"] == "agency" and identity.removeprefix(AGENCY_PREFIX).isdigit():
        return reverse("registers:record", args=("agencies", identity.removeprefix(AGENCY_PREFIX)))
    is_party = each["kind"] in ("applicant", "inventor", "victim") and " " not in identity
    return reverse("parties:party", args=(identity,)) if is_party else ""


def _masked(
    each: Mapping[str, Any], graph: Mapping[str, Any], told: Mapping[str, Mapping[str, Any]]
) -> str:
    """Return a label without a private person's name or address."""
    if each["kind"] != "address":
        return mask_name(each["label"])
    owners = [
        told[edge["from"]]["label"]
        for edge in graph.get("edges", ())
        if edge["to"] == each["id"] and edge["from"] in told
    ]
    bodies = all(is_organisation(name) for name in owners)
    return each["label"] if bodies else mask_address(each["label"])


def _short(text: str) -> str:
    """Return as much of a text as fits into a box."""
    room, kept = LONGEST, ""
    for character in text:
        room -= 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if room < 0:
            return f"{kept[:-1]}…"
        kept += character
    return kept


def _neighbours(graph: Mapping[str, Any], merged: Mapping[str, str]) -> dict[str, set[str]]:
    beside: dict[str, set[str]] = {box: set() for box in merged.values()}
    for edge in graph.get("edges", ()):
        one, other = merged.get(edge["from"]), merged.get(edge["to"])
        if one is not None and other is not None and one != other:
            beside[one].add(other)
            beside[other].add(one)
    return beside


def _ordered(nodes: Mapping[str, Node], beside: Neighbours) -> list[list[str]]:
    """Return the columns that hold anything, each in the order in which lines cross least."""
    by_column: dict[int, list[str]] = defaultdict(list)
    for identity in sorted(nodes, key=lambda each: (nodes[each].kind, nodes[each].label, each)):
        by_column[COLUMNS[nodes[identity].kind]].append(identity)
    columns = [by_column[place] for place in sorted(by_column)]
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 else reversed(columns):
            places = _places(columns)
            column.sort(key=lambda each: _mean_place(each, beside, places))
    return columns


def _places(columns: Iterable[Sequence[str]]) -> dict[str, float]:
    """Return where in its column each box is, from 0 to 1."""
    return {
        identity: (place + 0.5) / len(column)
        for column in columns
        for place, identity in enumerate(column)
    }


def _mean_place(identity: str, beside: Neighbours, places: Mapping[str, float]) -> float:
    found = [places[each] for each in beside[identity]]
    return round(sum(found) / len(found), 6) if found else places[identity]


def _placed(
    nodes: Mapping[str, Node], columns: Sequence[Sequence[str]], height: int
) -> Iterable[Node]:
    """Yield the boxes at their places; a column with few is spread over the whole height."""
    for place, column in enumerate(columns):
        step = height / len(column)
        for row, identity in enumerate(column):
            node = nodes[identity]
            x = MARGIN + place * (BOX_WIDTH + BETWEEN)
            y = MARGIN + (step * (row + 0.5) - 0.5) * (BOX_HEIGHT + GAP)
            yield replace(node, x=x, y=round(y, 1))


def _pairs(beside: Neighbours) -> Iterable[tuple[str, str]]:
    return ((one, other) for one, others in beside.items() for other in others)


def _edge(one: Node, other: Node) -> Edge:
    left, right = sorted((one, other), key=lambda node: (node.x, node.y))
    begins = (left.x + BOX_WIDTH, left.y + BOX_HEIGHT / 2)
    ends = (right.x, right.y + BOX_HEIGHT / 2)
    middle = (begins[0] + ends[0]) / 2
    path = (
        f"M{begins[0]:.1f},{begins[1]:.1f} C{middle:.1f},{begins[1]:.1f}"
        f" {middle:.1f},{ends[1]:.1f} {ends[0]:.1f},{ends[1]:.1f}"
    )
    kinds = {left.kind, right.kind} - {"filing", "applicant"}
    return Edge(path, next(iter(sorted(kinds)), "applicant"))


def _lines(placed: Mapping[str, Node], beside: Neighbours) -> list[NodeLine]:
    return [
        NodeLine(
            kind=node.kind_words,
            label=node.label,
            href=node.href,
            beside="、".join(sorted(placed[each].label for each in beside[identity])) or _("none"),
        )
        for identity, node in placed.items()
    ]
