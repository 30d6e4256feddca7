"""What a kind of document means: which right, which stage, by the date it was published.

The meanings are declared in `declarations/parameters/document-kinds.yaml`, with dates, because
offices have used one code for different things: a Chinese `B` of 1990 is an examined
announcement, a `B` of 2020 is a grant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

import yaml

from zhiheng.core.errors import NotFoundError
from zhiheng.core.identifiers.rights import Right

_PREFIX = "document-kind."


class Stage(StrEnum):
    """The stage of the procedure at which a document appears."""

    APPLICATION_PUBLICATION = "application_publication"
    EXAMINED_ANNOUNCEMENT = "examined_announcement"
    APPLICATION_ANNOUNCEMENT = "application_announcement"
    GRANT = "grant"
    AMENDED_GRANT = "amended_grant"
    CORRECTION = "correction"
    PARTIAL_INVALIDATION = "partial_invalidation"
    SEARCH_REPORT = "search_report"


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """The meaning of one code of one office between two dates; `valid_to` is the day after.

    `corrects` is the stage of the document that a correction replaces, otherwise None.
    """

    country: str
    kind: str
    right: Right
    stage: Stage
    corrects: Stage | None
    zh: str
    en: str
    valid_from: date
    valid_to: date
    source: str
    verified: bool


class DocumentKinds:
    """All declared kinds, looked up by country, code and date of publication."""

    def __init__(self, kinds: Iterable[DocumentKind]) -> None:
        self._kinds: dict[tuple[str, str], list[DocumentKind]] = {}
        for kind in kinds:
            self._kinds.setdefault((kind.country, kind.kind), []).append(kind)

    def __iter__(self) -> Iterator[DocumentKind]:
        return (kind for several in self._kinds.values() for kind in several)

    def find(self, country: str, kind: str, *, on: date) -> DocumentKind | None:
        """Return the meaning of a code on a day, or None where nothing is declared."""
        for meaning in self._kinds.get((country, kind), ()):
            if meaning.valid_from <= on < meaning.valid_to:
                return meaning
        return None


def document_kind(country: str, kind: str, *, on: date) -> DocumentKind:
    """Return what a kind of document published on a day means; `NotFoundError` if undeclared."""
    found = load_document_kinds().find(country, kind, on=on)
    if found is None:
        raise NotFoundError.of("document_kind.unknown", country=country, kind=kind, on=on)
    return found


@cache
def load_document_kinds() -> DocumentKinds:
    """Return the packaged declaration; its form is checked with all other parameters."""
    packaged = resources.files("zhiheng") / "declarations" / "parameters" / "document-kinds.yaml"
    declared = yaml.load(packaged.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return DocumentKinds(kind for parameter in declared for kind in _kinds(parameter))


def _kinds(parameter: Mapping[str, Any]) -> Iterator[DocumentKind]:
    country, _, codes = parameter["parameter"].removeprefix(_PREFIX).upper().partition(".")
    for code in _codes(codes):
        for dated in parameter["values"]:
            right, stage, *corrected = dated["value"]
            yield DocumentKind(
                country=country,
                kind=code,
                right=Right(right),
                stage=Stage(stage),
                corrects=Stage(corrected[0]) if corrected else None,
                zh=parameter["title"]["zh"],
                en=parameter["title"]["en"],
                valid_from=dated.get("valid_from", date.min),
                valid_to=dated.get("valid_to", date.max),
                source=dated["source"]["instrument"],
                verified=dated["status"] == "verified",
            )


def _codes(codes: str) -> list[str]:
    """Return the codes a name stands for: `B` → B; `C1-C7` → C1, C2, … C7."""
    first, dash, last = codes.partition("-")
    if not dash:
        return [first]
    return [f"{first[0]}{digit}" for digit in range(int(first[1:]), int(last[1:]) + 1)]
