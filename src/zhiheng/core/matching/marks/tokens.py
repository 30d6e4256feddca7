"""What a mark says, as numbers: its concepts, and what has no known meaning as itself.

计算机世家 and 电脑世家 are the same concept with the same rest, so they say the same. Concepts are
those of `meaning`; a character or word without one stands for itself only.
"""

from __future__ import annotations

from zhiheng.core.matching.marks.lookup import UNKNOWN
from zhiheng.core.matching.marks.meaning import FILLERS, lexicon, senses_of_folded, words_in
from zhiheng.core.matching.marks.numerals import in_digits
from zhiheng.core.matching.marks.reading import MarkText, fixed_words
from zhiheng.core.matching.parts import digest

_WORD = 1 << 30  # numbers of words without a concept begin here


def tokens_of(mark: MarkText) -> tuple[list[int], bool]:
    """Return the concepts and what is left over, and whether a concept is among them.

    Letters beside characters mostly say the same again (绿叶 GREEN LEAF), and are left out.
    """
    # A single character before a name (金苹果) distinguishes little, and yet it means something.
    described = mark.generic.count(True) == 1 and mark.generic[0]
    tokens = _of_characters(mark.characters if described else mark.core)
    if not tokens:
        tokens = _of_words([word.text for word in mark.words if not word.generic])
    return tokens, any(token < UNKNOWN for token in tokens)


def _of_words(words: list[str]) -> list[int]:
    """Return the concepts of words; several may have one together: MAPLE LEAF."""
    known = lexicon().concept_of
    tokens: list[int] = []
    at = 0
    while at < len(words):
        for end in range(len(words), at, -1):
            concept = known.get("".join(words[at:end]))
            if concept is not None:
                tokens.append(concept)
                at = end
                break
        else:
            senses = senses_of_folded(words[at])
            unknown = [_WORD + digest(words[at]) % (_WORD - 1)]
            tokens += senses.concepts if senses.whole else unknown
            at += 1
    return tokens


def _of_characters(characters: str) -> list[int]:
    """Return the concepts of characters, and those without one as themselves."""
    tokens: list[int] = []
    for word, concept in words_in(characters):
        if concept is not None:
            tokens.append(concept)
        elif word not in FILLERS:
            tokens += (UNKNOWN + ord(each) for each in in_digits(word))
    return tokens


def is_fixed(mark: MarkText) -> tuple[bool, bool]:
    """Tell whether the characters, and the letters, are words with a meaning of their own.

    A single character is one, and a number.
    """
    known = fixed_words()
    words = [word.text for word in mark.words if not word.generic]
    return (
        mark.characters in known
        or mark.core in known
        or len(mark.core) == 1
        or mark.characters.isdecimal(),
        bool(words) and all(word in known for word in words),
    )
