"""What keeps a file in order: notes, parties, corrections, archive, erasure, recount."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import ConflictError, InputError, Problem
from zhiheng.core.procedures import forms
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.cases.copies import erase_copies
from zhiheng.office.cases.enums import PARTIES, Capacity, CaseStatus, EntryKind
from zhiheng.office.cases.lapsing import let_lapse
from zhiheng.office.cases.models import Case, Entry, Party
from zhiheng.office.cases.state import store
from zhiheng.office.cases.writing import (
    Line,
    already_done,
    enter,
    given_reason,
    held,
    shortened,
)
from zhiheng.office.ledger.commands import record

_OFFICERS = (
    Capacity.HANDLER,
    Capacity.CO_HANDLER,
    Capacity.PANEL_CHAIR,
    Capacity.PANEL_MEMBER,
    Capacity.TECHNICAL_INVESTIGATOR,
    Capacity.HEAD,
    Capacity.CLERK,
)


def add_note(
    *, case: Case, text: str, files: Sequence[UploadedFile[Any]] = (), key: str = "", by: User,
    on: datetime,
) -> Entry:  # fmt: skip
    """Add a note for colleagues; parties do not see it."""
    if known := already_done(case, key):
        return known
    with held(case, revision=None, by=by, on=on) as holding:
        if known := already_done(case, key):  # its twin was quicker
            return known
        capacity = holding.capacity(*_OFFICERS)
        if not text.strip() and not files:
            raise InputError(Problem("case.note_missing"))
        line = Line(
            content={"text": shortened(text)}, capacity=capacity, internal=True,
            files={"note": list(files)} if files else {}, key=key,
        )  # fmt: skip
        return enter(holding, EntryKind.NOTED, line)


@dataclass(frozen=True)
class PartyContent:
    """What is noted of a party."""

    position: str
    name: str
    identifier: str = ""
    is_person: bool = False
    address: str = ""
    phone: str = ""
    mail: str = ""
    organisation: Organisation | None = None
    user: User | None = None
    agent_name: str = ""
    agent: User | None = None

    def cleaned(self) -> dict[str, object]:
        """Return the fields as they are kept; `InputError` where name or position is missing."""
        if not self.name.strip() or self.position not in PARTIES:
            raise InputError(Problem("case.party_unfit", {"received": self.name or "—"}))
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {
            name: value.strip()[:300] if isinstance(value, str) else value
            for name, value in fields.items()
        }


def set_party(
    *, case: Case, revision: int | None, party: Party | None, content: PartyContent, by: User,
    on: datetime,
) -> Party:  # fmt: skip
    """Add a party or change one: its address, its agent, the account that speaks for it."""
    with held(case, revision=revision, by=by, on=on) as holding:
        holding.check_alive()
        capacity = holding.capacity(
            Capacity.HANDLER, Capacity.CO_HANDLER, Capacity.CLERK, Capacity.HEAD
        )
        fields = content.cleaned()
        if party is None:
            told = None if content.position == Capacity.RESPONDENT else on
            kept = Party.objects.create(case=holding.case, told_at=told, **fields)
        else:
            Party.objects.filter(pk=party.pk, case=holding.case).update(**fields)
            kept = Party.objects.get(pk=party.pk)
        holding.change()
        shown = {name: str(value) for name, value in fields.items() if value}
        line = Line(name=kept.position, content=shown, details={"party": kept.pk},
                    capacity=capacity)  # fmt: skip
        kind = EntryKind.PARTY_ADDED if party is None else EntryKind.PARTY_CHANGED
        enter(holding, kind, line)
        return kept


def correct_form(
    *, case: Case, revision: int | None, given: Mapping[str, str], reason: str, by: User,
    on: datetime,
) -> Entry:  # fmt: skip
    """Correct what stands in the form; the file keeps what stood there before."""
    with held(case, revision=revision, by=by, on=on) as holding:
        holding.check_alive()
        capacity = holding.capacity(Capacity.HANDLER, Capacity.CLERK)
        text = given_reason(reason)
        declaration = holding.procedure.declaration
        values, problems = forms.read(forms.fields_of(declaration), given)
        if problems:
            raise InputError(*problems.values())
        before = holding.case.form
        changed = sorted(
            name for name in {*before, *values} if before.get(name) != values.get(name)
        )
        title = values.get(declaration.subject, holding.case.title)[:200]
        holding.change(form=values, title=title)
        content = {
            "reason": text,
            "before": {name: before.get(name, "") for name in changed},
            "after": {name: values.get(name, "") for name in changed},
        }
        line = Line(content=content, details={"fields": changed}, capacity=capacity)
        return enter(holding, EntryKind.CORRECTED, line)


def archive_case(*, case: Case, revision: int | None, by: User, on: datetime) -> Entry:
    """Put a closed case into the archive; nothing moves in it afterwards."""
    with held(case, revision=revision, by=by, on=on) as holding:
        if holding.case.status != CaseStatus.CLOSED:
            raise ConflictError.of(
                "case.not_closed", received=holding.case.number,
                state=holding.case.get_status_display(),
            )  # fmt: skip
        capacity = holding.capacity(Capacity.HANDLER, Capacity.CLERK, Capacity.HEAD)
        lapsed = let_lapse(holding, sessions=True)
        holding.change(status=CaseStatus.ARCHIVED, archived_at=on)
        line = Line(capacity=capacity, details={"outcome": holding.case.outcome, **lapsed})
        return enter(holding, EntryKind.ARCHIVED, line)


@transaction.atomic
def erase_entry(*, entry: Entry, ground: str, by: User, on: datetime) -> None:
    """Erase what a line holds, because the law demands it; its digest and its event stay.

    Only an administrator does so. What stood there can no longer be read nor guessed from the log;
    what stands a second time, and the files, go too (`copies`).
    """
    check_user_can(by, "accounts.manage", on=timezone.localdate(on))
    text = given_reason(ground)
    if entry.erased_at is not None:
        raise ConflictError.of("case.erased_already")
    erase_copies(entry, on=on)
    Entry.objects.filter(pk=entry.pk).update(content=None, salt="", erased_at=on)
    record(
        act="cases.erased",
        subject=f"case:{entry.case.number}",
        details={"event": entry.event, "ground": text[:120]},
        by=by,
        on=on,
    )


def recount(*, case: Case, by: User, on: datetime) -> bool:
    """Count the clocks of a case anew by the calendar of today; tell whether a day moved."""
    with held(case, revision=None, by=by, on=on) as holding:
        before = (holding.case.due_on, holding.case.due_provisional)
        fields = store(holding.case, holding.procedure, holding.state, holding.counting)
        moved = (fields["due_on"], fields["due_provisional"]) != before
        Case.objects.filter(pk=holding.case.pk).update(
            due_on=fields["due_on"], due_term=fields["due_term"], due_binds=fields["due_binds"],
            due_provisional=fields["due_provisional"],
        )  # fmt: skip
        return moved
