"""What do the daily changes of indicators add up to, on any days and for any divisions?

Reads `indicator-changes` and answers what `indicators.counts` answers: the changes of a measure
are read once, and each day asked for is looked up in their running sum. Changes are used only for
exactly the versions of the registers that they were made of, also earlier ones; where none are
stored they are made in one pass and kept.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.analyses.division_codes import division_prefix
from zhiheng.core.analyses.indicator_changes import (
    CHANGES,
    EPOCH,
    changes_of,
    measure_of,
    registers_of,
)
from zhiheng.core.analyses.indicator_rows import number
from zhiheng.core.analyses.indicators import Asked, Counts
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Counted
from zhiheng.core.engine import Engine, PinnedEngine
from zhiheng.core.lake.tables import Commit, Lake

FOLLOWS = "follows"  # the note on a commit: the versions each measure was made of, and the city
REMEMBERED = 256  # measures, of about a megabyte each in a large city
COLUMNS = ("division", "day", "until", "rows", "amount")
Place = tuple[str, tuple[tuple[str, int], ...]]  # a measure, and the versions it is made of
Days = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Followed:
    """What one version of the changes holds: each measure with the versions it was made of."""

    version: int
    city: str
    measures: Mapping[str, Mapping[str, int]]

    def holds(self, measure: str, versions: Mapping[str, int]) -> bool:
        """Tell whether a measure was made of these versions."""
        made = self.measures.get(measure)
        return made is not None and all(versions.get(name) == of for name, of in made.items())


def followed(commit: Commit) -> Followed:
    """Read the note of a commit; one without a note holds nothing."""
    told = json.loads(commit.notes.get(FOLLOWS, "{}"))
    return Followed(commit.version, told.get("city", ""), told.get("measures", {}))


@dataclass
class Sums:
    """The changes of a city as running sums, kept when first asked for; safe among threads.

    What is not stored is made of the registers: one pass for each version of them, and then any
    day is looked up.
    """

    lake: Lake
    engine: Engine
    catalogue: Catalogue
    city: str
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _history: list[Followed] = field(default_factory=list)
    _kept: OrderedDict[Place, list[_Running]] = field(default_factory=OrderedDict)

    def prepare(self, wanted: Iterable[tuple[Counted, str]], versions: Mapping[str, int]) -> None:
        """Look what is stored by now, and read what is wanted at once instead of one by one."""
        with self._lock:
            newest = self.engine.version(self.catalogue.register(CHANGES))
            if newest >= 0 and (not self._history or self._history[0].version != newest):
                self._history = [followed(commit) for commit in self.lake.commits(CHANGES)]
            places = [self._place(counted, by, versions) for counted, by in wanted]
            self._read([place for place in places if place and place not in self._kept])

    def counts(self, counted: Counted, asked: Asked, versions: Mapping[str, int]) -> Counts | None:
        """Return the numbers by these versions of the registers; None of what is not additive."""
        with self._lock:
            place = self._place(counted, asked.by, versions)
            if place is None or not _lies_in(asked.whole, self.city):
                return None
            if place not in self._kept:
                self._read([place])
            if place not in self._kept:
                self._kept[place] = self._made(place, counted, asked.by)
            self._kept.move_to_end(place)
            running = self._kept[place]
            while len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)
        return self._summed(counted, asked, running)

    def _place(self, counted: Counted, by: str, versions: Mapping[str, int]) -> Place | None:
        """Return the measure and the versions it is made of; None of what is not additive."""
        measure = measure_of(self.catalogue, counted, by)
        if measure is None:
            return None
        names = registers_of(self.catalogue, counted)
        return measure, tuple((name, versions[name]) for name in names)

    def _read(self, places: Sequence[Place]) -> None:
        """Read the places that are stored, those of one version of the changes in one go."""
        stored: dict[int, list[Place]] = {}
        for place in places:
            for known in self._history:
                if known.city == self.city and known.holds(place[0], dict(place[1])):
                    stored.setdefault(known.version, []).append(place)
                    break
        for version, of_version in stored.items():
            table = self.engine.table(self.catalogue.register(CHANGES), version=version)
            chosen = table.filter(table.measure.isin([measure for measure, _ in of_version]))
            ordered = chosen.order_by("measure", "division", "day")
            found = _running(self.engine.run(ordered.select("measure", *COLUMNS)))
            self._kept |= {place: found.get(place[0], []) for place in of_version}

    def _made(self, place: Place, counted: Counted, by: str) -> list[_Running]:
        """Return the running sums made of the registers themselves."""
        engine = PinnedEngine(self.engine, dict(place[1]))
        changes = changes_of(engine, self.catalogue, counted, by=by, city=self.city)
        told = changes.mutate(measure=ibis.literal(place[0])).order_by("division", "day")
        return _running(engine.run(told.select("measure", *COLUMNS))).get(place[0], [])

    def _summed(self, counted: Counted, asked: Asked, running: list[_Running]) -> Counts:
        register = self.catalogue.register(counted.register_)
        found: dict[str, list[float | None]] = {}
        for code in asked.codes:
            prefix = division_prefix(code)
            below = [each for each in running if each.division.startswith(prefix)]
            found[code] = [
                number(_value(counted, below, day, asked.since), counted, register)
                for day in asked.days
            ]
        return Counts(found)


@dataclass(frozen=True)
class _Running:
    """The changes of one division in the order of days, and their running sums.

    The rows that an exclusion takes out after they happened lie apart, each with its day.
    """

    division: str
    days: Days
    rows: Days
    amounts: Days
    leaving: Sequence[tuple[int, int, int, int]] = ()  # day, until, rows, amount

    def until(self, day: int) -> tuple[int, int]:
        """Return rows and amount up to and with a day."""
        place = int(np.searchsorted(self.days, day, side="right")) - 1
        return (int(self.rows[place]), int(self.amounts[place])) if place >= 0 else (0, 0)

    def still(self, day: int, first: int) -> tuple[int, int]:
        """Return what happened from `first` to the day and was not yet taken out on the day."""
        held = [each for each in self.leaving if first <= each[0] <= day < each[1]]
        return sum(each[2] for each in held), sum(each[3] for each in held)


def _value(counted: Counted, below: list[_Running], day: date, since: date | None) -> int:
    """Return the raw number of a day, as `indicator_rows.measured` makes it."""
    first = (since or date(day.year, 1, 1)) if counted.during else date.min
    start, end = _day_number(first), _day_number(day)
    if start > end:
        return 0
    rows = amount = 0
    for each in below:
        found = [each.until(end), each.still(end, start)]
        before = each.until(start - 1) if counted.during else (0, 0)
        rows += sum(part[0] for part in found) - before[0]
        amount += sum(part[1] for part in found) - before[1]
    if counted.age:
        return rows * end - amount
    return amount if counted.sum else rows


def _running(rows: pa.Table) -> dict[str, list[_Running]]:
    """Return the running sums of each measure, from rows in the order of measure, division, day."""
    found: dict[str, list[_Running]] = {}
    leaving = _leaving(rows.filter(pc.is_valid(rows["until"])))
    stays = rows.filter(pc.is_null(rows["until"]))
    codes = [stays[name].combine_chunks().dictionary_encode() for name in ("measure", "division")]
    numbers = [_numbers(code.indices) for code in codes]
    edges = np.flatnonzero(np.any([np.diff(each) != 0 for each in numbers], axis=0)) + 1
    columns = [_numbers(stays[name]) for name in ("day", "rows", "amount")]
    for start, end in pairwise([0, *map(int, edges), stays.num_rows]):
        if start == end:
            continue
        measure, division = (stays[name][start].as_py() for name in ("measure", "division"))
        days, gained, amounts = (column[start:end] for column in columns)
        apart = leaving.pop((measure, division), ())
        running = _Running(division, days, np.cumsum(gained), np.cumsum(amounts), apart)
        found.setdefault(measure, []).append(running)
    nothing = np.zeros(0, dtype=np.int64)
    for (measure, division), apart in leaving.items():
        running = _Running(division, nothing, nothing, nothing, apart)
        found.setdefault(measure, []).append(running)
    return found


def _leaving(rows: pa.Table) -> dict[tuple[str, str], list[tuple[int, int, int, int]]]:
    found: dict[tuple[str, str], list[tuple[int, int, int, int]]] = {}
    for row in rows.to_pylist():
        told = (_day_number(row["day"]), _day_number(row["until"]), row["rows"], row["amount"])
        found.setdefault((row["measure"], row["division"]), []).append(told)
    return found


def _numbers(column: pa.ChunkedArray | pa.Array) -> Days:
    """Return whole numbers or days since 1970 without nulls; not by pandas, which loads slowly."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if len(array) == 0:
        return np.zeros(0, dtype=np.int64)
    if pa.types.is_decimal(array.type):  # sums that an engine gives back with 128 bits
        array = array.cast(pa.int64())
    size = np.int64 if array.type.bit_width == 64 else np.int32
    held = np.frombuffer(array.buffers()[1], dtype=size)
    return held[array.offset : array.offset + len(array)].astype(np.int64)


def _day_number(day: date) -> int:
    return (day - EPOCH) // timedelta(days=1)


def _lies_in(division: str, city: str) -> bool:
    return bool(city) and division.startswith(division_prefix(city))
