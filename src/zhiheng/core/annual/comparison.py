"""What changed since the report of the year before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zhiheng.core.annual.facts import Facts, IndicatorFacts, Light


@dataclass(frozen=True)
class Change:
    """An indicator's value and light then, and by how much the value moved."""

    before: Decimal | None
    difference: Decimal | None
    light_before: Light


def changes(facts: Facts, previous: Facts | None) -> Mapping[int, Change]:
    """Return the changes by the number of the indicator.

    Only the same indicator in the same unit is compared; one that is new, renamed or counted in
    another unit now has no change.
    """
    if previous is None:
        return {}
    earlier = {_key(each): each for each in previous.indicators}
    return {
        each.number: _change(each, earlier[_key(each)])
        for each in facts.indicators
        if _key(each) in earlier
    }


def _key(indicator: IndicatorFacts) -> tuple[int, str, str]:
    return indicator.number, indicator.name, indicator.unit


def _change(now: IndicatorFacts, then: IndicatorFacts) -> Change:
    both = now.latest is not None and then.latest is not None
    difference = (now.latest or Decimal(0)) - (then.latest or Decimal(0)) if both else None
    return Change(then.latest, difference, then.light)
