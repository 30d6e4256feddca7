"""`zhiheng protection`: the protection list and its alerts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click
from django.utils import timezone, translation

from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.queries import get_user
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cli.output import output_options, save, show_rows
from zhiheng.office.protection import queries
from zhiheng.office.protection.commands import list_entry
from zhiheng.office.protection.describing import Described, read_classes
from zhiheng.office.protection.enums import AlertKind, AlertState, EntryKind, EntryState, Severity
from zhiheng.office.protection.importing import import_table
from zhiheng.office.protection.json_presenters import alert_json, entry_json
from zhiheng.office.protection.presenters import entry_table
from zhiheng.office.protection.queries import AlertFilter, EntryFilter
from zhiheng.office.protection.watching import hold_list

ENTRY_COLUMNS = (
    "number", "kind", "name", "right_number", "owner", "classes", "state", "valid_from", "valid_to",
)  # fmt: skip
ALERT_COLUMNS = (
    "number", "severity", "kind", "name", "sentence", "deadline", "state", "found_at",
)  # fmt: skip
_AS = click.option("--as", "username", default="", metavar="USER", help="Who does it.")
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group(name="protection")
def group() -> None:
    """The protection list: entries, tables of them, alerts."""


@group.command(name="add")
@click.argument("name", default="")
@click.option("--kind", type=click.Choice(EntryKind.values), default="mark", show_default=True)
@click.option("--number", default="", help="Number of the mark or patent.")
@click.option("--owner", "party", default="", help="Party number, credit code or name.")
@click.option("--classes", default="", help="Nice classes, parted by commas.")
@click.option("--well-known", is_flag=True, help="Recognised as well known.")
@click.option("--reason", required=True, help="Why it is protected.")
@click.option("--source", required=True, help="Provision or document that establishes it.")
@click.option("--from", "valid_from", type=_DAY, default=None, help="First day; today unless told.")
@click.option("--until", "valid_to", type=_DAY, default=None, help="First day without protection.")
@_AS
def add(username: str, name: str, classes: str, **given: Any) -> None:
    """Put something on the list; print the number of the entry.

    Example: zhiheng protection add 星耀 --classes 9,42 --reason "known brand" --source "list 2026"
    """
    read, problems = read_classes(classes)
    if problems:
        raise InputError(*problems)
    days = {each: given.pop(each) for each in ("valid_from", "valid_to")}
    described = Described(
        text=name,
        nice_classes=read,
        valid_from=days["valid_from"].date() if days["valid_from"] else timezone.localdate(),
        valid_to=days["valid_to"].date() if days["valid_to"] else None,
        **given,
    )
    entry = list_entry(described=described, by=_actor(username), on=timezone.now())
    click.echo(str(entry.pk))


@group.command(name="list")
@click.option("--kind", type=click.Choice(EntryKind.values), default=None)
@click.option("--state", type=click.Choice(EntryState.values), default=None)
@click.option("--text", default="", help="A part of the name or owner, or a number.")
@click.option("--in-force", type=_DAY, default=None, help="In force on a day.")
@click.option(
    "--output", type=click.Path(path_type=Path), default=None, help="Write .csv, .xlsx or .json."
)
@output_options
def list_(
    style: str, output: Path | None, in_force: dt.datetime | None, **given: str | None
) -> None:
    """List the entries, or write them to a file that can be imported again.

    Example: zhiheng protection list --kind mark --json
    """
    wanted = EntryFilter(
        text=given["text"] or "",
        kind=given["kind"] or "",
        state=given["state"] or "",
        in_force=in_force.date() if in_force else None,
    )
    found = queries.entries(system_operator(), wanted, on=timezone.localdate()).order_by("pk")
    if output:
        save(entry_table(found.iterator(chunk_size=500), unmasked=True), output)
        return
    rows = (entry_json(each, unmasked=False) for each in found.iterator(chunk_size=500))
    show_rows(rows, ENTRY_COLUMNS, style)


@group.command(name="import")
@click.argument("table", type=click.Path(path_type=Path))
@_AS
def import_(username: str, table: Path) -> None:
    """Put every good line of a CSV or XLSX table on the list; tell what is wrong with the others.

    Exit code 3 where lines were not taken.

    Example: zhiheng protection import list.xlsx
    """
    if not table.is_file():
        raise NotFoundError.of("file.not_found", path=table)
    brought = import_table(
        name=table.name, content=table.read_bytes(), by=_actor(username), on=timezone.now()
    )
    language = translation.get_language() or "zh"
    for bad in brought.bad:
        click.echo(f"{table.name} {bad.position}: {'; '.join(bad.reasons(language))}", err=True)
    click.echo(str(len(brought.made)))
    if brought.bad:
        raise click.exceptions.Exit(3)


@group.command(name="alerts")
@click.option(
    "--state", type=click.Choice(["open", "every", *AlertState.values]), default="open",
    show_default=True,
)  # fmt: skip
@click.option("--kind", type=click.Choice(AlertKind.values), default=None)
@click.option(
    "--severity", type=click.Choice([each.partition("-")[2] for each in Severity.values]),
    default=None,
)  # fmt: skip
@click.option("--entry", type=int, default=None, help="Of one entry.")
@click.option("--look", is_flag=True, help="Hold the list against the registers first.")
@output_options
def alerts(
    style: str, state: str, kind: str | None, severity: str | None, entry: int | None, look: bool
) -> None:
    """List what was found about the entries, the most pressing first.

    Example: zhiheng protection alerts --severity high --json
    """
    if look:
        hold_list(by=system_operator(), on=timezone.now())
    code = queries.severity_code(severity or "")
    wanted = AlertFilter(state=state, kind=kind or "", severity=code, entry=entry)
    found = queries.alerts(system_operator(), wanted, on=timezone.localdate())
    rows = (alert_json(each, unmasked=False) for each in found.iterator(chunk_size=500))
    show_rows(rows, ALERT_COLUMNS, style)


def _actor(username: str) -> User:
    return get_user(username) if username else system_operator()
