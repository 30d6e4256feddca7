"""What a mark is found by: its characters, the syllables and pairs of its letters, its concepts.

A key is a number: the kind in the upper 8 of 32 bits, below it a code point, a pair of letters, a
syllable or a concept of meaning. Keys are kept in the order in which they stand in the mark. Any
text can be read; what has no sound, no look and no sense (spaces, punctuation) gives no key.
"""

from __future__ import annotations

import unicodedata
import zlib
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from zhiheng.core.characters import fold, is_han
from zhiheng.core.matching.mark_index.spelled_sounds import syllables_of
from zhiheng.core.matching.marks.meaning import senses_of_folded
from zhiheng.core.matching.spelling import letters

CHARACTER, SYLLABLE, PAIR, CONCEPT = (kind << 24 for kind in range(4))
LONGEST = 63  # keys of one kind; of longer texts the beginning counts
# Digits and pairs that stand for letters where letters are beside them: G00GLE, rnini.
_LOOKS = {"0": "o", "1": "l", "3": "e", "5": "s"}
_EDGE = 0


class Keys(NamedTuple):
    """The keys of one mark by kind, each in the order of the mark."""

    characters: tuple[int, ...]
    syllables: tuple[int, ...]
    pairs: tuple[int, ...]
    concepts: tuple[int, ...]


def keys_of(text: str) -> Keys:
    """Return the keys of a mark."""
    folded = fold(text)
    characters: list[int] = []
    runs: list[str] = []
    run = ""
    for each in folded:
        spelled = _spelled(each)
        if spelled:
            run += spelled
            continue
        if not _is_silent(each):
            characters.append(CHARACTER | ord(each))
        run = _end(run, each, runs)
    _end(run, "", runs)
    syllables = [key for each in runs for key in _syllable_keys(each)]
    return Keys(
        tuple(characters[:LONGEST]),
        tuple(syllables[:LONGEST]),
        tuple(pair_keys("".join(runs))[:LONGEST]),
        tuple(CONCEPT | each for each in senses_of_folded(folded).concepts[:LONGEST]),
    )


def character_of(key: int) -> str:
    """Return the character of a key."""
    return chr(key & 0xFFFFFF)


def syllable_key(syllable: str) -> int:
    """Return the key of a pinyin syllable without tone."""
    return SYLLABLE | (zlib.crc32(syllable.encode()) & 0xFFFFFF)


def pair_keys(word: str) -> list[int]:
    """Return the keys of the pairs of neighbouring letters, the edges of the word included."""
    if not word:
        return []
    alike = word.replace("rn", "m").replace("vv", "w")
    codes = [_EDGE, *(ord(each) - 96 for each in alike), _EDGE]
    return [PAIR | first << 8 | second for first, second in pairwise(codes)]


def _end(run: str, following: str, runs: list[str]) -> str:
    """End a run of letters at another character, unless that stands for a letter in it."""
    if run and following in _LOOKS:
        return run + _LOOKS[following]
    if run:
        runs.append(run)
    return ""


@cache
def _spelled(character: str) -> str:
    """Return the plain letters of an alphabetic character; nothing for others."""
    if not character.isalpha() or is_han(character):
        return ""
    spelled = letters(character)
    return spelled if spelled.isascii() and spelled.isalpha() and spelled.islower() else ""


@cache
def _is_silent(character: str) -> bool:
    return unicodedata.category(character)[0] in "ZPCM" or character in "·`^~"


@cache
def _syllable_keys(run: str) -> tuple[int, ...]:
    return tuple(map(syllable_key, syllables_of(run)))
