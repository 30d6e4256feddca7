"""USPTO grants of 1976 to 2001 in the Automated Patent System's format (green book).

A file holds one grant or a week of them; each begins with the group `PATN`. Numbers carry a check
digit (`WKU  039327094` is patent 3,932,709), application numbers lack their series, which stands in
`SRC`. Kind codes were not printed then: A stands for a utility patent, S for a design, P for a
plant, E for a reissue. Special characters are spelled out, as in `.alpha.`, and are left so.
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

FORMAT = "uspto-aps"
NUMBER = re.compile(r"([A-Z]{0,2})0*([0-9]+)")
KINDS = {"": "A", "D": "S", "PP": "P", "RE": "E", "H": "H", "T": "T"}
# Application types of the field APT, against which the number is checked.
TYPES = {"1": "", "2": "RE", "4": "D", "5": "T", "6": "PP", "7": "H"}
SERIES = {"D": "29"}
DESCRIPTION = ("PARN", "GOVT", "BSUM", "DRWD", "DETD")
PARAGRAPHS = ("PAC", "PAR", "PAL", "PA0", "PA1", "PA2", "PA3", "PA4", "PA5", "TBL", "EQU", "FNT")
CITED_COUNTRY = re.compile(r"([A-Z]{2})X?")


def recognises(file: FeedFile, head: bytes) -> bool:
    """Tell whether a text begins, after the header of its tape, with a patent of the green book."""
    return re.search(rb"(?:\A|\n)PATN\s*\r?\nWKU  ", head) is not None


def pieces(file: FeedFile, limits: Mapping[str, int]) -> Iterator[Piece]:
    """Yield each patent of the file."""
    return text_pieces(file, lambda line: line.rstrip() == "PATN", limits)


def read_whole(file: FeedFile, reading: Reading) -> Iterator[Record]:
    """Yield every patent of the file."""
    return read_pieces(file, pieces(file, reading.limits), entries)


def entries(piece: Piece) -> Iterator[Entry]:
    """Yield the one patent of a piece."""
    record = ForeignRecord(FORMAT, title_language="en")
    for group in groups(piece.text):
        reader = GROUPS.get(group.name)
        if reader:
            reader(group, record)
        elif group.name in DESCRIPTION:
            lines = group.all(*PARAGRAPHS)
            record.description = "\n".join([*filter(None, [record.description]), *lines])
    record.applicants = record.applicants or list(record.inventors)
    yield foreign_entry(record)


def _patent(group: Group, record: ForeignRecord) -> None:
    typed = group.first("WKU").replace(" ", "")
    found = NUMBER.fullmatch(typed[:8]) if len(typed) in (8, 9) else None
    if typed and found is None:
        record.contradictions.append(f"WKU: {typed}")
    elif found:
        prefix, digits = found[1], found[2]
        record.number, record.kind = f"{prefix}{digits}", KINDS.get(prefix, "A")
        expected = TYPES.get(group.first("APT"))
        if expected is not None and expected != prefix:
            record.contradictions.append(f"APT {group.first('APT')} ≠ WKU {typed}")
    record.published = group.first("ISD")
    record.filed = group.first("APD")
    record.title = group.first("TTL")
    record.examiners = [_turned(name) for name in group.all("EXP", "EXA")]
    number = group.first("APN")
    if number.isdigit() and len(number) in (6, 7):
        # The seventh digit is a check digit.
        series = group.first("SRC")
        record.application = f"US{series.zfill(2)}{number[:6]}" if series.isdigit() else ""


def _inventor(group: Group, record: ForeignRecord) -> None:
    record.inventors.append(_turned(group.first("NAM")))


def _assignee(group: Group, record: ForeignRecord) -> None:
    record.applicants.append(group.first("NAM"))


def _lawyer(group: Group, record: ForeignRecord) -> None:
    record.agency = record.agency or group.first("FRM")
    record.agents += [_turned(name) for name in group.all("FR2", "AAT", "AGT", "ATT")]


def _priority(group: Group, record: ForeignRecord) -> None:
    country = CITED_COUNTRY.match(group.first("CNT"))
    record.priorities.append(
        priority(country[1] if country else "", group.first("APN"), group.first("APD"))
    )


def _related(group: Group, record: ForeignRecord) -> None:
    series = group.first("SRC")
    number = f"{series.zfill(2)}{group.first('APN')}" if series else group.first("APN")
    relation = RELATIONS.get(group.first("COD"), "related")
    record.related.append(" ".join(filter(None, (relation, "US", number, group.first("APD")))))


def _international(group: Group, record: ForeignRecord) -> None:
    if number := group.first("PCN"):
        record.related.append(f"pct-filing {number} {group.first('PD3')}".strip())
    if number := group.first("PCP"):
        record.related.append(f"pct-publishing {number} {group.first('PCD')}".strip())


def _classes(group: Group, record: ForeignRecord) -> None:
    symbols = [text for tag, text in group.fields if tag == "ICL"]
    if record.kind == "S":
        record.locarno += [symbol.replace(" ", "") for symbol in symbols]
    else:
        record.ipc += symbols
    record.national += group.all("OCL", "XCL")


def _american(group: Group, record: ForeignRecord) -> None:
    record.citations.append(citation("US", group.first("PNO")))


def _foreign(group: Group, record: ForeignRecord) -> None:
    country = CITED_COUNTRY.match(group.first("CNT"))
    record.citations.append(citation(country[1] if country else "", group.first("PNO")))


def _literature(group: Group, record: ForeignRecord) -> None:
    record.citations += [literature(text) for text in group.all("PAL", "PAR")]


def _abstract(group: Group, record: ForeignRecord) -> None:
    record.abstract = "\n".join(group.all(*PARAGRAPHS))


def _claims(group: Group, record: ForeignRecord) -> None:
    for tag, text in group.fields:
        if tag == "NUM":
            record.claims.append("")
        elif tag in PARAGRAPHS and record.claims:
            record.claims[-1] = f"{record.claims[-1]}\n{text}".strip()
        elif tag in PARAGRAPHS:
            record.claims.append(text)  # a design has one claim and no number


def _turned(name: str) -> str:
    """Return `Daniels; Everette E.` with the first names in front."""
    last, _, first = (part.strip() for part in name.partition(";"))
    return f"{first} {last}".strip()


RELATIONS = {"71": "continuation", "72": "continuation-in-part", "74": "division", "81": "reissue"}
GROUPS = {
    "PATN": _patent,
    "INVT": _inventor,
    "ASSG": _assignee,
    "LREP": _lawyer,
    "PRIR": _priority,
    "RLAP": _related,
    "PCTA": _international,
    "CLAS": _classes,
    "UREF": _american,
    "FREF": _foreign,
    "OREF": _literature,
    "ABST": _abstract,
    "CLMS": _claims,
    "DCLM": _claims,
}
