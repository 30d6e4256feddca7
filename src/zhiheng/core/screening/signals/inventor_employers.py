"""Inventors of implausibly many employers.

Looked at is every inventor who was resolved to one person, in the window of time in which that
person stands on most filings. Counted are the applicants of these filings that do not hang
together: applicants of one circle count once. Universities, institutes and hospitals are not
counted as employers, since their people advise many. A person who works for one firm after another
has a few; one who lends a name has many.

The strength is 0.8 x how far their number is beyond the limit (1 − limit / number): that a name
stands for one person is never beyond doubt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.figures import beyond, busiest_rows, figure
from zhiheng.core.screening.filings import Rows
from zhiheng.core.screening.leads import Lead
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.sparing import OF_LEARNING
from zhiheng.core.screening.within_circles import (
    numbers_of,
    parties_of,
    timeline,
)

SIGNAL, BEHAVIOUR = "inventor-employers", "7"


def find(scene: Scene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each inventor of more unrelated applicants than the limit."""
    most, days = limits.whole("most-employers"), scene.days
    months = limits.number("window-months")
    employer_of = _employers(scene)
    for person, rows in _rows_by_inventor(scene).items():
        employed = [row for row in rows if employer_of[row] is not None]
        if len({employer_of[row] for row in employed}) <= most:
            continue
        own = busiest_rows(employed, days, months)
        employers = {employer_of[row] for row in own.tolist()}
        if len(employers) > most and scene.filings.asked[own].any():
            yield _lead(scene, limits, person, own, len(employers))


def _employers(scene: Scene) -> list[int | None]:
    """Return the circle of every row's first applicant, None for bodies of learning and nobody."""
    parties, found = scene.facts.parties, []
    for circle, applicants in zip(scene.circles.of.tolist(), scene.circles.by_row, strict=True):
        known = parties.get(applicants[0]) if applicants else None
        learned = known is not None and known.kind in OF_LEARNING
        found.append(None if learned or not applicants else int(circle))
    return found


def _rows_by_inventor(scene: Scene) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for row, people in enumerate(scene.filings.values("inventor_parties")):
        for person in dict.fromkeys(people or ()):
            if person:
                found[person].append(row)
    return found


def _lead(scene: Scene, limits: Limits, person: str, rows: Rows, employers: int) -> Lead:
    most = limits.whole("most-employers")
    first: dict[int, str] = {}
    for row in rows.tolist():
        first.setdefault(int(scene.circles.of[row]), scene.filings.numbers[row])
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=person,
        filings=numbers_of(scene, rows),
        strength=0.8 * beyond(employers, most),
        facts={"filings": len(rows), "employers": employers},
        items=tuple(f"employer:{person}|{number}" for number in first.values()),
        evidence=(
            figure(
                "most-employers", employers, most, "applicants", register="parties", record=person
            ),
            timeline(scene, rows),
        ),
        parties=parties_of(scene, rows),
    )
