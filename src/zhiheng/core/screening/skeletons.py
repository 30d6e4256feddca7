"""Sentence skeletons: what stays of sentences when the words that change from one to the next go.

    kept = frequent(sentences_by_text, least=4)
    skeleton(sentence, kept)    # ("以", …) the pieces that stay, in order; □ stands between them

Three neighbouring characters that occur in `least` texts stay; whatever lies between is a word that
was filled in. No dictionary is needed, and none would know the words of every trade. A skeleton
needs `LEAST_FIXED` characters that stay and one place that changes.

Method after the induction of templates from repeated text by their common parts; what counts as
repeated is set by the caller, who knows how many texts there are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

GRAM = 3
LEAST_FIXED = 8  # characters that stay; fewer are a turn of phrase
SHORTEST, LONGEST = 12, 400  # characters of a sentence that is looked at
MOST_SKELETONS = 60
WIDEST = 24  # characters of a word filled in
SLOT = "□"
_END = re.compile(r"[。；;！？!?\n]+")
_HEAD = re.compile(
    r"^(?:\s*\d{1,3}\s*[.、．])?.*(?:其?特征(?:在于|是)|characteri[sz]ed (?:in that|by))[，：:,\s]*"
    r"(?:包括|包含|including|comprising)?[：:\s]*",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"^.{0,80}(?:公开了|公开|提供了|提供|涉及)[^，,：:]{0,60}[，,：:]\s*(?:包括)?[：:]?"
)


@dataclass(frozen=True)
class Skeleton:
    """The pieces that stay, in order, and an example of a sentence."""

    pieces: tuple[str, ...]
    example: str

    @property
    def pattern(self) -> str:
        """A regular expression that sentences of the skeleton contain; a group a word filled in."""
        return f"(.{{1,{WIDEST}}}?)".join(map(re.escape, self.pieces))

    @property
    def told(self) -> str:
        """The skeleton as people read it."""
        return f"{SLOT}".join(self.pieces)


def sentences_of(texts: Iterable[str | None]) -> list[str]:
    """Return the different sentences of some texts, without what only announces them."""
    found: dict[str, None] = {}
    for text in texts:
        for part in _END.split(text or ""):
            bare = _ANNOUNCED.sub("", _HEAD.sub("", part.strip()[:LONGEST])).strip()
            if len(bare) >= SHORTEST:
                found[bare] = None
    return list(found)


def frequent(sentences_by_text: Iterable[Sequence[str]], *, least: int) -> frozenset[str]:
    """Return the 3-grams that occur in at least so many of the texts."""
    counts: Counter[str] = Counter()
    for sentences in sentences_by_text:
        counts.update({gram for sentence in sentences for gram in _grams(sentence)})
    return frozenset(gram for gram, count in counts.items() if count >= least)


def skeleton(sentence: str, kept: frozenset[str]) -> tuple[str, ...]:
    """Return the pieces of a sentence that stay; () where too little stays or nothing changes."""
    stays = bytearray(len(sentence))
    for place, gram in enumerate(_grams(sentence)):
        if gram in kept:
            stays[place : place + GRAM] = b"\1" * GRAM
    pieces = tuple(piece for piece in _runs(sentence, stays))
    if sum(map(len, pieces)) < LEAST_FIXED or all(stays):
        return ()
    return pieces


def recurring(
    sentences_by_text: Sequence[Sequence[str]], kept: frozenset[str], *, least: int
) -> list[Skeleton]:
    """Return the skeletons that recur in at least so many texts, the most frequent first."""
    counts: Counter[tuple[str, ...]] = Counter()
    examples: dict[tuple[str, ...], str] = {}
    for sentences in sentences_by_text:
        own = {skeleton(sentence, kept): sentence for sentence in sentences}
        counts.update(own.keys())
        for pieces, sentence in own.items():
            examples.setdefault(pieces, sentence)
    counts.pop((), None)
    often = [pieces for pieces, count in counts.most_common() if count >= least]
    return [Skeleton(pieces, examples[pieces]) for pieces in _broadest(often)[:MOST_SKELETONS]]


def _broadest(found: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Leave out skeletons that a more frequent one covers: they have a common word filled in."""
    chosen: list[tuple[str, ...]] = []
    patterns: list[re.Pattern[str]] = []
    for pieces in found[: 4 * MOST_SKELETONS]:
        text = SLOT.join(pieces)
        if not any(pattern.search(text) for pattern in patterns):
            chosen.append(pieces)
            patterns.append(re.compile(".*".join(map(re.escape, pieces))))
    return chosen


def _grams(sentence: str) -> Iterator[str]:
    return (sentence[place : place + GRAM] for place in range(len(sentence) - GRAM + 1))


def _runs(sentence: str, stays: bytearray) -> Iterator[str]:
    begin = 0
    for place in range(1, len(sentence) + 1):
        if place == len(sentence) or stays[place] != stays[begin]:
            if stays[begin]:
                yield sentence[begin:place]
            begin = place
