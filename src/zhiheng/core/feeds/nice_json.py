"""The Nice Classification as one JSON object: edition, version, classes, goods and services.

The form of the public `nice-classification` packages. A class has `number`, `type`, `heading`;
goods and services have the basic `number`, whose first two digits are the class, and
`description`; several with one number are words for the same. Words are English unless
`language` says otherwise.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.feeds.records import (
    FeedFile,
    Reading,
    Record,
    Row,
    SetAside,
    Value,
    received_text,
)
from zhiheng.core.identifiers.trademark_classes import is_services, normalise_nice_class

REGISTER = "nice"
PARTS = ("classes", "goods", "services")


def recognises(file: FeedFile, head: bytes) -> bool:
    """Tell whether the file begins like such an object."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    named = all(f'"{name}"'.encode() in head for name in ("edition", "version", "classes"))
    return file.name.lower().endswith(".json") and start.startswith(b"{") and named


def read_whole(file: FeedFile, reading: Reading) -> Iterator[Record]:
    """Yield a row for every class and item; what has no number or words is set aside."""
    with file.open() as handle:
        content = handle.read()
    try:
        scheme = json.loads(content)
    except (ValueError, RecursionError):
        problem = Problem("table.not_json", {"received": received_text(content[:80])})
        yield SetAside([problem], file.name, "", REGISTER)
        return
    digest = hashlib.sha256(content).hexdigest()
    version = f"{scheme.get('edition', '')}-{scheme.get('version', '')}".strip("-")
    shared: dict[str, Value] = {
        "version": version,
        "language": str(scheme.get("language", "en")),
    }
    for part in PARTS:
        entries = scheme.get(part)
        for at, entry, others in _numbered(entries if isinstance(entries, list) else []):
            yield _record(entry, others, part, shared, file, f"{part} {at}", digest)


def _numbered(entries: list[Any]) -> Iterator[tuple[int, Any, list[str]]]:
    """Yield each entry that is the first of its number, with the other words for it.

    An edition lists `adhesives` and `glue` apart under one basic number.
    """
    first: dict[str, int] = {}
    others: dict[str, list[str]] = {}
    for place, entry in enumerate(entries):
        number = str(entry.get("number") or "") if isinstance(entry, dict) else ""
        if number and first.setdefault(number, place) != place:
            others.setdefault(number, []).append(str(entry.get("description") or "").strip())
    for place, entry in enumerate(entries):
        number = str(entry.get("number") or "") if isinstance(entry, dict) else ""
        if not number or first[number] == place:
            yield place + 1, entry, [words for words in others.get(number, []) if words]


def _record(
    entry: Any,
    others: list[str],
    part: str,
    shared: Mapping[str, Value],
    file: FeedFile,
    at: str,
    digest: str,
) -> Record:
    received = received_text(entry)
    given = entry if isinstance(entry, dict) else {}
    code = str(given.get("number") or "")
    title = str(given.get("heading" if part == "classes" else "description") or "").strip()
    problems = [Problem("cell.required", {"field": "description"})] if not title else []
    try:
        nice_class = normalise_nice_class(code if part == "classes" else code[:2])
    except InputError as error:
        problems += error.problems
    if problems:
        return SetAside(problems, file.name, at, REGISTER, received)
    is_class = part == "classes"
    values: dict[str, Value] = {
        **shared,
        "code": nice_class if is_class else code,
        "title": title,
        "other_titles": others or None,
        "level": "class" if is_class else "item",
        "nice_class": nice_class,
        "parent": None if is_class else nice_class,
        "sort_of_goods": "services" if is_services(nice_class) else "goods",
    }
    return Row(REGISTER, values, file.name, at, digest)
