"""Serving a paper on the parties: by which mode, when, with what proof; then their clocks start."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from zhiheng.core.errors import ConflictError, InputError, Problem
from zhiheng.core.terms.engine import received_day
from zhiheng.core.terms.regimes import ServiceRule
from zhiheng.office.accounts.models import User
from zhiheng.office.attachments.commands import attach, check_files
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.cases.models import Party
from zhiheng.office.cases.notifying import people_of, tell_people
from zhiheng.office.cases.paperwork import Serving, note_service
from zhiheng.office.cases.permissions import parties_of
from zhiheng.office.papers import law
from zhiheng.office.papers.enums import (
    DELIVERY,
    ELECTRONIC,
    REACHED,
    VALID,
    PaperState,
    ServiceResult,
)
from zhiheng.office.papers.keeping import HeldPaper, held_paper, reason_in, wrong_state
from zhiheng.office.papers.models import Paper, Service
from zhiheng.office.papers.permissions import check_may_read, servers
from zhiheng.office.papers.queries import addressees


@dataclass(frozen=True)
class Sending:
    """How a paper is sent to a party.

    `received_on` is known at once where it is handed over; `agreed` says that the party agreed to
    be served electronically.
    """

    mode: str
    sent_on: dt.date
    received_on: dt.date | None = None
    address: str = ""
    note: str = ""
    agreed: bool = False
    proof: UploadedFile[Any] | None = None


def serve_paper(
    *, paper: Paper, party: Party, sending: Sending, by: User, on: dt.datetime
) -> Service:
    """Send an issued paper to a party; where the receipt is known or presumed, clocks start.

    All that is wrong with days, mode and proof is told at once.
    """
    with held_paper(paper, revision=None, by=by, on=on) as holding:
        holding.check_state(*VALID)
        holding.capacity(servers(holding.kind))
        rule = law.regime_of(holding.case.case).service_rule(sending.mode, on=sending.sent_on)
        _check_addressee(holding, party)
        received = sending.sent_on if rule.mode == ELECTRONIC else sending.received_on
        if problems := _problems(holding, party, rule, sending, received):
            raise InputError(*problems)
        proof = attach(file=sending.proof, by=by, on=on) if sending.proof else None
        service = Service.objects.create(
            paper=holding.paper,
            party=party,
            mode=rule.mode,
            sent_on=sending.sent_on,
            address=(sending.address.strip() or party.address)[:300],
            note=sending.note.strip()[:400],
            proof=proof,
            by=by,
            at=on,
        )
        holding.record("sent", service=service.pk, mode=rule.mode, sent=str(sending.sent_on))
        if rule.presumed:
            return _reached(holding, service, ServiceResult.PRESUMED, sending.sent_on, rule.mode)
        if received is not None:
            return _reached(holding, service, ServiceResult.RECEIVED, received, "")
        return service


def record_receipt(
    *,
    service: Service,
    received_on: dt.date,
    proof: UploadedFile[Any] | None,
    note: str = "",
    by: User,
    on: dt.datetime,
) -> Service:
    """Note when a party received a paper, with the signed proof; its clocks start on that day."""
    with held_paper(service.paper, revision=None, by=by, on=on) as holding:
        holding.capacity(servers(holding.kind))
        service = _under_way(service)
        problems = _problems_of_days(holding, service.sent_on, received_on)
        if proof is None and service.proof is None:
            mode = law.mode_title(holding.case.case, service.mode)
            problems.append(Problem("paper.proof_missing", {"mode": mode.zh}))
        if problems:
            raise InputError(*problems)
        if proof is not None:
            check_files([proof])
            service.proof = attach(file=proof, by=by, on=on)
        service.note = (note.strip() or service.note)[:400]
        service.save(update_fields=("proof", "note"))
        return _reached(holding, service, ServiceResult.RECEIVED, received_on, "")


def note_failure(*, service: Service, reason: str, by: User, on: dt.datetime) -> Service:
    """Note that a paper came back; it can then be served in another mode."""
    with held_paper(service.paper, revision=None, by=by, on=on) as holding:
        holding.capacity(servers(holding.kind))
        service = _under_way(service)
        service.result, service.note = ServiceResult.FAILED, reason_in(reason)
        service.save(update_fields=("result", "note"))
        holding.record("not_delivered", service=service.pk)
        return service


def read_paper(*, paper: Paper, by: User, on: dt.datetime) -> Attachment:
    """Return the PDF of an issued paper; the first time a party opens it is kept with its service.

    Electronic service is complete when the paper arrives in the party's account, whether or not
    it is opened; that it was opened is proof of more than the law asks for.
    """
    check_may_read(by, paper, on=timezone.localdate(on))
    if paper.pdf is None:
        raise wrong_state(paper)
    unopened = paper.services.filter(mode=ELECTRONIC, opened_at__isnull=True)
    spoken_for = parties_of(by, paper.case, on=timezone.localdate(on))
    for service in unopened.filter(party__in=spoken_for):
        _note_opening(service, by=by, on=on)
    return paper.pdf


def _note_opening(service: Service, *, by: User, on: dt.datetime) -> None:
    with held_paper(service.paper, revision=None, by=by, on=on, ended_too=True) as holding:
        fresh = Service.objects.filter(pk=service.pk, opened_at__isnull=True)
        if fresh.update(opened_by=by, opened_at=on):
            holding.record("opened", service=service.pk)


def _under_way(service: Service) -> Service:
    service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if service.result != ServiceResult.SENT:
        raise ConflictError.of("paper.service_over", received=service.get_result_display())
    return service


def _check_addressee(holding: HeldPaper, party: Party) -> None:
    if party.pk not in {each.pk for each in addressees(holding.paper)}:
        raise InputError.of("paper.not_addressed", paper=holding.paper.title, party=party.name)
    if holding.paper.services.filter(party=party).exclude(result=ServiceResult.FAILED).exists():
        raise ConflictError.of("paper.served_already", party=party.name)


def _problems(
    holding: HeldPaper,
    party: Party,
    rule: ServiceRule,
    sending: Sending,
    received: dt.date | None,
) -> list[Problem]:
    problems = _problems_of_days(holding, sending.sent_on, received)
    if sending.proof is not None:
        check_files([sending.proof])
    if rule.mode == ELECTRONIC:
        values = {"party": party.name}
        if not people_of(party, on=holding.case.on):
            problems.append(Problem("paper.no_account", values))
        if not sending.agreed:
            problems.append(Problem("paper.no_consent", values))
    elif received is not None and sending.proof is None:
        problems.append(Problem("paper.proof_missing", {"mode": rule.title.zh}))
    if rule.mode == DELIVERY and received is None:
        problems.append(Problem("paper.receipt_day_missing", {"mode": rule.title.zh}))
    return problems


def _problems_of_days(holding: HeldPaper, sent: dt.date, received: dt.date | None) -> list[Problem]:
    paper, today = holding.paper, holding.case.day
    issued = timezone.localdate(paper.issued_at) if paper.issued_at else today
    problems = []
    if sent < issued:
        values = {"received": str(sent), "issued": str(issued)}
        problems.append(Problem("paper.sent_before_issue", values))
    if received is not None and received < sent:
        values = {"received": str(received), "sent": str(sent)}
        problems.append(Problem("paper.received_before_sent", values))
    for day in sorted({sent, received or sent}):
        if day > today:
            values = {"received": str(day), "today": str(today)}
            problems.append(Problem("paper.day_to_come", values))
    return problems


def _reached(
    holding: HeldPaper,
    service: Service,
    result: ServiceResult,
    received: dt.date,
    mode: str,
) -> Service:
    """Note that a party has the paper or counts as having it, and start the clocks of the case.

    With a mode `received` is the day it was sent: the regime says when that counts as received.
    """
    service.result = result
    service.received_on = received if not mode else _presumed_day(holding, mode, received)
    service.save(update_fields=("result", "received_on"))
    complete = _reached_everybody(holding.paper)
    serving = Serving(
        paper=holding.paper.kind,
        party=service.party,
        mode=mode,
        sent=received,
        complete=complete,
        details={"paper": holding.paper.pk, "service": service.pk, "mode": service.mode},
        files={"proof": [service.proof]} if service.proof else {},
    )
    capacity = holding.capacity(servers(holding.kind))
    note_service(holding.case, serving, capacity=capacity)
    _tell(holding, service.party)
    if complete and holding.paper.state == PaperState.ISSUED:
        holding.change(state=PaperState.SERVED)
    return service


def _presumed_day(holding: HeldPaper, mode: str, sent: dt.date) -> dt.date:
    regime = law.regime_of(holding.case.case)
    return received_day(mode, sent=sent, regime=regime, calendar=holding.case.counting.calendar)


def _reached_everybody(paper: Paper) -> bool:
    reached = set(
        paper.services.filter(result__in=sorted(REACHED)).values_list("party_id", flat=True)
    )
    return all(party.pk in reached for party in addressees(paper))


def _tell(holding: HeldPaper, party: Party) -> None:
    tell_people(
        holding.case.case, people_of(party, on=holding.case.on), "paper.served",
        on=holding.case.on, key=f"paper{holding.paper.pk}-{party.pk}", paper=holding.paper.title,
    )  # fmt: skip
