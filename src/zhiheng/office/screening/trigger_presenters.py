"""Raised frequencies of inspection as plain data for templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.core.screening.triggers import sentence
from zhiheng.office.registers.exports import Table
from zhiheng.office.registers.presenters import said
from zhiheng.office.screening.models import Trigger
from zhiheng.office.screening.presenters import source_words, unit_words
from zhiheng.office.screening.quality import unit_of
from zhiheng.office.screening.triggers import rules


@dataclass(frozen=True)
class TriggerLine:
    """One raised frequency."""

    pk: int
    name: str
    subject: str
    kind: str
    href: str
    quality_href: str
    rule: str
    sentence: str
    since: dt.date
    until: dt.date | None
    state: str
    badge: str
    lifted_by: str
    reason: str


@dataclass(frozen=True)
class RuleFact:
    """What the rule of a trigger says, and by which limits."""

    explains: str
    ground: str
    verified: bool
    limits: tuple[tuple[str, str], ...]


def trigger_line(trigger: Trigger) -> TriggerLine:
    """Return one raised frequency in words."""
    by, unit = unit_of(trigger.subject)
    rule = rules().get(trigger.rule)
    told = said(sentence(rule, trigger.figures)) if rule else ""
    state, badge = _state(trigger)
    return TriggerLine(
        pk=trigger.pk,
        name=trigger.name,
        subject=unit,
        kind=_("Agency") if by == "agency" else _("Applicant"),
        href=reverse("screening:trigger", args=[trigger.pk]),
        quality_href=reverse("screening:quality-unit", args=[by, unit]),
        rule=said(rule.title) if rule else trigger.rule,
        sentence=told,
        since=trigger.since,
        until=trigger.until,
        state=state,
        badge=badge,
        lifted_by=trigger.lifted_by.display_name if trigger.lifted_by else "",
        reason=trigger.reason,
    )


def trigger_lines(triggers: Iterable[Trigger]) -> list[TriggerLine]:
    """Return raised frequencies as lines of a list."""
    return [trigger_line(each) for each in triggers]


def rule_fact(trigger: Trigger) -> RuleFact | None:
    """Return what the rule says, as it stood on the day it raised; None where it is gone."""
    rule = rules().get(trigger.rule)
    if rule is None:
        return None
    values = rule.limits_on(trigger.since)
    return RuleFact(
        explains=said(rule.explains),
        ground=source_words(rule.ground),
        verified=rule.status == "verified",
        limits=tuple(
            (said(each.title), f"{_number(values[each.limit])} {unit_words(each.unit)}".strip())
            for each in rule.limits
        ),
    )


def trigger_table(triggers: Iterable[Trigger]) -> Table:
    """Return raised frequencies for export."""
    fields = ["name", "subject", "rule", "sentence", "since", "until", "state", "reason"]
    titles = [
        _("Name"), _("Code or number"), pgettext("trigger", "Rule"), _("Why"),
        pgettext("trigger", "Since"), pgettext("trigger", "Until"), pgettext("trigger", "State"),
        pgettext("screening", "Reason"),
    ]  # fmt: skip
    rows = ({name: getattr(trigger_line(each), name) for name in fields} for each in triggers)
    return Table(fields, titles, rows)


def _state(trigger: Trigger) -> tuple[str, str]:
    if trigger.lifted_at is not None:
        return pgettext("trigger", "Lifted"), "off"
    if trigger.until is not None:
        return pgettext("trigger", "No longer called for"), "off"
    return pgettext("trigger", "Raised"), "warn"


def _number(value: float) -> str:
    return f"{value:g}"
