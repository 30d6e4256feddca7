"""Are two marks with images near? By their look, by what they show, and by the words in them.

The guide compares combined marks part by part: the whole against the whole, a device against what
stands apart in the other mark, and parts against parts, which says least. Vienna codes are what
examiners saw in the images; words are what the images say, read by `words.read_words` or known
from a register, and compared as marks of words are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhiheng.core.matching.marks.comparison import Channel, FiredRule, MarkComparison
from zhiheng.core.matching.marks.images import telling
from zhiheng.core.matching.marks.images.declared import image_rules
from zhiheng.core.matching.marks.images.fingerprints import Fingerprint
from zhiheng.core.matching.marks.images.likeness import (
    CONTAINED,
    SHARED,
    Likeness,
    likeness,
)
from zhiheng.core.matching.marks.images.vienna import vienna_score
from zhiheng.core.matching.marks.marks import compare_marks

VIENNA_ALONE = 0.55  # the same elements in another drawing: a hint, never near by itself
LEAST_TOLD = 0.2  # a channel below it has nothing to say beside others
VIENNA_BESIDE = 0.15  # how far the same elements close the gap that the look leaves


def compare_images(
    a: Fingerprint,
    b: Fingerprint,
    *,
    vienna_a: Sequence[str] = (),
    vienna_b: Sequence[str] = (),
    words_a: str = "",
    words_b: str = "",
    nice_classes: Sequence[str] = (),
    vienna_titles: Mapping[str, str] | None = None,
) -> MarkComparison:
    """Compare two marks by their images; symmetric and deterministic.

    The score, 0 to 1, is the best that the looks (with the Vienna codes of both, in the form
    01.17.03) or the words reach. `vienna_titles` name codes and their divisions for the reasons.
    Every channel by look is called `image`; those of words have the names they have there.
    """
    looked, rules = _looks(a, b)
    vienna = vienna_score(vienna_a, vienna_b)
    seen = max(channel.score for channel in looked)
    seen = max(seen + (1 - seen) * VIENNA_BESIDE * vienna, VIENNA_ALONE * vienna)
    channels = list(looked)
    if vienna > 0:
        said = telling.vienna_reason(vienna_a, vienna_b, vienna_titles or {})
        channels.append(Channel("image", round(vienna * VIENNA_ALONE, 4), said))
    score, near = seen, bool(rules) or seen >= image_rules().threshold
    if words_a.strip() and words_b.strip():
        spoken = compare_marks(words_a, words_b, nice_classes=nice_classes)
        channels += spoken.channels
        rules += spoken.rules
        score, near = max(score, spoken.score), near or spoken.near
    channels.sort(key=lambda channel: -channel.score)
    telling_ones = [channel for channel in channels if channel.score >= LEAST_TOLD]
    return MarkComparison(score, near, tuple(telling_ones or channels[:1]), tuple(rules))


def _looks(a: Fingerprint, b: Fingerprint) -> tuple[list[Channel], list[FiredRule]]:
    """Return what the looks of wholes and parts have in common, and the tests that hold of it."""
    known = image_rules()
    whole = likeness(a.whole, b.whole)
    channels = [Channel("image", whole.score, telling.look_reason(whole))]
    rules = [known.rules["device-look"]] if whole.score >= known.limits["device-look"] else []
    inside = _best(
        [likeness(a.whole, part) for part in b.parts]
        + [likeness(part, b.whole) for part in a.parts]
    )
    if inside and inside.score * CONTAINED > max(whole.score, 0.5):
        channels.append(
            Channel("image", inside.score * CONTAINED, telling.contained_reason(inside))
        )
        if inside.score >= known.limits["device-contained"]:
            rules.append(known.rules["device-contained"])
    shared = _best([likeness(one, other) for one in a.parts for other in b.parts])
    if shared and shared.score * SHARED > max(channel.score for channel in channels):
        channels.append(Channel("image", shared.score * SHARED, telling.shared_reason(shared)))
        if shared.score >= known.limits["device-part"]:
            rules.append(known.rules["device-part"])
    return channels, rules


def _best(found: list[Likeness]) -> Likeness | None:
    return max(found, key=lambda each: each.score, default=None)
