"""Deciding about findings: without a case where they are plainly innocent, else in one.

Nobody is confirmed unheard: only a case that a filer was told of confirms.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.cases.models import Entry
from zhiheng.office.screening.enums import FindingState, JudgementAct
from zhiheng.office.screening.models import Finding, Hearing
from zhiheng.office.screening.permissions import JUDGE
from zhiheng.office.screening.writing import (
    ASKABLE,
    check_state,
    given_reason,
    held_finding,
    judge,
)

_State = FindingState
_ACT_OF = {
    _State.CONFIRMED: JudgementAct.CONFIRM,
    _State.DISMISSED: JudgementAct.DISMISS,
    _State.REFERRED: JudgementAct.REFER,
    _State.WITHDRAWN: JudgementAct.WITHDRAW,
}


@transaction.atomic
def dismiss_finding(
    *, finding: Finding, revision: int | None, reason: str, by: User, on: datetime
) -> Finding:
    """Dismiss a finding that is plainly innocent, without a case; its items are remembered.

    What a filer is being asked about is decided in the case, not beside it.
    """
    check_user_can(by, JUDGE)
    text = given_reason(reason)
    held = held_finding(finding, revision=revision)
    check_state([held], ASKABLE)
    judge(held, JudgementAct.DISMISS, _State.DISMISSED, reason=text, by=by, on=on)
    return held


@transaction.atomic
def reopen_finding(
    *, finding: Finding, revision: int | None, reason: str, by: User, on: datetime
) -> Finding:
    """Open a dismissed finding again; its items count again."""
    check_user_can(by, JUDGE)
    text = given_reason(reason)
    held = held_finding(finding, revision=revision)
    check_state([held], (_State.DISMISSED,))
    judge(held, JudgementAct.REOPEN, _State.OPEN, reason=text, by=by, on=on)
    return held


def settle(hearing: Hearing, outcome: FindingState, *, entry: Entry, reason: str) -> None:
    """Keep what a case decided about a finding, in the transaction of the act that decided it.

    The finding follows once all of its cases agree; a confirmation in one of them is enough.
    """
    finding = held_finding(hearing.finding, revision=None)
    was_confirmed = hearing.outcome == _State.CONFIRMED
    Hearing.objects.filter(pk=hearing.pk).update(outcome=outcome)
    hearing.outcome = outcome
    assert entry.by is not None, "an act of a case is done by somebody"
    corrected = was_confirmed and outcome == _State.DISMISSED
    judge(
        finding,
        JudgementAct.CORRECT if corrected else _ACT_OF[outcome],
        _state_after(finding),
        reason=reason,
        by=entry.by,
        on=entry.at,
        case=hearing.case.number,
    )


def _state_after(finding: Finding) -> FindingState:
    """Return the state that follows from all cases of a finding."""
    outcomes = set(Hearing.objects.filter(finding=finding).values_list("outcome", flat=True))
    for state in (_State.CONFIRMED, None, _State.REFERRED, _State.WITHDRAWN):
        if (state or "") in outcomes:
            return state or _State.ASKED
    return _State.DISMISSED
