"""The table of characters, letters and sounds in arrays, as the kernel reads them.

A character is known by its place in the table; the letters and digits follow, for those that stand
among characters and are read like these; one that is not in the table is known by `UNKNOWN` and its
code point, which equals only itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zhiheng.core.matching.marks.characters import STRUCTURES, character_table
from zhiheng.core.matching.marks.numerals import numerals_like
from zhiheng.core.matching.marks.phonemes import SOUNDS, VOWELS, sounds_of_syllable
from zhiheng.core.matching.marks.reading import LETTERS, letter_declarations
from zhiheng.core.matching.marks.syllables import Sound, confusions, syllable_likeness

UNKNOWN = 1 << 20
FIGURES = len(LETTERS)  # so many places at the end of the table are letters and digits
MOST_READINGS = 4
MOST_SOUNDS = 6  # sounds of a syllable


class Table(NamedTuple):
    """Arrays by the place of a character (n), syllable (s), letter, sound.

    `readings`, `tones` (n, 4), -1 for none; `alike` (s, s); `sounds` (s, 6), -1 for none; leaves
    and look-alikes one after the other, those of i from `begins[i]` to `begins[i + 1]`; `mask` has
    a bit for each leaf, by which most characters are seen to share none.
    """

    readings: npt.NDArray[np.int16]
    tones: npt.NDArray[np.int8]
    tone: float
    alike: npt.NDArray[np.float32]
    sounds: npt.NDArray[np.int8]
    strokes: npt.NDArray[np.int16]
    structure: npt.NDArray[np.int8]
    mask: npt.NDArray[np.int64]
    leaf_begins: npt.NDArray[np.int32]
    leaves: npt.NDArray[np.int32]
    leaf_strokes: npt.NDArray[np.int16]
    look_begins: npt.NDArray[np.int32]
    looks: npt.NDArray[np.int32]
    look_alike: npt.NDArray[np.float32]
    letters: npt.NDArray[np.float32]
    sound_alike: npt.NDArray[np.float32]
    sound_dropped: npt.NDArray[np.float32]
    is_vowel: npt.NDArray[np.bool_]


@cache
def places() -> Mapping[str, int]:
    """Return the place of each character of the table, of the letters and digits."""
    return {each: place for place, each in enumerate((*character_table(), *LETTERS))}


@cache
def syllable_places() -> Mapping[str, int]:
    """Return the number of each syllable."""
    return {each: place for place, each in enumerate(character_table().syllables)}


def place_of(character: str) -> int:
    """Return the number under which the kernel knows a folded character."""
    found = places().get(character)
    return UNKNOWN + ord(character) if found is None else found


def readings_of(character: str) -> tuple[Sound, ...]:
    """Return the readings of a character, digit or letter; the last two have no tone."""
    if character in confusions().spoken:
        return tuple(Sound("", "", 0, each) for each in confusions().spoken[character])
    return character_table()[character].sounds


@cache
def lookup_table() -> Table:
    """Return the arrays, made once a process."""
    characters = list(places())
    readings, tones = _readings(characters)
    leaf_begins, leaves, leaf_strokes, mask = _leaves(characters)
    known = [character_table()[each] for each in characters]
    structures = {each: place for place, each in enumerate(("", *sorted(set(STRUCTURES.values()))))}
    return Table(
        readings,
        tones,
        confusions().tone,
        _syllables_alike(),
        _sounds(),
        np.array([each.strokes for each in known], np.int16),
        np.array([structures[each.structure] for each in known], np.int8),
        mask,
        leaf_begins,
        leaves,
        leaf_strokes,
        *_looks(characters),
        _letters_alike(),
        *_sounds_alike(),
        np.array([sound in VOWELS for sound in SOUNDS]),
    )


def _readings(characters: Sequence[str]) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int8]]:
    numbers = syllable_places()
    readings = np.full((len(characters), MOST_READINGS), -1, np.int16)
    tones = np.zeros((len(characters), MOST_READINGS), np.int8)
    for row, character in enumerate(characters):
        for at, sound in enumerate(readings_of(character)[:MOST_READINGS]):
            readings[row, at] = numbers[sound.syllable]
            tones[row, at] = sound.tone
    return readings, tones


def _syllables_alike() -> npt.NDArray[np.float32]:
    syllables = list(syllable_places())
    alike = np.ones((len(syllables), len(syllables)), np.float32)
    for row, one in enumerate(syllables):
        for at in range(row):
            alike[row, at] = alike[at, row] = syllable_likeness(one, syllables[at])
    return alike


def _sounds() -> npt.NDArray[np.int8]:
    found = np.full((len(syllable_places()), MOST_SOUNDS), -1, np.int8)
    for row, syllable in enumerate(syllable_places()):
        for at, sound in enumerate(sounds_of_syllable(syllable)[:MOST_SOUNDS]):
            found[row, at] = SOUNDS.index(sound)
    return found


def _leaves(characters: Sequence[str]) -> tuple[Any, Any, Any, Any]:
    table = character_table()
    numbers: dict[str, int] = {}
    begins, leaves, strokes = [0], [], []
    masks = np.zeros(len(characters), np.int64)
    for row, character in enumerate(characters):
        for leaf, count in table.leaves_of(character) if character in table else ():
            number = numbers.setdefault(leaf, len(numbers))
            leaves.append(number)
            strokes.append(count)
            masks[row] |= 1 << number % 63
        begins.append(len(leaves))
    return (
        np.array(begins, np.int32),
        np.array(leaves, np.int32),
        np.array(strokes, np.int16),
        masks,
    )


def _looks(characters: Sequence[str]) -> tuple[Any, Any, Any]:
    table, known = character_table(), places()
    begins, looks, alike = [0], [], []
    for character in characters:
        for other in numerals_like(character):
            looks.append(place_of(other))
            alike.append(1.0)
        for other, likeness in table[character].look_alikes if character in table else ():
            looks.append(known.get(other, UNKNOWN + ord(other)))
            alike.append(likeness)
        begins.append(len(looks))
    return np.array(begins, np.int32), np.array(looks, np.int32), np.array(alike, np.float32)


def _letters_alike() -> npt.NDArray[np.float32]:
    alike = np.eye(len(LETTERS), dtype=np.float32)
    for each in letter_declarations()["look"]:
        one, other = (LETTERS.index(letter) for letter in each["pair"])
        alike[one, other] = alike[other, one] = each["likeness"]
    return alike


def _sounds_alike() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    declared = letter_declarations()["sounds"]
    alike = np.eye(len(SOUNDS), dtype=np.float32)
    for each in declared["pairs"]:
        one, other = (SOUNDS.index(sound) for sound in each["pair"])
        alike[one, other] = alike[other, one] = each["likeness"]
    dropped = declared["dropped"]
    costs = [
        dropped["vowel"] if each in VOWELS else dropped.get(each, dropped["consonant"])
        for each in SOUNDS
    ]
    return alike, np.array(costs, np.float32)
