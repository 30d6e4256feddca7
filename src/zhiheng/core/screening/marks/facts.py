"""What is known of marks, of who stands behind them and of what became of them, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from zhiheng.core.matching.goods.reading import sample_table
from zhiheng.core.matching.goods.table import GoodsTable
from zhiheng.core.screening.facts import PartyFacts, Transfer
from zhiheng.core.screening.marks.protected import ProtectedName


@dataclass(frozen=True)
class Step:
    """Something that happened to a mark: refused, invalidated, opposed …, in the source's words."""

    key: str
    what: str
    on: date
    event: str = ""


@dataclass(frozen=True)
class KnownBadFaith:
    """What the register of marks filed in bad faith says; `state` as there: notified, confirmed."""

    key: str
    behaviour: str
    state: str
    notified_on: date
    decided_on: date | None = None


@dataclass(frozen=True)
class NearMark:
    """An earlier mark that a mark is near, by its row, and how near, 0 to 1."""

    key: str
    score: float


@dataclass(frozen=True)
class Hit:
    """A protected name that a mark says or is near.

    `how` is "same" where the mark is the name, "within" where it contains it, "near" where a
    comparison of marks calls them near; `score` is 1 but for the last.
    """

    name: ProtectedName
    how: Literal["same", "within", "near"]
    score: float = 1.0


@dataclass(frozen=True)
class MarkFacts:
    """Everything a signal may ask besides the marks themselves. `on` is the day of the screening.

    `parties` by party number, `filings_by_year` counts marks. By row (`number~class`): `transfers`,
    `steps` (what was decided against it or objected), `bad_faith`, `near` (earlier marks, the
    nearest first, whoever owns them), `hits` (names protected on its filing day). A mark that was
    not compared is not in `near`; one that was and is near none has an empty tuple. `goods` is the
    table of similar goods.
    """

    on: date
    parties: Mapping[str, PartyFacts] = field(default_factory=dict)
    transfers: Mapping[str, tuple[Transfer, ...]] = field(default_factory=dict)
    steps: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    bad_faith: Mapping[str, KnownBadFaith] = field(default_factory=dict)
    near: Mapping[str, tuple[NearMark, ...]] = field(default_factory=dict)
    hits: Mapping[str, tuple[Hit, ...]] = field(default_factory=dict)
    goods: GoodsTable = field(default_factory=sample_table)
