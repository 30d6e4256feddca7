"""What is known of who stands behind filings, and of what became of these, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol


@dataclass(frozen=True)
class PartyFacts:
    """A party and, where the register of enterprises names it, what that says; None is unknown.

    `rd_expense` is of a year, in yuan; `insured_staff` at the end of a year. `filings_by_year`
    counts all its applications, also those outside what is looked at.
    """

    party: str
    name: str
    kind: str = ""  # of the register of parties: enterprise, university, person …
    uscc: str = ""
    legal_representative: str = ""
    established_on: date | None = None
    insured_staff: int | None = None
    rd_expense: Decimal | None = None
    filings_by_year: Mapping[int, int] = field(default_factory=dict)
    first_filed: date | None = None
    registered_capital: Decimal | None = None  # in yuan


@dataclass(frozen=True)
class Transfer:
    """One transfer of an application or patent, with the parties where they were resolved."""

    number: str
    on: date
    transferors: tuple[str, ...]
    transferees: tuple[str, ...]
    transferor_parties: tuple[str, ...] = ()
    transferee_parties: tuple[str, ...] = ()

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties on both sides that were resolved."""
        return tuple(filter(None, (*self.transferor_parties, *self.transferee_parties)))


class Known(Protocol):
    """What the facts of every register tell: the day, the parties, the transfers."""

    @property
    def on(self) -> date:
        """The day of the screening."""

    @property
    def parties(self) -> Mapping[str, PartyFacts]:
        """What is known of parties, by number."""

    @property
    def transfers(self) -> Mapping[str, tuple[Transfer, ...]]:
        """The transfers of filings by number, in the order of their days."""


@dataclass(frozen=True)
class InventorChange:
    """Two documents of one application that name other inventors."""

    number: str
    on: date
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class KnownAbnormal:
    """A row of the register of abnormal filings; `state` as there: notified, confirmed …"""

    number: str
    behaviour: str
    state: str
    notified_on: date
    decided_on: date | None = None


@dataclass(frozen=True)
class Cohort:
    """How long first claims are in an IPC main group and year: quantiles 0, 1, … 100 %.

    `lengths` in characters, `features` in number of features (see `features`), `numbers` in numbers
    that first claims state; 101 values each. `size` is how many applications were measured.
    """

    size: int
    lengths: tuple[float, ...]
    features: tuple[float, ...]
    numbers: tuple[float, ...]


@dataclass(frozen=True)
class Facts:
    """Everything a signal may ask besides the filings themselves. `on` is the day of the screening.

    `parties` by party number; `transfers`, `inventor_changes`, `abnormal` by application number;
    `withdrawn` the day on which an application was withdrawn or deemed so; `cohorts` by IPC main
    group (`"G06F16"`: subclass and group, without a space) and filing year.
    """

    on: date
    parties: Mapping[str, PartyFacts] = field(default_factory=dict)
    transfers: Mapping[str, tuple[Transfer, ...]] = field(default_factory=dict)
    inventor_changes: Mapping[str, tuple[InventorChange, ...]] = field(default_factory=dict)
    abnormal: Mapping[str, KnownAbnormal] = field(default_factory=dict)
    withdrawn: Mapping[str, date] = field(default_factory=dict)
    cohorts: Mapping[tuple[str, int], Cohort] = field(default_factory=dict)
