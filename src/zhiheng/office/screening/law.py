"""What screening goes by: the declared signals with the office's changes, its white list, and what
people dismissed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Q

from zhiheng.core.declarations.models import LegalSource
from zhiheng.core.screening.behaviours import Behaviours, load_behaviours
from zhiheng.core.screening.declared import Change, Declared, Limit, load_declared
from zhiheng.core.screening.grounds import Grounds, load_grounds
from zhiheng.core.screening.sparing import Entry
from zhiheng.office.registers import lake
from zhiheng.office.screening.enums import About
from zhiheng.office.screening.models import DismissedItem, LimitChange, Spared

WINDOWS = {
    About.PATENTS: "screening.window-months",
    About.TRADEMARKS: "screening.marks-window-months",
}


@dataclass(frozen=True)
class LimitInForce:
    """A limit on a day: what is declared, and the office's change where one holds."""

    signal: str
    limit: Limit
    declared: float
    value: float
    source: LegalSource
    status: str
    change: LimitChange | None


@cache
def declared() -> Declared:
    """Return the declared signals, the office's own replacing ours."""
    return load_declared(*lake.own_declarations())


@cache
def behaviours() -> Behaviours:
    """Return the behaviours that the law names, in their words."""
    return load_behaviours(*lake.own_declarations())


@cache
def grounds() -> Grounds:
    """Return what the law says of what is looked for, and its consequences, by day of filing."""
    return load_grounds(*lake.own_declarations())


def forget() -> None:
    """Read everything anew at the next question."""
    grounds.cache_clear()
    declared.cache_clear()
    behaviours.cache_clear()


def window_months(on: date, about: str = About.PATENTS) -> int:
    """Return how far before and after a filing others are looked at beside it, in months."""
    return lake.whole(WINDOWS[About(about)], on=on)


def changes() -> list[Change]:
    """Return the office's changes that were not withdrawn, those to come as well.

    A change of a limit that is not declared any more changes nothing.
    """
    return [
        Change(each.signal, each.limit, each.value, each.valid_from)
        for each in _standing_changes()
        if _is_declared(each)
    ]


def limits_in_force(signal: str, *, on: date) -> list[LimitInForce]:
    """Return every limit of a signal on a day, in the order of the declaration."""
    found: list[LimitInForce] = []
    begun = {each.limit: each for each in _standing_changes(signal=signal) if each.valid_from <= on}
    for limit in declared().signal(signal).limits:
        dated = limit.in_force_on(on)
        if dated is None:
            continue
        base = float(str(dated.value))
        change = begun.get(limit.limit)
        value = change.value if change else base
        found.append(LimitInForce(signal, limit, base, value, dated.source, dated.status, change))
    return found


def entries(on: date) -> list[Entry]:
    """Return the entries of the white list that hold on a day."""
    holding = Spared.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    return [Entry(each.kind, each.value, frozenset(each.signals), each.reason) for each in holding]


def dismissed() -> Mapping[str, frozenset[str]]:
    """Return the items that people found innocent, by signal."""
    found: dict[str, set[str]] = {}
    for signal, item in DismissedItem.objects.values_list("signal", "item"):
        found.setdefault(signal, set()).add(item)
    return {signal: frozenset(items) for signal, items in found.items()}


def _standing_changes(**narrowed: str) -> Sequence[LimitChange]:
    """Return changes that were not withdrawn, so ordered that the last one that began holds."""
    standing = LimitChange.objects.filter(withdrawn_at=None, **narrowed)
    return list(standing.select_related("by").order_by("valid_from", "at", "pk"))


def _is_declared(change: LimitChange) -> bool:
    signal = declared().signals.get(change.signal)
    return signal is not None and any(each.limit == change.limit for each in signal.limits)
