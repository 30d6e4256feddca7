"""Names side by side in two arrays, the form in which the kernel compares them.

`facts` has one row a name: numbers of the vocabulary, digests, and for each text or list where it
begins in `codes` and how long it is. `codes` holds all texts, as code points, and all lists, one
after the other. Two arrays and not thirty, because the kernel hands them from function to
function for every pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zhiheng.core.characters import is_han
from zhiheng.core.matching.latin_name import Word
from zhiheng.core.matching.organisation_name import numerals_in_digits
from zhiheng.core.matching.parts import PLACE_IS_NAME, NameParts, digest, signed_digest
from zhiheng.core.matching.spelling import sound
from zhiheng.core.matching.vocabulary import Form, load_vocabulary

# The columns of `facts`.
KIND = 0
WRITTEN = 1
PLACE = 2
SITE = 3
FORM = 4
FAMILY = 5
VARIANT_OF = 6
GROUP = 7
BRANCH = 8
BRANCH_RELATED = 9
BRANCH_TEXT = 10
ORDINALS = 11
GENERIC = 12
PLACE_IN_NAME = 13
ORGANISATION = 14
INITIALS = 15  # digests of the ways to write surname and initials; of a Latin name of its words
CHARACTERS = 18  # begin; the characters, then as many likenesses, then as many sounds
CHARACTER_COUNT = 19
LETTERS = 20
LETTER_COUNT = 21
OTHER_LETTERS = 22
OTHER_LETTER_COUNT = 23
TRADES = 24  # begin; the numbers, then as many numbers across languages, then digests of the words
TRADE_COUNT = 25
WORDS = 26  # begin; of each word kind, value, letters' begin and count, and which letters it has
WORD_COUNT = 27
FACTS = 28
WORD_FACTS = 5
MOST_INITIALS = CHARACTERS - INITIALS


class Columns(NamedTuple):
    """`facts`: int64, shape (names, FACTS); `codes`: int32, one after the other."""

    facts: npt.NDArray[np.int64]
    codes: npt.NDArray[np.int32]


def columns_of(names: Sequence[NameParts]) -> Columns:
    """Lay the parts of names side by side."""
    facts = np.zeros((len(names), FACTS), np.int64)
    codes: list[int] = []
    for row, name in enumerate(names):
        facts[row, :CHARACTERS] = _single(name)
        facts[row, CHARACTERS:] = _texts(name, codes)
    return Columns(facts, np.array(codes, np.int32))


def _single(name: NameParts) -> list[int]:
    organisation, latin = name.organisation, name.latin
    form = organisation.form if organisation else latin.form if latin else None
    branch = organisation.branch if organisation else None
    return [
        name.kind,
        signed_digest(name.written),
        name.place,
        name.site,
        *((form.number, form.family_number, form.variant_of) if form else (0, 0, 0)),
        bool((organisation or latin) and (organisation or latin).group),  # type: ignore[union-attr]
        branch.number if branch else 0,
        bool(branch and branch.related),
        signed_digest(numerals_in_digits(organisation.branch_text)) if organisation else 0,
        signed_digest(" ".join(organisation.ordinals)) if organisation else 0,
        bool(organisation and organisation.generic),
        _place_is_name(form),
        bool(latin and latin.is_organisation),
        *(signed_digest(each) for each in name.initials),
        *[0] * (MOST_INITIALS - len(name.initials)),
    ]


def _place_is_name(form: Form | None) -> bool:
    return form is not None and form.family in PLACE_IS_NAME


def _texts(name: NameParts, codes: list[int]) -> list[int]:
    """Append the texts and lists of a name to `codes`; return where they are."""
    vocabulary = load_vocabulary()
    alike = vocabulary.lookalikes
    found = []
    for entries, count in (
        (
            [
                *map(ord, name.characters),
                *(ord(alike.get(each, each)) for each in name.characters),
                *map(_sound_number, name.characters),
            ],
            len(name.characters),
        ),
        *(([*map(ord, text)], len(text)) for text in name.spellings),
        (
            [
                *(number for _, number in name.trades),
                *(vocabulary.across[number] for _, number in name.trades),
                *(digest(word) & 0x7FFFFFFF for word, _ in name.trades),
            ],
            len(name.trades),
        ),
    ):
        found += [len(codes), count]
        codes += entries
    words = [_word(each, codes) for each in name.words]
    found += [len(codes), len(words)]
    codes += [fact for word in words for fact in word]
    return found


def _word(word: Word, codes: list[int]) -> tuple[int, ...]:
    begin = len(codes)
    codes += map(ord, word.text)
    letters = 0
    for each in word.text:
        letters |= 1 << (ord(each) % 31)
    return word.kind, word.value, begin, len(word.text), letters


@cache
def _sound_number(character: str) -> int:
    """Return a number for the sound of a character, the same in every process."""
    if not is_han(character):
        return ord(character)
    return 0x200000 + digest(sound(character)) % 0x7F000000
