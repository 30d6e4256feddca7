"""What a plan asks of one indicator, and when a value answers it.

All values of a goal are in the plan's unit. What they are values of:

| counting      | an observation on a day is                    | the way begins at          |
|---------------|-----------------------------------------------|----------------------------|
| level         | the level on that day                         | the baseline               |
| cumulative    | what came together since the plan's first day | 0 before the first year    |
| yearly        | what the day's year brought until that day    | the baseline year's amount |
| yearly_growth | the growth of the year that ends on that day  | no growth                  |

A target without a comparator, `=`, asks to be reached, not to be hit: more is as good, or less
where lower is better. `between` is answered within its ends and beyond them on the better side;
`~` (about) with a deviation that is a dated parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

HUNDRED = Decimal(100)


class Counting(StrEnum):
    """What an indicator's values are values of."""

    LEVEL = "level"
    CUMULATIVE = "cumulative"
    YEARLY = "yearly"
    YEARLY_GROWTH = "yearly_growth"


@dataclass(frozen=True)
class Observation:
    """A value on a day, in the plan's unit; `source` is `computed`, `reported` or `plan`."""

    on: date
    value: Decimal
    source: str = "computed"


@dataclass(frozen=True)
class Mark:
    """A value to be reached by the end of a year: a target or a milestone on the way to it."""

    year: int
    value: Decimal
    comparator: str = "="
    upper: Decimal | None = None

    @property
    def on(self) -> date:
        """Return the last day on which it may be reached."""
        return date(self.year, 12, 31)


@dataclass(frozen=True)
class Goal:
    """A target with its baseline, milestones and the way its values are counted.

    `first_year` is the plan's. `unit` is what its values are told in.
    """

    target: Mark
    first_year: int
    counting: Counting = Counting.LEVEL
    baseline: Decimal | None = None
    baseline_year: int | None = None
    lower_is_better: bool = False
    milestones: Sequence[Mark] = field(default=())
    unit: str = ""

    @property
    def goes_down(self) -> bool:
        """Tell whether lower values answer it."""
        return self.lower_is_better or self.target.comparator in {"<=", "<"}

    @property
    def start(self) -> Decimal | None:
        """Return the value at which the way to the target begins; None where it is not known."""
        if self.counting is Counting.CUMULATIVE:
            return Decimal(0)
        return self.baseline

    @property
    def starts_on(self) -> date | None:
        """Return the last day before the way begins; None where it is not known."""
        if self.counting in {Counting.CUMULATIVE, Counting.YEARLY_GROWTH}:
            return date(self.first_year - 1, 12, 31)
        return date(self.baseline_year, 12, 31) if self.baseline_year else None

    def needed(self, mark: Mark, about: Decimal) -> Decimal:
        """Return the least value that answers a mark, the greatest where it goes down."""
        wanted = mark.value
        if self.goes_down and mark.comparator == "between" and mark.upper is not None:
            wanted = mark.upper
        if mark.comparator == "~":
            deviation = abs(mark.value) * about / HUNDRED
            wanted += deviation if self.goes_down else -deviation
        return wanted

    def answers(self, value: Decimal, mark: Mark, about: Decimal) -> bool:
        """Tell whether a value answers a mark; `about` is the deviation in percent for `~`."""
        wanted = self.needed(mark, about)
        if mark.comparator in {">", "<"} and value == wanted:
            return False
        return value <= wanted if self.goes_down else value >= wanted

    def exceeds_range(self, value: Decimal) -> bool:
        """Tell whether a value lies beyond the better end of a target that names two ends."""
        mark = self.target
        if mark.comparator != "between" or mark.upper is None:
            return False
        return value < mark.value if self.goes_down else value > mark.upper

    def is_share(self) -> bool:
        """Tell whether values are shares of a whole, which end at 100."""
        if self.unit not in {"%", "％"} or self.counting is not Counting.LEVEL:
            return False
        return max(self.target.value, self.target.upper or 0, self.baseline or 0) <= HUNDRED
