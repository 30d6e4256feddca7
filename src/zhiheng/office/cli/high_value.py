"""`zhiheng high-value`: high-value invention patents, one by one and counted."""

from __future__ import annotations

from datetime import date
from itertools import islice

import click

from zhiheng.core.analyses.high_value_claims import CRITERIA
from zhiheng.core.analyses.high_value_counts import Group, below
from zhiheng.core.analyses.indicators import days_of_series
from zhiheng.core.identifiers.divisions import load_divisions
from zhiheng.core.industries.declared import declared_rules, fitting
from zhiheng.office.cli.output import output_options, show_json, show_rows
from zhiheng.office.registers import lake, queries
from zhiheng.office.registers.high_value_presenters import high_value_json
from zhiheng.office.registers.presenters import division_name, said

REGISTER = "high-value-patents"
_COLUMNS: dict[Group, str] = {"criterion": "criteria", "branch": "branches"}
FIELDS = ("application_number", "title", "division", "high_value_from", "criteria", "branches")


@click.group(name="high-value")
def group() -> None:
    """High-value invention patents: the union of the five criteria, with evidence."""


@group.command(name="show")
@click.argument("number")
@click.option("--on", default="", metavar="DAY", help="The day asked for; today without it.")
@output_options
def show(number: str, on: str, style: str) -> None:
    """Show whether a patent is of high value on a day: each criterion, and by what or why not.

    Example: zhiheng high-value show ZL201910302430.1 --on 2025-12-31 --json
    """
    found = queries.high_value(number, on=queries.as_of_day(on))
    if style == "json":
        show_json(high_value_json(found))
        return
    if style == "table":
        for sentence in (found.sentence, *found.deduction):
            click.echo(said(sentence))
    rows = [
        {
            "criterion": said(finding.words),
            "answer": finding.answer,
            "since": finding.since,
            "reason": said(finding.reason),
            "evidence": [said(each.words) for each in finding.evidence],
        }
        for finding in found.findings
    ]
    show_rows(rows, ("criterion", "answer", "since", "reason", "evidence"), style)


@group.command(name="list")
@click.option("--on", default="", metavar="DAY", help="The day asked for; today without it.")
@click.option("--criterion", type=click.Choice(CRITERIA), help="Only those that meet it.")
@click.option("--branch", metavar="CODE", help="Branch of a strategic industry, such as 1.5.")
@click.option("--division", default="", metavar="CODE", help="Division; the city without it.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1))
@output_options
def list_(
    on: str, criterion: str | None, branch: str | None, division: str, limit: int, style: str
) -> None:
    """List the patents that are of high value on a day.

    Example: zhiheng high-value list --on 2025-12-31 --criterion family --branch 1.5
    """
    day = queries.as_of_day(on).isoformat()
    query = {"in_force_on": [day], "division": [division or lake.city()]}
    if criterion:
        query[f"{criterion}_from_to"] = [day]
    if branch:
        query["branches"] = [branch]
    rows = queries.register_rows(REGISTER, query, unmasked=False)
    show_rows(islice(rows, limit), FIELDS, style)


@group.command(name="count")
@click.option(
    "--by",
    type=click.Choice(["division", "year", "criterion", "branch"]),
    default="criterion",
    show_default=True,
)
@click.option("--on", default="", metavar="DAY", help="The day asked for; today without it.")
@click.option("--division", default="", metavar="CODE", help="Division; the city without it.")
@click.option("--years", default=10, show_default=True, type=click.IntRange(0, 60))
@output_options
def count(by: str, on: str, division: str, years: int, style: str) -> None:
    """Count the patents of high value; the first line is the union, never a sum of criteria.

    Numbers by criterion and by branch overlap: a patent counts for each that it meets.

    Example: zhiheng high-value count --by year --on 2025-12-31 --json
    """
    day, place = queries.as_of_day(on), division or lake.city()
    rows = _years(day, place, years) if by == "year" else _groups(by, day, place)
    show_rows(rows, ("group", "name", "number"), style)


@group.command(name="branches")
@click.argument("symbols", nargs=-1, required=True)
@click.option("--text", default="", help="Title, abstract or claims, for rules with keywords.")
@output_options
def branches(symbols: tuple[str, ...], text: str, style: str) -> None:
    """Show to which branches of strategic industries symbols and a text belong, and by what.

    Example: zhiheng high-value branches G06V10/82 --text "一种人工智能系统"
    """
    rules = declared_rules(lake.catalogue(), on=queries.as_of_day(""))
    titles = lake.catalogue().register(REGISTER).column("branches").choices
    rows = [
        {
            "branch": said(titles[match.rule.branch]),
            "rule": match.rule.number,
            "symbol": match.hit.symbol,
            "pattern": match.hit.place,
            "via": match.hit.via,
            "keyword": match.found.term,
        }
        for match in fitting(rules, symbols, text)
    ]
    show_rows(rows, ("branch", "rule", "symbol", "pattern", "via", "keyword"), style)


Line = dict[str, object]


def _years(on: date, division: str, years: int) -> list[Line]:
    days = days_of_series(on, years)
    counted = queries.high_value_counts("division", days=days, division=division)
    name = division_name(division)
    return [
        {"group": day.isoformat(), "name": name, "number": below(counted[day], division)}
        for day in days
    ]


def _groups(by: str, on: date, division: str) -> list[Line]:
    of_places = queries.high_value_counts("division", days=[on], division=division)[on]
    whole = {
        "group": division,
        "name": division_name(division),
        "number": below(of_places, division),
    }
    if by == "division":
        codes = [code for code in load_divisions().children_of(division) if code != division]
        named = [(code, division_name(code), below(of_places, code)) for code in codes]
    else:
        group: Group = "criterion" if by == "criterion" else "branch"
        choices = lake.catalogue().register(REGISTER).column(_COLUMNS[group]).choices
        numbers = queries.high_value_counts(group, days=[on], division=division)[on]
        named = [(code, said(choices[code]), numbers.get(code, 0)) for code in choices]
    return [whole, *({"group": code, "name": name, "number": n} for code, name, n in named if n)]
