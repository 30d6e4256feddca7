"""The API about cases: those somebody may open, and one with its terms and how they came about."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.api.asking import signed_in
from zhiheng.office.cases import queries
from zhiheng.office.cases.permissions import WORK
from zhiheng.office.desk.json_presenters import case_json, cases_json

router = Router()
MOST_CASES = 200


class CaseOut(Schema):
    """A case in a list; words are Chinese, `due_on` null where no term runs."""

    number: str
    title: str
    procedure: str
    stage: str
    stage_title: str
    status: str
    outcome: str
    body: str
    handler: str
    division: str
    filed_at: datetime
    due_on: date | None
    due_term: str
    provisional: bool
    opens: str


class CasesOut(Schema):
    """Some of the cases that fit, and how many there are."""

    total: int
    cases: list[CaseOut]


class TermOut(Schema):
    """One term: when it began, ends and, once over, ended; the derivation in sentences."""

    term: str
    title: str
    of: str
    start: str
    length: str
    due: date
    ended: date | None
    provisional: bool
    standing: bool
    derivation: list[str]


class WholeCaseOut(CaseOut):
    """A case with its terms."""

    terms: list[TermOut]


@router.get("", response=CasesOut, summary="Cases")
def list_cases(
    request: HttpRequest,
    q: str = "",
    procedure: str = "",
    stage: str = "",
    status: str = "",
    overdue: bool = False,
    limit: Annotated[int, Field(ge=1, le=MOST_CASES)] = 50,
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0,
) -> dict[str, Any]:
    """Return the cases that fit among those the caller may open, newest first."""
    user = _worker(request)
    wanted = queries.CaseFilter(
        text=q, procedure=procedure, stage=stage, status=status, overdue=overdue
    )
    found = queries.find_cases(wanted, user=user, on=timezone.localdate())
    return {"total": found.count(), "cases": cases_json(found[offset : offset + limit])}


@router.get("{number}", response=WholeCaseOut, summary="One case")
def get_case(request: HttpRequest, number: str) -> dict[str, Any]:
    """Return a case with its terms; 404 where there is none, 403 where it is not the caller's."""
    day = timezone.localdate()
    return case_json(queries.get_case(number, user=_worker(request), on=day), on=day)


def _worker(request: HttpRequest) -> User:
    user = signed_in(request)
    check_user_can(user, WORK)
    return user
