"""What the reports do when a day begins, and when an indicator is told in another unit."""

from __future__ import annotations

from typing import Any

from zhiheng.office.notices.signals import day_began
from zhiheng.office.plans.signals import unit_changed

# What hears a signal is loaded when it hears one: no command waits for it at its start.


def listen() -> None:
    """Hear of every day that begins, and of indicators told in another unit."""
    unit_changed.connect(_check_unit, dispatch_uid="reporting.check_unit")
    day_began.connect(_begin_day, dispatch_uid="reporting.begin_day")


def _check_unit(**told: Any) -> None:
    from zhiheng.office.reporting.units import check_unit

    check_unit(**told)


def _begin_day(**told: Any) -> None:
    from zhiheng.office.reporting.reminding import begin_day

    begin_day(**told)
