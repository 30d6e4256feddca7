"""The text test of a rule: do the words of its keyword summary occur in a patent's text?

The table gives no words to search for but a summary such as 高端路由器、单槽位处理路由器等其他
计算机制造, so this is how it is made into a test:

1. The summary is cut at 、，；/ and brackets, and at 等, into terms. What follows 等 is the
   economic class of the terms before (其他计算机制造) and would be met in every text, so it is
   left out. A term that begins as declared (不包含) is unwanted; 除…以外的 makes what stands
   between unwanted for that term alone.
2. Words that any text may hold are taken off both ends of a term as long as two characters are
   left: 高端, 新一代; 设备, 制造. A term of nothing but such words says nothing, nor does one of
   the general words that are declared (信息, 通用), unless the summary has no other term.
3. What is left is cut at 与和及的 and 用 into parts. A term occurs in a sentence if all its parts
   do; a part occurs if each of its characters stands in two neighbouring ones that the sentence
   holds: 移动通信基站 occurs in 基站与移动终端通信, 路由器 only as a whole. Of a part of six
   characters or more the first two may be missing: what qualifies stands in front, and
   交流充电桩 is enough for 地下交流充电桩.
4. The test holds if a wanted term occurs in a sentence of the title, abstract or claims (in this
   order, the first is told) and no unwanted one does anywhere. A summary of unwanted terms only
   holds unless one occurs; one without any term never holds.

What it cannot say: how CNIPA itself tests the keywords, which is not published.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

_ENDS = r"、,;。/()\[\]\n"
# 等 with the class that the terms before it belong to; 等 with what they are used in is cut alone.
_CUT = re.compile(rf"等(?!离子|领域|行业|特殊|的|用)[^{_ENDS}]*|等(?!离子)|[{_ENDS}]")
_EXCEPT = re.compile(r"除([^;。]*?)(?:以外的?|之外的?)")
_PARTS = re.compile(r"[与和及的]|以及|(?<![应使利实专通公商民军作适])用(?![户途于品水电])|\s")
_SENTENCE = re.compile(r"[。;!?\n]")
_LATIN = re.compile(r"[ -~α-ω]+")
_LONG, _QUALIFIER = 6, 2  # a part that may lose its first characters, and how many
# Around what 除…以外的 leaves out, and between its words: characters that no text holds.
_OPENS, _AND, _CLOSES = "\ue000", "\ue001", "\ue002"


@dataclass(frozen=True)
class Words:
    """Declared words: what begins an unwanted term, what says nothing before and behind one.

    `general` words say nothing by themselves, and something beside others: 信息, 信息安全.
    """

    unwanted: tuple[str, ...]
    leading: tuple[str, ...]
    trailing: tuple[str, ...]
    general: tuple[str, ...] = ()


@dataclass(frozen=True)
class Term:
    """One term of a summary: as written, its parts, and what may not stand beside it."""

    written: str
    parts: tuple[str, ...]
    unless: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Keywords:
    """A summary read: wanted and unwanted terms."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...]


@dataclass(frozen=True)
class Found:
    """The term that occurs, where (`title`, `abstract`, `claims`), and the words that were met.

    All empty where a summary of unwanted terms holds because none of them occurs.
    """

    term: str = ""
    where: str = ""
    words: tuple[str, ...] = ()


class Text:
    """A patent's text: its fields in their order, folded when first asked."""

    def __init__(self, fields: Mapping[str, str | Sequence[str] | None]) -> None:
        self._given = fields

    @cached_property
    def _fields(self) -> Mapping[str, str]:
        return {
            name: folded("\n".join(value) if not isinstance(value, str) else value)
            for name, value in self._given.items()
            if value
        }

    @cached_property
    def whole(self) -> str:
        """All fields as one text."""
        return "\n".join(self._fields.values())

    def sentences(self) -> Iterator[tuple[str, str]]:
        """Yield the name of the field and the sentence, in order."""
        for name, text in self._fields.items():
            for sentence in _SENTENCE.split(text):
                yield name, sentence


def folded(text: str) -> str:
    """Return the form under which texts are compared: full-width and capital letters folded."""
    return unicodedata.normalize("NFKC", text).lower()


def read_keywords(summary: str, words: Words) -> Keywords:
    """Read a keyword summary into its terms; general words count where there are no others."""
    read = _read(summary, words)
    if read.wanted or read.unwanted:
        return read
    return _read(summary, replace(words, general=()))


def _read(summary: str, words: Words) -> Keywords:
    wanted: list[Term] = []
    unwanted: list[Term] = []
    marked = _EXCEPT.sub(_marked, folded(summary))
    for written in filter(None, (piece.strip() for piece in _CUT.split(marked))):
        without = next((word for word in words.unwanted if written.startswith(word)), None)
        if without is not None:
            unwanted += _terms(written.removeprefix(without), words)
        else:
            wanted += _terms(written, words)
    return Keywords(tuple(wanted), tuple(unwanted))


def occurring(keywords: Keywords, text: Text) -> Found | None:
    """Return what makes the test hold, None where it does not."""
    if any(_occurs(term, text) for term in keywords.unwanted):
        return None
    if not keywords.wanted:
        return Found() if keywords.unwanted else None
    for term in keywords.wanted:
        found = _occurs(term, text)
        if found and not any(_occurs(other, text) for other in term.unless):
            return found
    return None


def _marked(match: re.Match[str]) -> str:
    """Keep what 除…以外的 leaves out in one piece with the term behind it."""
    return _OPENS + _CUT.sub(_AND, match[1]) + _CLOSES


def _terms(written: str, words: Words) -> list[Term]:
    left_out: tuple[Term, ...] = ()
    if written.startswith(_OPENS):
        before, _, written = written.removeprefix(_OPENS).partition(_CLOSES)
        pieces = filter(None, before.split(_AND))
        left_out = tuple(term for piece in pieces for term in _terms(piece, words))
    parts = [_bare(part, words) for part in _PARTS.split(_bare(written, words)) if part]
    kept = tuple(part for part in parts if len(part) > 1)
    return [Term(written, kept, left_out)] if kept else []


def _bare(text: str, words: Words) -> str:
    """Take words that say nothing off both ends; nothing is left of a text of only such words."""
    if text in words.leading or text in words.trailing or text in words.general:
        return ""
    for word in words.leading:
        if text.startswith(word) and len(text) - len(word) > 1:
            return _bare(text.removeprefix(word), words)
    for word in words.trailing:
        if text.endswith(word) and len(text) - len(word) > 1:
            return _bare(text.removesuffix(word), words)
    return text


def _occurs(term: Term, text: Text) -> Found | None:
    if not all(_is_met(part, text.whole) for part in term.parts):
        return None
    for name, sentence in text.sentences():
        if all(_is_met(part, sentence) for part in term.parts):
            met = tuple(word for part in term.parts for word in _met(part, sentence))
            return Found(term.written, name, met)
    return None


def _is_met(part: str, text: str) -> bool:
    if _is_covered(part, text):
        return True
    return len(part) >= _LONG and _is_covered(part[_QUALIFIER:], text)


def _is_covered(part: str, text: str) -> bool:
    """Tell whether each character stands in a pair of neighbours that the text holds."""
    if _LATIN.fullmatch(part):
        return _stands_alone(part, text)
    held = part[:2] in text  # the pair before the character at `place`
    if not held:
        return False
    for place in range(1, len(part) - 1):
        follows = part[place : place + 2] in text
        if not held and not follows:
            return False
        held = follows
    return held


def _stands_alone(word: str, text: str) -> bool:
    if word not in text:
        return False
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) is not None


def _met(part: str, sentence: str) -> Iterator[str]:
    """Yield the longest pieces of a covered part that stand in the sentence."""
    start = 0
    while start < len(part):
        end = start + 2
        while end < len(part) and part[start : end + 1] in sentence:
            end += 1
        piece = part[start:end]
        if piece in sentence and len(piece) > 1:
            yield piece
        start = end if piece in sentence else start + 1
