"""Which filings of one group say nearly the same; a group is a circle, or what a signal compares.

Texts are compared without what everybody writes: the words that point to another claim, 其特征在于,
所述, reference signs, blanks and punctuation. What is left is measured as everywhere (Jaccard index
of the sets of 3-grams, `analyses.similarity`). Groups are compared in batches, so that memory does
not grow with the number of filings, and nothing is quadratic: see `near_duplicates` for what that
costs among thousands of look-alikes.

Left out are texts shorter than `shortest` characters, and texts that stand letter for letter in
more than `most_groups` groups: boilerplate says nothing about any of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.analyses.similarity.clusters import root_of
from zhiheng.core.analyses.similarity.copies import Pairs, first_copies
from zhiheng.core.analyses.similarity.near_duplicates import find_near_duplicates
from zhiheng.core.analyses.similarity.texts import Texts
from zhiheng.core.analyses.similarity.variety import LOW, variety
from zhiheng.core.compiling import compiled
from zhiheng.core.screening.filings import Filings, Rows, text_column

AT_ONCE = 3_000_000  # characters compared at a time; below it every pair is found for certain
MOST_LINKED = 16  # copies of one text: up to so many every pair is told, beyond it neighbours
NEIGHBOURS = 8
BYTES = 3  # of a Chinese character
MOST_OF_ROW = 8  # pairs that one row has on average, before they are thinned out
Groups = npt.NDArray[np.int64]

_COMMON = (
    r"(?:根据|按照|依照|依据|如同|如)?(?:前述|上述)?(?:任意?一(?:项|个))?权利要求\s*[0-9０-９]+"
    r"(?:\s*(?:[-~～至到、,，或和]|任意?一?项?|中|所述)*\s*[0-9０-９]*)*(?:任意?一?项?所述的?)?"
    r"|(?i:as claimed in|according to|of|in) (?i:any (?:one )?of )?(?i:claims?) [0-9]+"
    r"|其?特征(?:在于|是)|所述的?|本(?:发明|实用新型|申请)(?:公开|涉及|提供)(?:了|一种)*"
    r"|[（(\[【〔]\s*[0-9A-Za-z]{1,5}(?:\s*[，,、；;~～-]\s*[0-9A-Za-z]{1,5})*\s*[）)\]】〕]"
    r"|[\s，。；：、！？,;:!?·#]+"
)


@dataclass(frozen=True)
class Bar:
    """From which Jaccard index two texts are alike, and from which where both vary little."""

    alike: float
    alike_if_low: float = 1.0
    shortest: int = 1
    most_groups: int = 1_000_000


@dataclass(frozen=True)
class Alike:
    """Pairs of rows, the first not after the second in the order given; indices from 0 to 1.

    `told_by` numbers the comparison that told each pair, where several were merged.
    """

    firsts: Rows
    seconds: Rows
    indices: npt.NDArray[np.float64]
    told_by: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.firsts)

    def only(self, kept: npt.NDArray[np.bool_] | Rows) -> Alike:
        """Return some of the pairs."""
        return Alike(self.firsts[kept], self.seconds[kept], self.indices[kept], self.told_by[kept])

    def rows(self) -> Iterator[tuple[int, int]]:
        """Yield the two rows of every pair."""
        yield from zip(self.firsts.tolist(), self.seconds.tolist(), strict=True)


def bare_text(column: pa.ChunkedArray | pa.Array) -> pa.LargeStringArray:
    """Return texts without the words, signs and blanks that everybody writes, in lower case."""
    bare = pc.replace_substring_regex(column, pattern=_COMMON, replacement="")
    bare = pc.utf8_lower(pc.fill_null(bare, ""))
    return pa.concat_arrays(bare.chunks) if isinstance(bare, pa.ChunkedArray) else bare


def alike_within(
    filings: Filings,
    rows: Rows,
    groups: Groups,
    part: str,
    bar: Bar,
    *,
    keep: Callable[[Alike], Alike] = lambda pairs: pairs,
    workers: int = 2,
) -> Alike:
    """Return the pairs of rows in one group whose texts are alike; `groups` stands beside `rows`.

    Rows of one group have to stand together. `keep` takes out pairs that do not count. Among many
    look-alikes not every pair is told, but every row's best ones, and enough of the others that
    what hangs together by pairs is the same.
    """
    common = _common(filings, rows, groups, part, bar) if bar.most_groups < len(rows) else set()
    found = [_pairs_of(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
    for places, texts in _batches(filings, rows, groups, part, bar):
        if common:
            kept = np.array([hash(text) not in common for text in texts.to_pylist()], np.bool_)
            places, texts = places[kept], texts.filter(pa.array(kept))
        pairs = _alike(Texts.from_arrow(texts), groups[places], bar, workers)
        named = rows[places]
        told = keep(_pairs_of(named[pairs.firsts], named[pairs.seconds], pairs.indices))
        found.append(_thinned(told, len(filings)))
    return _joined(found)


def merged(*several: Alike, bars: Sequence[float] | None = None) -> Alike:
    """Return the pairs told by any of several comparisons, each as it is farthest above its bar."""
    pairs = _joined(
        [replace(each, told_by=np.full(len(each), number)) for number, each in enumerate(several)]
    )
    above = pairs.indices - np.array(bars or [0.0] * len(several))[pairs.told_by]
    order = np.lexsort((pairs.told_by, -above, pairs.seconds, pairs.firsts))
    ordered = pairs.only(order)
    same = (np.diff(ordered.firsts, prepend=-1) == 0) & (np.diff(ordered.seconds, prepend=-1) == 0)
    return ordered.only(~same)


def _pairs_of(firsts: Rows, seconds: Rows, indices: npt.NDArray[np.float64]) -> Alike:
    return Alike(firsts, seconds, indices, np.zeros(len(firsts), np.int64))


def _joined(several: list[Alike]) -> Alike:
    return Alike(
        np.concatenate([each.firsts for each in several]),
        np.concatenate([each.seconds for each in several]),
        np.concatenate([each.indices for each in several]),
        np.concatenate([each.told_by for each in several]),
    )


def _thinned(pairs: Alike, count: int) -> Alike:
    """Return the pairs without those that are neither among a row's best nor join anything."""
    if len(pairs) <= MOST_OF_ROW * count:
        return pairs
    order = np.argsort(-pairs.indices, kind="stable")
    told = np.zeros(len(pairs), np.bool_)
    _choose(pairs.firsts, pairs.seconds, order, np.arange(count), np.zeros(count, np.int64), told)
    return pairs.only(told)


@compiled
def _choose(
    firsts: Rows,
    seconds: Rows,
    order: Rows,
    roots: Rows,
    counts: Rows,
    told: npt.NDArray[np.bool_],
) -> None:
    for pair in order:
        one, other = firsts[pair], seconds[pair]
        root, beside = root_of(roots, one), root_of(roots, other)
        joins = root != beside
        if joins or (counts[one] < MOST_OF_ROW and counts[other] < MOST_OF_ROW):
            roots[max(root, beside)] = min(root, beside)
            counts[one] += 1
            counts[other] += 1
            told[pair] = True


def _batches(
    filings: Filings, rows: Rows, groups: Groups, part: str, bar: Bar
) -> Iterator[tuple[Rows, pa.LargeStringArray]]:
    """Yield places in `rows` with their bare texts, whole groups at a time, long enough ones."""
    sizes = pc.binary_length(text_column(filings.table, part)).to_numpy()[rows]
    upto = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)))
    ends = np.append(np.flatnonzero(np.diff(groups)) + 1, len(rows))
    begin = done = 0
    for end in ends.tolist():
        if begin < done and upto[end] - upto[begin] > BYTES * AT_ONCE:
            yield _batch(filings, rows, begin, done, part, bar)
            begin = done
        done = end
    if begin < done:
        yield _batch(filings, rows, begin, done, part, bar)


def _batch(
    filings: Filings, rows: Rows, begin: int, end: int, part: str, bar: Bar
) -> tuple[Rows, pa.LargeStringArray]:
    chosen = filings.table.select([part]).take(pa.array(rows[begin:end]))
    texts = bare_text(text_column(chosen, part))
    long = pc.greater_equal(pc.utf8_length(texts), max(3, bar.shortest))
    return np.flatnonzero(long.to_numpy(zero_copy_only=False)) + begin, texts.filter(long)


def _common(filings: Filings, rows: Rows, groups: Groups, part: str, bar: Bar) -> set[int]:
    """Return the hashes of texts that stand letter for letter in too many groups."""
    met: Counter[int] = Counter()
    for places, texts in _batches(filings, rows, groups, part, bar):
        named = zip(map(hash, texts.to_pylist()), groups[places].tolist(), strict=True)
        met.update(text for text, _ in set(named))
    return {text for text, count in met.items() if count > bar.most_groups}


def _alike(texts: Texts, groups: Groups, bar: Bar, workers: int) -> Pairs:
    """Return the pairs of texts of one group at or above the bar, by their places."""
    firsts = first_copies(texts)
    leaders = np.flatnonzero(firsts == np.arange(len(texts)))
    chosen = texts.only(leaders)
    pairs = find_near_duplicates(chosen, threshold=bar.alike, workers=workers).pairs
    low = variety(chosen, workers=workers) < LOW
    both = low[pairs.firsts] & low[pairs.seconds]
    high = np.flatnonzero(pairs.indices >= np.where(both, bar.alike_if_low, bar.alike))
    one, other = leaders[pairs.firsts[high]], leaders[pairs.seconds[high]]
    alone = np.bincount(firsts, minlength=len(texts)) == 1
    single = alone[one] & alone[other]
    near = np.flatnonzero(single & (groups[one] == groups[other]))
    told = [(one[near], other[near], pairs.indices[high][near])]
    if not single.all() or not alone[leaders].all():
        rest = np.flatnonzero(~single)
        written = zip(
            one[rest].tolist(),
            other[rest].tolist(),
            pairs.indices[high][rest].tolist(),
            strict=True,
        )
        copies = list(_of_copies(_by_text(firsts, groups), list(written)))
        if copies:
            told.append(tuple(map(np.array, zip(*copies, strict=True))))  # type: ignore[arg-type]
    return Pairs(*(np.concatenate(each) for each in zip(*told, strict=True)))


Copies = dict[int, dict[int, list[int]]]


def _by_text(firsts: Rows, groups: Groups) -> Copies:
    """Return the places of each text in each group, by the text's first place."""
    copies: Copies = {}
    for place, (first, group) in enumerate(zip(firsts.tolist(), groups.tolist(), strict=True)):
        copies.setdefault(first, {}).setdefault(group, []).append(place)
    return copies


def _of_copies(
    copies: Copies, pairs: list[tuple[int, int, float]]
) -> Iterator[tuple[int, int, float]]:
    """Yield pairs of copies of one text, and pairs of copies of two texts that are alike."""
    for places in (each for by_group in copies.values() for each in by_group.values()):
        far = len(places) if len(places) <= MOST_LINKED else NEIGHBOURS
        for place, one in enumerate(places):
            yield from ((one, other, 1.0) for other in places[place + 1 : place + 1 + far])
    for one, other, index in pairs:
        fewer, more = sorted((copies[one], copies[other]), key=len)
        for group in fewer.keys() & more.keys():
            for here, there in _linked(fewer[group], more[group]):
                yield min(here, there), max(here, there), index


def _linked(some: list[int], others: list[int]) -> Iterator[tuple[int, int]]:
    """Yield all pairs of a few; of many, each with its neighbours on both sides."""
    if len(some) * len(others) <= MOST_LINKED:
        yield from ((here, there) for here in some for there in others)
        return
    after = np.searchsorted(others, some).tolist()
    for here, place in zip(some, after, strict=True):
        for there in others[max(0, place - 2) : place + 2]:
            yield here, there
