"""The dated parameters that the desk follows."""

from __future__ import annotations

from datetime import date

from zhiheng.office.registers import lake


def soon(*, on: date) -> date:
    """Return the last day that counts as due soon: the same by which people are reminded."""
    days = lake.whole("case-reminder.due-soon", on=on)
    return lake.working_days().add_working(on, days)
