"""A search as its address carries it.

    /search/?q=电池&register=patents&kind=invention&year=2023&year=2024&sort=newest&page=2

Everything that makes a result what it is stands in the address, so that it can be kept, passed on
and gone back to. What cannot be used is said; an unknown key is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args
from urllib.parse import quote, urlencode

from zhiheng.core.errors import InputError
from zhiheng.core.search.fields import FACET_NAMES, FacetName
from zhiheng.core.search.text_index import MOST_PAGED, Sort

PAGE_HITS = 20
MOST_VALUES = 50  # of one facet; more can only be typed by hand
SORTS: tuple[Sort, ...] = get_args(Sort)
Narrowed = Mapping[FacetName, tuple[str, ...]]
Address = Mapping[str, Sequence[str]]
Change = Literal["add", "remove"]


@dataclass(frozen=True)
class Asked:
    """What somebody searches for: the text of the box, chosen facet values, order and page."""

    text: str = ""
    narrowed: Narrowed = field(default_factory=dict)
    sort: Sort = "relevance"
    page: int = 1

    @property
    def is_asked(self) -> bool:
        """Tell whether there is anything to look for."""
        return bool(self.text or self.narrowed)

    @property
    def offset(self) -> int:
        """Return how many hits come before this page."""
        return (self.page - 1) * PAGE_HITS

    def pairs(self) -> list[tuple[str, str]]:
        """Return the address's keys and values, without what is as it is unless told."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(name, value) for name in FACET_NAMES for value in self.narrowed.get(name, ())]
        pairs += [("sort", self.sort)] if self.sort != "relevance" else []
        return pairs + ([("page", str(self.page))] if self.page > 1 else [])

    def query_string(self) -> str:
        """Return the address's query, "?" included; empty where nothing is asked."""
        pairs = self.pairs()
        return "?" + urlencode(pairs, quote_via=quote) if pairs else ""

    def narrow(self, name: FacetName, value: str, change: Change) -> Asked:
        """Return the same search with one facet value more or fewer, on its first page."""
        values = [each for each in self.narrowed.get(name, ()) if each != value]
        values += [value] if change == "add" else []
        return self.only(name, values)

    def only(self, name: FacetName, values: Sequence[str]) -> Asked:
        """Return the same search with exactly these values of a facet, on its first page."""
        others = {each: kept for each, kept in self.narrowed.items() if each != name}
        return replace(
            self, narrowed={**others, **({name: tuple(values)} if values else {})}, page=1
        )

    def on_page(self, page: int) -> Asked:
        """Return the same search on another page."""
        return replace(self, page=page)

    def sorted_by(self, sort: Sort) -> Asked:
        """Return the same search in another order, on its first page."""
        return replace(self, sort=sort, page=1)

    def widened(self) -> Asked:
        """Return the same text searched everywhere."""
        return replace(self, narrowed={}, page=1)


def read_address(address: Address) -> Asked:
    """Read a search from an address; InputError where its order or page cannot be used."""
    sort = _first(address, "sort") or "relevance"
    if sort not in SORTS:
        raise InputError.of("search.sort_unknown", received=sort, expected="、".join(SORTS))
    return Asked(
        text=" ".join(_first(address, "q").split()),
        narrowed=read_narrowed(address),
        sort=next(each for each in SORTS if each == sort),
        page=_page(_first(address, "page")),
    )


def read_narrowed(address: Address) -> Narrowed:
    """Return the facet values an address or a saved search names, each once."""
    found: dict[FacetName, tuple[str, ...]] = {}
    for name in FACET_NAMES:
        given = (value.strip() for value in address.get(name, ()))
        if values := tuple(dict.fromkeys(value for value in given if value))[:MOST_VALUES]:
            found[name] = values
    return found


def _page(text: str) -> int:
    last = MOST_PAGED // PAGE_HITS
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if text and not 1 <= number <= last:
        raise InputError.of("page.number_unfit", value=text, last=last)
    return number or 1


def _first(address: Address, name: str) -> str:
    return next(iter(address.get(name, ())), "").strip()
