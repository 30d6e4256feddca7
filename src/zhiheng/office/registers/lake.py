"""The lake, the engine and the declarations this process works with: opened once, shared."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils import timezone

from zhiheng.core.calendar import Calendar
from zhiheng.core.declarations.catalogue import Catalogue, load_catalogue
from zhiheng.core.engine import Engine, open_engine
from zhiheng.core.feeds.importing import LIMITS
from zhiheng.core.lake.tables import Lake
from zhiheng.core.terms.calendars import load_calendar


@cache
def catalogue() -> Catalogue:
    """Return the packaged declarations and, replacing them, those in the home folder."""
    own = settings.ZHIHENG.home / "declarations"
    return load_catalogue(*([own] if own.is_dir() else []))


@cache
def lake() -> Lake:
    """Return the lake that the settings name."""
    return Lake(settings.ZHIHENG.lake, settings.ZHIHENG.lake_options)


@cache
def engine() -> Engine:
    """Return the engine that the settings name: DuckDB in this process, or Spark."""
    return open_engine(lake(), spark=settings.ZHIHENG.spark)


@cache
def working_days() -> Calendar:
    """Return the packaged calendar of working days with the office's own notices."""
    own = settings.ZHIHENG.home / "declarations"
    return load_calendar(*([own] if own.is_dir() else []))


def city() -> str:
    """Return the division code of the city whose platform this is."""
    return str(catalogue().value("city.division", on=timezone.localdate()).value)


def feed_limits() -> dict[str, int]:
    """Return the limits in force for reading feeds."""
    today = timezone.localdate()
    return {
        name: int(str(catalogue().value(f"feed-limit.{name}", on=today).value)) for name in LIMITS
    }


def forget() -> None:
    """Open everything anew at the next question, after the settings changed."""
    for opened in (catalogue, lake, engine, working_days):
        opened.cache_clear()
