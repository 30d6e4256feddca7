"""One question in writing, as the command line, the manual and other programs ask it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

from zhiheng.core.calendar import Calendar, Day
from zhiheng.core.errors import InputError
from zhiheng.core.terms.calendars import packaged_calendar
from zhiheng.core.terms.deadline import Deadline, Term
from zhiheng.core.terms.engine import compute, compute_before, opening_day
from zhiheng.core.terms.lengths import Unit, parse_length
from zhiheng.core.terms.regimes import Regime, find_regime, packaged_regimes
from zhiheng.core.terms.suspensions import Extension, parse_suspension

CHINA = timezone(timedelta(hours=8))  # the whole country; without summer time since 1991


@dataclass(frozen=True, slots=True)
class Rules:
    """The calendar and the regimes to count by; those of the platform unless others are given."""

    calendar: Calendar = field(default_factory=packaged_calendar)
    regimes: Mapping[str, Regime] = field(default_factory=packaged_regimes)


def compute_written(
    *,
    start: str,
    length: str,
    regime: str,
    service: str = "",
    suspend: str = "",
    extend: str = "",
    validity: bool = False,
    on: date | None = None,
    rules: Rules | None = None,
) -> Deadline:
    """Return the deadline for `start` 2026-09-17, `length` 15d, `regime` patent-rules.

    `suspend` holds intervals such as 2026-08-01:2026-08-10, `extend` lengths, separated by spaces.
    """
    rules = rules or Rules()
    term = Term(parse_length(length), validity=validity)
    return compute(
        term,
        start=parse_moment(start) if term.length.unit is Unit.HOUR else parse_day(start),
        regime=find_regime(rules.regimes, regime),
        calendar=rules.calendar,
        suspensions=[parse_suspension(each) for each in suspend.split()],
        extensions=[Extension(parse_length(each)) for each in extend.split()],
        service=service,
        on=on,
    )


def compute_before_written(
    *, event: str, length: str, regime: str, rules: Rules | None = None
) -> Deadline:
    """Return the latest day that lies `length` before `event`."""
    rules = rules or Rules()
    return compute_before(
        Term(parse_length(length)),
        event=parse_day(event),
        regime=find_regime(rules.regimes, regime),
        calendar=rules.calendar,
    )


def parse_moment(text: str) -> date:
    """Read 2026-09-17 as a day, 2026-09-17T16:30 as a moment, in China's time unless it says so."""
    try:
        if "T" not in text:
            return date.fromisoformat(text.strip())
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError.of("term.date", received=text) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def parse_day(text: str) -> date:
    """Read 2026-09-17; of a moment, its day in China."""
    moment = parse_moment(text)
    return moment.astimezone(CHINA).date() if isinstance(moment, datetime) else moment


def compute_served_written(*, sent: str, service: str, length: str, regime: str) -> Deadline:
    """Return the deadline of a term that begins when a document sent on a day is received."""
    return compute_written(start=sent, length=length, regime=regime, service=service)


def opening_day_written(*, expiry: str, length: str) -> date:
    """Return the first day of the last `length` before the end of `expiry`."""
    return opening_day(parse_length(length), expiry=parse_day(expiry))


def calendar_day(*, day: str) -> Day:
    """Return what a day is by the platform's calendar."""
    return packaged_calendar().day(parse_day(day))
