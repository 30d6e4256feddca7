"""What every case knows beside its procedure, from the command line: `zhiheng case take …`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click
from django.utils import timezone

from zhiheng.core.errors import InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.queries import get_user
from zhiheng.office.caseload.choosing import DIMENSIONS, LoadFilter, narrowed, overseen
from zhiheng.office.caseload.figures import COUNTED, load_of
from zhiheng.office.caseload.json_presenters import load_json
from zhiheng.office.caseload.names import Names
from zhiheng.office.caseload.periods import a_year_before
from zhiheng.office.caseload.redating import awaiting, recount_cases, running_cases
from zhiheng.office.cases import queries
from zhiheng.office.cases.assigning import assign_case, take_case
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.cases.stopping import (
    ExtensionRequest,
    extend_term,
    resume_case,
    suspend_case,
)
from zhiheng.office.cli.output import output_options, show_facts, show_json, show_rows

DAY = click.DateTime(formats=["%Y-%m-%d"])
as_person = click.option(
    "--as", "username", required=True, metavar="USER", help="In whose name it is done."
)
key = click.option("--key", default="", help="Sent twice with one key, it is done once.")


def person_and_case(number: str, username: str) -> tuple[User, datetime, Case]:
    """Return who acts, when, and the case, where it is theirs to see."""
    by, now = get_user(username), timezone.now()
    return by, now, queries.get_case(number, user=by, on=timezone.localdate(now))


def tell(entry: Entry, style: str) -> None:
    """Print what was written into the file, and how the case stands afterwards."""
    case = queries.find_case(entry.case.number)
    facts = {
        "number": case.number,
        "what": entry.kind,
        "name": entry.name,
        "event": entry.event,
        "stage": case.stage,
        "status": case.status,
        "due": case.due_on,
        "revision": case.revision,
    }
    show_facts(facts, style)


@click.command(name="take")
@click.argument("number")
@as_person
@output_options
def take(number: str, username: str, style: str) -> None:
    """Take a case that nobody handles.

    Example: zhiheng case take WY-2026-000012 --as officer
    """
    by, now, case = person_and_case(number, username)
    tell(take_case(case=case, revision=None, by=by, on=now), style)


@click.command(name="assign")
@click.argument("number")
@click.argument("person")
@click.option("--reason", default="", help="Why to this person.")
@as_person
@output_options
def assign(number: str, person: str, reason: str, username: str, style: str) -> None:
    """Give a case to somebody of the body that handles it.

    Example: zhiheng case assign WY-2026-000012 officer-2 --as leader
    """
    by, now, case = person_and_case(number, username)
    to = get_user(person)
    tell(assign_case(case=case, revision=None, to=to, reason=reason, by=by, on=now), style)


@click.command(name="suspend")
@click.argument("number")
@click.argument("ground")
@click.argument("reason")
@key
@as_person
@output_options
def suspend(number: str, ground: str, reason: str, key: str, username: str, style: str) -> None:
    """Stop the time of a case on a ground that its procedure declares.

    Example: zhiheng case suspend ADJ-2026-000003 invalidation 已受理无效宣告请求 --as officer
    """
    by, now, case = person_and_case(number, username)
    entry = suspend_case(
        case=case, revision=None, ground=ground, reason=reason, by=by, on=now, key=key
    )
    tell(entry, style)


@click.command(name="resume")
@click.argument("number")
@click.argument("ground")
@click.option("--reason", default="", help="Why time runs again.")
@key
@as_person
@output_options
def resume(number: str, ground: str, reason: str, key: str, username: str, style: str) -> None:
    """Let the time of a case run again.

    Example: zhiheng case resume ADJ-2026-000003 invalidation --as officer
    """
    by, now, case = person_and_case(number, username)
    entry = resume_case(
        case=case, revision=None, ground=ground, reason=reason, by=by, on=now, key=key
    )
    tell(entry, style)


@click.command(name="extend")
@click.argument("number")
@click.argument("term")
@click.argument("reason")
@click.option("--length", default="", help="By how much, such as 1m; what the rule says at most.")
@click.option("--of", default="", help="Whose term, where several parties have the same.")
@key
@as_person
@output_options
def extend(
    number: str,
    term: str,
    reason: str,
    length: str,
    of: str,
    key: str,
    username: str,
    style: str,
) -> None:
    """Lengthen a term by its rule; proposed where somebody else approves it.

    Example: zhiheng case extend ADJ-2026-000003 decision 案情复杂 --length 1m --as officer
    """
    by, now, case = person_and_case(number, username)
    wanted = ExtensionRequest(term=term, length=length, reason=reason, of=of, key=key)
    tell(extend_term(case=case, revision=None, wanted=wanted, by=by, on=now), style)


@click.command(name="load")
@click.option("--since", type=DAY, help="Flows from this day; a year unless told.")
@click.option("--until", type=DAY, help="Until, and the stock as of, this day; today unless told.")
@click.option(
    "--by",
    "dimension",
    type=click.Choice(DIMENSIONS),
    default="procedure",
    show_default=True,
    help="Broken down by.",
)
@click.option("--procedure", default="", help="Of one procedure.")
@click.option("--as", "username", default="", metavar="USER", help="What USER looks after.")
@output_options
def load(
    since: datetime | None,
    until: datetime | None,
    dimension: str,
    procedure: str,
    username: str,
    style: str,
) -> None:
    """Show the load: open, overdue, in and out, in time; with --json all figures.

    Example: zhiheng case load --by handler --json
    """
    today = timezone.localdate()
    last = until.date() if until else today
    wanted = LoadFilter(
        since=min(since.date() if since else a_year_before(last), last),
        until=last,
        procedure=procedure,
    )
    cases = overseen(get_user(username), on=today) if username else Case.objects.all()
    names = Names(cases)
    found = load_of(narrowed(cases, wanted), wanted, by=dimension)
    facts = load_json(found, names, dimension)
    if style == "json":
        show_json(facts)
    else:
        show_rows(facts["lines"], ("name", *COUNTED, "in_time"), style)


@click.command(name="recount")
@click.argument("numbers", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every case with a running term.")
@output_options
def recount(numbers: tuple[str, ...], everything: bool, style: str) -> None:
    """Count clocks anew: those that wait for a holiday notice that is out, and standing ones.

    Prints every last day that is no longer what it was.

    Example: zhiheng case recount --all
    """
    if numbers and everything:
        raise InputError.of("case.recount_what")
    if numbers:
        chosen = {queries.find_case(number).pk for number in numbers}
    else:
        chosen = set(running_cases()) if everything else awaiting()
    moved = recount_cases(sorted(chosen), now=timezone.now())
    rows: list[dict[str, Any]] = [
        {
            "number": each.case.number,
            "term": each.clock.term,
            "before": each.before,
            "due": each.clock.due_on,
            "firm": not each.clock.awaits,
        }
        for each in moved
    ]
    show_rows(rows, ("number", "term", "before", "due", "firm"), style)


COMMANDS = (take, assign, suspend, resume, extend, load, recount)
