"""`zhiheng party`: who stands behind a name, and what people decide about it."""

from __future__ import annotations

import click
from django.utils import timezone

from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cli.output import output_options, show_facts, show_json, show_rows
from zhiheng.office.parties import commands, presenters, queries
from zhiheng.office.parties.models import PartyDecision

LISTED = ("party", "name", "kind", "uscc", "division", "mentions", "first_seen", "last_seen")
PAIR_FIELDS = ("link", "left", "right", "score", "state", "reasons")
REASON = click.option("--reason", required=True, help="Why; it stays on record.")


@click.group(name="party")
def group() -> None:
    """Who stands behind a name, and what people decide about it."""


@group.command(name="list")
@click.option("--name", default="", help="A name or a credit code.")
@click.option("--kind", default="", help="person, enterprise, university, institute …")
@click.option("--limit", default=50, show_default=True, help="How many rows.")
@output_options
def list_(name: str, kind: str, limit: int, style: str) -> None:
    """List parties, the most frequent first.

    Example: zhiheng party list --kind university --json
    """
    wanted = queries.PartyFilter(text=name, kind=kind)
    _asked, page = queries.party_page(wanted, {}, unmasked=True, rows=limit)
    show_rows(page.rows, LISTED, style)
    click.echo(f"{page.total} rows", err=True)


@group.command(name="show")
@click.argument("name")
@output_options
def show(name: str, style: str) -> None:
    """Show a party by name, number or credit code: all names, reasons and counts.

    Example: zhiheng party show 深圳大学 --json
    """
    detail = queries.party_detail(queries.one_party(name)["party"])
    found = presenters.party_json(detail)
    if style == "json":
        show_json(found)
        return
    show_facts({field: found[field] for field in LISTED}, style)
    lines = presenters.name_lines(detail, unmasked=True)
    rows = [
        {"name": line.name, "mentions": line.mentions, "why": " ".join(line.reasons)}
        for line in lines
    ]
    show_rows(rows, ("name", "mentions", "why"), style)


@group.command(name="review")
@click.option("--kind", default="", type=click.Choice(["", "body", "person"]), help="Which pairs.")
@click.option("--limit", default=50, show_default=True, help="How many pairs.")
@output_options
def review(kind: str, limit: int, style: str) -> None:
    """List the pairs that a person has to look at, the most alike first.

    Example: zhiheng party review --kind body
    """
    _asked, page = queries.review_page({}, kind=kind, unmasked=True, rows=limit)
    if style == "json":
        show_json([presenters.link_json(row) for row in page.rows])
        return
    pairs = [presenters.pair(row, str) for row in page.rows]
    show_rows([vars(pair) for pair in pairs], PAIR_FIELDS, style)


@group.command(name="confirm")
@click.argument("pair")
@REASON
def confirm(pair: str, reason: str) -> None:
    """Say that the two sides of a pair of `party review` are one party.

    Example: zhiheng party confirm PAIR --reason "同一信用代码"
    """
    row = queries.link_row(pair)
    seen = queries.newest_decision([row["left_party"], row["right_party"]])
    by, now = system_operator(), timezone.now()
    _tell(commands.confirm_same(link=pair, reason=reason, seen=seen, by=by, on=now))


@group.command(name="apart")
@click.argument("pair")
@REASON
def apart(pair: str, reason: str) -> None:
    """Say that the two sides of a pair of `party review` are two parties.

    Example: zhiheng party apart PAIR --reason "两家不同的公司"
    """
    row = queries.link_row(pair)
    seen = queries.newest_decision([row["left_party"], row["right_party"]])
    by, now = system_operator(), timezone.now()
    _tell(commands.keep_apart(link=pair, reason=reason, seen=seen, by=by, on=now))


@group.command(name="merge")
@click.argument("one")
@click.argument("other")
@REASON
def merge(one: str, other: str, reason: str) -> None:
    """Make two parties one; the older number stays.

    Example: zhiheng party merge P2ABCDEFGHJ 深圳大学材料学院 --reason "同一学校"
    """
    both = [queries.one_party(text)["party"] for text in (one, other)]
    seen = queries.newest_decision(both)
    by, now = system_operator(), timezone.now()
    _tell(commands.merge(one=both[0], other=both[1], reason=reason, seen=seen, by=by, on=now))


@group.command(name="split")
@click.argument("party")
@click.argument("units", nargs=-1, required=True)
@REASON
def split(party: str, units: tuple[str, ...], reason: str) -> None:
    """Split names off a party: their `unit` as `party show --json` gives it.

    Example: zhiheng party split P2ABCDEFGHJ 9f2c01ab34de --reason "另一家公司"
    """
    number = queries.one_party(party)["party"]
    seen = queries.newest_decision([number])
    by, now = system_operator(), timezone.now()
    _tell(commands.split(party=number, units=units, reason=reason, seen=seen, by=by, on=now))


@group.command(name="undo")
@click.argument("decision", type=int)
@REASON
def undo(decision: int, reason: str) -> None:
    """Take a decision back; both stay on record.

    Example: zhiheng party undo 12 --reason "认定有误"
    """
    by, now = system_operator(), timezone.now()
    _tell(commands.undo(decision=decision, reason=reason, by=by, on=now))


def _tell(decision: PartyDecision) -> None:
    show_json(presenters.decision_json(decision))
