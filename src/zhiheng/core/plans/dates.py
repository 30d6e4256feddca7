"""Dates and time limits in Chinese official text.

A date is given as precisely as the text gives it, in ISO 8601 with reduced precision: `2022-01`,
`2025-10-31`, `2027`. A time limit also has the last day on which it is still kept.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from zhiheng.core.plans.numerals import read_number

_YEAR = r"(?P<year>20\d\d|19\d\d|二[〇零○O0][一二三四五六七八九〇零○O0]{2})年?"
_DATE = re.compile(
    rf"{_YEAR}(?:(?:年|[-./])?(?P<month>\d{{1,2}}|十[一二]?|[一二三四五六七八九])(?:月|[-./]|$)"
    r"(?:(?P<day>\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:日|号|$))?)?"
)
FIVE_YEARS = {"十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}
_PERIOD = re.compile(rf"“?({'|'.join(FIVE_YEARS)})”?")
_ONGOING = re.compile(
    r"长期(?:推进|坚持|实施|任务|开展|落实)?|持续(?:推进|实施|开展|落实|深化|优化|加强)?"
    r"|常态化(?:推进|开展|实施)?|常年(?:推进|开展)?|每年(?!\d|[至新培开举组完])|逐年推进|贯穿全年|全年(?:推进|开展)?|按年度推进|即时推进"
)
_YEARLY = re.compile(r"每年(?:\d{1,2}月|年?[底末]|[一二三四]季度|[上下]半年)[^，。；）]*")
_NUMERIC = re.compile(r"(20\d\d)[-./](\d{1,2})[-./](\d{1,2})日?")
_LIMIT = re.compile(
    r"(?P<from>(?P<since>20\d\d)年?(?:\d{1,2}月)?(?:-|—|–|~|至))?(?:(?P<year>20\d\d)(?:年|(?=[-./]))|(?P<this>今年|当年|本年度?))?"
    r"(?:(?:[-./]|年)?(?P<month>\d{1,2})(?:月份?|[-./](?=\d)|$)(?:(?P<day>\d{1,2})日?)?(?P<monthend>底|末|下旬|中旬|上旬)?"
    r"|(?P<half>[上下]半年)|第?(?P<quarter>[一二三四1-4])季度|(?P<yearend>(?:年|(?<=年))(?:底|末|终)))?"
    r"(?P<before>之?以?前)?"
)


@dataclass(frozen=True)
class TimeLimit:
    """Until when: `text` as written, `iso` as precisely as written, the last day, or ongoing.

    `iso` is empty for what has no end; both may be said at once (2026年底前完成并长期推进).
    """

    text: str
    iso: str
    last_day: date | None
    ongoing: bool

    @property
    def due(self) -> str:
        """The date, or the words for what has no end."""
        return self.iso or self.text


def read_date(text: str) -> str | None:
    """Return the first date of a text, as precise as it is: 2022年1月 gives 2022-01.

    What no calendar has (13月, 2月30日) is left out.
    """
    match = _DATE.search(text)
    if not match:
        return None
    year = _number(match["year"])
    month = _number(match["month"] or "0")
    day = _number(match["day"] or "0")
    if not 1 <= month <= 12:
        return f"{year:04d}"
    if not 1 <= day <= monthrange(year, month)[1]:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}"


def read_period(text: str) -> tuple[int, int] | None:
    """Return the years a text says it covers: 2021-2025年, or a five-year period by name."""
    years = re.search(r"(20\d\d)年?(?:-|—|–|~|至|到)+(20\d\d)年?", text)
    if years and int(years[1]) < int(years[2]):
        return int(years[1]), int(years[2])
    named = _PERIOD.search(text)
    if named:
        first = FIVE_YEARS[named[1]]
        return first, first + 4
    return None


def read_time_limit(text: str, *, year: int | None = None) -> TimeLimit | None:
    """Return the last time limit of a text; `year` is meant where none is written."""
    yearly = _YEARLY.search(text)
    if yearly:
        return TimeLimit(yearly[0], "", None, True)
    ongoing = _ONGOING.search(text)
    limit = _dated(text, year)
    if limit:
        words, iso, last = limit
        return TimeLimit(words, iso, last, bool(ongoing))
    return TimeLimit(ongoing[0], "", None, True) if ongoing else None


def _dated(text: str, year: int | None) -> tuple[str, str, date] | None:
    found = None
    text = _NUMERIC.sub(r"\1年\2月\3日", text)
    for match in _LIMIT.finditer(text):
        told = match["year"] or match["since"]
        year = int(told) if told else year
        if not re.fullmatch(r"\d{0,2}", match[0]) and any(
            match[name] for name in ("year", "month", "half", "quarter", "yearend")
        ):
            found = _limit(match, year) or found
    if found:
        return found
    named = re.search(rf"“?({'|'.join(FIVE_YEARS)})”?(?:期?末|期间|时期|规划期末)?", text)
    if named:
        last = FIVE_YEARS[named[1]] + 4
        return named[0], str(last), date(last, 12, 31)
    return None


def _limit(match: re.Match[str], default: int | None) -> tuple[str, str, date] | None:
    year = int(match["year"]) if match["year"] else default
    if year is None:
        return None
    month, day = int(match["month"] or 0), int(match["day"] or 0)
    if match["half"]:
        month = 6 if match["half"] == "上半年" else 12
    elif match["quarter"]:
        month = 3 * int(read_number(match["quarter"]))
    elif match["yearend"]:
        month = 12
    if month > 12 or day > (monthrange(year, month or 12)[1]):
        return None
    last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    iso = "-".join(
        [f"{year:04d}", *([f"{month:02d}"] if month else []), *([f"{day:02d}"] if day else [])]
    )
    return match[0], iso, last


def _number(text: str) -> int:
    return int(read_number(re.sub("[○O0]", "〇", text) if not text[0].isdigit() else text))
