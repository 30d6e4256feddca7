"""Why a filing bars, and what is known besides: in words of both languages."""

from __future__ import annotations

from zhiheng.core.declarations.models import Wording
from zhiheng.core.screening.veto import AGENCY, APPLICANT, AbnormalFiling, Reason
from zhiheng.office.registers import lake

REGISTER = "abnormal-filings"


def reason_words(reason: Reason) -> Wording:
    """Return why a filing bars, in words."""
    filing = reason.filing
    zh, en = _told(filing)
    return Wording(
        zh=f"{zh}，{filing.counted_from} 认定{_notice_zh(filing)}，{reason.until} 之前限制。",
        en=f"{en}, confirmed on {filing.counted_from}{_notice_en(filing)}; bars until "
        f"{reason.until}.",
    )


def beside_words(filing: AbnormalFiling) -> Wording:
    """Return what is known of a filing that does not bar."""
    states = lake.catalogue().register(REGISTER).column("state").choices
    state = states.get(filing.state, Wording(zh=filing.state, en=filing.state))
    zh, en = _told(filing)
    return Wording(
        zh=f"{zh}，{filing.counted_from} {state.zh}{_notice_zh(filing)}，不构成限制。",
        en=f"{en}, {state.en.lower()} on {filing.counted_from}{_notice_en(filing)}: no bar.",
    )


def _told(filing: AbnormalFiling) -> tuple[str, str]:
    behaviours = lake.catalogue().register(REGISTER).column("behaviour").choices
    plain = Wording(zh=filing.behaviour or "行为未载明", en=filing.behaviour or "not stated")
    behaviour = behaviours.get(filing.behaviour, plain)
    title = f"《{filing.title}》" if filing.title else ""
    as_what = {APPLICANT: ("申请人", "applicant"), AGENCY: ("代理机构", "agency")}[filing.role]
    return (
        f"专利申请 {filing.number}{title}（{as_what[0]}）：{behaviour.zh}",
        f"Application {filing.number} ({as_what[1]}): {behaviour.en}",
    )


def _notice_zh(filing: AbnormalFiling) -> str:
    undated = "" if filing.decided_on else "（认定日未登记，自通知日起算）"
    return f"（{filing.notice}）{undated}" if filing.notice else undated


def _notice_en(filing: AbnormalFiling) -> str:
    undated = "" if filing.decided_on else " (no day of decision; counted from the notice)"
    return f" ({filing.notice}){undated}" if filing.notice else undated
