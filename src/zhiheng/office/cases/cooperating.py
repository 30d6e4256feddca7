"""Asking another body to co-operate (协办), and its answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from zhiheng.core.errors import ConflictError, ForbiddenError, InputError, Problem
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.cases.enums import Capacity, EntryKind
from zhiheng.office.cases.models import Case, Cooperation
from zhiheng.office.cases.notifying import people_with, tell_capacities, tell_people
from zhiheng.office.cases.permissions import WORK, bodies_of
from zhiheng.office.cases.writing import (
    Line,
    enter,
    held,
    shortened,
)

_LONGEST_ANSWER = 4_000
_WORKERS = (Role.LEADER, Role.OFFICER, Role.CLERK)


def ask_body(
    *, case: Case, revision: int | None, organisation: Organisation, question: str,
    due_on: date | None, by: User, on: datetime,
) -> Cooperation:  # fmt: skip
    """Ask another body to do something for a case; its people then see the case."""
    with held(case, revision=revision, by=by, on=on) as holding:
        holding.check_alive()
        capacity = holding.capacity(Capacity.HANDLER, Capacity.CO_HANDLER, Capacity.HEAD)
        problems = []
        if not question.strip():
            problems.append(Problem("case.question_missing"))
        if due_on is not None and due_on < holding.day:
            problems.append(Problem("case.day_past", {"received": str(due_on)}))
        if organisation.pk == holding.case.organisation_id:
            problems.append(Problem("case.body_unfit", {"received": organisation.name}))
        if problems:
            raise InputError(*problems)
        asked = Cooperation.objects.create(
            case=holding.case, organisation=organisation,
            question=shortened(question), due_on=due_on, asked_by=by, asked_at=on,
        )  # fmt: skip
        holding.change()
        line = Line(
            content={"question": asked.question, "organisation": organisation.name},
            details={"organisation": organisation.pk, "cooperation": asked.pk},
            capacity=capacity, internal=True,
        )  # fmt: skip
        enter(holding, EntryKind.ASKED, line)
        people = people_with(organisation, _WORKERS, on=on)
        body = holding.case.organisation.name if holding.case.organisation else "—"
        code, key = "case.cooperation_asked", f"c{asked.pk}"
        tell_people(holding.case, people, code, on=on, key=key, body=body)
        return asked


def answer_body(
    *, cooperation: Cooperation, answer: str, declined: bool = False,
    files: Sequence[UploadedFile[Any]] = (), by: User, on: datetime,
) -> Cooperation:  # fmt: skip
    """Answer what another body asked, or decline with a reason."""
    with held(cooperation.case, revision=None, by=by, on=on) as holding:
        asked = Cooperation.objects.select_for_update().get(pk=cooperation.pk)
        if asked.answered_at is not None:
            raise ConflictError.of("case.answered_already", received=holding.case.number)
        mine = {body.pk for body in bodies_of(by, WORK, on=holding.day)}
        if asked.organisation_id not in mine:
            raise ForbiddenError.of("case.other_body", received=asked.organisation.name)
        if not answer.strip():
            raise InputError(Problem("case.answer_missing"))
        line = Line(
            content={"answer": answer.strip()[:_LONGEST_ANSWER]},
            files={"answer": list(files)} if files else {},
            details={"cooperation": asked.pk, "declined": declined},
            capacity=Capacity.COOPERATOR, internal=True,
        )  # fmt: skip
        entry = enter(holding, EntryKind.ANSWERED, line)
        Cooperation.objects.filter(pk=asked.pk).update(
            answer=answer.strip()[:_LONGEST_ANSWER], declined=declined, answered_by=by,
            answered_at=on,
        )  # fmt: skip
        asked.refresh_from_db()
        asked.files.set([each.attachment for each in entry.files.all()])
        holding.change()
        officers = [Capacity.HANDLER, Capacity.CO_HANDLER]
        tell_capacities(holding.case, officers, "case.cooperation_answered", on=on,
                        key=f"a{asked.pk}", body=asked.organisation.name)  # fmt: skip
        return asked
