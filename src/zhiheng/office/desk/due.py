"""Due dates in words: how many working days are left, or by how many a case is late."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhiheng.core.calendar import Calendar
from zhiheng.office.cases.enums import AT_REST
from zhiheng.office.cases.models import Case
from zhiheng.office.registers import lake

_DAY = dt.timedelta(days=1)
_NEAR = 3


@dataclass(frozen=True)
class Due:
    """A due date as a page shows it.

    `tone` is the colour of `words`, which say the same; `provisional` and `standing` mark a day
    that may still move by itself.
    """

    on: dt.date | None
    words: str
    tone: str = ""
    provisional: bool = False
    standing: bool = False


NOTHING_DUE = Due(None, "—")


def due_of(case: Case, *, on: dt.date, standing: bool = False) -> Due:
    """Return when the next term of a case ends; nothing where none runs.

    `standing` tells whether that term stands still: a suspended case may have one that runs on. A
    last day of a party that has passed is nobody's lateness: the term has run out.
    """
    if case.due_on is None or case.status in AT_REST:
        return NOTHING_DUE
    provisional = case.due_provisional and not standing
    if case.due_binds != "office" and case.due_on < on and not standing:
        return Due(case.due_on, _("has run out"), "off", provisional)
    return due_words(case.due_on, on=on, provisional=provisional, standing=standing)


def due_words(
    last: dt.date, *, on: dt.date, provisional: bool = False, standing: bool = False
) -> Due:
    """Return a last day in words, as seen from a day."""
    if standing:
        return Due(last, _("time stands still"), "off", provisional, standing=True)
    calendar = lake.working_days()
    if last < on:
        return Due(last, _late(calendar, last, on), "bad", provisional)
    if last == on:
        return Due(last, _("ends today"), "warn", provisional)
    left = calendar.count_working(on + _DAY, last)
    return Due(last, _left(left, (last - on).days), "warn" if left <= _NEAR else "", provisional)


def _late(calendar: Calendar, last: dt.date, on: dt.date) -> str:
    days = calendar.count_working(last + _DAY, on)
    if not days:
        days = (on - last).days
        return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}
    text = ngettext("%(days)d working day late", "%(days)d working days late", days)
    return text % {"days": days}


def _left(working: int, days: int) -> str:
    if not working:
        return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    text = ngettext("%(days)d working day left", "%(days)d working days left", working)
    return text % {"days": working}
