"""The one query model: what a person's text is read to, and what every adapter answers.

A query is a tree. Leaves test one record; `fields` () means "anywhere": the field of all words.
Only `Words` is ranked without being required as a whole: it is a bag of terms of which the
best matches come first (`least` of them must occur). Texts in leaves are folded
(`characters.fold`) and cut into terms already.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhiheng.core.declarations.models import SearchField

Fields = tuple[SearchField, ...]
LONG_QUESTION = 7  # different terms, of which an index need not count those that most records have


@dataclass(frozen=True)
class Words:
    """Plain words: `singles` are Chinese characters, `terms` are bigrams and other words.

    A record matches that has at least `least` of the distinct terms (of the singles where there
    are no terms). Of a long question an index may leave out frequent terms, and then asks for the
    same share of the rest.
    """

    fields: Fields
    text: str
    singles: tuple[str, ...]
    terms: tuple[str, ...]
    least: int


@dataclass(frozen=True)
class Phrase:
    """The text exactly as it stands, character by character and word by word, in one field."""

    fields: Fields
    text: str
    units: tuple[str, ...]


@dataclass(frozen=True)
class Near:
    """Two phrases with at most `distance` units (characters, words) between them."""

    fields: Fields
    left: Phrase
    right: Phrase
    distance: int
    ordered: bool


@dataclass(frozen=True)
class Truncated:
    """A word that begins so (`batter*`), or a Chinese text followed by anything (`电池*`)."""

    fields: Fields
    text: str
    units: tuple[str, ...]


@dataclass(frozen=True)
class NumberReading:
    """One thing a number can be: which kind, and its canonical text."""

    kind: str  # application_number, document_number, uscc, trademark_number, …
    canonical: str


@dataclass(frozen=True)
class Number:
    """A number in any notation; several readings are all searched."""

    text: str
    readings: tuple[NumberReading, ...]


@dataclass(frozen=True)
class Classification:
    """A class and everything below it, such as H01M10 or a Nice class."""

    text: str
    prefix: str


@dataclass(frozen=True)
class Range:
    """A date between two days, both included, as 20200131; None is open."""

    field: SearchField
    first: int | None
    last: int | None


@dataclass(frozen=True)
class Choice:
    """One of the stored values of a status, kind or division (a division with all below it)."""

    field: SearchField
    text: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class And:
    """All of these."""

    parts: tuple[Query, ...]


@dataclass(frozen=True)
class Or:
    """At least one of these."""

    parts: tuple[Query, ...]


@dataclass(frozen=True)
class Not:
    """Everything but this."""

    part: Query


@dataclass(frozen=True)
class Everything:
    """Every record: the empty query."""


@dataclass(frozen=True)
class Nothing:
    """No record: what could not be read to anything findable."""


Leaf = Words | Phrase | Near | Truncated | Number | Classification | Range | Choice
Query = Leaf | And | Or | Not | Everything | Nothing


def leaves(query: Query, *, denied: bool = False) -> Iterator[tuple[Leaf, bool]]:
    """Yield every leaf of a query with whether it stands under an odd number of NOT."""
    if isinstance(query, And | Or):
        for part in query.parts:
            yield from leaves(part, denied=denied)
    elif isinstance(query, Not):
        yield from leaves(query.part, denied=not denied)
    elif not isinstance(query, Everything | Nothing):
        yield query, denied
