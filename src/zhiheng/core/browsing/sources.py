"""Opening the very bytes a row came from, and proving that they are still the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from zhiheng.core.errors import NotFoundError
from zhiheng.core.feeds import tables
from zhiheng.core.feeds.files import walk
from zhiheng.core.feeds.formats import dialects, whole_format
from zhiheng.core.feeds.records import FeedFile, SetAside
from zhiheng.core.feeds.xml_source import xml_records

LONGEST_SHOWN = 400_000
# The one record of a file, or a part of it; records of a wrapper have their line behind.
WHOLE_FILE = re.compile(r"record 1(?:, (?!line ).*)?$")


@dataclass(frozen=True)
class Source:
    """The source of a row: its text, and whether its digest is the one noted on import."""

    file: str
    position: str
    text: str
    is_unchanged: bool


def open_source(file: str, position: str, digest: str, limits: Mapping[str, int]) -> Source:
    """Return the source record of a row; `NotFoundError` where the file is gone."""
    path = path_on_disk(file)
    for found in walk([path], limits) if path else ():
        if not isinstance(found, SetAside) and found.name == file:
            text, actual = _read(found, position, limits)
            return Source(file, position, text[:LONGEST_SHOWN], actual == digest)
    raise NotFoundError.of("source.gone", received=file)


def path_on_disk(file: str) -> Path | None:
    """Return the file or archive on disk that a row's file lies in; None where it is gone.

    A name may hold "!" itself, so the longest part that exists is taken.
    """
    parts = file.split("!")
    candidates = (Path("!".join(parts[:count])) for count in range(len(parts), 0, -1))
    return next((path for path in candidates if path.exists()), None)


def _read(file: FeedFile, position: str, limits: Mapping[str, int]) -> tuple[str, str]:
    """Return the text of the record at a position, and its digest; "" where there is none."""
    whole = whole_format(file)
    if whole is not None:
        return _piece(whole, file, position, limits)
    if file.name.lower().endswith(tables.ENDINGS):
        return tables.line_at(file, position)
    if WHOLE_FILE.match(position) and file.size <= limits["record-bytes"]:
        with file.open() as handle:
            data = handle.read()
        digest = hashlib.sha256(data).hexdigest()
        return data.decode("utf-8", "replace"), digest
    from lxml import etree

    for record in xml_records(file, dialects().keys(), largest=limits["record-bytes"]):
        if not isinstance(record, SetAside) and _holds(record.position, position):
            return etree.tostring(record.element, encoding="unicode"), record.digest
    return "", ""


def _piece(
    module: ModuleType, file: FeedFile, position: str, limits: Mapping[str, int]
) -> tuple[str, str]:
    if not hasattr(module, "pieces"):  # a format whose records are the file as a whole
        with file.open() as handle:
            data = handle.read()
        return data.decode("utf-8", "replace"), hashlib.sha256(data).hexdigest()
    for piece in module.pieces(file, limits):
        if _holds(piece.position, position):
            return piece.text, piece.digest
    return "", ""


def _holds(record: str, position: str) -> bool:
    """Tell whether a position is the record's or that of a part of it."""
    return position == record or position.startswith(f"{record}, ")
