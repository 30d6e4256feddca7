"""Answers of CNIPA's patent enquiry in JSON: the names of fields are the initials of pinyin.

The bibliographic answer (申请信息) is a line of an index about one application; the answer about
fees (费用信息) names no application and is set aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zhiheng.core.errors import InputError
from zhiheng.core.feeds.foreign_record import no_records
from zhiheng.core.feeds.json_values import dict_of, list_of, text_of, with_text
from zhiheng.core.feeds.patent_record import PatentRecord, patent_entry
from zhiheng.core.feeds.pieces import Piece, json_of, json_pieces, read_pieces
from zhiheng.core.feeds.records import Entry, FeedFile, Reading, Record

FORMAT = "table"
MARKS = (b'"zhuluxmxx"', b'"yingjiaofei"', b'"yijiaofei"')


def recognises(file: FeedFile, head: bytes) -> bool:
    """Tell whether the JSON is an answer of the enquiry."""
    return file.name.lower().endswith(".json") and any(mark in head for mark in MARKS)


def pieces(file: FeedFile, limits: Mapping[str, int]) -> Iterator[Piece]:
    """Yield the answer as one piece."""
    try:
        content = json_of(file, limits)
    except InputError as error:
        yield Piece("", "", error.problems[0])
        return
    yield from json_pieces([content])


def read_whole(file: FeedFile, reading: Reading) -> Iterator[Record]:
    """Yield the application that the answer is about."""
    return read_pieces(file, pieces(file, reading.limits), entries)


def entries(piece: Piece) -> Iterator[Entry]:
    """Yield the one application of an answer."""
    data = dict_of(piece.value, "data")
    about = dict_of(data, "zhuluxmxx", "zhuluxmxx")
    if not about:
        yield no_records("CNIPA 费用信息")
        return
    record = PatentRecord(FORMAT)
    record.application_number = text_of(about, "zhuanlisqh")
    record.title = text_of(about, "zhuanlimc")
    record.filing_date = text_of(about, "shenqingr")
    symbols = (text_of(about, name) for name in ("zhufenlh", "fufenlh"))
    record.ipc = [symbol for symbol in symbols if symbol]
    people = dict_of(data, "shenqingren"), dict_of(data, "famingren"), dict_of(data, "dailijg")
    applicants, inventors, agencies = people
    record.applicants = list(with_text(list_of(applicants, "shenqingrenList"), "shenqingrxm"))
    record.inventors = list(with_text(list_of(inventors, "famingrenList"), "famingrxm"))
    # The field that is called the agency's code holds its name.
    record.agency = next(with_text(list_of(agencies, "dailijgList"), "dailijgdm"), "")
    yield patent_entry(record)
