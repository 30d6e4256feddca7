"""How what a person decided about a finding is kept: the state, the judgement, the record."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import F

from zhiheng.core.browsing.privacy import mask_name
from zhiheng.core.errors import ConflictError, InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.commands import record
from zhiheng.office.screening.enums import FindingState, JudgementAct
from zhiheng.office.screening.models import DismissedItem, Finding, FindingFiling, Judgement

LONGEST_REASON = 2_000
BATCH = 500
# In these nobody has decided anything yet, and no case is open.
ASKABLE = (FindingState.OPEN, FindingState.GONE)
# What the ledger calls each thing that is done with a finding.
ACTS = {
    JudgementAct.ASK: "screening.asked",
    JudgementAct.CONFIRM: "screening.confirmed",
    JudgementAct.DISMISS: "screening.dismissed",
    JudgementAct.REFER: "screening.referred",
    JudgementAct.WITHDRAW: "screening.withdrawn",
    JudgementAct.CORRECT: "screening.corrected",
    JudgementAct.REOPEN: "screening.reopened",
}


def given_reason(reason: str) -> str:
    """Return a reason as it is kept; raise where none was given."""
    text = reason.strip()[:LONGEST_REASON]
    if not text:
        raise InputError.of("screening.reason_missing")
    return text


def held_finding(finding: Finding, *, revision: int | None) -> Finding:
    """Return a finding locked until the transaction ends, at the revision that its page showed."""
    found = Finding.objects.select_for_update().get(pk=finding.pk)
    if revision is not None and found.revision != revision:
        raise ConflictError.of("screening.changed_meanwhile", received=found.title or found.subject)
    return found


def check_state(findings: Sequence[Finding], allowed: Collection[FindingState]) -> None:
    """Raise `ConflictError` where findings are in another state than those in which it is done."""
    others = [each for each in findings if each.state not in allowed]
    if others:
        raise ConflictError.of(
            "screening.not_in_this_state",
            received="、".join(mask_name(each.title or each.subject) for each in others[:3]),
            state=others[0].get_state_display(),
        )


def judge(
    finding: Finding,
    act: JudgementAct,
    state: FindingState,
    *,
    reason: str,
    by: User,
    on: datetime,
    case: str = "",
) -> Judgement:
    """Move a locked finding on and keep who did so, when and why.

    A dismissal or a correction remembers its items, so that they alone bring no lead again;
    whatever else is done with the finding afterwards forgets them.
    """
    Finding.objects.filter(pk=finding.pk).update(state=state, revision=F("revision") + 1)
    finding.refresh_from_db()
    judgement = Judgement.objects.create(
        finding=finding, act=act, reason=reason[:LONGEST_REASON], items=finding.items, by=by, at=on
    )
    forget(finding)
    if state == FindingState.DISMISSED:
        remember(finding.signal, finding.items, judgement)
    details = {
        "signal": finding.signal,
        "filings": finding.size,
        **({"case": case} if case else {}),
    }
    record(act=ACTS[act], subject=f"finding:{finding.pk}", details=details, by=by, on=on)
    return judgement


def remember(signal: str, items: Sequence[str], judgement: Judgement) -> None:
    """Keep items as innocent; one that is known as such stays with the judgement before."""
    rows = (DismissedItem(signal=signal, item=item, judgement=judgement) for item in items)
    DismissedItem.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def forget(finding: Finding) -> None:
    """Let what was found innocent with a finding count again.

    What another dismissed finding of the signal is made of as well stays innocent by that one.
    """
    own = DismissedItem.objects.filter(judgement__finding=finding)
    if not own.exists():
        return
    items = set(own.values_list("item", flat=True))
    own.delete()
    numbers = FindingFiling.objects.filter(finding=finding).values("number")
    others = Finding.objects.filter(
        signal=finding.signal, state=FindingState.DISMISSED, of_filings__number__in=numbers
    ).exclude(pk=finding.pk)
    for other in others.distinct():
        shared = [item for item in other.items if item in items]
        judgement = other.judgements.last()
        if shared and judgement is not None:
            remember(other.signal, shared, judgement)
