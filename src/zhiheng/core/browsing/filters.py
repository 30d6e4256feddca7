"""Filters as an address carries them, read against the register's declaration.

right=invention&right=design     one of several values
title=电池                        contains the words
ipc=G06F17                       a symbol and everything below it
division=440300                  a division and everything below it
division=440300&division_alone=1 the division itself, without what lies below it
filing_date_from=2020-01-01&filing_date_to=2020-12-31
in_force_on=2025-12-31           rows in force on that day
without=abnormal                 rows that a declared exclusion does not take out
without=abnormal&without_on=2025-12-31   had not taken out by that day
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.division_codes import within
from zhiheng.core.analyses.exclusions import chosen, leave_out
from zhiheng.core.analyses.in_force import in_force
from zhiheng.core.browsing.privacy import organisations_in
from zhiheng.core.declarations.models import Column, Exclusion, Register
from zhiheng.core.errors import InputError, Problem
from zhiheng.core.feeds.cells import read_date, read_identifier
from zhiheng.core.identifiers.trademark_classes import vienna_prefix

IN_FORCE_ON = "in_force_on"
WITHOUT, WITHOUT_ON = "without", "without_on"
FROM, TO, ALONE = "_from", "_to", "_alone"
LISTS = ("strings", "texts")
# Applicants and owners of marks are mostly organisations, and looked for as such by everybody; a
# private person's name is found only by whoever sees it.
SEARCHED_BY_EVERYBODY = ("applicants", "owners")
Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Filter:
    """One filter: a column with the values asked for, or the bounds of a range.

    `alone` leaves out what lies below a division, `organisations` names of private persons.
    """

    column: Column
    values: tuple[str, ...] = ()
    low: str = ""
    high: str = ""
    alone: bool = False
    organisations: bool = False


@dataclass(frozen=True)
class Filters:
    """All filters of an address, and what could not be understood in it.

    `withheld` are the columns that whoever asks may not search.
    """

    register: Register
    given: tuple[Filter, ...] = ()
    in_force_on: date | None = None
    problems: tuple[Problem, ...] = field(default=())
    withheld: frozenset[str] = frozenset()
    without: tuple[Exclusion, ...] = ()
    without_on: date | None = None

    def apply(self, table: ir.Table, others: Mapping[str, ir.Table] | None = None) -> ir.Table:
        """Return the rows of the register's table that pass every filter.

        `others` are the tables of the registers by which rows are left out.
        """
        table = leave_out(table, self.without, others or {}, on=self.without_on)
        for given in self.given:
            table = table.filter(_condition(table, given))
        if self.in_force_on:
            table = table.filter(in_force(table, self.register, on=self.in_force_on))
        return table


def read_filters(register: Register, query: Query, *, unmasked: bool = True) -> Filters:
    """Read the filters a register declares from a query; other keys are left alone.

    Whoever sees persons masked cannot search for them by name.
    """
    withheld = frozenset() if unmasked else _personal(register)
    given: list[Filter] = []
    problems: list[Problem] = []
    for column in register.columns:
        if column.filter is None:
            continue
        found = _read(column, query)
        try:
            if found and column.name in withheld:
                raise InputError.of("filter.personal", field=column.title.zh)
            if found:
                organisations = column.personal and not unmasked
                given.append(replace(_checked(found), organisations=organisations))
        except InputError as error:
            problems += error.problems
    in_force_on = _asked_day(query, IN_FORCE_ON, problems) if register.validity else None
    without = _exclusions(register, query, problems)
    by_day = _asked_day(query, WITHOUT_ON, problems) if without else None
    told = tuple(problems)
    return Filters(register, tuple(given), in_force_on, told, withheld, without, by_day)


def _asked_day(query: Query, name: str, problems: list[Problem]) -> date | None:
    if not (text := _first(query, name)):
        return None
    try:
        return _day(text)
    except InputError as error:
        problems += error.problems
        return None


def _exclusions(register: Register, query: Query, problems: list[Problem]) -> tuple[Exclusion, ...]:
    names = [text.strip() for text in query.get(WITHOUT, ()) if text.strip()]
    known = [each.name for each in register.exclusions]
    if unknown := [name for name in names if name not in known]:
        told = {"received": "、".join(unknown), "expected": "、".join(known) or "-"}
        problems.append(Problem("cell.not_a_choice", told))
    return tuple(chosen(register, names))


def is_printable(text: str) -> bool:
    """Tell whether a text can be asked for: no control characters, no half characters."""
    return not any(unicodedata.category(character) in ("Cc", "Cs") for character in text)


def _personal(register: Register) -> frozenset[str]:
    names = {column.name for column in register.columns if column.personal}
    return frozenset(names.difference(SEARCHED_BY_EVERYBODY))


def _read(column: Column, query: Query) -> Filter | None:
    if column.filter == "range":
        low, high = _first(query, column.name + FROM), _first(query, column.name + TO)
        return Filter(column, low=low, high=high) if low or high else None
    values = tuple(text.strip() for text in query.get(column.name, ()) if text.strip())
    alone = column.filter == "division" and bool(_first(query, column.name + ALONE))
    return Filter(column, values, alone=alone) if values else None


def _first(query: Query, name: str) -> str:
    return next((text.strip() for text in query.get(name, ()) if text.strip()), "")


def _checked(given: Filter) -> Filter:
    """Bring numbers into canonical form and refuse what the column cannot hold."""
    column = given.column
    for bound in filter(None, (given.low, given.high)):
        _bound(bound, column)
    if not all(map(is_printable, given.values)):
        raise InputError.of("filter.control_characters", field=column.title.zh)
    unknown = [value for value in given.values if column.choices and value not in column.choices]
    if unknown:
        expected = "、".join(column.choices)
        raise InputError.of("cell.not_a_choice", received="、".join(unknown), expected=expected)
    if column.filter == "equals" and column.identifier:
        return Filter(column, tuple(read_identifier(value, column) for value in given.values))
    return given


def _bound(text: str, column: Column) -> date | float:
    if column.type == "date":
        return _day(text)
    try:
        bound = float(text)
    except ValueError as error:
        raise InputError.of("cell.not_a_number", received=text, expected=column.type) from error
    if math.isnan(bound):
        raise InputError.of("cell.not_a_number", received=text, expected=column.type)
    return bound


def _day(text: str) -> date:
    day = read_date(text)
    if day is None:  # noughts stand for an unknown day in the official files
        raise InputError.of("date.impossible", received=text)
    return day


def _condition(table: ir.Table, given: Filter) -> ir.BooleanValue:
    column, cells = given.column, table[given.column.name]
    if column.filter == "range":
        return _in_range(cells, given)
    if column.filter in ("choice", "equals") and column.type not in LISTS:
        return cells.isin(given.values)
    tests = [_test(cells, given, value) for value in given.values]
    return ibis.or_(*tests)


def _in_range(cells: ir.Value, given: Filter) -> ir.BooleanValue:
    tests = []
    if given.low:
        tests.append(cells >= _literal(given.low, given.column))
    if given.high:
        tests.append(cells <= _literal(given.high, given.column))
    return ibis.and_(*tests)


def _literal(text: str, column: Column) -> ir.Value:
    bound = _bound(text, column)
    return ibis.date(bound) if isinstance(bound, date) else ibis.literal(bound)


def _test(cells: ir.Value, given: Filter, value: str) -> ir.BooleanValue:
    column = given.column
    if column.filter == "division":
        return cells == value if given.alone else within(cells, value)
    if column.filter == "equals":
        return cells.contains(value)  # a list that holds the value
    if column.filter == "prefix":
        prefix = PREFIXES.get(column.identifier or "", str)(value)
        if column.type in LISTS:
            return (ibis.literal("\n") + cells.join("\n")).contains("\n" + prefix)
        return cells.startswith(prefix)
    if given.organisations:
        text = organisations_in(cells).join("\n")
    else:
        text = cells.join("\n") if column.type in LISTS else cells
    if value.lower() == value.upper():
        return text.contains(value)  # Chinese has no capitals: half the time
    return text.lower().contains(ibis.literal(value).lower())


def symbol_prefix(symbol: str) -> str:
    """Return what an IPC symbol and all below it begin with: G06F17 must not find G06F170/00."""
    compact = "".join(symbol.upper().split())
    if len(compact) > 1:
        compact = compact.removesuffix("*")
    is_main_group = len(compact) > 4 and "/" not in compact
    if compact.endswith("/00"):
        return compact[:-2]  # a main group's own symbol stands for all its subgroups
    return f"{compact}/" if is_main_group else compact


# How what is typed is made the beginning of a stored symbol, by the kind of identifier.
PREFIXES: dict[str, Callable[[str], str]] = {"ipc": symbol_prefix, "vienna_code": vienna_prefix}
