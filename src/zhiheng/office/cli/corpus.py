"""`zhiheng corpus`: text collections outside the registers."""

from __future__ import annotations

import re
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.errors import InputError
from zhiheng.core.search.collections import (
    build_collection,
    collection_folder,
    search_collection,
)
from zhiheng.office.cli.output import output_options, show_json, show_rows

DEFAULT = "default"
SHOWN = 20
HEAVIEST = 20


@click.group(name="corpus")
def group() -> None:
    """Index and search a collection of texts that belongs to no register."""


@group.command(name="index")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--id", "id_field", required=True, help="The field that identifies a document.")
@click.option("--text", "text_fields", required=True, multiple=True, help="A field searched.")
@click.option(
    "--weight",
    "weights",
    multiple=True,
    metavar="FIELD=N",
    help=f"How often a field's text counts, 1 to {HEAVIEST}; 1 unless told.",
)
@click.option("--name", default=DEFAULT, show_default=True, help="What the collection is called.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def index(
    file: Path,
    id_field: str,
    text_fields: tuple[str, ...],
    weights: tuple[str, ...],
    name: str,
    as_json: bool,
) -> None:
    """Index FILE, one JSON object per line (also .gz), replacing the collection of that name.

    Lines that cannot be used are kept out and told on standard error.

    Example: zhiheng corpus index articles.jsonl --id name --text content
    """
    built = build_collection(
        file,
        _folder(name),
        id_field=id_field,
        text_fields=text_fields,
        weights=_weights(weights, text_fields),
        on=timezone.now(),
    )
    language = get_language() or "zh"
    for problem in built.problems[:SHOWN]:
        place = f"{problem.file} {problem.position}"
        click.echo(f"{place}: {problem_text(problem, language)} [{problem.code}]", err=True)
    report = {"collection": name, "documents": built.documents, "kept_out": built.kept_out}
    if as_json:
        show_json(report)
    else:
        show_rows([report], tuple(report), "table")


@group.command(name="search")
@click.argument("query")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--name", default=DEFAULT, show_default=True, help="Which collection.")
@output_options
def search(query: str, limit: int, name: str, style: str) -> None:
    """Find the documents that match a question best.

    Example: zhiheng corpus search '谁可以成为个体工商户？' --limit 10 --json
    """
    folder = collection_folder(settings.ZHIHENG.home / "collections", _checked(name))
    hits = [
        {"id": found.id, "score": round(found.score, 4)}
        for found in search_collection(folder, query, limit=limit)
    ]
    if style == "json":
        show_json({"hits": hits})
    else:
        show_rows(hits, ("id", "score"), style)


def _folder(name: str) -> Path:
    folder: Path = settings.ZHIHENG.home / "collections" / _checked(name)
    return folder


def _checked(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", name):
        raise InputError.of("corpus.name_unusable", received=name)
    return name


def _weights(given: tuple[str, ...], text_fields: tuple[str, ...]) -> dict[str, int]:
    weights = {}
    for each in given:
        field, _, number = each.rpartition("=")
        if field not in text_fields or not number.isdecimal() or not 1 <= int(number) <= HEAVIEST:
            raise click.BadParameter(f"{each} (FIELD=N, N 1 – {HEAVIEST})", param_hint="--weight")
        weights[field] = int(number)
    return weights
