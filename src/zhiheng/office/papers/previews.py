"""The text of a paper as its page shows it, read from its Word file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhiheng.core.documents.model import Block, Cell, Heading, PageBreak, Paragraph, Table
from zhiheng.core.documents.word_reading import read_word
from zhiheng.core.errors import PersonError
from zhiheng.office.attachments.queries import content_of
from zhiheng.office.papers.models import Paper


@dataclass(frozen=True)
class Shown:
    """One block on the page: a paragraph in a style, or the rows of a table."""

    style: str
    text: str = ""
    lead: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()


def text_of(paper: Paper) -> list[Shown]:
    """Return the text of a paper; empty where there is none or its file cannot be read."""
    if paper.word is None:
        return []
    try:
        document = read_word(content_of(paper.word), name=paper.word.name)
    except PersonError:  # told where the file is uploaded, downloaded or issued
        return []
    heads = [Shown("letterhead", document.letterhead), Shown("title", document.title)]
    return [
        *(each for each in heads if each.text),
        *(shown for block in document.blocks for shown in _shown(block)),
    ]


def _shown(block: Block) -> Iterator[Shown]:
    match block:
        case Heading():
            yield Shown("heading", block.text)
        case Paragraph():
            yield Shown(block.style, block.text, block.lead)
        case Table():
            yield Shown("table", rows=tuple(row.cells for row in block.rows))
        case PageBreak():
            yield Shown("break")
