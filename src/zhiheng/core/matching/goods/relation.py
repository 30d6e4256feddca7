"""What a comparison of goods says: how they are related, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhiheng.core.declarations.models import Wording

# identical    the same goods
# same_group   one similar group and, where it has paragraphs, one paragraph
# cross_note   a note of the table says so across groups
# same_class   one class, but nothing tells the groups: an examiner has to look
# unrelated    other groups, paragraphs or classes, and no note
# unknown      one side has neither known goods nor a class
Relation = Literal["identical", "same_group", "cross_note", "same_class", "unrelated", "unknown"]
STRENGTHS: dict[Relation, float] = {
    "identical": 1.0, "same_group": 0.9, "cross_note": 0.75, "unknown": 0.5, "same_class": 0.4,
    "unrelated": 0.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoodsRelation:
    """How two lists of goods are related at best, with the words of what was met."""

    kind: Relation
    reason: Wording

    @property
    def similar(self) -> bool:
        """Tell whether the goods are similar by the table."""
        return self.kind in ("identical", "same_group", "cross_note")

    @property
    def strength(self) -> float:
        """Return how much the goods weigh when marks are ranked, 0 to 1."""
        return STRENGTHS[self.kind]
