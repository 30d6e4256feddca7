"""How far two marks sound alike: syllable by syllable, initial, final and tone apart.

A character with several readings is heard as the one nearest to the other mark. Sounds that
dialects or listeners do not keep apart (n and l, an and ang …) are declared with their names in
`declarations/marks/confusions.yaml`. Foreign words are compared by the sounds they are read with.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhiheng.core.compiling import compiled
from zhiheng.core.matching.marks.lookup import MOST_READINGS, MOST_SOUNDS, UNKNOWN, Table

Numbers = npt.NDArray[np.int64]
Matrix = npt.NDArray[np.float64]

OTHER_READING = 0.06  # what a reading that is not the usual one is heard less
SPELLED = 0.999 - OTHER_READING  # from here on a syllable is a reading of a character


@compiled
def sound_likeness(table: Table, a: int, b: int) -> float:
    """Return how far two characters sound alike, 0 to 1, by their nearest readings."""
    if a == b:
        return 1.0
    if a >= UNKNOWN or b >= UNKNOWN:
        return 0.0
    best = 0.0
    for i in range(MOST_READINGS):
        one = table.readings[a, i]
        if one < 0:
            break
        for j in range(MOST_READINGS):
            other = table.readings[b, j]
            if other < 0:
                break
            likeness = table.alike[one, other]
            if likeness <= best:
                continue
            if table.tones[a, i] != table.tones[b, j]:
                likeness -= table.tone
            best = max(best, likeness - OTHER_READING * (min(i, 1) + min(j, 1)))
    return best


@compiled
def syllable_sounds_like(table: Table, syllable: int, character: int) -> float:
    """Return how far a syllable written in letters is the sound of a character, 0 to 1."""
    best = 0.0
    if character >= UNKNOWN:
        return best
    for i in range(MOST_READINGS):
        reading = table.readings[character, i]
        if reading < 0:
            break
        best = max(best, table.alike[syllable, reading] - OTHER_READING * min(i, 1))
    return best


@compiled
def is_spelled(likeness: Matrix, m: int, n: int) -> bool:
    """Tell whether n syllables are the pinyin of m characters, each of one of its readings.

    `likeness` (m, n) is that of `syllable_sounds_like`.
    """
    for at in range(min(m, n)):
        if likeness[at, at] < SPELLED:
            return False
    return m == n and m > 0


@compiled
def sounds_of_characters(table: Table, characters: Numbers, count: int, sounds: Numbers) -> int:
    """Write the sounds of the usual readings of characters; return how many there are."""
    written = 0
    for at in range(count):
        character = characters[at]
        if character >= UNKNOWN or table.readings[character, 0] < 0:
            continue
        for part in range(MOST_SOUNDS):
            sound = table.sounds[table.readings[character, 0], part]
            if sound < 0 or written >= len(sounds):
                break
            sounds[written] = sound
            written += 1
    return written


@compiled
def syllables_heard(table: Table, sounds: Numbers, count: int) -> int:
    """Return of how many syllables a row of sounds is at the least: vowels that meet may be one."""
    syllables = 0
    for at in range(count):
        if table.is_vowel[sounds[at]]:
            glides = at > 0 and table.is_vowel[sounds[at - 1]] and sounds[at - 1] != sounds[at]
            syllables += not glides
    return syllables


@compiled
def sounds_alike(table: Table, one: Numbers, m: int, other: Numbers, n: int, sums: Matrix) -> float:
    """Return how far two rows of sounds are heard as one, 0 to 1.

    One sound may be taken for another, or be left out; vowels, h and r are left out easily.
    """
    if m == 0 or n == 0:
        return 0.0
    dropped = table.sound_dropped
    sums[0, 0] = 0.0
    for j in range(1, n + 1):
        sums[0, j] = sums[0, j - 1] + dropped[other[j - 1]]
    for i in range(1, m + 1):
        sums[i, 0] = sums[i - 1, 0] + dropped[one[i - 1]]
        for j in range(1, n + 1):
            differ = 1.0 - table.sound_alike[one[i - 1], other[j - 1]]
            taken = sums[i - 1, j - 1] + differ
            left = sums[i - 1, j] + dropped[one[i - 1]]
            sums[i, j] = min(taken, left, sums[i, j - 1] + dropped[other[j - 1]])
    return max(0.0, 1.0 - sums[m, n] / max(1.0, max(sums[m, 0], sums[0, n])))
