"""Passages that moved: what is left over on both sides of an alignment and says the same.

Exact: a passage is a run of at least `LEAST` characters that agrees letter for letter. Found by a
table of all runs of that length on the one side, walked through once on the other; a passage goes
to the first place that is still free, and no character belongs to two.
"""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 16  # characters; shorter phrases recur in honest texts (“根据权利要求1所述的装置”)
MOST_PLACES = 8  # looked at for one run, so that repeated text costs no more than other text

Passage = tuple[int, int, int]  # begin, end, number of the passage from 1
Begins = dict[str, list[tuple[int, int]]]


def moved_passages(
    different: Sequence[tuple[str, str]],
) -> list[tuple[list[Passage], list[Passage]]]:
    """Return for each pair of differing stretches its passages that moved, in A and in B."""
    found: list[tuple[list[Passage], list[Passage]]] = [([], []) for _ in different]
    taken = [bytearray(len(b)) for _, b in different]
    places = _places([b for _, b in different])
    passage = 0
    for stretch, (a, _) in enumerate(different):
        begin = 0
        while begin + LEAST <= len(a):
            place = _free(places.get(a[begin : begin + LEAST], ()), taken)
            if place is None:
                begin += 1
                continue
            there, first = place
            length = _length(a, begin, different[there][1], first, taken[there])
            passage += 1
            found[stretch][0].append((begin, begin + length, passage))
            found[there][1].append((first, first + length, passage))
            taken[there][first : first + length] = b"\1" * length
            begin += length
    return found


def _places(texts: Sequence[str]) -> Begins:
    places: Begins = {}
    for number, text in enumerate(texts):
        for begin in range(len(text) - LEAST + 1):
            known = places.setdefault(text[begin : begin + LEAST], [])
            if len(known) < MOST_PLACES:
                known.append((number, begin))
    return places


def _free(places: Sequence[tuple[int, int]], taken: list[bytearray]) -> tuple[int, int] | None:
    for number, begin in places:
        if not any(taken[number][begin : begin + LEAST]):
            return number, begin
    return None


def _length(text: str, begin: int, other: str, first: int, taken: bytearray) -> int:
    length, most = LEAST, min(len(text) - begin, len(other) - first)
    while (
        length < most
        and not taken[first + length]
        and text[begin + length] == other[first + length]
    ):
        length += 1
    return length
