"""Names in Latin letters, and in scripts spelled with them: words, and what each of them is.

Words are forms (Co., Ltd.), trades (Technology), places (Shenzhen), numbers, initials, particles
(of, bin) or plain words. A name without any form, trade or place may be a person's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

from zhiheng.core.characters import fold
from zhiheng.core.matching.places_in_names import latin_places
from zhiheng.core.matching.spelling import letters
from zhiheng.core.matching.vocabulary import Form, load_vocabulary

_DOTTED = re.compile(r"(?<!\w)(?:\w\.\s?){2,}")
_WORDS = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"i{2,3}|iv|vi{1,3}|ix|xi{1,3}")
_QUOTES = re.compile(r"['’‘`´]")
_LONGEST_FORM = 6
LONGEST_WORD = 32  # what is compared of one word; longer ones are cut
_POLYTECHNIC = ("institute", "of", "technology")  # a university, unlike other institutes
V = TypeVar("V")


class WordKind(IntEnum):
    """What a word of a name is."""

    WORD = 0
    TRADE = 1
    PLACE = 2
    NUMBER = 3
    INITIAL = 4
    PARTICLE = 5


@dataclass(frozen=True, slots=True)
class Word:
    """One word, in letters; `value` is the number of a trade or the code of a place, else 0."""

    text: str
    kind: WordKind
    value: int = 0


@dataclass(frozen=True, slots=True)
class LatinName:
    """The words of a name in order, without its form; `form` as declared, where there is one."""

    text: str
    words: tuple[Word, ...]
    form: Form | None = None
    group: bool = False

    @property
    def is_organisation(self) -> bool:
        """Tell whether a form, a trade or a place shows that this is no person's name."""
        return self.form is not None or any(
            word.kind in (WordKind.TRADE, WordKind.PLACE) for word in self.words
        )

    @property
    def is_form_alone(self) -> bool:
        """Tell whether the name is nothing but a legal form: Ltd."""
        forms = load_vocabulary().latin_forms
        return tuple(word.text for word in self.words) in forms


def parse_latin_name(text: str) -> LatinName:
    """Read the words of a name; any text can be read."""
    vocabulary = load_vocabulary()
    plain = _QUOTES.sub("", letters(fold(text)))
    plain = _DOTTED.sub(lambda match: re.sub(r"[.\s]", "", match[0]) + " ", plain)
    pieces = [vocabulary.number_words.get(each, each) for each in _WORDS.findall(plain)]
    pieces = [each for each in pieces if each not in vocabulary.titles] or pieces
    pieces, form = _without_form(pieces)
    groups = [each for each in pieces if each in vocabulary.latin_group_words]
    if len(groups) < len(pieces):
        pieces = [each for each in pieces if each not in vocabulary.latin_group_words]
    return LatinName(
        text, tuple(_words([each[:LONGEST_WORD] for each in pieces])), form, bool(groups)
    )


def _without_form(pieces: list[str]) -> tuple[list[str], Form | None]:
    """Take forms off the ends, and out of the middle where one has to stand: AG & Co. KG."""
    found: Form | None = None
    forms = load_vocabulary().latin_forms
    while len(pieces) > 1:
        at, length, form = _form_at_end(pieces, forms)
        if form is None or length >= len(pieces):
            break
        pieces = pieces[:at] + pieces[at + length :]
        if found is None or found.family == form.family == "company" or form.family == "company":
            found = form
    return pieces, found


def _form_at_end(
    pieces: list[str], forms: Mapping[tuple[str, ...], Form]
) -> tuple[int, int, Form | None]:
    for length in range(min(_LONGEST_FORM, len(pieces) - 1), 0, -1):
        for at in (len(pieces) - length, 0):
            form = forms.get(tuple(pieces[at : at + length]))
            if form is not None:
                return at, length, form
    for at in range(1, len(pieces) - 1):
        # Before a bracket or a branch: Tencent Technology Company Limited Shanghai.
        if tuple(pieces[at : at + 3]) == _POLYTECHNIC:
            return at, 1, forms[("university",)]
        form = forms.get((pieces[at],))
        if form is not None and form.family != "company":
            return at, 1, form
    return 0, 0, None


def _words(pieces: list[str]) -> list[Word]:
    vocabulary, places = load_vocabulary(), latin_places()
    words: list[Word] = []
    at = 0
    while at < len(pieces):
        trade, length = _longest(pieces, at, vocabulary.latin_trades)
        if trade is not None:
            words.append(Word("".join(pieces[at : at + length]), WordKind.TRADE, trade))
            at += length
            continue
        code, length = next(
            (
                (places[word], size)
                for size in (2, 1)
                if (word := "".join(pieces[at : at + size])) in places and at + size <= len(pieces)
            ),
            ("", 1),
        )
        if code:
            words.append(Word("".join(pieces[at : at + length]), WordKind.PLACE, int(code)))
        else:
            words.append(_plain_word(pieces[at]))
        at += length
    return words


def _longest(
    pieces: list[str], at: int, table: Mapping[tuple[str, ...], V]
) -> tuple[V | None, int]:
    for length in range(4, 0, -1):
        found = table.get(tuple(pieces[at : at + length]))
        if found is not None and at + length <= len(pieces):
            return found, length
    return None, 0


def _plain_word(piece: str) -> Word:
    if _ROMAN.fullmatch(piece) or any(character.isdigit() for character in piece):
        return Word(piece, WordKind.NUMBER)
    if piece in load_vocabulary().particles:
        return Word(piece, WordKind.PARTICLE)
    return Word(piece, WordKind.INITIAL if len(piece) == 1 and piece.isascii() else WordKind.WORD)
