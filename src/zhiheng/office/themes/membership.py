"""Which records belong to a theme now, and what they are divided by: asked of the search index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from zhiheng.core.declarations.models import Register
from zhiheng.core.search.fields import FacetName, searchable
from zhiheng.core.search.results import Facet, Hit
from zhiheng.core.search.text_index import SearchRequest
from zhiheng.core.search.understanding import understand
from zhiheng.core.themes.definition import ThemeDefinition, ThemeQuery, read_definition
from zhiheng.office.registers import lake
from zhiheng.office.search.index import text_index
from zhiheng.office.themes.models import Definition, SampleItem

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


def abstracts(items: Sequence[SampleItem]) -> dict[tuple[str, str], str]:
    """Return what sampled records say they are about, with one question a register."""
    found: dict[tuple[str, str], str] = {}
    for name in sorted({item.register for item in items}):
        register = lake.catalogue().registers.get(name)
        keys = [item.record for item in items if item.register == name]
        if register is not None and (told := _telling(register)):
            found |= {(name, key): text for key, text in _texts(told, keys).items()}
    return found


def _telling(register: Register) -> tuple[str, str, str] | None:
    """Return the register, key and column in which a record's abstract stands."""
    if register.texts_from and register.texts_from.columns:
        source = register.texts_from
        return source.register_, source.key, source.columns[0]
    for column in register.columns:
        if column.search in ("abstract", "goods") and column.type in ("string", "text"):
            return register.name, register.key[0], column.name
    return None


def _texts(told: tuple[str, str, str], keys: Sequence[str]) -> dict[str, str]:
    name, key, column = told
    table = lake.engine().table(lake.catalogue().register(name))
    chosen = table.filter(table[key].isin(keys), table[column].notnull())
    rows = lake.engine().run(chosen.select(key=table[key], text=table[column])).to_pylist()
    return {row["key"]: row["text"] for row in rows}


def index_versions() -> Mapping[str, int]:
    """Return the lake version of each register that the index was made from."""
    return text_index().state().versions


def _counts(facet: Facet) -> list[list[Any]]:
    return [[value.value, value.count] for value in facet.values]
