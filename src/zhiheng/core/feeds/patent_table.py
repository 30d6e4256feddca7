"""A line of an exported patent table, completed to a document of the register.

Exports of patent searches name an application and, mostly, the publication that was found. The
kind of document follows from the publication number; a line without one is the bare application.
"""

from __future__ import annotations

from datetime import date

from zhiheng.core.errors import Problem
from zhiheng.core.feeds.patent_record import stage_of
from zhiheng.core.feeds.records import Value
from zhiheng.core.identifiers.application_number import parse_application_number
from zhiheng.core.identifiers.places import locate_address
from zhiheng.core.identifiers.publication_number import parse_publication_number


def complete_patent(
    values: dict[str, Value],
) -> tuple[dict[str, Value], list[Problem]]:
    """Return the line's columns with number, kind, stage, right and division filled in."""
    application = str(values["application_number"])
    problems: list[Problem] = []
    right = parse_application_number(application).right.value
    if values.get("right") not in (None, right):
        received = f"{values['right']} ≠ {application} ({right})"
        problems.append(Problem("patent.right_contradicts_number", {"received": received}))
    stage, kind = _stage(values, problems)
    if problems:
        return {}, problems
    symbols = values.get("ipc") or ([str(values["ipc_main"])] if values.get("ipc_main") else None)
    addresses = values.get("addresses")
    first = str(addresses[0]) if isinstance(addresses, list) and addresses else ""
    return {
        **values,
        "document_number": values.get("document_number") or application,
        "kind": kind,
        "stage": stage,
        "right": right,
        "ipc": symbols,
        "ipc_main": values.get("ipc_main") or (symbols[0] if isinstance(symbols, list) else None),
        "division": locate_address(first) if first else None,
        "format": "table",
    }, problems


def _stage(values: dict[str, Value], problems: list[Problem]) -> tuple[str | None, str | None]:
    number, published = values.get("document_number"), values.get("publication_date")
    if number is None or not isinstance(published, date):
        return "listed", None
    parsed = parse_publication_number(str(number))
    return stage_of(parsed.country, parsed.kind, published, problems), parsed.kind
