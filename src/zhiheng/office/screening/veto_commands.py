"""Asking whether somebody is barred, by an officer of any department; the answer is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import InputError
from zhiheng.core.screening.veto import ABNORMAL
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.cases.numbering import new_code
from zhiheng.office.ledger.commands import record
from zhiheng.office.registers.permissions import sees_persons
from zhiheng.office.screening import vetoes
from zhiheng.office.screening.models import VetoAnswer
from zhiheng.office.screening.permissions import ASK_VETO
from zhiheng.office.screening.veto_words import beside_words, reason_words

LONGEST_PURPOSE = 200


@dataclass(frozen=True)
class VetoRequest:
    """Whom is asked about, for which day, what for.

    `known_now`: by what the registers hold now, instead of what they held on that day.
    """

    given: str
    on: date
    purpose: str
    question: str = ABNORMAL
    known_now: bool = False


@transaction.atomic
def ask_veto(*, wanted: VetoRequest, by: User, on: datetime) -> VetoAnswer:
    """Answer whether somebody is barred, keep the answer, and record who asked about whom."""
    check_user_can(by, ASK_VETO)
    purpose = wanted.purpose.strip()[:LONGEST_PURPOSE]
    if not purpose:
        raise InputError.of("veto.purpose_missing")
    known_on = timezone.localdate(on) if wanted.known_now else None
    found = vetoes.answer([wanted.given], question=wanted.question, on=wanted.on, known_on=known_on)
    if found.subject.is_person and not found.subject.by_number and not sees_persons(by):
        raise InputError.of("veto.person_hidden")
    kept = VetoAnswer.objects.create(
        code=new_code(),
        question=wanted.question,
        given=found.subject.given,
        purpose=purpose,
        on=wanted.on,
        known_on=found.known_on,
        barred=found.veto.barred,
        certain=found.subject.certain,
        until=found.veto.until,
        content=content_of(found),
        by=by,
        at=on,
    )
    _record(kept, found, by=by, on=on)
    return kept


def content_of(found: vetoes.Answer) -> dict[str, Any]:
    """Return what is kept of an answer, as JSON holds it."""
    subject = found.subject
    return {
        "parties": [
            {"party": row["party"], "name": row["name"], "kind": row["kind"]}
            for row in subject.parties
        ],
        "agencies": [{"code": row["code"], "name": row["name"]} for row in subject.agencies],
        "reasons": [
            {
                "number": each.filing.number,
                "until": each.until.isoformat(),
                **reason_words(each).model_dump(),
            }
            for each in found.veto.reasons
        ],
        "beside": [
            {"number": each.number, **beside_words(each).model_dump()} for each in found.veto.beside
        ],
        "rules": [
            {
                "parameter": name,
                "value": str(each.value),
                "instrument": each.source.instrument,
                "article": each.source.article,
                "status": each.status,
            }
            for name, each in found.rules.items()
        ],
        "version": found.version,
    }


def _record(kept: VetoAnswer, found: vetoes.Answer, *, by: User, on: datetime) -> None:
    details = {
        "asked": kept.question,
        "on": kept.on.isoformat(),
        "known_on": kept.known_on.isoformat(),
        "barred": kept.barred,
        "certain": kept.certain,
        "parties": [row["party"] for row in found.subject.parties],
        "agencies": [row["code"] for row in found.subject.agencies],
        "filings": [each.filing.number for each in found.veto.reasons],
        "version": found.version,
    }
    subject = f"veto:{kept.code}"
    record(act="screening.veto_asked", subject=subject, details=details, by=by, on=on)
