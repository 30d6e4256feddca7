"""Terms and days of a mark: reading what lists write, and reckoning what they leave out.

The law's lengths are the parameters `trademark-term.*`, `trademark-renewal.*` and
`trademark-opposition.months`; nothing here knows a number of years.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import cache

from zhiheng.core.declarations.catalogue import Catalogue, load_catalogue
from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.core.feeds.cells import read_date
from zhiheng.core.feeds.records import received_text

_DAY = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?|\d{8}")
# An open beginning: 至2026-11-20, 有效期至2026年11月20日, until 2026-11-20.
_UNTIL = re.compile(r"(?:至|到|止|截止|until|to)[\s:：]*$", re.IGNORECASE)


@cache
def packaged_catalogue() -> Catalogue:
    """Return the packaged declarations, for readers of XML, which are handed no others."""
    return load_catalogue()


def read_term(text: str) -> tuple[date | None, date | None]:
    """Return first and last day of a term such as `2016-11-21至2026-11-20`.

    Either may be None where the text gives one day only, both where it has no digit. Raises
    `InputError` for anything else.
    """
    if not re.search(r"\d", text):
        return None, None
    days = list(_DAY.finditer(text))
    rest = _DAY.sub("", text)
    if not 1 <= len(days) <= 2 or re.search(r"\d", rest):
        raise InputError.of("trademark.term_malformed", received=received_text(text))
    read = [read_date("".join(day[0].split())) for day in days]
    if len(read) == 2:
        return read[0], read[1]
    is_end = bool(_UNTIL.search(text[: days[0].start()]))
    return (None, read[0]) if is_end else (read[0], None)


def months_later(day: date, months: int) -> date:
    """Return the corresponding day of a later month, the month's last where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def anniversary(day: date, years: int) -> date:
    """Return the first day after a term of so many years; 29 February gives 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def opposition_end(published: date, catalogue: Catalogue) -> date | None:
    """Return the last day of the opposition window of a Chinese mark, None where undeclared."""
    months = _number("trademark-opposition.months", published, catalogue)
    return months_later(published, months) if months else None


def term_end(
    office: str, start: date, catalogue: Catalogue, *, renewed: date | None = None
) -> date | None:
    """Return the last day of the term that runs from `start`, None where none is declared.

    `renewed` is the day of the last renewal: the term is the one that this renewal began.
    """
    name = f"trademark-term.{office.lower()}"
    years = _number(name, start, catalogue) if name in catalogue.parameters else None
    if not years:
        return None
    end = anniversary(start, years)
    window = _number("trademark-renewal.window-months", end, catalogue) or 0
    while renewed and renewed >= months_later(end, -window):
        end = anniversary(end, _number(name, end, catalogue) or years)
    return end - timedelta(days=1)


def _number(name: str, on: date, catalogue: Catalogue) -> int | None:
    try:
        return int(str(catalogue.value(name, on=on).value))
    except NotFoundError:  # no value is declared for that day
        return None
