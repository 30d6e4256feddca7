"""What signals that look into circles begin with: the rows, their days, and how they are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
import numpy.typing as npt

from zhiheng.core.analyses.similarity.clusters import clusters_of
from zhiheng.core.screening.alike import Alike
from zhiheng.core.screening.filings import Rows
from zhiheng.core.screening.leads import Evidence
from zhiheng.core.screening.scene import AnyScene, Scene

DAYS_OF_MONTH = 365.25 / 12
MOST_TOLD = 200  # days of a timeline; more are cut in the middle
MOST_PAIRS_TOLD = 12
MOST_NAMES = 30  # told by name in one piece of evidence that counts by names
NEVER = 10_000_000  # a day after all others


def with_words(scene: Scene) -> npt.NDArray[np.bool_]:
    """Tell of every row whether what it protects is in its words: all but designs."""
    return np.array([right != "design" for right in scene.filings.values("right")], np.bool_)


def rows_with_text(scene: Scene, *, least: int = 2) -> tuple[Rows, Rows]:
    """Return rows and their circles: of circles asked about that have `least` rows, oldest first.

    Designs are left out: what they protect is not in their words.
    """
    rights = with_words(scene)
    found, circles = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for circle, rows in scene.rows_by_circle.items():
        told = rows[rights[rows]]
        if len(told) >= least and scene.filings.asked[told].any():
            found.append(told)
            circles.append(np.full(len(told), circle, np.int64))
    return np.concatenate(found), np.concatenate(circles)


def counting(scene: Scene, days: Rows, months: float) -> Callable[[Alike], Alike]:
    """Return what keeps pairs that count: filed within so many months, and no relatives.

    Divisionals, members of a family and doubles may be alike.
    """
    between, related = scene.kin.between, _related(scene)

    def count(pairs: Alike) -> Alike:
        apart = np.abs(days[pairs.firsts] - days[pairs.seconds])
        kept = apart <= months * DAYS_OF_MONTH
        known = kept & related[pairs.firsts] & related[pairs.seconds]
        for place in np.flatnonzero(known).tolist():
            kept[place] = not between(int(pairs.firsts[place]), int(pairs.seconds[place]))
        return pairs.only(kept)

    return count


def unrelated(scene: Scene, pairs: Alike) -> Alike:
    """Return the pairs that are no relatives, however far apart they were filed."""
    return counting(scene, np.zeros(len(scene.filings), np.int64), 1)(pairs)


def _related(scene: Scene) -> npt.NDArray[np.bool_]:
    """Tell of every row whether it has a relative at all; of most it has none."""
    kin, related = scene.kin, np.zeros(len(scene.filings), np.bool_)
    for names in (kin.parents, kin.priorities, [{each} - {()} for each in kin.doubles]):
        met = Counter(name for each in names for name in each)
        related |= np.array([any(met[name] > 1 for name in each) for each in names], np.bool_)
    return related


def groups_of(scene: Scene, pairs: Alike) -> Iterator[tuple[Rows, Alike]]:
    """Yield what hangs together by pairs and was asked about in part: rows, and their pairs."""
    clusters = clusters_of(len(scene.filings), pairs.firsts, pairs.seconds)
    of = np.full(len(scene.filings), -1, np.int64)
    for number, rows in enumerate(clusters):
        of[rows] = number
    order = np.argsort(of[pairs.firsts], kind="stable")
    bounds = np.searchsorted(of[pairs.firsts][order], np.arange(len(clusters) + 1))
    days = scene.days
    for number, rows in enumerate(clusters):
        if scene.filings.asked[rows].any():
            own = order[bounds[number] : bounds[number + 1]]
            yield rows[np.argsort(days[rows], kind="stable")], pairs.only(own)


def best_pairs(pairs: Alike) -> npt.NDArray[np.int64]:
    """Return places of pairs, the most alike first: of every row the pair that is most alike."""
    order = np.lexsort((pairs.seconds, pairs.firsts, -pairs.indices))
    both = np.stack((pairs.firsts[order], pairs.seconds[order]), axis=1).ravel()
    _, first_met = np.unique(both, return_index=True)
    return order[np.unique(first_met // 2)]


def numbers_of(scene: AnyScene, rows: Iterable[int] | Rows) -> tuple[str, ...]:
    """Return the application numbers of rows, in their order."""
    return tuple(scene.filings.numbers[row] for row in rows)


def parties_of(scene: AnyScene, rows: Iterable[int] | Rows) -> tuple[str, ...]:
    """Return the resolved parties that filed some rows, each once."""
    return tuple(dict.fromkeys(party for row in rows for party in scene.parties_of(int(row))))


def distinct(scene: AnyScene, column: str, rows: Rows) -> int:
    """Return how many different values some rows have in a column; lists count by their values."""
    found: set[str] = set()
    for value in scene.filings.table[column].take(rows).to_pylist():
        found.update(each for each in (value if isinstance(value, list) else [value]) if each)
    return len(found)


def timeline(scene: AnyScene, rows: Rows) -> Evidence:
    """Return when some rows were filed, in order; of very many the first and the last."""
    told = rows
    if len(rows) > MOST_TOLD:
        told = np.concatenate((rows[: MOST_TOLD // 2], rows[-MOST_TOLD // 2 :]))
    applicants = scene.filings.table["applicants"].take(told).to_pylist()
    filed = [
        {
            "day": day_of(scene, row),
            "what": "filed",
            "number": scene.filings.numbers[row],
            "of": "、".join(names or []),
        }
        for row, names in zip(told.tolist(), applicants, strict=True)
    ]
    return Evidence("timeline", numbers_of(scene, told), {"days": filed})


def pairs_told(scene: Scene, pairs: Alike, parts: Sequence[str]) -> Iterator[Evidence]:
    """Yield the first pairs as evidence; `parts` names what each comparison looked at."""
    for place, pair in enumerate(islice(pairs.rows(), MOST_PAIRS_TOLD)):
        part = parts[int(pairs.told_by[place])]
        facts = {"part": part, "jaccard": round(float(pairs.indices[place]), 4)}
        yield Evidence("pair", numbers_of(scene, pair), facts)


def day_of(scene: AnyScene, row: int) -> str:
    """Return the filing day of a row as it is written, "" where it has none."""
    day = scene.filings.days[row]
    return day.isoformat() if day else ""
