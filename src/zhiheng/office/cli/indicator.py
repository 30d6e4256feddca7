"""`zhiheng indicator`: figures with what they are made of."""

from __future__ import annotations

import click

from zhiheng.office.cli.output import output_options, show_json, show_rows
from zhiheng.office.indicators import presenters, queries
from zhiheng.office.registers.queries import as_of_day


@click.group(name="indicator")
def group() -> None:
    """Figures of the city, each with what it is made of."""


@group.command(name="list")
@output_options
def list_(style: str) -> None:
    """List the indicators.

    Example: zhiheng indicator list
    """
    rows = [
        {
            "name": each.name,
            "title": each.title.zh,
            "unit": each.unit.zh,
            "definition": each.definition.zh,
        }
        for each in queries.indicators()
    ]
    show_rows(rows, ("name", "title", "unit", "definition"), style)


@group.command(name="show")
@click.argument("name")
@click.option("--as-of", default="", metavar="DATE", help="The day; today unless given.")
@click.option("--known-on", default="", metavar="DATE", help="By what was known on this day.")
@output_options
def show(name: str, as_of: str, known_on: str, style: str) -> None:
    """Show a figure with its ingredients, districts and years.

    Example: zhiheng indicator show valid-invention-patents --as-of 2025-12-31 --json
    """
    known = as_of_day(known_on) if known_on else None
    found = queries.indicator_figure(name, on=as_of_day(as_of), known_on=known)
    figure = presenters.figure_json(found)
    if style == "json":
        show_json(figure)
        return
    fields = ["name", "value", "numerator"]
    if "denominator" in figure["ingredients"]:
        fields.append("denominator")
    total = {
        "name": figure["title"]["zh"],
        "value": figure["value"],
        "numerator": figure["ingredients"]["numerator"]["value"],
        "denominator": figure["ingredients"].get("denominator", {}).get("value"),
    }
    show_rows([total, *figure["by_division"]], fields, style)
