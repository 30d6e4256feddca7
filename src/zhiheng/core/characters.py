"""One form for characters that a reader takes for the same: what search and names compare.

Full- and half-width, upper and lower case, traditional and simplified, and the variants used in
Taiwan, Hong Kong and Japan become one character each, so that 電腦、电脑 and ＤＮＡ、dna find each
other. Folding works character by character and never changes the length of a text of Han
characters, which lets a place in the folded text be shown in the original.

Source: the character tables of OpenCC (Apache-2.0), Unicode normalisation form KC.
Known limits: a simplified character that stands for several traditional ones (发: 發, 髮) makes
those equal too; that is wanted here, and wrong for printing.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import opencc

# What is folded one after the other: Japanese new forms, then the variants of Taiwan and Hong Kong,
# then traditional to simplified.
CONVERSIONS = ("jp2t", "tw2t", "hk2t", "t2s")
HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))


def fold(text: str) -> str:
    """Return the form under which texts are compared; its length may differ from the text's."""
    return unicodedata.normalize("NFKC", text).lower().translate(_folded_characters())


def fold_each(text: str) -> str:
    """Fold every character by itself, keeping one for one: places in both texts agree.

    A character that would become several (㎡, ﬁ) or none stays as it is.
    """
    return "".join(map(_fold_one, text))


def is_han(character: str) -> bool:
    """Tell whether a character is a Chinese one."""
    code = ord(character)
    return any(first <= code <= last for first, last in HAN)


@cache
def _fold_one(character: str) -> str:
    folded = fold(character)
    return folded if len(folded) == 1 else character


@cache
def _folded_characters() -> dict[int, str]:
    """Return the form that stands for each Chinese character which is not that form itself."""
    characters = [chr(code) for first, last in HAN for code in range(first, last + 1)]
    # All of them in one text, a line each: converting one by one takes half a second at each start.
    text = "\n".join(unicodedata.normalize("NFKC", each) for each in characters)
    for name in CONVERSIONS:
        text = opencc.OpenCC(name).convert(text)
    alike: dict[str, list[str]] = {}
    for character, folded in zip(characters, text.split("\n"), strict=True):
        alike.setdefault(folded, []).append(character)
    return {
        ord(character): standing
        for folded, same in alike.items()
        if same != [folded] and len(standing := _standing_for(folded, same)) == 1
        for character in same
        if character != standing
    }


def _standing_for(folded: str, characters: list[str]) -> str:
    """Return the character in daily use: a conversion may end at a rare form, 研 at 硏."""
    if _in_daily_use(folded):
        return folded
    return next(filter(_in_daily_use, characters), folded)


def _in_daily_use(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
