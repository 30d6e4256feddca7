"""`zhiheng state`: the legal state of a right on a day, and why."""

from __future__ import annotations

from typing import Any

import click
from django.utils import timezone

from zhiheng.core.browsing.legal_states import STATES_OF
from zhiheng.core.errors import InputError
from zhiheng.core.feeds.cells import read_date
from zhiheng.office.cli.output import output_options, show_json, show_rows
from zhiheng.office.registers import queries
from zhiheng.office.registers.presenters import said
from zhiheng.office.registers.state_presenters import answer_json

FIELDS = ("starts_on", "ends_on", "state", "cause", "reference", "announced_on", "rule")


@click.group(name="state")
def group() -> None:
    """Legal states of patents and marks, computed from documents and events."""


@group.command(name="show")
@click.argument("number")
@click.option("--on", default="", metavar="DAY", help="The day asked for; today without it.")
@click.option(
    "--register", "name", type=click.Choice(list(STATES_OF)), default="patents", show_default=True
)
@output_options
def show(number: str, on: str, name: str, style: str) -> None:
    """Show the state of a right on a day with the reasons, and all its states.

    A mark is named by its number and class, 12345678~09; its number alone means its first class.

    Example: zhiheng state show ZL201910302430.1 --on 2024-12-31 --json
    """
    day = read_date(on) if on else timezone.localdate()
    if day is None:
        raise InputError.of("date.impossible", received=on)
    found, answer = queries.legal_state(name, number, on=day)
    if style == "json":
        told: dict[str, Any] = {
            "register": name,
            "key": queries.key_of(found),
            **answer_json(answer),
            "states": [_plain(row) for row in found.states],
        }
        show_json(told)
        return
    if style == "table":
        for sentence in answer.sentences:
            click.echo(said(sentence))
    show_rows(found.states, FIELDS, style)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in (*FIELDS, "phase", "source", "contradictions")}
