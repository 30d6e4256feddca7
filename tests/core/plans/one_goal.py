"""A goal and its values written in one line each, as drawn tables need them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zhiheng.core.plans.goals import Counting, Goal, Mark, Observation
from zhiheng.core.plans.lights import LightRules
from zhiheng.core.plans.progress import Progress, progress

RULES = LightRules()


def goal_on(
    *,
    counting: str,
    baseline: str,
    target: str,
    values: str,
    on: date,
    unit: str = "件",
    lower: bool = False,
) -> Progress:
    """Return how a goal stands on a day.

    `baseline` is `2020: 14` or empty; `target` is `2025: >=21`, `2025: 10-12`; `values` are
    `2021: 15.2; 2024-06-30: 17` where a year alone means its last day. The plan begins in 2021.
    """
    year, _, value = baseline.partition(":")
    goal = Goal(
        target=mark(target),
        first_year=2021,
        counting=Counting(counting),
        baseline=Decimal(value.strip()) if value else None,
        baseline_year=int(year) if year else None,
        lower_is_better=lower,
        unit=unit,
    )
    return progress(goal, observations(values), on=on, rules=RULES)


def mark(text: str) -> Mark:
    """Read a target such as `2025: >=21` or `2025: 10-12`."""
    year, _, asked = text.partition(":")
    asked = asked.strip()
    if "-" in asked:
        low, _, high = asked.partition("-")
        return Mark(int(year), Decimal(low), "between", Decimal(high))
    digits = asked.lstrip("<>=~")
    return Mark(int(year), Decimal(digits), asked.removesuffix(digits) or "=")


def observations(text: str) -> list[Observation]:
    """Read values such as `2021: 15.2; 2024-06-30: 17`."""
    found = []
    for each in filter(None, (part.strip() for part in text.split(";"))):
        day, _, value = each.partition(": ")
        on = date.fromisoformat(day if "-" in day else f"{day}-12-31")
        found.append(Observation(on, Decimal(value)))
    return found
