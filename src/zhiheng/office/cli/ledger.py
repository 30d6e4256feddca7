"""`zhiheng ledger`: read and verify the record of acts."""

from __future__ import annotations

import sys

import click
from django.utils import timezone

from zhiheng.core.errors import PersonError
from zhiheng.office.cli.errors import tell
from zhiheng.office.cli.output import output_options, show_rows
from zhiheng.office.ledger.queries import EventFilter, find_events, verify_chain


@click.group(name="ledger")
def group() -> None:
    """Read and verify the record of acts."""


@group.command(name="list")
@click.option("--act", default="", help="Only this act, for example registers.imported.")
@click.option("--limit", default=50, show_default=True, help="How many, newest first.")
@output_options
def list_(act: str, limit: int, style: str) -> None:
    """List the acts, newest first.

    Example: zhiheng ledger list --act registers.imported
    """
    rows = [
        {
            "sequence": event.sequence,
            "at": timezone.localtime(event.at).isoformat(timespec="seconds"),
            "actor": event.actor.username if event.actor else "",
            "act": event.act,
            "subject": event.subject,
            "details": event.facts,
            "digest": event.digest,
        }
        for event in find_events(EventFilter(act=act))[:limit]
    ]
    show_rows(rows, ("sequence", "at", "actor", "act", "subject", "details", "digest"), style)


@group.command(name="verify")
def verify() -> None:
    """Recompute the whole chain; any alteration, gap or reordering is told, exit code 3.

    Example: zhiheng ledger verify
    """
    problems = verify_chain()
    if problems:
        sys.exit(tell(PersonError(*problems)))
    click.echo("ok")
