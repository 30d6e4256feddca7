"""The table of contents of a plan, made from its text: number and title, depth, position."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.core.plans.layout import read_layout
from zhiheng.core.plans.outline import Numbered
from zhiheng.core.plans.tree import Node, build_outline


@dataclass(frozen=True)
class Heading:
    """One heading; `depth` counts from 0, `start` is where it stands in the extracted text."""

    title: str
    depth: int
    start: int


def read_headings(text: str) -> list[Heading]:
    """Return the headings that open a piece of the outline, in reading order."""
    root = build_outline(read_layout(text)).root
    return [
        Heading(_title(node.head), _depth(node), node.head.whole.span[0])
        for node in root.walk()
        if node.head
    ]


def _title(head: Numbered) -> str:
    closed = not head.number or head.number[-1] in "）)"
    return head.number + ("" if closed else " ") + head.title.text


def _depth(node: Node) -> int:
    depth, above = 0, node.parent
    while above and above.head:
        depth, above = depth + 1, above.parent
    return depth
