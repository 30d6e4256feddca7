"""From extracted text to blocks: outline heads, paragraphs, tables, notes, boxes.

What converters do to a page is undone here, without losing where anything stood: paragraphs that
a page break or a fixed line width cut in two are joined, tables of contents and page numbers are
left out, tables are found in five shapes (`tables`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from zhiheng.core.plans.cards import CardLine, read_cards
from zhiheng.core.plans.outline import ARABIC, Numbered, read_box, read_numbered
from zhiheng.core.plans.passages import Passage
from zhiheng.core.plans.table_shapes import Line, Table, find_tables

_CONTENTS_HEAD = re.compile(r"#*\s*目\s*[录次]\s*#*$")
_CONTENTS_LINE = re.compile(
    r"(?:\t+|[.…·．]{2,}|[-—–_]{3,}|\s{2,}|\s(?=\d{1,3}\s*$))\s*[-—]?\s*\d{1,3}\s*[-—]?\s*$"
)
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–]+\s*\d{1,3}\s*[-—–]+|第\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?)\s*$"
)
_NOTE = re.compile(
    r"(?:注|备注|说明)(?:[①-⑳\d]{0,2})[：:]|[①-⑳](?=\S)|�|\*(?=[\u4e00-\u9fff])|\[\d{1,2}\](?=\S)"
)
_CAPTION = re.compile(
    r"(?:附?表|图)\s*[\d一二三四五六七八九十]{0,3}[-\d.]*\s*[：:]?\s*\S|.{0,40}指标(?:体系|表)?$|.{0,40}(?:清单|分工表|任务表)$"
)
_STOP = "。；：！？.;:!?”…"
# A sentence, then brackets that say who is responsible: the paragraph ends there.
_ENDS = re.compile(r"[。；](?:（[^（）]*(?:（[^（）]*）[^（）]*)*）|【[^【】]*】|〔[^〔〕]*〕)$")
_DATE = re.compile(r"20\d\d年\d{1,2}月(?:\d{1,2}日)?")
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)+")  # Markdown's mark of a quoted line
_ANNEXES = re.compile(r"附(?:件|表)[：:]?(?:\d{1,2}[.、]|$)")
LONGEST_ENTRY = 240  # characters of a line in the table of contents, with its dots
LONGEST_ANNEX = 50  # of the name of an annex in the list of them
_HARD_WRAP = 60
FULL_SHARE = 0.35  # of the lines that end without a stop, in a text cut at a fixed width
LONGEST_BRACKET = 240  # between brackets that name departments; what is longer was never closed


class Kind(StrEnum):
    """What a block is."""

    HEAD = "head"
    BOX = "box"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    NOTE = "note"


@dataclass(frozen=True)
class Block:
    """One piece of the document in reading order."""

    kind: Kind
    passage: Passage
    numbered: Numbered | None = None
    table: Table | None = None
    blanks: int = 0
    lines: tuple[Line, ...] = field(default=(), compare=False)


def read_layout(text: str) -> list[Block]:
    """Return the blocks of an extracted text in reading order."""
    lines = list(_lines(text))
    tables = find_tables(text, lines)
    lines, tables = _without_contents(lines, tables)
    cells = {at for first, table in tables.items() for at in range(first, table.last + 1)}
    prose = [line for at, line in enumerate(lines) if at not in cells]
    return _joined(list(_blocks(lines, tables)), _wrap_width(prose))


def _lines(text: str) -> Iterator[Line]:
    blanks, start = 0, 0
    for raw in re.split(r"(?<=[\n\f])", text):
        quoted = _QUOTED.match(raw)
        passage = Passage.of(text, start + (quoted.end() if quoted else 0), start + len(raw))
        if _PAGE_NUMBER.match(raw):
            passage = passage.part(0, 0)
        if passage:
            yield Line(start, raw.rstrip("\r\n\f"), passage, blanks)
            blanks = 0
        else:
            blanks += 1
        start += len(raw)


def _without_contents(
    lines: list[Line], tables: dict[int, Table]
) -> tuple[list[Line], dict[int, Table]]:
    """Leave out the table of contents, with or without its head."""
    dropped: set[int] = set()
    for index, line in enumerate(lines):
        if _CONTENTS_HEAD.match(line.passage.text):
            dropped |= set(range(index, _contents_end(lines, index + 1)))
        elif index not in dropped and _is_contents_line(line):
            dropped.add(index)
    kept = [index for index in range(len(lines)) if index not in dropped]
    place = {old: new for new, old in enumerate(kept)}
    moved = {
        place[i]: replace(t, last=place[t.last])
        for i, t in tables.items()
        if i in place and t.last in place
    }
    return [lines[index] for index in kept], moved


def _contents_end(lines: list[Line], start: int) -> int:
    """A list of contents ends where its first entry comes again, or where prose begins."""
    first = _entry(lines[start]) if start < len(lines) else ""
    for index in range(start, len(lines)):
        line = lines[index]
        paged = bool(_CONTENTS_LINE.search(_plain(line.raw)))
        if index > start and not paged and _entry(line) == first:
            return index
        if not paged and (len(line.passage.text) > 50 or not read_numbered(line.raw, line.passage)):
            following = lines[index + 1] if index + 1 < len(lines) else None
            if not following or not _CONTENTS_LINE.search(_plain(following.raw)):
                return index
    return len(lines)


def _entry(line: Line) -> str:
    return re.sub(r"[\s.…·\-—]*\d*$", "", line.passage.text.strip("#* ")).strip(".…·-— ")


def _is_contents_line(line: Line) -> bool:
    plain = _plain(line.raw)
    found = _CONTENTS_LINE.search(plain)
    if not found or not re.search(r"\t|[.…·．]{3,}|[-—]{3,}", found[0]):
        return False
    numbered = read_numbered(line.raw, line.passage)
    return bool(numbered) and plain.count("\t") <= 1 and "。" not in plain


def _plain(raw: str) -> str:
    """Return the end of a line without marks: an entry of the contents is short."""
    return re.sub(r"<[^<>]{1,80}>|\*\*", "", raw[-LONGEST_ENTRY:])


def _blocks(lines: list[Line], tables: dict[int, Table]) -> Iterator[Block]:
    index = 0
    while index < len(lines):
        line = lines[index]
        if index in tables:
            table = tables[index]
            cards = read_cards(table)
            if cards:
                yield from map(_card_block, cards)
                index = table.last + 1
                continue
            whole = Passage.joined(each.passage for each in lines[index : table.last + 1])
            yield Block(Kind.TABLE, whole, table=table, blanks=line.blanks)
            index = table.last + 1
            continue
        yield _line_block(line)
        index += 1


def _card_block(line: CardLine) -> Block:
    if not line.is_title:
        return Block(Kind.PARAGRAPH, line.passage)
    nothing = line.passage.part(0, 0)
    head = Numbered("arabic", ARABIC, line.number, line.passage, nothing, line.passage)
    return Block(Kind.HEAD, line.passage, head)


def _line_block(line: Line) -> Block:
    if re.fullmatch(r"\*[^*]+\*", line.passage.text):
        line = replace(line, passage=line.passage.part(1, -1))  # Markdown's emphasis
    box = read_box(line.raw, line.passage)
    if box:
        return Block(Kind.BOX, line.passage, box, blanks=line.blanks, lines=(line,))
    if _NOTE.match(line.passage.text):
        return Block(Kind.NOTE, line.passage, blanks=line.blanks, lines=(line,))
    numbered = read_numbered(line.raw, line.passage)
    kind = Kind.HEAD if numbered else Kind.PARAGRAPH
    return Block(kind, line.passage, numbered, blanks=line.blanks, lines=(line,))


def _wrap_width(lines: list[Line]) -> int:
    """Return the line width of a text cut at a fixed width, or 0."""
    lengths = sorted(wide(line.raw) for line in lines if line.passage.text[-1:] not in _STOP)
    longest = max((wide(line.raw) for line in lines), default=0)
    if len(lengths) < 10 or longest > _HARD_WRAP:
        return 0
    width = lengths[len(lengths) * 17 // 20]
    full = sum(length >= width - 3 for length in lengths)
    return width if full >= FULL_SHARE * len(lengths) and longest <= width + 5 else 0


def wide(raw: str) -> int:
    """Return how wide a line is drawn, in Chinese characters; letters count half."""
    narrow = sum(char.isascii() for char in raw.strip())
    return len(raw.strip()) - narrow // 2


def _joined(blocks: list[Block], width: int) -> list[Block]:
    joined: list[Block] = []
    for block in blocks:
        if joined and _is_next_note(joined[-1], block):
            joined.append(replace(block, kind=Kind.NOTE, numbered=None))
            continue
        if joined and _is_next_annex(joined[-1], block):
            joined[-1] = replace(_merged(joined[-1], block), numbered=None)
            continue
        if joined and _continues(joined[-1], block, width):
            joined[-1] = _merged(joined[-1], block)
        else:
            joined.append(block)
    return joined


def _is_next_note(before: Block, block: Block) -> bool:
    """`2.` after `注：1.` goes on with the notes; it opens no piece of the outline."""
    if before.kind is not Kind.NOTE or not block.numbered:
        return False
    last = re.match(r"(?:注[：:])?\s*(\d{1,2}(?=[.、])|[①-⑳])", before.passage.text)
    if not last:
        return False
    number = ord(last[1]) - ord("①") + 1 if last[1] >= "①" else int(last[1])
    return block.numbered.number == str(number + 1)


def _is_next_annex(before: Block, block: Block) -> bool:
    """`2. …清单` below `附件：1. …` goes on with the list of annexes."""
    if not _ANNEXES.match(before.passage.text) or not block.numbered:
        return False
    last = re.findall(r"(\d{1,2})[.、]", before.passage.text)
    following = str(int(last[-1]) + 1) if last else "1"
    return block.numbered.number == following and len(block.passage.text) <= LONGEST_ANNEX


def _continues(before: Block, block: Block, width: int) -> bool:
    """Tell whether a paragraph is the rest of the one before, cut by a page or a line end."""
    if block.kind is not Kind.PARAGRAPH or before.kind in (Kind.TABLE, Kind.BOX):
        return False
    if not (block.lines and before.lines):
        return False  # lines of a card are whole
    text = before.passage.text
    if _opens(text):
        return True  # the brackets that say who is responsible were cut in two
    if _ENDS.search(text) or _DATE.fullmatch(block.passage.text):
        return False
    if text[-1] in _STOP or block.passage.text.startswith(
        ("——", "（", "【", "·", "-", "一是", "二是")
    ):
        return False
    if _CAPTION.fullmatch(block.passage.text):
        return False
    last = before.lines[-1]
    if width and not block.blanks:
        return wide(last.raw) >= width - (2 if before.kind is Kind.HEAD else 3)
    if before.kind is Kind.HEAD:
        return "。" in text and len(last.passage.text) >= 20
    return len(text) >= 20 and bool(re.search("[，。；、]", text))


def _opens(text: str) -> bool:
    """Tell whether a bracket is still open at the end of a text, and was opened not long ago."""
    end = text[-LONGEST_BRACKET:]
    return end.count("（") > end.count("）")


def _merged(before: Block, block: Block) -> Block:
    passage = Passage.joined((before.passage, block.passage))
    numbered = before.numbered
    if numbered:
        raw = before.lines[0].raw
        numbered = read_numbered(raw, passage) or numbered
    lines = (*before.lines, *block.lines)
    return replace(before, passage=passage, numbered=numbered, lines=lines)
