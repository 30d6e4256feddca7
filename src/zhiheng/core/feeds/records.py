"""What a reader hands on: rows and set-aside records, each with its place in the feed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.errors import Problem

Value = str | int | float | date | list[str] | None


@dataclass(frozen=True)
class FeedFile:
    """One file of a feed, or one member of an archive.

    `name` is the path as given, members of archives after "!". `size` is in bytes as read,
    `packed` in bytes as it lies on disk (0 where an archive does not say). `place` is the path on
    disk and, for a member of a zip archive there, its index, -1 otherwise; None for what can only
    be had through `open`.
    """

    name: str
    size: int
    open: Callable[[], IO[bytes]]
    packed: int = 0
    place: tuple[str, int] | None = None


@dataclass
class Row:
    """One record read for a register: declared columns that it fills, and where it stood.

    `corrects` is the number of the set-aside record that the line says it corrects.
    """

    register: str
    values: dict[str, Value]
    file: str
    position: str
    digest: str
    corrects: int | None = None


@dataclass
class Entry:
    """What a dialect's reader found for a register: its columns, or all that keeps them out.

    `received` tells a person which record it was, where it has to be set aside. `part` tells
    apart the entries of one record: it is added to their position.
    """

    register: str
    values: dict[str, Value]
    problems: list[Problem] = field(default_factory=list)
    received: str = ""
    part: str = ""


@dataclass
class SetAside:
    """One record that could not be taken, with every reason and what was received."""

    problems: list[Problem]
    file: str
    position: str
    register: str = ""
    received: str = ""


@dataclass
class Notice:
    """A remark on a record that was taken all the same."""

    problem: Problem
    file: str
    position: str


@dataclass(frozen=True)
class Reading:
    """What readers look values up in."""

    catalogue: Catalogue
    register: str = ""  # given by the person when the headings alone do not decide
    limits: Mapping[str, int] = field(default_factory=dict)


Record = Row | SetAside | Notice
Reader = Callable[[FeedFile, Reading], Iterator[Record]]


def received_text(value: Any, *, longest: int = 200) -> str:
    """Return a value as it is shown in a report: one line, cut where it is long."""
    text = " ".join(str(value).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
