"""Which units of one person's name may be one person, by whom they are found together with.

Two units of a name that share a co-inventor may be one person who changed the employer, or two
namesakes each beside a namesake. How many shared names chance alone explains follows from how
common they are: of the other's co-names each bears the shared name with the share that it has
among all persons. The odds are the product over the shared names, divided by the number of
namesakes among whom one had to be found; the score is odds / (odds + 100).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from zhiheng.core.analyses.parties.links import Link
from zhiheng.core.analyses.parties.mentions import Codes, Flags, Mentions
from zhiheng.core.analyses.parties.units import Units

# Registers of a small office say little about how common a name is; a city has so many people.
LEAST_POPULATION = 100_000
# A pair of names found beside each other in more units than this is no evidence.
MOST_UNITS = 20
MOST_IN_RECORD = 30
DOUBT = 100.0
MOST_TOLD = 20


def person_links(mentions: Mentions, units: Units, chosen: Flags | None = None) -> list[Link]:
    """Return links between units of one name that share persons beside them.

    With `chosen`, only of units whose flag is set.
    """
    beside, together = co_names(mentions, units)
    bearing = np.bincount(units.folded, minlength=len(mentions.folded_names))
    wanted = bearing[units.folded[beside]] > 1
    if chosen is not None:
        wanted &= chosen[beside]
    shared = _shared(units, beside[wanted], together[wanted])
    company = np.bincount(beside, minlength=len(units))
    population = max(LEAST_POPULATION, len(units))
    written = {
        int(name): mentions.names[mentions.name[first]]
        for name, first in zip(units.folded, units.first, strict=True)
    }
    links = []
    for (one, other), names in sorted(shared.items()):
        width = min(company[one], company[other])
        chances = [min(1.0, width * bearing[name] / population) for name in names]
        score = score_of(chances, int(bearing[units.folded[one]]))
        texts = tuple(written[name] for name in names[:MOST_TOLD])
        links.append(Link(one, other, score, "shared_persons", texts))
    return links


def score_of(chances: Sequence[float], namesakes: int) -> float:
    """Return the score of two units from the chance of each shared name and the namesakes."""
    odds = float(1 / np.prod(chances)) / max(1, namesakes - 1)
    return odds / (odds + DOUBT)


def co_names(mentions: Mentions, units: Units) -> tuple[Codes, Codes]:
    """Return distinct pairs: a unit, and the folded name of another person in its records."""
    record = mentions.record[units.members]
    order = np.argsort(record, kind="stable")
    edges = np.flatnonzero(np.diff(record[order])) + 1
    starts = np.concatenate([[0], edges]) if len(order) else np.zeros(0, np.int64)
    sizes = np.diff(np.concatenate([starts, [len(order)]]))
    left, right = [], []
    for size in np.unique(sizes[(sizes > 1) & (sizes <= MOST_IN_RECORD)]):
        places = order[starts[sizes == size][:, None] + np.arange(size)[None, :]]
        first, second = np.nonzero(~np.eye(size, dtype=bool))
        left.append(places[:, first].ravel())
        right.append(places[:, second].ravel())
    if not left:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    unit = units.of[np.concatenate(left)].astype(np.int64)
    name = mentions.folded[units.members[np.concatenate(right)]].astype(np.int64)
    other = name != units.folded[unit]
    width = len(mentions.folded_names)
    codes = np.unique(unit[other] * width + name[other])
    return (codes // width).astype(np.int32), (codes % width).astype(np.int32)


def _shared(units: Units, beside: Codes, together: Codes) -> dict[tuple[int, int], list[int]]:
    """Return, for pairs of units of one name, the names that are found beside both."""
    order = np.lexsort([beside, together, units.folded[beside]])
    name, co_name, unit = units.folded[beside][order], together[order], beside[order]
    ends = np.flatnonzero((np.diff(name) != 0) | (np.diff(co_name) != 0)) + 1
    starts = np.concatenate([[0], ends]) if len(order) else np.zeros(0, np.int64)
    stops = np.concatenate([ends, [len(order)]]) if len(order) else starts
    shared: dict[tuple[int, int], list[int]] = defaultdict(list)
    sizes = stops - starts
    for start, stop in zip(starts[sizes > 1], stops[sizes > 1], strict=True):
        if stop - start > MOST_UNITS:
            continue
        members = unit[start:stop].tolist()
        for place, one in enumerate(members):
            for other in members[place + 1 :]:
                shared[(one, other)].append(int(co_name[start]))
    return shared
