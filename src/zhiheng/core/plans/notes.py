"""Footnotes below tables, and the indicators they define."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from zhiheng.core.plans.layout import Block, Kind
from zhiheng.core.plans.passages import Passage, Span
from zhiheng.core.plans.proposals import IndicatorProposal

_SPLIT = re.compile(r"(?=[①-⑳])|(?<=[。；：])(?=\d{1,2}[.、](?!\d))")
_MARK = re.compile(
    r"(?:注|备注|说明)?(?P<mark>[①-⑳]|\*+|[\[（]?\d{1,2}[\]）]?(?=[.、：:])|\[\d{1,2}\])?[：:.、]*\s*"
)
_DEFINES = re.compile(
    r"是指|系指|指的?是|包括|指标?为|为指|=|＝|计算(?:公式|方法)|以.{0,30}为(?:基准|准|基数)|：|指|按.{2,20}(?:计算|统计|口径)|不(?:包)?含|口径"
)
SHORTEST_TERM = 4  # characters; a shorter one (专利) stands in too many names
SHARE = 0.55  # of an indicator's name must stand together in the head of a note without mark


@dataclass(frozen=True)
class Note:
    """A footnote: its mark if it has one, its text, where it stands."""

    mark: str
    text: str
    span: Span


def read_notes(blocks: Iterable[Block]) -> Iterator[Note]:
    """Yield the footnotes of a document; several on a line are told apart."""
    for block in blocks:
        if block.kind is not Kind.NOTE:
            continue
        start = 0
        text = block.passage.text
        cuts = [
            m.start()
            for m in _SPLIT.finditer(text)
            if re.search(r"[^注备说明：:\s]", text[: m.start()])
        ]
        for end in [*cuts, len(text)]:
            yield from _note(block.passage.part(start, end))
            start = end


def _note(passage: Passage) -> Iterator[Note]:
    text = passage.text.removeprefix("�")
    match = _MARK.match(text)
    bare = text[match.end() :] if match else text
    inner = re.match(r"(\d{1,2})[.、](?!\d)", bare)
    mark = (match["mark"] or "") if match else ""
    if inner:
        mark, bare = mark or inner[1], bare[inner.end() :]
    circled = re.match(r"[①-⑳]", bare)
    if circled and not mark:
        mark, bare = circled[0], bare[1:]
    if bare.strip():
        yield Note(mark.strip("[]（）"), bare.strip(), passage.span)


def attach_notes(
    indicators: list[IndicatorProposal], notes: list[Note]
) -> tuple[list[IndicatorProposal], list[Note]]:
    """Give each indicator the notes that define it; return also the notes nobody took."""
    taken: set[int] = set()
    for at, note in enumerate(notes):
        for number in _defined(indicators, note):
            told = "；".join(part for part in (indicators[number].note, note.text) if part)
            indicators[number] = replace(indicators[number], note=told)
            taken.add(at)
    return indicators, [note for at, note in enumerate(notes) if at not in taken]


def _defined(indicators: list[IndicatorProposal], note: Note) -> list[int]:
    marked = [at for at, each in enumerate(indicators) if note.mark and note.mark in _marks(each)]
    if marked:
        return marked
    head = _DEFINES.split(note.text, maxsplit=1)[0]
    if head == note.text:
        return []
    shares = [_share(each.name, head) for each in indicators]
    best = max(shares, default=0.0)
    if best >= SHARE:
        return [shares.index(best)]
    # 高价值发明专利是指…: a term is defined wherever a name speaks of it.
    term = head.strip("“”《》（）：:，, ")
    return [
        at for at, each in enumerate(indicators) if len(term) >= SHORTEST_TERM and term in each.name
    ]


def _marks(indicator: IndicatorProposal) -> list[str]:
    numbers = [str(ord(char) - 0x245F) if "①" <= char <= "⑳" else char for char in indicator.marks]
    return [*indicator.marks, *numbers, *re.findall(r"\d+", indicator.marks), indicator.marks]


def _share(name: str, head: str) -> float:
    match = SequenceMatcher(None, name, head, autojunk=False).find_longest_match()
    return match.size / len(name)
