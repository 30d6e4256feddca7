"""Papers as pages show them: plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhiheng.office.accounts.models import User
from zhiheng.office.cases.enums import AT_REST
from zhiheng.office.cases.models import Case, Party
from zhiheng.office.papers import law
from zhiheng.office.papers.acts import OfferedAct, may_replace, may_serve, offered_acts
from zhiheng.office.papers.answering import Answer, Verdict
from zhiheng.office.papers.enums import REACHED, PaperState, ServiceResult
from zhiheng.office.papers.models import Paper, Service
from zhiheng.office.papers.permissions import may, servers
from zhiheng.office.papers.queries import addressees
from zhiheng.office.registers.presenters import said

BADGES = {
    PaperState.DRAFT: "off",
    PaperState.PROPOSED: "warn",
    PaperState.ISSUED: "role",
    PaperState.SERVED: "ok",
    PaperState.WITHDRAWN: "bad",
    ServiceResult.SENT: "warn",
    ServiceResult.RECEIVED: "ok",
    ServiceResult.PRESUMED: "ok",
    ServiceResult.FAILED: "bad",
}
VERDICT_BADGES = {
    Verdict.GENUINE: "ok",
    Verdict.WITHDRAWN: "bad",
    Verdict.ALTERED: "bad",
    Verdict.UNKNOWN: "warn",
}


@dataclass(frozen=True)
class ServiceLine:
    """One service on a page; `open` while its receipt is to be recorded by whoever looks."""

    service: Service
    mode: str
    badge: str
    label: str
    open: bool


@dataclass(frozen=True)
class PaperLine:
    """One paper in the list of its case."""

    paper: Paper
    badge: str
    label: str
    next: str  # what is to be done, and by whom
    services: list[ServiceLine]
    acts: list[OfferedAct]


@dataclass(frozen=True)
class PaperPage:
    """One paper with all that its page shows."""

    line: PaperLine
    waiting: list[Party]  # to be served yet
    served: bool  # the procedure wants it served
    may_serve: bool
    may_replace: bool


def paper_line(paper: Paper, user: User, *, on: dt.date) -> PaperLine:
    """Return a paper as a list shows it."""
    kind = law.declared(paper)
    serves = paper.case.status not in AT_REST and may(user, paper.case, servers(kind), on=on)
    return PaperLine(
        paper=paper,
        badge=BADGES.get(PaperState(paper.state), "off"),
        label=str(PaperState(paper.state).label),
        next=_next(paper),
        services=[service_line(each, paper.case, serves=serves) for each in paper.services.all()],
        acts=offered_acts(paper, user, on=on),
    )


def paper_lines(case: Case, papers: Sequence[Paper], user: User, *, on: dt.date) -> list[PaperLine]:
    """Return the papers of a case as its page shows them."""
    for paper in papers:
        paper.case = case
    return [paper_line(paper, user, on=on) for paper in papers]


def paper_page(paper: Paper, user: User, *, on: dt.date) -> PaperPage:
    """Return what the page of a paper shows."""
    waiting = unserved(paper)
    return PaperPage(
        line=paper_line(paper, user, on=on),
        waiting=waiting,
        served=law.declared(paper).served,
        may_serve=bool(waiting) and may_serve(paper, user, on=on),
        may_replace=may_replace(paper, user, on=on),
    )


def unserved(paper: Paper) -> list[Party]:
    """Return the parties a paper is addressed to that have not got it and to whom none is sent."""
    reached = {
        each.party_id for each in paper.services.all() if each.result != ServiceResult.FAILED
    }
    return [party for party in addressees(paper) if party.pk not in reached]


def service_line(service: Service, case: Case, *, serves: bool) -> ServiceLine:
    """Return a service in words."""
    return ServiceLine(
        service=service,
        mode=said(law.mode_title(case, service.mode)),
        badge=BADGES[ServiceResult(service.result)],
        label=str(ServiceResult(service.result).label),
        open=serves and service.result == ServiceResult.SENT,
    )


def _next(paper: Paper) -> str:
    """Return what is to be done next with a paper, empty where nothing is."""
    kind = law.declared(paper)
    if paper.word is None:
        return _("The text could not be made: supply what is missing.")
    if paper.state == PaperState.PROPOSED:
        return _("Waits for the signature.")
    if paper.state == PaperState.DRAFT:
        return (
            _("Check the text, then lay it before the signer.")
            if kind.approval
            else _("Check the text, then issue it.")
        )
    if paper.state == PaperState.ISSUED and kind.served:
        sent = [each for each in paper.services.all() if each.result == ServiceResult.SENT]
        reached = [each for each in paper.services.all() if each.result in REACHED]
        if sent:
            return _("Under way: record the receipt when its proof is back.")
        return _("To be served on the others.") if reached else _("To be served.")
    return ""


@dataclass(frozen=True)
class VerdictPage:
    """The answer to whoever checks a paper."""

    answer: Answer
    badge: str
    title: str
    explanation: str


def verdict_page(answer: Answer) -> VerdictPage:
    """Return the answer in words."""
    title, explanation = _VERDICTS[answer.verdict](answer)
    return VerdictPage(answer, VERDICT_BADGES[answer.verdict], title, explanation)


def _genuine(answer: Answer) -> tuple[str, str]:
    if answer.is_check:
        return _genuine_check(answer)
    if answer.is_receipt:
        return _("Genuine receipt"), _(
            "A receipt with this code was given. Compare number, day and body with those printed "
            "on it."
        )
    if answer.by_file:
        return _("Genuine"), _("This very file was issued; not one byte of it differs.")
    return _("Genuine code"), _(
        "A paper with this code was issued. Compare what is said here with what is printed; only "
        "the file itself proves its whole text."
    )


def _genuine_check(answer: Answer) -> tuple[str, str]:
    if answer.by_file:
        return _("Checked before filing"), _(
            "This very file was among those checked, or is the proof of the check; not one byte of "
            "it differs. The check says nothing of what was found."
        )
    return _("Genuine code"), _(
        "Drafts were checked under this code. Choose one of the files as well, and you are told "
        "whether it was among them."
    )


def _withdrawn(answer: Answer) -> tuple[str, str]:
    return _("Issued, but withdrawn"), _(
        "The paper was issued and later taken back. It is no longer in force."
    )


def _altered(answer: Answer) -> tuple[str, str]:
    if answer.is_check:
        return _("Not one of the files checked"), _(
            "Drafts were checked under this code, but this file was not among them, or it was "
            "changed since: one byte is enough."
        )
    return _("Not the file that was issued"), _(
        "A paper with the code in this file was issued, but the file differs from it. It may have "
        "been printed anew, saved by another program, or altered. Rely only on the file as issued."
    )


def _unknown(answer: Answer) -> tuple[str, str]:
    return _("Not known here"), _(
        "No paper or receipt of this platform has this code or file. Check the code character by "
        "character, or ask the body that is named on the paper."
    )


_VERDICTS = {
    Verdict.GENUINE: _genuine,
    Verdict.WITHDRAWN: _withdrawn,
    Verdict.ALTERED: _altered,
    Verdict.UNKNOWN: _unknown,
}
