"""Computing due dates.

1. A document counts as received when the regime says so (presumed service).
2. The day of the event is not counted, unless the regime counts it.
3. Days that the instrument means as working days are read as working days.
4. The length with its extensions is counted: extensions of the same unit are added to the term
   before it is counted once, an extension of another unit begins where the term ended.
5. Excluded intervals inside the running term move its end by as many days (for working days: by as
   many working days) as they hold; overlaps are united, so no day is excluded twice.
6. A last day that is a rest day moves to the next working day. Days that a published notice makes
   working days count as such, also on weekends. An interval that begins while the term waits for
   that working day keeps it waiting.
7. Where step 3, 4, 5 or 6 asked about days that a future notice may still change, the result is
   provisional and names the years it waits for.

Extensions are assumed to be granted to the term as a whole (three months and one more are four
months), not to its rolled last day: a rest day at the end of the first part gives nothing twice.
"""

from __future__ import annotations

import calendar as month_lengths
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from zhiheng.core.calendar import SATURDAY, Calendar
from zhiheng.core.errors import InputError
from zhiheng.core.terms.deadline import Deadline, Term
from zhiheng.core.terms.events import (
    Awaited,
    Counted,
    CountedBack,
    CountedHours,
    CountedValidity,
    Event,
    Excluded,
    Extended,
    ReadAsWorkingDays,
    Received,
    Rolled,
    Standing,
    Started,
    Stayed,
    Unrolled,
)
from zhiheng.core.terms.lengths import Length, Unit, parse_length
from zhiheng.core.terms.regimes import Regime
from zhiheng.core.terms.suspensions import Extension, Interval, Suspension, unite

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


def compute(
    term: Term,
    *,
    start: date,
    regime: Regime,
    calendar: Calendar,
    suspensions: Iterable[Suspension] = (),
    extensions: Sequence[Extension] = (),
    service: str = "",
    on: date | None = None,
) -> Deadline:
    """Return the last day of a term that an event on `start` begins.

    With `service`, `start` is the day a document was sent in that way. Terms in hours need a
    `datetime` with its zone. `on` is the day up to which a suspension that still runs is counted.
    `InputError` where the law or the calendar gives no answer.
    """
    try:
        if term.length.unit is Unit.HOUR:
            if service or tuple(suspensions):
                raise InputError.of("term.hours.only_hours")
            return _compute_hours(term, start, regime, calendar, extensions)
        day = start.date() if isinstance(start, datetime) else start
        stopped = [each for each in suspensions if _stops(term, each)]
        running = _Running(regime, calendar, unite(stopped, on=on) if stopped else ())
        if service:
            day = running.receive(service, day)
        if extensions and any(extension.on for extension in extensions):
            _check_extensions(term, day, running, extensions)
        return running.run(term, day, extensions, on)
    except OverflowError as error:
        raise InputError.of("term.too_long", length=term.length.zh, start=start) from error


def compute_before(term: Term, *, event: date, regime: Regime, calendar: Calendar) -> Deadline:
    """Return the latest day on which an act still lies the term's length before an event.

    Seven working days' notice of a hearing: the seventh working day before the day of the hearing.
    The day is not moved off a rest day: moving it on would shorten the notice.
    """
    if term.length.unit is Unit.HOUR:
        raise InputError.of("term.hours.only_hours")
    events: list[Event] = []
    length = _as_read(term.length, regime, events)
    try:
        if length.unit is Unit.WORKING_DAY:
            end = calendar.add_working(event, -length.quantity)
        elif length.unit is Unit.DAY:
            end = event - timedelta(days=length.quantity)
        else:
            end, _ = corresponding_day(event, -_months(length))
    except OverflowError as error:
        raise InputError.of("term.too_long", length=length.zh, start=event) from error
    events.append(CountedBack(length, event, end))
    awaits: tuple[int, ...] = ()
    if length.unit is Unit.WORKING_DAY:
        awaits = calendar.awaited_years(end, event)
        if awaits:
            events.append(Awaited(awaits, event))
    return Deadline(end, event, end, regime, calendar, tuple(events), awaits)


def opening_day(length: Length, *, expiry: date) -> date:
    """Return the first day of the last so many months or years before the end of `expiry`.

    A trademark valid until 2026-11-20 may be renewed in its last 12 months: from 2025-11-21.
    """
    try:
        day, _ = corresponding_day(expiry + _DAY, -_months(length))
    except OverflowError as error:
        raise InputError.of("term.too_long", length=length.zh, start=expiry) from error
    return day


def corresponding_day(day: date, months: int) -> tuple[date, bool]:
    """Return the same day so many months on, and whether there is one.

    Without one it is the last day of that month: 31 January and one month give 28 February.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(year)
    if day.day <= 28:
        return date(year, month, day.day), True
    last = month_lengths.monthrange(year, month)[1]
    return date(year, month, min(day.day, last)), day.day <= last


def received_day(mode: str, *, sent: date, regime: Regime, calendar: Calendar) -> date:
    """Return the day on which a document that was sent on a day counts as received."""
    return _Running(regime, calendar, ()).receive(mode, sent)


class _Running:
    """One term while it is being counted: the rules it runs under and what has happened."""

    __slots__ = ("calendar", "events", "intervals", "regime", "standing_since")

    def __init__(self, regime: Regime, calendar: Calendar, intervals: tuple[Interval, ...]) -> None:
        self.regime = regime
        self.calendar = calendar
        self.intervals = intervals
        self.events: list[Event] = []
        self.standing_since: date | None = None

    def receive(self, mode: str, sent: date) -> date:
        """Return the day on which a document counts as received."""
        rule = self.regime.service_rule(mode, on=sent)
        received = sent
        if rule.presumed:
            presumed = parse_length(rule.presumed)
            received, _ = _count(presumed, sent, counted=False, calendar=self.calendar)
        self.events.append(Received(rule, sent, received))
        return received

    def run(
        self, term: Term, day: date, extensions: Sequence[Extension], on: date | None
    ) -> Deadline:
        """Count the term from the day of the event to its last day."""
        if term.validity and self.regime.validity is None:
            raise InputError.of("term.validity", regime=self.regime.name)
        counted = term.validity or self.regime.start.counted
        events = self.events
        events.append(Started(day, counted))
        lengths = [_as_read(term.length, self.regime, events)]
        for extension in extensions:
            lengths.append(_as_read(extension.length, self.regime, events))
            events.append(Extended(term.length, extension))
        end = day
        awaits: set[int] = set()
        for length in lengths if len(lengths) == 1 else _totals(lengths):
            first = end if counted else end + _DAY
            end = self._count_with_exclusions(length, end, counted, term.validity)
            if length.unit is Unit.WORKING_DAY:
                awaits.update(self.calendar.awaited_years(first, end))
            counted = False
        due = self._roll(end, term)
        if not term.validity and self.regime.rest_day.roll != "none":
            awaits.update(self.calendar.awaited_years(end, due))
        if awaits:
            events.append(Awaited(tuple(sorted(awaits)), due))
        if self.standing_since is not None and on is not None:
            events.append(Standing(self.standing_since, on))
        return Deadline(
            due, day, end, self.regime, self.calendar, tuple(events),
            tuple(sorted(awaits)) if awaits else (), self.standing_since,
        )  # fmt: skip

    def _count_with_exclusions(
        self, length: Length, after: date, counted: bool, validity: bool
    ) -> date:
        end, corresponds = _count(length, after, counted=counted, calendar=self.calendar)
        first = after if counted else after + _DAY
        event = CountedValidity if validity else Counted
        self.events.append(event(length, first, end, corresponds))
        working = length.unit is Unit.WORKING_DAY
        for interval in self.intervals:
            if interval.first > end:
                break
            if interval.last < first:
                continue
            begin = max(interval.first, first)
            if working:
                count = self.calendar.count_working(begin, interval.last)
                end = self.calendar.add_working(end, count) if count else end
            else:
                count = (interval.last - begin).days + 1
                end += timedelta(days=count)
            self.events.append(Excluded(interval, begin, count, working, end))
            if interval.open:
                self.standing_since = begin
        return end

    def _roll(self, end: date, term: Term) -> date:
        calendar = self.calendar
        works = calendar.is_working(end)
        if term.validity or self.regime.rest_day.roll == "none":
            if not works:
                self.events.append(Unrolled(end, term.validity))
            return end
        if works:
            if end.weekday() >= SATURDAY:
                self.events.append(Stayed(end))
            return end
        due = calendar.next_working(end)
        self.events.append(Rolled(end, due, None))
        for interval in self.intervals:
            if end < interval.first <= due:
                waited, due = due, calendar.next_working(max(due, interval.last + _DAY))
                self.events.append(Rolled(waited, due, interval))
                if interval.open:
                    self.standing_since = interval.first
        return due


def _count(length: Length, after: date, *, counted: bool, calendar: Calendar) -> tuple[date, bool]:
    """Return the last day of a length that runs from the day after (or on) `after`.

    Also whether months end on their corresponding day rather than at a month's end.
    """
    if length.unit is Unit.DAY:
        return after + timedelta(days=length.quantity - counted), True
    if length.unit is Unit.WORKING_DAY:
        return calendar.add_working(after - _DAY if counted else after, length.quantity), True
    day, corresponds = corresponding_day(after, _months(length))
    return (day - _DAY if counted and corresponds else day), corresponds


def _as_read(length: Length, regime: Regime, events: list[Event]) -> Length:
    rule = regime.working_days
    if rule is None or not rule.reads(length):
        return length
    events.append(ReadAsWorkingDays(length))
    return Length(length.quantity, Unit.WORKING_DAY)


def _totals(lengths: Iterable[Length]) -> list[Length]:
    """Return one length for each unit, in order of first mention; years count as months."""
    totals: dict[Unit, int] = {}
    for length in lengths:
        if length.unit is Unit.HOUR:
            raise InputError.of("term.hours.only_hours")
        if length.unit in (Unit.MONTH, Unit.YEAR):
            totals[Unit.MONTH] = totals.get(Unit.MONTH, 0) + _months(length)
        else:
            totals[length.unit] = totals.get(length.unit, 0) + length.quantity
    return [Length(quantity, unit) for unit, quantity in totals.items()]


def _months(length: Length) -> int:
    if length.unit not in (Unit.MONTH, Unit.YEAR):
        raise InputError.of("term.months_or_years", received=length.zh)
    return length.quantity * (12 if length.unit is Unit.YEAR else 1)


def _stops(term: Term, suspension: Suspension) -> bool:
    return term.stopped_by is None or suspension.ground in term.stopped_by


def _check_extensions(
    term: Term, day: date, running: _Running, extensions: Sequence[Extension]
) -> None:
    """Refuse an extension that was approved after the term had ended."""
    for place, extension in enumerate(extensions):
        trial = _Running(running.regime, running.calendar, running.intervals)
        due = trial.run(term, day, extensions[:place], None).due
        if extension.on is not None and extension.on > due:
            raise InputError.of(
                "term.extension.late", length=extension.length.zh, on=extension.on, due=due
            )


def _compute_hours(
    term: Term,
    start: date,
    regime: Regime,
    calendar: Calendar,
    extensions: Sequence[Extension],
) -> Deadline:
    if not isinstance(start, datetime) or start.tzinfo is None:
        raise InputError.of("term.hours.moment", received=start)
    if regime.hours is None:
        raise InputError.of("term.hours.no_rule", regime=regime.name)
    hours = term.length.quantity
    for extension in extensions:
        if extension.length.unit is not Unit.HOUR:
            raise InputError.of("term.hours.only_hours")
        hours += extension.length.quantity
    first = start
    if regime.hours.start == "next-hour":
        first = start.replace(minute=0, second=0, microsecond=0) + _HOUR
    end = first + timedelta(hours=hours)
    events: list[Event] = [Extended(term.length, each) for each in extensions]
    events.append(CountedHours(Length(hours, Unit.HOUR), start, first, end))
    return Deadline(
        end.date(), start.date(), end.date(), regime, calendar, tuple(events), due_at=end
    )
