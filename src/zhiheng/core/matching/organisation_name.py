"""The parts of a Chinese name of an organisation.

`深圳市星耀科技有限公司南山分公司` is place 深圳市, distinctive part 星耀, trade 科技, legal form
有限公司 and branch 南山分公司. Reading goes from both ends to the middle: brackets, what stands
behind the name of the whole, the form, the place, then the words of trades from the right; what
is left is the distinctive part. Nothing is looked up outside the declared words.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache

from zhiheng.core.characters import fold
from zhiheng.core.matching.places_in_names import is_within, read_place
from zhiheng.core.matching.vocabulary import Branch, Form, load_vocabulary

_BRACKETS = re.compile(r"[(\[{【〔〈《<]([^()\[\]{}【】〔〕〈〉《》<>]*)[)\]}】〕〉》>]")
_NO_PART = re.compile(r"[^\w&]+|_")
_COMPANY_END = re.compile(r"(?:有限责任公司|股份有限公司|有限公司|总公司|集团公司|公司)(?=.)")
_NUMERAL = re.compile(r"[零一二三四五六七八九十]+")
_NUMBER = re.compile(r"\d+")
_DIGITS = {digit: str(number) for number, digit in enumerate("零一二三四五六七八九")}
_SHORTEST = 2
LONGEST_WORD = 12  # of the declared words
_SHORT_NAME = 5
_COMPANY = "有限公司"
_PLACE_ENDINGS = ("省", "市", "县", "区", "州", "盟")
_SAID_IN_BRACKETS = {"partnership", "sole"}


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """The parts of one name; every part may be empty, `distinctive` only of an empty name.

    `place` is the code of the place the name begins with, `site` of the one in brackets or, if
    `site_is_behind`, behind the group's name. `trades` are the words of trades in order,
    `ordinals` the numbers in digits.
    `place_word` is the code of the place that stands for a distinctive part: 深圳大学, 广东电网.
    `generic` tells that nothing but place and number tells this name from others of its kind.
    """

    text: str
    place: str = ""
    site: str = ""
    site_is_behind: bool = False
    distinctive: str = ""
    trades: tuple[str, ...] = ()
    form: Form | None = None
    form_text: str = ""
    group: bool = False
    branch: Branch | None = None
    branch_text: str = ""
    ordinals: tuple[str, ...] = ()
    place_word: str = ""
    generic: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def is_form_alone(self) -> bool:
        """Tell whether nothing but a form, or nothing at all, could be read."""
        return not (self.distinctive or self.place_word or self.trades)


def parse_organisation_name(text: str) -> OrganisationName:
    """Read the parts of a name; any text can be read, one without parts is all distinctive."""
    folded = fold(text)
    core, site, remarks, form = _without_brackets(folded)
    core = _written_out(_NO_PART.sub("", core))
    whole, branch, branch_text = _without_branch(core)
    rest, ending, form_text = _without_form(whole)
    rest, group, behind = _without_group(rest)
    form = _one_form(form, ending)
    place, at = read_place(rest)
    place_text, rest = rest[:at], rest[at:]
    distinctive, trades = _without_trades(rest)
    place_word = "" if distinctive else place
    if place_word and _is_brand(place_text, form):
        distinctive, place = place_text, ""
    elif not place_word:
        distinctive, trades = _never_short(distinctive, trades)
    return OrganisationName(
        text=text,
        place=place,
        site=site or behind,
        site_is_behind=bool(behind),
        distinctive=distinctive,
        trades=trades,
        form=form,
        form_text=form_text,
        group=group,
        branch=branch,
        branch_text=branch_text,
        ordinals=_ordinals(rest),
        place_word=place_word,
        generic=_is_generic(distinctive),
        remarks=remarks,
    )


def _written_out(core: str) -> str:
    """Write abbreviations out: 中科院… at the beginning, …交大 at the end of a short name."""
    vocabulary = load_vocabulary()
    for short, long in vocabulary.abbreviated_beginnings.items():
        if core.startswith(short):
            return long + core[len(short) :]
    if len(core) <= _SHORT_NAME:
        for short, long in vocabulary.abbreviated_endings.items():
            if core.endswith(short) and core != short:
                return core[: -len(short)] + long
    return core


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
        if (at := core.find(parent)) > 0 and at + len(parent) < len(core)
    ]
    for end in sorted(ends):
        tail = core[end:]
        word = longest_ending(tail, vocabulary.branches)
        if word:
            branch = _kind_of_branch(core[:end], tail, vocabulary.branches[word])
            return core[:end], branch, tail
    return core, None, ""


def _kind_of_branch(whole: str, tail: str, branch: Branch) -> Branch:
    """Tell apart what an ending alone does not: units of universities from others' of that name.

    A college that begins with a place (电子科技大学中山学院) is a school of its own; institutes of
    academies and departments of companies are registered by themselves or act for a place.
    """
    if branch.related:
        return branch
    named = load_vocabulary().named_branches
    if not whole.endswith("大学"):
        return named["department"]
    if tail.endswith("学院") and read_place(tail)[0]:
        return named["college"]
    return branch


def longest_ending(text: str, words: Container[str]) -> str:
    """Return the longest word that a text ends with, "" for none."""
    for length in range(min(len(text), LONGEST_WORD), 0, -1):
        if text[-length:] in words:
            return text[-length:]
    return ""


def _without_form(text: str) -> tuple[str, Form | None, str]:
    vocabulary = load_vocabulary()
    word = longest_ending(text, vocabulary.forms)
    if word:
        return text[: -len(word)], vocabulary.forms[word], word
    if text[-len(_COMPANY) :].translate(_misread()) == _COMPANY.translate(_misread()):
        return text[: -len(_COMPANY)], vocabulary.forms[_COMPANY], _COMPANY
    return text, None, ""


def _one_form(bracketed: Form | None, ending: Form | None) -> Form | None:
    """A bracket tells the kind of partnership; a firm of patent attorneys stays one beside it."""
    if bracketed is None or (ending is not None and ending.family not in _SAID_IN_BRACKETS):
        return ending
    return bracketed


@cache
def _misread() -> dict[int, str]:
    return {ord(each): first for each, first in load_vocabulary().lookalikes.items()}


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
        word = longest_ending(text, words)
        if not word:
            break
        text = text[: -len(word)]
        found.insert(0, word)
    return text, tuple(found)


def _never_short(distinctive: str, trades: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Give words of trades back to a distinctive part too short to be one."""
    while trades and len(distinctive) < _SHORTEST:
        distinctive, trades = distinctive + trades[0], trades[1:]
    return distinctive, trades


def _is_brand(place: str, form: Form | None) -> bool:
    """Tell whether a place with nothing behind it is a company's distinctive part: 安康药业."""
    company = form is None or form.family in ("company", "factory", "sole", "partnership")
    return company and not place.endswith(_PLACE_ENDINGS)


def _is_generic(distinctive: str) -> bool:
    rest = _NUMBER.sub("", numerals_in_digits(distinctive))
    for word in load_vocabulary().generic:
        rest = rest.replace(word, "")
    return not rest


def _ordinals(text: str) -> tuple[str, ...]:
    return tuple(_NUMBER.findall(numerals_in_digits(text)))


def numerals_in_digits(text: str) -> str:
    """Return a text with its Chinese numerals in digits: 第十二 → 第12, 三六五 → 365."""
    return _NUMERAL.sub(lambda match: digits(match[0]), text)


def digits(number: str) -> str:
    """Return a number below one hundred in digits: 十二 → 12; others digit by digit."""
    tens, ten, ones = number.partition("十")
    if not ten:
        return "".join(_DIGITS.get(each, each) for each in number)
    return f"{_DIGITS.get(tens, tens) or '1'}{_DIGITS.get(ones, ones) or '0'}"


def same_place(one: str, other: str) -> bool:
    """Tell whether two places are one, or one lies in the other."""
    return is_within(one, other) or is_within(other, one)
