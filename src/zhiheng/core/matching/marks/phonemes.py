"""Sounds of foreign words, and of Chinese syllables in the same terms: Sony and 索尼.

One letter stands for a sound: X is sh, C ch, J j or zh, Q ts, T th, N ng, the others are what they
look like. English spelling is read by rules, which is rough, and enough to tell whether words sound
alike. How near two sounds are is declared in `declarations/marks/letters.yaml`.
"""

from __future__ import annotations

import re
from functools import cache

from zhiheng.core.matching.marks.syllables import split_syllable

SOUNDS = "abdefghiklmnoprstuvwzXJCQNT"  # pragma: allowlist secret
VOWELS = frozenset("aeiou")
# Read from left to right, the longest first.
_RULES = (
    ("tion", "Xn"), ("sion", "Jn"), ("ough", "o"), ("augh", "o"), ("eigh", "ei"), ("tch", "C"),
    ("sch", "X"), ("dge", "J"), ("igh", "ai"), ("eau", "o"), ("ch", "C"), ("sh", "X"),
    ("ph", "f"), ("th", "T"), ("gh", "g"), ("ck", "k"), ("qu", "kw"), ("wh", "w"), ("kn", "n"),
    ("wr", "r"), ("ng", "N"), ("ts", "Q"), ("tz", "Q"), ("zh", "J"), ("dj", "J"), ("ee", "i"),
    ("ea", "i"), ("ie", "i"), ("oo", "u"), ("ou", "au"), ("ow", "au"), ("oa", "o"), ("au", "o"),
    ("aw", "o"), ("ai", "ei"), ("ay", "ei"), ("ey", "i"), ("ew", "iu"), ("ue", "u"), ("oe", "o"),
    ("ae", "e"), ("aa", "a"), ("ii", "i"), ("uu", "u"), ("yi", "i"), ("yu", "u"), ("ce", "se"),
    ("ci", "si"), ("cy", "si"), ("ge", "Je"), ("gi", "Ji"),
    ("x", "ks"), ("c", "k"), ("q", "k"), ("j", "J"), ("y", "i"),
)  # fmt: skip
_NUMBERS = {
    "0": "zero", "1": "wan", "2": "tu", "3": "sri", "4": "for", "5": "faiv", "6": "siks",
    "7": "seven", "8": "eit", "9": "nain",
}  # fmt: skip
_HEARD = {**dict(_RULES), **_NUMBERS}
_SPELLED = re.compile("|".join(_HEARD))  # in the order of the rules: the longest first
_REPEATED = re.compile(r"([^aeiou])\1+")  # of vowels that meet each is heard: LIYI is li yi
_INITIALS = {"zh": "J", "ch": "C", "sh": "X", "j": "J", "q": "C", "x": "X", "c": "Q"}
_FINALS = {
    "ao": "au", "ou": "ou", "ong": "uN", "iong": "iuN", "ian": "ien", "ie": "ie", "ve": "ue",
    "van": "uen", "vn": "un", "v": "u", "ui": "uei", "iu": "iu", "er": "er", "e": "e",
}  # fmt: skip


@cache
def sounds_of_word(word: str) -> str:
    """Return the sounds of a foreign word in small Latin letters and digits."""
    if len(word) > 3 and word[-1] == "e" and word[-2] not in "aeiou":
        word = word[:-1]  # silent, as in NIKE read the English way
    heard = _SPELLED.sub(lambda found: _HEARD[found.group()], word)
    return _REPEATED.sub(r"\1", heard)


@cache
def sounds_of_syllable(syllable: str) -> str:
    """Return the sounds of a pinyin syllable without tone."""
    initial, final = split_syllable(syllable)
    if final == "i" and initial in ("zh", "ch", "sh", "r", "z", "c", "s"):
        final = ""  # the vowel of 斯 in 阿迪达斯 is not heard as one
    sounds = _FINALS.get(final, final.replace("ng", "N").replace("v", "u"))
    return "".join(each for each in _INITIALS.get(initial, initial) + sounds if each in SOUNDS)
