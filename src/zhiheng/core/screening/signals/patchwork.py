"""Pieced together of what others published before.

The claims and the abstract of each filing, without standard phrases, are cut into passages of eight
characters. Passages that stand in the texts of many circles are phrases of the trade and do not
count. Of those that count it is asked which stand in a filing of another circle that was published
before this one was filed. The source that has most of them is taken first, then the one that has
most of the rest, and so on. When one source has as large a part as its limit, the filing is copied;
when the best two have as large a part as theirs, it is pieced together. More sources do not add to
that: of many texts of one trade, taken together, every text has a good part. For the same reason
filings pieced together of two sources count only where they are a fair share of their circle.

Nouns or values put for others break the passages around them and no more, so that a text with a
few words exchanged is still found; the side-by-side view shows what was replaced. All such filings
of a circle are told as one lead.

Texts in which numbers are thick (compositions, tables) share their form by nature: there one source
has to have nearly everything. Sequences over few signs are not looked at.

The strength is 0.2 + 0.4 x what one source or the best two have beyond their limit + 0.4 x
(1 - 1/n), n being the number of such filings: one filing alone has to be copied nearly throughout.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.analyses.similarity.texts import Texts
from zhiheng.core.analyses.similarity.variety import LOW, variety
from zhiheng.core.screening.alike import bare_text
from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.figures import above
from zhiheng.core.screening.filings import ABSTRACT, CLAIMS, Rows, text_column
from zhiheng.core.screening.leads import Evidence, Lead, pair_item
from zhiheng.core.screening.piecing import pieced_together
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.within_circles import (
    MOST_PAIRS_TOLD,
    NEVER,
    numbers_of,
    parties_of,
    timeline,
    with_words,
)

SIGNAL, BEHAVIOUR = "patchwork", "2"
AT_ONCE = 20_000
OF_NUMBERS = 0.15  # share of the characters; claims of devices and methods lie below 0.05


@dataclass(frozen=True)
class Copied:
    """A filing and where it comes from: rows, and the share of its passages that each brings."""

    row: int
    sources: tuple[int, ...]
    shares: tuple[float, ...]

    @property
    def coverage(self) -> float:
        """The share of its passages that stand in its sources."""
        return sum(self.shares)


def find(scene: Scene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each circle with filings that are pieced together."""
    by_circle: dict[int, list[Copied]] = defaultdict(list)
    for copied in _copied(scene, limits):
        by_circle[int(scene.circles.of[copied.row])].append(copied)
    days = scene.days
    _, place, sizes = np.unique(scene.circles.of, return_inverse=True, return_counts=True)
    for circle_found in by_circle.values():
        size = int(sizes[place[circle_found[0].row]])
        found = _beyond_chance(limits, circle_found, size)
        if not found:
            continue
        found.sort(key=lambda each: (int(days[each.row]), each.row))
        yield _lead(scene, limits, found)


def _beyond_chance(limits: Limits, found: list[Copied], size: int) -> list[Copied]:
    """Leave out what two sources explain where it is a small part of a circle of that size.

    Among a thousand filings some share much with two others by chance alone.
    """
    if len(found) >= limits.number("share-of-circle") * size:
        return found
    return [each for each in found if max(each.shares) >= limits.number("best-source")]


def _copied(scene: Scene, limits: Limits) -> Iterator[Copied]:
    """Yield the filings asked about that are covered by others' earlier publications."""
    rows = np.flatnonzero(with_words(scene))
    rows = rows[np.argsort(scene.circles.of[rows], kind="stable")]
    texts = _texts(scene, rows)
    pieced = pieced_together(
        texts,
        scene.circles.of[rows],
        scene.days[rows],
        _published(scene)[rows],
        scene.filings.asked[rows] & (variety(texts) >= LOW),
        most_circles=limits.whole("most-circles"),
        least_brought=limits.number("least-of-source"),
    )
    long = pieced.counting >= limits.whole("least-passages")
    ranked = -np.sort(-pieced.brings, axis=1)
    formulas = _of_numbers(texts)
    one = np.where(formulas, limits.number("best-of-formulas"), limits.number("best-source"))
    copied = ranked[:, 0] >= one * pieced.counting
    two = ranked[:, :2].sum(axis=1) >= limits.number("best-two") * pieced.counting
    copied |= two & ~formulas
    for place in np.flatnonzero(long & copied).tolist():
        count, row = int(pieced.counting[place]), int(rows[place])
        brought = zip(pieced.sources[place].tolist(), pieced.brings[place].tolist(), strict=True)
        told = [(int(rows[source]), share / count) for source, share in brought if source >= 0]
        if not any(scene.kin.between(row, source) for source, _ in told):
            yield Copied(row, tuple(each for each, _ in told), tuple(share for _, share in told))


def _of_numbers(texts: Texts) -> npt.NDArray[np.bool_]:
    """Tell of which texts a good part are digits."""
    digits = np.concatenate(([0], np.cumsum((texts.data >= 0x30) & (texts.data <= 0x39))))
    return np.diff(digits[texts.bounds]) > OF_NUMBERS * np.maximum(1, texts.lengths())


def _texts(scene: Scene, rows: Rows) -> Texts:
    """Return claims and abstract of each row as one text without standard phrases."""
    between = pa.scalar("\n", pa.large_string())
    pieces = [pa.array([], pa.large_string())]
    for begin in range(0, len(rows), AT_ONCE):
        table = scene.filings.table.select([CLAIMS, ABSTRACT]).take(rows[begin : begin + AT_ONCE])
        parts = [text_column(table, part) for part in (CLAIMS, ABSTRACT)]
        pieces.append(bare_text(pc.binary_join_element_wise(*parts, between)))
    return Texts.from_arrow(pa.concat_arrays(pieces))


def _published(scene: Scene) -> Rows:
    columns = (scene.filings.values(name) for name in ("publication_date", "grant_date"))
    return np.array(
        [
            min((day.toordinal() for day in days if day), default=NEVER)
            for days in zip(*columns, strict=True)
        ],
        np.int64,
    )


def _lead(scene: Scene, limits: Limits, found: list[Copied]) -> Lead:
    rows = np.array([each.row for each in found], np.int64)
    sources = list(dict.fromkeys(source for each in found for source in each.sources))
    coverage = sum(each.coverage for each in found) / len(found)
    owners = Counter(int(scene.circles.of[source]) for source in sources)
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=scene.filings.numbers[rows[0]],
        filings=numbers_of(scene, rows),
        strength=_strength(limits, found),
        facts={
            "filings": len(found),
            "sources": len(sources),
            "owners": len(owners),
            "coverage": round(100 * coverage),
            "most_sources": max(len(each.sources) for each in found),
        },
        items=tuple(
            pair_item(*numbers_of(scene, (each.row, source)))
            for each in found
            for source in each.sources
        ),
        evidence=(*_evidence(scene, found), timeline(scene, np.union1d(rows, sources))),
        parties=parties_of(scene, rows),
    )


def _evidence(scene: Scene, found: list[Copied]) -> Iterator[Evidence]:
    """Yield the filings beside their sources, those that brought most first."""
    told = [
        (share, source, each.row)
        for each in found
        for source, share in zip(each.sources, each.shares, strict=True)
    ]
    claims = scene.filings.table[CLAIMS]
    for share, source, row in sorted(told, key=lambda each: -each[0])[:MOST_PAIRS_TOLD]:
        part = CLAIMS if claims[row].as_py() and claims[source].as_py() else ABSTRACT
        facts = {"part": part, "coverage": round(share, 4)}
        yield Evidence("pair", numbers_of(scene, (source, row)), facts)


def _strength(limits: Limits, found: list[Copied]) -> float:
    ranked = [sorted(each.shares, reverse=True) for each in found]
    one = sum(shares[0] for shares in ranked) / len(found)
    two = sum(sum(shares[:2]) for shares in ranked) / len(found)
    most = max(above(one, limits.number("best-source")), above(two, limits.number("best-two")))
    return round(0.2 + 0.4 * most + 0.4 * (1 - 1 / len(found)), 4)
