"""What people decide about parties: same, apart, merge, split, and taking that back.

Decisions come one after the other. `seen` is the newest decision about the parties that the
person had before them: where somebody decided meanwhile, nothing is done. A decision is stored
first and then taken into account; where an import holds the lake, its end does that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from zhiheng.core.errors import ConflictError, InputError, NotFoundError
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.commands import record
from zhiheng.office.parties import queries
from zhiheng.office.parties.effects import take_effect
from zhiheng.office.parties.enums import Act
from zhiheng.office.parties.models import DecisionHead, PartyDecision
from zhiheng.office.parties.permissions import check_may_decide

LONGEST_REASON = 400
ASUNDER = (Act.KEEP_APART, Act.SPLIT)


@dataclass(frozen=True)
class Side:
    """One side of a decision: mentions with their folded names, and the party they belong to."""

    named: list[list[str]]
    party: str
    is_person: bool


@dataclass(frozen=True)
class Asked:
    """Who decides what, when, why, and up to which decision they knew."""

    act: Act
    reason: str
    seen: int
    by: User
    on: datetime


def confirm_same(*, link: str, reason: str, seen: int, by: User, on: datetime) -> PartyDecision:
    """Say that the two sides of a pair are one party."""
    left, right = _sides_of(link, by=by)
    return _join(left, right, Asked(Act.CONFIRM_SAME, reason, seen, by, on))


def merge(*, one: str, other: str, reason: str, seen: int, by: User, on: datetime) -> PartyDecision:
    """Say that two parties are one; the older number stays and the other leads to it."""
    left, right = _anchored(one), _anchored(other)
    return _join(left, right, Asked(Act.MERGE, reason, seen, by, on))


def keep_apart(*, link: str, reason: str, seen: int, by: User, on: datetime) -> PartyDecision:
    """Say that the two sides of a pair are different parties."""
    left, right = _sides_of(link, by=by)
    _check_two(left, right)
    return _decide(left, right, Asked(Act.KEEP_APART, reason, seen, by, on))


def split(
    *, party: str, units: Sequence[str], reason: str, seen: int, by: User, on: datetime
) -> PartyDecision:
    """Say that some names (units) of a party are another party's."""
    row = queries.party_row(party)
    check_may_decide(by, about_persons=row["kind"] == queries.PERSON)
    known = queries.units_of(row["party"])
    chosen = [[each.first_mention, each.name_key] for each in known if each.unit in units]
    others = [[each.first_mention, each.name_key] for each in known if each.unit not in units]
    return _part(row, chosen, others, Asked(Act.SPLIT, reason, seen, by, on))


def split_records(
    *, party: str, mentions: Sequence[str], reason: str, seen: int, by: User, on: datetime
) -> PartyDecision:
    """Say that some mentions of a party are another party's, though the name is the same."""
    row = queries.party_row(party)
    check_may_decide(by, about_persons=row["kind"] == queries.PERSON)
    found = queries.named_mentions(mentions)
    if unknown := set(mentions) - {each for each, _, owner in found if owner == row["party"]}:
        raise NotFoundError.of("party.mention_not_here", received="、".join(sorted(unknown)))
    chosen = [[mention, name] for mention, name, _ in found]
    others = queries.mentions_beside(row["party"], mentions)
    return _part(row, chosen, others, Asked(Act.SPLIT_RECORDS, reason, seen, by, on))


def undo(*, decision: int, reason: str, by: User, on: datetime) -> PartyDecision:
    """Take a decision back with one that undoes it; both stay on record."""
    undone = PartyDecision.objects.filter(pk=decision).first()
    if undone is None:
        raise NotFoundError.of("party.decision_not_found", received=decision)
    about = queries.party_row(undone.left_party)
    check_may_decide(by, about_persons=about["kind"] == queries.PERSON)
    try:
        with transaction.atomic():
            taken = _store(undone.left_party, undone.right_party, reason, by, on, undoes=undone)
    except IntegrityError as error:
        raise ConflictError.of("party.already_undone", received=decision) from error
    take_effect(on=on)
    return taken


def _join(left: Side, right: Side, asked: Asked) -> PartyDecision:
    check_may_decide(asked.by, about_persons=left.is_person or right.is_person)
    _check_two(left, right)
    if left.is_person != right.is_person:
        raise InputError.of("party.person_and_body")
    codes = [queries.party_row(side.party)["uscc"] for side in (left, right)]
    if all(codes) and codes[0] != codes[1]:
        raise ConflictError.of("party.two_codes", one=codes[0], other=codes[1])
    if standing := _asunder(left.party, right.party):
        raise ConflictError.of("party.kept_apart", received=standing.pk)
    return _decide(left, right, asked)


def _part(
    row: queries.Row, chosen: list[list[str]], others: list[list[str]], asked: Asked
) -> PartyDecision:
    if not chosen or not others:
        raise InputError.of("party.split_needs_both")
    is_person = row["kind"] == queries.PERSON
    left, right = Side(chosen, row["party"], is_person), Side(others, row["party"], is_person)
    return _decide(left, right, asked)


def _decide(left: Side, right: Side, asked: Asked) -> PartyDecision:
    """Store a decision unless somebody decided meanwhile, and take it into account."""
    with transaction.atomic():
        _lock()
        if queries.newest_decision([left.party, right.party]) > asked.seen:
            raise ConflictError.of("party.decided_meanwhile")
        taken = _store(
            left.party,
            right.party,
            asked.reason,
            asked.by,
            asked.on,
            act=asked.act,
            left=left.named,
            right=right.named,
        )
    take_effect(on=asked.on)
    return taken


def _store(
    left_party: str, right_party: str, reason: str, by: User, on: datetime, **rest: object
) -> PartyDecision:
    if not reason.strip():
        raise InputError.of("party.reason_missing")
    taken = PartyDecision.objects.create(
        **{"act": Act.UNDO, **rest},
        left_party=left_party,
        right_party=right_party,
        reason=reason.strip()[:LONGEST_REASON],
        decided_by=by,
        decided_at=on,
    )
    details: dict[str, object] = {"decision": taken.pk, "other": right_party}
    if taken.undoes_id:
        details["undoes"] = taken.undoes_id
    record(act=f"parties.{taken.act}", subject=f"party:{left_party}", details=details, by=by, on=on)
    return taken


def _lock() -> None:
    DecisionHead.objects.get_or_create(pk=1)
    DecisionHead.objects.select_for_update().get(pk=1)


def _sides_of(link: str, *, by: User) -> tuple[Side, Side]:
    row = queries.link_row(link)
    check_may_decide(by, about_persons=row["kind"] == queries.PERSON)
    names = {mention: name for mention, name, _ in queries.named_mentions(
        [row["left_mention"], row["right_mention"]]
    )}  # fmt: skip
    if len(names) < 2:
        raise ConflictError.of("party.pair_changed")
    left, right = (
        Side(
            [[row[f"{side}_mention"], names[row[f"{side}_mention"]]]],
            row[f"{side}_party"],
            row["kind"] == queries.PERSON,
        )
        for side in ("left", "right")
    )
    return left, right


def _anchored(party: str) -> Side:
    row = queries.party_row(party)
    known = queries.units_of(row["party"])
    if not known:
        raise ConflictError.of("party.no_longer_met", received=row["party"])
    named = [[known[0].first_mention, known[0].name_key]]
    return Side(named, row["party"], row["kind"] == queries.PERSON)


def _check_two(left: Side, right: Side) -> None:
    if left.party == right.party:
        raise ConflictError.of("party.already_one", received=left.party)


def _asunder(one: str, other: str) -> PartyDecision | None:
    """Return a decision in force that keeps two parties apart."""
    between = Q(left_party=one, right_party=other) | Q(left_party=other, right_party=one)
    taken = PartyDecision.objects.filter(between, act=Act.KEEP_APART)
    return next((each for each in taken if not each.is_undone), None)
