"""Cutting many texts at once into the terms that the embedded index keeps of them.

The same terms as `terms.cut` gives, but a whole batch is laid out as one array of code points and
folded and cut by array operations, which takes a fraction of the time. What folding does to a
character is looked up once and kept in a table; texts with characters whose folding depends on
their neighbours (combining marks, letters of Hangul, final sigma) are folded as `terms` does it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhiheng.core.characters import fold
from zhiheng.core.search.terms import LONGEST_WORD, RUNS, plain_form

_SEPARATOR = "\x1f"  # between texts; inside one it is no more than a blank
_OTHER, _RUN, _WORD, _END, _NEVER_MET = range(5)
# Beyond the last code point: a character that becomes several or none, one whose folding depends
# on its neighbours, one that was not met yet.
_SEVERAL, _HARD, _UNKNOWN = 0x110000, 0x110001, 0x110002
_BLANK = 32
_ENCODING = "utf-32-le"
_JAMO = ((0x1100, 0x11FF), (0xA960, 0xA97F), (0xD7B0, 0xD7FF))
_PAIR = np.array([False, False, True, True, True])
Codes = npt.NDArray[np.uint32]
Kinds = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CutText:
    """The terms of a text, each followed by a blank.

    `placed` has one a unit, in order: a character with the one after it, or a word. `ranked` has
    the characters, pairs and words, in no order that counts. `whole` is the text's whole form.
    """

    placed: str
    ranked: str
    whole: str


def cut_each(texts: Sequence[str]) -> list[CutText]:
    """Return every text cut."""
    if not texts:
        return []
    parts = [each.replace(_SEPARATOR, " ") if _SEPARATOR in each else each for each in texts]
    codes = _TABLES.folded(_SEPARATOR.join(parts))
    kinds = _without_overlong(_TABLES.kinds(codes))
    # Of every character: itself, a blank, itself, the next one, a blank; what does not apply is
    # left out.
    table = np.full((len(codes), 5), _BLANK, np.uint32)
    table[:, 0] = table[:, 2] = codes
    table[:-1, 3] = codes[1:]
    kept, pairs = _layout(kinds)
    ranked = _texts_of(table[kept])
    kept[pairs] = _PAIR
    whole = _texts_of(codes[kinds != _OTHER])
    return list(map(CutText, _texts_of(table[kept]), ranked, whole))


class _Tables:
    """What characters fold to and what they are to cutting, as far as any were met."""

    def __init__(self) -> None:
        self._folds: Codes = np.full(0x110000, _UNKNOWN, np.uint32)
        self._kinds: Kinds = np.full(0x110000, _NEVER_MET, np.uint8)
        self._kinds[ord(_SEPARATOR)] = _END

    def folded(self, text: str) -> Codes:
        """Return the characters of the folded text."""
        codes = _codes(text)
        folded = self._looked_up(codes)
        several = np.unique(codes[folded == _SEVERAL]).tolist()
        for code in several:
            text = text.replace(chr(code), plain_form(chr(code)))
        if (folded == _HARD).any():
            return _codes(plain_form(text))
        return self._looked_up(_codes(text)) if several else folded

    def kinds(self, codes: Codes) -> Kinds:
        """Return what each character of a folded text is to cutting."""
        kinds = self._kinds[codes]
        unknown = np.unique(codes[kinds == _NEVER_MET]).tolist()
        for code in unknown:
            found = RUNS.fullmatch(chr(code))
            self._kinds[code] = _OTHER if found is None else _RUN if found[1] else _WORD
        return self._kinds[codes] if unknown else kinds

    def _looked_up(self, codes: Codes) -> Codes:
        folded = self._folds[codes]
        unknown = np.unique(codes[folded == _UNKNOWN]).tolist()
        for code in unknown:
            self._folds[code] = _fold_of(chr(code))
        return self._folds[codes] if unknown else folded


def _fold_of(character: str) -> int:
    plain = plain_form(character)
    if character == "Σ" or any(map(_meets_neighbours, (*character, *fold(character)))):
        return _HARD
    if any(plain_form(each) != each for each in plain):
        return _HARD
    return ord(plain) if len(plain) == 1 else _SEVERAL


def _meets_neighbours(character: str) -> bool:
    code = ord(character)
    return unicodedata.category(character).startswith("M") or any(
        first <= code <= last for first, last in _JAMO
    )


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode(_ENCODING, "surrogatepass"), np.uint32)


def _layout(kinds: Kinds) -> tuple[Flags, Flags]:
    """Return what is kept of each character's five places, and which characters begin a pair."""
    next_kinds = np.append(kinds[1:], np.uint8(_OTHER))
    runs, words = kinds == _RUN, kinds == _WORD
    pairs = runs & (next_kinds == _RUN)
    kept = np.empty((len(kinds), 5), np.bool_)
    kept[:, 0] = kinds != _OTHER
    kept[:, 1] = runs | (words & (next_kinds != _WORD))
    kept[:, 2] = kept[:, 3] = kept[:, 4] = pairs
    return kept, pairs


def _texts_of(codes: Codes) -> list[str]:
    return codes.tobytes().decode(_ENCODING, "surrogatepass").split(_SEPARATOR)


def _without_overlong(kinds: Kinds) -> Kinds:
    """Return the kinds; of a word of more than LONGEST_WORD characters the rest is left out."""
    words = np.concatenate(([False], kinds == _WORD, [False]))
    changes = np.flatnonzero(words[1:] != words[:-1])
    starts, ends = changes[::2], changes[1::2]
    overlong = ends - starts > LONGEST_WORD
    for start, end in zip(starts[overlong], ends[overlong], strict=True):
        kinds[start + LONGEST_WORD : end] = _OTHER
    return kinds


_TABLES = _Tables()
