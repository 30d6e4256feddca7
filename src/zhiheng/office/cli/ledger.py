"""`zhiheng ledger`: read, seal, prove, verify and hand over the record of acts."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from django.utils import timezone, translation

from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.errors import InputError, PersonError, StorageError
from zhiheng.core.evidence.bundles import parse_kept
from zhiheng.core.evidence.notes import Note
from zhiheng.core.evidence.standalone import standalone_source
from zhiheng.office.cli.errors import tell
from zhiheng.office.cli.ledger_witness import cosign
from zhiheng.office.cli.output import output_options, show_facts, show_json, show_rows
from zhiheng.office.ledger.exporting import export_log
from zhiheng.office.ledger.keys import own_keys
from zhiheng.office.ledger.queries import EventFilter, event_of, find_events, proof_of
from zhiheng.office.ledger.tasks import seal_and_show
from zhiheng.office.ledger.verifying import Verification, verify_ledger


@click.group(name="ledger")
def group() -> None:
    """Read, seal, prove, verify and hand over the record of acts."""


group.add_command(cosign)


@group.command(name="list")
@click.option("--act", default="", help="Only this act, for example registers.imported.")
@click.option("--limit", default=50, show_default=True, help="How many, newest first.")
@output_options
def list_(act: str, limit: int, style: str) -> None:
    """List the acts, newest first.

    Example: zhiheng ledger list --act registers.imported
    """
    rows = [
        {
            "sequence": event.sequence,
            "at": timezone.localtime(event.at).isoformat(timespec="seconds"),
            "actor": event.actor.username if event.actor else "",
            "act": event.act,
            "subject": event.subject,
            "details": event.facts,
            "digest": event.digest,
        }
        for event in find_events(EventFilter(act=act))[:limit]
    ]
    show_rows(rows, ("sequence", "at", "actor", "act", "subject", "details", "digest"), style)


@group.command(name="verify")
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A checkpoint or proof that was kept elsewhere; the log must begin with what it sealed.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON.")
def verify(against: tuple[Path, ...], as_json: bool) -> None:
    """Verify events, tiles, checkpoints, signatures, time-stamps and co-signatures.

    Any alteration, gap, reordering, cut or back-dating is told, exit code 3.

    Example: zhiheng ledger verify --against checkpoint-2026-03.txt
    """
    result = verify_ledger([_kept(path) for path in against])
    if as_json:
        show_json(_verification_data(result))
    elif not result.problems:
        click.echo("ok")
        click.echo(f"{result.events} events, {len(result.checkpoints)} checkpoints", err=True)
    if result.problems:
        error = PersonError(*result.problems)
        sys.exit(3 if as_json else tell(error, translation.get_language() or "zh"))


@group.command(name="checkpoint")
@output_options
def checkpoint(style: str) -> None:
    """Seal all acts so far; have the checkpoint time-stamped and co-signed.

    Example: zhiheng ledger checkpoint
    """
    made, problems = seal_and_show(on=timezone.now())
    if made is None:
        raise InputError.of("ledger.nothing_sealed")
    facts = {
        "size": made.size,
        "root": made.root,
        "sm3_root": made.sm3_root,
        "signed_at": timezone.localtime(made.signed_at).isoformat(timespec="seconds"),
        "timestamps": [stamp.authority for stamp in made.stamps.all()],
        "cosignatures": [one.witness for one in made.cosignatures.all()],
        "keys": [str(key) for key in own_keys()],
    }
    show_facts(facts, style)
    if problems:
        sys.exit(tell(PersonError(*problems), translation.get_language() or "zh"))


@group.command(name="prove")
@click.argument("sequence", type=int)
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file.")
def prove(sequence: int, out: Path | None) -> None:
    """Give the proof of one act: it can be verified without this office.

    Example: zhiheng ledger prove 12 --out proof-12.json
    """
    text = json.dumps(proof_of(event_of(sequence)), ensure_ascii=False, indent=1) + "\n"
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageError.of("export.cannot_write", file=out, received=error.strerror) from error
    click.echo(str(out))


@group.command(name="export")
@click.argument("folder", type=click.Path(path_type=Path))
def export(folder: Path) -> None:
    """Write the whole log, its proofs and the offline verifier into an empty folder.

    Example: zhiheng ledger export act-log
    """
    sealed = export_log(folder)
    click.echo(f"{folder}: {sealed.size}")


@group.command(name="verifier")
def verifier() -> None:
    """Print the offline verifier: one Python file that needs nothing of this office.

    Example: zhiheng ledger verifier > zhiheng_verify.py
    """
    click.echo(standalone_source(), nl=False)


@group.command(name="keys")
def keys() -> None:
    """Print the public keys of the log; publish them where others can compare.

    Example: zhiheng ledger keys
    """
    for key in own_keys():
        click.echo(str(key))


def _kept(path: Path) -> Note:
    try:
        return parse_kept(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError.of("ledger.unreadable", received=path, reason=error) from error


def _verification_data(result: Verification) -> dict[str, object]:
    problems = [
        {"code": one.code, "position": one.position, "text": problem_text(one, "zh")}
        for one in result.problems
    ]
    checkpoints = [
        {
            "size": one.size,
            "root": one.root,
            "signed_at": one.signed_at,
            "timestamps": one.stamps,
            "cosignatures": one.cosignatures,
            "problems": [problem.code for problem in one.problems],
        }
        for one in result.checkpoints
    ]
    return {
        "ok": not result.problems,
        "events": result.events,
        "checkpoints": checkpoints,
        "problems": problems,
    }
