"""Formats of whole files that hold many records: one piece of the file is one record.

Such a format has `recognises(file, head)`, `pieces(file, limits)` and `entries(piece)`; from the
last two `read_pieces` makes its `read_whole`, and a row's source is opened through `pieces` again.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.feeds.records import Entry, FeedFile, Record, Row, SetAside, received_text
from zhiheng.core.feeds.text_encoding import encoding_of

LARGEST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Piece:
    """One record's text with its place in the file, or what is wrong with it."""

    position: str
    text: str
    problem: Problem | None = None

    @property
    def value(self) -> dict[str, Any]:
        """Return the object that the text is as JSON; an empty one where it is none."""
        value = json.loads(self.text)
        return value if isinstance(value, dict) else {}

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the text in UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_pieces(
    file: FeedFile, found: Iterable[Piece], entries: Callable[[Piece], Iterator[Entry]]
) -> Iterator[Record]:
    """Yield the entries of every piece as rows, or set aside with what keeps them out."""
    none = True
    for piece in found:
        none = False
        if piece.problem:
            received = received_text(piece.text)
            yield SetAside([piece.problem], file.name, piece.position, "", received)
            continue
        for entry in entries(piece):
            at = f"{piece.position}, {entry.part}" if entry.part else piece.position
            if entry.problems:
                yield SetAside(entry.problems, file.name, at, entry.register, entry.received)
            else:
                yield Row(entry.register, entry.values, file.name, at, piece.digest)
    if none:
        yield SetAside([Problem("file.empty")], file.name, "")


def text_pieces(
    file: FeedFile, begins: Callable[[str], bool], limits: Mapping[str, int]
) -> Iterator[Piece]:
    """Yield the pieces of a text in which some lines begin a record; what precedes them is none."""
    largest = limits.get("record-bytes", LARGEST_BYTES)
    with file.open() as handle:
        encoding = encoding_of(handle)
    number, start, size = 0, 0, 0
    lines: list[str] = []
    with file.open() as handle:
        text = io.TextIOWrapper(handle, encoding=encoding, errors="replace", newline="")
        for place, line in enumerate(text, start=1):
            if begins(line):
                if number:
                    yield _piece(number, start, lines, size, largest)
                number, start, size, lines = number + 1, place, 0, []
            size += len(line)
            if number and size <= largest:
                lines.append(line)
    if number:
        yield _piece(number, start, lines, size, largest)


def _piece(number: int, start: int, lines: list[str], size: int, largest: int) -> Piece:
    position = f"record {number}, line {start}"
    if size > largest:
        values = {"received": str(size), "expected": str(largest)}
        return Piece(position, "".join(lines[:3]), Problem("record.too_large", values))
    return Piece(position, "".join(lines))


def json_of(file: FeedFile, limits: Mapping[str, int]) -> Any:
    """Return the content of a JSON file; raises `InputError` where it is damaged or too large."""
    largest = limits.get("record-bytes", LARGEST_BYTES)
    if file.size > largest:
        raise InputError.of("record.too_large", received=file.size, expected=largest)
    with file.open() as handle:
        data = handle.read()
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError.of("foreign.not_json", received=received_text(error)) from error


def json_items(content: Any, *names: str) -> list[Any]:
    """Return the list in an answer under one of its names; an answer without one is its own."""
    if isinstance(content, list):
        return content
    for name in names:
        if isinstance(content, dict) and isinstance(content.get(name), list):
            found: list[Any] = content[name]
            return found
    return [content]


def json_line_pieces(file: FeedFile) -> Iterator[Piece]:
    """Yield each line of a JSON Lines file, or what is wrong with it."""
    with file.open() as handle:
        text = io.TextIOWrapper(handle, encoding="utf-8-sig", errors="replace", newline="")
        for number, line in enumerate(text, start=1):
            if not line.strip():
                continue
            try:
                problem = None if isinstance(json.loads(line), dict) else _not_json(line)
            except (ValueError, RecursionError):
                problem = _not_json(line)
            yield Piece(f"line {number}", line, problem)


def _not_json(line: str) -> Problem:
    return Problem("table.not_json", {"received": received_text(line[:80])})


def json_pieces(items: Iterable[Any]) -> Iterator[Piece]:
    """Yield each item of a list in a JSON file, written anew, by its number."""
    for number, item in enumerate(items, start=1):
        yield Piece(f"record {number}", json.dumps(item, ensure_ascii=False, indent=1))
