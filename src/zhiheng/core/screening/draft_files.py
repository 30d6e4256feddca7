"""Drafts of patent applications read from the files people write them in, before anybody filed.

Read are bodies for electronic filing (root `cn-application-body`, one file a form), Word (.docx),
plain text, JSON Lines, and archives of these. Each file is read as far as it can be; what cannot is
a problem with file, position, what was received and what was expected, and the rest is kept.
Nothing here knows where filings are stored, and nothing is written anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from zhiheng.core.errors import Problem
from zhiheng.core.feeds.files import BROKEN, walk
from zhiheng.core.feeds.formats import LEFT_BY_DESKTOPS
from zhiheng.core.feeds.records import FeedFile, SetAside, received_text
from zhiheng.core.screening.draft_readers import HEADINGS, PARTS, Draft, Found, reader_of
from zhiheng.core.screening.draft_texts import reads_as_claims

# Drawings, and what a filing editor puts beside the forms.
_BESIDE = (
    *(".tif", ".tiff", ".jpg", ".jpeg", ".png", ".gif", ".bmp"),
    *(".dtd", ".xsl", ".xslt", ".css"),
)
READ = "XML（cn-application-body）、.docx、.txt、.jsonl、.zip"
LIMITS = ("files", "drafts", "file-bytes", "characters")
# Of less there is nothing that a signal could compare; told, and checked all the same.
SHORT_CHARACTERS = 60


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


def read_drafts(paths: Sequence[Path], limits: Mapping[str, int]) -> DraftReading:
    """Read the drafts in some files.

    `limits` holds `LIMITS`, and how archives may expand as `feeds.files.walk` wants it.
    """
    reading = DraftReading()
    found: list[Found] = []
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


def _read(file: FeedFile, reading: DraftReading, limits: Mapping[str, int]) -> list[Found]:
    reader = reader_of(file.name)
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


def _joined(found: list[Found], problems: list[Problem]) -> list[Draft]:
    """Return the drafts; forms of one folder are one, unless a part is there twice."""
    drafts = [each.draft for each in found if not each.form]
    folders: dict[str, list[Draft]] = {}
    for each in found:
        if each.form:
            folders.setdefault(each.form, []).append(each.draft)
    for folder, forms in folders.items():
        twice = [part for part in PARTS if sum(bool(getattr(each, part)) for each in forms) > 1]
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
        for part in PARTS
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
        return Problem("draft.no_text", {"expected": "、".join(PARTS)})
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
