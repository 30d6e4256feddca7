"""Signing and issuing a paper, and taking one back."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from zhiheng.core.errors import ForbiddenError, InputError
from zhiheng.core.papers.issuing import Issue, issued_pdf, issued_word
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.attachments.queries import content_of
from zhiheng.office.cases.numbering import new_code
from zhiheng.office.cases.paperwork import note_issue, note_withdrawal
from zhiheng.office.ledger.sealing import seal
from zhiheng.office.papers.enums import VALID, PaperState
from zhiheng.office.papers.keeping import HeldPaper, held_paper, keep, reason_in
from zhiheng.office.papers.models import Paper, PaperSequence
from zhiheng.office.papers.permissions import signers
from zhiheng.office.papers.receipts import verify_address
from zhiheng.office.papers.values import day_in_words
from zhiheng.office.web.document_files import document_fonts


def issue_paper(*, paper: Paper, revision: int | None, by: User, on: datetime) -> Paper:
    """Issue a paper: it gets its number, its code and its PDF, and moves the clocks of its case.

    One that needs a signature is issued by whoever signs it, who is not who laid it before them.
    """
    with held_paper(paper, revision=revision, by=by, on=on) as holding:
        # The proof of its issue is there at once, not with the next regular checkpoint.
        transaction.on_commit(partial(seal, on=on), robust=True)
        _check_turn(holding)
        capacity = holding.capacity(signers(holding.kind))
        if holding.kind.approval and holding.paper.proposed_by_id == by.pk:
            raise ForbiddenError.of("paper.own_approval")
        draft = holding.paper.word
        if draft is None:
            raise InputError.of("paper.incomplete", paper=holding.paper.title)
        issue = _issue(holding, on)
        word = issued_word(content_of(draft), issue, name=draft.name)
        pdf = issued_pdf(
            word, issue, at=timezone.localtime(on), fonts=document_fonts(), name=draft.name
        )
        return _issued(holding, capacity, issue, word, pdf)


def _check_turn(holding: HeldPaper) -> None:
    if holding.kind.approval and holding.paper.state == PaperState.DRAFT:
        raise InputError.of("paper.needs_approval", paper=holding.paper.title)
    holding.check_state(PaperState.PROPOSED if holding.kind.approval else PaperState.DRAFT)


def _issue(holding: HeldPaper, on: datetime) -> Issue:
    organisation = holding.case.case.organisation
    code = new_code()
    pattern = holding.kind.number
    return Issue(
        title=holding.paper.title,
        office=organisation.name if organisation else "—",
        number=next_paper_number(organisation, pattern, on) if pattern and organisation else "",
        day=day_in_words(on),
        code=code,
        address=verify_address(code),
    )


def next_paper_number(organisation: Organisation, pattern: str, on: datetime) -> str:
    """Give the next number of a pattern in a body and year; none is left out, none given twice.

    Called in the transaction of the issue: an issue that fails gives its number back.
    """
    year = timezone.localdate(on).year
    PaperSequence.objects.get_or_create(organisation=organisation, pattern=pattern, year=year)
    row = PaperSequence.objects.filter(organisation=organisation, pattern=pattern, year=year)
    row.update(last=F("last") + 1)
    return str(row.get())


def _issued(holding: HeldPaper, capacity: str, issue: Issue, word: bytes, pdf: bytes) -> Paper:
    case, by, on = holding.case.case, holding.case.by, holding.case.on
    kept = {
        "word": keep(case, issue.title, word, "docx", by=by, on=on),
        "pdf": keep(case, issue.title, pdf, "pdf", by=by, on=on),
    }
    details = {
        "paper": holding.paper.pk,
        "number": issue.number,
        "file": kept["pdf"].digest,
        "word": kept["word"].digest,
    }
    entry = note_issue(
        holding.case, holding.paper.kind, capacity=capacity, details=details,
        internal=holding.kind.confidential,
    )  # fmt: skip
    return holding.change(
        state=PaperState.ISSUED,
        number=issue.number,
        code=issue.code,
        organisation=case.organisation,
        issued_by=by,
        issued_at=on,
        event=entry.event,
        **kept,
    )


def withdraw_paper(
    *, paper: Paper, revision: int | None, reason: str, by: User, on: datetime
) -> Paper:
    """Take an issued paper back: whoever checks it is told so from now on.

    What its issue and its service did to the clocks of the case stays done.
    """
    with held_paper(paper, revision=revision, by=by, on=on, ended_too=True) as holding:
        holding.check_state(*VALID)
        capacity = holding.capacity(signers(holding.kind))
        why = reason_in(reason)
        note_withdrawal(
            holding.case, holding.paper.kind, capacity=capacity, reason=why,
            details={"paper": paper.pk, "number": holding.paper.number},
        )  # fmt: skip
        return holding.change(
            state=PaperState.WITHDRAWN, withdrawn_by=by, withdrawn_at=on, withdrawal=why
        )
