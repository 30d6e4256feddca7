"""What a mark is found by: its characters, the syllables and pairs of its letters, its concepts.

A key is a number: the kind in the upper 8 of 32 bits, below it a code point, a syllable, a pair of
letters or a concept of meaning. Keys are kept in the order in which they stand in the mark; a mark
without words has none.
"""

from __future__ import annotations

import zlib
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from zhiheng.core.matching.mark_index.spelled_sounds import syllables_of
from zhiheng.core.matching.marks.meaning import senses_of_folded
from zhiheng.core.matching.marks.reading import LETTERS, MarkText

CHARACTER, SYLLABLE, PAIR, CONCEPT = (kind << 24 for kind in range(4))
LONGEST = 63  # keys of one kind; of longer texts the beginning counts
# Digits and pairs of letters that stand for other letters: G00GLE, BURN read as BUM.
_LOOKS = str.maketrans({"0": "o", "1": "l", "3": "e", "5": "s"})
_EDGE = 0


class Keys(NamedTuple):
    """The keys of one mark by kind, each in the order of the mark.

    `core` tells of each of the characters whether it distinguishes, as it does not in words that
    are left aside.
    """

    characters: tuple[int, ...]
    core: tuple[bool, ...]
    syllables: tuple[int, ...]
    pairs: tuple[int, ...]
    core_pairs: tuple[int, ...]
    concepts: tuple[int, ...]

    def lengths(self) -> tuple[int, ...]:
        """Return the lengths as `Lengths` orders them."""
        return (
            len(self.characters),
            sum(self.core),
            len(self.syllables),
            len(self.pairs),
            len(self.core_pairs),
            len(self.concepts),
        )


def keys_of(mark: MarkText) -> Keys:
    """Return the keys of a mark as it was read."""
    pairs = _pairs(mark.letters)
    aside = any(word.generic for word in mark.words)
    return Keys(
        tuple(CHARACTER | ord(each) for each in mark.characters[:LONGEST]),
        tuple(not generic for generic in mark.generic[:LONGEST]),
        tuple(key for word in mark.words for key in _syllable_keys(word.text))[:LONGEST],
        pairs,
        _pairs(mark.core_letters) if aside else pairs,
        tuple(CONCEPT | each for each in senses_of_folded(mark.folded).concepts[:LONGEST]),
    )


def character_of(key: int) -> str:
    """Return the character of a key."""
    return chr(key & 0xFFFFFF)


def syllable_key(syllable: str) -> int:
    """Return the key of a pinyin syllable without tone."""
    return SYLLABLE | (zlib.crc32(syllable.encode()) & 0xFFFFFF)


def _pairs(word: str) -> tuple[int, ...]:
    """Return the keys of the pairs of neighbouring letters, the edges of the word included."""
    if not word:
        return ()
    alike = word.translate(_LOOKS).replace("rn", "m").replace("vv", "w")
    codes = [_EDGE, *(LETTERS.find(each) + 1 for each in alike), _EDGE]
    return tuple(PAIR | first << 8 | second for first, second in pairwise(codes))[:LONGEST]


@cache
def _syllable_keys(word: str) -> tuple[int, ...]:
    return tuple(map(syllable_key, syllables_of(word)))
