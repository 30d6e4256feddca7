"""The API of vetoes: whether somebody is barred on a day, asked by programmes of other departments.

Asking is a POST: who asked about whom is put on record, and the answer keeps a code of its own.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from zhiheng.core.screening.veto import ABNORMAL
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.api.asking import signed_in
from zhiheng.office.registers.permissions import sees_persons
from zhiheng.office.screening import veto_queries
from zhiheng.office.screening.permissions import ASK_VETO
from zhiheng.office.screening.veto_commands import LONGEST_PURPOSE, VetoRequest, ask_veto
from zhiheng.office.screening.veto_presenters import answer_json
from zhiheng.office.screening.veto_subjects import LONGEST_NAME

router = Router()


class VetoIn(Schema):
    """Whom is asked about (code, party number or name), for which day, what for.

    `known_now`: by what the registers hold now, not by what they held on that day.
    """

    given: str = Field(max_length=LONGEST_NAME)
    on: date | None = None
    purpose: str = Field(max_length=LONGEST_PURPOSE)
    question: str = ABNORMAL
    known_now: bool = False


class VetoReasonOut(Schema):
    """A filing with why it bars, or what is known of it."""

    number: str
    zh: str
    en: str
    until: date | None = None


class VetoRuleOut(Schema):
    """A dated value by which was counted, and where it stands."""

    parameter: str
    value: str
    instrument: str
    article: str
    status: str


class VetoOut(Schema):
    """An answer; where `certain` is false a name leads to several, and nobody is barred by it."""

    code: str
    question: str
    given: str
    on: date
    known_on: date
    barred: bool
    certain: bool
    until: date | None
    parties: list[str]
    agencies: list[str]
    reasons: list[VetoReasonOut]
    beside: list[VetoReasonOut]
    rules: list[VetoRuleOut]
    version: int
    opens: str


@router.post("veto", response=VetoOut, summary="Ask whether somebody is barred")
def ask(request: HttpRequest, wanted: VetoIn) -> dict[str, Any]:
    """Answer whether confirmed abnormal filings bar somebody on a day, today unless told."""
    user = signed_in(request)
    check_user_can(user, ASK_VETO)
    now = timezone.now()
    asked = VetoRequest(
        given=wanted.given,
        on=wanted.on or timezone.localdate(now),
        purpose=wanted.purpose,
        question=wanted.question,
        known_now=wanted.known_now,
    )
    return answer_json(ask_veto(wanted=asked, by=user, on=now), unmasked=sees_persons(user))


@router.get("veto/{code}", response=VetoOut, summary="An answer given before")
def answer(request: HttpRequest, code: str) -> dict[str, Any]:
    """Return an answer by its code: one's own, or any for who sees the screening."""
    user = signed_in(request)
    check_user_can(user, ASK_VETO)
    found = veto_queries.veto_answer(code, user, on=timezone.localdate())
    return answer_json(found, unmasked=sees_persons(user))
