"""The API about the load of cases."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.api.asking import signed_in
from zhiheng.office.caseload.choosing import LoadFilter, narrowed, overseen
from zhiheng.office.caseload.figures import load_of
from zhiheng.office.caseload.json_presenters import load_json
from zhiheng.office.caseload.names import Names
from zhiheng.office.caseload.periods import a_year_before
from zhiheng.office.cases.permissions import LOAD

router = Router()


class CountsOut(Schema):
    """Numbers of cases: the stock on the last day, and what came, went and was late."""

    open: int
    overdue: int
    soon: int
    unassigned: int
    standing: int
    filed: int
    closed: int
    late: int
    in_time: int


class LineOut(CountsOut):
    """The numbers of one procedure, body, handler, division or station."""

    name: str


class AgeOut(Schema):
    """Open cases of a band of ages."""

    band: str
    cases: int


class DaysOut(Schema):
    """Days by nearest rank over so many cases of a procedure."""

    procedure: str
    cases: int
    median: int
    nine_tenths: int


class OutcomeOut(Schema):
    """How often cases of a procedure ended in one way."""

    procedure: str
    outcome: str
    cases: int


class LimitOut(Schema):
    """How often a limit of the office came to its end, and how often late."""

    procedure: str
    term: str
    ended: int
    late: int


class MonthOut(Schema):
    """What came and went in a month."""

    month: str
    filed: int
    closed: int


class LoadOut(Schema):
    """The load of the bodies that the person looks after."""

    since: date
    until: date
    by: str
    total: CountsOut
    lines: list[LineOut]
    ages: list[AgeOut]
    open_days: list[DaysOut]
    decision_days: list[DaysOut]
    outcomes: list[OutcomeOut]
    limits: list[LimitOut]
    months: list[MonthOut]


By = Literal["procedure", "organisation", "handler", "division", "station"]


@router.get("", response=LoadOut, summary="The load of cases")
def get_load(
    request: HttpRequest,
    since: date | None = None,
    until: date | None = None,
    by: By = "procedure",
    procedure: str = "",
    organisation: int | None = None,
    handler: int | None = None,
    division: str = "",
    station: int | None = None,
) -> dict[str, Any]:
    """Return the load: flows from `since` to `until`, the stock as of the end of `until`.

    A year until today unless given. `handler` 0 is nobody.
    """
    user = signed_in(request)
    check_user_can(user, LOAD)
    last = until or timezone.localdate()
    first = since or a_year_before(last)
    wanted = LoadFilter(
        since=min(first, last),
        until=last,
        procedure=procedure,
        organisation=organisation,
        handler=handler,
        division=division,
        station=station,
    )
    names = Names(overseen(user, on=timezone.localdate()))
    return load_json(load_of(narrowed(names.cases, wanted), wanted, by=by), names, by)
