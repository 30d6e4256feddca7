"""What of a set-aside row can be corrected in the browser, and how it is written back."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from pathlib import Path

from zhiheng.core.browsing.sources import LONGEST_SHOWN
from zhiheng.core.errors import ConflictError, InputError
from zhiheng.core.feeds.text_encoding import encoding_of
from zhiheng.office.registers.models import SetAsideRow

DECLARED_ENCODING = re.compile(r"""(\A\ufeff?\s*<\?xml[^>]*?)\s+encoding\s*=\s*(["']).*?\2""")
UNDECODABLE = "\ufffd"


def cells_of(received: str) -> dict[str, str]:
    """Return the cells of a line of a table that was set aside; empty for other records."""
    try:
        cells = json.loads(received)
    except ValueError:
        return {}
    if not isinstance(cells, dict):
        return {}
    return {str(name): "" if cell is None else str(cell) for name, cell in cells.items()}


def source_text(row: SetAsideRow) -> str:
    """Return the text of a small XML file that was set aside, to be corrected in place.

    Empty where there is none, or where not every character of it can be told: written back, the
    others would be lost.
    """
    path = Path(row.file)
    if path.suffix.lower() != ".xml" or not path.is_file() or path.stat().st_size > LONGEST_SHOWN:
        return ""
    data = path.read_bytes()
    try:
        text = data.decode(encoding_of(io.BytesIO(data)))
    except UnicodeDecodeError:
        return ""
    return "" if UNDECODABLE in text else text


def checked_line(row: SetAsideRow, cells: Mapping[str, str]) -> str:
    """Return the corrected cells of a line as JSON; the line keeps the headings it came with."""
    received = cells_of(row.received)
    if not received:
        raise ConflictError.of("set_aside.not_editable", received=row.pk)
    unknown = [name for name in cells if name not in received]
    if unknown or not cells:
        raise InputError.of(
            "set_aside.unknown_cells",
            received="、".join(unknown) or "—",
            expected="、".join(received),
        )
    return json.dumps(dict(cells), ensure_ascii=False)


def checked_xml(row: SetAsideRow, text: str) -> str:
    """Return a corrected XML text as it is written in UTF-8, whatever encoding it declared."""
    if not source_text(row):
        raise ConflictError.of("set_aside.not_editable", received=row.pk)
    return DECLARED_ENCODING.sub(r"\1", text, count=1)
