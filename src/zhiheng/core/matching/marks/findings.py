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
CHARACTERS_FIRST = 4
CHARACTERS_LENGTH = 5
CHARACTERS_CONTAINED = 6
CHARACTERS_BEGINS = 7
CHARACTERS_SHORT = 8
CHARACTERS_MEANING = 9
CHARACTERS_APART = 10
CHARACTERS_ASIDE = 11
CHARACTERS_SPOKEN = 12
BASE_LETTERS = 13
LETTERS_EDITS = 14
LETTERS_SOUND = 15
LETTERS_FIRST = 16
LETTERS_LENGTH = 17
LETTERS_CONTAINED = 18
LETTERS_BEGINS = 19
LETTERS_SHORT = 20
LETTERS_WORDS = 21
LETTERS_MEANING = 22
LETTERS_APART = 23
LETTERS_ASIDE = 24
BASE_ACROSS = 25
ACROSS_SPELLED = 26
ACROSS_SOUND = 27
ACROSS_MEANING = 28
ACROSS_SHORT = 29

CODES = (
    "base.characters", "characters.shared", "characters.shape", "characters.sound",
    "characters.first", "characters.length",
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
