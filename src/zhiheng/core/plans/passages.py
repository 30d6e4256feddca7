"""Text in one notation that still knows where every character stood.

Grammars should not have to know that an OCR put spaces inside words, that a converter wrote
`<sup>1</sup>` or `**bold**`, or that an office typed half-width brackets. A `Passage` holds the
text in one notation and, for every character, its position in the extracted text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Span = tuple[int, int]
_MARK = re.compile(
    r"<sup>\s*(?P<sup>[^<]{1,6})</sup>|\[\^(?P<note>\d{1,2})\]|(?P<drop></?[a-zA-Z][^<>]{0,80}>"
    r"|\*\*|__|\\(?=[.\-*#_()\[\]]))|(?P<entity>&(?:gt|lt|ge|le|amp|nbsp);)|(?P<space>[\s\u00a0\u3000\u200b\ufeff]+)|(?P<char>.)",
    re.DOTALL,
)
_CIRCLED_ONE = 0x2460
_SUPERSCRIPTS = {"¹": "①", "²": "②", "³": "③", "⁴": "④", "⁵": "⑤", "⁶": "⑥"}
# Text drawn from PDF often holds radicals in place of characters; for these, Unicode's
# compatibility forms say nothing (Unicode 15, EquivalentUnifiedIdeograph).
_RADICALS = dict(
    zip(
        "⻔⻓⺠⻅⻋⻉⻛⻜⻝⻢⻥⻦⻨⻩⻰⻬⻮⻳⺟⻄⻆⻘⻚⻣⻤⻁⺮⻊⻗⺝⺫⺬⻂",
        "门长民见车贝风飞食马鱼鸟麦黄龙齐齿龟母西角青页骨鬼虎竹足雨月目示衣",
        strict=True,
    )
)
_ENTITIES = {"&gt;": ">", "&lt;": "<", "&ge;": "≥", "&le;": "≤", "&amp;": "&", "&nbsp;": " "}
_TYPED = "(),:;."
LONGEST_NUMBER = 12  # characters before a point among which the number of a piece may stand
_WIDE = {
    "(": "（", ")": "）", ":": "：", ";": "；", ",": "，", "［": "[", "］": "]", "﹪": "%",
    "﹣": "-",
    "〜": "~", "～": "~", "−": "-", "＂": "”", "〇": "〇", "•": "·",
}  # fmt: skip


@dataclass(frozen=True)
class Passage:
    """A piece of the document; `offsets[i]` is where `text[i]` stands in the extracted text."""

    text: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, source: str, start: int = 0, end: int | None = None) -> Passage:
        """Read a stretch of the extracted text."""
        kept = list(_characters(source, start, len(source) if end is None else end))
        return cls("".join(char for char, _ in kept), tuple(at for _, at in kept))

    @classmethod
    def joined(cls, parts: Iterable[Passage]) -> Passage:
        """Put passages together that belong to one sentence."""
        parts = list(parts)
        return cls(
            "".join(part.text for part in parts),
            tuple(offset for part in parts for offset in part.offsets),
        )

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def span(self) -> Span:
        """Where the passage stands in the extracted text, end exclusive."""
        return (self.offsets[0], self.offsets[-1] + 1) if self.offsets else (0, 0)

    def part(self, start: int, end: int | None = None) -> Passage:
        """Return a stretch of this passage."""
        return Passage(self.text[start:end], self.offsets[start:end])

    def stripped(self, characters: str = " ") -> Passage:
        """Return the passage without certain characters at its ends."""
        start = len(self.text) - len(self.text.lstrip(characters))
        return self.part(start, max(start, len(self.text.rstrip(characters))))

    def pieces(self, separator: re.Pattern[str]) -> Iterator[Passage]:
        """Yield what stands between matches of a separator."""
        start = 0
        for match in separator.finditer(self.text):
            yield self.part(start, match.start())
            start = match.end()
        yield self.part(start)


def character_of(char: str) -> str:
    """Return the character that a radical or compatibility form stands for: ⼀ gives 一."""
    if "\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff":
        return _RADICALS.get(char) or unicodedata.normalize("NFKC", char)
    return char


def one_notation(text: str) -> str:
    """Return text as the grammars read it."""
    return Passage.of(text).text


def as_written(source: str, span: Span, words: str) -> str:
    """Return words read from a span with the punctuation that the document has there.

    Grammars read （，：） whatever an office typed; what people see is what the document says.
    """
    if not any(mark in words for mark in "（），：；。"):
        return words
    passage = Passage.of(source, *span)
    at = passage.text.find(words)
    if at < 0:
        return words
    offsets = passage.offsets[at : at + len(words)]
    pairs = zip(words, offsets, strict=True)
    return "".join(source[o] if source[o] in _TYPED else char for char, o in pairs)


def _characters(source: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Yield the kept characters with their positions; decide about each space by its neighbours."""
    last, space = "", -1
    for char, at in _marks(source, start, end):
        if char == " ":
            space = at if space < 0 else space
            continue
        if space >= 0 and _spaced(last, char):
            yield " ", space
        space = -1
        if char == "，" and _thousands(source, at):
            continue
        char = char if char != "：" or not _clock(source, at) else ":"
        char = "。" if char == "." and _full_stop(source, at) else char
        yield char, at
        last = char


def _marks(source: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    for match in _MARK.finditer(source, start, end):
        kind = match.lastgroup or ""
        if kind == "char":
            yield from ((char, match.start()) for char in _one_character(match[0]))
        elif kind == "space":
            yield " ", match.start()
        elif kind == "entity":
            yield _ENTITIES[match[0]], match.start()
        elif kind in ("sup", "note"):
            first = match.start(kind)
            yield from ((char, first) for char in _raised(match[kind].strip()))


def _one_character(char: str) -> str:
    if char in _WIDE:
        return _WIDE[char]
    if "\uff01" <= char <= "\uff5e" and char not in "，：；（）！？～":
        return chr(ord(char) - 0xFEE0)
    return _SUPERSCRIPTS.get(char) or character_of(char)


def _raised(text: str) -> str:
    return chr(_CIRCLED_ONE + int(text) - 1) if text.isdecimal() and 1 <= int(text) <= 20 else text


def _spaced(before: str, after: str) -> bool:
    """A space means something only between two words in Latin letters or digits."""
    return (
        bool(before)
        and before.isascii()
        and before.isalnum()
        and after.isascii()
        and (after.isalnum())
    )


def _full_stop(source: str, at: int) -> bool:
    """A point between Chinese words ends a sentence; after 一 at a line's start it does not."""
    before = source[max(0, at - LONGEST_NUMBER) : at].rpartition("\n")[2].strip(" #*\u3000")
    if not re.search(r"[\u4e00-\u9fff)）”%]$", before):
        return False
    if re.fullmatch(r"第?[一二三四五六七八九十百]+[章节条]?|[(（].{1,3}[)）]", before):
        return False
    return bool(re.match(r"\s*(?:[\u4e00-\u9fff(（“\n]|\Z)", source[at + 1 : at + 4]))


def _thousands(source: str, at: int) -> bool:
    return source[at] == "," and bool(re.match(r"\d,\d{3}(?!\d)", source[max(0, at - 1) : at + 5]))


def _clock(source: str, at: int) -> bool:
    return source[at] == ":" and bool(re.match(r"\d:\d", source[max(0, at - 1) : at + 2]))
