"""`zhiheng plan`: read plan documents; the commands that keep plans are in `plan_keeping`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from django.utils.translation import get_language

from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.errors import Problem
from zhiheng.core.plans.department_names import DepartmentList
from zhiheng.core.plans.documents import read_document
from zhiheng.core.plans.reading import read_plan
from zhiheng.core.plans.shape import plan_data
from zhiheng.office.cli.output import output_options, show_json, show_rows
from zhiheng.office.cli.plan_cockpit import cockpit
from zhiheng.office.cli.plan_keeping import COMMANDS, bytes_of
from zhiheng.office.registers import lake

FIELDS = ("kind", "row", "name", "baseline", "target", "unit", "who", "due", "span")


@click.group(name="plan")
def group() -> None:
    """Plans: what their documents say about targets, measures and deadlines."""


for _command in COMMANDS:
    group.add_command(_command)
group.add_command(cockpit)


@group.command(name="read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--text", "with_text", is_flag=True, help="Also give the extracted text that spans count in."
)
@output_options
def read(file: Path, with_text: bool, style: str) -> None:
    """Read a plan (.txt, .md, .docx, .pdf with text) and print what it says; nothing is stored.

    Indicators with baseline and target, measures with departments and time limits, quantified
    commitments, named projects; each with the span of the text it was read from.

    Example: zhiheng plan read city-plan.docx --json
    """
    document = read_document(bytes_of(file), name=str(file))
    declared = DepartmentList(lake.catalogue().departments.values())
    plan = read_plan(document.text, problems=document.problems, departments=declared)
    data = plan_data(plan, tell=_told)
    if style == "json":
        show_json({**data, "text": plan.text} if with_text else data)
        return
    if with_text:
        click.echo(plan.text)
    if style == "table":
        _heading(data)
    show_rows(list(_rows(data)), FIELDS, style)
    for warning in data["warnings"]:
        click.echo(f"{warning['position']} {warning['text']}".strip(), err=True)


def _told(problem: Problem) -> str:
    return problem_text(problem, "en" if (get_language() or "").startswith("en") else "zh")


def _heading(data: dict[str, Any]) -> None:
    period = "-".join(map(str, data["period"] or ()))
    said = (data["title"], "、".join(data["issuers"]), data["date"], period)
    click.echo("  ".join(part for part in said if part))


def _rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    indicators = [_indicator_row(each) for each in data["indicators"]]
    acts = [
        _measure_row(kind, each)
        for kind, name in (("measure", "measures"), ("project", "projects"))
        for each in data[name]
    ]
    return [*indicators, *acts]


def _indicator_row(indicator: dict[str, Any]) -> dict[str, Any]:
    target = indicator["target"]
    sign = {"=": "", None: "", "between": ""}.get(target["comparator"], target["comparator"])
    upper = f"-{target['upper']}" if "upper" in target else ""
    return {
        "kind": "indicator",
        "row": indicator["row"],
        "name": indicator["name"],
        "baseline": _figure(indicator["baseline"]),
        "target": f"{sign}{_figure(target)}{upper}",
        "unit": indicator["unit"],
        "who": indicator["source"],
        "due": target["year"],
        "span": _span(indicator),
    }


def _figure(level: dict[str, Any]) -> str:
    value = level["value"] if level["value"] is not None else level.get("text", "")
    return f"{value}{level.get('unit', '')}"


def _measure_row(kind: str, measure: dict[str, Any]) -> dict[str, Any]:
    promised = (f"{each['quantity']}{each['unit']}" for each in measure["commitments"])
    return {
        "kind": kind,
        "row": measure["no"],
        "name": measure["title"],
        "target": "；".join(promised),
        "who": "、".join([*measure["lead"], *(f"（{name}）" for name in measure["support"])]),
        "due": measure["due"],
        "span": _span(measure),
    }


def _span(proposal: dict[str, Any]) -> str:
    return "-".join(map(str, proposal["span"]))
