"""Chinese syllables part by part: initial, final, and which are taken for one another.

Source: `declarations/marks/confusions.yaml`, where each confusion has a name. How far two
syllables sound alike is the product of how far their initials and their finals do, unless the
pair of syllables is declared itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import yaml

from zhiheng.core.declarations.catalogue import PACKAGED
from zhiheng.core.declarations.models import Wording

INITIALS = (
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r",
    "z", "c", "s",
)  # fmt: skip
# Syllables without an initial are written with y and w; these are their finals.
_WITHOUT_INITIAL = {
    "yi": "i", "ya": "ia", "yo": "o", "ye": "ie", "yao": "iao", "you": "iu", "yan": "ian",
    "yin": "in", "yang": "iang", "ying": "ing", "yong": "iong", "yu": "v", "yue": "ve",
    "yuan": "van", "yun": "vn", "wu": "u", "wa": "ua", "wo": "uo", "wai": "uai", "wei": "ui",
    "wan": "uan", "wen": "un", "wang": "uang", "weng": "ueng", "yai": "iai",
}  # fmt: skip


class Sound(NamedTuple):
    """A reading of a character: initial (may be empty), final (ü is v), tone 1 to 5 (5 light)."""

    initial: str
    final: str
    tone: int
    syllable: str


@dataclass(frozen=True, slots=True)
class Confusion:
    """Two sounds that are taken for one another, how far, and what that is called."""

    pair: tuple[str, str]
    likeness: float
    words: Wording


@dataclass(frozen=True)
class Confusions:
    """The declared confusions by kind, found by pair in either order.

    `spoken` has the syllables that digits and single letters are read as.
    """

    initials: Mapping[frozenset[str], Confusion]
    finals: Mapping[frozenset[str], Confusion]
    syllables: Mapping[frozenset[str], Confusion]
    unlike_initial: float
    unlike_final: float
    tone: float
    spoken: Mapping[str, Sequence[str]]


@cache
def split_syllable(syllable: str) -> tuple[str, str]:
    """Return initial and final of a pinyin syllable without tone, ü written as v."""
    if syllable in _WITHOUT_INITIAL:
        return "", _WITHOUT_INITIAL[syllable]
    initial = next((each for each in INITIALS if syllable.startswith(each)), "")
    final = syllable[len(initial) :]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "v" + final[1:]
    return initial, {"ue": "ve"}.get(final, final)


@cache
def sound_of(reading: str) -> Sound:
    """Return the parts of a reading with its tone as a digit: `lang2`."""
    syllable = reading[:-1]
    return Sound(*split_syllable(syllable), int(reading[-1]), syllable)


@cache
def confusions() -> Confusions:
    """Return the declared confusions."""
    path = PACKAGED / "marks" / "confusions.yaml"
    declared: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return Confusions(
        initials=_by_pair(declared["initials"]),
        finals=_by_pair(declared["finals"]),
        syllables=_by_pair(declared["syllables"]),
        unlike_initial=declared["unlike"]["initial"],
        unlike_final=declared["unlike"]["final"],
        tone=declared["tone"],
        spoken={**declared["digits"], **declared["letters"]},
    )


def _by_pair(declared: Sequence[Mapping[str, Any]]) -> Mapping[frozenset[str], Confusion]:
    return {
        frozenset(each["pair"]): Confusion(
            (each["pair"][0], each["pair"][1]),
            each["likeness"],
            Wording(zh=each["zh"], en=each["en"]),
        )
        for each in declared
    }


@cache
def syllable_likeness(one: str, other: str) -> float:
    """Return how far two syllables without tones sound alike, 0 to 1."""
    if one == other:
        return 1.0
    known = confusions()
    (initial_a, final_a), (initial_b, final_b) = split_syllable(one), split_syllable(other)
    likeness = _part(known.initials, initial_a, initial_b, known.unlike_initial) * _part(
        known.finals, final_a, final_b, known.unlike_final
    )
    whole = known.syllables.get(frozenset((one, other)))
    return max(likeness, whole.likeness) if whole else likeness


def _part(known: Mapping[frozenset[str], Confusion], one: str, other: str, unlike: float) -> float:
    if one == other:
        return 1.0
    found = known.get(frozenset((one, other)))
    return found.likeness if found else unlike


def confusions_between(one: str, other: str) -> tuple[Confusion, ...]:
    """Return by which confusions two different syllables are taken for one; empty if by none."""
    known = confusions()
    whole = known.syllables.get(frozenset((one, other)))
    (initial_a, final_a), (initial_b, final_b) = split_syllable(one), split_syllable(other)
    found = []
    for parts, a, b in ((known.initials, initial_a, initial_b), (known.finals, final_a, final_b)):
        if a == b:
            continue
        confusion = parts.get(frozenset((a, b)))
        if confusion is None:
            return (whole,) if whole else ()
        found.append(confusion)
    return (whole,) if whole else tuple(found)
