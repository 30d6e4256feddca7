"""A mark as it is read: its characters, its letters and words, and what distinguishes nobody.

Two tracks are kept apart, because they are read apart: `characters` (Chinese ones, digits and
single letters beside them, whatever else is no letter) and `letters` (Latin words, and digits
beside them). Letters of other scripts that are printed like Latin ones are taken for these (ΝΙΚΕ).
"""

from __future__ import annotations

import lzma
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

import yaml

from zhiheng.core.characters import HAN, is_han
from zhiheng.core.declarations.catalogue import PACKAGED
from zhiheng.core.matching.marks.characters import character_table, simplified
from zhiheng.core.matching.marks.generic import generic_terms
from zhiheng.core.matching.marks.wordless import DEVICES
from zhiheng.core.matching.places_in_names import latin_places, short_names
from zhiheng.core.matching.spelling import letters as spelled

MOST = 64  # characters of a track that are compared; a mark has no more, a slogan may
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
FEWEST_KEPT = 2  # characters that have to remain when words are left aside
LONGEST_TERM = 6
_HAN = "".join(f"{chr(first)}-{chr(last)}" for first, last in HAN)
_RUNS = re.compile(f"(?P<han>[{_HAN}]+)|(?P<letters>[a-z]+)|(?P<digits>[0-9]+)|(?P<other>.)", re.S)
_INTERJECTIONS = frozenset(("m", "n", "ng", "hm", "hng"))
# A model, a year or a number after the name: 6号, 1956, 2.0, 一代.
_NUMBERED = re.compile(
    r"[0-9一二三四五六七八九十]+(?:[号代年期店]|号店)|[0-9]{2,}|[a-z][0-9]+|系列"
)
_ARTICLE = re.compile(r"\bl'(?=[a-z])")
_INITIALS = re.compile(r"(?<![a-z])([a-z])\.(?=[a-z](?:\.|(?![a-z])))")  # X.O. is XO
SHORTEST_REST = 3  # letters after a describing beginning

RunKind = Literal["han", "letters", "digits", "other"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one kind."""

    kind: RunKind
    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word in letters, and whether it distinguishes nobody."""

    text: str
    generic: bool


@dataclass(frozen=True, slots=True)
class MarkText:
    """A mark as it is read. `written` keeps traditional characters, all else is folded.

    `folded` has the words with blanks between them. `generic` tells of each of `characters` whether
    it belongs to a word that is left aside.
    """

    text: str
    written: str
    folded: str
    runs: tuple[Run, ...]
    characters: str
    generic: tuple[bool, ...]
    words: tuple[Word, ...]

    @property
    def letters(self) -> str:
        """Return the words in one."""
        return "".join(word.text for word in self.words)[:MOST]

    @property
    def core(self) -> str:
        """Return the characters that distinguish."""
        return "".join(
            each for each, aside in zip(self.characters, self.generic, strict=True) if not aside
        )

    @property
    def core_letters(self) -> str:
        """Return the letters that distinguish."""
        return "".join(word.text for word in self.words if not word.generic)[:MOST]

    @property
    def heard(self) -> tuple[str, ...]:
        """Return the words that are heard: those that distinguish, all where none does."""
        words = tuple(word.text for word in self.words if not word.generic)
        return words or tuple(word.text for word in self.words)

    @property
    def syllables(self) -> tuple[str, ...]:
        """Return the syllables of the words that are heard, where all are pinyin."""
        return syllables_in(self.heard)

    @property
    def set_aside(self) -> tuple[str, ...]:
        """Return the words that distinguish nobody, as they are read."""
        found = [word.text for word in self.words if word.generic]
        run = ""
        for each, aside in zip((*self.characters, ""), (*self.generic, False), strict=True):
            if aside:
                run += each
            elif run:
                found.append(run)
                run = ""
        return tuple(found)

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to read, as in a device."""
        return not self.characters and not self.words


def read_mark(text: str, nice_classes: Sequence[str] = ()) -> MarkText:
    """Read a mark; any text can be read, an empty one and "图形" have no words.

    `nice_classes`: their numbers; the generic names of their goods are left aside too.
    """
    return _read(text, tuple(sorted({each.strip().zfill(2) for each in nice_classes})))


@lru_cache(maxsize=4_096)
def _read(text: str, nice_classes: tuple[str, ...]) -> MarkText:
    written = _plain(text)
    folded = "".join(map(_read_as, written))
    runs = list(_runs(folded)) if "".join(folded.split()) not in DEVICES else []
    if any(run.kind != "other" for run in runs):
        runs = [run for run in runs if run.kind != "other" or _is_letter(run.text)]
    characters, words = _tracks(runs)
    terms = _terms(nice_classes)
    return MarkText(
        text=text,
        written="".join(written.split()),
        folded=folded,
        runs=tuple(runs),
        characters=characters,
        generic=_set_aside(characters, terms),
        words=_words(words, terms, alone=not characters),
    )


def _plain(text: str) -> str:
    """Return a text in one width and case; capitals of other scripts become what they look like."""
    wide = unicodedata.normalize("NFKC", text.replace("\0", " ").replace("®", " ")).strip()
    return wide.translate(str.maketrans(dict(letter_declarations()["capitals"]))).lower()


@cache
def _read_as(character: str) -> str:
    """Return what a character is read as: simplified, or the Latin letter that it looks like."""
    return "".join(_letter(each) for each in simplified(character))


def _letter(character: str) -> str:
    if character in homoglyphs():
        return homoglyphs()[character]
    found = character if is_han(character) else spelled(character)
    return found if found.isascii() or len(found) == 1 else character


@cache
def homoglyphs() -> Mapping[str, str]:
    """Return the Latin letters for letters of other scripts that are printed alike."""
    found: Mapping[str, str] = letter_declarations()["homoglyphs"]
    return found


@cache
def letter_declarations() -> Mapping[str, Any]:
    """Return what is declared of letters: look, homoglyphs, short forms, sounds."""
    declared: Mapping[str, Any] = yaml.load(
        (PACKAGED / "marks" / "letters.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return declared


@cache
def fixed_words() -> frozenset[str]:
    """Return the words, Chinese and English, that have a meaning of their own."""
    packed = (PACKAGED / "marks" / "words.txt.xz").read_bytes()
    return frozenset(lzma.decompress(packed).decode("utf-8").split())


def _runs(folded: str) -> Iterator[Run]:
    plain = _INITIALS.sub(r"\1", _ARTICLE.sub("l ", folded)).replace("'", "")
    for found in _RUNS.finditer(plain):
        text = found.group()
        if found.lastgroup == "han":
            yield Run("han", text)
        elif found.lastgroup == "letters":
            yield Run("letters", text)
        elif found.lastgroup == "digits":
            yield Run("digits", text)
        elif _is_seen(text) or text.isspace():
            yield Run("other", text)


def _is_seen(character: str) -> bool:
    """Tell whether a character that is no letter stands for something: no space, no stop."""
    return unicodedata.category(character)[0] in "LNS"


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN" or character.isspace()


def _tracks(runs: Iterable[Run]) -> tuple[str, list[str]]:
    """Return the characters and the words of a mark, each in order.

    Single letters beside characters, or beside nothing but digits, are read like characters; digits
    beside words are written like letters, unless there are characters too.
    """
    listed = list(runs)
    kinds = {run.kind for run in listed if not run.text.isspace()}
    letters = [run.text for run in listed if run.kind == "letters"]
    has_words = any(len(each) > 1 for each in letters)
    as_characters = "han" in kinds or ("digits" in kinds and not has_words)
    characters, joins = "", False
    words: list[str] = []
    for run in listed:
        if run.text.isspace():
            joins = False
        elif run.kind == "letters" or (run.kind == "digits" and not as_characters and letters):
            if run.kind == "letters" and len(run.text) == 1 and as_characters:
                characters += run.text
                continue
            if joins:
                words[-1] += run.text
            else:
                words.append(run.text)
            joins = True
        else:
            characters += run.text
            joins = False
    return characters[:MOST], words


@cache
def _terms(nice_classes: tuple[str, ...]) -> frozenset[str]:
    places = frozenset(name for name in short_names() if len(name) > 1)
    latin = frozenset(name for name in latin_places() if len(name) > 4)
    declared = letter_declarations()
    return frozenset().union(
        generic_terms(),
        *(generic_terms(each) for each in nice_classes),
        places,
        latin,
        declared["articles"],
        declared["stopwords"],
        descriptive()["words"],
        descriptive()["places"],
    )


@cache
def descriptive() -> Mapping[str, frozenset[str]]:
    """Return what describes rather than distinguishes: prefixes, words, places, beginnings."""
    text = (PACKAGED / "marks" / "descriptive.yaml").read_text(encoding="utf-8")
    declared: dict[str, str] = yaml.load(text, Loader=yaml.CSafeLoader)
    return {name: frozenset(words.split()) for name, words in declared.items()}


def _set_aside(characters: str, terms: frozenset[str]) -> tuple[bool, ...]:
    """Mark the words before and after the distinctive part, as long as enough of it remains."""
    begin, end = 0, len(characters)
    while length := _longest(characters, begin, end, terms, at_end=True):
        end -= length
    while length := _longest(characters, begin, end, terms, at_end=False):
        begin += length
    rest = characters[begin:end]
    if len(rest) > FEWEST_KEPT and rest[0] in descriptive()["prefixes"] and not _is_own(rest):
        begin += 1
    return tuple(not begin <= at < end for at in range(len(characters)))


def _longest(characters: str, begin: int, end: int, terms: frozenset[str], *, at_end: bool) -> int:
    for length in range(min(LONGEST_TERM, end - begin - FEWEST_KEPT), 0, -1):
        part = characters[end - length : end] if at_end else characters[begin : begin + length]
        if part in terms and (at_end or length > 1):
            return length
        if at_end and _NUMBERED.fullmatch(part) and not characters[begin:end].isdecimal():
            return length
    return 0


def _is_own(rest: str) -> bool:
    """Tell whether characters are a word, so that no part of them describes the others."""
    return rest in fixed_words() or rest[:2] in fixed_words()


def _words(words: list[str], terms: frozenset[str], *, alone: bool) -> tuple[Word, ...]:
    found: list[Word] = []
    for word in words:
        begins = _beginning(word)
        if begins:
            found.append(Word(begins, generic=True))
        rest = word[len(begins) :]
        found.append(Word(rest, generic=rest in terms or not _is_word(word, words)))
    if all(word.generic for word in found) and alone:
        return tuple(Word(word, generic=False) for word in words)
    return tuple(found)


def _beginning(word: str) -> str:
    """Return the describing beginning of a word, smart of SMARTPEN; none where little is left."""
    for length in range(len(word) - SHORTEST_REST, SHORTEST_REST - 1, -1):
        if word[:length] in descriptive()["beginnings"]:
            return word[:length]
    return ""


def _is_word(word: str, words: list[str]) -> bool:
    """Tell whether a word is more than a model number after a longer word: X5, 2000."""
    return not any(map(str.isdecimal, word)) or all(len(each) <= len(word) for each in words)


def syllables_in(words: Sequence[str]) -> tuple[str, ...]:
    """Return the pinyin syllables of words, as few as possible; nothing if some have none."""
    found: list[str] = []
    for word in words:
        parts = _segmented(word)
        if not parts:
            return ()
        found += parts
    return tuple(found[:MOST])


@cache
def pinyin_syllables() -> frozenset[str]:
    """Return the syllables that letters are read as, without tone; interjections (嗯) are none."""
    return frozenset(character_table().syllables) - _INTERJECTIONS


@lru_cache(maxsize=8_192)
def _segmented(word: str) -> tuple[str, ...]:
    known = pinyin_syllables()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for begin in range(max(0, end - 6), end):
            before, part = best[begin], word[begin:end]
            if before is None or part not in known:
                continue
            found = best[end]
            if found is None or len(before) + 1 < len(found):
                best[end] = (*before, part)
    return best[-1] or ()
