"""The parts of a Chinese name of an organisation.

`深圳市星耀科技有限公司南山分公司` is place 深圳市, distinctive part 星耀, trade 科技, legal form
有限公司 and branch 南山分公司. Reading goes from both ends to the middle: brackets, what stands
behind the name of the whole, the form, the place, then the words of trades from the right; what
is left is the distinctive part. Nothing is looked up outside the declared words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhiheng.core.characters import fold
from zhiheng.core.matching.places_in_names import is_within, read_place
from zhiheng.core.matching.vocabulary import Branch, Form, load_vocabulary

_BRACKETS = re.compile(r"[(\[{【〔〈《<]([^()\[\]{}【】〔〕〈〉《》<>]*)[)\]}】〕〉》>]")
_NO_PART = re.compile(r"[^\w&]+|_")
_COMPANY_END = re.compile(r"(?:有限责任公司|股份有限公司|有限公司|总公司|集团公司|公司)(?=.)")
_ORDINAL = re.compile(
    r"第?([一二三四五六七八九十百]+|\d+)(?=人民|中医|医院|中学|小学|附属|研究|工程|局|院|厂|建|分|公司|实验|[a-z]|$)|第([一二三四五六七八九十百]+|\d+)|(\d+)"
)
_DIGITS = {digit: str(number) for number, digit in enumerate("零一二三四五六七八九")}
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """The parts of one name; every part may be empty, `distinctive` only of an empty name.

    `place` is the code of the place the name begins with, `site` of the one in brackets or behind
    the group's name. `trades` are the words of trades in order, `ordinals` the numbers in digits.
    `generic` tells that nothing but place and number tells this name from others of its kind.
    """

    text: str
    place: str = ""
    site: str = ""
    distinctive: str = ""
    trades: tuple[str, ...] = ()
    form: Form | None = None
    form_text: str = ""
    group: bool = False
    branch: Branch | None = None
    branch_text: str = ""
    ordinals: tuple[str, ...] = ()
    generic: bool = False
    remarks: tuple[str, ...] = ()


def parse_organisation_name(text: str) -> OrganisationName:
    """Read the parts of a name; any text can be read, one without parts is all distinctive."""
    folded = fold(text)
    core, site, remarks, form = _without_brackets(folded)
    core = _NO_PART.sub("", core)
    whole, branch, branch_text = _without_branch(core)
    rest, ending, form_text = _without_form(whole)
    rest, group, behind = _without_group(rest)
    place, at = read_place(rest)
    rest = rest[at:]
    distinctive, trades = _without_trades(rest)
    distinctive, trades, place_is_name = _never_empty(distinctive, trades, place)
    return OrganisationName(
        text=text,
        place=place,
        site=site or behind,
        distinctive=distinctive,
        trades=trades,
        form=form or ending,
        form_text=form_text,
        group=group,
        branch=branch,
        branch_text=branch_text,
        ordinals=_ordinals(rest),
        generic=place_is_name or _is_generic(distinctive),
        remarks=remarks,
    )


def _without_brackets(text: str) -> tuple[str, str, tuple[str, ...], Form | None]:
    """Take brackets out: a place, a form, 集团 (which stays in the name), or a remark."""
    vocabulary = load_vocabulary()
    site, form, remarks = "", None, []

    def take(match: re.Match[str]) -> str:
        nonlocal site, form
        inside = _NO_PART.sub("", match[1])
        code, end = read_place(inside)
        if code and end == len(inside):
            site = code
        elif inside in vocabulary.bracketed:
            form = vocabulary.bracketed[inside]
        elif inside in vocabulary.group_words:
            return inside
        elif inside:
            remarks.append(inside)
        return ""

    return _BRACKETS.sub(take, text), site, tuple(remarks), form


def _without_branch(core: str) -> tuple[str, Branch | None, str]:
    """Split what stands behind the name of the whole: behind 公司, 大学, 科学院."""
    vocabulary = load_vocabulary()
    ends = [match.end() for match in _COMPANY_END.finditer(core)]
    ends += [
        at + len(parent)
        for parent in vocabulary.parents
        if 0 < (at := core.find(parent)) and at + len(parent) < len(core)
    ]
    for end in sorted(ends):
        tail = core[end:]
        for word, branch in vocabulary.branches.items():
            if tail.endswith(word):
                return core[:end], branch, tail
    return core, None, ""


def _without_form(text: str) -> tuple[str, Form | None, str]:
    for word, form in load_vocabulary().forms.items():
        if text.endswith(word):
            return text[: -len(word)], form, word
    return text, None, ""


def _without_group(text: str) -> tuple[str, bool, str]:
    """Take 集团 off the end, also with a place or 控股 behind it: 中国移动通信集团广东."""
    for word in load_vocabulary().group_words:
        at = text.rfind(word)
        if at <= 0:
            continue
        behind = text[at + len(word) :]
        code, end = read_place(behind)
        if end == len(behind):
            return text[:at], True, code
        return text[:at] + behind, True, ""
    return text, False, ""


def _without_trades(text: str) -> tuple[str, tuple[str, ...]]:
    words = load_vocabulary().trades
    found: list[str] = []
    while text:
        word = next((each for each in words if text.endswith(each)), "")
        if not word:
            break
        text = text[: -len(word)]
        found.insert(0, word)
    return text, tuple(found)


def _never_empty(
    distinctive: str, trades: tuple[str, ...], place: str
) -> tuple[str, tuple[str, ...], bool]:
    """Give words of trades back to a distinctive part too short to be one.

    Of 深圳大学 and 广东电网 nothing is left but the place: the place is the name.
    """
    if not distinctive and place:
        return "", trades, True
    while trades and len(distinctive) < _SHORTEST:
        distinctive, trades = distinctive + trades[0], trades[1:]
    return distinctive, trades, False


def _is_generic(distinctive: str) -> bool:
    rest = _ORDINAL.sub("", distinctive)
    for word in load_vocabulary().generic:
        rest = rest.replace(word, "")
    return not rest


def _ordinals(text: str) -> tuple[str, ...]:
    return tuple(
        digits(next(group for group in match.groups() if group))
        for match in _ORDINAL.finditer(text)
    )


def digits(number: str) -> str:
    """Return a number below one hundred in digits: 十二 → 12; others character by character."""
    if "十" in number:
        tens, _, ones = number.partition("十")
        return f"{_DIGITS.get(tens, '1' if not tens else tens)}{_DIGITS.get(ones, '0' if not ones else ones)}"
    return "".join(_DIGITS.get(each, each) for each in number)


def same_place(one: str, other: str) -> bool:
    """Tell whether two places are one, or one lies in the other."""
    return is_within(one, other) or is_within(other, one)
