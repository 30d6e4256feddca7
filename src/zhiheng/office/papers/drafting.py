"""Drafting a paper, editing it in Word, laying it before whoever signs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from zhiheng.core.errors import InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.attachments.commands import attach, check_files
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.cases.notifying import tell_capacities, tell_people
from zhiheng.office.cases.paperwork import note_draft
from zhiheng.office.cases.writing import Held, held
from zhiheng.office.papers.enums import PaperState
from zhiheng.office.papers.keeping import check_word, filled, held_paper, reason_in, wrong_state
from zhiheng.office.papers.models import Paper
from zhiheng.office.papers.permissions import drafters, signers


def draft_paper(
    *, case: Case, kind: str, replaces: Paper | None = None, by: User, on: datetime
) -> Paper:
    """Draft a paper that the procedure offers in this stage, or one of a kind the case had before.

    `replaces` is one that was withdrawn and in whose place the new one comes. What the template
    asks for and the case does not know is kept with the paper by name.
    """
    with held(case, revision=None, by=by, on=on) as holding:
        holding.check_alive()
        declared = holding.procedure.papers.get(kind)
        before = Paper.objects.filter(case=holding.case, kind=kind).order_by("pk").last()
        if declared is None or not (before or holding.case.stage in declared.stages):
            raise InputError.of("paper.not_declared", received=kind)
        capacity = holding.capacity(*drafters(declared))
        if replaces is not None:
            _check_replaced(replaces, holding.case, kind)
        return _begun(holding, kind, before.entry if before else None, capacity, replaces)


def _check_replaced(replaces: Paper, case: Case, kind: str) -> None:
    if replaces.case_id != case.pk or replaces.kind != kind:
        raise InputError.of("paper.not_here", received=case.number)
    if replaces.state != PaperState.WITHDRAWN:
        raise wrong_state(replaces)


def draft_for(*, case: Case, kind: str, entry: Entry, by: User, on: datetime) -> Paper:
    """Draft a paper that an act calls for.

    One of the kind that nobody edited yet is filled anew with what is so now.
    """
    untouched = Paper.objects.filter(case=case, kind=kind, state=PaperState.DRAFT, edited=False)
    if (known := untouched.last()) is not None:
        with held_paper(known, revision=None, by=by, on=on) as found:
            kept = filled(found.case.case, found.kind, entry, by=by, on=on)
            return found.change(entry=entry, **kept)
    with held(case, revision=None, by=by, on=on) as holding:
        return _begun(holding, kind, entry, "", None)


def _begun(
    holding: Held, kind: str, entry: Entry | None, capacity: str, replaces: Paper | None
) -> Paper:
    case, by, on = holding.case, holding.by, holding.on
    declared = holding.procedure.papers[kind]
    paper = Paper.objects.create(
        case=case,
        kind=kind,
        title=declared.title.zh[:120],
        confidential=declared.confidential,
        entry=entry,
        replaces=replaces,
        drafted_by=by,
        drafted_at=on,
        **filled(case, declared, entry, by=by, on=on),
    )
    details = {"paper": paper.pk, **({"replaces": replaces.pk} if replaces else {})}
    note_draft(holding, kind, capacity=capacity, details=details)
    return paper


def redraft_paper(*, paper: Paper, revision: int | None, by: User, on: datetime) -> Paper:
    """Fill a draft anew from its template; what was edited in it is replaced."""
    with held_paper(paper, revision=revision, by=by, on=on) as holding:
        holding.check_state(PaperState.DRAFT)
        holding.capacity(drafters(holding.kind))
        kept = filled(holding.case.case, holding.kind, holding.paper.entry, by=by, on=on)
        changed = holding.change(edited=False, **kept)
        holding.record("redrafted", digest=changed.word.digest if changed.word else "")
        return changed


def edit_paper(
    *, paper: Paper, revision: int | None, file: UploadedFile[Any], by: User, on: datetime
) -> Paper:
    """Put an edited Word file in the place of the draft.

    Refused with everything that the issued PDF would not show, or that was not filled in.
    """
    with held_paper(paper, revision=revision, by=by, on=on) as holding:
        holding.check_state(PaperState.DRAFT)
        holding.capacity(drafters(holding.kind))
        check_files([file])
        check_word(file.read(), file.name or "", holding.kind)
        word = attach(file=file, by=by, on=on)
        changed = holding.change(word=word, missing=[], edited=True)
        holding.record("edited", digest=word.digest)
        return changed


def propose_paper(*, paper: Paper, revision: int | None, by: User, on: datetime) -> Paper:
    """Lay a draft before whoever signs it."""
    with held_paper(paper, revision=revision, by=by, on=on) as holding:
        holding.check_state(PaperState.DRAFT)
        holding.capacity(drafters(holding.kind))
        if holding.paper.word is None:
            raise InputError.of("paper.incomplete", paper=holding.paper.title)
        changed = holding.change(
            state=PaperState.PROPOSED, proposed_by=by, proposed_at=on, returned=""
        )
        holding.record("proposed")
        tell_capacities(
            holding.case.case, signers(holding.kind), "paper.to_sign", on=on,
            key=f"paper{paper.pk}-{changed.revision}", paper=paper.title,
        )  # fmt: skip
        return changed


def return_paper(
    *, paper: Paper, revision: int | None, reason: str, by: User, on: datetime
) -> Paper:
    """Give a paper back unsigned, saying why; its drafter may take it back too."""
    with held_paper(paper, revision=revision, by=by, on=on) as holding:
        holding.check_state(PaperState.PROPOSED)
        holding.capacity((*signers(holding.kind), *drafters(holding.kind)))
        why = reason_in(reason)
        proposer = holding.paper.proposed_by
        changed = holding.change(state=PaperState.DRAFT, returned=why)
        holding.record("returned")
        if proposer is not None and proposer.pk != by.pk:
            tell_people(
                holding.case.case, [proposer], "paper.returned", on=on,
                key=f"paper{paper.pk}-{changed.revision}", paper=paper.title, reason=why[:200],
            )  # fmt: skip
        return changed


def discard_paper(*, paper: Paper, revision: int | None, by: User, on: datetime) -> Paper:
    """Put a draft aside for good."""
    with held_paper(paper, revision=revision, by=by, on=on) as holding:
        holding.check_state(PaperState.DRAFT)
        holding.capacity(drafters(holding.kind))
        changed = holding.change(state=PaperState.DISCARDED)
        holding.record("discarded")
        return changed
