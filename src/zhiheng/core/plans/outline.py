"""Numbers of the outline: 一、（一）1.（1）, chapters, decimals, Markdown heads, boxes.

The rank of a number follows the national standard for official documents (GB/T 9704: 一、 then
（一） then 1. then （1）); plans that number in decimals (1, 1.1, 1.1.1) are ranked by depth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhiheng.core.plans.passages import Passage

_HAN = "[一二三四五六七八九十百零〇]{1,4}"
PART, CHAPTER, SECTION, HAN, BRACKETED, ARABIC, SMALL, CIRCLED = range(8)
_STYLES = (
    ("part", PART, rf"第{_HAN}(?:部分|篇|编)[：、 ]?"),
    ("chapter", CHAPTER, rf"第(?:{_HAN}|\d+)章[：、 ]?"),
    ("section", SECTION, rf"第(?:{_HAN}|\d+)节[：、 ]?"),
    ("han", HAN, rf"{_HAN}[、．.](?!\d)"),
    ("bracketed", BRACKETED, rf"（{_HAN}）[、.]?"),
    ("article", ARABIC, rf"第(?:{_HAN}|\d+)条[：、 ]?"),
    ("decimal3", ARABIC, r"\d{1,2}\.\d{1,2}\.\d{1,2}\.?(?![\d%])"),
    ("decimal2", BRACKETED, (
        r"\d{1,2}\.\d{1,2}\.?(?=[\u4e00-\u9fff“《 ])(?![件项个家亿万倍元年分人名])"
    )),
    ("arabic", ARABIC, (
        r"(?:\d{1,3}[.、](?!\d)|(?:任务|举措|措施|行动)(?:\d{1,2}|"
        r"[一二三四五六七八九十]{1,3})[：:、.])"
    )),
    ("arabic", ARABIC, r"0\d(?=[\u4e00-\u9fff])"),
    ("item", ARABIC, r"(?:工程|项目|专项)[一二三四五六七八九十]{1,2}(?=[^个项批期般线、，。])"),
    ("small", SMALL, r"（\d{1,2}）|\d{1,2}）"),
    ("circled", CIRCLED, r"[①-⑳]"),
)  # fmt: skip
_NUMBERS = tuple((style, rank, re.compile(pattern)) for style, rank, pattern in _STYLES)
_HASHES = re.compile(r"\s*(#{1,6})\s*")
_MARKDOWN_RANKS = {1: CHAPTER, 2: HAN, 3: BRACKETED, 4: ARABIC, 5: SMALL, 6: CIRCLED}
_BOX = re.compile(
    r"(?:【|\[)?(?:(?:工程|项目)?专栏|(?P<plain>专项工程|重点工程|重大工程|重点项目))"
    r"(?P<no>\d{1,2}|[一二三四五六七八九十]{1,3})(?:】|\])?(?:[：:、. ]|$|"
    r"(?(plain)(?!)|(?=[\u4e00-\u9fff“])))"
)
# ### 任务1 缩短时间: without punctuation a number of its own only in a heading.
_NAMED = re.compile(
    r"(?:任务|举措|措施|行动)(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?=[\u4e00-\u9fff“])"
)
# 2 发展目标: a number without a point heads a section only beside 2.1 (see `tree`).
_BARE = re.compile(r"\s*(?P<no>[1-9]\d?)[ \u3000]{1,3}[\u4e00-\u9fff“][^。；，|\t]{1,24}")
LONGEST_TITLE = 60


@dataclass(frozen=True)
class Numbered:
    """A line that opens a piece of the outline: its number, its title, what follows in the line."""

    style: str
    rank: int
    number: str
    title: Passage
    rest: Passage
    whole: Passage


def read_numbered(raw: str, line: Passage) -> Numbered | None:
    """Return the outline number with which a line begins, or None."""
    hashes = _HASHES.match(raw)
    body = line.stripped("# ") if hashes else line
    bare = None if hashes else _BARE.fullmatch(raw)
    if bare:
        title = body.part(len(bare["no"]))
        return Numbered("bare", HAN, bare["no"], title, body.part(0, 0), body)
    for style, rank, pattern in _NUMBERS:
        match = pattern.match(body.text)
        if match and len(body.text) > match.end():
            title, rest = _title(body.part(match.end()).stripped(" "))
            return Numbered(style, rank, _number(match[0]), title, rest, body)
    named = _NAMED.match(body.text) if hashes else None
    if named:
        rest = body.part(named.end())
        return Numbered("arabic", ARABIC, named[0], rest, body.part(0, 0), body)
    if hashes and body:
        rank = _MARKDOWN_RANKS[len(hashes[1])]
        return Numbered(f"markdown{len(hashes[1])}", rank, "", body, body.part(0, 0), body)
    return None


def read_box(raw: str, line: Passage) -> Numbered | None:
    """Return the head of a boxed project (专栏3：…), or None."""
    body = line.stripped("#* ")
    match = _BOX.match(body.text)
    if not match or len(body.text) > LONGEST_TITLE or body.text.endswith("。"):
        return None
    title = body.part(match.end()).stripped(" ：")
    return Numbered("box", ARABIC, match["no"], title, body.part(0, 0), body)


def _title(body: Passage) -> tuple[Passage, Passage]:
    """Split a run-in title from its text: `加强保护。建立…` gives `加强保护` and the text."""
    stop = re.search(r"[。：](?!$)", body.text)
    if stop and not (stop[0] == "：" and stop.start() > LONGEST_TITLE):
        if stop[0] == "：" and "。" not in body.text[stop.end() :]:
            stop = None
        else:
            return body.part(0, stop.start()), body.part(stop.end()).stripped(" ")
    if stop is None and len(body.text) > LONGEST_TITLE:
        return body, body
    return body.stripped("。：； "), body.part(0, 0)


def _number(text: str) -> str:
    return re.sub(r"(?<=[^）])[、．.：: ]+$", "", text.strip())
