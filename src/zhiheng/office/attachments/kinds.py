"""What a file is by its content, so that a name does not promise what the bytes do not hold.

The beginnings are those of the published formats: PDF, JPEG, PNG, the old and the new files of
offices, OFD (GB/T 33190, a ZIP package with `OFD.xml`), ZIP, MP3, MP4.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import IO

_HEAD = 1024  # a PDF may have that much before its first line
_SAME = {"jpeg": "jpg"}


def ending_of(name: str) -> str:
    """Return the ending of a file name in lower case, jpeg as jpg; "" without one."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    return _SAME.get(ending, ending)


def is_what_it_says(name: str, stream: IO[bytes]) -> bool:
    """Tell whether the bytes begin as the ending of the name says; unknown endings pass.

    The stream is left at its beginning.
    """
    check = _CHECKS.get(ending_of(name))
    if check is None:
        return True
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    fits = check(head, stream)
    stream.seek(0)
    return fits


def _begins(*beginnings: bytes) -> Callable[[bytes, IO[bytes]], bool]:
    return lambda head, stream: head.startswith(beginnings)


def _package(*members: str) -> Callable[[bytes, IO[bytes]], bool]:
    """Return the check of a ZIP package that has a member beginning with each of some names."""

    def check(head: bytes, stream: IO[bytes]) -> bool:
        if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return False
        try:
            with zipfile.ZipFile(stream) as package:
                names = package.namelist()
        except (zipfile.BadZipFile, OSError, ValueError):
            return False
        return all(any(name.startswith(member) for name in names) for member in members)

    return check


def _is_mp3(head: bytes, stream: IO[bytes]) -> bool:
    frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    return head.startswith(b"ID3") or frame


_OLD_OFFICE = _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_CHECKS: Mapping[str, Callable[[bytes, IO[bytes]], bool]] = {
    "pdf": lambda head, stream: b"%PDF-" in head,
    "jpg": _begins(b"\xff\xd8\xff"),
    "png": _begins(b"\x89PNG\r\n\x1a\n"),
    "doc": _OLD_OFFICE,
    "xls": _OLD_OFFICE,
    "docx": _package("[Content_Types].xml", "word/"),
    "xlsx": _package("[Content_Types].xml", "xl/"),
    "ofd": _package("OFD.xml"),
    "zip": _package(),
    "mp3": _is_mp3,
    "mp4": lambda head, stream: head[4:8] == b"ftyp",
}
