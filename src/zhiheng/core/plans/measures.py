"""Measures and named projects: which pieces of the outline they are, who does them, until when.

A measure is the smallest numbered piece with a text of its own; numbered lists inside it belong
to it unless most of them name departments themselves. Pieces of the sections about foundations,
goals and safeguards are no measures, except where they name who is responsible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from zhiheng.core.plans.attributions import (
    Attribution,
    read_attribution,
    read_sentence,
)
from zhiheng.core.plans.commitments import read_commitments
from zhiheng.core.plans.outline import ARABIC, SMALL
from zhiheng.core.plans.passages import Passage, Span
from zhiheng.core.plans.proposals import MeasureProposal
from zhiheng.core.plans.tree import Box, Node, Outline, Subject

NAMED = 1.0  # confidence of a measure whose brackets or labels say who or until when
UNNAMED = 0.8
SHORTEST = 6  # of what a paragraph says besides its brackets, to be a measure of its own


# An article on the document itself asks nobody to do anything.
_IN_FORCE = re.compile(
    r"本(?:措施|办法|方案|规定|意见|细则|计划|规划)[^。]{0,12}?(?:自.{0,24}(?:施行|实施|执行)|由.{2,20}解释|有效期)"
)


@dataclass(frozen=True)
class Reading:
    """What holds for the whole document: the year meant where none is written, who leads a list."""

    year: int | None
    first_leads: bool

    def attribution(self, passages: list[Passage]) -> Attribution:
        """Return who is responsible according to a text."""
        found = Attribution()
        for passage in passages:
            found += read_attribution(passage, year=self.year, first_leads=self.first_leads)
        return found


@dataclass(frozen=True)
class Measures:
    """The proposals of a document, by what they are."""

    measures: tuple[MeasureProposal, ...]
    projects: tuple[MeasureProposal, ...]
    safeguards: tuple[MeasureProposal, ...]


def read_measures(outline: Outline, reading: Reading) -> Measures:
    """Return measures, projects and safeguards in reading order."""
    found: dict[Subject, list[MeasureProposal]] = {subject: [] for subject in Subject}
    for section, subject in outline.sections():
        for node in _leaves(section, reading):
            for proposal in _proposals(node, reading):
                named = proposal.confidence >= NAMED
                found[
                    Subject.MEASURES if named and subject is not Subject.PROJECTS else subject
                ].append(proposal)
    boxes = [_boxed(box, reading) for box in outline.boxes]
    return Measures(
        tuple(sorted(found[Subject.MEASURES], key=lambda each: each.span)),
        tuple(sorted([*found[Subject.PROJECTS], *boxes], key=lambda each: each.span)),
        tuple(found[Subject.SAFEGUARDS]),
    )


def _leaves(node: Node, reading: Reading) -> Iterator[Node]:
    """Yield the pieces that are measures of their own."""
    if not node.children or _is_list(node, reading):
        yield node
        return
    for child in node.children:
        yield from _leaves(child, reading)


def _is_list(node: Node, reading: Reading) -> bool:
    """Tell whether the pieces below only enumerate: （1）, ①, or 1. with one common attribution."""
    named = [
        bool(reading.attribution(list(child.all_passages()))) or _in_title(child, reading)
        for child in node.children
    ]
    if node.children[0].rank >= SMALL:
        return 2 * sum(named) <= len(named)
    alone = len(named) > 1 and named[-1] and not any(named[:-1])
    alone = alone and node.children[0].rank >= ARABIC
    return (
        (alone or bool(reading.attribution(list(node.passages()))))
        and not any(child.children for child in node.children)
        and sum(named) <= 1
    )


def _in_title(node: Node, reading: Reading) -> bool:
    return bool(node.head and reading.attribution([node.head.title]))


def _proposals(node: Node, reading: Reading) -> Iterator[MeasureProposal]:
    if node.head is None:
        return
    paragraphs = [p for p in node.passages() if p is not node.head.rest]
    each = [reading.attribution([passage]) for passage in paragraphs]
    own = [
        a
        for a, p in zip(each, paragraphs, strict=True)
        if a.lead and len(without(p, a).text) >= SHORTEST
    ]
    if not node.head.rest and not node.children and len(own) > 1:
        for attribution, passage in zip(each, paragraphs, strict=True):
            yield _paragraph_measure(node, attribution, passage)
        return
    passages = list(node.all_passages())
    attribution = reading.attribution([node.head.title, *passages])
    if not attribution and (not passages or _IN_FORCE.search(node.head.whole.text)):
        return
    confidence = NAMED if attribution else UNNAMED
    for passage in passages if not attribution.lead else ():
        attribution += read_sentence(passage)
    span = _span([node.head.whole, *passages])
    title = without(node.head.title, attribution).stripped(" 。：")
    texts = [node.head.title, *passages]
    measure = new_measure(node.head.number, title.text, span, attribution, texts, node.under)
    yield replace(measure, confidence=confidence)


def _paragraph_measure(node: Node, attribution: Attribution, passage: Passage) -> MeasureProposal:
    title = re.split("。|（", passage.text.lstrip("-·* "))[0]
    number = node.head.number if node.head else ""
    return new_measure(
        number, title, passage.span, attribution, [passage], (*node.under, node.title)
    )


def new_measure(
    no: str, title: str, span: Span, attribution: Attribution, passages: list[Passage],
    under: tuple[str, ...] = (),
) -> MeasureProposal:  # fmt: skip
    """Return a measure with the commitments of its passages; brackets of departments are none."""
    texts = [without(passage, attribution) for passage in _once(passages)]
    return MeasureProposal(
        no, title, span,
        lead=tuple(name.text for name in attribution.lead),
        support=tuple(name.text for name in attribution.support),
        limit=attribution.limit,
        commitments=read_commitments(texts),
        under=under,
        confidence=NAMED if attribution else UNNAMED,
    )  # fmt: skip


def _once(passages: list[Passage]) -> list[Passage]:
    """A sentence without a title of its own is title and text at once; count it once."""
    if len(passages) > 1 and passages[1].span[0] == passages[0].span[0]:
        return passages[1:]
    return passages


def without(passage: Passage, attribution: Attribution) -> Passage:
    """Return a text up to the brackets that say who is responsible."""
    kept = [
        at for at, offset in enumerate(passage.offsets)
        if not any(each.span[0] <= offset < each.span[1] for each in attribution.passages)
    ]  # fmt: skip
    return Passage(
        "".join(passage.text[at] for at in kept), tuple(passage.offsets[at] for at in kept)
    )


def _span(passages: list[Passage]) -> Span:
    spans = [passage.span for passage in passages if passage]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _boxed(box: Box, reading: Reading) -> MeasureProposal:
    attribution = reading.attribution(box.passages)
    span = _span([box.block.passage, *box.passages])
    title = box.head.title.stripped("【】 ")
    return new_measure(box.head.number, title.text, span, attribution, box.passages)
