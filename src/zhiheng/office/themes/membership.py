"""Which records belong to a theme now, and what they are divided by: asked of the search index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from zhiheng.core.search.fields import FacetName, searchable
from zhiheng.core.search.results import Facet, Hit
from zhiheng.core.search.text_index import SearchRequest
from zhiheng.core.search.understanding import understand
from zhiheng.core.themes.definition import ThemeDefinition, ThemeQuery, read_definition
from zhiheng.office.registers import lake
from zhiheng.office.search.index import text_index
from zhiheng.office.themes.models import Definition

PORTRAIT: tuple[FacetName, ...] = (
    "register",
    "year",
    "division",
    "applicant",
    "subclass",
    "status",
)
Portrait = dict[str, Any]


def searchable_names() -> list[str]:
    """Return the registers a theme can draw on."""
    return [register.name for register in searchable(lake.catalogue().registers.values())]


def definition_parts(definition: Definition) -> ThemeDefinition:
    """Return a stored definition as its parts."""
    return ThemeDefinition(
        query=definition.query,
        classes=tuple(definition.classes),
        divisions=tuple(definition.divisions),
        exclusions=tuple(definition.exclusions),
        registers=tuple(definition.registers),
    )


def read(parts: ThemeDefinition) -> ThemeQuery:
    """Return a definition as it is read with the statuses and kinds of our registers."""
    registers = searchable(lake.catalogue().registers.values())
    return read_definition(parts, read=partial(understand, registers=registers))


def query_of(definition: Definition) -> SearchRequest:
    """Return what is asked of the index for a stored definition."""
    parts = definition_parts(definition)
    return request_for(read(parts), parts.registers)


def request_for(query: ThemeQuery, registers: tuple[str, ...]) -> SearchRequest:
    """Return what is asked of the index for a definition that was read.

    Names of private persons neither find members nor are counted: a theme says the same to all.
    """
    return SearchRequest(query.understood, registers=registers, sort="newest", limit=0)


def members(request: SearchRequest) -> Iterator[Hit]:
    """Yield every record of a theme, in no particular order, without highlights."""
    return text_index().scan(request)


def portrait(request: SearchRequest) -> Portrait:
    """Return how many records a theme has and what they are divided by."""
    found = text_index().search(replace(request, facets=PORTRAIT))
    return {"total": found.total, **{facet.name: _counts(facet) for facet in found.facets}}


def index_versions() -> Mapping[str, int]:
    """Return the lake version of each register that the index was made from."""
    return text_index().state().versions


def _counts(facet: Facet) -> list[list[Any]]:
    return [[value.value, value.count] for value in facet.values]
