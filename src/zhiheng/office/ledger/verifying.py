"""Whether the act log is what it should be: events, tiles, checkpoints, stamps, co-signatures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Max

from zhiheng.core.errors import Problem
from zhiheng.core.evidence.notes import Note
from zhiheng.core.evidence.tiles import parse_path
from zhiheng.core.evidence.verification import Finding, Log, verify_log
from zhiheng.office.ledger.keys import trusted
from zhiheng.office.ledger.models import Checkpoint, Event
from zhiheng.office.ledger.queries import entries_between, sealed_of, tile_store, verify_chain

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
    checkpoints, log = _read()
    findings = verify_log(log, trusted(), kept)
    # What the chain of digests tells is told with more words by the first of the two.
    found = [_problem(finding) for finding in findings if finding.code in _CODES]
    problems = verify_chain() + found
    results = [_result(checkpoint, findings) for checkpoint in checkpoints]
    stamped = any(result.stamps for result in results)
    return Verification(
        events=len(log.entries),
        checkpoints=results[::-1],
        problems=problems,
        believed=stamped and not trusted().roots,
    )


def _read() -> tuple[list[Checkpoint], Log]:
    # First the checkpoints: the events that are read after them are those and perhaps more.
    asked = Checkpoint.objects.order_by("size").prefetch_related("stamps", "cosignatures")
    checkpoints = list(asked)
    last = Event.objects.aggregate(last=Max("sequence"))["last"] or 0
    entries = list(entries_between(0, last))
    return checkpoints, Log(entries, [sealed_of(one) for one in checkpoints], _reading(checkpoints))


def _reading(checkpoints: Sequence[Checkpoint]) -> Callable[[str], bytes | None] | None:
    """Return what reads tiles; None where this machine's have not come so far yet."""
    return _tile if checkpoints and tile_store().size >= checkpoints[-1].size else None


def _tile(path: str) -> bytes | None:
    tile = parse_path(path)
    return tile_store().read(tile) if tile else None


def _result(checkpoint: Checkpoint, findings: Sequence[Finding]) -> CheckpointResult:
    size = checkpoint.size
    return CheckpointResult(
        size=size,
        root=checkpoint.root,
        signed_at=checkpoint.signed_at,
        stamps=len(checkpoint.stamps.all()),
        cosignatures=len(checkpoint.cosignatures.all()),
        problems=[
            _problem(one) for one in findings if one.code in _OF_CHECKPOINTS and one.number == size
        ],
    )


def _problem(finding: Finding) -> Problem:
    number = str(finding.number)
    values = {"number": number, "detail": finding.detail}
    return Problem(_CODES[finding.code], values, position=number if finding.number else "")
