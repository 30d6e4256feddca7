"""USPTO text of the search system BRS (CSS): tagged lines, many patents in a file.

Each patent begins below the line `*** BRS DOCUMENT BOUNDARY ***`; the two lines above the first
one list what the file holds. Fields repeat in the order of the parties or citations they describe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from zhiheng.core.feeds.foreign_record import (
    ForeignRecord,
    citation,
    foreign_entry,
    literature,
    priority,
)
from zhiheng.core.feeds.pieces import Piece, read_pieces, text_pieces
from zhiheng.core.feeds.records import Entry, FeedFile, Reading, Record
from zhiheng.core.feeds.tagged_text import Group, groups

FORMAT = "uspto-brs"
BOUNDARY = "*** BRS DOCUMENT BOUNDARY ***"
DOCUMENT = re.compile(r"([A-Z]{2}) ([A-Z]{0,2}[0-9/]+)(?: ([A-Z][0-9]?))?\b.*")
SYMBOL = re.compile(r"\b([A-HY][0-9]{2}[A-Z][0-9]{1,4}/[0-9]{2,6})\b")
CITED_BY = re.compile(r"\s*cited by (?:applicant|examiner|other).*$")


def recognises(file: FeedFile, head: bytes) -> bool:
    """Tell whether the text holds the boundary of a document of BRS."""
    return BOUNDARY.encode() in head


def pieces(file: FeedFile, limits: Mapping[str, int]) -> Iterator[Piece]:
    """Yield each patent of the file."""
    return text_pieces(file, lambda line: line.startswith(BOUNDARY), limits)


def read_whole(file: FeedFile, reading: Reading) -> Iterator[Record]:
    """Yield every patent of the file."""
    return read_pieces(file, pieces(file, reading.limits), entries)


def entries(piece: Piece) -> Iterator[Entry]:
    """Yield the one patent of a piece."""
    body = piece.text.partition("\n")[2]
    fields = Group("", [pair for group in groups(body) for pair in group.fields])
    record = ForeignRecord(FORMAT, title_language="en")
    document = DOCUMENT.fullmatch(fields.first("DID"))
    if document:
        record.country, record.number, record.kind = document[1], document[2], document[3] or ""
    _agree(fields, record)
    record.published = fields.first("GISD", "PD")
    application = fields.first("APNR")
    record.application = f"US{application}" if application else ""
    record.filed = fields.first("AFD")
    record.title = fields.first("TTL")
    record.inventors = [_turned(name) for name in fields.all("INNM")]
    record.applicants = fields.all("ASNM") or fields.all("AANM") or list(record.inventors)
    record.agency = fields.first("LRFM")
    record.agents = [_turned(name) for name in fields.all("LRFW")]
    record.examiners = [_turned(name) for name in fields.all("EXP", "EXA")]
    record.ipc = [found for text in fields.all("IPCP", "IPCS", "IPCG") for found in _symbols(text)]
    record.cpc = [found for text in fields.all("CPOI", "CPOA", "CPOG") for found in _symbols(text)]
    _references(fields, record)
    record.abstract = "\n".join(fields.all("ABPR"))
    record.description = "\n".join(fields.all("CRTX", "BSTX", "DRTX", "DETX"))
    record.claims = fields.all("CLPR")
    yield foreign_entry(record)


def _agree(fields: Group, record: ForeignRecord) -> None:
    bare = fields.first("DWKU")
    if bare and record.number and bare != record.number:
        record.contradictions.append(f"DWKU {bare} ≠ DID {record.number}")


def _references(fields: Group, record: ForeignRecord) -> None:
    for text in fields.all("URGP", "FRGP"):
        found = DOCUMENT.fullmatch(text)
        parts = (found[1], found[2], found[3] or "") if found else ("", text, "")
        record.citations.append(citation(*parts))
    record.citations += [literature(CITED_BY.sub("", text)) for text in fields.all("ORPL")]
    claims = zip(fields.all("PRAN"), fields.all("PRAD"), fields.all("PRCO"), strict=False)
    record.priorities = [priority(country, number, day) for number, day, country in claims]
    record.related = fields.all("COND")


def _symbols(text: str) -> list[str]:
    found = SYMBOL.search(text)
    return [found[1]] if found else []


def _turned(name: str) -> str:
    last, _, first = (part.strip() for part in name.partition(";"))
    return f"{first} {last}".strip()
