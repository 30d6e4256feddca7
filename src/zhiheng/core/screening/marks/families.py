"""Applicant families: the circles with marks asked about, counted in applications.

A mark of several classes is one application; it stands on the day of its first row. Marks of which
no list tells when they were filed are left out: nobody knows into which window they fall.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from zhiheng.core.screening.figures import busiest_rows
from zhiheng.core.screening.filed import Rows
from zhiheng.core.screening.leads import Fact
from zhiheng.core.screening.marks.scene import MarkScene


@dataclass(frozen=True)
class Family:
    """The rows of one circle, oldest first."""

    circle: int
    rows: Rows


def families(scene: MarkScene) -> Iterator[Family]:
    """Yield the families with marks that were asked about."""
    dated = np.array([day is not None for day in scene.filings.days], np.bool_)
    for circle, rows in scene.rows_by_circle.items():
        if len(told := rows[dated[rows]]):
            yield Family(circle, told)


def without(scene: MarkScene, family: Family, gone: Collection[str]) -> Family:
    """Return a family without some marks."""
    numbers = scene.filings.numbers
    left = [row for row in family.rows.tolist() if numbers[row] not in gone]
    return Family(family.circle, np.array(left, np.int64))


def name_of(scene: MarkScene, circle: int) -> str:
    """Return what a lead about a family hangs on; the same from one screening to the next."""
    known = scene.circles.applicants.get(circle)
    if known:
        return f"circle:{min(known)}"
    rows = scene.rows_by_circle.get(circle)  # a mark without an owner is a family of its own
    return f"mark:{scene.filings.numbers[rows[0]] if rows is not None else circle}"


def applications(scene: MarkScene, rows: Iterable[int] | Rows) -> int:
    """Return how many applications some rows are."""
    numbers = scene.filings.applications
    return len({numbers[int(row)] for row in rows})


def busiest(scene: MarkScene, rows: Rows, months: float) -> Rows:
    """Return the rows of the window in which most applications were filed, oldest first."""
    numbers = scene.filings.applications
    firsts: dict[str, int] = {}
    for row in rows.tolist():
        firsts.setdefault(numbers[row], row)
    chosen = busiest_rows(list(firsts.values()), scene.days, months)
    within = {numbers[row] for row in chosen.tolist()}
    return np.array([row for row in rows.tolist() if numbers[row] in within], np.int64)


def filed_between(scene: MarkScene, rows: Iterable[int] | Rows) -> dict[str, Fact]:
    """Return the facts by which a lead names the law: the first and the last day of filing."""
    days = sorted(day for row in rows if (day := scene.filings.days[int(row)]))
    return {
        "first_filed": days[0].isoformat() if days else None,
        "last_filed": days[-1].isoformat() if days else None,
    }
