"""What classifies a mark: Nice classes, China's similar groups, Vienna codes.

A Nice class is written with two digits, `01` to `45`; `00` says that a source names none. China
divides each class into similar groups of four digits, the first two of which are the class
(`0901`); some groups are divided once more by numbers in brackets, which are left out. A Vienna
code has a category, a division and a section of two digits each, written with dots between them:
`01.17.03`; shorter codes are read as what they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.identifiers.explanation import Step
from zhiheng.core.identifiers.notation import compact

NO_CLASS = "00"
LAST_CLASS = 45
LAST_GOODS_CLASS = 34
LAST_CATEGORY = 29  # of the Vienna Classification
EUROPEAN_CATEGORIES = (98, 99)  # added by the EUIPO: other kinds of marks, unclear images
_CLASS = re.compile(
    r"(?:第|CLASS|CL\.?|INTCL\.?|IC|NCL\(?[0-9]{1,2}(?:-[0-9]{4})?\)?|国际分类|类别)?[:：.]?"
    r"([0-9]{1,3})类?"
)
_GROUP = re.compile(r"([0-9]{1,2})([0-9]{2})(?:[(（]?[0-9一二三四五六七八九十]{1,3}[)）]?)*群?")
_VIENNA_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})?([0-9]{2})?")
_VIENNA_DOTTED = re.compile(r"A?([0-9]{1,2})(?:[.]([0-9]{1,2}))?(?:[.]([0-9]{1,2}))?")
_CODES_KEPT = 10_000
_ALL_CLASSES = ("全类", "全类别", "全部类别", "1-45类")
_BETWEEN_CLASSES = re.compile(r"\s*[,，、;；|/\n]\s*|(?<=[0-9类])\s+(?=[0-9第])")
_SPAN = re.compile(r"第?([0-9]{1,2})类?[-–—~～至到]第?([0-9]{1,2})类?")
_BETWEEN_CODES = re.compile(r"[\s,，、;；|/]+")


@lru_cache(maxsize=_CODES_KEPT)
def normalise_nice_class(text: str) -> str:
    """Return the two digits of a class: `第9类`, `009` and `NCL(11) 9` are `09`."""
    if problems := nice_class_problems(text):
        raise InputError(*problems)
    match = _CLASS.fullmatch(compact(text))
    assert match is not None
    return f"{int(match[1]):02d}"


def nice_class_problems(text: str) -> list[Problem]:
    """Return what is wrong with the text as a class: not a number, or not 1 to 45."""
    plain = compact(text)
    match = _CLASS.fullmatch(plain)
    if match is None or not match[1].isascii():
        return [Problem("nice_class.malformed", {"received": text[:200]})]
    if plain != NO_CLASS and not 1 <= int(match[1]) <= LAST_CLASS:
        return [Problem("nice_class.range", {"received": text[:200], "number": match[1]})]
    return []


def is_services(nice_class: str) -> bool:
    """Tell whether a class of two digits is one of services: 35 to 45."""
    return int(nice_class) > LAST_GOODS_CLASS


@lru_cache(maxsize=_CODES_KEPT)
def normalise_similar_group(text: str) -> str:
    """Return the four digits of a similar group: `0901（一）` is `0901`.

    So is `901`: spreadsheets drop the nought.
    """
    if problems := similar_group_problems(text):
        raise InputError(*problems)
    match = _GROUP.fullmatch(compact(text))
    assert match is not None
    return f"{int(match[1]):02d}{match[2]}"


def similar_group_problems(text: str) -> list[Problem]:
    """Return what is wrong with the text as a similar group."""
    match = _GROUP.fullmatch(compact(text))
    if match is None or not 1 <= int(match[1]) <= LAST_CLASS or match[2] == "00":
        return [Problem("similar_group.malformed", {"received": text[:200]})]
    return []


@lru_cache(maxsize=_CODES_KEPT)
def normalise_vienna_code(text: str) -> str:
    """Return the code with dots: `011703` and `1.17.3` are `01.17.03`."""
    if problems := vienna_code_problems(text):
        raise InputError(*problems)
    match = _vienna(text)
    assert match is not None
    return ".".join(f"{int(part):02d}" for part in match.groups() if part)


def vienna_prefix(text: str) -> str:
    """Return what a typed code and all below it begin with: `0117` and `1.17` are `01.17`."""
    return text if vienna_code_problems(text) else normalise_vienna_code(text)


def vienna_code_problems(text: str) -> list[Problem]:
    """Return what is wrong with the text as a code of the Vienna Classification."""
    match = _vienna(text)
    # No part of a code is nought.
    if match is None or any(int(part) == 0 for part in match.groups() if part):
        return [Problem("vienna_code.malformed", {"received": text[:200]})]
    if int(match[1]) > LAST_CATEGORY and int(match[1]) not in EUROPEAN_CATEGORIES:
        return [Problem("vienna_code.malformed", {"received": text[:200]})]
    return []


def explain_similar_group(text: str) -> list[Step]:
    """Show the parts of a similar group; raises `InputError` for what is none."""
    group = normalise_similar_group(text)
    return [
        Step("尼斯分类类别", "Nice class", group[:2]),
        Step("类别内群组", "Group within the class", group[2:]),
        Step("规范写法", "Canonical form", group),
    ]


def _vienna(text: str) -> re.Match[str] | None:
    plain = compact(text)
    return _VIENNA_DIGITS.fullmatch(plain) or _VIENNA_DOTTED.fullmatch(plain)


def split_nice_classes(text: str) -> list[str]:
    """Split a cell that names several classes: `9,35`, `第9类、第35类`, `35-37`, `全类`.

    The classes are returned as written, ranges written out; they are not yet checked.
    """
    plain = text.strip()
    if plain in _ALL_CLASSES:
        return [f"{number:02d}" for number in range(1, LAST_CLASS + 1)]
    named: list[str] = []
    for item in _BETWEEN_CLASSES.split(plain):
        span = _SPAN.fullmatch(compact(item))
        if span and 1 <= int(span[1]) < int(span[2]) <= LAST_CLASS:
            named += [f"{number:02d}" for number in range(int(span[1]), int(span[2]) + 1)]
        elif item:
            named.append(item)
    return named


def split_codes(text: str) -> list[str]:
    """Split a cell that names several groups or Vienna codes, whatever stands between them."""
    return [item for item in _BETWEEN_CODES.split(text.strip()) if item]
