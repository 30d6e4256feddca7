"""The marks that are looked at, and those beside which they are looked at, as one Arrow table.

One row a mark number and class, as in the register, named by both: `12345678~09`; a source that
names no class says "00". What is counted are applications, which are numbers: a mark of three
classes is one. `applicants` are those who filed; who holds the mark now are its `owners`. Agencies
of marks have no code: `agency_code` is the name once more.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from zhiheng.core.analyses.parties.mentions import KEY_SEPARATOR
from zhiheng.core.screening.filed import LIST, Filed

KEY, NUMBER, CLASS = "key", "number", "nice_class"
SCHEMA = pa.schema(
    [
        (KEY, pa.string()),
        (NUMBER, pa.string()),
        (CLASS, pa.string()),
        ("mark_text", pa.string()),
        ("mark_text_english", pa.string()),
        ("mark_kind", pa.string()),
        ("category", pa.string()),
        ("office", pa.string()),
        ("status", pa.string()),
        ("goods", pa.string()),
        ("similar_groups", LIST),
        ("filing_date", pa.date32()),
        ("priority_date", pa.date32()),
        ("preliminary_publication_date", pa.date32()),
        ("registration_date", pa.date32()),
        ("expires_on", pa.date32()),
        ("ceased_on", pa.date32()),
        ("division", pa.string()),
        ("applicants", LIST),
        ("applicant_parties", LIST),
        ("addresses", LIST),
        ("owners", LIST),
        ("owner_parties", LIST),
        ("agency", pa.string()),
        ("agency_code", pa.string()),
        ("image", pa.string()),
    ]
)
# What lists write where a mark has no words.
WORDLESS = frozenset({"", "图形", "图", "图形商标", "无", "-", "/", "device", "figure"})


@dataclass(frozen=True)
class MarkFilings(Filed):
    """Marks of `SCHEMA`, one row a number and class."""

    SCHEMA = SCHEMA
    KEY = KEY

    @cached_property
    def words(self) -> list[str]:
        """The words of every mark, "" where it has none."""
        return [words_of(text) for text in self.values("mark_text")]

    @cached_property
    def applications(self) -> list[str]:
        """The number of the application of every row, which rows of several classes share."""
        return self.values(NUMBER)


def key_of(number: str, nice_class: str) -> str:
    """Return how a row of the register is named, as its address does."""
    return f"{number}{KEY_SEPARATOR}{nice_class}"


def words_of(text: str | None) -> str:
    """Return the words of a mark as a list writes it, "" of one that is only a device."""
    told = (text or "").strip()
    return "" if told.casefold() in WORDLESS else told
