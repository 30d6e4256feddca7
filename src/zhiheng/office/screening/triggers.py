"""Keeping raised frequencies of inspection: what the rules say now, and what people lifted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import ConflictError, InputError
from zhiheng.core.screening import quality as core_quality
from zhiheng.core.screening import triggers as core
from zhiheng.core.screening.triggers import Filed, Raised, TriggerRule
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.ledger.commands import record
from zhiheng.office.parties.queries import PERSON
from zhiheng.office.registers import lake
from zhiheng.office.screening import quality
from zhiheng.office.screening.enums import FindingState, JudgementAct
from zhiheng.office.screening.models import Finding, Trigger
from zhiheng.office.screening.permissions import SET
from zhiheng.office.screening.queries import chunks

LONGEST_REASON = 400
LEFT_OUT = PERSON  # private persons are not drawn for inspections


@dataclass(frozen=True)
class Computed:
    """What a computation changed."""

    raised: int
    ended: int
    going_on: int


@cache
def rules() -> dict[str, TriggerRule]:
    """Return the rules, the office's own replacing ours."""
    return core.load_rules(*lake.own_declarations())


def compute_triggers(*, on: datetime) -> Computed:
    """Compare what the rules say today with what is raised; raise and end accordingly.

    What a person lifted is raised again only once it stands worse than when it was lifted.
    """
    day = timezone.localdate(on)
    found = {
        (quality.subject_of(by, each.unit), each.rule): (each, name)
        for by in quality.KINDS
        for each, name in _raised(by, day)
    }
    by = system_operator()
    raised = ended = 0
    with transaction.atomic():
        running = {
            (each.subject, each.rule): each
            for each in Trigger.objects.select_for_update().filter(
                until__isnull=True, lifted_at__isnull=True
            )
        }
        for key, trigger in running.items():
            if key not in found:
                _end(trigger, day, by=by, on=on)
                ended += 1
        lifted = _lifted_weights()
        for key, (each, name) in found.items():
            if key in running:
                _update(running[key], each, name)
            elif each.weight > lifted.get(key, -1.0):
                _raise(key, each, name, day, by=by, on=on)
                raised += 1
    return Computed(raised, ended, len(running) - ended + raised)


def lift_trigger(*, trigger: Trigger, reason: str, by: User, on: datetime) -> None:
    """Lift a raised frequency, with a reason; refused where it is over already."""
    check_user_can(by, SET)
    text = reason.strip()[:LONGEST_REASON]
    if not text:
        raise InputError.of("screening.reason_missing")
    with transaction.atomic():
        changed = Trigger.objects.filter(
            pk=trigger.pk, until__isnull=True, lifted_at__isnull=True
        ).update(lifted_by=by, lifted_at=on, reason=text)
        if not changed:
            raise ConflictError.of("trigger.over", received=trigger.subject)
        _record("lifted", trigger, by=by, on=on)


def _raised(by: quality.By, day: date) -> Iterator[tuple[Raised, str]]:
    """Yield whom each rule raises among agencies or applicants, with the name."""
    for rule in rules().values():
        if by not in rule.by or not rule.in_force_on(day):
            continue
        found = _FIGURES[rule.rule](by, rule.limits_on(day), day)
        names = _names(by, [each.unit for each in found])
        yield from ((each, names[each.unit]) for each in found if each.unit in names)


def _by_rate(by: quality.By, limits: Mapping[str, float], day: date) -> list[Raised]:
    years = (day.year - int(limits["years"]) + 1, day.year)
    settings = core_quality.settings_on(lake.catalogue(), day)
    units = quality.sums(by, on=day, first=years[0], last=years[1])
    return core.by_rate(units, limits, years=years, confidence=settings.confidence)


def _by_repetition(by: quality.By, limits: Mapping[str, float], day: date) -> list[Raised]:
    settings = core_quality.settings_on(lake.catalogue(), day)
    marked = core_quality.marked(quality.tables(), by=by, on=day, settings=settings)
    days = core.decision_days(marked, quality.tables()["abnormal-filings"])
    pairs = ((row["unit"], row["day"]) for row in lake.engine().run(days).to_pylist())
    return core.by_repetition(pairs, limits, on=day)


def _by_refiling(_by: quality.By, limits: Mapping[str, float], day: date) -> list[Raised]:
    confirmed = Finding.objects.filter(signal="refiling", state=FindingState.CONFIRMED)
    found = []
    for finding in confirmed.prefetch_related("judgements"):
        days = [
            timezone.localdate(each.at)
            for each in finding.judgements.all()
            if each.act == JudgementAct.CONFIRM
        ]
        if days:
            found.append((max(days), finding.filings))
    filings = _filed([number for _day, numbers in found for number in numbers])
    told = (
        (when, [filings[number] for number in numbers if number in filings])
        for when, numbers in found
    )
    return core.by_refiling(told, limits, on=day)


_FIGURES = {
    core.ABNORMAL_RATE: _by_rate,
    core.REPEATED: _by_repetition,
    core.REFILING: _by_refiling,
}


def _filed(numbers: Sequence[str]) -> dict[str, Filed]:
    """Return filings by number: agency, day of filing, and when they were over."""
    tables = quality.tables()
    patents, states, notices = (
        tables[name] for name in ("patents", "patent-states", "abnormal-filings")
    )
    over: dict[str, date] = {}
    found: dict[str, Filed] = {}
    for part in chunks(sorted(set(numbers))):
        ends = states.filter(
            states.application_number.isin(part), states.state.isin(["withdrawn", "refused"])
        ).select("application_number", day=states.starts_on)
        decided = notices.filter(
            notices.application_number.isin(part), notices.state.isin(["confirmed", "withdrawn"])
        ).select("application_number", day=notices.decided_on)
        for row in [*_run(ends), *_run(decided)]:
            if row["day"] is not None:
                number = row["application_number"]
                over[number] = min(row["day"], over.get(number, row["day"]))
        chosen = patents.filter(patents.application_number.isin(part))
        for row in _run(chosen.select("application_number", "agency_code", "filing_date")):
            if row["filing_date"] is not None:
                number = row["application_number"]
                found[number] = Filed(
                    number, row["agency_code"] or "", row["filing_date"], over.get(number)
                )
    return found


def _names(by: quality.By, units: Sequence[str]) -> dict[str, str]:
    """Return the names of units that are inspected: agencies and bodies, no private persons."""
    names: dict[str, str] = {}
    table = quality.names(by)
    for part in chunks(sorted(set(units))):
        for row in _run(table.filter(table.named.isin(part))):
            if row["kind"] != LEFT_OUT:
                names[row["named"]] = str(row["name"] or row["named"])
    if by == "agency":
        return {unit: names.get(unit, unit) for unit in units}
    return names


def _lifted_weights() -> dict[tuple[str, str], float]:
    """Return how bad each stood when a person lifted it."""
    found: dict[tuple[str, str], float] = {}
    for each in Trigger.objects.filter(lifted_at__isnull=False):
        key = (each.subject, each.rule)
        found[key] = max(float(each.figures.get("weight", 0)), found.get(key, 0.0))
    return found


def _kept(each: Raised) -> dict[str, Any]:
    return {**each.figures, "weight": each.weight}


def _raise(
    key: tuple[str, str], each: Raised, name: str, day: date, *, by: User, on: datetime
) -> None:
    subject, rule = key
    made, is_new = Trigger.objects.get_or_create(
        subject=subject,
        rule=rule,
        until=None,
        lifted_at=None,
        defaults={"name": name[:200], "figures": _kept(each), "since": day},
    )
    if is_new:  # somebody else may have looked at the rules at the same moment
        _record("raised", made, by=by, on=on)


def _update(trigger: Trigger, each: Raised, name: str) -> None:
    if trigger.figures != _kept(each) or trigger.name != name[:200]:
        trigger.figures, trigger.name = _kept(each), name[:200]
        trigger.save(update_fields=("figures", "name"))


def _end(trigger: Trigger, day: date, *, by: User, on: datetime) -> None:
    trigger.until = day
    trigger.save(update_fields=("until",))
    _record("ended", trigger, by=by, on=on)


def _record(what: str, trigger: Trigger, *, by: User, on: datetime) -> None:
    details = {"rule": trigger.rule, "about": trigger.subject, "figures": trigger.figures}
    record(
        act=f"screening.trigger_{what}", subject=f"trigger:{trigger.pk}", details=details,
        by=by, on=on,
    )  # fmt: skip


def _run(expression: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = lake.engine().run(expression).to_pylist()
    return rows
