"""Filed again after a decision against it.

A mark counts that has the same words as an earlier one of the same applicant family against which
something was decided before: it was declared invalid, refused, or confirmed as filed in bad faith,
and the goods are the same or similar. To file again what was refused is lawful, and often the right
way when the obstacle is gone; an own trade name that was refused does not count. Filing again and
again what was declared invalid, or was found to be in bad faith, is something else.

The strength puts together how far the applications are beyond their limit (weight 0.4) and how many
follow an invalidation or a confirmed finding of bad faith (0.7).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.figures import beyond, figure, together
from zhiheng.core.screening.leads import Lead, pair_item
from zhiheng.core.screening.marks.decisions import life_of
from zhiheng.core.screening.marks.evidence import pair_of_marks
from zhiheng.core.screening.marks.families import (
    Family,
    applications,
    families,
    filed_between,
    name_of,
)
from zhiheng.core.screening.marks.scene import MarkScene
from zhiheng.core.screening.within_circles import MOST_PAIRS_TOLD, numbers_of, parties_of

SIGNAL, BEHAVIOUR = "mark-refiling", "TM-10"
GRAVE = frozenset({"invalidated", "bad-faith"})
Decided = Mapping[str, Sequence[tuple[int, date, str]]]
Refiled = Sequence[tuple[int, int, str]]  # a row, the row decided against before, and how


def find(scene: MarkScene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each family that files again what was decided against."""
    for family in families(scene):
        decided = _decided(scene, family)
        refiled = list(_refiled(scene, family, decided)) if decided else []
        rows = [row for row, _, _ in refiled]
        if (
            applications(scene, rows) >= limits.whole("least-filings")
            and scene.filings.asked[rows].any()
        ):
            yield _lead(scene, limits, family, refiled)


def _decided(scene: MarkScene, family: Family) -> Decided:
    """Return the marks of a family that were decided against, by their words."""
    found: dict[str, list[tuple[int, date, str]]] = defaultdict(list)
    for row in family.rows.tolist():
        key = scene.filings.numbers[row]
        told = [
            (row, step.on, step.what)
            for step in scene.facts.steps.get(key, ())
            if step.what in ("refused", "invalidated")
        ]
        known = scene.facts.bad_faith.get(key)
        if known and known.state == "confirmed":
            told.append((row, known.decided_on or known.notified_on, "bad-faith"))
        if told and scene.texts[row]:
            found[scene.texts[row]] += told
    return found


def _refiled(scene: MarkScene, family: Family, decided: Decided) -> Iterator[tuple[int, int, str]]:
    """Yield each row that follows a decision, with the gravest of those before it."""
    numbers = scene.filings.applications
    for row in family.rows.tolist():
        day = scene.filings.days[row]
        before = [
            (other, what)
            for other, on, what in decided.get(scene.texts[row], ())
            if day and on < day and numbers[other] != numbers[row]
        ]
        if scene.is_own_name(row):
            before = [each for each in before if each[1] in GRAVE]
        before.sort(key=lambda each: each[1] not in GRAVE)
        similar = (each for each in before if scene.relation(row, each[0]).kind != "unrelated")
        if (first := next(similar, None)) is not None:
            yield row, *first


def _lead(scene: MarkScene, limits: Limits, family: Family, refiled: Refiled) -> Lead:
    rows = np.array([row for row, _, _ in refiled], np.int64)
    grave = applications(scene, [row for row, _, what in refiled if what in GRAVE])
    counted = applications(scene, rows)
    numbers = scene.filings.numbers
    both = np.unique(np.concatenate((rows, np.array([other for _, other, _ in refiled], np.int64))))
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=name_of(scene, family.circle),
        filings=numbers_of(scene, rows),
        strength=together(
            (0.4, beyond(counted, limits.whole("least-filings") - 1)), (0.7, beyond(grave, 0.5))
        ),
        facts={"applications": counted, "grave": grave, **filed_between(scene, rows)},
        items=tuple(pair_item(numbers[row], numbers[other]) for row, other, _ in refiled),
        evidence=(
            *(pair_of_marks(scene, row, other) for row, other, _ in refiled[:MOST_PAIRS_TOLD]),
            figure("least-filings", counted, limits.whole("least-filings"), "filings"),
            life_of(scene, both),
        ),
        parties=parties_of(scene, rows),
    )
