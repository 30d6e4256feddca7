"""The API: the same queries as the pages, as JSON.

People signed in call it with their session. Errors are problem documents (RFC 9457) with the same
codes as pages and command line. The description page of the library needs a content network, so
only `openapi.json` is served.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import django_auth
from pydantic import Field

from zhiheng.core.browsing.privacy import masked
from zhiheng.core.browsing.records import record_key
from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.errors import InputError, PersonError, Problem, StorageError
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.api import (
    case_routes,
    caseload_routes,
    hall_routes,
    mark_routes,
    plan_routes,
    protection_routes,
    screening_routes,
    veto_routes,
)
from zhiheng.office.api.asking import Rows, signed_in
from zhiheng.office.indicators import queries as indicators
from zhiheng.office.indicators.presenters import figure_json
from zhiheng.office.parties import queries as parties
from zhiheng.office.parties.presenters import party_json
from zhiheng.office.registers import lake
from zhiheng.office.registers import queries as registers
from zhiheng.office.registers.permissions import VIEW, sees_persons
from zhiheng.office.search import answering
from zhiheng.office.search.asking import read_address
from zhiheng.office.search.json_presenters import found_json
from zhiheng.office.web.failures import status_of

api = NinjaAPI(
    title="Zhiheng 知衡",
    version="1",
    auth=django_auth,
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="zhiheng-api",
)
api.add_router("plans", plan_routes.router)
api.add_router("caseload", caseload_routes.router)
api.add_router("cases", case_routes.router)
api.add_router("hall", hall_routes.router)
api.add_router("marks", mark_routes.router)
api.add_router("protection", protection_routes.router)
api.add_router("screening", screening_routes.router)
api.add_router("screening", veto_routes.router)


class RegisterOut(Schema):
    """A register with its size."""

    name: str
    title: str
    rows: int


class RowsOut(Schema):
    """One page of a register: rows, the number of rows in all, and cursors."""

    total: int
    rows: list[dict[str, Any]]
    previous: str
    next: str


class FoundOut(Schema):
    """A page of hits, their number in all, what they are divided by, how the query was read."""

    total: int
    hits: list[dict[str, Any]]
    facets: dict[str, list[dict[str, Any]]]
    understood: list[str]
    problems: list[dict[str, str]]


@api.exception_handler(PersonError)
def tell(request: HttpRequest, error: PersonError) -> HttpResponse:
    """Answer an error for people as a problem document."""
    return _problem_document(status_of(error), error.problems)


@api.exception_handler(ValidationError)
def tell_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer parameters of the wrong shape as a problem document."""
    problems = [
        Problem("api.parameter_unfit", {"name": str(each["loc"][-1]), "received": each["msg"]})
        for each in error.errors
    ]
    return _problem_document(400, problems)


@api.exception_handler(AuthenticationError)
def tell_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Answer a caller who is not signed in."""
    return _problem_document(401, [Problem("api.not_signed_in")])


@api.get("registers", response=list[RegisterOut], summary="All registers")
def list_registers(request: HttpRequest) -> list[RegisterOut]:
    """Return every register with its size."""
    check_user_can(signed_in(request), VIEW)
    return [
        RegisterOut(name=each.register.name, title=each.register.title.zh, rows=each.rows)
        for each in registers.register_summaries()
    ]


@api.get("registers/{name}", response=RowsOut, summary="Rows of a register")
def list_rows(request: HttpRequest, name: str, limit: Rows = 50) -> RowsOut:
    """Return one page of a register; filters, `sort`, `after` and `before` as in its list page."""
    check_user_can(signed_in(request), VIEW)
    query = dict(request.GET.lists())
    asked, page = registers.register_page(
        name, query, rows=limit, unmasked=sees_persons(signed_in(request))
    )
    if asked.filters.problems:
        raise InputError(*asked.filters.problems)
    return RowsOut(total=page.total, rows=page.rows, previous=page.previous, next=page.next)


@api.get("registers/{name}/{path:number}", response=dict[str, Any], summary="One record")
def get_record(request: HttpRequest, name: str, number: str) -> dict[str, Any]:
    """Return one record with its lineage; the number may be in any notation."""
    user = signed_in(request)
    check_user_can(user, VIEW)
    found = registers.record(name, number)
    shown = (lambda register, row: row) if sees_persons(user) else masked
    related = {
        "documents": ("patent-documents", found.documents),
        "events": ("legal-events", found.events),
    }
    return {
        "register": name,
        "key": record_key(found.register, found.values),
        "record": shown(found.register, found.values),
        "lineage": found.lineage,
        "states": found.states,
        "family": found.family,
        "cites": found.cites,
        "cited_by": found.cited_by,
        "class_titles": found.class_titles,
        **{
            part: [shown(lake.catalogue().register(register), row) for row in rows]
            for part, (register, rows) in related.items()
        },
    }


@api.get("parties/{text}", response=dict[str, Any], summary="One party")
def get_party(request: HttpRequest, text: str) -> dict[str, Any]:
    """Return a party by number, credit code or name, with all names, reasons and counts."""
    user = signed_in(request)
    check_user_can(user, VIEW)
    unmasked = sees_persons(user)
    row = parties.one_party(text, unmasked=unmasked)
    return party_json(parties.party_detail(row["party"]), unmasked=unmasked)


@api.get("indicators", response=list[dict[str, Any]], summary="All indicators")
def list_indicators(request: HttpRequest) -> list[dict[str, Any]]:
    """Return every indicator's definition."""
    check_user_can(signed_in(request), "indicators.view")
    return [each.model_dump(by_alias=True, mode="json") for each in indicators.indicators()]


@api.get("indicators/{name}", response=dict[str, Any], summary="One figure")
def get_indicator(
    request: HttpRequest,
    name: str,
    as_of: date | None = None,
    known_on: date | None = None,
    division: str = "",
    since: date | None = None,
) -> dict[str, Any]:
    """Return a figure on a day (today unless given) with everything it is made of.

    With `known_on` it is counted by what the registers held at the end of that day. `division` is
    a district of the city; `since` the day from which a flow counts, 1 January unless given.
    """
    check_user_can(signed_in(request), "indicators.view")
    on = registers.as_of_day(as_of.isoformat() if as_of else "")
    figure = indicators.indicator_figure(
        name, on=on, known_on=known_on, division=division, since=since
    )
    return figure_json(figure)


@api.get("search", response=FoundOut, summary="Search all registers")
def search(
    request: HttpRequest,
    q: str = "",
    sort: Literal["relevance", "newest", "oldest"] = "relevance",
    page: Annotated[int, Field(ge=1, le=500)] = 1,
) -> dict[str, Any]:
    """Return a page of hits with marks, facets with counts, and how the query was read.

    The query language is that of the search page; `register`, `kind`, `status`, `division`,
    `year`, `applicant` and `subclass` narrow, each as often as wanted. Marks are places in the
    text they stand beside, [start, end), counted in characters.
    """
    user = signed_in(request)
    check_user_can(user, VIEW)
    asked = read_address(dict(request.GET.lists()))
    answer = answering.answer(asked, user)
    if answer.results is None and answer.problems:
        raise InputError(*answer.problems)
    if answer.state != "ready":
        raise StorageError.of("search.index_missing")
    return found_json(answer, unmasked=sees_persons(user))


def _problem_document(status: int, problems: Sequence[Problem]) -> HttpResponse:
    language = get_language() or "zh"
    listed = [
        {"code": problem.code, "detail": problem_text(problem, language)} for problem in problems
    ]
    body = {"status": status, "title": listed[0]["detail"], "problems": listed}
    return JsonResponse(body, status=status, content_type="application/problem+json")
