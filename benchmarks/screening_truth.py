"""What a screening told against what was planted: `screening-truth.csv` of a sample city.

A ring is planted for one behaviour. Of some kinds another one is true as well by the way they are
made: what one hand files again or scatters is alike. A lead is *right* when most of its filings are
of rings planted for its behaviour, *also true* when they are of rings of which its behaviour is
true as well, else it belongs to another ring, to look-alikes, or to the city's other filings.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhiheng.core.identifiers.application_number import normalise_application_number
from zhiheng.core.screening.leads import Lead

RIGHT, ALSO, OTHER, INNOCENT, BACKGROUND = "right", "also", "other ring", "look-alike", "other"
# What is true of a kind of ring beside the behaviour it is planted for.
ALSO_TRUE: Mapping[str, frozenset[str]] = {
    "dispersal": frozenset("15"),
    "refiling": frozenset("1"),
    "transfers": frozenset("5"),
    "near-identical": frozenset("6"),
    "combination-grid": frozenset("6"),
    "template-text": frozenset("15"),
    "patchwork": frozenset("14"),
    # Marks: who files many without a business files more than he can use (TM-1), and whatever is
    # in bad faith may come through one agency, be barred by itself or come back (TM-10).
    "hoard": frozenset({"TM-10"}),
    "copies-of-many": frozenset({"TM-1", "TM-10"}),
    "copies-of-one": frozenset({"TM-1", "TM-10"}),
    "trade-names": frozenset({"TM-1", "TM-2", "TM-10"}),
    "public-names": frozenset({"TM-1", "TM-10"}),
    "place-names": frozenset({"TM-1", "TM-10"}),
    "plain-words": frozenset({"TM-1", "TM-10"}),
    "sold-on": frozenset({"TM-1", "TM-10"}),
    "pressure": frozenset({"TM-1", "TM-2", "TM-8", "TM-10"}),
}
MEMBER = "成员"


@dataclass(frozen=True)
class Planted:
    """What is true of one planted filing; no `behaviour` where it is innocent or an origin."""

    kind: str
    behaviour: str
    ring: str
    strength: float
    role: str

    @property
    def innocent(self) -> bool:
        """Tell whether it only looks like a ring."""
        return not self.behaviour and self.role == MEMBER


Truth = Mapping[str, Planted]


def read_truth(path: Path, canonical: Callable[[str], str] = normalise_application_number) -> Truth:
    """Return what is true of each planted filing, by its number in the canonical form."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            canonical(row["申请号"]): Planted(
                row["情形"], row["条款"], row["组"], float(row["强度"]), row["角色"]
            )
            for row in csv.DictReader(file)
        }


def judged(lead: Lead, truth: Truth) -> str:
    """Return what a lead is, by what most of its filings are; ties go to the first of the list."""
    counts = Counter(_judged(truth.get(number), lead.behaviour, truth) for number in lead.filings)
    return max((RIGHT, ALSO, OTHER, INNOCENT, BACKGROUND), key=lambda each: counts[each])


def _judged(planted: Planted | None, behaviour: str, truth: Truth) -> str:
    if planted is None:
        return BACKGROUND
    if planted.innocent:
        return INNOCENT
    told = planted.behaviour or _behaviour_of(planted.ring, truth)
    if told == behaviour:
        return RIGHT
    return ALSO if behaviour in ALSO_TRUE.get(planted.kind, frozenset()) else OTHER


def _behaviour_of(ring: str, truth: Truth) -> str:
    """Return the behaviour of the ring to which an origin belongs."""
    return next(each.behaviour for each in truth.values() if each.ring == ring and each.behaviour)


@dataclass(frozen=True)
class Score:
    """How leads of one behaviour or signal fare; `at` is the precision among the k strongest."""

    leads: int
    verdicts: Mapping[str, int]
    at: Mapping[int, float]
    filing_precision: float
    ring_recall: float
    filing_recall: float
    rings: int
    recall_by_strength: Mapping[str, tuple[int, int]]
    curve: Sequence[tuple[float, float]]

    @property
    def precision(self) -> float:
        """The share of leads that are right or also true."""
        good = self.verdicts.get(RIGHT, 0) + self.verdicts.get(ALSO, 0)
        return good / self.leads if self.leads else float("nan")


def score(leads: Iterable[Lead], truth: Truth, *, kinds: frozenset[str]) -> Score:
    """Score leads against the rings of some kinds, the strongest leads first."""
    ordered = sorted(leads, key=lambda lead: (-lead.strength, lead.key))
    verdicts = [judged(lead, truth) for lead in ordered]
    good = [verdict in (RIGHT, ALSO) for verdict in verdicts]
    rings = _members(truth, kinds)
    told = {number for lead in ordered for number in lead.filings}
    behaviour = {lead.behaviour for lead in ordered}
    right = sum(
        _judged(truth.get(number), each, truth) in (RIGHT, ALSO)
        for number in told
        for each in behaviour
    )
    found = {ring: _is_found(numbers, told) for ring, numbers in rings.items()}
    members = sum(map(len, rings.values()))
    return Score(
        leads=len(ordered),
        verdicts=Counter(verdicts),
        at={k: sum(good[:k]) / k for k in (5, 10, 20, 50) if len(ordered) >= k},
        filing_precision=right / len(told) if told else float("nan"),
        ring_recall=sum(found.values()) / len(rings) if rings else float("nan"),
        filing_recall=sum(len(numbers & told) for numbers in rings.values()) / max(1, members),
        rings=len(rings),
        recall_by_strength=_by_strength(found, truth),
        curve=_curve(ordered, good, rings),
    )


def _members(truth: Truth, kinds: frozenset[str]) -> dict[str, set[str]]:
    rings: dict[str, set[str]] = defaultdict(set)
    for number, planted in truth.items():
        if planted.behaviour and planted.kind in kinds:
            rings[planted.ring].add(number)
    return rings


def _is_found(numbers: set[str], told: set[str]) -> bool:
    """Tell whether at least half of a ring's filings are told."""
    return 2 * len(numbers & told) >= len(numbers)


def _by_strength(found: Mapping[str, bool], truth: Truth) -> dict[str, tuple[int, int]]:
    strength = {each.ring: each.strength for each in truth.values()}
    counts: dict[str, list[bool]] = {"weak": [], "middling": [], "strong": []}
    for ring, was_found in found.items():
        third = min(2, int(strength[ring] * 3))
        counts[("weak", "middling", "strong")[third]].append(was_found)
    return {name: (sum(each), len(each)) for name, each in counts.items()}


def _curve(
    leads: Sequence[Lead], good: Sequence[bool], rings: Mapping[str, set[str]]
) -> list[tuple[float, float]]:
    """Return (recall of rings, precision of leads) after each lead, the strongest first."""
    told: set[str] = set()
    points = []
    for place, lead in enumerate(leads, start=1):
        told.update(lead.filings)
        found = sum(_is_found(each, told) for each in rings.values())
        points.append((found / max(1, len(rings)), sum(good[:place]) / place))
    return points


def blamed(leads: Iterable[Lead], truth: Truth) -> Counter[tuple[str, str]]:
    """Count leads that are neither right nor also true, by signal and by whom they tell."""
    counts: Counter[tuple[str, str]] = Counter()
    for lead in leads:
        verdict = judged(lead, truth)
        if verdict in (RIGHT, ALSO):
            continue
        kinds = Counter(truth[number].kind for number in lead.filings if number in truth)
        named = kinds.most_common(1)[0][0] if kinds and verdict != BACKGROUND else BACKGROUND
        counts[lead.signal, named] += 1
    return counts
