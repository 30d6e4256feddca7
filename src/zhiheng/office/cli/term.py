"""`zhiheng term`: due dates, the regimes they follow, and the calendar of working days."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import click
from django.utils import timezone, translation

from zhiheng.core.calendar import Calendar, Day, DayKind
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.procedures.loading import load_procedures
from zhiheng.core.procedures.written import Law, declared_term_written
from zhiheng.core.terms.calendars import load_calendar
from zhiheng.core.terms.dates_in_words import article_en, article_zh
from zhiheng.core.terms.deadline import Deadline
from zhiheng.core.terms.regimes import Regime, load_regimes
from zhiheng.core.terms.written import (
    Rules,
    compute_before_written,
    compute_written,
    parse_day,
)
from zhiheng.office.cli.output import output_options, show_json, show_rows
from zhiheng.office.registers import lake


@click.group(name="term")
def group() -> None:
    """Legal terms: when something is due, and why."""


@group.command(name="compute")
@click.option("--from", "start", required=True, metavar="DATE", help="The day of the event.")
@click.option("--length", required=True, help="15d, 5wd, 3m, 10y or 24h.")
@click.option("--regime", required=True, help="How to count; see `zhiheng term regimes`.")
@click.option("--service", default="", metavar="MODE", help="DATE is when it was sent this way.")
@click.option(
    "--suspend", multiple=True, metavar="FROM:TO", help="Days not counted; TO empty: still so."
)
@click.option("--extend", multiple=True, metavar="LENGTH", help="A granted extension.")
@click.option("--at", default="", metavar="HH:MM", help="The time of the event, for hours.")
@click.option("--validity", is_flag=True, help="How long a right is valid, not a time limit.")
@click.option("--before", is_flag=True, help="Count back: the latest day before DATE.")
@click.option("--on", default="", metavar="DATE", help="Count open suspensions up to here; today.")
@output_options
def compute_(
    start: str,
    length: str,
    regime: str,
    service: str,
    suspend: tuple[str, ...],
    extend: tuple[str, ...],
    at: str,
    validity: bool,
    before: bool,
    on: str,
    style: str,
) -> None:
    """Compute when a term ends, with the derivation day by day.

    \b
    Example: zhiheng term compute --from 2026-09-17 --length 15d --regime patent-rules --json
    Example: zhiheng term compute --from 2026-07-06 --length 90d --regime samr \\
               --suspend 2026-08-01:2026-08-10 --extend 30d
    """
    rules = Rules(load_calendar(*lake.own_declarations()), load_regimes(*lake.own_declarations()))
    event = f"{start}T{at}" if at else start
    if before:
        if service or suspend or extend or validity:
            raise click.UsageError("--before stands alone with --from, --length and --regime")
        deadline = compute_before_written(event=event, length=length, regime=regime, rules=rules)
    else:
        deadline = compute_written(
            start=event,
            length=length,
            regime=regime,
            service=service,
            suspend=" ".join(suspend),
            extend=" ".join(extend),
            validity=validity,
            on=parse_day(on) if on else timezone.localdate(),
            rules=rules,
        )
    _show(deadline_json(deadline, language=_language()), style)


@group.command(name="of")
@click.argument("procedure")
@click.argument("term")
@click.option("--from", "start", required=True, metavar="DATE", help="The day of the event.")
@click.option("--at", default="", metavar="HH:MM", help="The time of the event, for hours.")
@click.option("--given", multiple=True, metavar="FIELD=VALUE", help="An answer of the form.")
@click.option("--service", default="", metavar="MODE", help="DATE is when it was sent this way.")
@click.option(
    "--suspend", multiple=True, metavar="GROUND:FROM:TO", help="Days not counted, by their ground."
)
@click.option("--extend", multiple=True, metavar="LENGTH", help="A granted extension.")
@click.option("--on", default="", metavar="DATE", help="Count open suspensions up to here; today.")
@output_options
def of_(
    procedure: str,
    term: str,
    start: str,
    at: str,
    given: tuple[str, ...],
    service: str,
    suspend: tuple[str, ...],
    extend: tuple[str, ...],
    on: str,
    style: str,
) -> None:
    """Compute when TERM of a declared PROCEDURE ends: its length and rules stand in its file.

    \b
    Example: zhiheng term of patent-infringement-adjudication conclusion --from 2026-03-02 \\
               --suspend invalidation:2026-04-01:2026-04-30 --extend 1m
    Example: zhiheng term of criminal-transfer handing-over --from 2026-03-02 --at 16:30
    """
    own = lake.own_declarations()
    law = Law(
        load_procedures(*own),
        load_catalogue(*own),
        Rules(load_calendar(*own), load_regimes(*own)),
    )
    deadline = declared_term_written(
        procedure=procedure,
        term=term,
        start=f"{start}T{at}" if at else start,
        given=" ".join(given),
        service=service,
        suspend=" ".join(suspend),
        extend=" ".join(extend),
        on=parse_day(on) if on else timezone.localdate(),
        law=law,
    )
    _show(deadline_json(deadline, language=_language()), style)


@group.command(name="regimes")
@output_options
def regimes(style: str) -> None:
    """List the regimes: how each instrument counts.

    Example: zhiheng term regimes
    """
    fields = (
        "name", "title", "follows", "start_day", "rest_day", "working_days", "validity", "service",
        "unverified",
    )  # fmt: skip
    found = load_regimes(*lake.own_declarations()).values()
    show_rows((_regime_row(each) for each in found), fields, style)


@group.command(name="calendar")
@click.argument("year", type=click.IntRange(1, 9998))
@click.option("--all", "every", is_flag=True, help="Every day, not only those out of the ordinary.")
@output_options
def calendar_(year: int, every: bool, style: str) -> None:
    """List holidays and worked weekends of a year; a year without notice is computed by rule.

    Example: zhiheng term calendar 2026
    """
    calendar = load_calendar(*lake.own_declarations())
    days = list(calendar.days(date(year, 1, 1), date(year, 12, 31)))
    rows = [
        _day_row(day) for day in days if every or day.kind in (DayKind.HOLIDAY, DayKind.EXCHANGED)
    ]
    if style == "json":
        show_json({**_year_facts(year, days, calendar), "days": rows})
        return
    show_rows(rows, ("date", "weekday", "kind", "name", "settled"), style)
    click.echo(_year_note(_year_facts(year, days, calendar)), err=True)


def deadline_json(deadline: Deadline, *, language: str) -> dict[str, Any]:
    """Return a deadline as `--json` gives it."""
    cite = article_en if language == "en" else article_zh
    return {
        "due": deadline.due,
        "due_at": deadline.due_at,
        "provisional": deadline.provisional,
        "awaits": list(deadline.awaits),
        "standing_since": deadline.standing_since,
        "regime": deadline.regime.name,
        "start": deadline.start,
        "nominal": deadline.nominal,
        "derivation": deadline.sentences(language),
        "unverified": [cite(article) for article in deadline.unverified],
    }


def _show(facts: dict[str, Any], style: str) -> None:
    if style == "json":
        show_json(facts)
        return
    listed = ("awaits", "derivation", "unverified")
    lines = [
        {"field": name, "value": value}
        for name, value in facts.items()
        if name not in listed and value is not None
    ]
    lines += [{"field": name, "value": each} for name in listed for each in facts[name]]
    show_rows(lines, ("field", "value"), style)


def _regime_row(regime: Regime) -> dict[str, Any]:
    working = regime.working_days
    reads = "" if working is None else "d" if working.all else f"≤{working.up_to}d"
    if working and working.lengths:
        reads = "/".join(f"{quantity}d" for quantity in working.lengths)
    rules = [regime.start, regime.months, regime.rest_day, regime.hours, working, regime.validity]
    unverified = [rule for rule in (*rules, *regime.service) if rule and rule.status != "verified"]
    return {
        "name": regime.name,
        "title": regime.title.in_language(_language()),
        "follows": regime.follows,
        "start_day": "counted" if regime.start.counted else "not counted",
        "rest_day": regime.rest_day.roll,
        "working_days": reads,
        "validity": "yes" if regime.validity else "",
        "service": " ".join(
            f"{rule.mode}{'+' if rule.presumed else ''}{rule.presumed}" for rule in regime.service
        ),
        "unverified": len(unverified),
    }


def _day_row(day: Day) -> dict[str, Any]:
    name = day.name
    return {
        "date": day.date,
        "weekday": day.date.isoweekday(),
        "kind": day.kind.value,
        "name": "" if name is None else name.en if _language() == "en" else name.zh,
        "settled": day.settled,
    }


def _year_facts(year: int, days: list[Day], calendar: Calendar) -> dict[str, Any]:
    kinds = Counter(day.kind for day in days)
    return {
        "year": year,
        "published": year in calendar.years,
        "source": calendar.source(year) or calendar.fixed_source(days[0].date),
        "settled": all(day.settled for day in days),
        "settled_until": calendar.settled_until,
        "working_days": kinds[DayKind.WORKDAY] + kinds[DayKind.EXCHANGED],
    }


def _year_note(facts: dict[str, Any]) -> str:
    english = _language() == "en"
    count, year, source = facts["working_days"], facts["year"], facts["source"]
    if facts["published"]:
        return f"{count} working days; {source}" if english else f"{count} 个工作日；{source}"
    if english:
        return (
            f"Provisional: no notice for {year} is known; {count} working days by rule ({source})"
        )
    return f"暂定：{year}年的节假日安排未公布或未录入，按《{source}》推算有 {count} 个工作日"


def _language() -> str:
    return "en" if (translation.get_language() or "").startswith("en") else "zh"
