"""Files that hold many XML documents one after the other, taken apart at their declarations.

The USPTO delivers a week of grants as one `.xml` file in which each grant begins with `<?xml` of
its own; no parser takes that for a document. Memory holds one document at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

BLOCK_BYTES = 1024 * 1024
DECLARED = b"<?xml"
# A declaration begins a line or follows a tag; in the text of a document it would be escaped.
BEGINNING = re.compile(rb"(?:(?<=[\r\n>])|\A)(?:\xef\xbb\xbf)?<\?xml\s+version\s*=")
# So many bytes of a declaration may stand before the end of a block.
OVERLAP = 64


@dataclass(frozen=True)
class Document:
    """One of the documents: its number from 1, its bytes, and its size.

    One that is `too_large` has no content; its bytes were passed over.
    """

    number: int
    content: bytes
    size: int
    too_large: bool = False


def holds_several(data: bytes) -> bool:
    """Tell whether a second document begins somewhere in the bytes."""
    # Plain bytes are looked for first: the pattern takes a tenth of a second for a megabyte.
    if DECLARED not in data:
        return False
    first = BEGINNING.search(data)
    # What stands in front of the first declaration may be a document without one.
    start = first.end() if first and not data[: first.start()].strip() else 0
    return data.find(DECLARED, start) >= 0 and BEGINNING.search(data, start) is not None


def documents(handle: IO[bytes], *, largest: int) -> Iterator[Document]:
    """Yield the documents of a file; of one above `largest` bytes only its number and size."""
    pending = _Pending(largest)
    rest = b""
    while block := handle.read(BLOCK_BYTES):
        data = rest + block
        begun = 0
        for found in BEGINNING.finditer(data, 1 if not rest else 0):
            pending.add(data[begun : found.start()])
            yield from pending.close()
            begun = found.start()
        # A declaration cut by the end of the block is looked for again with the next one.
        kept = max(begun + 1, len(data) - OVERLAP)
        pending.add(data[begun:kept])
        rest = data[kept:]
    pending.add(rest)
    yield from pending.close()


class _Pending:
    """The document that is being gathered."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._number = 0
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, part: bytes) -> None:
        """Add bytes; beyond the limit they are only counted."""
        self._size += len(part)
        if self._size > self._largest:
            self._parts.clear()
        else:
            self._parts.append(part)

    def close(self) -> Iterator[Document]:
        """Yield the document unless it is blank, and begin the next one."""
        content = b"".join(self._parts)
        too_large = self._size > self._largest
        if too_large or content.strip():
            self._number += 1
            yield Document(self._number, content, self._size, too_large)
        self._parts, self._size = [], 0
