"""From which earlier texts of others is a text pieced together?

    pieced = pieced_together(texts, circles, filed, published, asked, most_circles=20)

A passage is eight neighbouring characters (of texts without standard phrases, see `alike`). What
stands in more circles than `most_circles` are phrases of the trade and do not count. Of each text
asked about, the sources are chosen one after the other: the text of another circle, published
before the day of filing, that has most of the passages not yet found; up to `MOST_SOURCES`.

All passages are sorted once, so that work grows with the texts and not with their pairs. Beyond
`MOST_PASSAGES` one passage in two, four … is looked at, by its value and so the same ones in every
text; shares are then estimates. Passages are compared by a hash of 64 bits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhiheng.core.analyses.similarity.shingles import SIZE, Numbers, longest, mixed, read_shingles
from zhiheng.core.analyses.similarity.texts import Bytes, Places, Texts
from zhiheng.core.compiling import compiled

LENGTH = 8  # characters of a passage: the 3-grams at 0, 3 and 5 tell it
LAST = LENGTH - SIZE
MOST_PASSAGES = 16_000_000  # held at a time, 16 bytes each
MOST_SOURCES = 4
MOST_READ = 200  # texts looked at for one passage
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Pieced:
    """Of each text: its passages that count, its sources (-1: none), and what each one brings.

    `sources` and `brings` have shape (texts, MOST_SOURCES); a passage is counted for the first
    source that has it.
    """

    counting: Places
    sources: Places
    brings: Places


def pieced_together(
    texts: Texts,
    circles: Places,
    filed: Places,
    published: Places,
    asked: Flags,
    *,
    most_circles: int,
    least_brought: float = 0.0,
) -> Pieced:
    """Return what the texts asked about are pieced together of; days are ordinals.

    Texts of one circle have to stand together. A source that brings a smaller part of the counting
    passages than `least_brought` is none.
    """
    every = 1
    while len(texts.data) / 3 / every > MOST_PASSAGES:
        every *= 2
    passages, rows = _passages(texts.data, texts.bounds, np.uint64(every))
    order = np.argsort(passages, kind="stable")
    passages, rows = passages[order], rows[order]
    begins = np.append(np.flatnonzero(_begin(passages)), len(passages))
    counting = np.zeros(len(texts), np.int64)
    sources = np.full((len(texts), MOST_SOURCES), -1, np.int64)
    brings = np.zeros((len(texts), MOST_SOURCES), np.int64)
    known = _few(rows, begins, circles, most_circles)
    of_text = np.argsort(rows, kind="stable")
    upto = np.searchsorted(rows[of_text], np.arange(len(texts) + 1))
    group_of = np.repeat(np.arange(len(begins) - 1), np.diff(begins))
    _piece(
        *(rows, begins, known, group_of[of_text], upto, circles, filed, published, asked),
        *(least_brought, counting, sources, brings),
    )
    return Pieced(counting, sources, brings)


def _begin(passages: Numbers) -> Flags:
    first = np.ones(len(passages), np.bool_)
    first[1:] = passages[1:] != passages[:-1]
    return first


@compiled
def _passages(data: Bytes, bounds: Places, every: np.uint64) -> tuple[Numbers, Places]:
    """Return the distinct passages of every text and the text of each, text after text."""
    grams = np.empty(longest(bounds, np.arange(len(bounds) - 1)) + 1, np.uint64)
    found, rows, count = np.empty(1024, np.uint64), np.empty(1024, np.int64), 0
    for text in range(len(bounds) - 1):
        length = read_shingles(data, bounds[text], bounds[text + 1], grams)
        own = np.empty(max(0, length - LAST), np.uint64)
        kept = 0
        for place in range(length - LAST):
            value = mixed(mixed(mixed(grams[place]) ^ grams[place + SIZE]) ^ grams[place + LAST])
            if value % every == 0:
                own[kept] = value
                kept += 1
        distinct = np.unique(own[:kept])
        while count + len(distinct) > len(found):
            found = np.concatenate((found, np.empty_like(found)))
            rows = np.concatenate((rows, np.empty_like(rows)))
        found[count : count + len(distinct)] = distinct
        rows[count : count + len(distinct)] = text
        count += len(distinct)
    return found[:count], rows[:count]


@compiled
def _few(rows: Places, begins: Places, circles: Places, most: int) -> Flags:
    """Tell of every passage whether it stands in few enough circles."""
    few = np.zeros(len(begins) - 1, np.bool_)
    for group in range(len(few)):
        different = 1
        for place in range(begins[group] + 1, begins[group + 1]):
            different += circles[rows[place]] != circles[rows[place - 1]]
        few[group] = different <= most
    return few


@compiled
def _piece(
    rows: Places,
    begins: Places,
    known: Flags,
    group_of: Places,
    upto: Places,
    circles: Places,
    filed: Places,
    published: Places,
    asked: Flags,
    least: float,
    counting: Places,
    sources: Places,
    brings: Places,
) -> None:
    counts = np.zeros(len(upto) - 1, np.int64)
    touched = np.empty(len(upto) - 1, np.int64)
    for text in range(len(upto) - 1):
        own = group_of[upto[text] : upto[text + 1]]
        own = own[known[own]]
        counting[text] = len(own)
        for turn in range(MOST_SOURCES if asked[text] else 0):
            seen = _count(own, text, rows, begins, circles, filed, published, counts, touched)
            best = _best(touched[:seen], counts, published)
            brought = counts[best] if best >= 0 else 0
            counts[touched[:seen]] = 0
            if brought == 0 or brought < least * counting[text]:
                break
            sources[text, turn], brings[text, turn] = best, brought
            own = _without(own, rows, begins, best)


@compiled
def _count(
    own: Places,
    text: int,
    rows: Places,
    begins: Places,
    circles: Places,
    filed: Places,
    published: Places,
    counts: Places,
    touched: Places,
) -> int:
    """Count for every earlier text of others how many of these passages it has."""
    seen = 0
    for group in own:
        for place in range(begins[group], min(begins[group + 1], begins[group] + MOST_READ)):
            other = rows[place]
            if circles[other] != circles[text] and published[other] < filed[text]:
                if counts[other] == 0:
                    touched[seen] = other
                    seen += 1
                counts[other] += 1
    return seen


@compiled
def _best(touched: Places, counts: Places, published: Places) -> int:
    """Return the text that has most; of several the one published first, then the first of all."""
    best = np.int64(-1)
    for other in touched:
        if best < 0 or (counts[other], -published[other], -other) > (
            counts[best],
            -published[best],
            -best,
        ):
            best = other
    return int(best)


@compiled
def _without(own: Places, rows: Places, begins: Places, source: int) -> Places:
    """Return the passages that a source does not have."""
    left = np.empty(len(own), np.int64)
    count = 0
    for group in own:
        found = False
        for place in range(begins[group], min(begins[group + 1], begins[group] + MOST_READ)):
            if rows[place] == source:
                found = True
                break
        if not found:
            left[count] = group
            count += 1
    return left[:count]
