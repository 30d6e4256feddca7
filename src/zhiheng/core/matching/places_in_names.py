"""The place a name of an organisation begins with, or has in brackets: 深圳市, (深圳), Shenzhen.

Names leave levels out (`昆山市…`), leave the ending out (`深圳…`) and repeat levels. A place is
read as far as it is certain: each further name has to lie in the one before.
"""

from __future__ import annotations

import re
from functools import cache

from pypinyin import lazy_pinyin

from zhiheng.core.characters import fold
from zhiheng.core.identifiers.divisions import Division, DivisionLevel, load_divisions

LONGEST = 15
_ENDING = re.compile(r"(?:省|市|县|区|地区|盟|(?:壮族|回族|维吾尔)?自治区|特别行政区)$")
# What shows that the word before is no city: a road, or a place that bears its name.
_OTHERWISE = re.compile(r"[东西南北中]?(?:路|街|大道|道)|区(?!块)|县|镇|乡|村")
# Spellings in other languages that are not the pinyin of the Chinese name.
_LATIN = {
    "hongkong": "810000", "macau": "820000", "macao": "820000", "shaanxi": "610000",
    "tibet": "540000", "innermongolia": "150000", "peking": "110000", "canton": "440100",
    "harbin": "230100", "urumqi": "650100", "taiwan": "710000", "lhasa": "540100",
    "hohhot": "150100",
}  # fmt: skip
_LATIN_PROVINCE_FIRST = {"shanxi": "140000", "jilin": "220000", "suzhou": "320500"}
_LATIN_MORE = {"taizhou": "331000", "fuzhou": "350100", "yichun": "360900", "yulin": "610800"}


@cache
def full_names() -> dict[str, tuple[str, ...]]:
    """Return every full name of a division, folded, with the codes that bear it."""
    return _grouped([(fold(each.name), each) for each in _divisions()])


@cache
def short_names() -> dict[str, tuple[str, ...]]:
    """Return the names of provinces and cities without their ending: 深圳, 广东, 昆山."""
    return _grouped([(short, each) for each in _divisions() if (short := _short(each))])


@cache
def latin_places() -> dict[str, str]:
    """Return the codes of provinces and cities by their name in Latin letters, in one word."""
    found: dict[str, str] = {}
    for name, codes in short_names().items():
        found.setdefault("".join(lazy_pinyin(name)), codes[0])
    return {**found, **_LATIN_PROVINCE_FIRST, **_LATIN_MORE, **_LATIN}


def read_place(text: str, at: int = 0) -> tuple[str, int]:
    """Return the code of the place that begins at `at` in a folded text and where it ends.

    `("", at)` where there is none. A short name followed by the name of a road is none.
    """
    code, end = "", at
    while found := _next_place(text, end, code):
        code, end = found
    return code, _behind_area(text, end, code)


def is_within(inner: str, outer: str) -> bool:
    """Tell whether one division is the other or lies in it."""
    return inner.startswith(_stem(outer))


def _behind_area(text: str, at: int, code: str) -> int:
    """Return where the name of a functional area of the place ends, 苏州|工业园区; else `at`."""
    if code:
        for name in _areas():
            if text.startswith(name, at):
                return at + len(name)
    return at


@cache
def _areas() -> tuple[str, ...]:
    """Return what functional areas are called behind the name of their city, longest first."""
    return tuple(
        fold(name)
        for name in (
            "经济技术开发区",
            "高新技术产业开发区",
            "经济开发区",
            "工业园区",
            "高新区",
            "保税区",
        )
    )


def _next_place(text: str, at: int, within: str) -> tuple[str, int] | None:
    for end in range(min(len(text), at + LONGEST), at + 1, -1):
        word = text[at:end]
        if code := _only(full_names().get(word, ()), within):
            return code, end
        if not _OTHERWISE.match(text, end) and (code := _only(short_names().get(word, ()), within)):
            return code, end
    return None


def _only(codes: tuple[str, ...], within: str) -> str:
    """Return the one code that lies in the place known so far; of several the largest place."""
    inside = [code for code in codes if not within or is_within(code, within)]
    if len(inside) > 1 and not inside[0].endswith("00"):
        return ""
    return inside[0] if inside else ""


def _stem(code: str) -> str:
    return code.rstrip("0") if code.endswith("00") else code


def _divisions() -> list[Division]:
    return sorted(
        load_divisions().by_code.values(),
        key=lambda each: (list(DivisionLevel).index(each.level), each.code),
    )


def _grouped(named: list[tuple[str, Division]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for name, each in named:
        groups.setdefault(name, []).append(each.code)
    return {name: tuple(codes) for name, codes in groups.items()}


def _short(division: Division) -> str:
    name = fold(division.name)
    if division.level is DivisionLevel.COUNTY and not name.endswith("市"):
        return ""
    short = _ENDING.sub("", name)
    return short if len(short) >= 2 and short != name else ""
