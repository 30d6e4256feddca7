"""A line of a table that names a publication and no application, completed to a row.

Such tables come from data sets and crawls. Chinese documents among them cannot be folded into the
register of patents, which goes by application number, so they stand beside those of other offices.
"""

from __future__ import annotations

from collections.abc import Callable

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.errors import Problem
from zhiheng.core.feeds.foreign_record import cpc_symbol, ipc_symbol
from zhiheng.core.feeds.records import Value
from zhiheng.core.identifiers.publication_number import parse_publication_number

FORMAT = "table"


def complete_publication(
    values: dict[str, Value], catalogue: Catalogue
) -> tuple[list[dict[str, Value]], list[Problem]]:
    """Return the line's columns with office, kind and format filled in."""
    number = parse_publication_number(str(values["document_number"]))
    filed, published = values.get("filing_date"), values.get("publication_date")
    if filed and published and str(filed) > str(published):
        received = f"{filed} > {published}"
        return [], [Problem("patent.filed_after_publication", {"received": received})]
    return [
        {
            **values,
            "publication_number": f"{number.country}{number.number}",
            "office": number.country,
            "kind": number.kind or None,
            "ipc": _each(values.get("ipc"), ipc_symbol),
            "cpc": _each(values.get("cpc"), cpc_symbol),
            "format": FORMAT,
        }
    ], []


def _each(value: Value, read: Callable[[str], str]) -> Value:
    return [read(text) for text in value] if isinstance(value, list) else value
