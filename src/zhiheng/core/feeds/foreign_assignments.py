"""Recorded assignments of foreign patents, as every format that has them hands them on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.feeds.cells import problems_of, read_date
from zhiheng.core.feeds.records import Entry, Value, received_text
from zhiheng.core.identifiers.foreign_application import normalise_foreign_application
from zhiheng.core.identifiers.publication_number import normalise_publication_number

REGISTER = "foreign-assignments"


@dataclass
class Assignment:
    """One recorded document and one application it concerns, as found; dates in any notation."""

    format: str
    reel: str = ""
    frame: str = ""
    application: str = ""
    patent: str = ""
    publication: str = ""
    title: str = ""
    conveyance: str = ""
    recorded: str = ""
    executed: list[str] = field(default_factory=list)
    assignors: list[str] = field(default_factory=list)
    assignees: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    correspondent: str = ""
    pages: str = ""


def assignment_entry(found: Assignment, *, part: str = "") -> Entry:
    """Return the assignment as an entry of its register, with what keeps it out."""
    problems: list[Problem] = []
    values: dict[str, Value] = {
        "reel_frame": reel_frame(found.reel, found.frame),
        "title": found.title or None,
        "conveyance": found.conveyance or None,
        "assignors": _cleaned(found.assignors),
        "assignees": _cleaned(found.assignees),
        "assignee_addresses": _cleaned(found.addresses),
        "correspondent": found.correspondent or None,
        "pages": int(found.pages) if found.pages.isdigit() and int(found.pages) else None,
        "format": found.format,
    }
    if not found.reel or not found.frame:
        problems.append(Problem("foreign.reel_frame_missing"))
    if not found.application:
        problems.append(Problem("foreign.event_without_application"))
    executed = min((day for day in found.executed if day), default="")
    readers: dict[str, tuple[Callable[[str], Value], str]] = {
        "application_number": (normalise_foreign_application, found.application),
        "patent_number": (normalise_publication_number, found.patent),
        "publication_number": (normalise_publication_number, found.publication),
        "recorded_date": (read_date, found.recorded),
        "executed_date": (read_date, executed),
    }
    for name, (reader, text) in readers.items():
        try:
            values[name] = reader(text) if text else None
        except InputError as error:
            problems += problems_of(error, name)
    received = f"{found.reel}/{found.frame} {found.application} {found.title}"
    return Entry(REGISTER, {} if problems else values, problems, received_text(received), part)


def reel_frame(reel: str, frame: str) -> str:
    """Return reel and frame as `018247/0405`."""
    return f"{reel.strip().zfill(6)}/{frame.strip().zfill(4)}"


def _cleaned(names: list[str]) -> Value:
    texts = (" ".join(name.split()).strip(", ") for name in names)
    return [text for text in texts if text] or None
