"""Suspension moves the end date, whatever is extended before or after; extensions have an order."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.office.cases.conftest import FILED, Cast, after, codes_of, did
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.cases.deciding import decide_proposal
from zhiheng.office.cases.enums import CaseStatus, EntryKind
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.cases.queries import clocks_of
from zhiheng.office.cases.stopping import (
    ExtensionRequest,
    extend_term,
    resume_case,
    suspend_case,
)

DECIDING = dt.date(2026, 6, 2)


def due(case: Case) -> dt.date:
    return case.clocks.get(term="deciding").due_on


def stop(case: Case, by: User, on: dt.datetime, ground: str = "illness") -> Entry:
    return suspend_case(case=case, revision=None, ground=ground, reason="住院", by=by, on=on)


def go_on(case: Case, by: User, on: dt.datetime, ground: str = "illness") -> Entry:
    return resume_case(case=case, revision=None, ground=ground, reason="", by=by, on=on)


def extend(case: Case, by: User, on: dt.datetime, length: str = "1m") -> Entry:
    wanted = ExtensionRequest("deciding", length, "案情复杂")
    return extend_term(case=case, revision=None, wanted=wanted, by=by, on=on)


def test_ten_days_of_suspension_move_the_end_by_ten_days(cast: Cast, accepted: Case):
    assert due(accepted) == DECIDING
    stop(accepted, cast.officer, after(10))
    accepted.refresh_from_db()
    assert accepted.status == CaseStatus.SUSPENDED
    assert accepted.clocks.get(term="deciding").standing
    go_on(accepted, cast.officer, after(20))
    accepted.refresh_from_db()
    assert accepted.status == CaseStatus.OPEN
    assert due(accepted) == accepted.due_on == dt.date(2026, 6, 12)
    stop_row = accepted.stops.get()
    assert (stop_row.first, stop_row.last) == (dt.date(2026, 3, 12), dt.date(2026, 3, 21))


def test_while_time_stands_the_derivation_says_so(cast: Cast, accepted: Case):
    stop(accepted, cast.officer, after(10))
    term = next(t for t in clocks_of(accepted, on=after(15).date()) if t.running.term == "deciding")
    assert term.deadline.provisional
    assert any("住院" in line or "患病" in line for line in term.deadline.sentences())


def test_resumed_on_the_same_day_nothing_was_excluded(cast: Cast, accepted: Case):
    stop(accepted, cast.officer, after(10))
    go_on(accepted, cast.officer, after(10, hour=17))
    assert due(accepted) == DECIDING
    assert not accepted.stops.exists()


def test_a_suspended_case_is_not_decided(cast: Cast, accepted: Case):
    stop(accepted, cast.officer, after(10))
    with pytest.raises(ConflictError) as refused:
        did(accepted, "decide", cast.officer, on=after(11))
    assert codes_of(refused) == ["procedure.suspended"]


def test_what_stops_only_clocks_needs_approval_here_and_lets_the_case_go_on(
    cast: Cast, accepted: Case
):
    assert stop(accepted, cast.officer, after(10), "testing").kind == EntryKind.PROPOSED
    decide_proposal(
        proposal=accepted.proposals.get(), approve=True, reason="", by=cast.head, on=after(12)
    )
    accepted.refresh_from_db()
    assert accepted.status == CaseStatus.OPEN
    assert accepted.stops.get().first == after(12).date()


@pytest.mark.parametrize("who", ["colleague", "citizen", "stranger"])
def test_nobody_else_stops_time(cast: Cast, accepted: Case, who: str):
    with pytest.raises(ForbiddenError):
        stop(accepted, getattr(cast, who), after(10))


def test_time_does_not_stop_twice_on_one_ground_nor_resume_unstopped(cast: Cast, accepted: Case):
    with pytest.raises(ConflictError):
        go_on(accepted, cast.officer, after(10))
    stop(accepted, cast.officer, after(10))
    with pytest.raises(ConflictError):
        stop(accepted, cast.officer, after(11))


def test_the_head_extends_first_and_the_one_above_next(cast: Cast, accepted: Case):
    assert extend(accepted, cast.officer, after(30)).kind == EntryKind.PROPOSED
    decide_proposal(
        proposal=accepted.proposals.get(), approve=True, reason="", by=cast.head, on=after(31)
    )
    assert due(accepted) == dt.date(2026, 7, 2)
    with pytest.raises(ForbiddenError):
        extend(accepted, cast.stranger, after(32), "2m")
    extend(accepted, cast.officer, after(32), "2m")
    second = accepted.proposals.get(decided_at__isnull=True)
    assert second.approver == "superior"
    decide_proposal(proposal=second, approve=True, reason="", by=cast.superior, on=after(33))
    assert due(accepted) == dt.date(2026, 9, 2)
    with pytest.raises(ConflictError) as refused:
        extend(accepted, cast.officer, after(34))
    assert codes_of(refused) == ["procedure.no_more_extensions"]


def test_suspension_and_extension_add_up_in_either_order(cast: Cast, accepted: Case):
    stop(accepted, cast.officer, after(10))
    go_on(accepted, cast.officer, after(20))
    extend(accepted, cast.head, after(30))
    assert due(accepted) == dt.date(2026, 7, 13)  # 12 July is a Sunday


def test_an_extension_longer_than_the_law_or_after_the_end_is_refused(cast: Cast, accepted: Case):
    with pytest.raises(InputError) as refused:
        extend(accepted, cast.head, after(30), "2m")
    assert codes_of(refused) == ["procedure.extended_too_far"]
    late = FILED.replace(month=6, day=3)
    with pytest.raises(InputError) as refused:
        extend(accepted, cast.head, late)
    assert codes_of(refused) == ["procedure.extended_late"]
    with pytest.raises(InputError) as refused:
        extend(accepted, cast.officer, late)
    assert codes_of(refused) == ["procedure.extended_late"]


def test_a_reason_is_asked_for(cast: Cast, accepted: Case):
    with pytest.raises(InputError):
        suspend_case(case=accepted, revision=None, ground="illness", reason=" ", by=cast.officer,
                     on=after(1))  # fmt: skip
