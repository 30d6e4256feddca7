"""Checkpoints: the events so far under one signed root.

Acts are not kept waiting: their transaction writes no file and signs nothing. Whoever seals reads
the events since the last checkpoint, checks that each follows from the one before, adds them to the
tiles, and signs only what begins with what was signed before. It may be done again at any time, by
several at once and after a crash.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from django.db import IntegrityError, transaction

from zhiheng.core.errors import ConflictError
from zhiheng.core.evidence.checkpoints import TreeHead
from zhiheng.core.evidence.digests import sm3
from zhiheng.core.evidence.entries import FIRST_PREVIOUS
from zhiheng.core.evidence.notes import parse_note
from zhiheng.core.evidence.signers import signed
from zhiheng.office.ledger.chain import problems_between
from zhiheng.office.ledger.keys import origin, signers, trusted
from zhiheng.office.ledger.models import ChainHead, Checkpoint, Event
from zhiheng.office.ledger.queries import entries_between, latest_checkpoint, tile_store


def seal(*, on: dt.datetime) -> Checkpoint | None:
    """Make a checkpoint of all events so far; return the last one where nothing was added.

    None while there is no event. ConflictError where events were altered or are missing, or the
    last checkpoint is not of a trusted key of this log: then nothing is signed.
    """
    store = tile_store()
    with store.alone():
        last = latest_checkpoint()
        head = ChainHead.objects.first()
        size, sealed = head.sequence if head else 0, last.size if last else 0
        if size < sealed:
            raise ConflictError.of("ledger.truncated", number=sealed, detail=size)
        if size == sealed:
            return last
        if last is not None:
            _check_key(last)
        _check_new(sealed, size)
        if last is not None:
            _bring_to(last)
        store.grow(sealed, size, entries_between)
        return _signed(size, last, on)


def bring_tiles_up() -> None:
    """Bring the tiles in this machine's home to the last checkpoint; it may have none yet."""
    last = latest_checkpoint()
    if last is not None:
        with tile_store().alone():
            _bring_to(last)


def _check_key(last: Checkpoint) -> None:
    """Refuse to go on where another key began, as on a machine that was not given the log's."""
    note = parse_note(last.note)
    name = note.text.partition("\n")[0]
    if name != origin():
        raise ConflictError.of("ledger.origin", number=last.size, detail=name)
    if not any(note.signed_by(key) for key in trusted().keys if key.name == name):
        raise ConflictError.of("ledger.signature", number=last.size)


def _check_new(sealed: int, size: int) -> None:
    """Refuse to seal events that do not follow from one another."""
    before = Event.objects.filter(sequence=sealed).first()
    problems = problems_between(sealed, before.digest if before else FIRST_PREVIOUS, size)
    if problems:
        raise ConflictError(*problems)


def _bring_to(last: Checkpoint) -> None:
    """Make the tiles be those of a checkpoint: go on, or begin anew where that does not fit."""
    store = tile_store()
    if _fits(last):
        return
    if store.size < last.size:
        with suppress(OSError):
            store.grow(store.size, last.size, entries_between)
    if not _fits(last):
        # Damaged, or of another database: they are only derived.
        store.rebuild(last.size, entries_between)
    if not _fits(last):
        raise ConflictError.of("ledger.root", number=last.size)


def _fits(last: Checkpoint) -> bool:
    store = tile_store()
    try:
        roots = store.root(last.size).hex(), store.root(last.size, sm3).hex()
    except OSError:
        return False
    return roots == (last.root, last.sm3_root)


def _signed(size: int, last: Checkpoint | None, on: dt.datetime) -> Checkpoint:
    store = tile_store()
    root, sm3_root = store.root(size), store.root(size, sm3)
    head = TreeHead(origin(), size, root, sm3_root)
    try:
        with transaction.atomic():
            return Checkpoint.objects.create(
                size=size,
                previous_size=last.size if last else 0,
                root=root.hex(),
                sm3_root=sm3_root.hex(),
                note=str(signed(head.text, signers())),
                signed_at=on,
            )
    except IntegrityError:
        # Another one came first; the log does not fork.
        made = latest_checkpoint()
        assert made is not None
        return made
