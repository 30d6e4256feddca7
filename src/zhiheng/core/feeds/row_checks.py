"""What must hold within one row of a table, and the ends of terms that a table leaves out.

Both are declared with the register; see `RowCheck` and `Term`. Pure: the values of one row in,
problems or values out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Register, RowCheck, Term
from zhiheng.core.errors import NotFoundError, Problem
from zhiheng.core.feeds.records import Value, received_text


def row_problems(register: Register, values: Mapping[str, Value]) -> list[Problem]:
    """Return a problem for each check that the row fails."""
    problems: list[Problem] = []
    for check in register.checks:
        problems += _out_of_order(check, register, values)
        problems += _negative(check, register, values)
        if check.any_of and all(values.get(name) is None for name in check.any_of):
            problems.append(Problem("row.none_of", {"field": _titles(check.any_of, register)}))
    return problems


def _out_of_order(
    check: RowCheck, register: Register, values: Mapping[str, Value]
) -> list[Problem]:
    if check.before is None:
        return []
    first, second = (values.get(name) for name in check.before)
    if not isinstance(first, date) or not isinstance(second, date) or first <= second:
        return []
    told = {"field": _titles(check.before, register), "received": f"{first}、{second}"}
    return [Problem("row.dates_out_of_order", told)]


def _negative(check: RowCheck, register: Register, values: Mapping[str, Value]) -> list[Problem]:
    found = [(name, values.get(name)) for name in check.not_negative]
    return [
        Problem(
            "row.negative",
            {"field": _titles([name], register), "received": received_text(value)},
        )
        for name, value in found
        if isinstance(value, int | float) and value < 0
    ]


def _titles(names: list[str] | tuple[str, ...], register: Register) -> str:
    return "、".join(register.column(name).title.zh for name in names)


def complete_terms(
    register: Register, values: dict[str, Value], catalogue: Catalogue
) -> dict[str, Value]:
    """Return the values with the ends of terms that the row leaves out, where they follow."""
    for term in register.terms:
        if values.get(term.column) is None and (end := _end(term, values, catalogue)):
            values = {**values, term.column: end}
    return values


def _end(term: Term, values: Mapping[str, Value], catalogue: Catalogue) -> date | None:
    starts = [day for name in term.starts if isinstance(day := values.get(name), date)]
    chosen = {name: values.get(name) for name in term.chosen_by()}
    if not starts or None in chosen.values():
        return None
    start = min(starts)
    try:
        years = int(str(catalogue.value(term.parameter.format(**chosen), on=start).value))
    except NotFoundError:  # no term is declared for that day: the end stays unknown
        return None
    return years_later(start, years)


def years_later(day: date, years: int) -> date:
    """Return the same day `years` later; 29 February falls back to the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
