"""`zhiheng plan cockpit`: where a plan stands."""

from __future__ import annotations

import click
from django.utils import timezone

from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cli.output import output_options, show_json, show_rows
from zhiheng.office.monitoring.json_presenters import standing_json
from zhiheng.office.monitoring.presenters import light_shown, line
from zhiheng.office.monitoring.queries import city_district, department_named, standing
from zhiheng.office.plans import queries as plans
from zhiheng.office.registers.queries import as_of_day

FIELDS = (
    *("number", "name", "light", "baseline", "latest", "day", "source", "target", "target_year"),
    *("needed", "achieved", "forecast", "interval", "district", "sentence"),
)


@click.command(name="cockpit")
@click.argument("number")
@click.option("--on", "day", default="", metavar="DATE", help="The day; today unless given.")
@click.option("--known-on", default="", metavar="DATE", help="By what was known on this day.")
@click.option("--department", default="", metavar="NAME", help="Only its indicators.")
@click.option("--district", default="", metavar="CODE", help="With the values of a district.")
@output_options
def cockpit(
    number: str, day: str, known_on: str, department: str, district: str, style: str
) -> None:
    """Show where the indicators of a plan stand: pace, forecast, light and the reason.

    The most urgent stand first. A district is named by its division code.

    Example: zhiheng plan cockpit 1 --on 2025-12-31 --json
    """
    on = as_of_day(day)
    plan = plans.plan(number, seen_by=system_operator(), on=timezone.localdate())
    found = standing(
        plan,
        on=on,
        known_on=as_of_day(known_on) if known_on else None,
        department=department_named(plan, department) if department else None,
        district=city_district(district) if district else None,
    )
    if style == "json":
        show_json(standing_json(found))
        return
    rows = [vars(line(each, on, found.known_on)) for each in found.indicators]
    show_rows([{**row, "light": row["light"].label} for row in rows], FIELDS, style)
    if style == "table":
        lights = (f"{light_shown(light).label} {count}" for light, count in found.lights.items())
        click.echo("  ".join(lights))
