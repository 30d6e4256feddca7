"""`zhiheng notices`: the day that begins, and the mails that are due."""

from __future__ import annotations

from datetime import date, datetime

import click
from django.utils import timezone

from zhiheng.core.errors import InputError
from zhiheng.office.cli.output import output_options, show_rows
from zhiheng.office.notices import days, mailing, queries
from zhiheng.office.notices.models import BegunDay

FIELDS = ("day", "began", "finished", "failures")
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group(name="notices")
def group() -> None:
    """What people are told: requests, reminders, escalations."""


@group.command(name="run")
@click.option("--on", "day", type=DAY, help="The day that begins; today unless told.")
@click.option("--again", is_flag=True, help="Also where the day was begun before.")
@output_options
def run(day: datetime | None, again: bool, style: str) -> None:
    """Begin a day as the background worker does: open what is due, remind, escalate.

    What people were told already they are not told again. Mails that are due are sent as well.

    Example: zhiheng notices run --on 2026-04-13
    """
    now = timezone.now()
    begun = days.begin_day(day=not_to_come(day, now), now=now, again=again)
    sent = mailing.send_due_notices(on=now)
    show_rows([_row(begun)] if begun else [], FIELDS, style)
    click.echo(f"{sent} mails sent" if begun else "begun before; --again repeats it", err=True)


@group.command(name="days")
@click.option("--last", default=14, show_default=True, help="How many days to show.")
@output_options
def begun(last: int, style: str) -> None:
    """Show the days that began, and what could not be done on them.

    Example: zhiheng notices days --json
    """
    show_rows([_row(each) for each in queries.begun_days()[:last]], FIELDS, style)


def not_to_come(day: datetime | None, now: datetime) -> date:
    """Return a day that may begin: today unless told; InputError for a day to come."""
    today = timezone.localdate(now)
    asked = day.date() if day else today
    if asked > today:
        raise InputError.of("notices.day_to_come", received=asked, expected=today)
    return asked


def _row(begun: BegunDay) -> dict[str, object]:
    return {
        "day": begun.day,
        "began": begun.began_at,
        "finished": begun.finished_at,
        "failures": [f"{each['receiver']}: {each['error']}" for each in begun.failures],
    }
