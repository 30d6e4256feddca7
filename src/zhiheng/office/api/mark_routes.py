"""The API about marks: two of them compared, the nearest to one, the portfolio of an owner."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.api.asking import Start, signed_in
from zhiheng.office.marks import comparing, json_presenters, owned, portfolios, searching
from zhiheng.office.marks.asking import LONGEST_GOODS, LONGEST_MARK, Asked, Sort
from zhiheng.office.marks.enums import Phase
from zhiheng.office.marks.permissions import COMPARE, VIEW, sees_persons

MOST_ROWS = 100
router = Router()
MarkText = Annotated[str, Field(max_length=LONGEST_MARK)]
GoodsText = Annotated[str, Field(max_length=LONGEST_GOODS)]
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS)]
PhaseName = Literal["", "in_force", "pending", "grace", "ended", "unknown"]


class ChannelOut(Schema):
    """A way in which two marks are alike, 0 to 1, and why."""

    name: str
    score: float
    reason: str


class RuleOut(Schema):
    """A test of the examination guide that holds, the answer it gives, and where it stands."""

    code: str
    near: bool
    words: str
    source: str
    status: str


class RelationOut(Schema):
    """How goods are related by the table of similar goods."""

    relation: str
    similar: bool
    reason: str


class ComparedOut(Schema):
    """Two marks compared; `conflict` where both marks and goods are near."""

    a: str
    b: str
    score: float
    near: bool
    channels: list[ChannelOut]
    rules: list[RuleOut]
    goods: dict[str, Any]
    conflict: bool


class NearMarkOut(Schema):
    """A mark of the register, how near it is, why, and how its goods are related."""

    mark: str
    number: str
    nice_class: str
    other_classes: list[str]
    office: str | None
    state: str
    phase: str
    owners: list[str]
    filed: date | None
    registered: date | None
    last_day: date | None
    goods: str
    rank: float
    score: float
    near: bool
    channels: list[ChannelOut]
    rules: list[RuleOut]
    goods_relation: RelationOut
    conflict: bool


class NearestOut(Schema):
    """The nearest marks, how many pass in all, how many are near, how the goods were read."""

    total: int
    near: int
    conflicts: int
    goods: dict[str, Any]
    marks: list[NearMarkOut]


class NearestIn(Schema):
    """A mark, its goods, and what narrows the answer; `before` is a day of filing."""

    q: MarkText
    goods: GoodsText = ""
    nice_class: Annotated[str, Field(pattern=r"^(\d{2})?$")] = ""
    phase: PhaseName = ""
    owner: Annotated[str, Field(max_length=200)] = ""
    before: date | None = None
    near: bool = False
    similar: bool = False
    sort: Sort = "rank"
    limit: Limit = 20
    start: Start = 0


@router.get("compare", response=ComparedOut, summary="Two marks compared")
def compare(
    request: HttpRequest,
    a: MarkText,
    b: MarkText,
    goods_a: GoodsText = "",
    goods_b: GoodsText = "",
) -> dict[str, Any]:
    """Compare two marks as the examination guide does, and their goods by the table.

    Goods are Nice classes, similar groups or plain words, parted by commas.
    """
    check_user_can(signed_in(request), COMPARE)
    return json_presenters.compared_json(comparing.compare(a, b, goods_a, goods_b))


@router.get("nearest", response=NearestOut, summary="Marks nearest to one")
def nearest(request: HttpRequest, given: Query[NearestIn]) -> dict[str, Any]:
    """Return the marks of the register nearest to one, ranked with their goods, each explained."""
    user = signed_in(request)
    check_user_can(user, COMPARE)
    check_user_can(user, VIEW)
    asked = Asked(
        text=given.q.strip(),
        goods=given.goods,
        nice_class=given.nice_class,
        phase=Phase(given.phase) if given.phase else None,
        owner=given.owner,
        before=given.before,
        near_only=given.near,
        similar_only=given.similar,
        sort=given.sort,
    )
    unmasked = sees_persons(user)
    found = searching.answer(asked, on=timezone.localdate(), unmasked=unmasked)
    return json_presenters.answer_json(
        found, start=given.start, limit=given.limit, unmasked=unmasked
    )


@router.get("owners/{party}", response=dict[str, Any], summary="Portfolio of marks")
def owner(
    request: HttpRequest, party: str, limit: Limit = MOST_ROWS, start: Start = 0
) -> dict[str, Any]:
    """Return the marks of a party by class, state, year and office, and what lapses.

    `list` holds `limit` of its marks from `start` on, the newest first; `rows` is how many it has.
    """
    user, on = signed_in(request), timezone.localdate()
    check_user_can(user, VIEW)
    found = portfolios.portfolio_of(party, on=on)
    number = str(found.party["party"])
    shown, _rows = owned.owned_page(number, owned.OwnedFilter(), on=on, start=start, rows=limit)
    return json_presenters.portfolio_json(found, shown, unmasked=sees_persons(user))
