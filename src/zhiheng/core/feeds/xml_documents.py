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
DECLARATION = re.compile(rb"<\?xml\s+version\s*=")
MARK = b"\xef\xbb\xbf"
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
    found = beginnings(data)
    first = next(found, None)
    # What stands in front of the first declaration may be a document without one.
    if first is not None and not data[:first].strip():
        first = next(found, None)
    return first is not None


def beginnings(data: bytes) -> Iterator[int]:
    """Yield the places at which documents begin.

    A declaration begins a line or follows a tag; in the text of a document it would be escaped.
    """
    place = data.find(b"<?xml")
    while place >= 0:
        start = place - len(MARK) if data.endswith(MARK, 0, place) else place
        if (start == 0 or data[start - 1] in b"\r\n>") and DECLARATION.match(data, place):
            yield start
        place = data.find(b"<?xml", place + 1)


def documents(handle: IO[bytes], *, largest: int) -> Iterator[Document]:
    """Yield the documents of a file; of one above `largest` bytes only its number and size."""
    pending = _Pending(largest)
    rest = b""
    while block := handle.read(BLOCK_BYTES):
        data = rest + block
        begun = 0
        for start in beginnings(data):
            if start == 0 and not rest:
                continue  # the first document
            pending.add(data[begun:start])
            yield from pending.close()
            begun = start
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
