"""What a signal looks for, as an office may declare it: `declarations/screening/*.yaml`.

One file a signal. Its thresholds are limits with dates and sources; the sentences in which its
leads are told stand beside them, so that what people read is reviewed where the law is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from zhiheng.core.declarations.models import (
    Dated,
    DatedValue,
    Declaration,
    LegalSource,
    Slug,
    Wording,
)
from zhiheng.core.errors import DeclarationError, NotFoundError, Problem
from zhiheng.core.terms.declared import read_declared

About = Literal["patents", "trademarks"]
# Of order 77 article 3 (patents), or a situation of the examination guide (trademarks).
Behaviour = Annotated[str, Field(pattern=r"^([1-8]|TM-([1-9]|10))$")]
# How much a signal counts when leads are ranked, and below which strength a lead is not told.
WEIGHT, LEAST_STRENGTH = "weight", "least-strength"


class Limit(Declaration):
    """A threshold of a signal: a number between two bounds, in force between dates."""

    limit: Slug
    title: Wording
    unit: str = ""
    lowest: float = 0
    highest: float
    whole: bool = False
    values: list[DatedValue] = Field(min_length=1)

    def in_force_on(self, on: date) -> DatedValue | None:
        """Return the value in force on a day."""
        return next((each for each in self.values if each.in_force_on(on)), None)

    def number_on(self, on: date) -> float:
        """Return the number in force on a day; `NotFoundError` where there is none."""
        found = self.in_force_on(on)
        if found is None:
            raise NotFoundError.of("parameter.not_in_force", received=self.limit, on=on)
        assert isinstance(found.value, int | float)
        return found.value

    @model_validator(mode="after")
    def _within(self) -> Limit:
        for each in self.values:
            if not isinstance(each.value, int | float) or not (
                self.lowest <= each.value <= self.highest
            ):
                raise ValueError(f"{each.value} is not between {self.lowest} and {self.highest}")
        return self


class SignalDeclaration(Declaration):
    """A signal: the behaviour it points to, its words, its thresholds.

    `about` is the register it looks at. `sentence` names facts of a lead in braces; what stands in
    square brackets is told only where one of its facts is not zero. `innocent` says what would
    explain a lead without fault, `blind` what the signal cannot see; both are shown with a lead.
    """

    signal: Slug
    about: About = "patents"
    order: int
    behaviour: Behaviour
    title: Wording
    explains: Wording
    sentence: Wording
    innocent: list[Wording] = Field(min_length=1)
    blind: list[Wording] = Field(min_length=1)
    ground: LegalSource
    status: Literal["verified", "unverified"] = "verified"
    limits: list[Limit]

    @model_validator(mode="after")
    def _has_what_every_signal_has(self) -> SignalDeclaration:
        names = [each.limit for each in self.limits]
        if len(set(names)) < len(names):
            raise ValueError("two limits have one name")
        if missing := {WEIGHT, LEAST_STRENGTH} - set(names):
            raise ValueError(f"limits are missing: {', '.join(sorted(missing))}")
        return self

    def limit(self, name: str) -> Limit:
        """Return a limit by its name, or say which there are."""
        for each in self.limits:
            if each.limit == name:
                return each
        known = ", ".join(each.limit for each in self.limits)
        raise NotFoundError.of("screening.limit_unknown", received=name, expected=known)


class SpareRule(Dated):
    """An innocent reason the platform knows by itself: `kind` is how filings of it are told."""

    rule: Slug
    kind: Slug
    title: Wording
    explains: Wording
    signals: list[Slug] = Field(min_length=1)
    ground: LegalSource
    status: Literal["verified", "unverified"]


class SpareRules(Declaration):
    """A file of rules: `declarations/screening/sparing/*.yaml`."""

    rules: Annotated[list[SpareRule], Field(min_length=1)]


@dataclass(frozen=True)
class Change:
    """A limit that an office set otherwise from a day on; the newest that began holds."""

    signal: str
    limit: str
    value: float
    valid_from: date


@dataclass(frozen=True)
class Limits:
    """The limits of one signal in force on a day."""

    signal: str
    values: Mapping[str, float]

    def number(self, name: str) -> float:
        """Return a limit."""
        return self.values[name]

    def whole(self, name: str) -> int:
        """Return a limit that is a whole number."""
        return int(self.values[name])


@dataclass(frozen=True)
class Declared:
    """All declared signals and rules that spare."""

    signals: Mapping[str, SignalDeclaration]
    rules: Sequence[SpareRule] = field(default_factory=tuple)

    def signal(self, name: str) -> SignalDeclaration:
        """Return a signal, or say which there are."""
        if name not in self.signals:
            raise NotFoundError.of(
                "screening.signal_unknown", received=name, expected=", ".join(self.signals)
            )
        return self.signals[name]

    def of(self, about: str) -> Declared:
        """Return the signals that look at one register, with all rules."""
        own = {name: each for name, each in self.signals.items() if each.about == about}
        return Declared(own, self.rules)

    def limits(self, name: str, *, on: date, changes: Sequence[Change] = ()) -> Limits:
        """Return the limits of a signal on a day, as the office changed them by then."""
        declared = self.signal(name)
        values = {each.limit: each.number_on(on) for each in declared.limits}
        begun = [each for each in changes if each.signal == name and each.valid_from <= on]
        for change in sorted(begun, key=lambda each: each.valid_from):
            values[declared.limit(change.limit).limit] = change.value
        return Limits(name, values)


def load_declared(*folders: Path) -> Declared:
    """Read the packaged signals and those in `folders`; report every problem at once."""
    problems: list[Problem] = []
    found = read_declared("screening/*.yaml", SignalDeclaration, folders, problems)
    files = read_declared("screening/sparing/*.yaml", SpareRules, folders, problems)
    if problems:
        raise DeclarationError(*problems)
    by_name = {each.signal: each for each in found}
    rules = {each.rule: each for file in files for each in file.rules}
    ordered = sorted(by_name.values(), key=lambda each: (each.order, each.signal))
    return Declared({each.signal: each for each in ordered}, tuple(rules.values()))


@cache
def packaged() -> Declared:
    """Return what comes with the platform."""
    return load_declared()
