"""Which units are one party: joined along the best links first, unless something speaks against.

Guards, in this order:
1. what a person decided to keep apart stays apart;
2. two different USCCs never meet in one party;
3. no chain over contradictory names: 深圳甲公司 and 广州甲公司 are not drawn together by 甲公司.
   Where what registers and people said binds names to groups, every group of one side must have a
   name that is not contradicted by some name of every group of the other side;
4. a name that is alike two that contradict each other, and about equally, is left to a person;
5. a party has at most so many names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np
import numpy.typing as npt

from zhiheng.core.analyses.parties.links import Link, Thresholds, strongest_first
from zhiheng.core.analyses.parties.mentions import NONE, Codes

# Scores of pairs of units' names: what `compare_pairs` says of places in the prepared names.
Compare = Callable[[Codes, Codes], npt.NDArray[np.float32]]
JOINED, DOUBTFUL, REFUSED, APART = "joined", "doubtful", "refused", "apart"
# Of a group with very many names so many stand for all when contradictions are looked for.
MOST_COMPARED = 6


@dataclass(frozen=True)
class Facts:
    """What is known of each unit: its USCC (a code) and its name (a place in what is compared)."""

    uscc: Codes
    name: Codes
    compare: Compare | None = None

    def __len__(self) -> int:
        return len(self.uscc)


@dataclass(frozen=True)
class Clustering:
    """The party of each unit, named by its smallest unit; state and reason of each link."""

    roots: Codes
    links: list[Link]
    states: list[str]
    whys: list[str]


@dataclass
class _Growing:
    """Parties while they grow; every list and set is kept at the root."""

    facts: Facts
    thresholds: Thresholds
    parents: list[int]
    members: dict[int, list[int]]
    groups: dict[int, list[list[int]]]
    apart: dict[int, set[int]] = field(default_factory=dict)

    def root(self, unit: int) -> int:
        while self.parents[unit] != unit:
            self.parents[unit] = self.parents[self.parents[unit]]
            unit = self.parents[unit]
        return unit


def cluster(
    facts: Facts,
    links: Sequence[Link],
    thresholds: Thresholds,
    *,
    together: Sequence[tuple[int, int]] = (),
    apart: Sequence[tuple[int, int]] = (),
) -> Clustering:
    """Join units along links; `together` and `apart` are what people decided."""
    count = len(facts)
    growing = _Growing(
        facts,
        thresholds,
        parents=list(range(count)),
        members={unit: [unit] for unit in range(count)},
        groups={unit: [[unit]] for unit in range(count)},
    )
    for one, other in apart:
        growing.apart.setdefault(one, set()).add(other)
        growing.apart.setdefault(other, set()).add(one)
    decided = [Link(one, other, 1.0, "decided_same") for one, other in together]
    ordered = [*decided, *strongest_first(links)]
    whys = {place: _join(growing, link) for place, link in enumerate(ordered) if link.is_hard}
    unclear = _ambiguous(growing, ordered)
    for place, link in enumerate(ordered):
        if place in whys:
            continue
        if link.held:
            whys[place] = link.held
        elif place in unclear:
            whys[place] = "ambiguous"
        elif link.score < thresholds.join:
            whys[place] = "below_threshold"
        else:
            whys[place] = _join(growing, link)
    roots = np.array([min(growing.members[growing.root(unit)]) for unit in range(count)], np.int32)
    final = [_state(growing, link, whys[place]) for place, link in enumerate(ordered)]
    return Clustering(roots, ordered, [state for state, _ in final], [why for _, why in final])


def _join(growing: _Growing, link: Link) -> str:
    """Join the two sides of a link; return why that is not done, "" where it is."""
    one, other = growing.root(link.one), growing.root(link.other)
    if one == other:
        _bind(growing, one, link)
        return ""
    if why := _refusal(growing, one, other, link):
        return why
    keep, give = sorted((one, other), key=lambda root: (-len(growing.members[root]), root))
    growing.parents[give] = keep
    growing.members[keep] += growing.members.pop(give)
    growing.groups[keep] += growing.groups.pop(give)
    if growing.facts.uscc[keep] < 0:
        growing.facts.uscc[keep] = growing.facts.uscc[give]
    if give in growing.apart:
        growing.apart.setdefault(keep, set()).update(growing.apart.pop(give))
    _bind(growing, keep, link)
    return ""


def _bind(growing: _Growing, root: int, link: Link) -> None:
    """Put the two ends of a hard link into one group: their names need not agree."""
    if not link.is_hard:
        return
    groups = growing.groups[root]
    bound = [group for group in groups if link.one in group or link.other in group]
    if len(bound) > 1:
        rest = [group for group in groups if group not in bound]
        growing.groups[root] = [*rest, [unit for group in bound for unit in group]]


def _refusal(growing: _Growing, one: int, other: int, link: Link) -> str:
    mine, yours = growing.members[one], growing.members[other]
    if not growing.apart.get(one, set()).isdisjoint(yours):
        return "decided_apart"
    if _usccs_differ(growing, one, other):
        return "different_uscc"
    if link.is_hard:
        return ""
    if len(mine) + len(yours) > growing.thresholds.most_names:
        return "too_many_names"
    if len(mine) + len(yours) > 2 and _contradict(
        growing, growing.groups[one], growing.groups[other]
    ):
        return "contradicting_names"
    return ""


def _usccs_differ(growing: _Growing, one: int, other: int) -> bool:
    mine, yours = growing.facts.uscc[one], growing.facts.uscc[other]
    return bool(mine != NONE and yours != NONE and mine != yours)


def _contradict(growing: _Growing, mine: list[list[int]], yours: list[list[int]]) -> bool:
    """Tell whether some group of one side has no name like any of some group of the other."""
    facts = growing.facts
    if facts.compare is None:
        return False
    for one, other in product(mine, yours):
        pairs = np.array(list(product(one[:MOST_COMPARED], other[:MOST_COMPARED])), np.int64)
        names = facts.name[pairs]
        if facts.compare(names[:, 0], names[:, 1]).max() < growing.thresholds.contradiction:
            return True
    return False


def _ambiguous(growing: _Growing, ordered: list[Link]) -> set[int]:
    """Return the places of links whose unit is about equally like two that contradict."""
    near: dict[int, list[tuple[float, int, int]]] = {}
    for place, link in enumerate(ordered):
        if link.is_hard or link.score < growing.thresholds.join:
            continue
        near.setdefault(link.one, []).append((link.score, place, link.other))
        near.setdefault(link.other, []).append((link.score, place, link.one))
    unclear: set[int] = set()
    for found in near.values():
        if len(found) < 2:
            continue
        for (score, place, unit), (second, further, rival) in combinations(
            found[:MOST_COMPARED], 2
        ):
            if abs(score - second) < growing.thresholds.ambiguity and _rivals(growing, unit, rival):
                unclear |= {place, further}
    return unclear


def _rivals(growing: _Growing, unit: int, rival: int) -> bool:
    one, other = growing.root(unit), growing.root(rival)
    if one == other:
        return False
    if _usccs_differ(growing, one, other):
        return True
    return _contradict(growing, growing.groups[one], growing.groups[other])


def _state(growing: _Growing, link: Link, why: str) -> tuple[str, str]:
    one, other = growing.root(link.one), growing.root(link.other)
    if one == other:
        return JOINED, ""
    if not growing.apart.get(one, set()).isdisjoint(growing.members[other]):
        return APART, "decided_apart"
    if _usccs_differ(growing, one, other):
        return REFUSED, "different_uscc"
    return DOUBTFUL, why
