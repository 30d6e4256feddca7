"""Cohorts: how large first claims usually are in a field and year.

A filing is measured beside others of its kind: of its IPC main group and filing year, of its
subclass and year where these are few, of its section where those are few too. Of each cohort at
most `MOST_MEASURED` filings are measured; which ones is decided by their numbers read backwards, so
the choice has nothing to do with what they say and is the same every time and on both engines.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import ibis
import ibis.expr.types as ir
import numpy as np

from zhiheng.core.engine import Engine
from zhiheng.core.screening.facts import Cohort
from zhiheng.core.screening.features import ClaimSize, first_claim, size_of
from zhiheng.core.screening.filings import CLAIMS, Filings
from zhiheng.core.screening.reading import with_texts
from zhiheng.core.screening.surroundings import NUMBER, PATENTS, Tables

Key = tuple[str, int]
MOST_MEASURED = 300
MOST_COHORTS = 150  # of each level; the rest of a large scope falls back to wider cohorts
ANY_YEAR = 0
_GROUP = "^([A-H][0-9]{2}[A-Z]) *([0-9]+)/"
_SYMBOL = re.compile(_GROUP)
_QUANTILES = np.linspace(0, 1, 101)


@dataclass
class _Sizes:
    """The sizes measured so far, by cohort."""

    of: dict[Key, list[ClaimSize]] = field(default_factory=lambda: defaultdict(list))

    def add(self, keys: Iterable[Key], claims: list[str | None] | None) -> None:
        """Measure a filing's first claim for some cohorts; one without claims tells nothing."""
        wanted = list(keys)
        claim = first_claim(claims) if wanted else None
        if claim is not None:
            size = size_of(claim)
            for key in wanted:
                self.of[key].append(size)

    def cohorts(self) -> dict[Key, Cohort]:
        """Return the quantiles of every cohort."""
        return {key: _cohort(sizes) for key, sizes in self.of.items()}


def cohorts_beside(engine: Engine, tables: Tables, filings: Filings) -> Mapping[Key, Cohort]:
    """Return the cohorts of the filings asked about, measured over the whole register.

    One pass over the claims of at most `MOST_MEASURED` filings of each cohort, batch by batch.
    """
    wanted = _wanted(filings)
    if not any(wanted):
        return {}
    chosen = _chosen(tables[PATENTS], wanted)
    read = with_texts(tables, chosen, (CLAIMS,))
    names = ("group", "year", "of_group", "of_subclass", "of_section", CLAIMS)
    sizes = _Sizes()
    with engine.stream(read.select(*names)) as batches:
        for batch in batches:
            for group, year, *levels, claims in zip(
                *(batch.column(name).to_pylist() for name in names), strict=True
            ):
                keys = zip(keys_of(group, year), levels, strict=True)
                sizes.add((key for key, is_wanted in keys if is_wanted), claims)
    return sizes.cohorts()


def cohort_for(
    cohorts: Mapping[Key, Cohort], symbol: str | None, year: int, *, least: int
) -> tuple[Key, Cohort] | None:
    """Return the narrowest cohort of a filing with at least `least` measured, None without one."""
    group = main_group(symbol)
    for key in keys_of(group, year) if group else ():
        if (cohort := cohorts.get(key)) is not None and cohort.size >= least:
            return key, cohort
    return None


def main_group(symbol: str | None) -> str:
    """Return "G06F16" of "G06F16/33", "" where it is no symbol of a group."""
    found = _SYMBOL.match(symbol or "")
    return f"{found[1]}{found[2]}" if found else ""


def keys_of(group: str, year: int) -> tuple[Key, Key, Key]:
    """Return the cohorts of a filing, the narrowest first: group, subclass, section."""
    return (group, year), (group[:4], year), (group[:1], ANY_YEAR)


def percentile(quantiles: tuple[float, ...], value: float) -> float:
    """Return how many of a hundred in a cohort are smaller than a value, at most 100."""
    return float(min(100, bisect_left(quantiles, value)))


def _wanted(filings: Filings) -> tuple[list[str], list[str], list[str]]:
    """Return the groups and subclasses with years, and the sections, that are asked about most."""
    levels: tuple[Counter[Key], ...] = (Counter(), Counter(), Counter())
    columns = (filings.values(name) for name in ("ipc_main", "filing_date"))
    for asked, symbol, day in zip(filings.asked.tolist(), *columns, strict=True):
        group = main_group(symbol)
        if asked and group:
            for counter, key in zip(levels, keys_of(group, day.year if day else 0), strict=True):
                counter[key] += 1
    most = [sorted(counter, key=lambda key: (-counter[key], key)) for counter in levels]
    groups, subclasses, sections = ([_told(key) for key in keys[:MOST_COHORTS]] for keys in most)
    return groups, subclasses, sections


def _told(key: Key) -> str:
    return f"{key[0]} {key[1]}" if key[1] else key[0]


def _chosen(patents: ir.Table, wanted: tuple[list[str], list[str], list[str]]) -> ir.Table:
    """Return the filings to measure, each with the levels it is measured for."""
    told = patents.filter(
        patents["right"] != "design",
        patents.filing_date.notnull(),
        patents.ipc_main.re_search(_GROUP),
    )
    symbol = told.ipc_main
    placed = told.select(
        NUMBER,
        group=symbol.re_extract(_GROUP, 1) + symbol.re_extract(_GROUP, 2),
        year=told.filing_date.year().cast("int64"),
        turn=told[NUMBER].reverse(),
    )
    year = ibis.literal(" ") + placed.year.cast("string")
    keys = placed.mutate(
        group_key=placed.group + year,
        subclass_key=placed.group.substr(0, 4) + year,
        section_key=placed.group.substr(0, 1),
    )
    levels = dict(
        zip(("of_group", "of_subclass", "of_section"), _levels(keys, wanted), strict=True)
    )
    marked = keys.mutate(**levels)
    chosen = marked.filter(marked.of_group | marked.of_subclass | marked.of_section)
    return chosen.select(NUMBER, "group", "year", *levels)


def _levels(keys: ir.Table, wanted: tuple[list[str], ...]) -> Iterator[ir.BooleanValue]:
    columns = (keys.group_key, keys.subclass_key, keys.section_key)
    for column, names in zip(columns, wanted, strict=True):
        window = ibis.window(group_by=column, order_by=[keys.turn, keys[NUMBER]])
        yield column.isin(names) & (ibis.row_number().over(window) < MOST_MEASURED)


def _cohort(sizes: list[ClaimSize]) -> Cohort:
    table = np.array([(size.length, size.features, size.numbers) for size in sizes], np.float64)
    lengths, features, numbers = np.quantile(table, _QUANTILES, axis=0).T
    return Cohort(
        len(sizes), tuple(lengths.tolist()), tuple(features.tolist()), tuple(numbers.tolist())
    )
