"""Letters for names of every script: pinyin of Chinese characters, Latin letters of the others.

Latin letters lose their marks (é → e, ß → ss); Cyrillic and Greek are spelled by one table each,
the way passports and press do, not by a standard that nobody writes names in. Other scripts stay
as they are and find only themselves.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from pypinyin import lazy_pinyin

from zhiheng.core.characters import fold, is_han

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "і": "i", "ї": "i",
    "є": "ye", "ґ": "g", "ў": "u", "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c",
    "џ": "dz", "қ": "k", "ғ": "g", "ұ": "u", "ү": "u", "ө": "o", "ә": "a", "һ": "h", "ң": "n",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
    "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_LATIN = {
    "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
    "ə": "a",
}  # fmt: skip
_SPELLED = {**_CYRILLIC, **_GREEK, **_LATIN}
# Ways in which syllables with ü are typed; all become u, which ü also loses its dots to.
_UMLAUTS = {
    "lv": "lu", "lyu": "lu", "nv": "nu", "nyu": "nu", "lve": "lue", "lyue": "lue", "nve": "nue",
}  # fmt: skip


def letters(text: str) -> str:
    """Return a folded text with Latin letters for the scripts that have a table."""
    plain = []
    for character in unicodedata.normalize("NFC", text):
        if ord(character) < 128:
            plain.append(character)
        elif character in _SPELLED:
            plain.append(_SPELLED[character])
        else:
            plain.append(_without_marks(character))
    return "".join(plain)


def pinyin(text: str) -> str:
    """Return the pinyin of Chinese characters in one word, other characters as letters."""
    return "".join(sound(each) if is_han(each) else letters(each) for each in text)


@cache
def sound(character: str) -> str:
    """Return the usual pinyin of one character without tone, ü as u."""
    return plain_umlauts(letters(fold(lazy_pinyin(character)[0])))


def plain_umlauts(syllable: str) -> str:
    """Write the ü of a pinyin syllable as u: Lv, Lyu and Lü become Lu; other words stay."""
    return _UMLAUTS.get(syllable, syllable)


@cache
def _without_marks(character: str) -> str:
    stripped = "".join(
        each for each in unicodedata.normalize("NFKD", character) if not unicodedata.combining(each)
    )
    if stripped == character or not stripped:
        return stripped
    return "".join(_SPELLED.get(each, each) for each in stripped)
