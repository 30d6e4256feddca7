"""What a comparison of two names says: a score, an answer, and the reasons in words."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.core.declarations.models import Wording


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing found in the two names.

    `code` names it (`place.different`), `score` is how far the part agrees, 0 to 1, and `words`
    say it with the words of the two names.
    """

    code: str
    score: float
    words: Wording


@dataclass(frozen=True, slots=True)
class Comparison:
    """How likely two names are names of one party, 0 to 1, whether that is enough, and why.

    `reasons` is never empty: a score does not travel without its sentence.
    """

    score: float
    same: bool
    reasons: tuple[Reason, ...]
