"""The API about screening: findings, rings, screenings and the limits in force."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.api.asking import Rows, Start, signed_in
from zhiheng.office.registers.permissions import sees_persons
from zhiheng.office.screening import json_presenters, law, queries
from zhiheng.office.screening.permissions import VIEW

router = Router()


class FindingOut(Schema):
    """A finding: what it says in words, of whose filings, how strong, and what became of it."""

    number: int
    about: str
    signal: str
    behaviour: str
    sentence: str
    title: str
    strength: float
    filings: list[str]
    division: str
    state: str
    ring: int | None
    screening: int


class FindingsOut(Schema):
    """Findings, the strongest first, and how many there are in all."""

    total: int
    findings: list[FindingOut]


class FindingWhole(FindingOut):
    """A finding with its evidence and its declared words."""

    facts: dict[str, Any]
    evidence: list[dict[str, Any]]
    innocent: list[str]
    blind: list[str]
    case: int | None


class RunOut(Schema):
    """A screening: of what, how far it is, and what it brought."""

    number: int
    about: str
    kind: str
    scope: dict[str, str]
    state: str
    asked: int
    beside: int
    found: int
    spared: int
    limits: dict[str, dict[str, float]]
    versions: dict[str, int]


class LimitOut(Schema):
    """A limit of a signal on a day; `changed` tells whether the office set it."""

    signal: str
    limit: str
    value: float
    declared: float
    unit: str
    source: str
    status: str
    changed: bool


class RingOut(Schema):
    """A ring: its strength, its filings and parties, and the numbers of its findings."""

    number: int
    about: str
    title: str
    strength: float
    behaviours: list[str]
    filings: list[str]
    parties: list[str]
    findings: list[int]


@router.get("findings", response=FindingsOut, summary="Findings of screening")
def get_findings(
    request: HttpRequest,
    about: str = "",
    state: str = "",
    signal: str = "",
    behaviour: str = "",
    division: str = "",
    text: str = "",
    strength: float = 0,
    screening: int | None = None,
    rows: Rows = 50,
    start: Start = 0,
) -> dict[str, Any]:
    """Return findings as the list shows them; `state` "every" has those found no longer too.

    `about` is "patents" or "trademarks"; without it findings about both are returned.
    """
    wanted = queries.FindingFilter(
        about=about,
        state=state,
        signal=signal,
        behaviour=behaviour,
        division=division,
        run=screening,
        text=text,
        strength=strength,
    )
    user = _viewer(request)
    found = queries.findings(wanted).order_by("-strength", "pk")
    unmasked = sees_persons(user)
    return {
        "total": found.count(),
        "findings": [
            json_presenters.finding_json(each, unmasked=unmasked)
            for each in found[start : start + rows]
        ],
    }


@router.get("findings/{int:number}", response=FindingWhole, summary="One finding")
def get_finding(request: HttpRequest, number: int) -> dict[str, Any]:
    """Return one finding with its evidence."""
    unmasked = sees_persons(_viewer(request))
    return json_presenters.whole_finding_json(queries.finding(number), unmasked=unmasked)


@router.get("rings/{int:number}", response=RingOut, summary="One ring")
def get_ring(request: HttpRequest, number: int) -> dict[str, Any]:
    """Return one ring with the numbers of its findings."""
    _viewer(request)
    return json_presenters.ring_json(queries.ring(number))


@router.get("runs/{int:number}", response=RunOut, summary="One screening")
def get_run(request: HttpRequest, number: int) -> dict[str, Any]:
    """Return how far a screening is and what it brought."""
    _viewer(request)
    return json_presenters.run_json(queries.run(number))


@router.get("limits", response=list[LimitOut], summary="Limits in force")
def get_limits(request: HttpRequest, on: date | None = None) -> list[dict[str, Any]]:
    """Return every limit of every signal on a day, today unless given."""
    _viewer(request)
    day = on or timezone.localdate()
    return [
        json_presenters.limit_json(each)
        for signal in law.declared().signals
        for each in law.limits_in_force(signal, on=day)
    ]


def _viewer(request: HttpRequest) -> User:
    """Return who asks; ForbiddenError where they may not see findings."""
    user = signed_in(request)
    check_user_can(user, VIEW)
    return user
