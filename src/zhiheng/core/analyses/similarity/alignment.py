"""Two texts side by side: what both have, what stands in its place, what only one has, what moved.

    alignment = align(claims_of_one, claims_of_the_other)
    for segment in alignment.segments: segment.kind, segment.a, segment.b

The segments in order give both texts back: all `a` joined are the one, all `b` the other. A passage
that both have at different places is told twice, at its place in each, under one passage number.

Method: longest common subsequences (rapidfuzz, bit-parallel and exact), of sentences first, of
clauses between the sentences that agree, of characters between those; Latin words and numbers are
not cut. A few characters that agree by chance amid what differs are counted as differing. Then
whatever is left over on both sides and at least 16 characters long is a passage that moved. Runs of
texts too long for a common subsequence (beyond some 20 000 by 20 000) are split first where a
sequence of eight occurs once in both (patience sorting), and where none does, into even parts.

Limits: a passage that moved and was also reworded is told in the pieces that stayed together. Of
two passages that changed places one counts as kept and the other as moved.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import LCSseq

from zhiheng.core.analyses.similarity.moved_passages import moved_passages

SENTENCE = re.compile(r"[^。！？；!?;\r\n]*[。！？；!?;\r\n]+|[^。！？；!?;\r\n]+")
CLAUSE = re.compile(
    r"[^，、：,:。！？；!?;\r\n]*[，、：,:。！？；!?;\r\n]+|[^，、：,:。！？；!?;\r\n]+"
)
CHARACTER = re.compile(r"[A-Za-z]+|[0-9]+(?:\.[0-9]+)?|.", re.DOTALL)
LEVELS = (SENTENCE, CLAUSE, CHARACTER)

LEAST_KEPT = 6  # characters of whole sentences or clauses; “所述” alone anchors nothing
MOST_CELLS = 400_000_000  # of the table of a common subsequence, one bit each
ANCHOR = 8  # units in a row that occur once in both texts


class Kind(StrEnum):
    """What a segment is to the two texts."""

    SAME = "same"
    REPLACED = "replaced"
    ONLY_A = "only_a"
    ONLY_B = "only_b"
    MOVED = "moved"


@dataclass(frozen=True)
class Segment:
    """A stretch of one text or of both.

    `passage` joins the two places of a passage that moved (1, 2 …), one with an empty `b`, the
    other with an empty `a`; it is 0 for every other kind.
    """

    kind: Kind
    a: str
    b: str
    passage: int = 0


@dataclass(frozen=True)
class Alignment:
    """Two texts as segments in order.

    `shared` is the part of both texts together that both have, moved passages included: twice the
    common characters by the sum of the lengths, 0 to 1; two empty texts share 1.
    """

    segments: tuple[Segment, ...]
    shared: float


@dataclass(frozen=True)
class Piece:
    """A stretch that is the same in both texts, or is not."""

    same: bool
    a: str
    b: str

    @property
    def longer(self) -> int:
        """Return the characters of its longer side."""
        return max(len(self.a), len(self.b))


def align(a: str, b: str) -> Alignment:
    """Align two texts of any length; quick for full descriptions (see benchmarks/results)."""
    pieces = _joined(_aligned(a, b, LEVELS))
    segments = tuple(_segments(pieces))
    common = sum(
        len(each.a) + len(each.b) for each in segments if each.kind in {Kind.SAME, Kind.MOVED}
    )
    return Alignment(segments, common / (len(a) + len(b)) if a or b else 1.0)


def _aligned(a: str, b: str, levels: Sequence[re.Pattern[str]]) -> Iterator[Piece]:
    """Align at the first level, and what differs there at the next ones."""
    if not (a and b and levels) or a == b:
        yield Piece(a == b, a, b)
        return
    level, *finer = levels
    pieces = _joined(_compared(level.findall(a), level.findall(b)))
    if not finer:
        yield from _smoothed(pieces)
        return
    kept = (Piece(piece.same and len(piece.a) >= LEAST_KEPT, piece.a, piece.b) for piece in pieces)
    for piece in _joined(kept):
        if piece.same:
            yield piece
        else:
            yield from _aligned(piece.a, piece.b, finer)


def _compared(a: list[str], b: list[str]) -> Iterator[Piece]:
    """Align two sequences of units by their longest common subsequence."""
    codes: dict[str, str] = {}
    one, other = (
        "".join(codes.setdefault(unit, chr(len(codes))) for unit in units) for units in (a, b)
    )
    for same, begin, end, there, until in _blocks(one, other):
        yield Piece(same, "".join(a[begin:end]), "".join(b[there:until]))


Block = tuple[bool, int, int, int, int]


def _blocks(one: str, other: str) -> Iterator[Block]:
    """Return which stretches of two sequences are the same, and what lies between."""
    here = there = 0
    for begin, beside in _places_to_split(one, other):
        for code in LCSseq.opcodes(one[here:begin], other[there:beside]):
            places = (code.src_start + here, code.src_end + here)
            yield code.tag == "equal", *places, code.dest_start + there, code.dest_end + there
        here, there = begin, beside


def _places_to_split(one: str, other: str) -> Iterator[tuple[int, int]]:
    """Return places in both, rising, the last at their ends; none far from the one before."""
    end = (len(one), len(other))
    here = there = 0
    anchors = _anchors(one, other) if len(one) * len(other) > MOST_CELLS else []
    for begin, beside in [*anchors, end]:
        # What holds nothing that occurs once, such as a line repeated, is cut into even parts.
        parts = math.ceil(math.sqrt((begin - here) * (beside - there) / MOST_CELLS))
        for part in range(1, parts):
            yield here + (begin - here) * part // parts, there + (beside - there) * part // parts
        yield begin, beside
        here, there = begin, beside


def _anchors(one: str, other: str) -> list[tuple[int, int]]:
    """Return places in both, rising, where the same units begin that occur once in each."""
    places = [_single(text) for text in (one, other)]
    both = [(begin, places[1][run]) for run, begin in places[0].items() if run in places[1]]
    both.sort()
    return _rising(both)


def _single(text: str) -> dict[str, int]:
    runs = [text[begin : begin + ANCHOR] for begin in range(len(text) - ANCHOR + 1)]
    counts = Counter(runs)
    return {run: begin for begin, run in enumerate(runs) if counts[run] == 1}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of the pairs that rises in both numbers."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        place = bisect_left(ends, there)
        before.append(last[place - 1] if place else -1)
        if place == len(ends):
            ends.append(there)
            last.append(number)
        else:
            ends[place], last[place] = there, number
    rising, number = [], last[-1] if last else -1
    while number >= 0:
        rising.append(pairs[number])
        number = before[number]
    return rising[::-1]


def _joined(pieces: Iterator[Piece]) -> list[Piece]:
    """Make one of neighbours of one sort, and leave out what is empty."""
    parts: list[tuple[bool, list[str], list[str]]] = []
    for piece in pieces:
        if not piece.longer:
            continue
        if parts and parts[-1][0] == piece.same:
            parts[-1][1].append(piece.a)
            parts[-1][2].append(piece.b)
        else:
            parts.append((piece.same, [piece.a], [piece.b]))
    return [Piece(same, "".join(a), "".join(b)) for same, a, b in parts]


def _smoothed(pieces: list[Piece]) -> list[Piece]:
    """Count what agrees for shorter than both its neighbours differ as differing."""
    smooth: list[Piece] = []
    for piece in pieces:
        while len(smooth) > 1 and not piece.same:
            before, same = smooth[-2:]
            if len(same.a) > min(before.longer, piece.longer):
                break
            piece = Piece(False, before.a + same.a + piece.a, before.b + same.b + piece.b)
            del smooth[-2:]
        smooth.append(piece)
    return smooth


def _segments(pieces: list[Piece]) -> Iterator[Segment]:
    different = [(piece.a, piece.b) for piece in pieces if not piece.same]
    moved = iter(moved_passages(different))
    for piece in pieces:
        if piece.same:
            yield Segment(Kind.SAME, piece.a, piece.b)
            continue
        in_a, in_b = next(moved)
        if not (in_a or in_b):
            yield Segment(_kind(piece), piece.a, piece.b)
            continue
        for begin, end, passage in _covering(in_a, len(piece.a)):
            kind = Kind.MOVED if passage else Kind.ONLY_A
            yield Segment(kind, piece.a[begin:end], "", passage)
        for begin, end, passage in _covering(in_b, len(piece.b)):
            kind = Kind.MOVED if passage else Kind.ONLY_B
            yield Segment(kind, "", piece.b[begin:end], passage)


def _kind(piece: Piece) -> Kind:
    if piece.a and piece.b:
        return Kind.REPLACED
    return Kind.ONLY_A if piece.a else Kind.ONLY_B


def _covering(passages: list[tuple[int, int, int]], length: int) -> Iterator[tuple[int, int, int]]:
    """Return the passages in order with what lies between them, which has the number 0."""
    done = 0
    for begin, end, passage in [*sorted(passages), (length, length, 0)]:
        if begin > done:
            yield done, begin, 0
        if end > begin:
            yield begin, end, passage
        done = end
