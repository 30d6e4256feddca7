"""A zip archive of many small members, written quickly and always with the same bytes.

The standard library spends as long on each member's bookkeeping as on compressing it. Limits: no
ZIP64, so at most 65 535 members and 4 GiB; names must be ASCII. Format: PKWARE APPNOTE 6.3.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from struct import pack
from types import TracebackType
from typing import BinaryIO

_DATE = (1 << 5) | 1  # 1 January 1980: nothing in the sample depends on when it is written
_VERSION, _DEFLATED = 20, 8
_LEVEL, _WINDOW, _MEMORY = 1, -14, 7  # a 16 KiB window holds a whole document


class Archive:
    """Writes members one after the other; the directory follows on closing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: list[bytes] = []
        self._offset = 0
        self._file: BinaryIO

    def __enter__(self) -> Archive:
        self._file = self._path.open("wb")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if kind is None:
            self._write_directory()
        self._file.close()

    def add(self, name: str, content: bytes) -> None:
        """Append one member."""
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY)
        packed = packer.compress(content) + packer.flush()
        label = name.encode("ascii")
        facts = pack(
            "<HHHHHLLLHH",
            _VERSION,
            0,
            _DEFLATED,
            0,
            _DATE,
            zlib.crc32(content),
            len(packed),
            len(content),
            len(label),
            0,
        )
        self._file.write(b"PK\x03\x04" + facts + label + packed)
        place = pack("<HHHLL", 0, 0, 0, 0, self._offset)
        self._entries.append(b"PK\x01\x02\x14\x00" + facts + place + label)
        self._offset += 30 + len(label) + len(packed)

    def _write_directory(self) -> None:
        directory = b"".join(self._entries)
        count = len(self._entries)
        if count > 0xFFFF or self._offset > 0xFFFFFFFF:
            raise ValueError(f"an archive without ZIP64 cannot hold {count} members")
        end = pack("<HHHHLLH", 0, 0, count, count, len(directory), self._offset, 0)
        self._file.write(directory + b"PK\x05\x06" + end)
