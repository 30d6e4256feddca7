"""`zhiheng similar index`: an index of texts on the disk, against which new ones are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
import pyarrow as pa

from zhiheng.core.analyses.similarity.index_changes import Added, changing
from zhiheng.core.analyses.similarity.index_files import FORMAT
from zhiheng.core.analyses.similarity.lines import Form, read_batches
from zhiheng.core.analyses.similarity.stored_index import open_index
from zhiheng.core.errors import Problem
from zhiheng.office.cli.kept_out import kept_out, tell_what_was_kept_out
from zhiheng.office.cli.output import output_options, show_facts, show_json, show_rows
from zhiheng.office.cli.similar_documents import (
    document_options,
    workers_option,
)

F = TypeVar("F", bound=Callable[..., Any])

PAIR = ("a", "b", "jaccard")


@click.group(name="index")
def index() -> None:
    """Keep texts in an index on the disk, and compare new ones with all that are stored."""


def _folder(command: F) -> F:
    return click.argument("folder", type=click.Path(path_type=Path))(command)


def _threshold(words: str) -> Callable[[F], F]:
    kind = click.FloatRange(0, 1, min_open=True)
    return click.option("--threshold", type=kind, help=words)


def _notes(
    context: click.Context, parameter: click.Parameter, given: Sequence[str]
) -> dict[str, int]:
    notes = {}
    for each in given:
        register, _, version = each.partition("=")
        if not register or not version.isdecimal():
            raise click.BadParameter(
                f"{each!r}; expected REGISTER=VERSION, such as patents=12", context, parameter
            )
        notes[register] = int(version)
    return notes


@index.command(name="add")
@_folder
@document_options
@workers_option
@_threshold("The least Jaccard index of a pair; set when the index is begun (0.5 unless given).")
@click.option(
    "--note",
    "notes",
    multiple=True,
    callback=_notes,
    help="REGISTER=VERSION: the index follows the register up to this version.",
)
@output_options
def add(
    folder: Path,
    file: Path,
    name_field: str,
    text_fields: tuple[str, ...],
    form: str,
    workers: int,
    threshold: float | None,
    notes: Mapping[str, int],
    style: str,
) -> None:
    """Add the documents of FILE to the index in FOLDER; tell the pairs that they bring.

    They are compared with one another and with all that are stored. A document that is stored
    already is replaced if its text differs. The index changes when the whole file is through, or
    not at all.

    Example: zhiheng similar index add abstracts.index new.jsonl --id number --text abstract
    """
    done: list[Added] = []
    problems: list[Problem] = []
    with changing(folder, threshold=threshold, workers=workers) as change:
        for batch in read_batches(
            file, name_field=name_field, text_fields=text_fields, form=Form(form)
        ):
            done.append(change.add([str(name) for name in batch.names], batch.texts))
            problems += batch.problems
        for register, version in notes.items():
            change.note(register, version)
        documents = change.index.documents
    pairs = pa.concat_tables([each.pairs.table for each in done])
    facts = {
        "documents": documents,
        "added": sum(each.added for each in done),
        "replaced": sum(each.replaced for each in done),
        "unchanged": sum(each.unchanged for each in done),
        "untold_pairs": sum(each.pairs.untold for each in done),
        "crowded_documents": sum(each.crowded for each in done),
    }
    short = [name for each in done for name in each.too_short]
    _show(pairs.to_pylist(), {**facts, "too_short": short}, problems, style)
    tell_what_was_kept_out(problems, used=facts["added"] + facts["replaced"] + facts["unchanged"])


@index.command(name="find")
@_folder
@document_options
@workers_option
@output_options
def find(
    folder: Path,
    file: Path,
    name_field: str,
    text_fields: tuple[str, ...],
    form: str,
    workers: int,
    style: str,
) -> None:
    """Tell which documents of the index in FOLDER are like those of FILE; store nothing.

    In a pair `a` is of FILE and `b` of the index.

    Example: zhiheng similar index find abstracts.index drafts.jsonl --id name --text abstract
    """
    opened = open_index(folder)
    pairs: list[dict[str, Any]] = []
    problems: list[Problem] = []
    given = 0
    for batch in read_batches(
        file, name_field=name_field, text_fields=text_fields, form=Form(form)
    ):
        found = opened.find(batch.texts, workers=workers).to_pylist()
        pairs += [{"a": batch.names[row.pop("row")], **row} for row in found]
        problems += batch.problems
        given += len(batch.names)
    _show(pairs, {"documents": opened.documents, "given": given}, problems, style)
    tell_what_was_kept_out(problems, used=given)


@index.command(name="pairs")
@_folder
@output_options
def pairs(folder: Path, style: str) -> None:
    """Tell all pairs among the documents of the index in FOLDER, and their clusters.

    Example: zhiheng similar index pairs abstracts.index --json
    """
    opened = open_index(folder)
    told = opened.pairs()
    facts: dict[str, Any] = {"documents": opened.documents, "untold_pairs": told.untold}
    if style == "json":
        facts["clusters"] = opened.clusters()
    _show(told.table.to_pylist(), facts, (), style)


@index.command(name="remove")
@_folder
@click.argument("names", nargs=-1, required=True, metavar="IDENTIFIER...")
@output_options
def remove(folder: Path, names: tuple[str, ...], style: str) -> None:
    """Remove documents from the index in FOLDER.

    Their texts stay in its files, without being told any more, until `rebuild`.

    Example: zhiheng similar index remove abstracts.index CN202610000001
    """
    open_index(folder)  # a mistyped path begins no index
    with changing(folder) as change:
        before = change.index.documents
        missing = change.remove(names)
        documents = change.index.documents
    facts = {"documents": documents, "removed": before - documents, "not_stored": missing}
    show_facts(facts, style)


@index.command(name="info")
@_folder
@output_options
def info(folder: Path, style: str) -> None:
    """Tell what the index in FOLDER holds and up to where it follows the registers.

    Example: zhiheng similar index info abstracts.index
    """
    opened = open_index(folder)
    facts = {
        "documents": opened.documents,
        "texts": opened.texts,
        "threshold": opened.threshold,
        "format": FORMAT,
        "bytes": sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        "follows": dict(opened.notes),
    }
    show_facts(facts, style)


@index.command(name="rebuild")
@_folder
@_threshold("Another threshold from now on.")
@workers_option
@output_options
def rebuild(folder: Path, threshold: float | None, workers: int, style: str) -> None:
    """Build the index in FOLDER anew from its own texts, those of removed documents left out.

    Example: zhiheng similar index rebuild abstracts.index --threshold 0.6
    """
    open_index(folder)
    with changing(folder, workers=workers) as change:
        change.rebuild(threshold=threshold)
        facts = {"documents": change.index.documents, "threshold": change.index.threshold}
    show_facts(facts, style)


def _show(
    pairs: list[dict[str, Any]], facts: dict[str, Any], problems: Sequence[Problem], style: str
) -> None:
    if style == "json":
        show_json({"pairs": pairs, **facts, "kept_out": kept_out(problems)})
    else:
        show_rows(pairs, PAIR, style)
    if style == "table":
        numbers = {
            name: len(value) if isinstance(value, list) else value for name, value in facts.items()
        }
        row = {"pairs": len(pairs), **numbers, "kept_out": len(problems)}
        show_rows([row], tuple(row), style)
