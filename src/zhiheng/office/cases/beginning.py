"""Beginning a case: the form is handed in, a number given, the right body found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import ForbiddenError, InputError, Problem
from zhiheng.core.procedures import forms, machine
from zhiheng.core.procedures.declared import Capacity as Acting
from zhiheng.core.procedures.declared import FormField, Material
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.core.procedures.running import length_of
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.cases import law
from zhiheng.office.cases.enums import Capacity, EntryKind
from zhiheng.office.cases.files import check_materials
from zhiheng.office.cases.models import ANONYMOUS, Case, Entry, Party
from zhiheng.office.cases.notifying import tell_body
from zhiheng.office.cases.numbering import new_code, next_number
from zhiheng.office.cases.permissions import APPLY, WORK, bodies_of, memberships_on
from zhiheng.office.cases.routing import body_for
from zhiheng.office.cases.writing import Files, Held, Line, enter

_EARLIEST = dt.date(1949, 10, 1)


@dataclass(frozen=True)
class Request:
    """What is handed in: the form, the files, for whom, and through whom.

    `applicant` is the organisation that asks, None for a private person; `station` the body whose
    worker takes the request in at a counter; `origin` the case that this one follows from.
    """

    given: Mapping[str, str]
    files: Files = field(default_factory=dict)
    applicant: Organisation | None = None
    station: Organisation | None = None
    origin: Case | None = None
    organisation: Organisation | None = None
    key: str = ""


@transaction.atomic
def begin_case(*, procedure: str, request: Request, by: User, on: datetime) -> Case:
    """Hand in a form: check it as a whole, open the case, start its clocks.

    `InputError` with every field and file that does not fit. Sent twice with one key, the case of
    the first time is returned.
    """
    if request.key and (known := _begun_before(request.key, by)):
        return known
    day = timezone.localdate(on)
    declared = law.in_force(procedure, on=day)
    capacity = check_may_begin(declared, request, by=by, on=day)
    form = declared.declaration
    values = check_content(forms.fields_of(form), form.materials, request.given, request.files)
    case = _create(declared, request, values, by, on)
    _add_parties(case, declared, request, values, by)
    begun = machine.begin(declared)._replace(given=values)
    holding = Held(case, declared, begun, by, on, day, law.counting(day))
    first = declared.acts[declared.declaration.begins]
    parameter = law.parameter_of(day)
    state = machine.perform(
        declared,
        holding.state,
        first.act,
        capacities={capacity},
        on=day,
        length_of=lambda term: length_of(term, values, parameter),
        due_of=lambda name: None,
        start=start_of(declared, first.act, values, on=day),
        at=timezone.localtime(on),
    )
    holding.move(state)
    line = Line(
        name=first.act,
        content=values,
        files=request.files,
        details={"procedure": declared.name, "version": declared.declaration.version},
        capacity=capacity,
        key=request.key,
        before=declared.first_stage,
        papers=first.drafts,
        internal=first.internal,
    )
    enter(holding, EntryKind.ACT, line)
    tell_body(case, "case.filed", on=on)
    return case


def check_may_begin(procedure: Procedure, request: Request, *, by: User, on: date) -> str:
    """Return the capacity in which somebody begins a case; raise where they may not.

    Applicants ask for themselves; at a counter the clerk of a station or of the handling body
    files for them; what the office begins of its own motion, its officers begin.
    """
    declaration = procedure.declaration
    roles = {str(each.role) for each in memberships_on(by, on=on)}
    own_motion = [each for each in declaration.begun_by if each is not Acting.APPLICANT]
    if request.station is not None or (own_motion and not roles & set(declaration.asked_by)):
        check_user_can(by, WORK, on=on)
        bodies = bodies_of(by, WORK, on=on)
        if request.station is not None and request.station not in bodies:
            raise ForbiddenError.of("case.other_body", received=request.station.name)
        if request.organisation is not None and request.organisation not in bodies:
            raise ForbiddenError.of("case.other_body", received=request.organisation.name)
        if Acting.APPLICANT in declaration.begun_by:
            return Capacity.APPLICANT
        return own_motion[0]
    check_user_can(by, APPLY, on=on)
    if not roles & set(declaration.asked_by):
        raise ForbiddenError.of("case.not_asked_by_you", received=declaration.title.zh)
    mine = {each.organisation_id for each in memberships_on(by, on=on)}
    if request.applicant is not None and request.applicant.pk not in mine:
        raise ForbiddenError.of("case.other_body", received=request.applicant.name)
    return Capacity.APPLICANT


def start_of(procedure: Procedure, act: str, values: Mapping[str, str], *, on: date) -> date | None:
    """Return the day that an act states for the terms it starts, where one counts from it.

    What has not happened yet starts nothing, and neither does what nobody alive can have seen.
    """
    for term in procedure.declaration.terms:
        if act in term.starts and term.starts_from and values.get(term.starts_from):
            start = dt.date.fromisoformat(values[term.starts_from])
            if not _EARLIEST <= start <= on:
                raise InputError.of(
                    "case.start_unfit", received=start, earliest=_EARLIEST, latest=on
                )
            return start
    return None


def _begun_before(key: str, by: User) -> Case | None:
    # Of a form sent twice at once the second waits here until the first is done.
    User.objects.select_for_update().get(pk=by.pk)
    entry = Entry.objects.filter(key=key, by=by).select_related("case").first()
    return entry.case if entry else None


def check_content(
    fields: list[FormField], materials: list[Material], given: Mapping[str, str], files: Files
) -> dict[str, str]:
    """Return the values of an act's form; `InputError` with everything that does not fit."""
    values, problems = forms.read(fields, given)
    found: list[Problem] = [*problems.values()]
    found += check_materials(forms.demanded(materials, values), files)
    if found:
        raise InputError(*found)
    return values


def _create(
    procedure: Procedure, request: Request, values: Mapping[str, str], by: User, on: datetime
) -> Case:
    declaration = procedure.declaration
    division = values.get(declaration.handling.division or "", "")
    if not division and request.applicant is not None:
        division = request.applicant.district
    organisation = request.organisation or body_for(
        declaration.handling.bodies, division, station=request.station
    )
    return Case.objects.create(
        number=next_number(declaration.prefix, timezone.localdate(on).year),
        code=new_code(),
        version=law.keep_version(procedure, on=on),
        procedure=procedure.name,
        title=values.get(declaration.subject, declaration.title.zh)[:200],
        organisation=organisation,
        station=request.station,
        division=division,
        stage=procedure.first_stage,
        filed_by=by,
        filed_for=None if _is_anonymous(procedure, values) else request.applicant,
        filed_at=on,
        form=dict(values),
        origin=request.origin,
    )


def _add_parties(
    case: Case, procedure: Procedure, request: Request, values: Mapping[str, str], by: User
) -> None:
    """Note who asks and who is asked, from the fields that the declaration names."""
    declaration = procedure.declaration
    if Acting.APPLICANT in declaration.begun_by:
        Party.objects.create(
            case=case,
            position=Capacity.APPLICANT,
            told_at=case.filed_at,
            **_accounts(procedure, request, by, on=timezone.localdate(case.filed_at)),
            **_applicant(procedure, request, values, by),
        )
    name = values.get(declaration.respondent or "", "")
    if name:
        code = _said(values, "respondent_uscc")
        known = _account_of(name, code)
        Party.objects.create(
            case=case,
            position=Capacity.RESPONDENT,
            name=name,
            organisation=known,
            identifier=code or (known.uscc or "" if known else ""),
            address=_said(values, "respondent_address"),
            phone=_said(values, "respondent_phone"),
        )


def _account_of(name: str, code: str) -> Organisation | None:
    """Return the organisation here of a name; None where its code says that it is another body."""
    known = Organisation.objects.filter(name=name).first()
    if known and known.uscc and code and known.uscc != code:
        return None
    return known


def _accounts(
    procedure: Procedure, request: Request, by: User, *, on: date
) -> dict[str, User | None]:
    """Return the accounts that speak for who asks: never that of an officer who files for others.

    At a counter there are none until the receipt is claimed; in a case that follows from another
    they are those of whoever asked there.
    """
    if request.station is not None:
        return {}
    if request.origin is not None:
        asked = _asker(request.origin)
        return {"user": asked.user, "agent": asked.agent} if asked else {}
    roles = {str(each.role) for each in memberships_on(by, on=on)}
    return {"user": by} if roles & set(procedure.declaration.asked_by) else {}


def _asker(case: Case) -> Party | None:
    """Return who asked in a case, None where nobody did or it is no longer their matter."""
    return case.parties.filter(position=Capacity.APPLICANT, left_at__isnull=True).first()


def asking_body(case: Case) -> Organisation | None:
    """Return the organisation that asked in a case; None for private persons."""
    asked = _asker(case)
    return asked.organisation if asked else None


def _applicant(
    procedure: Procedure, request: Request, values: Mapping[str, str], by: User
) -> dict[str, object]:
    """Return what is noted of who asks; nothing where the form says that nobody shall know."""
    declaration, applicant = procedure.declaration, request.applicant
    if _is_anonymous(procedure, values):
        return {"name": ANONYMOUS, "is_person": True}
    named = _said(values, declaration.applicant or "")
    asked = _asker(request.origin) if request.origin is not None else None
    known = applicant.name if applicant else asked.name if asked else by.display_name
    return {
        "name": named or known,
        "identifier": _said(values, "applicant_uscc", "applicant_identity_number")
        or (applicant.uscc or "" if applicant else ""),
        "is_person": applicant is None,
        "address": _said(values, "applicant_address"),
        "phone": _said(values, "applicant_phone", "contact_phone"),
        "mail": _said(values, "applicant_mail", "contact_mail"),
        "agent_name": _said(values, "agent_name") or (asked.agent_name if asked else ""),
        "organisation": applicant,
    }


def _said(values: Mapping[str, str], *fields: str) -> str:
    """Return the first of some fields of the form that was filled in."""
    return next((values[field] for field in fields if values.get(field)), "")


def _is_anonymous(procedure: Procedure, values: Mapping[str, str]) -> bool:
    asked = procedure.declaration.anonymous
    return asked is not None and asked.holds(dict(values))
