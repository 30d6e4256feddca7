"""Hearings and meetings: fixed for a day that leaves the parties the time the law gives them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from zhiheng.core.errors import ConflictError, InputError, Problem
from zhiheng.core.procedures import machine
from zhiheng.core.procedures.declared import SessionKind
from zhiheng.core.procedures.running import length_of
from zhiheng.core.terms.deadline import Deadline, Term
from zhiheng.core.terms.engine import compute_before
from zhiheng.core.terms.lengths import parse_length
from zhiheng.core.terms.regimes import find_regime
from zhiheng.office.accounts.models import User
from zhiheng.office.cases import law
from zhiheng.office.cases.enums import PARTIES, Capacity, EntryKind, SessionState
from zhiheng.office.cases.models import Case, Session
from zhiheng.office.cases.notifying import tell_capacities
from zhiheng.office.cases.writing import (
    Held,
    Line,
    enter,
    given_reason,
    held,
    shortened,
)


@dataclass(frozen=True)
class Appointment:
    """When and where a session is; `agreed` when the parties gave up the time of notice."""

    kind: str
    starts_at: datetime
    place: str
    agreed: str = ""


def schedule_session(
    *, case: Case, revision: int | None, wanted: Appointment, by: User, on: datetime
) -> Session:
    """Fix a session, or refuse a day that comes too soon for its notice to be served."""
    with held(case, revision=revision, by=by, on=on) as holding:
        holding.check_alive()
        declared = _declared(holding, wanted.kind)
        capacity = holding.capacity(*(Capacity(each) for each in declared.by))
        _check_appointment(holding, declared, wanted)
        session = Session.objects.create(
            case=holding.case,
            kind=wanted.kind,
            starts_at=wanted.starts_at,
            place=wanted.place.strip()[:200],
            scheduled_by=by,
            scheduled_at=on,
        )
        holding.change()
        local = timezone.localtime(wanted.starts_at)
        line = Line(
            name=wanted.kind,
            content={"place": session.place, "agreed": shortened(wanted.agreed)},
            details={"session": session.pk, "starts": local.isoformat(timespec="minutes")},
            capacity=capacity,
            papers=[declared.summons] if declared.summons else [],
        )
        entry = enter(holding, EntryKind.SCHEDULED, line)
        tell_capacities(
            holding.case, [*PARTIES, *_OFFICERS], "case.session", on=on, key=f"e{entry.pk}",
            session=declared.title.zh, day=f"{local:%Y-%m-%d %H:%M}", place=session.place,
        )  # fmt: skip
        return session


def hold_session(*, session: Session, attendance: str, by: User, on: datetime) -> Session:
    """Note that a session was held and who came; acts that need it can be done from then on."""
    with held(session.case, revision=None, by=by, on=on) as holding:
        session, declared, capacity = _planned(holding, session)
        if session.starts_at > on:
            raise InputError.of(
                "case.session_to_come", received=timezone.localtime(session.starts_at)
            )
        Session.objects.filter(pk=session.pk).update(
            state=SessionState.HELD, attendance=shortened(attendance)
        )
        holding.move(machine.hold(holding.state, session.kind))
        line = Line(
            name=session.kind, content={"attendance": shortened(attendance)},
            details={"session": session.pk}, capacity=capacity,
            papers=[declared.minutes] if declared.minutes else [],
        )  # fmt: skip
        enter(holding, EntryKind.HELD, line)
        session.refresh_from_db()
        return session


def cancel_session(*, session: Session, reason: str, by: User, on: datetime) -> Session:
    """Call a planned session off."""
    with held(session.case, revision=None, by=by, on=on) as holding:
        session, declared, capacity = _planned(holding, session)
        text = given_reason(reason)
        Session.objects.filter(pk=session.pk).update(state=SessionState.CANCELLED)
        holding.change()
        line = Line(
            name=session.kind, content={"reason": text},
            details={"session": session.pk}, capacity=capacity,
        )  # fmt: skip
        entry = enter(holding, EntryKind.CANCELLED, line)
        tell_capacities(
            holding.case, [*PARTIES, *_OFFICERS], "case.session_cancelled", on=on,
            key=f"e{entry.pk}", session=declared.title.zh,
        )  # fmt: skip
        session.refresh_from_db()
        return session


def latest_notice(holding: Held, declared: SessionKind, starts_at: datetime) -> Deadline | None:
    """Return the last day on which a session may be announced; None where no law says so."""
    if not declared.notice:
        return None
    term = holding.procedure.terms[declared.notice]
    length = length_of(term, holding.case.form, law.parameter_of(holding.day))
    regime = term.regime or holding.procedure.declaration.regime
    return compute_before(
        Term(parse_length(length)),
        event=timezone.localdate(starts_at),
        regime=find_regime(holding.counting.regimes, regime),
        calendar=holding.counting.calendar,
    )


_OFFICERS = (
    Capacity.HANDLER,
    Capacity.CO_HANDLER,
    Capacity.PANEL_CHAIR,
    Capacity.PANEL_MEMBER,
    Capacity.TECHNICAL_INVESTIGATOR,
)


def _declared(holding: Held, kind: str) -> SessionKind:
    declared = holding.procedure.sessions.get(kind)
    if declared is None:
        raise InputError.of("case.no_such_session", received=kind)
    if holding.case.stage not in declared.stages:
        stage = holding.procedure.stages[holding.case.stage].title.zh
        raise ConflictError.of("procedure.not_from_here", act=declared.title.zh, stage=stage)
    return declared


def _check_appointment(holding: Held, declared: SessionKind, wanted: Appointment) -> None:
    problems = []
    if not wanted.place.strip():
        problems.append(Problem("case.place_missing"))
    if wanted.starts_at <= holding.on:
        problems.append(
            Problem("case.session_past", {"received": str(timezone.localtime(wanted.starts_at))})
        )
    notice = latest_notice(holding, declared, wanted.starts_at)
    if notice is not None and holding.day > notice.due and not wanted.agreed.strip():
        values = {"session": declared.title.zh, "due": str(notice.due)}
        problems.append(Problem("case.session_too_soon", values))
    if problems:
        raise InputError(*problems)


def _planned(holding: Held, session: Session) -> tuple[Session, SessionKind, str]:
    declared = holding.procedure.sessions[session.kind]
    capacity = holding.capacity(*(Capacity(each) for each in declared.by))
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.state != SessionState.PLANNED:
        raise ConflictError.of("case.session_over", received=session.get_state_display())
    return session, declared, capacity
