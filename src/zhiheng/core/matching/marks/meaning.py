"""Same or close meaning: both marks are read as things, and the things are the same.

The words of a mark, Chinese or English, are looked up in declared lists in which words of one
meaning stand on one line (`declarations/marks/meanings/*.yaml`); so 金狮 and GOLDEN LION are found
to say the same. What no list knows has no meaning here.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from pydantic import model_validator

from zhiheng.core.characters import fold, is_han
from zhiheng.core.declarations.models import Declaration, Wording
from zhiheng.core.matching.marks.telling import sentence
from zhiheng.core.terms.declared import all_declared

PARTLY = 0.5  # how much agreement counts where something of a mark has no known meaning
LONGEST_RUN = 40  # letters without a space: longer ones are no words
FILLERS = frozenset("的之与和")  # say nothing beside other characters
_ARTICLES = frozenset(("the", "a", "an", "of", "and"))
_RUNS = re.compile(r"[a-z]+|[^a-z\s]+")


class MeaningList(Declaration):
    """A file of words: on each line of `words` those of one meaning, Chinese = English."""

    theme: str
    words: str
    status: Literal["verified", "unverified"] = "verified"

    @model_validator(mode="after")
    def _is_readable(self) -> MeaningList:
        for line in self.words.splitlines():
            if line.count("=") != 1 or not all(side.split() for side in line.split("=")):
                raise ValueError(f"not words = words: {line!r}")
        return self

    def concepts(self) -> Iterator[tuple[str, ...]]:
        """Yield the words of each line, folded."""
        for line in self.words.splitlines():
            yield tuple(dict.fromkeys(fold(word) for word in line.replace("=", " ").split()))


@dataclass(frozen=True, slots=True)
class Senses:
    """What a mark says: numbers of concepts in order; `whole` where nothing else stands in it."""

    concepts: tuple[int, ...]
    whole: bool


NOTHING = Senses((), whole=False)


@dataclass(frozen=True)
class Lexicon:
    """Words by their concept, the words of each concept, and the digest of all of it."""

    concept_of: Mapping[str, int]
    words_of: Sequence[tuple[str, ...]]
    longest: int
    digest: str


@cache
def lexicon() -> Lexicon:
    """Read the declared words; a word on two lines belongs to the first."""
    lists = all_declared("marks/meanings/*.yaml", MeaningList)
    concepts = [words for each in lists for words in each.concepts()]
    concept_of: dict[str, int] = {}
    for number, words in enumerate(concepts):
        for word in words:
            concept_of.setdefault(word, number)
    digest = hashlib.sha256(repr(concepts).encode()).hexdigest()
    return Lexicon(concept_of, concepts, max(map(len, concept_of), default=0), digest)


def senses_of(text: str) -> Senses:
    """Return what a mark says; any text can be asked about."""
    return senses_of_folded(fold(text))


@lru_cache(maxsize=4_096)  # one mark is compared with many; millions are read once each
def senses_of_folded(text: str) -> Senses:
    """Return what a folded text says."""
    concepts: list[int] = []
    left_over = False
    for run in _RUNS.findall(text):
        found = _latin(run) if run.isascii() and run.isalpha() else _chinese(run)
        concepts += found.concepts
        left_over |= not found.whole
    return Senses(tuple(concepts), bool(concepts) and not left_over)


def words_in(characters: str) -> Iterator[tuple[str, int | None]]:
    """Yield the known words of folded characters with their concepts, the longest word first.

    A character that begins none is yielded by itself, without a concept.
    """
    known = lexicon()
    at = 0
    while at < len(characters):
        length = min(known.longest, len(characters) - at)
        while length > 1 and characters[at : at + length] not in known.concept_of:
            length -= 1
        word = characters[at : at + length]
        yield word, known.concept_of.get(word)
        at += length


def meaning_score(a: Senses, b: Senses) -> float:
    """Return how far two marks say the same, 0 to 1; the order of the words does not matter."""
    if not a.concepts or not b.concepts:
        return 0.0
    shared = sum((Counter(a.concepts) & Counter(b.concepts)).values())
    share = 2.0 * shared / (len(a.concepts) + len(b.concepts))
    return share if a.whole and b.whole else share * PARTLY


def meaning_words(a: str, b: str) -> Wording | None:
    """Return the sentence that says what two marks have in common in meaning; None for nothing."""
    one, other = senses_of(a), senses_of(b)
    shared = dict.fromkeys(each for each in one.concepts if each in other.concepts)
    if not shared:
        return None
    words = [lexicon().words_of[each] for each in shared]
    things = Wording(
        zh="、".join(each[0] for each in words), en=", ".join(_english(each) for each in words)
    )
    code = "meaning.same" if meaning_score(one, other) == 1.0 else "meaning.shared"
    return sentence(code, a=a, b=b, things=things)


def _english(words: Sequence[str]) -> str:
    return next((word for word in words if word.isascii()), words[0])


def _chinese(run: str) -> Senses:
    """Read a run without Latin letters."""
    concepts: list[int] = []
    whole = True
    for word, concept in words_in(run):
        if concept is not None:
            concepts.append(concept)
        elif word not in FILLERS and (is_han(word) or word.isalnum()):
            whole = False
    return Senses(tuple(concepts), whole)


def _latin(run: str) -> Senses:
    """Read a run of letters: one word, or several written together."""
    if len(run) > LONGEST_RUN:
        return NOTHING
    if run in _ARTICLES:
        return Senses((), whole=True)
    parts = _parts(run)
    return Senses(parts, whole=True) if parts else NOTHING


def _parts(run: str) -> tuple[int, ...]:
    """Return the concepts of the fewest words that make up a run; nothing where some is left."""
    best: list[tuple[int, ...] | None] = [None] * (len(run) + 1)
    best[0] = ()
    for end in range(1, len(run) + 1):
        for begin in range(end - 1, -1, -1):
            before = best[begin]
            concept = _word(run[begin:end]) if before is not None else None
            if before is None or concept is None:
                continue
            found = best[end]
            if found is None or len(before) + 1 < len(found):
                best[end] = (*before, concept)
    return best[-1] or ()


def _word(word: str) -> int | None:
    """Return the concept of an English word, also in the plural; two letters are no word."""
    if len(word) < 3 or not word.isascii():
        return None
    known = lexicon().concept_of
    for form in (word, word.removesuffix("s"), word.removesuffix("es")):
        if form in known:
            return known[form]
    return None
