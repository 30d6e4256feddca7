"""First claims that are piled up far beyond what is usual in their field.

The first claim of every filing is measured: its characters, its features, and the numbers it
states. Each measure is set against the cohort of the filing (IPC main group and filing year; its
subclass or section where these are few) as a distance: how many robust standard deviations, on a
logarithmic scale, it lies above the cohort's median. The deviation is taken from the upper quarter
of the cohort, so that a few piled-up claims in a small cohort do not hide one another.

A filing stands out when at least two of its three measures lie beyond the limit. One such filing
says nothing: every field has long claims. Told are applicants of whom several filings stand out, so
many that chance is not likely to have made them. Claims in other scripts than Chinese are longer by
nature and not measured; nor are designs, and filings whose cohort is too small.

Of those that stand out it is also counted how many features share no two characters in a row with
anything else in the claim: components that have nothing to do with one another.

The strength puts together the number of filings that stand out, beyond one less than the limit
(weight 0.5), their share of the applicant's filings (0.5), how far they lie beyond the limit (0.4)
and the share of unconnected features beyond its limit (0.2).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from zhiheng.core.screening.cohorts import Key, cohort_for, percentile
from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.facts import Cohort
from zhiheng.core.screening.features import Claim, features_of, first_claim, normalised, size_of
from zhiheng.core.screening.figures import (
    beyond,
    chance_of_as_many,
    figure,
    known_party,
    rows_by_applicant,
    together,
)
from zhiheng.core.screening.leads import Evidence, Lead, filing_item
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.within_circles import numbers_of

SIGNAL, BEHAVIOUR = "degraded-claims", "4"
MEASURES = ("length", "features", "numbers")
LEAST_SPREAD = 0.15  # of logarithms: cohorts in which all claims are alike are not taken at that
MOST_TOLD = 12
AT_ONCE = 2_000  # rows of the table whose claims are held at a time
_NORMAL_QUARTER = 0.6745  # the upper quarter of a normal distribution begins there


@dataclass(frozen=True)
class _Measured:
    """A filing's first claim beside its cohort: values, distances, and in which cohort."""

    row: int
    values: tuple[float, float, float]
    distances: tuple[float, float, float]
    percentiles: tuple[float, float, float]
    key: Key
    unconnected: float = 0.0

    @property
    def second(self) -> float:
        """Return the second largest distance: two measures at least lie that far out."""
        return sorted(self.distances)[-2]


def find(scene: Scene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each applicant of whom too many first claims are piled up."""
    by_applicant = rows_by_applicant(scene)
    measured = _measured(scene, limits, {row for rows in by_applicant.values() for row in rows})
    far, rate = limits.number("distance"), limits.number("ordinary-share")
    for applicant, rows in by_applicant.items():
        known = [measured[row] for row in rows if row in measured]
        out = [each for each in known if each.second >= far]
        enough = (
            len(out) >= limits.whole("least-filings")
            and chance_of_as_many(len(out), len(known), rate) <= limits.number("most-chance")
            and any(scene.filings.asked[each.row] for each in out)
        )
        if enough:
            out.sort(key=lambda each: (-each.second, scene.filings.numbers[each.row]))
            yield _lead(scene, limits, applicant, out, len(known))


def distance(cohort_quantiles: Sequence[float], value: float) -> float:
    """Return by how many robust deviations a value lies above a cohort's median, on logarithms."""
    median, spread = _middle(cohort_quantiles)
    return (math.log1p(value) - median) / spread


def standing_out(cohort_quantiles: Sequence[float], far: float) -> float:
    """Return the value that lies so many robust deviations above a cohort's median."""
    median, spread = _middle(cohort_quantiles)
    return math.expm1(median + far * spread)


def unconnected_share(claim: Claim) -> float:
    """Return the share of features that share no two characters in a row with the others."""
    features = [normalised(feature) for feature in features_of(claim)]
    pairs = [{text[place : place + 2] for place in range(len(text) - 1)} for text in features]
    met: dict[str, int] = {}
    for each in pairs:
        for pair in each:
            met[pair] = met.get(pair, 0) + 1
    alone = sum(all(met[pair] == 1 for pair in each) for each in pairs if each)
    return alone / len(pairs) if len(pairs) > 1 else 0.0


def _middle(cohort_quantiles: Sequence[float]) -> tuple[float, float]:
    """Return the logarithms of a cohort's median and of its deviation."""
    median, quarter = math.log1p(cohort_quantiles[50]), math.log1p(cohort_quantiles[75])
    return median, max((quarter - median) / _NORMAL_QUARTER, LEAST_SPREAD)


def _measured(scene: Scene, limits: Limits, wanted: set[int]) -> dict[int, _Measured]:
    """Measure rows whose cohort is known, some of them at a time."""
    least, far = limits.whole("least-cohort"), limits.number("distance")
    filings = scene.filings
    columns = (filings.values(name) for name in ("right", "ipc_main"))
    facts = list(zip(*columns, filings.days, strict=True))
    placed = []
    for row in sorted(wanted):
        right, symbol, day = facts[row]
        if right != "design":
            found = cohort_for(scene.facts.cohorts, symbol, (day or scene.on).year, least=least)
            if found is not None:
                placed.append((row, *found))
    measured = {}
    for start in range(0, len(placed), AT_ONCE):
        part = placed[start : start + AT_ONCE]
        rows = np.array([row for row, _, _ in part], np.int64)
        claims = filings.table["claims"].take(rows).to_pylist()
        for (row, key, cohort), entries in zip(part, claims, strict=True):
            claim = first_claim(entries)
            if claim is not None and _is_chinese(claim.text):
                measured[row] = _beside(row, claim, key, cohort, far)
    return measured


def _beside(row: int, claim: Claim, key: Key, cohort: Cohort, far: float) -> _Measured:
    size = size_of(claim)
    values = (float(size.length), float(size.features), float(size.numbers))
    pairs = list(zip(_quantiles(cohort), values, strict=True))
    length, features, numbers = (distance(*pair) for pair in pairs)
    shares = [percentile(*pair) for pair in pairs]
    found = _Measured(
        row, values, (length, features, numbers), (shares[0], shares[1], shares[2]), key
    )
    if found.second < far:
        return found
    return _Measured(row, values, found.distances, found.percentiles, key, unconnected_share(claim))


def _is_chinese(text: str) -> bool:
    return sum("\u4e00" <= sign <= "\u9fff" for sign in text) * 3 >= len(text)


def _lead(
    scene: Scene, limits: Limits, applicant: str, out: Sequence[_Measured], known: int
) -> Lead:
    numbers = numbers_of(scene, [each.row for each in out])
    lengths, features, stated = np.median([each.values for each in out], axis=0).tolist()
    usual = np.median([_usual(scene, each) for each in out], axis=0).tolist()
    unconnected = float(np.mean([each.unconnected for each in out]))
    strength = together(
        (0.5, beyond(len(out), limits.whole("least-filings") - 1)),
        (0.5, len(out) / known),
        (0.4, beyond(float(np.median([each.second for each in out])), limits.number("distance"))),
        (0.2, beyond(unconnected, limits.number("unconnected-share"))),
    )
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=applicant,
        filings=numbers,
        strength=strength,
        facts={
            "filings": len(out),
            "measured": known,
            "length": round(lengths),
            "features": round(features),
            "numbers": round(stated),
            "usual_length": round(usual[0]),
            "usual_features": round(usual[1]),
            "usual_numbers": round(usual[2]),
            "unconnected": round(100 * unconnected),
        },
        items=tuple(map(filing_item, numbers)),
        evidence=tuple(_evidence(scene, limits, out)),
        parties=known_party(scene, applicant),
    )


def _usual(scene: Scene, each: _Measured) -> tuple[float, float, float]:
    lengths, features, numbers = _quantiles(scene.facts.cohorts[each.key])
    return lengths[50], features[50], numbers[50]


def _quantiles(cohort: Cohort) -> tuple[tuple[float, ...], ...]:
    return cohort.lengths, cohort.features, cohort.numbers


def _evidence(scene: Scene, limits: Limits, out: Sequence[_Measured]) -> Iterator[Evidence]:
    """Yield the measures of the filings that lie farthest out, and where standing out begins."""
    units, far = ("characters", "features", "numbers"), limits.number("distance")
    for each in out[:MOST_TOLD]:
        number = scene.filings.numbers[each.row]
        group, year = each.key
        cohort = f"{group} {year}" if year else group
        place = {"register": "patents", "record": number}
        for measure, unit, value, share, quantiles in zip(
            MEASURES, units, each.values, each.percentiles,
            _quantiles(scene.facts.cohorts[each.key]), strict=True,
        ):  # fmt: skip
            limit = round(standing_out(quantiles, far), 1)
            name = f"first-claim-{measure}"
            told = figure(name, value, limit, unit, percentile=share, cohort=cohort, **place)
            yield Evidence(told.kind, (number,), told.facts)
        least = limits.number("unconnected-share")
        yield figure("unconnected-share", round(each.unconnected, 3), least, "", **place)
