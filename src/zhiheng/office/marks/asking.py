"""What somebody asks of the near marks: a mark, goods, and by what the answer is narrowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from zhiheng.office.marks.enums import Phase

LONGEST_MARK, LONGEST_GOODS = 200, 1_000  # characters
Sort = Literal["rank", "score", "newest"]
SORTS: tuple[Sort, ...] = ("rank", "score", "newest")


@dataclass(frozen=True)
class Asked:
    """A mark with its goods, and what narrows the answer; empty values do not narrow.

    `before` leaves out marks filed on that day or later; `text` is empty for a picture.
    """

    text: str
    goods: str = ""
    nice_class: str = ""
    phase: Phase | None = None
    owner: str = ""
    before: date | None = None
    near_only: bool = False
    similar_only: bool = False
    sort: Sort = "rank"

    @property
    def narrowed(self) -> bool:
        """Tell whether anything narrows the answer."""
        return bool(
            self.nice_class or self.phase or self.owner or self.before
            or self.near_only or self.similar_only
        )  # fmt: skip
