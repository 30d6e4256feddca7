"""Which days were rest days, run by run, as Chinese and English write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from zhiheng.core.calendar import Calendar, Day, DayKind
from zhiheng.core.terms.dates_in_words import date_en, date_zh, span_en, span_zh


def skipped(first: date, last: date, calendar: Calendar) -> tuple[str, str]:
    """Return sentences on the rest days skipped and the weekend days worked, or nothing."""
    days = list(calendar.days(first, last))
    runs = list(rest_runs(days))
    worked = [day.date for day in days if day.kind is DayKind.EXCHANGED]
    zh = f"其间不计入：{'、'.join(zh for zh, _ in runs)}。" if runs else ""
    en = f" Not counted: {'; '.join(en for _, en in runs)}." if runs else ""
    if worked:
        zh += f"因调休上班计为工作日：{'、'.join(map(date_zh, worked))}。"
        en += f" Worked in exchange for holidays, and counted: {'; '.join(map(date_en, worked))}."
    return zh, en


def rest_runs(days: Iterable[Day]) -> Iterator[tuple[str, str]]:
    """Yield each unbroken run of rest days of one reason, with the reason."""
    resting = [day for day in days if not day.working]
    numbered = enumerate(resting)
    for _, group in groupby(
        numbered, lambda pair: (pair[1].name, pair[1].date.toordinal() - pair[0])
    ):
        run = [day for _, day in group]
        first, last = run[0], run[-1]
        zh, en = first.name or ("周末", "weekend")
        yield f"{span_zh(first.date, last.date)}{zh}", f"{span_en(first.date, last.date)} {en}"
