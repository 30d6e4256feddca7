"""A due date with everything that made it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from zhiheng.core.calendar import Calendar
from zhiheng.core.terms.events import Event
from zhiheng.core.terms.lengths import Length
from zhiheng.core.terms.narration import Step, narrate
from zhiheng.core.terms.regimes import Instrument, Regime


@dataclass(frozen=True, slots=True)
class Term:
    """How long something may take, or how long it is valid.

    `stopped_by` names the grounds of suspension that stop this clock; None means every ground.
    """

    length: Length
    validity: bool = False
    stopped_by: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a term.

    `start` is the day of the event, after any presumption of receipt; `nominal` the last day before
    it was moved off a rest day; `due_at` the moment for terms in hours. `awaits` are the years
    whose holiday notice could still change the due date: compute it again when one of them is
    published. `standing_since` is set while a suspension runs; the due date then moves every day.
    """

    due: date
    start: date
    nominal: date
    regime: Regime = field(repr=False, compare=False)
    calendar: Calendar = field(repr=False, compare=False)
    events: tuple[Event, ...] = field(repr=False, compare=False)
    awaits: tuple[int, ...] = ()
    standing_since: date | None = None
    due_at: datetime | None = None

    @property
    def provisional(self) -> bool:
        """Tell whether the due date may still change without anybody acting."""
        return bool(self.awaits) or self.standing_since is not None

    @property
    def derivation(self) -> tuple[Step, ...]:
        """Return how the due date came about, step by step, with articles."""
        return narrate(self.events, self.regime, self.calendar)

    @property
    def unverified(self) -> tuple[Instrument, ...]:
        """Return the articles used that were not yet compared with the official text."""
        steps = (step for step in self.derivation if step.article and not step.verified)
        return tuple(dict.fromkeys(step.article for step in steps if step.article))

    def sentences(self, language: str = "zh") -> list[str]:
        """Return the derivation as sentences in Chinese, or English for "en"."""
        return [step.in_language(language) for step in self.derivation]
