"""Word documents made part by part, as Word itself writes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NUMBERING = f"""<w:numbering {NAMESPACE}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""
STYLES = f"""<w:styles {NAMESPACE}><w:style w:styleId="a3"><w:name w:val="Title"/></w:style>
<w:style w:styleId="2"><w:name w:val="heading 1"/></w:style></w:styles>"""


def paragraph(text: str, *, level: int | None = None, style: str = "", note: int = 0) -> str:
    """Return a paragraph; `level` numbers it automatically, `note` refers to a footnote."""
    number = (
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'
        if level is not None
        else ""
    )
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    reference = f'<w:r><w:footnoteReference w:id="{note}"/></w:r>' if note else ""
    return (
        f"<w:p><w:pPr>{style}{number}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r>{reference}</w:p>"
    )


def cell(content: str, *, wide: int = 1, merge: str = "") -> str:
    """Return a table cell; `merge` is restart or continue for cells merged downwards."""
    span = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
    down = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    body = content if content.startswith("<w:p>") else paragraph(content)
    return f"<w:tc><w:tcPr>{span}{down}</w:tcPr>{body}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    """Return a table; cells may be plain text."""
    cells = ([each if each.startswith("<w:tc>") else cell(each) for each in row] for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{chr(10).join(row)}</w:tr>' for row in cells)}</w:tbl>"


def word_file(*blocks: str, notes: Sequence[str] = ()) -> bytes:
    """Return a .docx with these blocks and footnotes 1, 2, …"""
    footnotes = "".join(
        f'<w:footnote w:id="{at}">{paragraph(note)}</w:footnote>'
        for at, note in enumerate(notes, start=1)
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f"<w:document {NAMESPACE}><w:body>{''.join(blocks)}</w:body></w:document>",
        )
        archive.writestr("word/numbering.xml", NUMBERING)
        archive.writestr("word/styles.xml", STYLES)
        archive.writestr(
            "word/footnotes.xml", f"<w:footnotes {NAMESPACE}>{footnotes}</w:footnotes>"
        )
    return buffer.getvalue()
