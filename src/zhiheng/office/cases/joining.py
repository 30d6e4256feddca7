"""Joining cases into one, and splitting one off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.cases.enums import Capacity, CaseStatus, EntryKind
from zhiheng.office.cases.lapsing import let_lapse
from zhiheng.office.cases.models import Case, CaseClock, CaseStop, Entry, Participant, Party
from zhiheng.office.cases.numbering import new_code, next_number
from zhiheng.office.cases.writing import (
    Held,
    Line,
    enter,
    given_reason,
    held,
)


def join_cases(*, lead: Case, others: Sequence[Case], reason: str, by: User, on: datetime) -> Entry:
    """Go on with several cases as one: the others stand still for good and lead to it.

    They are of the same procedure, body and version, all open. Each party of theirs becomes a
    party of the one that goes on; their own clocks end.
    """
    text = given_reason(reason)
    with transaction.atomic():
        # Held in the order of their keys, so that two who join the same cases do not wait for
        # each other for ever.
        for each in sorted({lead.pk, *(other.pk for other in others)}):
            Case.objects.select_for_update(of=("self",)).get(pk=each)
        with held(lead, revision=None, by=by, on=on) as holding:
            capacity = holding.capacity(Capacity.HANDLER, Capacity.HEAD)
            for other in others:
                _join(holding, other, text)
            line = Line(
                details={"cases": sorted(other.number for other in others)},
                content={"reason": text},
                capacity=capacity,
            )
            holding.change()
            return enter(holding, EntryKind.JOINED, line)


def split_case(
    *, case: Case, revision: int | None, parties: Sequence[Party], reason: str, by: User,
    on: datetime,
) -> Case:  # fmt: skip
    """Go on with some parties in a case of their own, from where this one stands.

    The new case has the same form, clocks and stops; at least one respondent stays behind.
    """
    text = given_reason(reason)
    with held(case, revision=revision, by=by, on=on) as holding:
        capacity = holding.capacity(Capacity.HANDLER, Capacity.HEAD)
        holding.check_open()
        leaving = [each for each in parties if each.case_id == case.pk and not each.left_at]
        staying = case.parties.filter(left_at__isnull=True, position=Capacity.RESPONDENT)
        gone = [each.pk for each in leaving if each.position == Capacity.RESPONDENT]
        if not gone or not staying.exclude(pk__in=gone).exists():
            raise InputError.of("case.nothing_to_split", received=case.number)
        twin = _copy(holding, by, on)
        _move_parties(holding.case, twin, leaving, on)
        holding.change()
        line = Line(
            details={"case": twin.number}, capacity=capacity,
            content={"reason": text},
        )  # fmt: skip
        enter(holding, EntryKind.SPLIT, line)
        with held(twin, revision=None, by=by, on=on) as there:
            enter(there, EntryKind.SPLIT, Line(details={"from_case": case.number}))
        return twin


def _join(holding: Held, other: Case, reason: str) -> None:
    lead = holding.case
    with held(other, revision=None, by=holding.by, on=holding.on) as joined:
        case = joined.case
        joined.check_open()
        holding.check_open()
        same = (case.version_id, case.organisation_id) == (lead.version_id, lead.organisation_id)
        if case.pk == lead.pk or not same:
            raise InputError.of("case.not_joinable", received=case.number, lead=lead.number)
        joined.capacity(Capacity.HANDLER, Capacity.HEAD)
        known = {(each.position, each.name) for each in lead.parties.all()}
        for party in case.parties.filter(left_at__isnull=True):
            if (party.position, party.name) not in known:
                party.pk = None
                party.case = lead
                party.save(force_insert=True)
        running = CaseClock.objects.filter(case=case, ended_on__isnull=True)
        running.update(ended_on=joined.day, ended_by="joined", standing=False)
        lapsed = let_lapse(joined, sessions=True)
        joined.change(
            status=CaseStatus.JOINED, joined_into=lead, due_on=None, due_term="", due_binds="",
            closed_at=joined.on,
        )  # fmt: skip
        enter(
            joined,
            EntryKind.JOINED,
            Line(details={"into": lead.number, **lapsed}, content={"reason": reason}),
        )


def _copy(holding: Held, by: User, on: datetime) -> Case:
    case = Case.objects.get(pk=holding.case.pk)
    source = case.pk
    year = timezone.localdate(on).year
    case.pk = None
    case.number = next_number(holding.procedure.declaration.prefix, year)
    case.code = new_code()
    case.origin_id = source
    case.revision = 1
    case.save(force_insert=True)
    for model in (CaseClock, CaseStop):
        for row in model.objects.filter(case=source):
            row.pk = None
            row.case = case
            row.save(force_insert=True)
    for person in Participant.objects.filter(case=source, until__isnull=True):
        Participant.objects.create(
            case=case, person=person.person, capacity=person.capacity, since=on
        )
    return case


def _move_parties(case: Case, twin: Case, leaving: Sequence[Party], on: datetime) -> None:
    """Put those who leave into the new case with their clocks; whoever asks is in both."""
    for party in case.parties.filter(left_at__isnull=True):
        goes = party in leaving
        if not goes and party.position == Capacity.RESPONDENT:
            CaseClock.objects.filter(case=twin, of=str(party.pk)).delete()
            continue
        before = str(party.pk)
        if goes:
            Party.objects.filter(pk=party.pk).update(left_at=on)
            CaseClock.objects.filter(case=case, of=before, ended_on__isnull=True).update(
                ended_on=timezone.localdate(on), ended_by="split"
            )
        party.pk = None
        party.case = twin
        party.save(force_insert=True)
        CaseClock.objects.filter(case=twin, of=before).update(of=str(party.pk))
