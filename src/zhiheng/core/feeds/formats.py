"""Which reader reads a file: XML by its root element, others by their head, tables by their ending.

A new format is one more module in this package, found by walking it. A dialect of XML has `ROOTS`
(local names of the element that is one record) and `read(element, file)`; a format of whole files
has `recognises(file, head)` and `read_whole(file, reading)`. Both yield what they found register by
register.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType

from lxml import etree

from zhiheng.core.errors import Problem
from zhiheng.core.feeds import tables
from zhiheng.core.feeds.files import BROKEN, unreadable
from zhiheng.core.feeds.records import Entry, FeedFile, Notice, Reading, Record, Row, SetAside
from zhiheng.core.feeds.xml_source import XmlRecord, xml_records

DialectReader = Callable[[etree._Element, FeedFile], Iterator[Entry]]
WholeReader = Callable[[FeedFile, Reading], Iterator[Record]]
HEAD_BYTES = 4_096
# Files that lie beside the records of a delivery and hold none of their own.
COMPANIONS = (
    ".tif",
    ".tiff",
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".pdf",
    ".dtd",
    ".xsd",
    ".xsl",
    ".md",
    ".txt",
    ".json",
    ".html",
    ".htm",
    ".css",
    ".svg",
    ".ann",
)
# Told by their root element or by their headings, whatever they begin with.
NEVER_WHOLE = (".xml", ".csv", ".xlsx")
# Desktops add these to archives: macOS `__MACOSX/._name.xml`, Windows `Thumbs.db`.
LEFT_BY_DESKTOPS = re.compile(r"(?:^|[/\\!])(?:\._[^/\\]*|\.ds_store|thumbs\.db|desktop\.ini)$")


def format_modules() -> Iterator[ModuleType]:
    """Yield every module of this package; a format is one of them."""
    package = importlib.import_module("zhiheng.core.feeds")
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


@cache
def dialects() -> dict[str, DialectReader]:
    """Return the reader of each known root element."""
    return {
        root: module.read for module in format_modules() for root in getattr(module, "ROOTS", ())
    }


def is_companion(file: FeedFile) -> bool:
    """Tell whether the file only accompanies records: drawings, schemas, read-me texts."""
    lower = file.name.lower()
    if LEFT_BY_DESKTOPS.search(lower):
        return True
    return lower.endswith(COMPANIONS) and whole_reader(file) is None


def whole_reader(file: FeedFile) -> WholeReader | None:
    """Return the reader of a format that takes the file as a whole, if one recognises it."""
    module = whole_format(file)
    if module is None:
        return None
    reader: WholeReader = module.read_whole
    return reader


def whole_format(file: FeedFile) -> ModuleType | None:
    """Return the format of whole files that recognises the file; None where none does."""
    if file.name.lower().endswith(NEVER_WHOLE):
        return None
    try:
        with file.open() as handle:
            head = handle.read(HEAD_BYTES)
    except BROKEN:
        return None  # reading it will say why
    for module in format_modules():
        if hasattr(module, "recognises") and module.recognises(file, head):
            return module
    return None


def read_file(file: FeedFile, reading: Reading) -> Iterator[Record]:
    """Yield every record of a file for the register it belongs to.

    Where its bytes end early or cannot be had, what was read before stays and the rest is
    reported: an encrypted or damaged member of an archive, a file without permission.
    """
    try:
        yield from _records(file, reading)
    except BROKEN as error:
        yield unreadable(file.name, error)


def _records(file: FeedFile, reading: Reading) -> Iterator[Record]:
    lower = file.name.lower()
    if lower.endswith(".xml"):
        yield from _read_xml(file, reading)
    elif reader := whole_reader(file):
        yield from reader(file, reading)
    elif lower.endswith(tables.ENDINGS):
        yield from tables.read(file, reading)
    else:
        expected = "、".join((".xml", *tables.ENDINGS))
        values = {"received": file.name.rpartition(".")[2], "expected": expected}
        yield SetAside([Problem("file.unknown_format", values)], file.name, "")


def _read_xml(file: FeedFile, reading: Reading) -> Iterator[Record]:
    for record in xml_records(file, dialects().keys(), largest=reading.limits["record-bytes"]):
        if isinstance(record, SetAside):
            yield record
            continue
        if record.notice:
            yield Notice(record.notice, file.name, record.position)
        yield from _entries(record, file)


def _entries(record: XmlRecord, file: FeedFile) -> Iterator[Record]:
    for entry in dialects()[record.name](record.element, file):
        yield entry_record(entry, file, record.position, record.digest)


def entry_record(entry: Entry, file: FeedFile, position: str, digest: str) -> Record:
    """Return an entry as a row of its register, or set aside where anything keeps it out."""
    at = f"{position}, {entry.part}" if entry.part else position
    if entry.problems:
        return SetAside(entry.problems, file.name, at, entry.register, entry.received)
    return Row(entry.register, entry.values, file.name, at, digest)
