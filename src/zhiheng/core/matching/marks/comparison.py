"""What a comparison of two marks says: a score, an answer, channels with reasons, rules that fired.

A channel is a way in which marks can be alike. A rule is a test of the examination guide; one that
fired decides near or not near whatever the score would have been.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhiheng.core.declarations.models import LegalSource, Wording

ChannelName = Literal["order", "shape", "sound", "meaning", "letters", "containment", "image"]


@dataclass(frozen=True, slots=True)
class Channel:
    """How far two marks agree in one way, 0 to 1, and why, with the words of the two marks."""

    name: ChannelName
    score: float
    reason: Wording


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A test of the examination guide that holds of two marks, and which answer it gives.

    `code` is stable (`same-characters`); `source` says where the rule stands, `status` whether
    that was checked.
    """

    code: str
    near: bool
    words: Wording
    source: LegalSource
    status: str


@dataclass(frozen=True, slots=True)
class MarkComparison:
    """How near two marks are, 0 to 1, whether that is near in the sense of the guide, and why.

    `channels` holds those with something to say, the strongest first, and is never empty;
    `rules` those that fired, the deciding one first. Goods are judged apart: `core.matching.goods`.
    """

    score: float
    near: bool
    channels: tuple[Channel, ...]
    rules: tuple[FiredRule, ...]
