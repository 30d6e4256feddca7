"""What is read of many marks, as the kernel reads it: arrays with a row for each mark.

A mark of ordinary length takes about 120 bytes, so that ten million take 1.2 gigabytes. Texts
are numbers in `codes`, one mark after the other; the rows say how many of each kind there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zhiheng.core.declarations.catalogue import PACKAGED
from zhiheng.core.matching.marks.lookup import place_of, syllable_places
from zhiheng.core.matching.marks.meaning import lexicon
from zhiheng.core.matching.marks.numerals import in_digits
from zhiheng.core.matching.marks.phonemes import SOUNDS, sounds_of_word
from zhiheng.core.matching.marks.reading import (
    LETTERS,
    MOST,
    MarkText,
    letter_declarations,
    read_mark,
)
from zhiheng.core.matching.marks.tokens import is_fixed, tokens_of
from zhiheng.core.matching.parts import signed_digest
from zhiheng.core.matching.places_in_names import latin_places, short_names

# The columns of `facts`: how many entries of each kind follow one another in `codes`.
CHARACTERS = 0
LETTERS_COUNT = 1
SYLLABLES = 2
SOUNDS_COUNT = 3
TOKENS = 4
MEANT = 5  # 1 where a concept is among the tokens
ASIDE = 6  # 1 where words are left aside
FIXED = 7  # 1 where the characters are a word with a meaning of its own, 2 where the letters are
FACTS = 8
# The columns of `digests`.
WRITTEN = 0
CHARACTERS_DIGEST = 1
CHARACTER_BAG = 2
LETTERS_DIGEST = 3
WORD_BAG = 4
STEM = 5
HALF = 6
CORE = 7
DIGESTS = 8
# Bits of a code, over the number of the character or letter.
GENERIC = 1 << 24
BEGINS_WORD = 1 << 25
NUMBER = GENERIC - 1

READING = 3  # raised when marks are read otherwise, by whatever module
_ENDINGS = ("iest", "ies", "ied", "ier", "ing", "est", "ers", "es", "ed", "er", "s", "ly")
_SHORTEST_STEM = 3


class MarkColumns(NamedTuple):
    """Marks side by side: `begins` int64 (n + 1), `digests` int64 (n, 8), `facts` int16 (n, 8).

    `codes` int32 holds the entries of mark i from `begins[i]` to `begins[i + 1]`.
    """

    begins: npt.NDArray[np.int64]
    digests: npt.NDArray[np.int64]
    facts: npt.NDArray[np.int16]
    codes: npt.NDArray[np.int32]


def columns_of(texts: Sequence[str], nice_classes: Sequence[str] = ()) -> MarkColumns:
    """Read marks and lay them side by side, in the order given; any text can be read."""
    return columns_of_read([read_mark(text, nice_classes) for text in texts])


def columns_of_read(marks: Sequence[MarkText]) -> MarkColumns:
    """Lay marks that were read side by side."""
    begins = np.zeros(len(marks) + 1, np.int64)
    digests = np.zeros((len(marks), DIGESTS), np.int64)
    facts = np.zeros((len(marks), FACTS), np.int16)
    codes: list[int] = []
    for row, mark in enumerate(marks):
        facts[row] = _texts(mark, codes)
        digests[row] = _digests(mark)
        begins[row + 1] = len(codes)
    return MarkColumns(begins, digests, facts, np.array(codes, np.int32))


def joined(parts: Sequence[MarkColumns]) -> MarkColumns:
    """Return the columns of several portions as one, the marks in their order."""
    parts = parts or [columns_of_read([])]
    shifts = np.cumsum([0, *(len(part.codes) for part in parts)])
    begins = [part.begins[:-1] + shift for part, shift in zip(parts, shifts, strict=False)]
    return MarkColumns(
        np.concatenate([*begins, shifts[-1:]]),
        np.concatenate([part.digests for part in parts]),
        np.concatenate([part.facts for part in parts]),
        np.concatenate([part.codes for part in parts]),
    )


@cache
def reading_version() -> str:
    """Return a digest of all that reading depends on: columns kept under another one are stale.

    `READING` stands for how it is done, the rest for what is declared.
    """
    whole = hashlib.sha256(f"{READING} {lexicon().digest}".encode())
    whole.update(" ".join(sorted({*short_names(), *latin_places()})).encode())
    for name in (
        "characters.tsv.xz",
        "confusions.yaml",
        "descriptive.yaml",
        "letters.yaml",
        "generic-terms.yaml",
        "words.txt.xz",
    ):
        whole.update((PACKAGED / "marks" / name).read_bytes())
    return whole.hexdigest()[:16]


def _texts(mark: MarkText, codes: list[int]) -> list[int]:
    """Append the texts of a mark to `codes`; return its facts."""
    syllables = [syllable_places()[each] for each in mark.syllables]
    heard = "".join(map(sounds_of_word, mark.heard))[:MOST]
    tokens, meant = tokens_of(mark)
    characters, words = is_fixed(mark)
    letters = _letters(mark)
    codes += (
        place_of(each) | GENERIC * aside
        for each, aside in zip(mark.characters, mark.generic, strict=True)
    )
    codes += letters
    codes += syllables
    codes += (SOUNDS.index(each) for each in heard)
    codes += tokens[:MOST]
    return [
        len(mark.characters),
        len(letters),
        len(syllables),
        len(heard),
        len(tokens[:MOST]),
        meant,
        bool(mark.set_aside),
        characters + 2 * words,
    ]


def _letters(mark: MarkText) -> list[int]:
    found = [
        LETTERS.index(letter) | GENERIC * word.generic | BEGINS_WORD * (at == 0)
        for word in mark.words
        for at, letter in enumerate(word.text)
    ]
    return found[:MOST]


def _digests(mark: MarkText) -> list[int]:
    words = [word.text for word in mark.words]
    short = letter_declarations()["abbreviations"]
    articles = letter_declarations()["articles"]
    core = in_digits(mark.core) + "|" + mark.core_letters
    characters = in_digits(mark.characters)
    return [
        signed_digest(text)
        for text in (
            mark.written,
            characters,
            # The order of figures is what tells numbers apart.
            characters if characters.isdecimal() else "".join(sorted(characters)),
            mark.letters,
            " ".join(sorted(words)) if len(words) > 1 else "",
            " ".join(_stem(short.get(word, word)) for word in words if word not in articles),
            _half(mark),
            core if len(core) > 1 else "",
        )
    ]


def _stem(word: str) -> str:
    """Return a word without the endings of number, tense and degree; `ies` becomes `y`."""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORTEST_STEM:
            continue
        if len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2] and ending[0] in "ie":
            stem = stem[:-1]
        return (stem + "y" if ending in ("ies", "ied", "ier", "iest") else stem).removesuffix("e")
    return word.removesuffix("e") if len(word) > _SHORTEST_STEM else word


def _half(mark: MarkText) -> str:
    """Return what a mark doubles, characters or letters; nothing where it doubles nothing."""
    text = mark.characters or mark.letters
    if (mark.characters and mark.words) or len(text) < 2 or len(text) % 2:
        return ""
    half = text[: len(text) // 2]
    if text == half * 2:
        return half
    return text[::2] if text[::2] == text[1::2] else ""  # 甜甜蜜蜜
