"""One file of drafts read as what it is: an application body, Word, running text, or JSON Lines.

Each reader takes the name of a file and its bytes, and yields what it finds; what it cannot read
becomes a problem with file, position, what was received and what was expected.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from zhiheng.core.analyses.patent_fold import RIGHTS
from zhiheng.core.errors import Problem
from zhiheng.core.feeds.cnipa_filed import FORMAT, ROOTS
from zhiheng.core.feeds.cnipa_st36 import read_body
from zhiheng.core.feeds.patent_record import PatentRecord
from zhiheng.core.feeds.records import FeedFile, SetAside, received_text
from zhiheng.core.feeds.text_encoding import encoding_of
from zhiheng.core.feeds.xml_source import xml_records
from zhiheng.core.screening.draft_texts import Parts, claims_of, parts_of, text_lines

XML, WORD, TEXT, LINES = (".xml",), (".docx",), (".txt", ".md", ".text"), (".jsonl", ".ndjson")
HEADINGS = "说明书摘要、权利要求书、说明书"
_FIELDS = {
    "id", "title", "abstract", "claims", "description", "right", "applicants", "inventors", "ipc",
}  # fmt: skip
_LISTS = ("applicants", "inventors", "ipc")
PARTS = ("title", "abstract", "claims", "description")
# U+2028 and its like may stand in a text of JSON: no line ends there.
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_HALVES = re.compile("[\ud800-\udfff]")  # escaped alone they stand for no character


@dataclass(frozen=True)
class Draft:
    """One application that nobody filed yet, under the `name` its owner knows it by."""

    name: str
    file: str
    position: str = ""
    title: str = ""
    abstract: str = ""
    claims: tuple[str, ...] = ()
    description: str = ""
    right: str = ""
    applicants: tuple[str, ...] = ()
    inventors: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()

    @property
    def characters(self) -> int:
        """How long all texts are together."""
        texts = (self.title, self.abstract, self.description, *self.claims)
        return sum(map(len, texts))


@dataclass(frozen=True)
class Found:
    """A draft, or a part of one, as a single file has it; `form` where it is a part."""

    draft: Draft
    form: str = ""


def reader_of(name: str) -> Reader | None:
    """Return what reads a file, by how its name ends; None where nothing does."""
    return next((read for ends, read in _READERS if name.lower().endswith(ends)), None)


def _read_xml(name: str, content: bytes, problems: list[Problem]) -> Iterator[Found]:
    file = FeedFile(name, len(content), lambda: io.BytesIO(content))
    for record in xml_records(file, ROOTS, largest=max(len(content), 1)):
        if isinstance(record, SetAside):
            problems += [_of_xml(each).at(name, record.position) for each in record.problems]
            continue
        if record.notice:
            problems.append(record.notice.at(name, record.position))
        yield Found(_of_body(name, record.position, record.element), _form(name))


def _of_body(name: str, position: str, root: etree._Element) -> Draft:
    record = PatentRecord(FORMAT)
    read_body(root, record)
    return Draft(
        name, name, position, record.title, record.abstract,
        tuple(each for claim in record.claims for each in claims_of([claim])), record.description,
    )  # fmt: skip


def _of_xml(problem: Problem) -> Problem:
    """Return a problem of reading XML; a root that is not known has words of its own here."""
    if problem.code != "xml.unknown_root":
        return problem
    return Problem("draft.xml_unknown", {**problem.values, "expected": ROOTS[0]})


def _form(name: str) -> str:
    """Return the folder of a form: forms of one folder are one application."""
    return name.rpartition("/")[0] or name.rpartition("!")[0] or "."


def _read_word(name: str, content: bytes, problems: list[Problem]) -> Iterator[Found]:
    try:
        body = docx.Document(io.BytesIO(content)).element.body
    except (OpcError, zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as error:
        values = {"received": received_text(error) or type(error).__name__, "expected": ".docx"}
        problems.append(Problem("draft.not_word", values, name))
        return
    # Paragraphs in tables and text boxes too; what a change took out stands in w:delText.
    lines = ["".join(_runs(paragraph)) for paragraph in body.iter(qn("w:p"))]
    yield from _of_lines(name, lines, problems)


def _runs(paragraph: Any) -> Iterator[str]:
    for piece in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        if next(piece.iterancestors(qn("w:p"))) is paragraph:
            yield piece.text or "" if piece.tag == qn("w:t") else " "


def _read_text(name: str, content: bytes, problems: list[Problem]) -> Iterator[Found]:
    yield from _of_lines(name, text_lines(_decoded(name, content, problems)), problems)


def _of_lines(name: str, lines: Any, problems: list[Problem]) -> Iterator[Found]:
    parts: Parts = parts_of(lines)
    if parts.guessed and (parts.claims or parts.description):
        problems.append(Problem("draft.headings_missing", {"expected": HEADINGS}, name))
    yield Found(Draft(name, name, "", parts.title, parts.abstract, parts.claims, parts.description))


def _read_lines(name: str, content: bytes, problems: list[Problem]) -> Iterator[Found]:
    for number, line in enumerate(_LINE_ENDS.split(_decoded(name, content, problems)), 1):
        if not line.strip():
            continue
        position = f"line {number}"
        try:
            value, damaged = _json_of(line)
        except (ValueError, RecursionError) as error:
            values = {"received": received_text(error), "expected": "JSON"}
            problems.append(Problem("draft.line_not_json", values, name, position))
            continue
        if damaged:
            problems.append(
                Problem("draft.characters_damaged", {"received": "JSON"}, name, position)
            )
        if not isinstance(value, dict) or not _FIELDS & value.keys():
            values = {"received": received_text(line, longest=60), "expected": "、".join(PARTS)}
            problems.append(Problem("draft.line_not_draft", values, name, position))
            continue
        yield Found(_of_object(value, name, position, number, problems))


def _json_of(line: str) -> tuple[Any, bool]:
    """Return what a line of JSON says, and whether halves of characters in it were replaced."""
    value = json.loads(line)
    written = json.dumps(value, ensure_ascii=False)
    if not _HALVES.search(written):
        return value, False
    return json.loads(_HALVES.sub("\ufffd", written)), True


def _of_object(
    value: dict[str, Any], name: str, position: str, number: int, problems: list[Problem]
) -> Draft:
    if unknown := sorted(value.keys() - _FIELDS):
        values = {"received": "、".join(unknown)[:200], "expected": "、".join(sorted(_FIELDS))}
        problems.append(Problem("draft.field_unknown", values, name, position))
    texts = {each: _text(value, each, name, position, problems) for each in PARTS}
    lists = {each: _strings(value.get(each)) for each in _LISTS}
    given = value.get("claims")
    claims = _strings(given) if isinstance(given, list) else claims_of(_lines(texts["claims"]))
    called = str(value.get("id") or "").strip()[:80]
    right = value.get("right")
    return Draft(
        called or f"{name} #{number}", name, position, texts["title"], texts["abstract"],
        tuple(claims), texts["description"], right if right in RIGHTS else "",
        tuple(lists["applicants"]), tuple(lists["inventors"]), tuple(lists["ipc"]),
    )  # fmt: skip


def _text(
    value: dict[str, Any], field_name: str, name: str, position: str, problems: list[Problem]
) -> str:
    given = value.get(field_name)
    if isinstance(given, str):
        return given.strip()
    if given is not None and not (field_name == "claims" and isinstance(given, list)):
        values = {"field": field_name, "received": received_text(given, longest=60)}
        problems.append(Problem("draft.field_not_text", values, name, position))
    return ""


def _strings(value: Any) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return [each.strip() for each in found if isinstance(each, str) and each.strip()]


def _lines(text: str) -> list[str]:
    return [line for line in text_lines(text) if line.strip()]


def _decoded(name: str, content: bytes, problems: list[Problem]) -> str:
    encoding = encoding_of(io.BytesIO(content))
    text = content.decode(encoding, "replace")
    if "\ufffd" in text:
        place = text.index("\ufffd")
        position = f"line {text.count(chr(10), 0, place) + 1}"
        problems.append(Problem("draft.characters_damaged", {"received": encoding}, name, position))
    return text


Reader = Callable[[str, bytes, list[Problem]], Iterator[Found]]
_READERS: tuple[tuple[tuple[str, ...], Reader], ...] = (
    (XML, _read_xml),
    (WORD, _read_word),
    (TEXT, _read_text),
    (LINES, _read_lines),
)
