"""Questions about somebody's own checks of drafts; nobody asks about those of others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts.enums import OrganisationKind
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.cases.permissions import bodies_of
from zhiheng.office.parties.queries import PERSON, find_parties, parties_of_name
from zhiheng.office.screening.enums import RunState
from zhiheng.office.screening.models import DraftCheck
from zhiheng.office.screening.permissions import CHECK_DRAFTS

GOING_ON = (RunState.QUEUED, RunState.RUNNING)


def checks_of(user: User) -> QuerySet[DraftCheck]:
    """Return somebody's own checks, newest first, without what is sealed in them."""
    return DraftCheck.objects.filter(by=user).defer("sealed").select_related("organisation")


def check_of(pk: int, user: User) -> DraftCheck:
    """Return one of somebody's own checks; that others have any is not told."""
    found = DraftCheck.objects.filter(pk=pk, by=user)
    check = found.select_related("organisation", "proof", "by").first()
    if check is None:
        raise NotFoundError.of("draft.unknown", received=pk)
    return check


def check_by_code(code: str) -> DraftCheck | None:
    """Return the finished check with a code."""
    found = DraftCheck.objects.filter(code=code, state=RunState.DONE).defer("sealed")
    return found.select_related("organisation", "proof").first()


def check_by_proof(digest: str) -> DraftCheck | None:
    """Return the finished check whose proof has a digest."""
    found = DraftCheck.objects.filter(proof__digest=digest, state=RunState.DONE).defer("sealed")
    return found.select_related("organisation", "proof").first()


def checking_organisations(user: User, *, on: date) -> list[Organisation]:
    """Return the firms and agencies in whose name somebody may check drafts."""
    return bodies_of(user, CHECK_DRAFTS, on=on)


def is_agency(organisation: Organisation) -> bool:
    """Tell whether an organisation drafts for others."""
    return organisation.kind == OrganisationKind.AGENCY


def own_parties(organisation: Organisation | None) -> Sequence[str]:
    """Return the party of an organisation in the registers: by its code, else by its name alone.

    A body that bears the name and has another code is somebody else, and so is a private person.
    """
    if organisation is None:
        return ()
    found = find_parties(organisation.uscc) if organisation.uscc else []
    if found:
        return tuple(str(row["party"]) for row in found)
    named = parties_of_name(organisation.name)
    if len(named) != 1 or named[0]["kind"] == PERSON:
        return ()
    if organisation.uscc and named[0]["uscc"] not in (None, "", organisation.uscc):
        return ()
    return (str(named[0]["party"]),)
