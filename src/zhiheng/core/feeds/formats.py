"""Which reader reads a file: XML by its root element, tables by their ending.

A new XML dialect of patent documents is one more module in this package with `FORMAT`, `ROOTS`
and `read`; it is found by walking the package.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from functools import cache

from lxml import etree

from zhiheng.core.errors import Problem
from zhiheng.core.feeds import tables
from zhiheng.core.feeds.files import BROKEN, unreadable
from zhiheng.core.feeds.patent_record import PatentRecord, checked
from zhiheng.core.feeds.records import FeedFile, Notice, Reading, Record, Row, SetAside
from zhiheng.core.feeds.xml_source import XmlRecord, xml_records

DialectReader = Callable[[etree._Element, FeedFile], Iterator[PatentRecord]]
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
)
# Desktops add these to archives: macOS `__MACOSX/._name.xml`, Windows `Thumbs.db`.
LEFT_BY_DESKTOPS = re.compile(r"(?:^|[/\\!])(?:\._[^/\\]*|\.ds_store|thumbs\.db|desktop\.ini)$")


@cache
def dialects() -> dict[str, DialectReader]:
    """Return the reader of each known root element."""
    package = importlib.import_module("zhiheng.core.feeds")
    readers: dict[str, DialectReader] = {}
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(found.name)
        for root in getattr(module, "ROOTS", ()):
            readers[root] = module.read
    return readers


def is_companion(file: FeedFile) -> bool:
    """Tell whether the file only accompanies records: drawings, schemas, read-me texts."""
    lower = file.name.lower()
    return lower.endswith(COMPANIONS) or LEFT_BY_DESKTOPS.search(lower) is not None


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
    if lower.endswith(tables.ENDINGS):
        yield from tables.read(file, reading)
    elif lower.endswith(".xml"):
        yield from _read_xml(file, reading)
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
        yield from _patents(record, file)


def _patents(record: XmlRecord, file: FeedFile) -> Iterator[Record]:
    for patent in dialects()[record.name](record.element, file):
        values, problems = checked(patent)
        if problems:
            yield SetAside(
                problems, file.name, record.position, "patent-documents", _received(patent)
            )
        else:
            yield Row("patent-documents", values, file.name, record.position, record.digest)


def _received(patent: PatentRecord) -> str:
    parts = (patent.application_number, f"{patent.doc_number}{patent.kind}", patent.title)
    return " ".join(part for part in parts if part)
