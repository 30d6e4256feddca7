"""Dates, moments and articles of law as Chinese and English write them."""

from __future__ import annotations

import re
from datetime import date, datetime

from zhiheng.core.terms.regimes import Instrument

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DIGITS = "零一二三四五六七八九"
_PARTS = re.compile(r"(\d+)(?:\((\d+)\))?")


def date_zh(day: date) -> str:
    """Return 2026年10月2日（星期五）."""
    return f"{day.year}年{day.month}月{day.day}日（星期{_WEEKDAYS_ZH[day.weekday()]}）"


def date_en(day: date) -> str:
    """Return Friday 2 October 2026."""
    return f"{_WEEKDAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def moment_zh(moment: datetime) -> str:
    """Return 2026年10月2日（星期五）16时30分."""
    return f"{date_zh(moment)}{moment.hour}时{moment.minute:02}分"


def moment_en(moment: datetime) -> str:
    """Return 16:30 on Friday 2 October 2026."""
    return f"{moment.hour:02}:{moment.minute:02} on {date_en(moment)}"


def span_zh(first: date, last: date) -> str:
    """Return 2026年10月1日至7日, or the one day."""
    begin = f"{first.year}年{first.month}月{first.day}日"
    if first == last:
        return begin
    if first.year != last.year:
        return f"{begin}至{last.year}年{last.month}月{last.day}日"
    month = "" if first.month == last.month else f"{last.month}月"
    return f"{begin}至{month}{last.day}日"


def span_en(first: date, last: date) -> str:
    """Return 1 to 7 October 2026, or the one day."""
    end = f"{last.day} {_MONTHS_EN[last.month - 1]} {last.year}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{first.day} {_MONTHS_EN[first.month - 1]} {first.year} to {end}"
    month = "" if first.month == last.month else f" {_MONTHS_EN[first.month - 1]}"
    return f"{first.day}{month} to {end}"


def article_zh(source: Instrument) -> str:
    """Return 《专利法实施细则》（2023）第四条第四款; the title alone where no article is given."""
    name, bracket, rest = source.instrument.zh.partition("（")
    title = f"《{name}》{bracket}{rest}"
    found = _PARTS.fullmatch(source.article)
    if found is None:
        return title
    paragraph = f"第{number_zh(int(found[2]))}款" if found[2] else ""
    return f"{title}第{number_zh(int(found[1]))}条{paragraph}"


def article_en(source: Instrument) -> str:
    """Return article 4(4) of the Implementing Regulations of the Patent Law (2023)."""
    article = f"article {source.article} of " if source.article else ""
    return f"{article}the {source.instrument.en}"


def number_zh(number: int) -> str:
    """Return a number from 1 to 9999 as article numbers are written: 二百零三, 十二."""
    said = ""
    for place, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            said += _DIGITS[digit] + word
        elif said and not said.endswith("零"):
            said += "零"
    said = said.rstrip("零")
    return said.removeprefix("一") if said.startswith("一十") else said
