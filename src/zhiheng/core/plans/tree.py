"""The outline of a plan as a tree: sections, the pieces below them, and what each contains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from zhiheng.core.plans.layout import Block, Kind
from zhiheng.core.plans.numerals import read_number
from zhiheng.core.plans.outline import ARABIC, BRACKETED, CHAPTER, HAN, Numbered
from zhiheng.core.plans.passages import Passage


class Subject(StrEnum):
    """What a section of a plan is about."""

    BACKGROUND = "background"
    GOALS = "goals"
    MEASURES = "measures"
    PROJECTS = "projects"
    SAFEGUARDS = "safeguards"


_SUBJECTS = tuple(
    (subject, re.compile(pattern))
    for subject, pattern in (
        (Subject.SAFEGUARDS, (
            r"保障措施|^.{0,6}保障(?:机制|体系|工作)?$|组织(?:实施|领导|保障|落实)|(?:工作|"
            r"推进|实施)机制$|附则|(?:工作|实施|有关|落实)要求$|监测评估|督导|(?:实施|工作)保障|监督考核|^规划实施$|抓好落实"
        )),
        (Subject.BACKGROUND, (
            r"(?:发展|现实|现有|工作|规划)?(?:基础|背景|形势|现状|成效|回顾|机遇|挑战|"
            r"环境)(?:与|和|及|、|$)|发展环境|主要成就|面临的"
        )),
        (Subject.PROJECTS, (
            r"(?:重大|重点|专项)(?:工程|项目)(?:项目)?(?:安排|清单|专栏)?$|^.{0,6}(?:工程|"
            r"项目)$"
        )),
        (Subject.GOALS, (
            r"总体(?:要求|思路|目标|考虑|方向)|(?:攻坚|工作|基本)(?:方向|思路)$|指导思想|(?:发展|工作|主要|总体|规划|预期|行动|"
            r"建设)?目标(?:任务)?$|指标(?:体系)?$|基本原则|总则|目标要求|目标指标|^总体"
        )),
    )
)  # fmt: skip
_CAPTION = re.compile(r"指标(?:体系|表|完成情况|实现情况|情况)*$")
_GOALS = re.compile(r"目标|指标")


@dataclass
class Node:
    """A piece of the outline: its head, the blocks right below it, and smaller pieces."""

    head: Numbered | None
    rank: int
    parent: Node | None = None
    blocks: list[Block] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    block: Block | None = None

    @property
    def title(self) -> str:
        """The title, empty at the root."""
        return self.head.title.text if self.head else ""

    def walk(self) -> Iterator[Node]:
        """Yield this piece and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def passages(self) -> Iterator[Passage]:
        """Yield the running text of this piece alone: after its title, then its paragraphs."""
        if self.head and self.head.rest:
            yield self.head.rest
        yield from (b.passage for b in self.blocks if b.kind is Kind.PARAGRAPH)

    def all_passages(self) -> Iterator[Passage]:
        """Yield the running text of this piece and of all below it."""
        for node in self.walk():
            if node is not self and node.head:
                yield node.head.title
            yield from node.passages()

    @property
    def under(self) -> tuple[str, ...]:
        """The titles above, from the section down."""
        above = self.parent
        titles: list[str] = []
        while above and above.head:
            titles.insert(0, above.title)
            above = above.parent
        return tuple(titles)


@dataclass
class Box:
    """A boxed project: its head and what stands in the box."""

    head: Numbered
    block: Block
    passages: list[Passage] = field(default_factory=list)


@dataclass
class Outline:
    """A document's tree, its boxes, and what stands before the first section."""

    root: Node
    boxes: list[Box]
    cover: list[Block]

    def sections(self) -> Iterator[tuple[Node, Subject]]:
        """Yield the sections of the highest rank with what they are about."""
        for node in self.root.children:
            yield node, subject_of(node.title)

    def goal_passages(self) -> Iterator[Passage]:
        """Yield the text that states goals: pieces titled so, or else their sections."""
        yield from (
            b.passage for b in self.cover if b.kind is Kind.PARAGRAPH and "到20" in b.passage.text
        )
        for node, subject in self.sections():
            if subject is not Subject.GOALS:
                continue
            named = [n for n in node.walk() if n is not node and _GOALS.search(n.title)]
            for each in named or [node]:
                yield from each.all_passages()


def subject_of(title: str) -> Subject:
    """Return what a section with this title is about; measures unless it says otherwise."""
    return next((s for s, pattern in _SUBJECTS if pattern.search(title)), Subject.MEASURES)


def build_outline(blocks: list[Block]) -> Outline:
    """Put the blocks of a layout into a tree."""
    ranks = _ranks(blocks)
    root = Node(None, -1)
    outline = Outline(root, [], [])
    node, box, counter = root, None, _BoxCounter()
    for block in blocks:
        if block.kind is Kind.BOX and block.numbered and _CAPTION.search(block.passage.text):
            continue  # 专栏1 主要指标 is the caption of a table
        if block.kind is Kind.BOX and block.numbered:
            box = Box(block.numbered, block)
            outline.boxes.append(box)
            counter.open(node)
            continue
        head = block.numbered if block.kind is Kind.HEAD else None
        rank = ranks.get(head.style) if head and not _is_caption(head) else None
        if head and rank is not None and not (box and counter.inside(head, rank)):
            node, box = _hang(node, head, rank, block), None
        elif box and block.kind in (Kind.PARAGRAPH, Kind.HEAD):
            _into_box(box, block)
        elif node is root and block.kind is not Kind.TABLE:
            outline.cover.append(block)
        else:
            node.blocks.append(_plain(block))
    return outline


def _is_caption(head: Numbered) -> bool:
    return not head.number and bool(_CAPTION.search(head.title.text))


def _into_box(box: Box, block: Block) -> None:
    if box.head.title or box.passages:
        box.passages.append(block.passage)
    else:
        # 专栏1 on one line, its title on the next.
        head = box.head
        title = block.passage
        box.head = Numbered(head.style, head.rank, head.number, title, head.rest, head.whole)


def _plain(block: Block) -> Block:
    return Block(Kind.PARAGRAPH, block.passage) if block.kind is Kind.HEAD else block


def _hang(node: Node, head: Numbered, rank: int, block: Block) -> Node:
    parent = node
    while parent.parent and parent.rank >= rank:
        parent = parent.parent
    child = Node(head, rank, parent, block=block)
    parent.children.append(child)
    return child


def _ranks(blocks: list[Block]) -> dict[str, int]:
    """Return the rank of each style in this document; styles left out open no piece.

    Unnumbered Markdown heads count only where nothing else shows the outline. Where decimals go
    below plain numbers (1. then 1.1), the plain numbers are sections.
    """
    heads = [b.numbered for b in blocks if b.kind is Kind.HEAD and b.numbered]
    ranks = {head.style: head.rank for head in heads if not head.style.startswith("markdown")}
    marked = {head.style: head.rank for head in heads if head.style not in ranks}
    if "decimal2" not in ranks:
        ranks.pop("bare", None)
    high = [style for style, rank in ranks.items() if rank <= BRACKETED and style != "decimal2"]
    if "decimal2" in ranks and "han" not in ranks and "arabic" in ranks:
        ranks["arabic"] = HAN
    if not high and "decimal2" not in ranks:
        ranks |= {style: rank for style, rank in marked.items() if rank > CHAPTER}
    else:
        ranks |= {style: max(rank, ARABIC) for style, rank in marked.items() if rank > HAN}
    return ranks


class _BoxCounter:
    """Tells the numbered items inside a box from the next measure after it."""

    def __init__(self) -> None:
        self.outer = self.inner = 0
        self.rank = -1

    def open(self, node: Node) -> None:
        """Begin a box below a piece of the outline."""
        self.rank = node.rank
        self.outer = _count(node.head) if node.head else 0
        self.inner = 0

    def inside(self, head: Numbered, rank: int) -> bool:
        """Tell whether a head belongs to the box: deeper than the piece, or counting anew."""
        number = _count(head)
        if rank < self.rank or (rank == self.rank and number == self.outer + 1):
            return False
        if rank <= HAN or (rank < ARABIC and number != self.inner + 1):
            return False
        if number == self.inner + 1:
            self.inner = number
            return True
        return rank > self.rank


def _count(head: Numbered) -> int:
    digits = re.search(r"\d+|[一二三四五六七八九十百]+", head.number)
    return int(read_number(digits[0])) if digits else 0
