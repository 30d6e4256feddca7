"""`zhiheng similar`: texts that nearly say the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from zhiheng.core.analyses.similarity.lines import Documents, Form, read_documents
from zhiheng.core.analyses.similarity.near_duplicates import (
    MOST_COPIES,
    Method,
    NearDuplicates,
    find_near_duplicates,
)
from zhiheng.office.cli.kept_out import kept_out, tell_what_was_kept_out
from zhiheng.office.cli.output import output_options, show_json, show_rows
from zhiheng.office.cli.similar_documents import (
    document_options,
    workers_option,
)
from zhiheng.office.cli.similar_index import index


@click.group(name="similar")
def group() -> None:
    """Find texts that nearly say the same."""


group.add_command(index)


@group.command(name="cluster")
@document_options
@click.option(
    "--threshold",
    default=0.5,
    show_default=True,
    type=click.FloatRange(0, 1, min_open=True),
    help="The least Jaccard index of a pair.",
)
@click.option(
    "--method",
    type=click.Choice(["auto", *(each.value for each in Method)]),
    default="auto",
    show_default=True,
    help="exact misses no pair; sketches serve millions; auto takes exact where it is quick.",
)
@click.option(
    "--copies",
    default=MOST_COPIES,
    show_default=True,
    type=click.IntRange(min=1),
    help="Of a text's copies so many are told with all their pairs, further ones with one.",
)
@workers_option
@output_options
def cluster(
    file: Path,
    name_field: str,
    text_fields: tuple[str, ...],
    threshold: float,
    method: str,
    form: str,
    copies: int,
    workers: int,
    style: str,
) -> None:
    """Find near-duplicates in FILE, one JSON object per line, and what hangs together by them.

    A pair is told when the sets of character 3-grams of its texts have a Jaccard index of at least
    the threshold; the index is exact. Lines that cannot be used are kept out and told on standard
    error.

    Example: zhiheng similar cluster abstracts.jsonl --id number --text abstract --json
    """
    documents = read_documents(
        file, name_field=name_field, text_fields=text_fields, form=Form(form)
    )
    found = find_near_duplicates(
        documents.texts,
        threshold=threshold,
        workers=workers,
        method=None if method == "auto" else Method(method),
        most_copies=copies,
    )
    _show(documents, found, style)
    tell_what_was_kept_out(documents.problems, used=len(documents.names))


def _show(documents: Documents, found: NearDuplicates, style: str) -> None:
    pairs = _pairs(documents.names, found)
    if style == "json":
        show_json(
            {
                "pairs": pairs,
                "clusters": [_named(documents.names, members) for members in found.clusters],
                "documents": len(documents.names),
                "method": found.method,
                "too_short": _named(documents.names, found.too_short),
                "untold_pairs": found.untold_pairs,
                "crowded_documents": found.crowded_texts,
                "kept_out": kept_out(documents.problems),
            }
        )
        return
    numbers = {
        text: number
        for number, members in enumerate(found.clusters, 1)
        for text in members.tolist()
    }
    for pair, first in zip(pairs, found.pairs.firsts.tolist(), strict=True):
        pair["cluster"] = numbers[first]
    show_rows(pairs, ("cluster", "a", "b", "jaccard"), style)
    if style == "table":
        _summarise(documents, found)


def _pairs(names: Sequence[Any], found: NearDuplicates) -> list[dict[str, Any]]:
    columns = (found.pairs.firsts, found.pairs.seconds, found.pairs.indices)
    return [
        {"a": names[first], "b": names[second], "jaccard": index}
        for first, second, index in zip(*(each.tolist() for each in columns), strict=True)
    ]


def _named(names: Sequence[Any], texts: Any) -> list[Any]:
    return [names[text] for text in texts.tolist()]


def _summarise(documents: Documents, found: NearDuplicates) -> None:
    facts = {
        "documents": len(documents.names),
        "pairs": len(found.pairs),
        "clusters": len(found.clusters),
        "method": found.method,
        "too_short": len(found.too_short),
        "untold_pairs": found.untold_pairs,
        "crowded_documents": found.crowded_texts,
        "kept_out": len(documents.problems),
    }
    show_rows([facts], tuple(facts), "table")
