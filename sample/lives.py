"""What happens to an application: the days of its publication, grant and end, and its events.

A day is drawn first and then moved to the next gazette; what would fall after the last gazette has
not happened yet. The right ends on the day 终止, 届满 or 全部无效 is announced; 恢复 undoes 终止.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil, log
from random import Random
from typing import NamedTuple

from sample.days import Days, anniversary, day_number
from sample.order import FIRST_DOCUMENT, Right

PUBLISHED = "公布"
EXAMINED = "实质审查的生效"
GRANTED = "授权"
REFUSED = "发明专利申请公布后的驳回"
WITHDRAWN = "发明专利申请公布后的视为撤回"
WITHDRAWN_BY_FILER = "发明专利申请公布后的撤回"  # planted filings only
LAPSED = "专利权的终止"
EXPIRED = "专利权有效期届满"
TRANSFERRED = "专利申请权、专利权的转移"
PLEDGED = "专利权质押合同登记的生效"
INVALIDATED = "专利权的无效宣告"
RESTORED = "专利权的恢复"

_DESIGN_REFORM = day_number(date(2021, 6, 1))
# Weibull lifetimes in years from grant to the first fee left unpaid: scale, shape.
_LAPSE: dict[Right, tuple[float, float]] = {
    "invention": (16.0, 1.4),
    "utility-model": (6.5, 1.5),
    "design": (5.5, 1.4),
}


class Event(NamedTuple):
    """One announced event; `info` is filled in by the writer where it names parties."""

    day: int
    status: str
    info: str


@dataclass(slots=True)
class Life:
    """Day numbers; None where it has not happened by the end of the sample.

    `gap` is the day of a lapse and that of the restoration that followed it.
    """

    filed: int
    published: int | None
    granted: int | None
    ended: int | None
    events: list[Event]
    gap: tuple[int, int] | None = None


class Fates:
    """Draws lives with one shard's random numbers."""

    def __init__(self, *, days: Days, rng: Random) -> None:
        self._days = days
        self._random = rng.random

    def live(self, *, right: Right, filed: int) -> Life:
        """Return the life of an application filed on day `filed`."""
        if right == "invention":
            life = self._examined(filed)
        else:
            life = Life(filed, None, self._first_document(right, filed), None, [])
        if life.granted is not None:
            life.events.append(Event(life.granted, GRANTED, GRANTED))
            self._after_grant(right, life, life.granted)
        if self._random() < 0.05:
            self._transfer(life)
        life.events.sort()
        return life

    def _between(self, least: float, most: float) -> int:
        return int(least + (most - least) * self._random())

    def _announced(self, day: int) -> int | None:
        """Return the gazette day on or after `day`, None when it is yet to come."""
        if day > self._days.last_gazette:
            return None
        return self._days.gazette[day]

    def _first_document(self, right: Right, filed: int) -> int:
        least, most = FIRST_DOCUMENT[right]
        if right == "invention" and self._random() < 0.55:
            day = filed + self._between(548, most)  # eighteen months, the rest asked for early
        else:
            day = filed + self._between(least, most)
        latest = self._days.last_gazette
        if day > latest:
            day = self._between(min(filed + least, latest), latest)
        return self._days.gazette[day]

    def _examined(self, filed: int) -> Life:
        published = self._first_document("invention", filed)
        life = Life(filed, published, None, None, [Event(published, PUBLISHED, PUBLISHED)])
        self._note(life, published + self._between(0, 40), EXAMINED, EXAMINED)
        fate = self._random()
        if fate < 0.63:
            day = max(filed + self._between(548, 1461), published + self._between(90, 200))
            life.granted = self._announced(day)
        elif fate < 0.81:
            self._note(life, published + self._between(300, 1100), REFUSED, REFUSED)
        else:
            self._note(life, published + self._between(60, 800), WITHDRAWN, WITHDRAWN)
        return life

    def _note(self, life: Life, day: int, status: str, info: str) -> int | None:
        announced = self._announced(day)
        if announced is not None:
            life.events.append(Event(announced, status, info))
        return announced

    def _after_grant(self, right: Right, life: Life, granted: int) -> None:
        expiry = anniversary(life.filed, _term(right, life.filed))
        life.ended = self._lapse(right, life, granted, expiry)
        if self._random() < 0.006:
            self._invalidate(life, granted, expiry)
        if life.ended is None and expiry <= self._days.until:
            # Announced on the day itself, so that the law and the register agree on it.
            life.events.append(Event(expiry, EXPIRED, EXPIRED))
            life.ended = expiry
        if self._random() < 0.015:
            self._pledge(life, granted, expiry)

    def _lapse(self, right: Right, life: Life, granted: int, expiry: int) -> int | None:
        scale, shape = _LAPSE[right]
        held = scale * (-log(1 - self._random())) ** (1 / shape)
        years = ceil((granted - life.filed) / 365.25 + held)
        due = life.filed + int(years * 365.25) + self._between(200, 420)
        if due + 7 >= expiry:
            return None
        lapsed = self._note(life, due, LAPSED, "未缴年费专利权终止")
        if lapsed is None or self._random() >= 0.04:
            return lapsed
        day = lapsed + self._between(60, 240)
        if day + 7 >= expiry:
            return lapsed
        restored = self._note(life, day, RESTORED, RESTORED)
        if restored is None:
            return lapsed
        life.gap = (lapsed, restored)
        return None

    def _invalidate(self, life: Life, granted: int, expiry: int) -> None:
        day = self._announced(granted + self._between(200, 2500))
        if day is None or day >= expiry or any(e.status == LAPSED for e in life.events):
            return
        life.events.append(Event(day, INVALIDATED, "全部无效"))
        life.ended = day

    def _pledge(self, life: Life, granted: int, expiry: int) -> None:
        day = self._announced(granted + self._between(60, 2200))
        if day is not None and day < min(expiry, life.ended or expiry):
            life.events.append(Event(day, PLEDGED, ""))

    def _transfer(self, life: Life) -> None:
        first = life.published if life.published is not None else life.granted
        assert first is not None, "every application of the sample has a first document"
        day = self._announced(first + self._between(60, 1800))
        last = life.events[-1] if not life.granted else None
        closed = last is not None and last.status in (REFUSED, WITHDRAWN) and day and day > last.day
        if day is not None and not closed and (life.ended is None or day < life.ended):
            life.events.append(Event(day, TRANSFERRED, ""))


def _term(right: Right, filed: int) -> int:
    """Return the term in years from filing (Patent Law, article 42 and its 2021 amendment)."""
    if right == "invention":
        return 20
    if right == "utility-model" or filed < _DESIGN_REFORM:
        return 10
    return 15
