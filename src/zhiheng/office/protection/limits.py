"""The dated parameters and declared words by which alerts are raised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from zhiheng.core.analyses.legal_events import EFFECTS as PATENT_EFFECTS
from zhiheng.core.analyses.trademark_steps import EFFECTS as MARK_EFFECTS
from zhiheng.core.protection.events import ABOUT, EventWords
from zhiheng.core.protection.lapses import LapseLimits
from zhiheng.core.protection.nearness import KINDS, NearLimits
from zhiheng.core.terms.deadline import Term
from zhiheng.core.terms.engine import compute
from zhiheng.core.terms.lengths import Length, Unit
from zhiheng.core.terms.regimes import Regime, find_regime, load_regimes
from zhiheng.office.registers import lake

OPPOSITION, REGIME = "trademark-opposition.months", "trademark-rules"
_OWN_LIMIT = frozenset({"mark", "trade_name"})


@dataclass(frozen=True)
class Reach:
    """How far comparison reaches: months back, near marks an entry, marks of an enterprise."""

    months: int
    most: int
    enterprise_marks: int


def reach(*, on: date) -> Reach:
    """Return how far comparison reaches on a day."""
    return Reach(
        months=lake.whole("protection.near.look-back-months", on=on),
        most=lake.whole("protection.near.most", on=on),
        enterprise_marks=lake.whole("protection.near.enterprise-marks", on=on),
    )


def near_limits(*, on: date) -> NearLimits:
    """Return from which scores marks are near, as in force on a day."""
    least = {kind: _number(kind if kind in _OWN_LIMIT else "name", on) for kind in KINDS}
    return NearLimits(least=least, same=_number("same", on))


def lapse_limits(*, on: date) -> LapseLimits:
    """Return when terms are told, as in force on a day."""
    return LapseLimits(
        renewal_days=lake.whole("protection.lapse.renewal-days", on=on),
        term_days=lake.whole("protection.lapse.term-days", on=on),
        fee_days=lake.whole("protection.lapse.fee-days", on=on),
        renewal_grace_months=lake.whole("trademark-renewal.grace-months", on=on),
        fee_grace_months=lake.whole("patent-fee.grace-months", on=on),
    )


def event_words(*, on: date) -> EventWords:
    """Return the declared words of events, as in force on a day."""
    return EventWords(
        marks={effect: _words(f"trademark-event.{effect}", on) for effect in MARK_EFFECTS},
        patents={effect: _words(f"legal-event.{effect}", on) for effect in PATENT_EFFECTS},
        about={kind: _words(f"protection.event-words.{kind}", on) for kind in ABOUT},
    )


def opposition_ends(published: date) -> date:
    """Return the last day on which a mark published on a day can be opposed, off days of rest."""
    months = lake.whole(OPPOSITION, on=published)
    return compute(
        Term(Length(months, Unit.MONTH)),
        start=published,
        regime=find_regime(_regimes(tuple(lake.own_declarations())), REGIME),
        calendar=lake.working_days(),
    ).due


@cache
def _regimes(folders: tuple[Path, ...]) -> dict[str, Regime]:
    return load_regimes(*folders)


def _number(name: str, on: date) -> float:
    return float(str(lake.catalogue().value(f"protection.near.{name}", on=on).value))


def _words(name: str, on: date) -> list[str]:
    words = lake.catalogue().value(name, on=on).value
    assert isinstance(words, list)
    return words
