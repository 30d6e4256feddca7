"""The lake, the engine and the declarations this process works with: opened once, shared."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection
from datetime import date
from functools import cache
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from django.conf import settings
from django.utils import timezone

from zhiheng.core.calendar import Calendar
from zhiheng.core.declarations.catalogue import Catalogue, load_catalogue
from zhiheng.core.engine import Engine, open_engine
from zhiheng.core.errors import PersonError
from zhiheng.core.feeds.importing import LIMITS
from zhiheng.core.lake.tables import Lake
from zhiheng.core.terms.calendars import load_calendar

logger = logging.getLogger(__name__)


def own_declarations() -> list[Path]:
    """Return the office's own folder of declarations, where there is one; it replaces ours."""
    own: Path = settings.ZHIHENG.home / "declarations"
    return [own] if own.is_dir() else []


@cache
def catalogue() -> Catalogue:
    """Return the packaged declarations and, replacing them, those in the home folder."""
    return load_catalogue(*own_declarations())


@cache
def lake() -> Lake:
    """Return the lake that the settings name."""
    return Lake(settings.ZHIHENG.lake, settings.ZHIHENG.lake_options)


@cache
def engine() -> Engine:
    """Return the engine that the settings name: DuckDB in this process, or Spark."""
    return open_engine(lake(), spark=settings.ZHIHENG.spark)


def rows_with(register: str, column: str, values: Collection[str]) -> ir.Table:
    """Return the rows of a register that have one of some values in a column.

    The values are joined: as a list in the question, 20 000 of them cost DuckDB 1.7 s.
    """
    asked = pa.table({column: pa.array(sorted(set(values)), pa.string())})
    return engine().table(catalogue().register(register)).semi_join(ibis.memtable(asked), column)


def working_days() -> Calendar:
    """Return the packaged calendar of working days with the office's own notices.

    A notice put into the office's folder counts from the next question on, in every process. One
    that cannot be read is told in the log, and the calendar known so far goes on counting.
    """
    own = settings.ZHIHENG.home / "declarations"
    written = _written(own / "calendars")
    if _calendar and _calendar[0][0] == written:
        return _calendar[0][1]
    try:
        found = load_calendar(*own_declarations())
    except PersonError:
        if not _calendar:
            raise
        logger.exception("the calendar in %s cannot be read; the one known so far is kept", own)
        found = _calendar[0][1]
    _calendar[:] = [(written, found)]
    return found


_calendar: list[tuple[tuple[tuple[str, int], ...], Calendar]] = []


def _written(folder: Path) -> tuple[tuple[str, int], ...]:
    """Return what lies in a folder and when it was written last."""
    try:
        with os.scandir(folder) as found:
            return tuple(sorted((each.name, each.stat().st_mtime_ns) for each in found))
    except OSError:
        return ()


def whole(name: str, *, on: date) -> int:
    """Return a parameter that is a whole number, as in force on a day."""
    return int(str(catalogue().value(name, on=on).value))


def city() -> str:
    """Return the division code of the city whose platform this is."""
    return str(catalogue().value("city.division", on=timezone.localdate()).value)


def feed_limits() -> dict[str, int]:
    """Return the limits in force for reading feeds."""
    today = timezone.localdate()
    return {name: whole(f"feed-limit.{name}", on=today) for name in LIMITS}


def forget() -> None:
    """Open everything anew at the next question, after the settings changed."""
    for opened in (catalogue, lake, engine):
        opened.cache_clear()
    _calendar.clear()
