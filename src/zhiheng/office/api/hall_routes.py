"""The API of the service hall: guides, open to all, and one's own matters."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from zhiheng.office.api.asking import signed_in
from zhiheng.office.cases import law
from zhiheng.office.cases.models import Case
from zhiheng.office.cases.queries import clocks_of, possible_acts
from zhiheng.office.hall import finding, matter_presenters, presenters, queries
from zhiheng.office.hall.queries import MatterFilter

MOST_MATTERS = 200
router = Router()


class ServiceOut(Schema):
    """A service; `why` names the words by which it was found."""

    name: str
    title: str
    summary: str
    asked_by: str
    fee: str
    why: str


class MatterOut(Schema):
    """A matter of one's own."""

    number: str
    title: str
    procedure: str
    stage: str
    standing: str
    filed_at: datetime
    closed_at: datetime | None


class TermOut(Schema):
    """A limit of a matter, with the words that say how its last day came about."""

    title: str
    binds: str
    mine: bool
    due: date
    ended: date | None
    overdue: bool
    provisional: bool
    article: str
    derivation: list[str]


class ActOut(Schema):
    """Something that may be done; `missing` says what keeps it from being done now."""

    name: str
    title: str
    asked: bool
    missing: list[str]


class MatterDetailOut(MatterOut):
    """A matter with its limits and what may be done."""

    terms: list[TermOut]
    acts: list[ActOut]


@router.get(
    "services", response=list[ServiceOut], auth=None, summary="Services, or those that fit words"
)
def get_services(request: HttpRequest, q: str = "") -> list[presenters.ServiceCard]:
    """Return the services that people may ask for; with `q` those that fit, the best first."""
    day = timezone.localdate()
    if q.strip():
        return presenters.found_cards(finding.by_words(q.strip()[:200], on=day))
    return [presenters.service_card(each.declaration) for each in queries.services(on=day)]


@router.get("services/{name}", response=dict[str, Any], auth=None, summary="The guide of a service")
def get_service(request: HttpRequest, name: str) -> dict[str, Any]:
    """Return the guide in the language of the request."""
    day = timezone.localdate()
    [(_code, guide)] = presenters.guides(queries.service(name, on=day), both=False, on=day)
    return asdict(guide)


@router.get("matters", response=list[MatterOut], summary="One's own matters")
def get_matters(
    request: HttpRequest, q: str = "", procedure: str = "", state: str = ""
) -> list[dict[str, Any]]:
    """Return one's own matters, the newest first; `state` is open, mine (waiting) or closed."""
    user = signed_in(request)
    found = queries.my_matters(user, MatterFilter(q, procedure, state), on=timezone.localdate())
    return [_matter(each) for each in found.order_by("-filed_at", "-pk")[:MOST_MATTERS]]


@router.get("matters/{number}", response=MatterDetailOut, summary="One of one's own matters")
def get_matter(request: HttpRequest, number: str) -> dict[str, Any]:
    """Return where a matter stands, its limits with their derivation, what may be done."""
    user, day = signed_in(request), timezone.localdate()
    case = queries.matter(number, user, on=day)
    procedure = law.procedure_of(case)
    mine = matter_presenters.my_capacities(case, user, procedure, on=day)
    own = [each for each in case.parties.all() if each.position in mine and not each.left_at]
    terms = matter_presenters.my_terms(clocks_of(case, on=day), own, mine, on=day)
    acts = matter_presenters.my_acts(
        possible_acts(case, user, on=day), mine, terms, case, procedure
    )
    return {
        **_matter(case),
        "terms": [asdict(each) for each in terms],
        "acts": [asdict(each) for each in acts],
    }


def _matter(case: Case) -> dict[str, Any]:
    line = matter_presenters.matter_line(case)
    return {
        "number": case.number,
        "title": case.title,
        "procedure": case.procedure,
        "stage": line.stage,
        "standing": line.waits,
        "filed_at": case.filed_at,
        "closed_at": case.closed_at,
    }
