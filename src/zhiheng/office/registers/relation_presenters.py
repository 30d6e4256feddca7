"""What a record is related to, as plain data: family, citations both ways, classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from zhiheng.core.browsing.attachments import levels_of, vienna_levels
from zhiheng.core.browsing.records import Record, is_symbol
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import as_known, shown


@dataclass(frozen=True)
class Classified:
    """One symbol of a record with the titles from its section down to itself."""

    scheme: str
    symbol: str
    titles: Sequence[tuple[str, str]]
    href: str
    main: bool


@dataclass(frozen=True)
class Relative:
    """Another application of the family; `basis` says by what it belongs to it."""

    office: str
    number: str
    title: str
    filed: str
    basis: str
    href: str
    contradictions: Sequence[str]


@dataclass(frozen=True)
class Citation:
    """One citation: the other document or literature, its category and the text as written."""

    number: str
    category: str
    text: str
    href: str


def classes(record: Record) -> list[Classified]:
    """Return every symbol of a record, scheme by scheme, the main one of each first."""
    values, name = record.values, record.register.name
    if name == "trademarks":
        nice = values["nice_class"]
        found = [_classified(record, "nice", nice, [nice], main=True)]
        codes = values["vienna"] or []
        return found + [
            _classified(record, "vienna", code, vienna_levels(code), main=place == 0)
            for place, code in enumerate(codes)
        ]
    result = []
    for scheme in ("ipc", "cpc", "locarno"):
        for place, symbol in enumerate(values.get(scheme) or []):
            levels = list(levels_of(symbol)) if scheme == "ipc" and is_symbol(symbol) else []
            result.append(_classified(record, scheme, symbol, levels, main=place == 0))
    return result


def relatives(record: Record, known_on: str) -> list[Relative]:
    """Return the other applications of the record's family."""
    basis_words = _basis_words()
    return [
        Relative(
            office=row["office"],
            number=row["member"],
            title=row["title"] or "",
            filed=str(row["filing_date"] or ""),
            basis="、".join(basis_words.get(basis, basis) for basis in row["basis"] or []),
            href=as_known(
                reverse("registers:record", args=(row["register"], row["number"])), known_on
            ),
            contradictions=row["contradictions"] or [],
        )
        for row in record.family
    ]


def cited(record: Record, known_on: str) -> list[Citation]:
    """Return what the record's documents cite; a link leads to the record where it is held."""
    return [
        Citation(
            number=row["cited"] or "",
            category=row["category"] or "",
            text=row["other"] or "",
            href=_address(row["record"][0], row["record"][1], known_on) if row["record"] else "",
        )
        for row in record.cites
    ]


def citing(record: Record, known_on: str) -> list[Citation]:
    """Return the documents that cite the record's publications."""
    return [
        Citation(
            number=row["document_number"],
            category=row["category"] or "",
            text=str(row["publication_date"] or ""),
            href=_address(row["register"], row["document_number"], known_on),
        )
        for row in record.cited_by
    ]


def _address(register: str, number: str, known_on: str) -> str:
    return as_known(reverse("registers:record", args=(register, number)), known_on)


def _classified(
    record: Record, scheme: str, symbol: str, levels: Sequence[str], *, main: bool
) -> Classified:
    titles = record.class_titles
    column = lake.catalogue().register("classifications").column("scheme")
    return Classified(
        scheme="".join(shown(column, scheme)),
        symbol=symbol,
        titles=[(level, titles[level]) for level in levels if level in titles],
        href=_list_of(record.register.name, scheme, symbol),
        main=main,
    )


def _list_of(register: str, scheme: str, symbol: str) -> str:
    """Return the list of records with the symbol; without a filter for it, the classifications."""
    columns: Mapping[str, str] = {"nice": "nice_class"}
    column = columns.get(scheme, scheme)
    declared = lake.catalogue().register(register)
    if declared.has_column(column) and declared.column(column).filter:
        return f"{reverse('registers:list', args=(register,))}?{urlencode({column: symbol})}"
    query = {"scheme": scheme, "symbol": symbol}
    return f"{reverse('registers:list', args=('classifications',))}?{urlencode(query)}"


def _basis_words() -> dict[str, Any]:
    return {
        "priority": gettext("claims a priority"),
        "named": gettext("named by another application"),
        "division": gettext("division"),
        "continuation": gettext("continuation"),
        "pct": gettext("international application"),
        "docdb": gettext("DOCDB family number"),
    }
