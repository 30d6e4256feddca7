"""Evidence about marks as plain data for templates: pairs of marks, and protected names met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhiheng.core.browsing.records import KEY_SEPARATOR
from zhiheng.core.declarations.models import Wording
from zhiheng.office.marks.hit_presenters import channel_title
from zhiheng.office.protection.alert_words import plain_classes
from zhiheng.office.protection.enums import EntryKind
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import said
from zhiheng.office.screening.filing_names import shown as shown_number
from zhiheng.office.screening.matters import MARKS

OPEN_PAIRS = 4  # so many are laid open; the others unfold when somebody asks
LONG = 12  # characters of a mark beyond which it is set smaller
MOST_PAIRS, MOST_HITS = 60, 200
Shown = Callable[[str], str]


@dataclass(frozen=True)
class MarkSide:
    """One of two marks: its words, number, whose it is, when it was filed, what became of it."""

    text: str
    is_long: bool
    number: str
    href: str
    owners: str
    day: str
    state: str
    classes: str


@dataclass(frozen=True)
class ChannelLine:
    """A way in which two marks are alike, 0 to 1, and why."""

    title: str
    score: float
    reason: str


@dataclass(frozen=True)
class RuleLine:
    """A test of the examination guide that holds of two marks."""

    words: str
    near: bool
    source: str
    is_unverified: bool


@dataclass(frozen=True)
class MarkPair:
    """Two marks side by side with everything that makes them near or keeps them apart."""

    one: MarkSide
    other: MarkSide
    score: float
    near: bool
    channels: Sequence[ChannelLine]
    rules: Sequence[RuleLine]
    goods: str
    is_open: bool


@dataclass(frozen=True)
class HitLine:
    """A mark that says a protected name, or is near one."""

    mark: str
    number: str
    href: str
    name: str
    kind: str
    source: str
    why: str


def mark_link(number: str) -> str:
    """Return the way to a mark in the register of marks."""
    return reverse("registers:record", args=(MARKS.register, number))


def pairs_shown(pairs: Sequence[Mapping[str, Any]], shown: Shown) -> list[MarkPair]:
    """Return pairs of marks, the nearest first; `shown` masks names of persons."""
    ordered = sorted(pairs, key=lambda each: -float(each["facts"].get("score") or 0))
    return [
        _pair(each, shown, is_open=place < OPEN_PAIRS)
        for place, each in enumerate(ordered[:MOST_PAIRS])
    ]


def _pair(each: Mapping[str, Any], shown: Shown, *, is_open: bool) -> MarkPair:
    facts, filings = each["facts"], [*each["filings"], "", ""]
    goods = facts.get("goods") or {}
    return MarkPair(
        one=_side(facts, "a", filings[0], shown),
        other=_side(facts, "b", filings[1], shown),
        score=float(facts.get("score") or 0),
        near=bool(facts.get("near")),
        channels=[_channel(channel) for channel in facts.get("channels", ())],
        rules=[_rule(rule) for rule in facts.get("rules", ())],
        goods=_worded(goods.get("reason")),
        is_open=is_open,
    )


def _side(facts: Mapping[str, Any], which: str, number: str, shown: Shown) -> MarkSide:
    text = str(facts.get(which) or "")
    return MarkSide(
        text=text or _("(device)"),
        is_long=len(text) > LONG,
        number=number.partition(KEY_SEPARATOR)[0],
        href=mark_link(number) if number else "",
        owners="、".join(map(shown, facts.get(f"{which}_owner") or ())),
        day=str(facts.get(f"{which}_day") or ""),
        state=_state(facts.get(f"{which}_status")),
        classes=plain_classes(facts.get(f"{which}_classes") or ()),
    )


def _state(status: Any) -> str:
    """Return a state in the words of the register of marks."""
    choices = lake.catalogue().register(MARKS.register).column("status").choices
    words = choices.get(str(status or ""))
    return said(words) if words else str(status or "")


def _channel(channel: Mapping[str, Any]) -> ChannelLine:
    score = float(channel.get("score") or 0)
    return ChannelLine(channel_title(str(channel["name"])), score, _worded(channel.get("reason")))


def _rule(rule: Mapping[str, Any]) -> RuleLine:
    return RuleLine(
        words=_worded(rule.get("words")),
        near=bool(rule.get("near")),
        source=str(rule.get("source") or ""),
        is_unverified=rule.get("status") == "unverified",
    )


def hits_shown(pieces: Iterable[Mapping[str, Any]]) -> list[HitLine]:
    """Return the protected names that marks say or are near; no private person's is protected."""
    hits = [hit for each in pieces for hit in each["facts"].get("hits", ())]
    return [_hit(hit) for hit in hits[:MOST_HITS]]


def _hit(hit: Mapping[str, Any]) -> HitLine:
    number = str(hit.get("number") or "")
    return HitLine(
        mark=str(hit.get("mark") or "") or _("(device)"),
        number=shown_number(number),
        href=mark_link(number) if number else "",
        name=str(hit.get("name") or ""),
        kind=name_kind_words(str(hit.get("kind") or "")),
        source=_worded(hit.get("source")),
        why=_worded(hit.get("why")),
    )


def _worded(value: Any) -> str:
    """Return words that are kept in both languages, or as one text."""
    if isinstance(value, Mapping):
        return said(Wording(zh=str(value.get("zh") or ""), en=str(value.get("en") or "")))
    return str(value or "")


def name_kind_words(kind: str) -> str:
    """Return what kind of name is protected."""
    return str(EntryKind(kind).label) if kind in EntryKind.values else kind
