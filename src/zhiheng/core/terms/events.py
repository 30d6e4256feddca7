"""What happened while a due date was computed, in order; `narration` puts it into words."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from zhiheng.core.terms.lengths import Length
from zhiheng.core.terms.regimes import ServiceRule
from zhiheng.core.terms.suspensions import Extension, Interval


class Received(NamedTuple):
    """A document sent on a day counts as received on another."""

    rule: ServiceRule
    sent: date
    received: date


class Started(NamedTuple):
    """The day of the event, and whether it is counted."""

    day: date
    counted: bool


class ReadAsWorkingDays(NamedTuple):
    """Days that the instrument means as working days."""

    length: Length


class Extended(NamedTuple):
    """The term was lengthened."""

    term: Length
    extension: Extension


class Counted(NamedTuple):
    """A length was counted from its first day; `corresponds` is False at a month's end."""

    length: Length
    first: date
    end: date
    corresponds: bool


class CountedValidity(NamedTuple):
    """A validity was counted from its first day."""

    length: Length
    first: date
    end: date
    corresponds: bool


class CountedHours(NamedTuple):
    """Hours were counted from a moment."""

    length: Length
    moment: datetime
    first: datetime
    end: datetime


class CountedBack(NamedTuple):
    """A length was counted back from an event."""

    length: Length
    event: date
    end: date


class Excluded(NamedTuple):
    """Days from `first` to the interval's last were not counted; the end moved."""

    interval: Interval
    first: date
    days: int
    working: bool
    end: date


class Rolled(NamedTuple):
    """The last day was a rest day (or inside an excluded interval), and moved."""

    end: date
    due: date
    interval: Interval | None


class Stayed(NamedTuple):
    """The last day is a weekend day that is worked, so it did not move."""

    end: date


class Unrolled(NamedTuple):
    """The last day is a rest day, and does not move by the rule of this term."""

    end: date
    validity: bool


class Awaited(NamedTuple):
    """Notices that are not published yet could still change the due date."""

    years: tuple[int, ...]
    first: date


class Standing(NamedTuple):
    """The clock stands since a day; the due date moves on with every further day."""

    since: date
    on: date


Event = (
    Received
    | Started
    | ReadAsWorkingDays
    | Extended
    | Counted
    | CountedValidity
    | CountedHours
    | CountedBack
    | Excluded
    | Rolled
    | Stayed
    | Unrolled
    | Awaited
    | Standing
)
