"""Questions to the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from zhiheng.core.errors import NotFoundError
from zhiheng.core.evidence.bundles import proof_data
from zhiheng.core.evidence.digests import sha256
from zhiheng.core.evidence.entries import entry_of
from zhiheng.core.evidence.merkle import Tree, inclusion_proof, leaf_hash, root_by_inclusion
from zhiheng.core.evidence.notes import Note, parse_note, parse_signatures
from zhiheng.core.evidence.verification import Proof, Sealed
from zhiheng.office.ledger.keys import trusted
from zhiheng.office.ledger.models import Checkpoint, Event
from zhiheng.office.ledger.tile_store import TileStore
from zhiheng.office.web.days import midnight


@dataclass(frozen=True)
class EventFilter:
    """What to look for; empty values do not narrow. The days are local and both included."""

    act: str = ""
    actor: str = ""
    subject: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


def find_events(wanted: EventFilter) -> QuerySet[Event]:
    """Return the events that fit, newest first."""
    events = Event.objects.select_related("actor")
    if wanted.act:
        events = events.filter(act=wanted.act)
    if wanted.actor:
        events = events.filter(actor__username=wanted.actor)
    if wanted.subject:
        kind, _, identity = wanted.subject.partition(":")
        events = events.filter(subject_kind=kind, subject_id=identity)
    if wanted.since:
        events = events.filter(at__gte=midnight(wanted.since))
    if wanted.until:
        events = events.filter(at__lt=midnight(wanted.until + dt.timedelta(days=1)))
    return events


def event_of(sequence: int) -> Event:
    """Return the event with a number; NotFoundError where there is none."""
    event = Event.objects.filter(sequence=sequence).first()
    if event is None:
        raise NotFoundError.of("ledger.no_such_event", number=sequence)
    return event


def latest_checkpoint() -> Checkpoint | None:
    """Return the last checkpoint, None before the first."""
    return Checkpoint.objects.first()


def tile_store() -> TileStore:
    """Return where the tiles of the log are kept."""
    return TileStore(settings.ZHIHENG.home / "ledger")


def entries_between(start: int, end: int) -> Iterator[bytes]:
    """Return the entries of the log from place `start`, counted from 0, to before `end`."""
    events = Event.objects.filter(sequence__gt=start, sequence__lte=end).order_by("sequence")
    return (entry_of(event.covered) for event in events.iterator(chunk_size=2_000))


def sealed_of(checkpoint: Checkpoint) -> Sealed:
    """Return a checkpoint with everybody's signatures and its time-stamps."""
    note = parse_note(checkpoint.note)
    lines = [line for one in checkpoint.cosignatures.all() for line in parse_signatures(one.line)]
    stamps = [(stamp.authority, bytes(stamp.answer)) for stamp in checkpoint.stamps.all()]
    return Sealed(Note(note.text, (*note.signatures, *lines)), stamps)


def proof_of(event: Event) -> dict[str, Any]:
    """Return a self-contained proof of an event, as JSON can write it; see `core.evidence.bundles`.

    It is under the first checkpoint that covers the event and has time-stamps, else under the
    first that covers it. NotFoundError where no checkpoint covers it yet.
    """
    covering = Checkpoint.objects.filter(size__gte=event.sequence).order_by("size")
    checkpoint = covering.filter(stamps__isnull=False).first() or covering.first()
    if checkpoint is None:
        raise NotFoundError.of("ledger.not_sealed_yet", number=event.sequence)
    entry = entry_of(event.covered)
    inclusion = _inclusion(event.sequence, checkpoint, leaf_hash(entry))
    proof = Proof(event.sequence, entry, inclusion, sealed_of(checkpoint))
    return proof_data(proof, trusted())


def _inclusion(sequence: int, checkpoint: Checkpoint, leaf: bytes) -> list[bytes]:
    """Return the proof from the tiles; from the events where tiles are missing or damaged."""
    size, index = checkpoint.size, sequence - 1
    with suppress(OSError):
        proof = inclusion_proof(index, size, tile_store().reader(size).node)
        if root_by_inclusion(index, size, leaf, proof) == bytes.fromhex(checkpoint.root):
            return proof
    tree = Tree(sha256)
    tree.extend(b"".join(leaf_hash(entry) for entry in entries_between(0, size)))
    return inclusion_proof(index, size, tree.node)
