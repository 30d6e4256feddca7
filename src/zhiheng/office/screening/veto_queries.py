"""Questions about the answers that were given whether somebody is barred."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from zhiheng.core.errors import NotFoundError
from zhiheng.core.identifiers.name_kinds import is_organisation
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.screening.models import VetoAnswer
from zhiheng.office.screening.permissions import VIEW

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
            names = by_name.values_list("pk", "given")
            by_name = by_name.exclude(pk__in=[pk for pk, given in names if _may_be_person(given)])
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


def _may_be_person(given: str) -> bool:
    """Tell whether what was asked about may be a person's name; codes and numbers have digits."""
    return not any(letter.isdigit() for letter in given) and not is_organisation(given)
