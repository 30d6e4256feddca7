"""Several terms running on one matter, each stopped by its own grounds only.

In a penalty case the 90 days for the decision stand still during a hearing, the 30 days of a
seizure only while goods are tested: one ledger of suspensions, several clocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zhiheng.core.calendar import Calendar
from zhiheng.core.terms.deadline import Deadline, Term
from zhiheng.core.terms.engine import compute
from zhiheng.core.terms.regimes import Regime, find_regime
from zhiheng.core.terms.suspensions import Extension, Suspension


@dataclass(frozen=True, slots=True)
class Clock:
    """One term of a matter: its name, how it counts, since when, how often it was extended."""

    name: str
    term: Term
    regime: str
    start: date
    service: str = ""
    extensions: tuple[Extension, ...] = ()


def run_clocks(
    clocks: Iterable[Clock],
    *,
    regimes: Mapping[str, Regime],
    calendar: Calendar,
    suspensions: Iterable[Suspension] = (),
    on: date | None = None,
) -> dict[str, Deadline]:
    """Return the deadline of each clock by its name, the earliest first.

    `suspensions` is the matter's whole ledger; each term says by which grounds it is stopped.
    """
    ledger = tuple(suspensions)
    deadlines = {
        clock.name: compute(
            clock.term,
            start=clock.start,
            regime=find_regime(regimes, clock.regime),
            calendar=calendar,
            suspensions=ledger,
            extensions=clock.extensions,
            service=clock.service,
            on=on,
        )
        for clock in clocks
    }
    return dict(sorted(deadlines.items(), key=lambda item: item[1].due))
