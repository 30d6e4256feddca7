"""Hearings leave the time of notice; other bodies are asked and answer."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.office.cases.conftest import FILED, Cast, after, codes_of, did
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.cases.cooperating import answer_body, ask_body
from zhiheng.office.cases.enums import SessionState
from zhiheng.office.cases.models import Case, Cooperation, Session
from zhiheng.office.cases.permissions import cases_seen_by
from zhiheng.office.cases.sessions import (
    Appointment,
    cancel_session,
    hold_session,
    schedule_session,
)


def schedule(case: Case, by: User, day: int, *, agreed: str = "", place: str = "一号庭") -> Session:
    wanted = Appointment("hearing", after(day), place, agreed)
    return schedule_session(case=case, revision=None, wanted=wanted, by=by, on=FILED)


def test_a_hearing_leaves_three_working_days_for_its_notice(cast: Cast, accepted: Case):
    # Filed on Monday 2 March: three working days before Thursday lies Monday.
    assert schedule(accepted, cast.officer, 3).state == SessionState.PLANNED
    with pytest.raises(InputError) as refused:
        schedule(accepted, cast.officer, 2)
    assert codes_of(refused) == ["case.session_too_soon"]
    assert schedule(accepted, cast.officer, 2, agreed="双方书面同意").pk


def test_a_hearing_needs_a_place_and_a_time_to_come(cast: Cast, accepted: Case):
    with pytest.raises(InputError) as refused:
        schedule(accepted, cast.officer, -1, place=" ")
    assert set(codes_of(refused)) == {
        "case.place_missing", "case.session_past", "case.session_too_soon",
    }  # fmt: skip


def test_a_hearing_is_held_once_and_then_the_decision_is_possible(cast: Cast, accepted: Case):
    session = schedule(accepted, cast.officer, 7)
    with pytest.raises(InputError) as refused:
        hold_session(session=session, attendance="", by=cast.officer, on=after(6))
    assert codes_of(refused) == ["case.session_to_come"]
    hold_session(session=session, attendance="双方到庭", by=cast.officer, on=after(8))
    with pytest.raises(ConflictError):
        cancel_session(session=session, reason="x", by=cast.officer, on=after(8))
    did(accepted, "decide", cast.officer, on=after(9))
    accepted.refresh_from_db()
    assert accepted.outcome == "decided"


def test_a_hearing_is_not_scheduled_at_another_stage_nor_by_others(cast: Cast, taken: Case):
    with pytest.raises(ConflictError):
        schedule(taken, cast.officer, 7)
    with pytest.raises(ForbiddenError):
        did(taken, "accept", cast.colleague)


def ask(case: Case, cast: Cast, due: dt.date | None = None) -> Cooperation:
    body = cast.stranger.memberships.get().organisation
    return ask_body(case=case, revision=None, organisation=body, question="请协助送达",
                    due_on=due, by=cast.officer, on=FILED)  # fmt: skip


def test_an_asked_body_sees_the_case_and_answers_once(cast: Cast, accepted: Case):
    assert not cases_seen_by(cast.stranger, on=FILED.date()).exists()
    asked = ask(accepted, cast, dt.date(2026, 3, 20))
    assert cases_seen_by(cast.stranger, on=FILED.date()).get() == accepted
    with pytest.raises(ForbiddenError):
        answer_body(cooperation=asked, answer="已送达", by=cast.officer, on=after(1))
    answered = answer_body(cooperation=asked, answer="已送达", by=cast.stranger, on=after(1))
    assert answered.answered_by == cast.stranger
    with pytest.raises(ConflictError):
        answer_body(cooperation=asked, answer="再次", by=cast.stranger, on=after(1))


def test_an_asked_body_does_not_act_in_the_case(cast: Cast, accepted: Case):
    ask(accepted, cast)
    with pytest.raises(ForbiddenError):
        did(accepted, "decide", cast.stranger)


def test_a_question_needs_words_and_a_day_to_come(cast: Cast, accepted: Case):
    body = accepted.organisation
    assert body is not None
    with pytest.raises(InputError) as refused:
        ask_body(case=accepted, revision=None, organisation=body, question=" ",
                 due_on=dt.date(2026, 3, 1), by=cast.officer, on=FILED)  # fmt: skip
    assert set(codes_of(refused)) == {
        "case.question_missing", "case.day_past", "case.body_unfit",
    }  # fmt: skip
