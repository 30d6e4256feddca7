"""A template as a document in the one style of the house: letterhead, title, number, text, end.

The texts still hold their Jinja; the title is that which the procedure gives the paper. Number and
day are marks until the paper is issued.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zhiheng.core.documents.model import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Table,
)
from zhiheng.core.papers.declared import (
    HeadingPart,
    ListPart,
    PaperTemplate,
    Part,
    Signature,
    TablePart,
)

# Put before an item of a list: its number is set once it is known which items there are.
ITEM = "\ue011"
SEAL = "（印章）"
SIGNED_ON = "　　　　年　　月　　日"
_NARROW_FIRST = (1.0, 2.6)

# Who stands at the end; what the parties sign stands before it.
ENDS: dict[Signature, tuple[str, ...]] = {
    "office": ("{{ office.name }}", SEAL, "{{ today }}"),
    "handler": ("承办人：{{ handlers }}", "{{ today }}"),
    "panel": ("合议组：{{ panel }}", "{{ office.name }}", SEAL, "{{ today }}"),
    "parties": (),
    "both": ("{{ office.name }}", SEAL, "{{ today }}"),
}
_PARTIES_SIGN = ("申请人（签字或者盖章）：", "被申请人（签字或者盖章）：")


def layout(template: PaperTemplate) -> Document:
    """Return the document of a template."""
    blocks: list[Block] = [Paragraph("{{ paper.number }}", "centre")]
    if template.addressee:
        blocks.append(Paragraph("", "left", lead=f"{template.addressee}："))
    for part in template.body:
        blocks += _blocks(part)
    if template.attachments:
        blocks.append(Paragraph("附件：", "body", stays=True))
        blocks += [Paragraph(f"{ITEM}{each}", "item") for each in template.attachments]
    blocks = [*_staying(blocks), *_end(template.signature)]
    return Document(
        title="{{ paper.title }}",
        creator="知衡",
        blocks=tuple(blocks),
        letterhead="{{ office.name }}",
        subject=template.paper,
    )


def _staying(blocks: list[Block]) -> list[Block]:
    """Return the blocks with the last paragraphs kept on the page of what follows them.

    A page with nothing but seal and day is not issued. Two paragraphs, as the last may be left out.
    """
    kept = list(blocks)
    for place in range(len(kept) - 1, max(len(kept) - 3, 0), -1):
        block = kept[place]
        if not isinstance(block, Paragraph):
            break
        kept[place] = replace(block, stays=True)
    return kept


def _blocks(part: Part) -> Iterator[Block]:
    match part:
        case str():
            yield Paragraph(part)
        case HeadingPart():
            yield Heading(part.heading, 1, counted=False)
        case ListPart():
            yield from (Paragraph(f"{ITEM}{each}", "item") for each in part.items)
        case TablePart():
            yield _table(part)


def _table(part: TablePart) -> Table:
    """Return the table; of two columns the first, which names what stands beside, is narrower."""
    width = len(part.table[0])
    shares = _NARROW_FIRST if width == 2 else (1.0,) * width
    columns = tuple(Column("", share) for share in shares)
    rows = tuple(Row(tuple(Cell(text) for text in row)) for row in part.table)
    return Table("", columns, rows, plain=True)


def _end(signature: Signature) -> Iterator[Block]:
    yield Paragraph("　", "left", stays=True)
    if signature in ("parties", "both"):
        for line in _PARTIES_SIGN:
            yield Paragraph(line, "left", stays=True)
            yield Paragraph(SIGNED_ON, "signature", stays=True)
    for line in ENDS[signature]:
        yield Paragraph(line, "signature", stays=True)
