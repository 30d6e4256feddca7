"""What a character may be taken for: those that sound like it, and those that look like it.

Each alternative is a key with its weight in hundredths (100: as good as the character itself).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from string import digits

import numpy as np
import numpy.typing as npt

from zhiheng.core.matching.mark_index.keys import CHARACTER, syllable_key
from zhiheng.core.matching.mark_index.voting import UNIT
from zhiheng.core.matching.marks.characters import (
    character_table,
    confusable_syllables,
    look_alikes,
    simplified,
)
from zhiheng.core.matching.marks.lookup import readings_of

Alternatives = tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]

SAME_SOUND = 0.97  # of the weight of the character itself


@cache
def alike_in_sound(character: str) -> Alternatives:
    """Return the keys of what sounds like a character, itself included."""
    sounds: dict[str, float] = {}
    for syllable in dict.fromkeys(each.syllable for each in readings_of(character)):
        for other, likeness in _and_confusable(syllable):
            sounds[other] = max(likeness, sounds.get(other, 0.0))
    return _packed({**_sounding(sounds.items()), CHARACTER | ord(character): UNIT})


@cache
def alike_in_look(character: str) -> Alternatives:
    """Return the keys of what looks like a character, itself included."""
    looks = {
        CHARACTER | ord(simplified(other)): round(likeness * UNIT)
        for other, likeness in look_alikes(character)
    }
    return _packed({**looks, CHARACTER | ord(character): UNIT})


@cache
def alike_syllables(key: int) -> Alternatives:
    """Return the keys of the characters and syllables that sound like the syllable of a key."""
    sounds = _and_confusable(_syllables_by_key()[key])
    return _packed({**_sounding(sounds), key: UNIT})


def _and_confusable(syllable: str) -> list[tuple[str, float]]:
    return [(syllable, 1.0), *confusable_syllables(syllable)]


def _sounding(sounds: Iterable[tuple[str, float]]) -> dict[int, int]:
    """Return the keys of all that sounds like one of some syllables."""
    found: dict[int, int] = {}
    for syllable, likeness in sounds:
        weight = round(likeness * SAME_SOUND * UNIT)
        alike = [CHARACTER | ord(each) for each in _characters_by_syllable().get(syllable, ())]
        for key in (syllable_key(syllable), *alike):
            found[key] = max(weight, found.get(key, 0))
    return found


@cache
def _characters_by_syllable() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for character in (*character_table(), *digits):
        for syllable in dict.fromkeys(each.syllable for each in readings_of(character)):
            found[syllable].append(character)
    return {syllable: tuple(characters) for syllable, characters in found.items()}


@cache
def _syllables_by_key() -> Mapping[int, str]:
    return {syllable_key(each): each for each in character_table().syllables}


def _packed(found: Mapping[int, int]) -> Alternatives:
    """Return keys and weights, the greatest weight first."""
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    keys, weights = zip(*ordered, strict=True)
    return np.array(keys, np.uint32), np.array(weights, np.int64)
