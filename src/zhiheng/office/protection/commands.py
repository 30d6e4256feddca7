"""What is done with entries: asked for, put on the list, accepted, refused, changed, ended.

Every command checks the permission and the state, changes the entry with compare-and-set on its
revision, writes a line of history, and records the act on the ledger. The ledger holds numbers and
kinds, not the words: a name may be a private person's.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.ledger.commands import record
from zhiheng.office.protection import telling
from zhiheng.office.protection.describing import LONGEST_SOURCE, LONGEST_WORDS, Described, Read
from zhiheng.office.protection.describing import read as read_described
from zhiheng.office.protection.enums import EntryState, StepKind
from zhiheng.office.protection.models import Entry, Step
from zhiheng.office.protection.permissions import MANAGE, REQUEST, check_may_see, organisations_of
from zhiheng.office.registers.permissions import EXPORT


@transaction.atomic
def list_entry(*, described: Described, by: User, on: dt.datetime) -> Entry:
    """Put something on the list; the office does so without being asked."""
    check_user_can(by, MANAGE)
    entry = _create(described, None, EntryState.LISTED, by, on)
    Entry.objects.filter(pk=entry.pk).update(decided_by=by, decided_at=on)
    entry.refresh_from_db()
    _note(entry, StepKind.LISTED, "", by=by, on=on, what=entry.kind)
    return entry


@transaction.atomic
def request_entry(
    *, described: Described, organisation: Organisation, by: User, on: dt.datetime
) -> Entry:
    """Ask that something be put on the list; the office decides."""
    check_user_can(by, REQUEST)
    if organisation not in organisations_of(by, on=timezone.localdate(on)):
        raise ForbiddenError.of("protection.not_your_organisation", received=organisation.name)
    if described.well_known:
        # That a mark is well known is established in a case, not claimed by who owns it.
        described = replace(described, well_known=False)
    entry = _create(described, organisation, EntryState.REQUESTED, by, on)
    _note(entry, StepKind.REQUESTED, "", by=by, on=on, what=entry.kind)
    telling.asked(entry, on=on)
    return entry


@transaction.atomic
def accept_entry(*, entry: Entry, revision: int, reason: str, by: User, on: dt.datetime) -> Entry:
    """Put on the list what an owner asked for."""
    check_user_can(by, MANAGE)
    _check_state(entry, EntryState.REQUESTED)
    words = reason.strip()[:LONGEST_WORDS]
    _advance(entry, revision, state=EntryState.LISTED, decided_by=by, decided_at=on, decision=words)
    _note(entry, StepKind.ACCEPTED, words, by=by, on=on)
    telling.decided(entry, on=on)
    return entry


@transaction.atomic
def refuse_entry(*, entry: Entry, revision: int, reason: str, by: User, on: dt.datetime) -> Entry:
    """Refuse what an owner asked for, with the reason."""
    check_user_can(by, MANAGE)
    _check_state(entry, EntryState.REQUESTED)
    words = _reason(reason)
    _advance(
        entry, revision, state=EntryState.REFUSED, decided_by=by, decided_at=on, decision=words
    )
    _note(entry, StepKind.REFUSED, words, by=by, on=on)
    telling.decided(entry, on=on)
    return entry


@transaction.atomic
def withdraw_entry(*, entry: Entry, revision: int, by: User, on: dt.datetime) -> Entry:
    """Take back a request that was not decided yet; its organisation does that."""
    day = timezone.localdate(on)
    check_user_can(by, REQUEST)
    check_may_see(by, entry, on=day)
    _check_asked_for(entry, by, day)
    _check_state(entry, EntryState.REQUESTED)
    _advance(entry, revision, state=EntryState.WITHDRAWN)
    _note(entry, StepKind.WITHDRAWN, "", by=by, on=on)
    return entry


@transaction.atomic
def change_entry(
    *, entry: Entry, revision: int, described: Described, by: User, on: dt.datetime
) -> Entry:
    """Change reason, basis, days, classes and owner of what is on the list; not what it protects.

    What an entry protects stays: its alerts are about that.
    """
    check_user_can(by, MANAGE)
    _check_state(entry, EntryState.LISTED)
    same = replace(described, kind=entry.kind, text=entry.text, number=entry.number)
    found = read_described(same)
    _advance(
        entry,
        revision,
        nice_classes=found.nice_classes,
        well_known=described.well_known,
        reason=described.reason.strip()[:LONGEST_WORDS],
        source=described.source.strip()[:LONGEST_SOURCE],
        valid_from=described.valid_from,
        valid_to=described.valid_to,
    )
    _note(entry, StepKind.CHANGED, described.reason.strip(), by=by, on=on)
    return entry


@transaction.atomic
def end_entry(*, entry: Entry, revision: int, reason: str, by: User, on: dt.datetime) -> Entry:
    """End the protection from today on; the entry, its history and its alerts stay."""
    check_user_can(by, MANAGE)
    _check_state(entry, EntryState.LISTED)
    words = _reason(reason)
    today = timezone.localdate(on)
    last = max(today, entry.valid_from)
    ends = min(entry.valid_to, last) if entry.valid_to else last
    _advance(entry, revision, state=EntryState.ENDED, valid_to=ends)
    _note(entry, StepKind.ENDED, words, by=by, on=on)
    if entry.organisation_id:
        telling.decided(entry, on=on)
    return entry


@transaction.atomic
def note_export(*, what: str, rows: int, by: User, on: dt.datetime) -> None:
    """Put on record that somebody takes the list or its alerts away as a file."""
    check_user_can(by, EXPORT)
    record(
        act="protection.exported",
        subject=f"protection:{what}",
        details={"rows": rows},
        by=by,
        on=on,
    )


def _create(
    described: Described,
    organisation: Organisation | None,
    state: EntryState,
    by: User,
    on: dt.datetime,
) -> Entry:
    found = read_described(described)
    try:
        with transaction.atomic():
            return Entry.objects.create(
                kind=described.kind,
                well_known=described.well_known,
                reason=described.reason.strip()[:LONGEST_WORDS],
                source=described.source.strip()[:LONGEST_SOURCE],
                valid_from=described.valid_from,
                valid_to=described.valid_to,
                state=state,
                organisation=organisation,
                asked_by=by,
                asked_at=on,
                **_kept(found),
            )
    except IntegrityError:
        raise ConflictError.of("protection.listed_already", received=found.text) from None


def _kept(found: Read) -> dict[str, object]:
    return {
        "text": found.text,
        "number": found.number,
        "party": found.party,
        "owner": found.owner,
        "nice_classes": found.nice_classes,
    }


def _advance(entry: Entry, revision: int, **changed: object) -> None:
    standing = Entry.objects.filter(pk=entry.pk, revision=revision)
    if not standing.update(revision=F("revision") + 1, **changed):
        raise ConflictError.of("protection.changed_meanwhile", received=entry.text)
    entry.refresh_from_db()


def _check_state(entry: Entry, wanted: EntryState) -> None:
    if entry.state != wanted:
        raise ConflictError.of(
            "protection.wrong_state", received=entry.text, state=entry.get_state_display()
        )


def _check_asked_for(entry: Entry, by: User, day: dt.date) -> None:
    if entry.organisation not in organisations_of(by, on=day):
        name = entry.organisation.name if entry.organisation else "—"
        raise ForbiddenError.of("protection.not_your_organisation", received=name)


def _reason(text: str) -> str:
    words = text.strip()
    if not words:
        raise InputError.of("protection.reason_missing")
    return words[:LONGEST_WORDS]


def _note(
    entry: Entry, kind: StepKind, text: str, *, by: User, on: dt.datetime, **details: object
) -> None:
    Step.objects.create(entry=entry, kind=kind, text=text[:LONGEST_WORDS], by=by, at=on)
    subject = f"protection:{entry.pk}"
    record(act=f"protection.{kind.value}", subject=subject, details=details, by=by, on=on)
