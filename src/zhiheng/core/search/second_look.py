"""A second look at the best matches of a long question: by their best passage and all they lack.

A question in whole sentences shares many characters with a text that does not answer it. Of the
first matches by BM25 three things are therefore added up, each a sum over the question's terms:

1. BM25 of the whole text, with stronger normalisation by length than the index has;
2. BM25 of its best passage (up to 。or ；or a line's end), so that an answer in a long text counts;
3. the query likelihood under a unigram model of the text smoothed by the collection (Dirichlet
   prior; Zhai and Lafferty 2004), which counts against a text the rare terms that it lacks.

Constants were chosen on one half of a judged set of questions and measured on the other
(`benchmarks/retrieval.py`).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.core.search.query import And, Query, Words
from zhiheng.core.search.ranking import WEIGHED
from zhiheng.core.search.results import Share
from zhiheng.core.search.terms import RUNS, is_unspaced, plain_form

REACH = 60  # matches looked at again
LEAST_TERMS = 7  # different terms that make a question a long one
K1, B = 0.9, 0.95
PASSAGE_K1, PASSAGE_B, PASSAGE_WEIGHT = 2.0, 0.9, 0.8
PRIOR, LIKELIHOOD_WEIGHT = 25.0, 0.3
# In short texts a character alone tells more against its pairs than the index gives it.
SINGLES, SINGLES_IN_PASSAGE = 1.5, 1.2
RARITY_POWER = 1.1
_PASSAGE_END = re.compile(r"[。；;！？!?\n]")
Candidate = tuple[float, Any, Mapping[str, Any]]


@dataclass(frozen=True)
class _Text:
    """A candidate's text: how often each term of the question occurs, whole and by passage."""

    length: int
    counts: Mapping[str, int]
    passages: tuple[tuple[int, Mapping[str, int]], ...]


def reach(query: Query, offset: int) -> int:
    """Return how many of the first matches are looked at again: none for short questions."""
    words = question(query)
    if words is None or offset >= REACH:
        return 0
    return REACH if len(set(words.terms)) >= LEAST_TERMS else 0


def question(query: Query) -> Words | None:
    """Return the plain question of a query, alone or beside conditions."""
    if isinstance(query, Words):
        return query
    if isinstance(query, And):
        return next((part for part in query.parts if isinstance(part, Words)), None)
    return None


def reordered(
    query: Query,
    candidates: Sequence[Candidate],
    frequency: Callable[[str], int],
    collection: int,
) -> list[tuple[float, Any]]:
    """Return score and address of the candidates, best first.

    `frequency` tells in how many of the `collection` records a term occurs.
    """
    words = question(query)
    if words is None or not candidates:
        return [(score, address) for score, address, _ in candidates]
    asked = Counter([*words.singles, *words.terms])
    texts = [_counted(shown, asked) for _, _, shown in candidates]
    scorer = _Scorer.of(asked, texts, frequency, collection)
    scored = [(scorer.score(text), place) for place, text in enumerate(texts)]
    scored.sort(key=lambda each: (-each[0], each[1]))
    return [(score, candidates[place][1]) for score, place in scored]


def shares_of(
    query: Query,
    shown: Mapping[str, Any],
    candidates: Sequence[Mapping[str, Any]],
    frequency: Callable[[str], int],
    collection: int,
) -> list[Share]:
    """Return what each term gives to the score of one candidate, and what its length takes."""
    words = question(query)
    if words is None:
        return []
    asked = Counter([*words.singles, *words.terms])
    texts = [_counted(each, asked) for each in candidates]
    return _Scorer.of(asked, texts, frequency, collection).shares(_counted(shown, asked))


@dataclass(frozen=True)
class _Scorer:
    """Scores texts against one question, by the statistics of its candidates.

    `rarity` holds what an occurrence of a term is worth, its count in the question included.
    """

    asked: Mapping[str, int]
    rarity: Mapping[str, float]
    expected: Mapping[str, float]
    length: float
    passage_length: float

    @classmethod
    def of(
        cls,
        asked: Mapping[str, int],
        texts: Sequence[_Text],
        frequency: Callable[[str], int],
        collection: int,
    ) -> _Scorer:
        """Gather the statistics."""
        length = sum(text.length for text in texts) / len(texts) or 1.0
        lengths = [length for text in texts for length, _ in text.passages]
        found = {term: frequency(term) for term in asked}
        return cls(
            asked,
            {t: _rarity(t, n, collection) * asked[t] for t, n in found.items()},
            {t: PRIOR * (n + 0.5) / (collection * length) for t, n in found.items()},
            length,
            sum(lengths) / len(lengths) if lengths else 1.0,
        )

    def score(self, text: _Text) -> float:
        """Return a text's score: the sum of its shares."""
        whole = sum(self._bm25(text.counts, text.length / self.length, K1, B).values())
        best = max((sum(each.values()) for each in self._passages(text)), default=0.0)
        likely = sum(self._likelihood(text).values())
        return whole + PASSAGE_WEIGHT * best + LIKELIHOOD_WEIGHT * (likely - self._taken(text))

    def shares(self, text: _Text) -> list[Share]:
        """Return what each term gives to a text's score, and what its length takes."""
        whole = self._bm25(text.counts, text.length / self.length, K1, B)
        best = max(self._passages(text), key=lambda each: sum(each.values()), default={})
        shares = [Share(term, "text", score) for term, score in whole.items()]
        shares += [Share(t, "passage", PASSAGE_WEIGHT * score) for t, score in best.items()]
        shares += [
            Share(term, "likelihood", LIKELIHOOD_WEIGHT * score)
            for term, score in self._likelihood(text).items()
        ]
        return [*shares, Share("", "length", -LIKELIHOOD_WEIGHT * self._taken(text))]

    def _passages(self, text: _Text) -> Iterator[dict[str, float]]:
        for length, counts in text.passages:
            relative = length / self.passage_length
            found = self._bm25(counts, relative, PASSAGE_K1, PASSAGE_B)
            yield {t: s * (SINGLES_IN_PASSAGE if len(t) == 1 else 1) for t, s in found.items()}

    def _likelihood(self, text: _Text) -> dict[str, float]:
        return {
            term: math.log(1 + count / self.expected[term]) * self.asked[term]
            for term, count in text.counts.items()
        }

    def _taken(self, text: _Text) -> float:
        return math.log(1 + text.length / PRIOR) * sum(self.asked.values())

    def _bm25(
        self, counts: Mapping[str, int], relative: float, k1: float, b: float
    ) -> dict[str, float]:
        norm = k1 * (1 - b + b * relative)
        return {
            term: self.rarity[term] * count * (k1 + 1) / (count + norm)
            for term, count in counts.items()
        }


def _rarity(term: str, found: int, collection: int) -> float:
    """Return the inverse document frequency of a term as it counts here."""
    rarity = math.log(1 + (collection - found + 0.5) / (found + 0.5))
    return float(rarity**RARITY_POWER) * (SINGLES if len(term) == 1 else 1.0)


def _counted(shown: Mapping[str, Any], asked: Mapping[str, int]) -> _Text:
    """Count the terms of a question in a record's ranked texts, passage by passage."""
    passages = []
    total: dict[str, int] = {}
    length = 0
    for name in WEIGHED:
        for text in shown["texts"].get(name, ()):
            plain = plain_form(text)
            length += len(plain)
            here = _occurrences(plain, asked)
            for term, count in here.items():
                total[term] = total.get(term, 0) + count
            for passage in _PASSAGE_END.split(plain) if here else ():
                alone = len(passage) == len(plain)
                if counts := here if alone else _occurrences(passage, here):
                    passages.append((len(passage), counts))
    return _Text(length, total, tuple(passages))


def _occurrences(passage: str, asked: Iterable[str]) -> dict[str, int]:
    words: list[str] | None = None
    found = {}
    for term in asked:
        if term not in passage:
            continue
        if is_unspaced(term[0]):
            found[term] = passage.count(term)
            continue
        if words is None:
            words = [word for _, word in RUNS.findall(passage)]
        if count := words.count(term):
            found[term] = count
    return found
