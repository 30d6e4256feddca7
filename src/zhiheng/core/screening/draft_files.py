"""Drafts of patent applications read from the files people write them in, before anybody filed.

Read are bodies for electronic filing (root `cn-application-body`, one file a form), Word (.docx),
plain text, JSON Lines, and archives of these. Each file is read as far as it can be; what cannot is
a problem with file, position, what was received and what was expected, and the rest is kept.
Nothing here knows where filings are stored, and nothing is written anywhere.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from zhiheng.core.errors import Problem
from zhiheng.core.feeds.cnipa_filed import FORMAT, ROOTS
from zhiheng.core.feeds.cnipa_st36 import read_body
from zhiheng.core.feeds.files import BROKEN, walk
from zhiheng.core.feeds.formats import LEFT_BY_DESKTOPS
from zhiheng.core.feeds.patent_record import PatentRecord
from zhiheng.core.feeds.records import FeedFile, SetAside, received_text
from zhiheng.core.feeds.text_encoding import encoding_of
from zhiheng.core.feeds.xml_source import xml_records
from zhiheng.core.screening.draft_texts import (
    Parts,
    claims_of,
    parts_of,
    reads_as_claims,
    text_lines,
)

XML, WORD, TEXT, LINES = (".xml",), (".docx",), (".txt", ".md", ".text"), (".jsonl", ".ndjson")
# Drawings, and what a filing editor puts beside the forms.
_BESIDE = (
    *(".tif", ".tiff", ".jpg", ".jpeg", ".png", ".gif", ".bmp"),
    *(".dtd", ".xsl", ".xslt", ".css"),
)
READ = "XML（cn-application-body）、.docx、.txt、.jsonl、.zip"
HEADINGS = "说明书摘要、权利要求书、说明书"
LIMITS = ("files", "drafts", "file-bytes", "characters")
# Of less there is nothing that a signal could compare; told, and checked all the same.
SHORT_CHARACTERS = 60
_FIELDS = {
    "id", "title", "abstract", "claims", "description", "right", "applicants", "inventors", "ipc",
}  # fmt: skip
_LISTS = ("applicants", "inventors", "ipc")
_PARTS = ("title", "abstract", "claims", "description")
_HALVES = re.compile("[\ud800-\udfff]")  # escaped alone they stand for no character
RIGHTS = ("invention", "utility_model", "design")


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


@dataclass
class ReadFile:
    """A file as it was handed over: its digest, and how many drafts it has a part in."""

    name: str
    size: int
    sha256: str
    drafts: int = 0


@dataclass
class DraftReading:
    """What was read: drafts of different names, every file with its digest, every problem."""

    drafts: list[Draft] = field(default_factory=list)
    files: list[ReadFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Found:
    """A draft, or a part of one, as a single file has it; `form` where it is a part."""

    draft: Draft
    form: str = ""


def read_drafts(paths: Sequence[Path], limits: Mapping[str, int]) -> DraftReading:
    """Read the drafts in some files.

    `limits` holds `LIMITS`, and how archives may expand as `feeds.files.walk` wants it.
    """
    reading = DraftReading()
    found: list[_Found] = []
    for path in paths:
        if path.is_file() and path.suffix.lower() == ".zip":
            reading.files.append(_digested(path.name, path))
        for file in walk([path], limits):
            if isinstance(file, SetAside):
                shown = _shown(file.file, path)
                reading.problems += [each.at(shown, file.position) for each in file.problems]
                continue
            name = _shown(file.name, path)
            if not _is_beside(file):
                if len(reading.files) >= limits["files"]:
                    reading.problems.append(
                        _too_many("draft.too_many_files", limits["files"], name)
                    )
                    break
                found += _read(replace(file, name=name), reading, limits)
    reading.drafts = _named(_joined(found, reading.problems), limits, reading.problems)
    _count(reading)
    return reading


def _is_beside(file: FeedFile) -> bool:
    """Tell whether a file only accompanies drafts: drawings, schemas, what desktops leave."""
    lower = file.name.lower()
    return bool(LEFT_BY_DESKTOPS.search(lower)) or lower.endswith(_BESIDE)


def _reader_of(name: str) -> _Reader | None:
    return next((read for ends, read in _READERS if name.lower().endswith(ends)), None)


def _read(file: FeedFile, reading: DraftReading, limits: Mapping[str, int]) -> list[_Found]:
    reader = _reader_of(file.name)
    if reader is None:
        received = Path(file.name).suffix or file.name
        reading.problems.append(
            Problem("draft.kind_unknown", {"received": received, "expected": READ}, file.name)
        )
        return []
    if file.size > limits["file-bytes"]:
        values = {"received": str(file.size), "expected": str(limits["file-bytes"])}
        reading.problems.append(Problem("draft.file_too_large", values, file.name))
        return []
    try:
        with file.open() as handle:
            content = handle.read(limits["file-bytes"] + 1)
    except BROKEN as error:
        values = {"received": received_text(error) or type(error).__name__}
        reading.problems.append(Problem("file.unreadable", values, file.name))
        return []
    digest = hashlib.sha256(content).hexdigest()
    reading.files.append(ReadFile(file.name, len(content), digest))
    if not content.strip():
        reading.problems.append(Problem("file.empty", {}, file.name))
        return []
    return list(reader(file.name, content, reading.problems))


def _read_xml(name: str, content: bytes, problems: list[Problem]) -> Iterator[_Found]:
    file = FeedFile(name, len(content), lambda: io.BytesIO(content))
    for record in xml_records(file, ROOTS, largest=max(len(content), 1)):
        if isinstance(record, SetAside):
            problems += [_of_xml(each).at(name, record.position) for each in record.problems]
            continue
        if record.notice:
            problems.append(record.notice.at(name, record.position))
        yield _Found(_of_body(name, record.position, record.element), _form(name))


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


def _read_word(name: str, content: bytes, problems: list[Problem]) -> Iterator[_Found]:
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


def _read_text(name: str, content: bytes, problems: list[Problem]) -> Iterator[_Found]:
    yield from _of_lines(name, text_lines(_decoded(name, content, problems)), problems)


def _of_lines(name: str, lines: Any, problems: list[Problem]) -> Iterator[_Found]:
    parts: Parts = parts_of(lines)
    if parts.guessed and (parts.claims or parts.description):
        problems.append(Problem("draft.headings_missing", {"expected": HEADINGS}, name))
    yield _Found(
        Draft(name, name, "", parts.title, parts.abstract, parts.claims, parts.description)
    )


def _read_lines(name: str, content: bytes, problems: list[Problem]) -> Iterator[_Found]:
    for number, line in enumerate(_decoded(name, content, problems).splitlines(), 1):
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
            values = {"received": received_text(line, longest=60), "expected": "、".join(_PARTS)}
            problems.append(Problem("draft.line_not_draft", values, name, position))
            continue
        yield _Found(_of_object(value, name, position, number, problems))


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
    texts = {each: _text(value, each, name, position, problems) for each in _PARTS}
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


_Reader = Callable[[str, bytes, list[Problem]], Iterator[_Found]]
_READERS: tuple[tuple[tuple[str, ...], _Reader], ...] = (
    (XML, _read_xml),
    (WORD, _read_word),
    (TEXT, _read_text),
    (LINES, _read_lines),
)


def _joined(found: list[_Found], problems: list[Problem]) -> list[Draft]:
    """Return the drafts; forms of one folder are one, unless a part is there twice."""
    drafts = [each.draft for each in found if not each.form]
    folders: dict[str, list[Draft]] = {}
    for each in found:
        if each.form:
            folders.setdefault(each.form, []).append(each.draft)
    for folder, forms in folders.items():
        twice = [part for part in _PARTS if sum(bool(getattr(each, part)) for each in forms) > 1]
        if twice and set(twice) != {"title"}:
            values = {"received": "、".join(twice), "expected": "1"}
            problems.append(Problem("draft.part_twice", values, forms[0].file))
            drafts += forms
        elif any(each.characters for each in forms):
            drafts.append(_one_of(folder, forms))
    return drafts


def _one_of(folder: str, forms: list[Draft]) -> Draft:
    told = {
        part: next((getattr(each, part) for each in forms if getattr(each, part)), "")
        for part in _PARTS
    }
    files = "\n".join(each.file for each in forms)
    inside = Path(folder.rpartition("!")[2]).name
    is_named = inside not in ("", ".") and not inside.lower().endswith(".zip")
    called = inside if is_named else (told["title"] or forms[0].name)
    return Draft(
        called, files, "", told["title"], told["abstract"], tuple(told["claims"] or ()),
        told["description"],
    )  # fmt: skip


def _named(drafts: list[Draft], limits: Mapping[str, int], problems: list[Problem]) -> list[Draft]:
    """Return the drafts that can be checked, each under a name of its own."""
    kept: list[Draft] = []
    names: dict[str, int] = {}
    for draft in drafts:
        reason = _reason_against(draft, limits)
        if reason is not None:
            problems.append(reason.at(draft.file.partition("\n")[0], draft.position))
            continue
        if len(kept) == limits["drafts"]:
            problems.append(_too_many("draft.too_many", limits["drafts"], draft.name))
            break
        problems += _remarks(draft)
        names[draft.name] = names.get(draft.name, 0) + 1
        times = names[draft.name]
        kept.append(draft if times == 1 else replace(draft, name=f"{draft.name} ({times})"))
    return kept


def _reason_against(draft: Draft, limits: Mapping[str, int]) -> Problem | None:
    if not draft.characters:
        return Problem("draft.no_text", {"expected": "、".join(_PARTS)})
    if draft.characters > limits["characters"]:
        values = {"received": str(draft.characters), "expected": str(limits["characters"])}
        return Problem("draft.too_long", values)
    return None


def _remarks(draft: Draft) -> Iterator[Problem]:
    file = draft.file.partition("\n")[0]
    if reads_as_claims(draft.abstract):
        values = {"received": received_text(draft.abstract, longest=40)}
        yield Problem("draft.abstract_is_claims", values, file, draft.position)
    if not draft.claims and not draft.abstract:
        yield Problem("draft.no_claims", {"expected": HEADINGS}, file, draft.position)
    if draft.characters < SHORT_CHARACTERS:
        values = {"received": str(draft.characters), "expected": str(SHORT_CHARACTERS)}
        yield Problem("draft.short", values, file, draft.position)


def _count(reading: DraftReading) -> None:
    """Note of every file how many drafts it has a part in; of an archive, those of its members."""
    for draft in reading.drafts:
        names = set(draft.file.split("\n"))
        for file in reading.files:
            inside = f"{file.name}!"
            if file.name in names or any(name.startswith(inside) for name in names):
                file.drafts += 1


def _digested(name: str, path: Path) -> ReadFile:
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    return ReadFile(name, path.stat().st_size, digest)


def _shown(name: str, path: Path) -> str:
    """Return the name of a file as people know it: from the path they gave on."""
    return name.removeprefix(f"{path.parent}/")


def _too_many(code: str, most: int, name: str) -> Problem:
    return Problem(code, {"expected": str(most)}, name)
