"""The text of a document as lines for a page, with the passages that something was read from.

Where passages lie in each other, a stretch belongs to the shortest of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

# More text than this on one page, and a browser begins to labour; longer documents come in parts.
LONGEST_PART = 60_000
_HEADING = re.compile(
    r"\s*(?:#|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节部])"
)


@dataclass(frozen=True)
class Mark:
    """A passage to be shown: its span, what it is called on the page, where a click leads."""

    start: int
    end: int
    key: str
    href: str
    style: str
    title: str


@dataclass(frozen=True)
class Segment:
    """A stretch of a line: plain, or of a passage.

    `keys` names every passage with just this span (a table row may hold two indicators), `anchors`
    those of them that begin here.
    """

    text: str
    mark: Mark | None = None
    keys: str = ""
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line of the document; `start` and `end` are where it stands in the text."""

    number: int
    start: int
    end: int
    segments: tuple[Segment, ...]
    is_heading: bool = False


@dataclass(frozen=True)
class Part:
    """A stretch of a document that one page shows, whole lines of it."""

    number: int
    start: int
    end: int


def parts_of(text: str, longest: int = LONGEST_PART) -> list[Part]:
    """Return the parts of a document, each of whole lines, one where the text is short."""
    parts: list[Part] = []
    start = 0
    while start < len(text) or not parts:
        end = len(text)
        if end - start > longest:
            cut = text.rfind("\n", start, start + longest) + 1
            end = cut if cut > start else start + longest
        parts.append(Part(len(parts) + 1, start, end))
        start = end
    return parts


def part_at(parts: Sequence[Part], position: int) -> Part:
    """Return the part that holds a position; the last one for a position behind the text."""
    return next((part for part in parts if position < part.end), parts[-1])


def lines_of(text: str, part: Part, marks: Sequence[Mark]) -> list[Line]:
    """Return the lines of a part that hold something, with passages in them."""
    begun: set[str] = set()
    number = text.count("\n", 0, part.start) + 1
    lines = []
    position = part.start
    # Not splitlines: pages of a PDF are kept apart by form feeds inside of lines.
    for line in text[part.start : part.end].split("\n"):
        end = position + len(line)
        if line.strip():
            segments = tuple(_segments(text, position, end, marks, begun))
            heading = len(line) < 60 and bool(_HEADING.match(line))
            lines.append(Line(number, position, end, segments, heading))
        number += 1
        position = end + 1
    return lines


@dataclass(frozen=True)
class Entry:
    """A heading in the outline of a document: the part and the line that it opens."""

    title: str
    depth: int
    part: int
    line: int


def entries_of(
    outline: Sequence[Mapping[str, Any]], text: str, parts: Sequence[Part]
) -> list[Entry]:
    """Return the outline of a document with where on its pages each heading stands."""
    entries = []
    line, counted = 1, 0
    for head in outline:
        line, counted = line + text.count("\n", counted, head["start"]), head["start"]
        part = part_at(parts, head["start"]).number
        entries.append(Entry(head["title"], head["depth"], part, line))
    return entries


def _segments(
    text: str, start: int, end: int, marks: Sequence[Mark], begun: set[str]
) -> Iterator[Segment]:
    here = [mark for mark in marks if mark.start < end and mark.end > start]
    edges = {start, end}
    edges.update(edge for mark in here for edge in (mark.start, mark.end) if start < edge < end)
    cuts = sorted(edges)
    for left, right in pairwise(cuts):
        over = [mark for mark in here if mark.start <= left and mark.end >= right]
        mark = min(over, key=lambda each: each.end - each.start, default=None)
        if mark is None:
            yield Segment(text[left:right])
            continue
        keys = [each.key for each in over if (each.start, each.end) == (mark.start, mark.end)]
        anchors = tuple(key for key in keys if key not in begun)
        begun.update(anchors)
        yield Segment(text[left:right], mark, " ".join(keys), anchors)


def lines_between(text: str, first: int, last: int) -> tuple[int, int] | None:
    """Return the span from the first to the last line (counted from 1), or None if empty."""
    first, last = sorted((first, last))
    lines = text.split("\n")
    if first < 1 or last > len(lines):
        return None
    start = sum(len(line) + 1 for line in lines[: first - 1])
    span = start, start + len("\n".join(lines[first - 1 : last]))
    return span if text[slice(*span)].strip() else None
