"""What was decided against marks, or objected to them, and when: from then on the filer knew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zhiheng.core.screening.filed import Rows
from zhiheng.core.screening.leads import Evidence
from zhiheng.core.screening.marks.scene import MarkScene
from zhiheng.core.screening.within_circles import MOST_TOLD, day_of, numbers_of


def decisions(scene: MarkScene, rows: Iterable[int]) -> list[tuple[date, str, str, str]]:
    """Return what was decided against some marks, in order: day, what, key, the event's words."""
    keys = [scene.filings.numbers[row] for row in rows]
    told = [
        (step.on, step.what, key, step.event)
        for key in keys
        for step in scene.facts.steps.get(key, ())
        if step.on <= scene.on
    ]
    return sorted(told)


def life_of(scene: MarkScene, rows: Rows) -> Evidence:
    """Return when some marks were filed and what was decided against them, in order of days."""
    days = [
        {
            "day": day_of(scene, row),
            "what": "filed",
            "number": scene.filings.numbers[row],
            "of": scene.filings.words[row],
        }
        for row in rows.tolist()
    ]
    days += [
        {"day": day.isoformat(), "what": what, "number": key, "of": event}
        for day, what, key, event in decisions(scene, rows.tolist())
    ]
    days.sort(key=lambda each: (each["day"], each["number"]))
    return Evidence("timeline", numbers_of(scene, rows), {"days": days[:MOST_TOLD]})
