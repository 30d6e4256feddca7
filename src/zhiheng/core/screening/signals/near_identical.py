"""Near-identical filings of one hand.

Within one circle (applicants that hang together by address, legal representative or inventors) the
claims of all filings are compared with one another, and so are the abstracts, and the descriptions
of those that have no claims. Standard phrases and reference signs are left out; what remains is
compared by its groups of three characters. Filings whose texts agree at or above the limit and that
were filed within the window are a pair; what hangs together by pairs is a group and is told as one
lead. Where several filings hang together a lower limit for their claims is enough: that two filings
share half of their words happens, that many do so seldom.

Divisional applications, members of one family, and an invention beside its own utility model are
never a pair. Texts that consist of few signs by nature (sequences, tables of formulas) have to
agree almost letter for letter. Texts that many circles use word for word are not looked at.

The strength grows with the number of filings, with how much they agree beyond the limit, and with
how close together they were filed: (1 - 1/n) x (0.5 + 0.3 x agreement beyond the limit + 0.2 x
closeness in time). Two filings that agree word for word and were filed on one day have 0.5.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from zhiheng.core.screening.alike import Alike, Bar, alike_within, merged
from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.figures import above
from zhiheng.core.screening.filings import ABSTRACT, CLAIMS, DESCRIPTION, Rows
from zhiheng.core.screening.leads import Lead, pair_item
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.within_circles import (
    DAYS_OF_MONTH,
    best_pairs,
    counting,
    day_of,
    distinct,
    groups_of,
    numbers_of,
    pairs_told,
    parties_of,
    rows_with_text,
    timeline,
)

SIGNAL, BEHAVIOUR = "near-identical", "1"
PARTS = (CLAIMS, ABSTRACT, DESCRIPTION)


def find(scene: Scene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each group of near-identical filings of a circle."""
    (rows, circles), days = rows_with_text(scene), scene.days
    count = counting(scene, days, limits.number("window-months"))
    compared = [
        alike_within(
            scene.filings,
            *_having(scene, rows, circles, part),
            part,
            _bar(limits, part),
            keep=count,
        )
        for part in PARTS
    ]
    for group, pairs in _groups(scene, limits, merged(*compared, bars=_pair_bars(limits))):
        if len(group) >= limits.whole("least-filings"):
            yield _lead(scene, limits, group, pairs.only(best_pairs(pairs)), days)


def _groups(scene: Scene, limits: Limits, pairs: Alike) -> Iterator[tuple[Rows, Alike]]:
    """Yield groups: several filings that are alike by the lower bar, then pairs by the higher."""
    several, told = limits.whole("least-group"), np.zeros(len(scene.filings), np.bool_)
    for group, own in groups_of(scene, pairs):
        if len(group) >= several:
            told[group] = True
            yield group, own
    high = pairs.indices >= np.array(_pair_bars(limits))[pairs.told_by]
    for group, own in groups_of(scene, pairs.only(high & ~told[pairs.firsts])):
        yield group, own


def _pair_bars(limits: Limits) -> list[float]:
    return [limits.number(f"{part}-similarity") for part in PARTS]


def _having(scene: Scene, rows: Rows, circles: Rows, part: str) -> tuple[Rows, Rows]:
    """Return the rows to compare by a part: by the description only where there are no claims."""
    if part != DESCRIPTION:
        return rows, circles
    claims = scene.filings.table[CLAIMS].take(rows).to_pylist()
    kept = np.array([not any(each) for each in (entry or [] for entry in claims)], np.bool_)
    return rows[kept], circles[kept]


def _bar(limits: Limits, part: str) -> Bar:
    """Return the lower of the bars: claims of several filings may be less alike than of two."""
    names = [f"{part}-similarity", *(["group-similarity"] if part == CLAIMS else [])]
    return Bar(
        alike=min(limits.number(name) for name in names),
        alike_if_low=limits.number("low-variety-similarity"),
        shortest=limits.whole("least-length"),
        most_groups=limits.whole("most-circles"),
    )


def _lead(scene: Scene, limits: Limits, rows: Rows, best: Alike, days: Rows) -> Lead:
    span = int(days[rows].max() - days[rows].min())
    similarity = float(best.indices.mean())
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=scene.filings.numbers[rows[0]],
        filings=numbers_of(scene, rows),
        strength=_strength(limits, len(rows), similarity, span),
        facts={
            "filings": len(rows),
            "applicants": distinct(scene, "applicants", rows),
            "similarity": round(100 * similarity),
            "days": span,
            "first": day_of(scene, int(rows[0])),
            "last": day_of(scene, int(rows[-1])),
        },
        items=tuple(pair_item(*numbers_of(scene, pair)) for pair in best.rows()),
        evidence=(*pairs_told(scene, best, PARTS), timeline(scene, rows)),
        parties=parties_of(scene, rows),
    )


def _strength(limits: Limits, size: int, similarity: float, span: int) -> float:
    lowest = min(*_pair_bars(limits), limits.number("group-similarity"))
    window = limits.number("window-months") * DAYS_OF_MONTH
    close = max(0.0, 1 - span / window)
    return round((1 - 1 / size) * (0.5 + 0.3 * above(similarity, lowest) + 0.2 * close), 4)
