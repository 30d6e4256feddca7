"""Candidate pairs without chance: every pair at or above the threshold is among them.

For inputs small enough (`exact_candidates` says so by returning None otherwise). Prefix filtering
after Chaudhuri, Ganti, Kaushik (ICDE 2006) and Xiao et al. (PPJoin, WWW 2008), with prefixes longer
by a few 3-grams after Wang, Li, Feng (AdaptJoin, SIGMOD 2012):

1. Number the distinct 3-grams and count in how many texts each occurs.
2. Order the 3-grams of every text from rare to common, the texts from short to long.
3. A longer text x and a shorter y with J ≥ t share at least a = ⌈t·|x|⌉ and b = ⌈2t/(1+t)·|y|⌉
   3-grams. So the first |x| - a + l of x and the first |y| - b + l of y share at least min(l, a).
4. Walk through the texts; count by an inverted index of the shorter texts' prefixes, and keep the
   pairs that share so many.

The work is the number of postings that are read. It is known after step 2; beyond `MOST_READ` per
text the sketches are faster, and they are taken instead.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhiheng.core.analyses.similarity.shingles import (
    SIZE,
    Numbers,
    longest,
    read_shingles,
    slot_of,
    slots_for,
)
from zhiheng.core.analyses.similarity.texts import Bytes, Places, Texts
from zhiheng.core.analyses.similarity.threads import in_parts
from zhiheng.core.compiling import compiled

Terms = npt.NDArray[np.uint32]

MOST_SHINGLES = 2**23  # about 21 000 texts of 400 characters: one second, and 400 MB meanwhile
MOST_READ = 2_000  # postings per text; beyond it reading them takes longer than numbering 3-grams
ALWAYS_READ = 50_000_000  # postings in all: about a second
LONGER = 8  # l of step 3
PART = 256


def exact_candidates(
    texts: Texts, *, threshold: float, workers: int, bounded: bool = True
) -> Numbers | None:
    """Return the candidate pairs, as first·2³² + second in order.

    None if that is too much work, unless it is wanted at any price (`bounded` is false).
    """
    room = np.maximum(texts.lengths() - (SIZE - 1), 0)
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(room)))
    if bounded and starts[-1] > MOST_SHINGLES:
        return None
    terms, sizes, frequencies = _numbered(texts.data, texts.bounds, starts)
    order = np.argsort(sizes, kind="stable")
    probes, indexed = _prefixes(sizes, threshold)

    def sort(begin: int, end: int) -> None:
        _sort_by_rarity(terms, starts[begin:end], sizes[begin:end], frequencies)

    in_parts(sort, len(texts), PART, workers=workers)
    heads, postings = _index(terms, starts, indexed, order, len(frequencies))
    work = _postings_to_read(terms, starts, probes, heads)
    if bounded and work > max(ALWAYS_READ, MOST_READ * len(texts)):
        return None

    def part(begin: int, end: int) -> Numbers:
        return _join(
            order[begin:end], begin, terms, starts, sizes, probes, heads, postings, order, threshold
        )

    found = in_parts(part, len(texts), PART, workers=workers)
    return np.sort(np.concatenate([np.zeros(0, np.uint64), *found]))


def _prefixes(sizes: Places, threshold: float) -> tuple[Places, Places]:
    """Return how many 3-grams of each text are looked up, and how many are indexed."""
    least = _least_shared(sizes, threshold)
    least_as_shorter = _least_shared(sizes, 2 * threshold / (1 + threshold))
    probes = np.minimum(sizes, sizes - least + LONGER)
    return probes, np.minimum(sizes, sizes - least_as_shorter + LONGER)


def _least_shared(sizes: Places, share: float) -> Places:
    # A hair less than the product: rounding must not raise the bound above what is needed.
    return np.ceil(sizes * share - 1e-6).astype(np.int64)


@compiled
def _numbered(data: Bytes, bounds: Places, starts: Places) -> tuple[Terms, Places, Places]:
    """Return distinct 3-grams as numbers, how many each text has, and in how many texts each is."""
    total = starts[-1]
    terms, sizes = np.empty(total, np.uint32), np.zeros(len(starts) - 1, np.int64)
    slots = slots_for(total)
    known, names = np.zeros(slots, np.uint64), np.empty(slots, np.uint32)
    frequencies, count = np.zeros(total, np.int64), 0
    last = np.full(total, -1, np.int64)  # the last text in which a 3-gram was met
    shingles = np.empty(longest(bounds, np.arange(len(sizes))), np.uint64)
    for text in range(len(sizes)):
        for each in range(read_shingles(data, bounds[text], bounds[text + 1], shingles)):
            slot = slot_of(known, slots, shingles[each])
            if known[slot] == 0:
                known[slot], names[slot] = shingles[each], count
                count += 1
            name = names[slot]
            if last[name] != text:
                last[name] = text
                terms[starts[text] + sizes[text]] = name
                sizes[text] += 1
                frequencies[name] += 1
    return terms, sizes, frequencies[:count]


@compiled
def _sort_by_rarity(terms: Terms, starts: Places, sizes: Places, frequencies: Places) -> None:
    for text in range(len(sizes)):
        keys = np.empty(sizes[text], np.uint64)
        for each in range(sizes[text]):
            term = terms[starts[text] + each]
            keys[each] = (np.uint64(frequencies[term]) << np.uint64(32)) | np.uint64(term)
        keys.sort()
        for each in range(sizes[text]):
            terms[starts[text] + each] = np.uint32(keys[each] & np.uint64(0xFFFFFFFF))


@compiled
def _index(
    terms: Terms, starts: Places, indexed: Places, order: Places, count: int
) -> tuple[Places, Terms]:
    """Return where the postings of each 3-gram begin, and the ranks of texts, shortest first."""
    heads = np.zeros(count + 1, np.int64)
    for text in range(len(indexed)):
        for each in range(indexed[text]):
            heads[terms[starts[text] + each] + 1] += 1
    for term in range(count):
        heads[term + 1] += heads[term]
    postings, ends = np.empty(heads[-1], np.uint32), heads.copy()
    for rank in range(len(order)):
        text = order[rank]
        for each in range(indexed[text]):
            term = terms[starts[text] + each]
            postings[ends[term]] = rank
            ends[term] += 1
    return heads, postings


@compiled
def _postings_to_read(terms: Terms, starts: Places, probes: Places, heads: Places) -> int:
    """Return an upper bound: every probe reads whole lists, which end at the text itself."""
    work = 0
    for text in range(len(probes)):
        for each in range(probes[text]):
            term = terms[starts[text] + each]
            work += heads[term + 1] - heads[term]
    return work


@compiled
def _join(
    chosen: Places,
    first_rank: int,
    terms: Terms,
    starts: Places,
    sizes: Places,
    probes: Places,
    heads: Places,
    postings: Terms,
    order: Places,
    threshold: float,
) -> Numbers:
    shared = np.zeros(first_rank + len(chosen), np.int32)
    touched = np.empty(len(shared), np.int64)
    pairs, count = np.empty(64, np.uint64), 0
    for place in range(len(chosen)):
        text, rank = chosen[place], first_rank + place
        smallest = np.ceil(sizes[text] * threshold - 1e-6)
        seen = 0
        for each in range(probes[text]):
            term = terms[starts[text] + each]
            for posting in range(heads[term], heads[term + 1]):
                other = np.int64(postings[posting])
                if other >= rank:
                    break
                if shared[other] == 0:
                    touched[seen] = other
                    seen += 1
                shared[other] += 1
        least = max(1, min(LONGER, np.int64(smallest)))
        while count + seen > len(pairs):
            pairs = np.concatenate((pairs, np.empty_like(pairs)))
        for each in range(seen):
            other = order[touched[each]]
            if shared[touched[each]] >= least and sizes[other] >= smallest:
                pairs[count] = (np.uint64(min(text, other)) << np.uint64(32)) | np.uint64(
                    max(text, other)
                )
                count += 1
            shared[touched[each]] = 0
    return pairs[:count]
