"""How an instrument counts, as declared in `declarations/regimes`, one file an instrument.

A regime that `follows` another takes from it every rule it does not state itself, so that a due
date always cites the article that really says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from zhiheng.core.declarations.models import Declaration, Slug, Wording
from zhiheng.core.errors import DeclarationError, InputError, NotFoundError, PersonError, Problem
from zhiheng.core.terms.declared import read_declared
from zhiheng.core.terms.lengths import Length, Unit, parse_length

Status = Literal["verified", "unverified"]
Article = Annotated[str, Field(pattern=r"^(\d+(\(\d+\))?)?$")]


class Instrument(Declaration):
    """The article of a law in which a rule stands; `4(2)` is its second paragraph."""

    instrument: Wording
    article: Article = ""


class Rule(Declaration):
    """One rule of counting with its article."""

    source: Instrument
    status: Status


class StartRule(Rule):
    """Whether the day of the event is the first day of the term."""

    counted: bool


class MonthRule(Rule):
    """Months and years end on the corresponding day, without one on the month's last day."""


class RestDayRule(Rule):
    """What happens when the last day is a rest day. The two ways to roll name the same day."""

    roll: Literal["first-working-day", "day-after-holiday", "none"]


class HourRule(Rule):
    """Whether hours run from the moment of the event or from the next full hour."""

    start: Literal["moment", "next-hour"]


class WorkingDayRule(Rule):
    """Which quantities of days an instrument means as working days."""

    lengths: list[int] = []
    up_to: int = 0
    all: bool = False

    @model_validator(mode="after")
    def _says_which(self) -> WorkingDayRule:
        if sum([bool(self.lengths), self.up_to > 0, self.all]) != 1:
            raise ValueError("needs exactly one of lengths, up_to, all")
        return self

    def reads(self, length: Length) -> bool:
        """Tell whether these days are working days."""
        if length.unit is not Unit.DAY:
            return False
        return self.all or length.quantity <= self.up_to or length.quantity in self.lengths


class ValidityRule(Rule):
    """A validity begins on its first day and ends the day before the corresponding day."""


class ServiceRule(Rule):
    """When a document counts as received; without `presumed`, on the day that is given."""

    mode: Slug
    title: Wording
    received: Wording
    presumed: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @field_validator("presumed")
    @classmethod
    def _is_a_length(cls, presumed: str) -> str:
        try:
            unit = parse_length(presumed).unit if presumed else Unit.DAY
        except PersonError as error:
            raise ValueError(str(error)) from error
        if unit not in (Unit.DAY, Unit.MONTH):
            raise ValueError("needs days or months")
        return presumed

    def in_force_on(self, on: date) -> bool:
        """Tell whether the rule is in force on a day."""
        return (self.valid_from or date.min) <= on < (self.valid_to or date.max)


class RegimeDeclaration(Declaration):
    """One file of `declarations/regimes`."""

    regime: Slug
    title: Wording
    note: Wording | None = None
    follows: Slug | None = None
    follows_source: Instrument | None = None
    follows_status: Status = "unverified"
    follows_reason: Wording | None = None
    start: StartRule | None = None
    months: MonthRule | None = None
    rest_day: RestDayRule | None = None
    hours: HourRule | None = None
    working_days: WorkingDayRule | None = None
    validity: ValidityRule | None = None
    service: list[ServiceRule] = []

    @model_validator(mode="after")
    def _rules_have_sources(self) -> RegimeDeclaration:
        if len({each is None for each in self._following()}) > 1:
            raise ValueError("follows, follows_source and follows_reason belong together")
        if self.follows is None and not (self.start and self.months and self.rest_day):
            raise ValueError("needs start, months and rest_day, or a regime that it follows")
        return self

    def _following(self) -> tuple[object, ...]:
        return self.follows, self.follows_source, self.follows_reason


@dataclass(frozen=True, slots=True)
class Regime:
    """A regime with all its rules, its own and those it follows."""

    name: str
    title: Wording
    note: Wording | None
    follows: str
    follows_source: Instrument | None
    follows_status: Status
    follows_reason: Wording | None
    start: StartRule
    months: MonthRule
    rest_day: RestDayRule
    hours: HourRule | None
    working_days: WorkingDayRule | None
    validity: ValidityRule | None
    service: tuple[ServiceRule, ...]

    def service_rule(self, mode: str, *, on: date) -> ServiceRule:
        """Return the rule of a way of service in force on the day of sending."""
        for rule in self.service:
            if rule.mode == mode and rule.in_force_on(on):
                return rule
        known = "、".join(sorted({rule.mode for rule in self.service})) or "-"
        raise InputError.of("term.service", received=mode, regime=self.name, known=known)


def find_regime(regimes: Mapping[str, Regime], name: str) -> Regime:
    """Return a regime, or say which there are."""
    if name not in regimes:
        known = "、".join(sorted(regimes)) or "-"
        raise NotFoundError.of("term.regime.unknown", received=name, known=known)
    return regimes[name]


def load_regimes(*folders: Path) -> dict[str, Regime]:
    """Read the packaged regimes and those in `folders`; report every problem at once."""
    problems: list[Problem] = []
    declared = {
        each.regime: each
        for each in read_declared("regimes/*.yaml", RegimeDeclaration, folders, problems)
    }
    regimes = {}
    for name in sorted(declared):
        resolved = _resolved(name, declared, problems)
        if resolved is not None:
            regimes[name] = resolved
    if problems:
        raise DeclarationError(*problems)
    return regimes


@cache
def packaged_regimes() -> Mapping[str, Regime]:
    """Return the regimes that come with the platform."""
    return load_regimes()


def _resolved(
    name: str, declared: Mapping[str, RegimeDeclaration], problems: list[Problem]
) -> Regime | None:
    chain: list[RegimeDeclaration] = []
    following: str | None = name
    while following is not None:
        if following not in declared or following in [each.regime for each in chain]:
            values = {"received": following, "regime": name}
            problems.append(Problem("term.regime.follows", values, "declarations/regimes"))
            return None
        chain.append(declared[following])
        following = declared[following].follows
    first = chain[0]
    stated: dict[str, Any] = {
        field: next((rule for each in chain if (rule := getattr(each, field))), None)
        for field in ("start", "months", "rest_day", "hours", "working_days", "validity", "service")
    }
    # A shortening of words belongs to the law that states it: 复议法 does not lend it to others.
    stated["working_days"], stated["validity"] = first.working_days, first.validity
    stated["service"] = tuple(stated["service"] or ())
    return Regime(
        name=name,
        title=first.title,
        note=first.note,
        follows=first.follows or "",
        follows_source=first.follows_source,
        follows_status=first.follows_status,
        follows_reason=first.follows_reason,
        **stated,
    )
