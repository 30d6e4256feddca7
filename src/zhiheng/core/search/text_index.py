"""The boundary between a search and the engine that answers it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from zhiheng.core.search.fields import FacetName
from zhiheng.core.search.results import Explanation, Hit, IndexState, Results
from zhiheng.core.search.understanding import Understood

Sort = Literal["relevance", "newest", "oldest"]
MOST_PAGED = 10_000  # hits further down than this are not shown


@dataclass(frozen=True)
class SearchRequest:
    """What is asked of an index.

    `registers` () means all. `narrowed` keeps only records with one of the values of each facet;
    a division includes those below it. `finds_persons` lets names of private persons be searched
    and shown: only where the asker may see them. `imported_in` keeps only what one import brought.
    """

    understood: Understood
    registers: tuple[str, ...] = ()
    narrowed: Mapping[FacetName, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    facets: tuple[FacetName, ...] = ()
    finds_persons: bool = False
    imported_in: str = ""


class TextIndex(Protocol):
    """An index over the records of the registers.

    Every method that answers raises `StorageError` (`search.index_missing`,
    `search.index_damaged`) rather than answering wrongly.
    """

    def search(self, request: SearchRequest) -> Results:
        """Return one page of what a request finds."""
        ...

    def scan(self, request: SearchRequest) -> Iterator[Hit]:
        """Yield every record that a request finds, in no order, without score and highlights."""
        ...

    def similar(
        self, register: str, key: str, *, limit: int = 10, finds_persons: bool = False
    ) -> Results:
        """Return the records most like one, by its most telling terms; without itself."""
        ...

    def explain(self, request: SearchRequest, register: str, key: str) -> Explanation:
        """Say what the score of one record is made of."""
        ...

    def state(self) -> IndexState:
        """Return whether the index can answer and what it holds."""
        ...
