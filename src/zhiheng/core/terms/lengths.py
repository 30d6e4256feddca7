"""How long a term is: a quantity of hours, days, working days, months or years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from zhiheng.core.errors import InputError


class Unit(StrEnum):
    """The units in which the law counts."""

    HOUR = "h"
    DAY = "d"
    WORKING_DAY = "wd"
    MONTH = "m"
    YEAR = "y"


_WORDS: dict[str, Unit] = {
    **{unit.value: unit for unit in Unit},
    "小时": Unit.HOUR,
    "时": Unit.HOUR,
    "日": Unit.DAY,
    "天": Unit.DAY,
    "工作日": Unit.WORKING_DAY,
    "月": Unit.MONTH,
    "年": Unit.YEAR,
}
_WRITTEN = re.compile(rf"([1-9]\d{{0,3}})\s*个?\s*({'|'.join(sorted(_WORDS, key=len)[::-1])})")
_ENGLISH = {
    Unit.HOUR: "hour",
    Unit.DAY: "day",
    Unit.WORKING_DAY: "working day",
    Unit.MONTH: "month",
    Unit.YEAR: "year",
}
_CHINESE = {
    Unit.HOUR: "小时",
    Unit.DAY: "日",
    Unit.WORKING_DAY: "个工作日",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
}


@dataclass(frozen=True, slots=True)
class Length:
    """A quantity of one unit, such as 15 days."""

    quantity: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.quantity}{self.unit}"

    @property
    def zh(self) -> str:
        """Return the length as Chinese writes it: 15日, 3个月."""
        return f"{self.quantity}{_CHINESE[self.unit]}"

    @property
    def en(self) -> str:
        """Return the length as English writes it: 15 days, 1 month."""
        return f"{self.quantity} {_ENGLISH[self.unit]}{'' if self.quantity == 1 else 's'}"


@lru_cache(maxsize=512)
def parse_length(text: str) -> Length:
    """Read a length such as `15d`, `5wd`, `3m`, `10y`, `24h`, 15日, 5个工作日 or 3个月."""
    found = _WRITTEN.fullmatch(text.strip().lower())
    if found is None:
        raise InputError.of("term.length", received=text)
    return Length(int(found[1]), _WORDS[found[2]])
