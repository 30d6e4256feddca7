"""What raises how often an agency or applicant is inspected: declared rules over counted figures.

A rule raises a frequency, it finds no fault: the object is drawn more often, nothing else. Private
persons are not objects of inspection and are left out. Rules: `declarations/screening/triggers`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import ibis.expr.types as ir
from pydantic import Field, model_validator

from zhiheng.core.declarations.models import Dated, Declaration, LegalSource, Slug, Wording
from zhiheng.core.errors import DeclarationError, Problem
from zhiheng.core.screening.declared import Limit
from zhiheng.core.screening.intervals import exact_interval
from zhiheng.core.terms.declared import read_declared
from zhiheng.core.terms.engine import corresponding_day

ABNORMAL_RATE, REFILING, REPEATED = RULES = ("abnormal-rate", "refiling", "repeated")
MOST_NAMED = 20  # filings or days told in a sentence
Figure = str | int | float
Figures = Mapping[str, Figure]


class TriggerRule(Dated):
    """A rule with its words, its limits and where it comes from; `sentence` names its figures."""

    rule: Slug
    title: Wording
    explains: Wording
    sentence: Wording
    by: list[Literal["agency", "applicant"]] = Field(min_length=1)
    ground: LegalSource
    status: Literal["verified", "unverified"]
    limits: list[Limit]

    @model_validator(mode="after")
    def _is_known(self) -> TriggerRule:
        if self.rule not in RULES:
            raise ValueError(f"{self.rule} is none of {', '.join(RULES)}")
        return self

    def limits_on(self, on: date) -> dict[str, float]:
        """Return the limits in force on a day; `NotFoundError` where one has no value then."""
        return {each.limit: each.number_on(on) for each in self.limits}


class TriggerRules(Declaration):
    """A file of rules: `declarations/screening/triggers/*.yaml`."""

    rules: Annotated[list[TriggerRule], Field(min_length=1)]


@dataclass(frozen=True)
class Raised:
    """Somebody whose frequency a rule raises; `weight` says how bad it stands, to tell it again."""

    unit: str
    rule: str
    figures: Figures
    weight: float


@dataclass(frozen=True)
class Filed:
    """A filing of a confirmed finding: through which agency, when, and when it was over."""

    number: str
    agency: str
    filed_on: date
    over_on: date | None = None


def load_rules(*folders: Path) -> dict[str, TriggerRule]:
    """Read the packaged rules and those in `folders`; report every problem at once."""
    problems: list[Problem] = []
    files = read_declared("screening/triggers/*.yaml", TriggerRules, folders, problems)
    if problems:
        raise DeclarationError(*problems)
    return {each.rule: each for file in files for each in file.rules}


@cache
def packaged_rules() -> dict[str, TriggerRule]:
    """Return the rules that come with the platform."""
    return load_rules()


def by_rate(
    units: Iterable[Mapping[str, Any]],
    limits: Mapping[str, float],
    *,
    years: tuple[int, int],
    confidence: float,
) -> list[Raised]:
    """Return whose rate of confirmed abnormal filings lies above the limit beyond chance.

    `units` are sums over filing years: unit, filed, abnormal.
    """
    found = []
    for each in units:
        of, counted = int(each["filed"]), int(each["abnormal"])
        if not counted or of < limits["least-filings"]:
            continue
        low, _ = exact_interval(counted, of, confidence)
        if low > limits["rate"]:
            figures: dict[str, Figure] = {
                "first": years[0],
                "last": years[1],
                "counted": counted,
                "of": of,
                "share": _percent(counted / of),
                "low": _percent(low),
                "limit": _percent(limits["rate"]),
            }
            found.append(Raised(each["unit"], ABNORMAL_RATE, figures, low))
    return found


def by_refiling(
    findings: Iterable[tuple[date, Sequence[Filed]]], limits: Mapping[str, float], *, on: date
) -> list[Raised]:
    """Return the agencies through which filings were filed again that were over before.

    `findings` are those confirmed, each with the day of that and its filings.
    """
    months = int(limits["months"])
    since = corresponding_day(on, -months)[0]
    again: dict[str, set[str]] = defaultdict(set)
    for confirmed_on, filings in findings:
        if since <= confirmed_on <= on:
            for each in _filed_again(filings):
                again[each.agency].add(each.number)
    return [
        Raised(
            agency,
            REFILING,
            {"months": months, "counted": len(numbers), "filings": _named(sorted(numbers))},
            len(numbers),
        )
        for agency, numbers in sorted(again.items())
        if agency and len(numbers) >= limits["least"]
    ]


def by_repetition(
    decisions: Iterable[tuple[str, date]], limits: Mapping[str, float], *, on: date
) -> list[Raised]:
    """Return for whom filings were confirmed on several days; `decisions` are unit and day."""
    years = int(limits["years"])
    since = corresponding_day(on, -12 * years)[0]
    days: dict[str, set[date]] = defaultdict(set)
    for unit, day in decisions:
        if since < day <= on:
            days[unit].add(day)
    return [
        Raised(
            unit,
            REPEATED,
            {
                "years": years,
                "counted": len(found),
                "days": _named([each.isoformat() for each in sorted(found)]),
                "limit": int(limits["least"]),
            },
            len(found),
        )
        for unit, found in sorted(days.items())
        if len(found) >= limits["least"]
    ]


def decision_days(marked: ir.Table, abnormal: ir.Table) -> ir.Table:
    """Return the days on which filings of each unit were confirmed, each once.

    `marked` is `quality.marked`; a decision without a day counts from its notice.
    """
    confirmed = abnormal.filter(abnormal.state == "confirmed")
    days = confirmed.select(
        number=confirmed.application_number,
        day=confirmed.decided_on.fill_null(confirmed.notified_on),
    )
    counted = marked.filter(marked.abnormal == 1)
    joined = counted.inner_join(days, counted.application_number == days.number)
    return joined.select("unit", "day").distinct().order_by("unit", "day")


def sentence(rule: TriggerRule, figures: Figures) -> Wording:
    """Return the declared sentence of a rule with figures filled in."""
    told = {name: str(value) for name, value in figures.items()}
    return Wording(zh=rule.sentence.zh.format_map(told), en=rule.sentence.en.format_map(told))


def _filed_again(filings: Sequence[Filed]) -> list[Filed]:
    ends = [each.over_on for each in filings if each.over_on is not None]
    return [each for each in filings if ends and each.filed_on > min(ends)]


def _named(names: Sequence[str]) -> str:
    more = "…" if len(names) > MOST_NAMED else ""
    return "、".join(names[:MOST_NAMED]) + more


def _percent(share: float) -> float:
    return round(share * 100, 1)
