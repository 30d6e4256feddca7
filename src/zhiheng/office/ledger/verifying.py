"""Whether the act log is what it should be: events, tiles, checkpoints, stamps, co-signatures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Max

from zhiheng.core.errors import Problem
from zhiheng.core.evidence.checkpoints import parse_head
from zhiheng.core.evidence.notes import Note, cosigned_at, parse_note, parse_signatures
from zhiheng.core.evidence.stamps import Stamp as Answer
from zhiheng.core.evidence.tiles import Tile
from zhiheng.core.evidence.verification import Finding, Log, verify_log
from zhiheng.office.ledger.chain import verify_chain
from zhiheng.office.ledger.keys import trusted
from zhiheng.office.ledger.models import Checkpoint, Event
from zhiheng.office.ledger.queries import entries_between, sealed_of, tile_store

_CODES = {
    "tile": "ledger.tile",
    "checkpoint": "ledger.checkpoint",
    "truncated": "ledger.truncated",
    "root": "ledger.root",
    "sm3_root": "ledger.sm3_root",
    "signature": "ledger.signature",
    "origin": "ledger.origin",
    "stamp": "ledger.stamp",
    "cosignature": "ledger.cosignature",
    "back_dated": "ledger.back_dated",
    "post_dated": "ledger.post_dated",
    "split": "ledger.split",
}
_OF_CHECKPOINTS = {
    "truncated", "root", "sm3_root", "signature", "origin", "stamp", "cosignature"
}  # fmt: skip


@dataclass(frozen=True)
class CheckpointResult:
    """What was found of one checkpoint."""

    size: int
    root: str
    signed_at: dt.datetime
    stamps: int
    cosignatures: int
    problems: list[Problem]


@dataclass(frozen=True)
class Verification:
    """What was found: problems of the whole log, and the checkpoints one by one, newest first."""

    events: int
    checkpoints: list[CheckpointResult]
    problems: list[Problem]
    believed: bool
    """Whether time-stamps were compared without knowing who gave them."""


def verify_ledger(kept: Sequence[Note] = ()) -> Verification:
    """Verify everything; `kept` are checkpoints that somebody kept elsewhere.

    Problems of one checkpoint are with it and among all problems.
    """
    (checkpoints, log), trust = _read(), trusted()
    findings = verify_log(log, trust, kept)
    # What the chain of digests tells is told with more words by the first of the two.
    found = [_problem(finding) for finding in findings if finding.code in _CODES]
    rows = _problems_of_rows(checkpoints)
    problems = verify_chain() + found + rows
    results = [_result(checkpoint, findings, rows) for checkpoint in checkpoints]
    stamped = any(result.stamps for result in results)
    return Verification(
        events=len(log.entries),
        checkpoints=results[::-1],
        problems=problems,
        believed=stamped and not trust.roots,
    )


def _read() -> tuple[list[Checkpoint], Log]:
    # First the checkpoints: the events that are read after them are those and perhaps more.
    asked = Checkpoint.objects.order_by("size").prefetch_related("stamps", "cosignatures")
    checkpoints = list(asked)
    last = Event.objects.aggregate(last=Max("sequence"))["last"] or 0
    entries = list(entries_between(0, last))
    return checkpoints, Log(entries, [sealed_of(one) for one in checkpoints], _reading(checkpoints))


def _reading(checkpoints: Sequence[Checkpoint]) -> Callable[[Tile], bytes | None] | None:
    """Return what reads tiles; None where this machine's have not come so far yet."""
    store = tile_store()
    return store.read if checkpoints and store.size >= checkpoints[-1].size else None


def _result(
    checkpoint: Checkpoint, findings: Sequence[Finding], rows: Sequence[Problem]
) -> CheckpointResult:
    size = checkpoint.size
    own = [one for one in findings if one.code in _OF_CHECKPOINTS and one.number == size]
    return CheckpointResult(
        size=size,
        root=checkpoint.root,
        signed_at=checkpoint.signed_at,
        stamps=len(checkpoint.stamps.all()),
        cosignatures=len(checkpoint.cosignatures.all()),
        problems=[_problem(one) for one in own] + [p for p in rows if p.position == str(size)],
    )


def _problems_of_rows(checkpoints: Sequence[Checkpoint]) -> list[Problem]:
    """Return where what the database says of checkpoints is not what was signed.

    What is shown of a checkpoint comes from these columns; and each names the one before it, so
    that one which was taken out shows.
    """
    problems, before = [], 0
    for checkpoint in checkpoints:
        number = str(checkpoint.size)
        if checkpoint.previous_size != before:
            values = {"number": number, "before": str(checkpoint.previous_size)}
            problems.append(Problem("ledger.checkpoint_missing", values, position=number))
        if not _says_what_was_signed(checkpoint):
            problems.append(Problem("ledger.row_differs", {"number": number}, position=number))
        before = checkpoint.size
    return problems


def _says_what_was_signed(checkpoint: Checkpoint) -> bool:
    said = (checkpoint.size, checkpoint.root, checkpoint.sm3_root)
    try:
        head = parse_head(parse_note(checkpoint.note).text)
        moments = [Answer.read(bytes(stamp.answer)).at for stamp in checkpoint.stamps.all()]
        lines = [parse_signatures(one.line)[0] for one in checkpoint.cosignatures.all()]
    except ValueError:
        return False
    return (
        said == (head.size, head.root.hex(), head.sm3_root.hex())
        and moments == [stamp.at for stamp in checkpoint.stamps.all()]
        and [(line.name, cosigned_at(line.signature)) for line in lines]
        == [(one.witness, int(one.at.timestamp())) for one in checkpoint.cosignatures.all()]
    )


def _problem(finding: Finding) -> Problem:
    number = str(finding.number)
    values = {"number": number, "detail": finding.detail}
    return Problem(_CODES[finding.code], values, position=number if finding.number else "")
