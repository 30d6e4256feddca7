"""Filings in as many fields as if the fields had been drawn by lot.

For every applicant the window with most of its filings is looked at. How they are spread over IPC
subclasses is measured by Shannon's entropy, H = −Σ p·ln p, and set against the entropy that as many
filings would have if each were drawn at random from those of everybody else: a number of filings
has an entropy of its own, so a large firm is not blamed for being large. Close to 1 the applicant
files like the whole city put together. The same is done with IPC classes (G06, H04), and the
smaller ratio counts: one technology may have many subclasses by its uses, but lies in few classes.

Firms of many branches exist; people of many branches hardly do. There is a lead only where one
inventor, who is named on most of these filings, is spread as widely too. Designs are left out,
and where too few filings of others are at hand to draw from, nothing is told.

The strength puts together how far the applicant's ratio is between the limit and 1 (weight 0.6) and
how far that of its most widely spread inventor is (0.6).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zhiheng.core.screening.cohorts import main_group
from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.figures import (
    above,
    busiest_rows,
    figure,
    inventors_of,
    known_party,
    rows_by_applicant,
    spread_of,
    together,
)
from zhiheng.core.screening.filings import Rows
from zhiheng.core.screening.leads import Lead
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.within_circles import numbers_of, timeline

LONGEST_IN_ITEM = 100  # characters of a name that stands where no party is known
SIGNAL, BEHAVIOUR = "field-spread", "5"
DRAWS = 200  # of which the expected entropy is the mean: it is then right to about one percent


@dataclass(frozen=True)
class Ratio:
    """An entropy beside that of as many filings drawn at random from those of others."""

    filings: int
    different: int
    entropy: float
    expected: float

    @property
    def value(self) -> float:
        """Return the ratio; 0 where nothing is expected."""
        return self.entropy / self.expected if self.expected > 0 else 0.0


@dataclass(frozen=True)
class _Spread:
    """How some filings are spread over subclasses and over classes."""

    subclasses: Ratio
    classes: Ratio

    @property
    def value(self) -> float:
        """Return the smaller ratio."""
        return min(self.subclasses.value, self.classes.value)


@dataclass(frozen=True)
class _Fields:
    """The field of every row, "" for designs and unclassified ones, and all fields there are."""

    of: Sequence[str]

    @cached_property
    def names(self) -> list[str]:
        """Every field there is."""
        return sorted(set(self.of) - {""})

    @cached_property
    def counts(self) -> np.ndarray:
        """How many rows each field has."""
        met = Counter(self.of)
        return np.array([met[name] for name in self.names], np.float64)

    def ratio(self, rows: Sequence[int], own: Sequence[int]) -> Ratio:
        """Return the ratio of some rows of an applicant, who has the rows `own` in all."""
        met, theirs = Counter(self.of[row] for row in rows), Counter(self.of[row] for row in own)
        others = self.counts - np.array([theirs[name] for name in self.names], np.float64)
        count = len(rows)
        return Ratio(count, len(met), entropy(list(met.values())), expected(others, count))


@dataclass(frozen=True)
class _Levels:
    """Subclasses and classes of all rows."""

    subclasses: _Fields
    classes: _Fields

    def spread(self, rows: Sequence[int], own: Sequence[int]) -> _Spread:
        """Return how some rows of an applicant are spread, who has the rows `own` in all."""
        return _Spread(self.subclasses.ratio(rows, own), self.classes.ratio(rows, own))


def find(scene: Scene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each applicant that, with one inventor, files in fields as by lot."""
    of, days, people = _subclasses(scene), scene.days, inventors_of(scene)
    levels = _Levels(_Fields(of), _Fields([name[:3] for name in of]))
    least, known = limits.whole("least-filings"), sum(map(bool, of))
    for applicant, rows in rows_by_applicant(scene).items():
        own = [row for row in rows if of[row]]
        if len(own) < least or known - len(own) < limits.whole("least-others"):
            continue
        chosen = busiest_rows(own, days, limits.number("window-months"))
        if len(chosen) < least or not scene.filings.asked[chosen].any():
            continue
        whole = levels.spread(chosen.tolist(), own)
        most = _of_inventor(chosen, people)
        if len(most) < limits.number("least-of-inventor") * len(chosen):
            continue
        alone = levels.spread(most, own)
        if min(whole.value, alone.value) >= limits.number("least-ratio"):
            yield _lead(scene, limits, applicant, chosen, of, whole, alone)


def entropy(counts: Sequence[float]) -> float:
    """Return Shannon's entropy of some counts, in nats."""
    shares = np.asarray(counts, np.float64)
    shares = shares[shares > 0] / shares.sum() if len(shares) else shares
    return float(-(shares * np.log(shares)).sum()) if len(shares) else 0.0


def expected(others: np.ndarray, count: int) -> float:
    """Return the mean entropy of `count` filings drawn at random; the same every time."""
    if others.sum() <= 0 or count < 1:
        return 0.0
    drawn = np.random.default_rng(count).multinomial(count, others / others.sum(), size=DRAWS)
    shares = drawn / count
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    return float(-(shares * logs).sum(axis=1).mean())


def _subclasses(scene: Scene) -> list[str]:
    columns = (scene.filings.values(name) for name in ("right", "ipc_main"))
    return [
        "" if right == "design" else main_group(symbol)[:4]
        for right, symbol in zip(*columns, strict=True)
    ]


def _of_inventor(rows: Rows, people: Sequence[tuple[str, ...]]) -> list[int]:
    """Return the rows of the inventor who is named on most of them."""
    found: dict[str, list[int]] = defaultdict(list)
    for row in rows.tolist():
        for person in people[row]:
            found[person].append(row)
    return max(found.values(), key=len, default=[])


def _lead(
    scene: Scene,
    limits: Limits,
    applicant: str,
    rows: Rows,
    of: Sequence[str],
    whole: _Spread,
    alone: _Spread,
) -> Lead:
    least = limits.number("least-ratio")
    # A dismissal holds until the number of filings has doubled.
    step = len(rows).bit_length()
    spread = Counter(of[row] for row in rows.tolist())
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=applicant,
        filings=numbers_of(scene, rows),
        strength=together(*((0.6, above(each.value, least)) for each in (whole, alone))),
        facts={
            "filings": len(rows),
            "subclasses": whole.subclasses.different,
            "classes": whole.classes.different,
            "ratio": round(100 * whole.value),
            "of_inventor": alone.subclasses.filings,
            "subclasses_of_inventor": alone.subclasses.different,
            "classes_of_inventor": alone.classes.different,
            "ratio_of_inventor": round(100 * alone.value),
        },
        items=(f"fields:{applicant[:LONGEST_IN_ITEM]}|{step}",),
        evidence=(
            figure("least-ratio", round(whole.value, 3), least, "", filings=len(rows)),
            figure(
                "entropy",
                round(whole.subclasses.entropy, 3),
                round(whole.subclasses.expected, 3),
                "nats",
            ),
            spread_of("subclass", spread),
            timeline(scene, rows),
        ),
        parties=known_party(scene, applicant),
    )
