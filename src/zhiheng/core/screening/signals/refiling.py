"""Filed again after withdrawal.

Looks for filings that nearly repeat an earlier one of the same circle, or of the same agency for
somebody else, after the earlier one was withdrawn, deemed withdrawn, or confirmed as abnormal. The
claims and the abstracts are compared as for near-identical filings; the later one must have been
filed after the earlier one was over, and within the window.

Divisionals, members of one family and doubles do not count: who claims the priority of an earlier
application lets that one lapse, as the law wants it. An ordinary withdrawal has many honest
reasons, so that a pair after one counts only the part that the limits say.

The strength is that of the strongest pair: 0.6 + 0.4 x agreement beyond the limit, times that part
where the earlier filing was not abnormal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from zhiheng.core.screening.alike import Alike, Bar, alike_within, merged
from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.facts import Facts
from zhiheng.core.screening.figures import above
from zhiheng.core.screening.filings import ABSTRACT, CLAIMS, Rows
from zhiheng.core.screening.leads import Evidence, Lead, pair_item
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.within_circles import (
    DAYS_OF_MONTH,
    NEVER,
    best_pairs,
    counting,
    day_of,
    groups_of,
    numbers_of,
    pairs_told,
    parties_of,
    with_words,
)

SIGNAL, BEHAVIOUR = "refiling", "8"
PARTS = (CLAIMS, ABSTRACT)
OVER = frozenset({"confirmed", "withdrawn"})  # states of the register of abnormal filings
LIFE = 2_400  # months; longer than any two filings lie apart


@dataclass(frozen=True)
class Ended:
    """On which day each row was over, `NEVER` where it is not, and whether as an abnormal one."""

    days: Rows
    abnormal: Rows


def find(scene: Scene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each group of filings that were filed again."""
    days, ended = scene.days, _ended(scene)
    again = _again(scene, days, ended, limits.number("window-months"))
    compared = [
        alike_within(scene.filings, rows, groups, part, _bar(limits, part), keep=again)
        for rows, groups in _compared(scene, days, ended)
        for part in PARTS
    ]
    if compared:
        for _, pairs in groups_of(scene, merged(*compared)):
            yield _lead(scene, limits, _in_order(pairs, days), days, ended)


def _ended(scene: Scene) -> Ended:
    days = np.full(len(scene.filings), NEVER, np.int64)
    abnormal = np.zeros(len(days), np.int64)
    for row, number in enumerate(scene.filings.numbers):
        if day := scene.facts.withdrawn.get(number):
            days[row] = day.toordinal()
        if day := _abnormal_on(scene.facts, number):
            days[row], abnormal[row] = min(int(days[row]), day.toordinal()), 1
    return Ended(days, abnormal)


def _abnormal_on(facts: Facts, number: str) -> date | None:
    known = facts.abnormal.get(number)
    if known is None or known.state not in OVER:
        return None
    return known.decided_on or known.notified_on


def _again(scene: Scene, days: Rows, ended: Ended, months: float) -> Callable[[Alike], Alike]:
    count = counting(scene, days, LIFE)

    def again(pairs: Alike) -> Alike:
        kept = np.zeros(len(pairs), np.bool_)
        for one, other in ((pairs.firsts, pairs.seconds), (pairs.seconds, pairs.firsts)):
            after = days[other] - ended.days[one]
            kept |= scene.filings.asked[other] & (after >= 0) & (after <= months * DAYS_OF_MONTH)
        return count(pairs.only(kept))

    return again


def _compared(scene: Scene, days: Rows, ended: Ended) -> Iterator[tuple[Rows, Rows]]:
    """Yield rows with the groups to compare within: circles, and agencies, with an ended filing."""
    over = ended.days < NEVER
    rows = np.flatnonzero(with_words(scene) & (over | scene.filings.asked))
    agencies = scene.filings.values("agency_code")
    codes = {code: place for place, code in enumerate(dict.fromkeys(filter(None, agencies)))}
    by_agency = np.array([codes.get(code, -1) for code in agencies], np.int64)
    for groups in (scene.circles.of, by_agency):
        having = np.unique(groups[rows[over[rows] & (groups[rows] >= 0)]])
        chosen = rows[np.isin(groups[rows], having)]
        ordered = chosen[np.lexsort((days[chosen], groups[chosen]))]
        if len(ordered) > 1:
            yield ordered, groups[ordered]


def _bar(limits: Limits, part: str) -> Bar:
    return Bar(
        alike=limits.number(f"{part}-similarity"),
        alike_if_low=limits.number("low-variety-similarity"),
        shortest=limits.whole("least-length"),
        most_groups=limits.whole("most-circles"),
    )


def _in_order(pairs: Alike, days: Rows) -> Alike:
    """Return the best pairs, the filing made first in each before the one made again."""
    best = pairs.only(best_pairs(pairs))
    swapped = days[best.firsts] > days[best.seconds]
    firsts = np.where(swapped, best.seconds, best.firsts)
    return Alike(firsts, np.where(swapped, best.firsts, best.seconds), best.indices, best.told_by)


def _lead(scene: Scene, limits: Limits, pairs: Alike, days: Rows, ended: Ended) -> Lead:
    earlier, later = np.unique(pairs.firsts), np.unique(pairs.seconds)
    rows = np.union1d(earlier, later)
    rows = rows[np.lexsort((rows, days[rows]))]
    agencies = scene.filings.table["agency_code"].take(rows).to_pylist()
    agency = dict(zip(rows.tolist(), agencies, strict=True))
    changed = {second for first, second in pairs.rows() if agency[first] != agency[second]}
    told = tuple(part % len(PARTS) for part in pairs.told_by.tolist())
    shown = Alike(pairs.firsts, pairs.seconds, pairs.indices, np.array(told, np.int64))
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=scene.filings.numbers[rows[0]],
        filings=numbers_of(scene, rows),
        strength=_strength(limits, pairs, ended),
        facts={
            "filings": len(rows),
            "again": len(later),
            "earlier": len(earlier),
            "abnormal": int(ended.abnormal[earlier].sum()),
            "similarity": round(100 * float(pairs.indices.max())),
            "days": int((days[pairs.seconds] - ended.days[pairs.firsts]).min()),
            "other_agency": len(changed),
        },
        items=tuple(pair_item(*numbers_of(scene, pair)) for pair in pairs.rows()),
        evidence=(*pairs_told(scene, shown, PARTS), _timeline(scene, rows, ended)),
        parties=parties_of(scene, rows),
    )


def _strength(limits: Limits, pairs: Alike, ended: Ended) -> float:
    lowest = min(limits.number(f"{part}-similarity") for part in PARTS)
    agreement = np.array([above(index, lowest) for index in pairs.indices.tolist()])
    part = np.where(ended.abnormal[pairs.firsts] > 0, 1.0, limits.number("plain-withdrawal"))
    return round(float((part * (0.6 + 0.4 * agreement)).max()), 4)


def _timeline(scene: Scene, rows: Rows, ended: Ended) -> Evidence:
    """Return when each was filed and when it was over, in order of days."""
    told = []
    for row in rows.tolist():
        number = scene.filings.numbers[row]
        of = "、".join(scene.filings.table["applicants"][row].as_py() or [])
        agency = scene.filings.table["agency"][row].as_py() or ""
        entry = {"number": number, "of": of, "agency": agency}
        told.append({"day": day_of(scene, row), "what": "filed", **entry})
        if ended.days[row] < NEVER:
            over = date.fromordinal(int(ended.days[row])).isoformat()
            what = "abnormal" if ended.abnormal[row] else "withdrawn"
            told.append({"day": over, "what": what, **entry})
    told.sort(key=lambda each: each["day"] or "9999")
    return Evidence("timeline", numbers_of(scene, rows), {"days": told})
