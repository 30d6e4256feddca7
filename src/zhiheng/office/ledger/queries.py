"""Questions to the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from zhiheng.core.errors import NotFoundError, Problem
from zhiheng.core.evidence.bundles import proof_data
from zhiheng.core.evidence.digests import sha256
from zhiheng.core.evidence.entries import entry_of
from zhiheng.core.evidence.merkle import Tree, inclusion_proof, leaf_hash, root_by_inclusion
from zhiheng.core.evidence.notes import Note, parse_note, parse_signatures
from zhiheng.core.evidence.verification import Proof, Sealed
from zhiheng.office.ledger.chain import FIRST_PREVIOUS, event_digest
from zhiheng.office.ledger.keys import trusted
from zhiheng.office.ledger.models import ChainHead, Checkpoint, Event
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


def verify_chain() -> list[Problem]:
    """Recompute every digest, oldest first; return what does not fit, empty when all does.

    Finds an altered, inserted, removed or reordered event, and events cut off the end as long as
    the head was not forged with them.
    """
    problems, end = _check_events(_End())
    # The long part ran without a lock; what was added meanwhile is read while no writer can add.
    with transaction.atomic():
        head = ChainHead.objects.select_for_update().first()
        added, end = _check_events(end)
        return problems + added + _problems_of_head(head, end)


@dataclass(frozen=True)
class _End:
    """The last event that was checked."""

    sequence: int = 0
    digest: str = FIRST_PREVIOUS


def problems_between(sequence: int, digest: str, until: int) -> list[Problem]:
    """Return what does not fit in the events after one with a digest, up to number `until`."""
    return _check_events(_End(sequence, digest), until=until)[0]


def _check_events(end: _End, *, until: int | None = None) -> tuple[list[Problem], _End]:
    """Check the events after `end`; return what does not fit and the new end."""
    problems: list[Problem] = []
    following = Event.objects.filter(sequence__gt=end.sequence).order_by("sequence")
    if until is not None:
        following = following.filter(sequence__lte=until)
    for event in following.iterator(chunk_size=2_000):
        position = str(event.sequence)
        if event.sequence != end.sequence + 1:
            gap = {"expected": str(end.sequence + 1), "found": position}
            problems.append(Problem("ledger.gap", gap, position=position))
        if event.previous != end.digest:
            problems.append(Problem("ledger.link_broken", {"number": position}, position=position))
        if event.digest != _digest_of(event):
            problems.append(Problem("ledger.altered", {"number": position}, position=position))
        end = _End(event.sequence, event.digest)
    return problems, end


def _problems_of_head(head: ChainHead | None, end: _End) -> list[Problem]:
    known = _End(head.sequence, head.digest) if head else _End()
    if known == end:
        return []
    values = {"expected": str(known.sequence), "found": str(end.sequence)}
    return [Problem("ledger.end_differs", values, position=str(end.sequence))]


def _digest_of(event: Event) -> str:
    return event_digest(
        sequence=event.sequence,
        at=event.at,
        actor=event.actor_id,
        act=event.act,
        subject=event.subject,
        details=event.details,
        previous=event.previous,
    )
