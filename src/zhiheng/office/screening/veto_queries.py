"""Questions about the answers that were given whether somebody is barred."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.parties.queries import PERSON
from zhiheng.office.screening.models import VetoAnswer
from zhiheng.office.screening.permissions import VIEW
from zhiheng.office.screening.veto_subjects import Subject

ORDERS = ("-pk", "given", "on", "barred", "until")


def veto_answers(
    user: User, *, on: date, text: str = "", barred: str = "", unmasked: bool = False
) -> QuerySet[VetoAnswer]:
    """Return the answers that a person may see: their own, or all for who sees the screening.

    Who sees persons masked does not find them by name.
    """
    found = VetoAnswer.objects.select_related("by")
    if not user_can(user, VIEW, on=on):
        found = found.filter(by=user)
    if text:
        by_name = found.filter(given__icontains=text)
        if not unmasked:
            hidden = [each.pk for each in by_name if names_a_person(each)]
            by_name = by_name.exclude(pk__in=hidden)
        found = found.filter(Q(pk__in=by_name.values("pk")) | Q(purpose__icontains=text))
    if barred in ("yes", "no"):
        found = found.filter(barred=barred == "yes")
    return found


def veto_answer(code: str, user: User, *, on: date) -> VetoAnswer:
    """Return one answer by its code; raise where it is not there or not theirs to see."""
    found = veto_answers(user, on=on).filter(code=code.strip().upper()).first()
    if found is None:
        raise NotFoundError.of("veto.answer_unknown", received=code[:60])
    return found


def names_a_person(answer: VetoAnswer) -> bool:
    """Tell whether what was asked about is, or may be, the name of a private person."""
    subject = Subject(answer.given)
    if subject.by_number:
        return False
    parties = answer.content.get("parties", ())
    if not parties and not answer.content.get("agencies"):
        return subject.is_person
    return any(row["kind"] == PERSON for row in parties)
