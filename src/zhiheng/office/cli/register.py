"""`zhiheng register`: look into the registers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from zhiheng.core.browsing.records import Record, record_key
from zhiheng.core.errors import InputError, Problem
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cli.output import output_options, save, show_facts, show_rows
from zhiheng.office.registers import commands, downloads, lake, queries
from zhiheng.office.registers.exports import check_format


@click.group(name="register")
def group() -> None:
    """Look into the registers."""


@group.command(name="list")
@output_options
def list_(style: str) -> None:
    """List the registers with their sizes.

    Example: zhiheng register list --json
    """
    rows = [
        {
            "name": summary.register.name,
            "title": summary.register.title.zh,
            "rows": summary.rows,
            "written_at": summary.written_at,
        }
        for summary in queries.register_summaries()
    ]
    show_rows(rows, ("name", "title", "rows", "written_at"), style)


@group.command(name="show")
@click.argument("register")
@click.argument("number")
@click.option("--known-on", default="", help="As the register stood at the end of this day.")
@output_options
def show(register: str, number: str, known_on: str, style: str) -> None:
    """Show one record with its lineage; the number may be in any notation.

    Example: zhiheng register show patents ZL201910302430.1 --json
    """
    found = queries.record(register, number, known_on=known_on)
    if style == "json":
        show_facts(record_json(found), style)
    else:
        show_facts({**found.values, **found.lineage}, style)


@group.command(name="rows")
@click.argument("register")
@click.option("--where", multiple=True, metavar="NAME=VALUE", help="A filter, as in an address.")
@click.option("--sort", default="", help="A sortable column; with - in front descending.")
@click.option("--limit", default=50, show_default=True, help="How many rows.")
@output_options
def rows(register: str, where: tuple[str, ...], sort: str, limit: int, style: str) -> None:
    """List rows of a register that pass the filters.

    Example: zhiheng register rows patents --where right=invention --where in_force_on=2025-12-31
    """
    query = {**_query(where), "sort": [sort]}
    asked, page = queries.register_page(register, query, rows=limit, unmasked=True)
    if asked.filters.problems:
        raise InputError(*asked.filters.problems)
    listed = [column.name for column in asked.filters.register.columns if column.listed]
    show_rows(page.rows, listed, style)
    click.echo(f"{page.total} rows", err=True)


@group.command(name="export")
@click.argument("register")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--where", multiple=True, metavar="NAME=VALUE", help="A filter, as in an address.")
def export(register: str, target: Path, where: tuple[str, ...]) -> None:
    """Write the rows that pass the filters to a .csv, .xlsx or .json file.

    Example: zhiheng register export enterprises enterprises.xlsx --where division=440305
    """
    query = _query(where)
    found = queries.register_rows(register, query, unmasked=True)
    check_format(target.suffix.lstrip("."))
    commands.note_export(
        register=register, filters=list(query), by=system_operator(), on=timezone.now()
    )
    save(downloads.register_table(lake.catalogue().register(register), found), target)


@group.command(name="versions")
@click.argument("register")
@output_options
def versions(register: str, style: str) -> None:
    """List the versions of a register, newest first.

    Example: zhiheng register versions patents
    """
    lake.catalogue().register(register)
    commits = [
        {"version": commit.version, "at": commit.at, **commit.notes}
        for commit in lake.lake().commits(register)
    ]
    show_rows(commits, ("version", "at", "import_id", "folded_through"), style)


@group.command(name="refold")
def refold() -> None:
    """Compute every derived register anew, after a declared term or event changed.

    Example: zhiheng register refold
    """
    commands.refold(by=system_operator(), on=timezone.now())


def record_json(found: Record) -> dict[str, Any]:
    """Return a record as `--json` and the API give it."""
    return {
        "register": found.register.name,
        "key": record_key(found.register, found.values),
        "record": found.values,
        "lineage": found.lineage,
        "documents": found.documents,
        "events": found.events,
        "states": found.states,
        "family": found.family,
        "cites": found.cites,
        "cited_by": found.cited_by,
        "class_titles": found.class_titles,
    }


def _query(where: tuple[str, ...]) -> dict[str, list[str]]:
    query: dict[str, list[str]] = {}
    for test in where:
        name, equals, value = test.partition("=")
        if not equals:
            raise InputError(Problem("filter.malformed", {"received": test}))
        query.setdefault(name, []).append(value)
    return query
