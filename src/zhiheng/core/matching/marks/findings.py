"""What a comparison of two marks can find, one number each: the kernel writes them.

Each is a strength from 0 to 1. A comparison goes by characters, by letters, or across (characters
against letters); the findings of each way weigh for that way, and the best way counts.
"""

from __future__ import annotations

# Numbers by name, because the compiler takes constants of the module for constants.
BASE_CHARACTERS = 0
CHARACTERS_SHARED = 1
CHARACTERS_SHAPE = 2
CHARACTERS_SOUND = 3
CHARACTERS_EITHER = 4
CHARACTERS_BOTH = 5
CHARACTERS_FIRST = 6
CHARACTERS_LENGTH = 7
CHARACTERS_CONTAINED = 8
CHARACTERS_BEGINS = 9
CHARACTERS_SHORT = 10
CHARACTERS_MEANING = 11
CHARACTERS_APART = 12
CHARACTERS_ASIDE = 13
BASE_LETTERS = 14
LETTERS_EDITS = 15
LETTERS_SOUND = 16
LETTERS_FIRST = 17
LETTERS_LENGTH = 18
LETTERS_CONTAINED = 19
LETTERS_BEGINS = 20
LETTERS_SHORT = 21
LETTERS_WORDS = 22
LETTERS_MEANING = 23
LETTERS_APART = 24
LETTERS_ASIDE = 25
BASE_ACROSS = 26
ACROSS_SPELLED = 27
ACROSS_SOUND = 28
ACROSS_MEANING = 29
ACROSS_SHORT = 30

CODES = (
    "base.characters", "characters.shared", "characters.shape", "characters.sound",
    "characters.either", "characters.both", "characters.first", "characters.length",
    "characters.contained", "characters.begins", "characters.short", "characters.meaning",
    "characters.apart", "characters.aside",
    "base.letters", "letters.edits", "letters.sound", "letters.first", "letters.length",
    "letters.contained", "letters.begins", "letters.short", "letters.words", "letters.meaning",
    "letters.apart", "letters.aside",
    "base.across", "across.spelled", "across.sound", "across.meaning", "across.short",
)  # fmt: skip
COUNT = len(CODES)
# Where the findings of each way begin and end.
WAYS = ((0, BASE_LETTERS), (BASE_LETTERS, BASE_ACROSS), (BASE_ACROSS, COUNT))
