"""What a search gives back: hits with their marks, facets, explanations, the state of an index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhiheng.core.search.fields import FacetName
from zhiheng.core.search.understanding import Understood


@dataclass(frozen=True)
class Highlight:
    """A piece of a record's own text and the places in it that matched, as [start, end).

    `field` is a search field (title, abstract, applicant …); a piece cut out of a longer text
    begins or ends with an ellipsis.
    """

    field: str
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Hit:
    """One record found. `key` is the record's key as addresses carry it.

    `facts` holds what the index keeps to show without asking the lake: `status`, `kind`,
    `division`, `filed` … as stored values, `applicants`, `inventors` and `classes` as lists.
    """

    register: str
    key: str
    number: str
    title: str
    score: float
    highlights: tuple[Highlight, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class FacetValue:
    """A value and how many of the records found have it."""

    value: str
    count: int


@dataclass(frozen=True)
class Facet:
    """What the records found are divided by, most frequent value first (years: newest first)."""

    name: FacetName
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Results:
    """One page of hits, how many there are in all, and what they are divided by."""

    hits: tuple[Hit, ...]
    total: int
    facets: tuple[Facet, ...]
    understood: Understood


@dataclass(frozen=True)
class Share:
    """What one term in one field gives to a score."""

    term: str
    field: str
    score: float


@dataclass(frozen=True)
class Explanation:
    """A score and the shares it is the sum of; `zh` and `en` say it in a sentence."""

    score: float
    shares: tuple[Share, ...]
    zh: str
    en: str


@dataclass(frozen=True)
class IndexState:
    """Whether an index can answer, how many records it holds, and of which lake versions.

    `state` is `ready`, `missing` (never built), `damaged`, or `building` (another one is being
    built; a ready one goes on answering meanwhile).
    """

    state: str
    records: Mapping[str, int]
    versions: Mapping[str, int]
    built_at: str = ""
    size_bytes: int = 0
    reason: str = ""

    @property
    def answers(self) -> bool:
        """Tell whether a search can be answered."""
        return self.state == "ready"
