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
CHARACTERS_SPOKEN = 14
BASE_LETTERS = 15
LETTERS_EDITS = 16
LETTERS_SOUND = 17
LETTERS_FIRST = 18
LETTERS_LENGTH = 19
LETTERS_CONTAINED = 20
LETTERS_BEGINS = 21
LETTERS_SHORT = 22
LETTERS_WORDS = 23
LETTERS_MEANING = 24
LETTERS_APART = 25
LETTERS_ASIDE = 26
BASE_ACROSS = 27
ACROSS_SPELLED = 28
ACROSS_SOUND = 29
ACROSS_MEANING = 30
ACROSS_SHORT = 31

CODES = (
    "base.characters", "characters.shared", "characters.shape", "characters.sound",
    "characters.either", "characters.both", "characters.first", "characters.length",
    "characters.contained", "characters.begins", "characters.short", "characters.meaning",
    "characters.apart", "characters.aside", "characters.spoken",
    "base.letters", "letters.edits", "letters.sound", "letters.first", "letters.length",
    "letters.contained", "letters.begins", "letters.short", "letters.words", "letters.meaning",
    "letters.apart", "letters.aside",
    "base.across", "across.spelled", "across.sound", "across.meaning", "across.short",
)  # fmt: skip
COUNT = len(CODES)
# Where the findings of each way begin and end.
WAYS = ((0, BASE_LETTERS), (BASE_LETTERS, BASE_ACROSS), (BASE_ACROSS, COUNT))
