"""`zhiheng paper`: checking papers, looking at them, and the templates they are made of."""

from __future__ import annotations

from pathlib import Path

import click

from zhiheng.core.errors import PersonError
from zhiheng.core.papers.codes import read_code
from zhiheng.core.papers.word import word_template
from zhiheng.office.cli.output import output_options, show_facts, show_rows
from zhiheng.office.papers import law
from zhiheng.office.papers.models import Paper
from zhiheng.office.papers.verifying import verify_code, verify_file


@click.group(name="paper")
def group() -> None:
    """Papers of cases: templates, lists, and whether one is genuine."""


@group.command(name="verify")
@click.argument("code_or_file")
@output_options
def verify(code_or_file: str, style: str) -> None:
    """Tell whether a paper or a receipt is genuine, by its code or by its file.

    Example: zhiheng paper verify 7K3M-9QXA-02BD-FTRW-5 --json
    """
    path = Path(code_or_file)
    is_file = not _is_code(code_or_file) and path.is_file()
    answer = verify_file(path.read_bytes()) if is_file else verify_code(code_or_file)
    facts = {
        "verdict": answer.verdict.value,
        "kind": answer.kind,
        "number": answer.number,
        "issuer": answer.issuer,
        "issued_on": answer.issued_on,
        "withdrawn_on": answer.withdrawn_on,
        "replaced_by": answer.replaced_by,
        "by_file": answer.by_file,
        "is_receipt": answer.is_receipt,
        "code": answer.code,
        "sha256": answer.digest,
        "event": answer.event,
    }
    show_facts(facts, style)


@group.command(name="list")
@click.argument("case_number")
@output_options
def list_(case_number: str, style: str) -> None:
    """List the papers of a case.

    Example: zhiheng paper list ZC-2026-000123 --json
    """
    found = Paper.objects.filter(case__number=case_number.upper()).order_by("pk")
    rows = [
        {
            "title": each.title,
            "number": each.number,
            "state": each.state,
            "issued": each.issued_at,
            "code": each.code,
        }
        for each in found
    ]
    show_rows(rows, ("title", "number", "state", "issued", "code"), style)


@group.command(name="templates")
@output_options
def templates(style: str) -> None:
    """List the templates, and which of them the office replaced by a Word file of its own.

    Example: zhiheng paper templates --json
    """
    known = law.templates()
    rows = [
        {"name": name, "title": known.template(name).title.zh, "own_word": known.is_own(name)}
        for name in known.names
    ]
    show_rows(rows, ("name", "title", "own_word"), style)


@group.command(name="template")
@click.argument("name")
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    required=True,
    help="The Word file to write.",
)
def template(name: str, target: Path) -> None:
    """Write the Word template of a paper, to be changed and put into declarations/papers.

    Example: zhiheng paper template session-summons --to session-summons.docx
    """
    target.write_bytes(word_template(law.templates().template(name)))
    click.echo(str(target))


def _is_code(text: str) -> bool:
    try:
        read_code(text)
    except PersonError:
        return False
    return True
