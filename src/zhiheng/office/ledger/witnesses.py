"""Co-signatures of checkpoints by witnesses: asked for, or handed in."""

from __future__ import annotations

import datetime as dt
import logging

import requests
from django.conf import settings

from zhiheng.core.errors import InputError, NotFoundError, Problem
from zhiheng.core.evidence.merkle import consistency_proof
from zhiheng.core.evidence.notes import (
    COSIGNATURE,
    Note,
    cosigned_at,
    good_lines,
    parse_note,
    parse_signatures,
)
from zhiheng.core.evidence.witnessing import ADD_CHECKPOINT, Question
from zhiheng.office.ledger.keys import trusted
from zhiheng.office.ledger.models import Checkpoint, Cosignature
from zhiheng.office.ledger.queries import tile_store

logger = logging.getLogger(__name__)
_PATIENCE_SECONDS = 20
_CONFLICT = 409


def ask_witnesses(checkpoint: Checkpoint) -> list[Problem]:
    """Ask every witness for a co-signature; return who gave none and why."""
    problems = []
    for witness in settings.ZHIHENG.ledger.witnesses:
        try:
            if not keep_cosignatures(checkpoint, _asked(witness, checkpoint)):
                raise ValueError("it answered without a signature of a trusted key")
        except (requests.RequestException, ValueError, OSError) as error:
            logger.warning("no co-signature by %s: %s", witness, error)
            values = {"witness": witness, "reason": str(error)}
            problems.append(Problem("ledger.no_cosignature", values, position=str(checkpoint.size)))
    return problems


def hand_in(*, size: int, lines: str) -> int:
    """Keep the co-signatures of trusted witnesses under the checkpoint of a size; say how many.

    Who hands them in does not matter: only good signatures of trusted keys are kept.
    """
    checkpoint = Checkpoint.objects.filter(size=size).first()
    if checkpoint is None:
        raise NotFoundError.of("ledger.no_such_checkpoint", size=size)
    try:
        kept = keep_cosignatures(checkpoint, lines)
    except ValueError:
        kept = 0
    if not kept:
        raise InputError.of("ledger.cosignature_unfit", size=size)
    return kept


def keep_cosignatures(checkpoint: Checkpoint, lines: str) -> int:
    """Keep the good signature lines of trusted witnesses; return how many there were."""
    text = parse_note(checkpoint.note).text
    keys = [key for key in trusted().keys if key.kind == COSIGNATURE]
    good = good_lines(Note(text, parse_signatures(lines)), keys)
    for line in good:
        at = dt.datetime.fromtimestamp(cosigned_at(line.signature), dt.UTC)
        Cosignature.objects.get_or_create(
            checkpoint=checkpoint, witness=line.name, defaults={"at": at, "line": str(line)}
        )
    return len(good)


def _asked(witness: str, checkpoint: Checkpoint) -> str:
    """Ask a witness; where it saw another size last, it says which, and is asked again."""
    response = _post(witness, checkpoint, old=_last_signed(checkpoint))
    if response.status_code == _CONFLICT:
        response = _post(witness, checkpoint, old=int(response.text))
    response.raise_for_status()
    # Not `text`: without a charset in the answer that would not be UTF-8.
    return response.content.decode()


def _last_signed(checkpoint: Checkpoint) -> int:
    """Return a likely size: that of the last checkpoint which somebody co-signed."""
    earlier = Checkpoint.objects.filter(size__lt=checkpoint.size, cosignatures__isnull=False)
    found = earlier.first()
    return found.size if found else 0


def _post(witness: str, checkpoint: Checkpoint, *, old: int) -> requests.Response:
    if old > checkpoint.size:
        raise ValueError(f"it saw a longer log ({old})")
    node = tile_store().reader(checkpoint.size).node
    question = Question(
        old, consistency_proof(old, checkpoint.size, node), parse_note(checkpoint.note)
    )
    return requests.post(
        witness + ADD_CHECKPOINT, data=str(question).encode(), timeout=_PATIENCE_SECONDS
    )
