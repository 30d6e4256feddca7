"""`zhiheng indicator`: figures with what they are made of."""

from __future__ import annotations

import click

from zhiheng.office.cli.output import output_options, show_json, show_rows
from zhiheng.office.indicators import presenters, queries
from zhiheng.office.indicators.enums import IndicatorGroup
from zhiheng.office.registers.queries import as_of_day


@click.group(name="indicator")
def group() -> None:
    """Figures of the city, each with what it is made of."""


@group.command(name="list")
@click.option("--group", "group_", type=click.Choice(IndicatorGroup.values), help="One group only.")
@click.option("--query", default="", metavar="WORDS", help="Words in name, alias or definition.")
@output_options
def list_(group_: str | None, query: str, style: str) -> None:
    """List the indicators.

    Example: zhiheng indicator list --group use
    """
    rows = [
        {
            "name": each.name,
            "title": each.title.zh,
            "group": each.group,
            "unit": each.unit.zh,
            "definition": each.definition.zh,
        }
        for each in queries.found_indicators(query, group_ or "")
    ]
    show_rows(rows, ("name", "title", "group", "unit", "definition"), style)


@group.command(name="show")
@click.argument("name")
@click.option("--as-of", default="", metavar="DATE", help="The day; today unless given.")
@click.option("--known-on", default="", metavar="DATE", help="By what was known on this day.")
@click.option("--division", default="", metavar="CODE", help="A district instead of the city.")
@click.option("--since", default="", metavar="DATE", help="From when a flow counts; 1 January.")
@click.option("--series", is_flag=True, help="The past years instead of the districts.")
@output_options
def show(
    name: str, as_of: str, known_on: str, division: str, since: str, *, series: bool, style: str
) -> None:
    """Show a figure with its ingredients, districts, parts and years.

    Example: zhiheng indicator show valid-invention-patents --as-of 2025-12-31 --json
    """
    found = queries.indicator_figure(
        name,
        on=as_of_day(as_of),
        known_on=as_of_day(known_on) if known_on else None,
        division=division,
        since=as_of_day(since) if since else None,
    )
    figure = presenters.figure_json(found)
    if style == "json":
        show_json(figure)
        return
    fields = ["name", "value", "numerator"]
    if found.total.has_denominator:
        fields.append("denominator")
    numbers = {"value": found.total.value, "numerator": found.total.numerator}
    total = {"name": figure["title"]["zh"], **numbers, "denominator": found.total.denominator}
    years = [{"name": each["as_of"], **each} for each in figure["series"]]
    parts = [{**each, "name": each["title"]["zh"]} for each in figure["by_part"]]
    show_rows([total, *(years if series else [*figure["by_division"], *parts])], fields, style)
