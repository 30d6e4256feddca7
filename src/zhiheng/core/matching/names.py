"""Are two names the names of one party? Compared part by part, with the reasons."""

from __future__ import annotations

from rapidfuzz import fuzz

from zhiheng.core.characters import fold
from zhiheng.core.declarations.models import Wording
from zhiheng.core.matching.comparison import Comparison, Reason
from zhiheng.core.matching.organisation_name import parse_organisation_name, same_place

THRESHOLD = 0.5


def compare_names(a: str, b: str, *, threshold: float = THRESHOLD) -> Comparison:
    """Compare two names of organisations or persons; any text can be compared."""
    one, other = parse_organisation_name(a), parse_organisation_name(b)
    if fold(a) == fold(b) and a.strip():
        words = Wording(zh=f"两个名称一致：{a}。", en=f"The names are equal: {a}.")
        return Comparison(1.0, True, (Reason("name.equal", 1.0, words),))
    agreement = fuzz.ratio(one.distinctive, other.distinctive) / 100
    if one.place and other.place and not same_place(one.place, other.place):
        agreement *= 0.3
    words = Wording(
        zh=f"字号“{one.distinctive}”与“{other.distinctive}”相似度为 {agreement:.2f}。",
        en=f'The distinctive parts "{one.distinctive}" and "{other.distinctive}" agree by {agreement:.2f}.',
    )
    score = agreement if one.distinctive and other.distinctive else 0.0
    return Comparison(score, score >= max(threshold, 0.9), (Reason("distinctive", score, words),))
