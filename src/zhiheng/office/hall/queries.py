"""Questions to the hall: services, drafts, own matters, ratings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count, Q, QuerySet

from zhiheng.core.errors import NotFoundError
from zhiheng.core.procedures.changes import FormChange, changes_between
from zhiheng.core.procedures.declared import ProcedureDeclaration
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.office.accounts.models import User
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.cases import law
from zhiheng.office.cases.models import Case, EntryFile
from zhiheng.office.cases.queries import matters_of, whole_cases
from zhiheng.office.hall.models import HallDraft, Rating

_LOW = 2  # stars; what has no more is to be looked at
MATTER_ORDERS = ("-filed_at", "filed_at", "number", "title", "stage", "due_on")


def services(*, on: dt.date) -> list[Procedure]:
    """Return the procedures that people can ask for, by part and name."""
    found = law.procedures().all_in_force(on=on)
    return [each for each in found if each.declaration.asked_by]


def service(name: str, *, on: dt.date) -> Procedure:
    """Return a procedure that people can ask for; what only offices begin is not one."""
    found = law.in_force(name, on=on)
    if not found.declaration.asked_by:
        raise NotFoundError.of("procedure.unknown", received=name)
    return found


def drafts_of(user: User) -> QuerySet[HallDraft]:
    """Return the forms that somebody began and has not handed in, the latest first."""
    found = HallDraft.objects.filter(person=user, case__isnull=True)
    return found.select_related("version", "applicant", "station")


def draft_of(pk: int, user: User) -> HallDraft:
    """Return one of somebody's own forms, handed in or not."""
    found = (
        HallDraft.objects.filter(pk=pk, person=user)
        .select_related("version", "applicant", "station", "case")
        .prefetch_related("files__attachment")
        .first()
    )
    if found is None:
        raise NotFoundError.of("hall.no_draft", received=pk)
    return found


def draft_file(draft: HallDraft, pk: int) -> Attachment:
    """Return a file of a draft."""
    for each in draft.files.all():
        if each.pk == pk:
            return each.attachment
    raise NotFoundError.of("hall.no_file", received=pk)


def changes_of(draft: HallDraft, procedure: Procedure) -> list[FormChange] | None:
    """Return what changed in the form since a draft was filled in; None where it is the same."""
    if draft.version.digest == procedure.digest:
        return None
    old = ProcedureDeclaration.model_validate(draft.version.content)
    return changes_between(old, procedure.declaration, draft.values)


@dataclass(frozen=True)
class MatterFilter:
    """What to look for among one's own matters; empty values do not narrow."""

    text: str = ""
    procedure: str = ""
    state: str = ""  # open | mine | closed


def my_matters(user: User, wanted: MatterFilter, *, on: dt.date) -> QuerySet[Case]:
    """Return the matters of somebody that fit."""
    found = matters_of(user, on=on)
    if wanted.text:
        found = found.filter(Q(number__icontains=wanted.text) | Q(title__icontains=wanted.text))
    if wanted.procedure:
        found = found.filter(procedure=wanted.procedure)
    narrowed = {
        "open": Q(closed_at__isnull=True),
        "mine": Q(closed_at__isnull=True, waits_for__in=("applicant", "respondent")),
        "closed": Q(closed_at__isnull=False),
    }
    return found.filter(narrowed.get(wanted.state, Q()))


def matter(number: str, user: User, *, on: dt.date) -> Case:
    """Return one of somebody's own matters with all that its page shows.

    Of the matters of others not even their being there is told.
    """
    found = whole_cases().filter(number=number.strip().upper()).first()
    if found is None or not matters_of(user, on=on).filter(pk=found.pk).exists():
        raise NotFoundError.of("hall.no_matter", received=number)
    return found


def matter_file(case: Case, pk: int) -> EntryFile:
    """Return a file of the file of a matter, with the line it came with."""
    found = (
        EntryFile.objects.filter(pk=pk, entry__case=case, entry__internal=False)
        .select_related("entry", "attachment")
        .first()
    )
    if found is None:
        raise NotFoundError.of("hall.no_file", received=pk)
    return found


def rating_of(case: Case, user: User) -> Rating | None:
    """Return what somebody said about a matter."""
    return Rating.objects.filter(case=case, person=user).first()


@dataclass(frozen=True)
class RatingSummary:
    """How people rated: `count` ratings, their `average` from 1 to 5, None without one."""

    key: str
    count: int
    average: float | None
    low: int  # of one or two stars


def rated(
    *,
    organisations: Sequence[int],
    since: dt.date | None = None,
    until: dt.date | None = None,
    procedure: str = "",
    low: bool = False,
) -> QuerySet[Rating]:
    """Return the ratings of what some bodies handled, newest first, each with its case."""
    wanted = Q(case__organisation__in=organisations)
    if since:
        wanted &= Q(given_at__date__gte=since)
    if until:
        wanted &= Q(given_at__date__lte=until)
    if procedure:
        wanted &= Q(case__procedure=procedure)
    if low:
        wanted &= Q(stars__lte=_LOW)
    return Rating.objects.filter(wanted).select_related("case__version", "case__organisation")


def summed(found: QuerySet[Rating]) -> list[RatingSummary]:
    """Return ratings summed up by procedure."""
    rows = (
        found.order_by()
        .values_list("case__procedure")
        .annotate(count=Count("pk"), average=Avg("stars"), low=Count("pk", Q(stars__lte=_LOW)))
        .order_by("case__procedure")
    )
    return [RatingSummary(str(key), count, average, low) for key, count, average, low in rows]
