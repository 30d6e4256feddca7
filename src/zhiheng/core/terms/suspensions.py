"""What stops a clock, and what lengthens a term."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from zhiheng.core.errors import InputError
from zhiheng.core.terms.lengths import Length

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days that are not counted, from `first` to `last`, both included.

    `last` is None while the clock still stands. `ground` is the code by which a term says whether
    it is stopped at all (see `Term.stopped_by`); `zh` and `en` are shown.
    """

    first: date
    last: date | None
    ground: str = ""
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """A lengthening of a term: by how much, who approved it, on which day, on what ground."""

    length: Length
    approved_by: str = ""
    on: date | None = None
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """Excluded days after overlaps are united, with the suspensions they come from."""

    first: date
    last: date
    suspensions: tuple[Suspension, ...]
    open: bool = False


def parse_suspension(text: str) -> Suspension:
    """Read `2026-08-01:2026-08-10`, both days excluded; `2026-08-01:` is still running."""
    first, colon, last = text.strip().partition(":")
    try:
        if not colon:
            raise ValueError(text)
        return Suspension(date.fromisoformat(first), date.fromisoformat(last) if last else None)
    except ValueError as error:
        raise InputError.of("term.suspension.malformed", received=text) from error


def unite(suspensions: Iterable[Suspension], *, on: date | None) -> tuple[Interval, ...]:
    """Return the excluded intervals in order, overlapping and adjoining ones as one.

    A suspension that still runs is counted up to `on`, which is then required.
    """
    intervals: list[Interval] = []
    for each in sorted(suspensions, key=lambda suspension: suspension.first):
        last = _last_day(each, on)
        if intervals and each.first <= intervals[-1].last + _DAY:
            before = intervals.pop()
            intervals.append(
                Interval(
                    before.first,
                    max(before.last, last),
                    (*before.suspensions, each),
                    before.open or each.last is None,
                )
            )
        else:
            intervals.append(Interval(each.first, last, (each,), each.last is None))
    return tuple(intervals)


def _last_day(suspension: Suspension, on: date | None) -> date:
    last = suspension.last
    if last is None:
        if on is None:
            raise InputError.of("term.suspension.open", first=suspension.first)
        # Known to run since a later day only: it excludes at least its first day.
        return max(on, suspension.first)
    if last < suspension.first:
        raise InputError.of("term.suspension.reversed", first=suspension.first, last=last)
    return last
