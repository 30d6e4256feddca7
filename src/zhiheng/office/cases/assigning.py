"""Who works on a case: taking, assigning, appointing, releasing, transferring."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhiheng.core.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import Membership, Organisation, User
from zhiheng.office.cases import law
from zhiheng.office.cases.conflicts import check_free
from zhiheng.office.cases.enums import APPOINTED, Capacity, EntryKind
from zhiheng.office.cases.lapsing import let_lapse
from zhiheng.office.cases.models import Case, Entry, Participant
from zhiheng.office.cases.notifying import tell_body, tell_people
from zhiheng.office.cases.permissions import check_works_in
from zhiheng.office.cases.writing import (
    Held,
    Line,
    enter,
    given_reason,
    held,
    shortened,
)


def take_case(*, case: Case, revision: int | None, by: User, on: datetime) -> Entry:
    """Take a case that nobody has; of two who take it at once, one gets it."""
    with held(case, revision=revision, by=by, on=on) as holding:
        holding.check_open()
        check_works_in(by, holding.case.organisation, on=holding.day)
        if holding.case.handler_id is not None:
            raise ConflictError.of(
                "case.taken_already", received=holding.case.number,
                person=holding.case.handler.display_name if holding.case.handler else "",
            )  # fmt: skip
        _check_can_handle(holding, by)
        return _hand_to(holding, by, EntryKind.TAKEN)


def assign_case(
    *, case: Case, revision: int | None, to: User, reason: str = "", by: User, on: datetime
) -> Entry:
    """Give a case to somebody of the body: by its head or its clerks, or by its handler."""
    with held(case, revision=revision, by=by, on=on) as holding:
        holding.check_open()
        holding.capacity(Capacity.HEAD, Capacity.CLERK, Capacity.HANDLER)
        if holding.case.handler_id == to.pk:
            raise ConflictError.of(
                "case.taken_already", received=holding.case.number, person=to.display_name
            )
        _check_can_handle(holding, to)
        return _hand_to(holding, to, EntryKind.ASSIGNED, reason)


def appoint(
    *, case: Case, revision: int | None, person: User, capacity: str, by: User, on: datetime
) -> Entry:
    """Appoint a co-handler, a member or the chair of the panel, or a technical investigator."""
    with held(case, revision=revision, by=by, on=on) as holding:
        holding.check_open()
        own = holding.capacity(Capacity.HEAD, Capacity.HANDLER, Capacity.PANEL_CHAIR)
        if capacity not in APPOINTED or capacity == Capacity.HANDLER:
            raise InputError.of("case.no_such_capacity", received=capacity)
        check_free(person, holding.case, on=holding.day)
        if not candidates(holding.case, capacity, on=on).filter(pk=person.pk).exists():
            raise ForbiddenError.of("case.not_eligible", person=person.display_name)
        active = holding.case.participants.filter(until__isnull=True, person=person)
        if active.filter(capacity=capacity).exists():
            raise ConflictError.of("case.appointed_already", person=person.display_name)
        if capacity == Capacity.PANEL_CHAIR:
            _end(holding, Participant.objects.filter(case=holding.case, capacity=capacity))
        Participant.objects.create(case=holding.case, person=person, capacity=capacity, since=on)
        holding.change()
        line = Line(
            name=capacity, details={"person": person.pk}, capacity=own,
            content={"person": person.display_name},
        )  # fmt: skip
        entry = enter(holding, EntryKind.APPOINTED, line)
        tell_people(holding.case, [person], "case.appointed", on=on, key=f"e{entry.pk}")
        return entry


def release(
    *, case: Case, revision: int | None, person: User, capacity: str, reason: str, by: User,
    on: datetime,
) -> Entry:  # fmt: skip
    """End an appointment: somebody steps back or is recused; the handler gives the case back."""
    with held(case, revision=revision, by=by, on=on) as holding:
        holding.check_open()
        if person.pk != by.pk:
            holding.capacity(Capacity.HEAD, Capacity.HANDLER)
        text = given_reason(reason)
        active = Participant.objects.filter(
            case=holding.case, person=person, capacity=capacity, until__isnull=True
        )
        if not active.exists():
            raise NotFoundError.of("case.not_appointed", person=person.display_name)
        _end(holding, active)
        fields = {"handler": None} if capacity == Capacity.HANDLER else {}
        holding.change(**fields)
        line = Line(
            name=capacity, details={"person": person.pk},
            content={"reason": text, "person": person.display_name},
        )  # fmt: skip
        return enter(holding, EntryKind.RELEASED, line)


def transfer_case(
    *, case: Case, revision: int | None, to: Organisation, reason: str, by: User, on: datetime
) -> Entry:
    """Hand a case to another body of a kind that carries the procedure; its terms run on."""
    with held(case, revision=revision, by=by, on=on) as holding:
        holding.check_open()
        own = holding.capacity(Capacity.HEAD, Capacity.CLERK, Capacity.HANDLER)
        handling = holding.procedure.declaration.handling
        if to.pk == holding.case.organisation_id or to.kind not in handling.bodies:
            raise InputError.of("case.body_unfit", received=to.name)
        text = given_reason(reason)
        before = holding.case.organisation_id
        _end(holding, Participant.objects.filter(case=holding.case))
        lapsed = let_lapse(holding, sessions=False)
        holding.change(organisation=to, handler=None)
        line = Line(
            details={"from_body": before, "organisation": to.pk, **lapsed}, capacity=own,
            content={"reason": text, "organisation": to.name},
        )  # fmt: skip
        entry = enter(holding, EntryKind.TRANSFERRED, line)
        tell_body(holding.case, "case.transferred", on=on)
        return entry


def candidates(case: Case, capacity: str, *, on: datetime) -> QuerySet[User]:
    """Return who can be appointed: for the handler and panel people of the body by their role.

    Technical investigators come from every body: there are few of them.
    """
    held_roles = Membership.objects.in_force(timezone.localdate(on))
    if capacity == Capacity.TECHNICAL_INVESTIGATOR:
        fits = held_roles.filter(role=Role.TECHNICAL_INVESTIGATOR)
    else:
        roles = law.procedure_of(case).declaration.handling.roles
        fits = held_roles.filter(organisation=case.organisation_id, role__in=roles)
    return User.objects.filter(Q(pk__in=fits.values("user")), is_active=True)


def _hand_to(holding: Held, person: User, kind: EntryKind, reason: str = "") -> Entry:
    case, on = holding.case, holding.on
    handlers = Participant.objects.filter(case=case, capacity=Capacity.HANDLER)
    _end(holding, handlers)
    _end(
        holding, Participant.objects.filter(case=case, person=person, capacity=Capacity.CO_HANDLER)
    )
    Participant.objects.create(case=case, person=person, capacity=Capacity.HANDLER, since=on)
    holding.change(handler=person)
    line = Line(
        details={"person": person.pk},
        content={"reason": shortened(reason), "person": person.display_name},
    )
    entry = enter(holding, kind, line)
    if kind == EntryKind.ASSIGNED:
        tell_people(case, [person], "case.assigned", on=on, key=f"e{entry.pk}")
    return entry


def _check_can_handle(holding: Held, person: User) -> None:
    fits = candidates(holding.case, Capacity.HANDLER, on=holding.on)
    if not fits.filter(pk=person.pk).exists():
        raise ForbiddenError.of("case.not_eligible", person=person.display_name)
    check_free(person, holding.case, on=holding.day)


def _end(holding: Held, participants: QuerySet[Participant]) -> None:
    participants.filter(until__isnull=True).update(until=holding.on)
