"""Cutting texts into what is indexed and searched for.

Scripts written without blanks (Chinese, Japanese) are cut into single characters and into pairs of
neighbours; all other scripts into words, without case and accents. Everything is folded first
(`core/characters.fold`), so traditional and simplified, full- and half-width agree.

`units` are the positions of a text, one for a character or word: phrases and distances count in
them. `pairs` has one entry a unit too: a character with the one after it, the last of a run alone.
Known limits: words are not stemmed (truncate instead: batter*), Thai, Lao and Khmer, written
without blanks, are taken for one word from blank to blank.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from zhiheng.core.characters import fold

# Characters of scripts written without blanks: Han, kana.
_RUN = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
RUNS = re.compile(f"([{_RUN}]+)|([^\\W_{_RUN}]+)")
_HAN_ONLY = re.compile(f"[{_RUN}]+")
# Letters of scripts that write accents or vowels as marks: Latin to Georgian, and Greek and Latin
# written with several. Of kana and Hangul marks make other letters: they stay.
_MAY_BE_ACCENTED = re.compile("[\u00c0-\u1fff\u20d0-\u20ff]")
LONGEST_WORD = 200  # characters; Tantivy keeps no term above 64 kB, and nobody types longer ones


@dataclass(frozen=True)
class Terms:
    """A text cut: Chinese characters, their pairs, and words of other scripts, in order."""

    singles: tuple[str, ...]
    pairs: tuple[str, ...]
    words: tuple[str, ...]


def plain_form(text: str) -> str:
    """Return the folded text without accents: what terms are cut from."""
    folded = fold(text)
    if folded.isascii() or not _MAY_BE_ACCENTED.search(folded):
        return folded
    return _MAY_BE_ACCENTED.sub(lambda found: _bare(found[0]), folded)


def units(text: str) -> tuple[str, ...]:
    """Return the units of a text: 锂电池 pack → 锂, 电, 池, pack."""
    found: list[str] = []
    for run, word in RUNS.findall(plain_form(text)):
        if run:
            found.extend(run)
        else:
            found.append(word[:LONGEST_WORD])
    return tuple(found)


def pairs(text: str) -> list[str]:
    """Return one term a unit: 锂电池 pack → 锂电, 电池, 池, pack."""
    found: list[str] = []
    for run, word in RUNS.findall(plain_form(text)):
        if run:
            found += [run[place : place + 2] for place in range(len(run))]
        else:
            found.append(word[:LONGEST_WORD])
    return found


def cut(text: str) -> Terms:
    """Cut a text into characters, pairs and words, each as often as it occurs."""
    singles: list[str] = []
    doubles: list[str] = []
    words: list[str] = []
    for run, word in RUNS.findall(plain_form(text)):
        if run:
            singles.extend(run)
            doubles += [run[place : place + 2] for place in range(len(run) - 1)]
        else:
            words.append(word[:LONGEST_WORD])
    return Terms(tuple(singles), tuple(doubles), tuple(words))


@lru_cache(maxsize=50_000)
def is_unspaced(unit: str) -> bool:
    """Tell whether a unit is a character of a script written without blanks."""
    return len(unit) == 1 and _HAN_ONLY.fullmatch(unit) is not None


def number_form(text: str) -> str:
    """Return a number as the index keeps it: small letters and digits, nothing else."""
    if text.isascii():  # folding changes nothing but the case of these
        return "".join(filter(str.isalnum, text.lower()))
    return "".join(character for character in fold(text) if character.isalnum())


@lru_cache(maxsize=100_000)
def whole_form(text: str) -> str:
    """Return a name or title as it is compared whole: folded, without blanks and marks."""
    return "".join(units(text))


@lru_cache(maxsize=10_000)
def _bare(character: str) -> str:
    decomposed = unicodedata.normalize("NFD", character)
    return "".join(each for each in decomposed if not unicodedata.combining(each))
