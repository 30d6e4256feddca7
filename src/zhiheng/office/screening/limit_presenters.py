"""Limits, trials of limits and the white list as plain data for templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.core.browsing.privacy import mask_name
from zhiheng.core.browsing.records import KEY_SEPARATOR
from zhiheng.core.identifiers.agency_code import agency_code_problems
from zhiheng.core.screening.declared import SignalDeclaration, SpareRule
from zhiheng.office.registers.presenters import said
from zhiheng.office.screening import law
from zhiheng.office.screening.enums import SpareKind
from zhiheng.office.screening.evidence_presenters import NumberLink, number_link
from zhiheng.office.screening.law import LimitInForce
from zhiheng.office.screening.matters import MARKS, PATENTS
from zhiheng.office.screening.models import Finding, LimitChange, Spared, Trial
from zhiheng.office.screening.presenters import (
    item_words,
    limit_words,
    problem_texts,
    sentence_shown,
    signal_title,
    source_words,
    step_words,
    strength_word,
    value_words,
)


@dataclass(frozen=True)
class LimitLine:
    """A limit on a day: its value, where it comes from, and whether the office changed it."""

    signal: str
    limit: str
    title: str
    value: str
    declared: str
    is_changed: bool
    source: str
    is_unverified: bool
    since: date | None
    href: str


@dataclass(frozen=True)
class SignalLimits:
    """A signal with its limits."""

    name: str
    about: str
    title: str
    item: str
    explains: str
    ground: str
    lines: Sequence[LimitLine]


@dataclass(frozen=True)
class ChangeLine:
    """A change of a limit, standing, to come, or withdrawn."""

    change: LimitChange
    signal: str
    limit: str
    value: str
    state: str
    badge: str
    can_withdraw: bool


@dataclass(frozen=True)
class TriedLine:
    """A finding that a limit would gain or lose; `href` leads to it where it is stored."""

    title: str
    href: str
    sentence: str
    size: int
    strength: float
    strength_word: str
    filings: Sequence[NumberLink]


@dataclass(frozen=True)
class TrialShown:
    """A trial in words: what was tried, and what would be found otherwise."""

    trial: Trial
    signal: str
    limit: str
    value: str
    present: str
    step: str
    failure: Sequence[str]
    gained: Sequence[TriedLine]
    lost: Sequence[TriedLine]


@dataclass(frozen=True)
class RuleLine:
    """A declared rule that spares."""

    title: str
    explains: str
    signals: str
    ground: str
    is_unverified: bool


@dataclass(frozen=True)
class EntryLine:
    """An entry of the white list."""

    entry: Spared
    kind: str
    name: str
    href: str
    signals: str
    state: str
    badge: str
    can_end: bool


def signal_limits(declared: SignalDeclaration, *, on: date) -> SignalLimits:
    """Return a signal with its limits on a day."""
    return SignalLimits(
        name=declared.signal,
        about=declared.about,
        title=said(declared.title),
        item=item_words(declared.behaviour),
        explains=said(declared.explains),
        ground=source_words(declared.ground),
        lines=[_limit(each) for each in law.limits_in_force(declared.signal, on=on)],
    )


def _limit(found: LimitInForce) -> LimitLine:
    change = found.change
    return LimitLine(
        signal=found.signal,
        limit=found.limit.limit,
        title=said(found.limit.title),
        value=value_words(found.value, found.limit.unit),
        declared=value_words(found.declared, found.limit.unit),
        is_changed=change is not None,
        source=_("set by the office") if change else source_words(found.source),
        is_unverified=change is None and found.status == "unverified",
        since=change.valid_from if change else None,
        href=reverse("screening:limit", args=(found.signal, found.limit.limit)),
    )


def change_lines(changes: Iterable[LimitChange], *, on: date, can_set: bool) -> list[ChangeLine]:
    """Return changes of limits with what became of them."""
    return [_change(each, on=on, can_set=can_set) for each in changes]


def _change(change: LimitChange, *, on: date, can_set: bool) -> ChangeLine:
    limit, unit = limit_words(change.signal, change.limit)
    standing = change.withdrawn_at is None
    state = pgettext("limit", "withdrawn")
    if standing:
        begun = change.valid_from <= on
        state = pgettext("limit", "in force") if begun else pgettext("limit", "to come")
    return ChangeLine(
        change=change,
        signal=signal_title(change.signal),
        limit=limit,
        value=value_words(change.value, unit),
        state=state,
        badge="ok" if standing else "off",
        can_withdraw=standing and can_set,
    )


def trial_shown(
    trial: Trial, *, present: str, stored: Mapping[str, Finding], unmasked: bool
) -> TrialShown:
    """Return a trial in words; `stored` are findings by the keys of the leads."""
    limit, unit = limit_words(trial.signal, trial.limit)

    def lines(name: str) -> list[TriedLine]:
        listed: list[dict[str, Any]] = trial.result.get(name, [])
        return [_tried(each, trial, stored, unmasked=unmasked) for each in listed]

    return TrialShown(
        trial=trial,
        signal=signal_title(trial.signal),
        limit=limit,
        value=value_words(trial.value, unit),
        present=present,
        step=step_words(trial),
        failure=problem_texts(trial.failure),
        gained=lines("gained"),
        lost=lines("lost"),
    )


def _tried(
    each: Mapping[str, Any], trial: Trial, stored: Mapping[str, Finding], *, unmasked: bool
) -> TriedLine:
    signal, about = trial.signal, trial.about
    finding = stored.get(each["key"])
    return TriedLine(
        title=each["title"],
        href=reverse("screening:finding", args=(finding.pk,)) if finding else "",
        sentence=sentence_shown(signal, each["facts"], unmasked=unmasked),
        size=each["size"],
        strength=each["strength"],
        strength_word=strength_word(each["strength"]),
        filings=[number_link(number, about=about) for number in each["filings"]],
    )


def rule_lines(rules: Iterable[SpareRule], *, on: date) -> list[RuleLine]:
    """Return the declared rules that spare on a day."""
    return [
        RuleLine(
            title=said(each.title),
            explains=said(each.explains),
            signals="、".join(signal_title(name) for name in each.signals),
            ground=source_words(each.ground),
            is_unverified=each.status == "unverified",
        )
        for each in rules
        if each.in_force_on(on)
    ]


def entry_lines(
    entries: Iterable[Spared], *, on: date, can_set: bool, unmasked: bool
) -> list[EntryLine]:
    """Return entries of the white list with whether they hold."""
    return [_entry(each, on=on, can_set=can_set, unmasked=unmasked) for each in entries]


def _entry(entry: Spared, *, on: date, can_set: bool, unmasked: bool) -> EntryLine:
    ended = entry.valid_to is not None and entry.valid_to <= on
    to_come = entry.valid_from > on
    words = pgettext("white list", "in force")
    if ended:
        words = pgettext("white list", "ended")
    elif to_come:
        words = pgettext("white list", "to come")
    return EntryLine(
        entry=entry,
        kind=str(entry.get_kind_display()),
        name=(entry.name if unmasked else mask_name(entry.name)) or entry.value,
        href=_href(entry),
        signals="、".join(signal_title(name) for name in entry.signals) or _("all signals"),
        state=words,
        badge="off" if ended else "ok",
        can_end=can_set and not ended,
    )


def _href(entry: Spared) -> str:
    if entry.kind == SpareKind.APPLICANT:
        return reverse("parties:party", args=(entry.value,))
    if entry.kind == SpareKind.FILING:
        about = MARKS.about if KEY_SEPARATOR in entry.value else PATENTS.about
        return number_link(entry.value, about=about).href
    if agency_code_problems(entry.value):
        return ""  # an agency of marks, known by its name
    return reverse("registers:record", args=("agencies", entry.value))
