"""What every act on a case does: hold the case, move it on, write its line, record it.

An act is safe against being sent twice (`key`), against somebody else being quicker (`revision`)
and against a crash: case, clocks, line and ledger change in one transaction or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from zhiheng.core.errors import ConflictError, InputError, NotFoundError, Problem
from zhiheng.core.evidence.sealing import sealed
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.core.procedures.running import Counting
from zhiheng.core.procedures.state import CaseState
from zhiheng.office.accounts.models import User
from zhiheng.office.attachments.commands import attach, check_files
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.cases import law
from zhiheng.office.cases.enums import AT_REST, ENDED, EntryKind
from zhiheng.office.cases.models import Case, Entry, EntryFile
from zhiheng.office.cases.permissions import capacities_of, check_capacity
from zhiheng.office.cases.signals import entered, papers_wanted
from zhiheng.office.cases.state import state_of, store
from zhiheng.office.ledger.commands import record

# By material; files just uploaded, or kept with a draft before.
Files = Mapping[str, Sequence[UploadedFile[Any] | Attachment]]
LONGEST_REASON = 2_000


@dataclass
class Held:
    """A case held for one act: nobody else moves it until the transaction ends."""

    case: Case
    procedure: Procedure
    state: CaseState
    by: User
    on: datetime
    day: date
    counting: Counting

    def capacities(self) -> frozenset[str]:
        """Return as what the person acts here."""
        return capacities_of(self.by, self.case, self.procedure, on=self.day)

    def capacity(self, *allowed: str) -> str:
        """Return the first of the capacities that the person has; raise without one."""
        return check_capacity(self.by, self.case, self.procedure, allowed, on=self.day)

    def check_open(self) -> None:
        """Raise where the case has come to its end, in whatever way."""
        self._check_not(ENDED)

    def check_alive(self) -> None:
        """Raise where the case was joined to another or archived."""
        self._check_not(AT_REST)

    def _check_not(self, statuses: Collection[str]) -> None:
        if self.case.status in statuses:
            raise ConflictError.of(
                "case.ended", received=self.case.number, state=self.case.get_status_display()
            )

    def move(self, state: CaseState, **fields: object) -> None:
        """Write a new state of the case, with other fields that change with it."""
        closed = self.procedure.is_closed(state.stage)
        if closed is (self.case.closed_at is None):  # closed now, or taken up again
            fields["closed_at"] = self.on if closed else None
        fields = {**store(self.case, self.procedure, state, self.counting), **fields}
        self.state = state
        self.change(**fields)

    def change(self, **fields: object) -> None:
        """Change fields of the case; its revision counts on."""
        Case.objects.filter(pk=self.case.pk).update(revision=F("revision") + 1, **fields)
        self.case.refresh_from_db()


@dataclass(frozen=True)
class Line:
    """What a line of the file holds beside who did it and when.

    `content` may hold personal data and is sealed; `details` go to the ledger and hold none.
    """

    name: str = ""
    content: Mapping[str, object] = field(default_factory=dict)
    files: Files = field(default_factory=dict)
    details: Mapping[str, object] = field(default_factory=dict)
    internal: bool = False
    capacity: str = ""
    key: str = ""
    before: str = ""
    papers: Sequence[str] = ()


@contextmanager
def held(
    case: Case, *, revision: int | None, by: User, on: datetime, key: str = ""
) -> Iterator[Held]:
    """Hold a case at the revision that its page showed; None where the newest will do.

    What was sent with a `key` that has acted before is no conflict with its own act: of a form
    sent twice at once the second waited here for the first.
    """
    with transaction.atomic():
        found = (
            Case.objects.select_for_update(of=("self",))
            .select_related("version", "organisation", "station")
            .filter(pk=case.pk)
            .first()
        )
        if found is None:
            raise NotFoundError.of("case.unknown", received=case.number)
        is_older = revision is not None and found.revision != revision
        if is_older and not already_done(found, key):
            raise ConflictError.of("case.changed_meanwhile", received=found.number)
        procedure = law.procedure_of(found)
        day = timezone.localdate(on)
        state = state_of(found, procedure)
        yield Held(found, procedure, state, by, on, day, law.counting(day))


def given_reason(reason: str) -> str:
    """Return a reason as it is kept; raise where none was given."""
    text = shortened(reason)
    if not text:
        raise InputError(Problem("case.reason_missing"))
    return text


def shortened(text: str) -> str:
    """Return what somebody wrote as it is kept: without blanks around it, at most so long."""
    return text.strip()[:LONGEST_REASON]


def already_done(case: Case, key: str) -> Entry | None:
    """Return the line that a form sent with the same key has written before."""
    return Entry.objects.filter(case=case, key=key).first() if key else None


def enter(holding: Held, kind: EntryKind, line: Line) -> Entry:
    """Write a line of the file with its files, and record it on the ledger."""
    case, by, on = holding.case, holding.by, holding.on
    kept = _kept(line.files, by, on)
    content = dict(line.content)
    salt, digest = sealed({**content, "files": [attachment.digest for _, attachment in kept]})
    before, after = line.before or case.stage, case.stage
    event = record(
        act=f"cases.{kind.value}",
        subject=f"case:{case.number}",
        details={"content": digest, **_told(line, kept, before, after), **line.details},
        by=by,
        on=on,
    )
    entry = Entry.objects.create(
        case=case,
        kind=kind,
        name=line.name,
        by=by,
        capacity=line.capacity,
        at=on,
        stage_before=before,
        stage_after=after,
        content=content,
        salt=salt,
        digest=digest,
        event=event.sequence,
        internal=line.internal,
        key=line.key,
    )
    EntryFile.objects.bulk_create(
        EntryFile(entry=entry, material=material, attachment=attachment)
        for material, attachment in kept
    )
    entered.send(sender=None, case=case, entry=entry)
    if line.papers:
        papers_wanted.send(
            sender=None, case=case, papers=tuple(line.papers), entry=entry, by=by, on=on
        )
    return entry


def _told(
    line: Line, kept: Sequence[tuple[str, Attachment]], before: str, after: str
) -> dict[str, object]:
    """Return what the ledger tells of a line beside its digest: names and digests, no words."""
    return {
        **({"capacity": line.capacity} if line.capacity else {}),
        **({"name": line.name} if line.name else {}),
        **({"files": [each.digest for _, each in kept]} if kept else {}),
        **({"from": before, "to": after} if before != after else {}),
    }


def _kept(files: Files, by: User, on: datetime) -> list[tuple[str, Attachment]]:
    """Return the files with their material, those just uploaded kept first."""
    given = [(material, each) for material, some in files.items() for each in some]
    check_files([each for _, each in given if not isinstance(each, Attachment)])
    return [
        (material, each if isinstance(each, Attachment) else attach(file=each, by=by, on=on))
        for material, each in given
    ]
