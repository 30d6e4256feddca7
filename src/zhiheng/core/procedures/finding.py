"""Finding the right service: by the words people use, and by what they answer to a few questions.

By words, each service has a text (its title, the words declared for finding it, its summary and
conditions), compared with what was typed in three ways: declared words that stand in it whole,
pairs of neighbouring characters (words in Latin letters) weighed by how few services share them,
and the same by sound, so that pinyin and characters mistaken for others of the same sound find it
too. Every service found says which words it was found by.

By questions, an answer keeps the services that name it, and those that leave the question open. The
question asked next is the one whose answers part the remaining services best.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pydantic import Field
from pypinyin import lazy_pinyin

from zhiheng.core.characters import fold, is_han
from zhiheng.core.declarations.models import Declaration, Slug, Wording
from zhiheng.core.errors import DeclarationError, Problem
from zhiheng.core.matching.spelling import letters, sound
from zhiheng.core.procedures.declared import ProcedureDeclaration
from zhiheng.core.terms.declared import read_declared

# What a match counts for by where it stands; of a whole declared word, by its characters.
_WEIGHTS = {"title": 3.0, "words": 2.0, "summary": 1.0, "conditions": 0.4}
_WHOLE = 1.6
_BY_SOUND = 0.5
_LEAST_SHARE = 0.25  # of the best score; what has less is not offered
_LEAST_TYPED = 5  # letters of pinyin that tell something
_LATIN = re.compile(r"[a-z0-9]+")
# Words of asking: they say nothing about what is asked for.
_EMPTY = re.compile(
    fold(
        r"怎么办|怎么样|怎样|怎么|如何|请问|我们|我想|我要|想要|想|哪里|去哪|在哪|什么|可以|能不能|能否|"
        r"需要|应该|有没有|是不是|办理|吗|呢|吧|啊|了(?!解)|我|您|你|的|"
        r"\b(?:a|an|the|of|to|for|on|in|is|are|and|or|my|i|we|how|do|can|what|want|get|with|by)\b"
    )
)


class Answer(Declaration):
    """One answer to a question."""

    answer: Slug
    title: Wording


class Question(Declaration):
    """One question with the answers offered."""

    question: Slug
    title: Wording
    answers: list[Answer] = Field(min_length=2)


class QuestionsDeclaration(Declaration):
    """The file `declarations/services/questions.yaml`, in the order in which people think."""

    questions: list[Question] = Field(min_length=1)


@dataclass(frozen=True)
class Found:
    """A service that was found, its score from 0 to 1 (the best has 1) and by which words."""

    declaration: ProcedureDeclaration
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Offered:
    """A question with the answers that lead on, each with the number of services it keeps."""

    question: Question
    answers: tuple[tuple[Answer, int], ...]


@dataclass(frozen=True)
class Narrowed:
    """The services that fit the answers given, best first, and the question to ask next."""

    services: tuple[ProcedureDeclaration, ...]
    next: Offered | None


def load_questions(*folders: Path) -> list[Question]:
    """Read the questions, an office's own replacing ours; report every problem at once."""
    problems: list[Problem] = []
    found = read_declared("services/questions.yaml", QuestionsDeclaration, folders, problems)
    if problems:
        raise DeclarationError(*problems)
    return found[-1].questions


def answer_names(questions: Iterable[Question]) -> set[str]:
    """Return every answer as `question=answer`, as the checker of procedures asks for them."""
    return {f"{each.question}={one.answer}" for each in questions for one in each.answers}


class Services:
    """The services that people may ask for, ready to be searched."""

    def __init__(self, declarations: Iterable[ProcedureDeclaration]) -> None:
        self.declarations = [each for each in declarations if each.asked_by]
        self._texts = [_Text(each) for each in self.declarations]
        self._rarity = _rarity(text.pairs for text in self._texts)
        self._sound_rarity = _rarity(text.sounds for text in self._texts)

    def find(self, query: str, *, most: int = 5) -> list[Found]:
        """Return the services that fit what was typed, best first; none where nothing fits."""
        plain = _plain(query)
        if not plain:
            return []
        scores = [self._score(text, plain) for text in self._texts]
        best = max((score for score, _ in scores), default=0.0)
        if best <= 0:
            return []
        found = [
            Found(each, score / best, words)
            for each, (score, words) in zip(self.declarations, scores, strict=True)
            if score >= best * _LEAST_SHARE
        ]
        return sorted(found, key=lambda each: -each.score)[:most]

    def _score(self, text: _Text, plain: str) -> tuple[float, tuple[str, ...]]:
        whole = [word for word in text.words if _plain(word) and _plain(word) in plain]
        inside = [word for word in text.words if len(plain) > 1 and plain in _plain(word)]
        score = _WHOLE * sum(len(_plain(word)) * self._share(word) for word in _longest(whole))
        score += _WHOLE * len(plain) * max((self._share(word) for word in inside), default=0.0)
        pairs = {pair: text.pairs[pair] for pair in _pairs(plain) if pair in text.pairs}
        score += sum(self._rarity[pair] * weight for pair, weight in pairs.items())
        seen = {each for pair in pairs for each in _sounds(pair)}
        sounds = {
            each: text.sounds[each]
            for each in _sounds(plain)
            if each in text.sounds and each not in seen
        }
        score += _BY_SOUND * sum(
            self._sound_rarity[each] * weight for each, weight in sounds.items()
        )
        typed = plain.replace(" ", "")
        spelled = text.spelled_in(typed)
        score += _BY_SOUND * sum(len(typed) * self._share(word) for word in spelled)
        words = [*_longest(whole), *inside, *spelled] or [
            word for word in text.words if _shares(word, pairs)
        ]
        return score, tuple(dict.fromkeys(words or _heard(text, sounds)))

    def _share(self, word: str) -> float:
        """Return how much a declared word tells: less, the more services declare it."""
        declared = sum(word in text.words for text in self._texts)
        return 1 / (1 + math.log(declared)) if declared else 0.0


class _Text:
    """What is searched of one service: its declared words, and weighted pairs and sounds."""

    def __init__(self, declaration: ProcedureDeclaration) -> None:
        finding = [*declaration.finding.words, declaration.title.zh, declaration.title.en]
        self.words = tuple(dict.fromkeys(finding))
        self.pairs: dict[str, float] = {}
        self.sounds: dict[str, float] = {}
        titles = [declaration.title.zh, declaration.title.en]
        parts = {
            "title": titles,
            "words": declaration.finding.words,
            "summary": [declaration.summary.zh, declaration.summary.en],
            "conditions": [text for each in declaration.conditions for text in (each.zh, each.en)],
        }
        for part, texts in parts.items():
            for text in texts:
                _note(self.pairs, _pairs(_plain(text)), _WEIGHTS[part])
                if part in ("title", "words"):
                    _note(self.sounds, _sounds(_plain(text)), _WEIGHTS[part])
        self._spelled = {
            word: letters("".join(lazy_pinyin(_plain(word)))).replace(" ", "")
            for word in self.words
        }

    def spelled_in(self, typed: str) -> list[str]:
        """Return the words whose pinyin was typed, or of which a good part was."""
        if not typed.isascii() or len(typed) < _LEAST_TYPED:
            return []
        return [
            word
            for word, spelled in self._spelled.items()
            if typed in spelled or (len(spelled) >= _LEAST_TYPED and spelled in typed)
        ]


def narrow(
    declarations: Iterable[ProcedureDeclaration],
    questions: Sequence[Question],
    given: Mapping[str, str],
) -> Narrowed:
    """Return what fits the answers given so far, by question, and what to ask next."""
    fits = [each for each in declarations if each.asked_by and _fits(each, given)]
    fits.sort(key=lambda each: -sum(name in each.finding.answers for name in given))
    open_questions = [_offered(each, fits) for each in questions if each.question not in given]
    useful = [each for each in open_questions if each is not None]
    asked = min(useful, key=_left_over, default=None) if len(fits) > 1 else None
    return Narrowed(tuple(fits), asked)


def _fits(declaration: ProcedureDeclaration, given: Mapping[str, str]) -> bool:
    answers = declaration.finding.answers
    return all(value in answers.get(name, [value]) for name, value in given.items())


def _offered(question: Question, fits: Sequence[ProcedureDeclaration]) -> Offered | None:
    """Return a question with its useful answers; None where all of them keep everything."""
    counted = [
        (answer, sum(_fits(each, {question.question: answer.answer}) for each in fits))
        for answer in question.answers
    ]
    useful = tuple((answer, count) for answer, count in counted if count)
    if all(count == len(fits) for _, count in useful):
        return None
    return Offered(question, useful)


def _left_over(offered: Offered) -> float:
    """Return how many services an answer leaves on average."""
    return sum(count for _, count in offered.answers) / len(offered.answers)


def _plain(text: str) -> str:
    """Return what says something in a text: folded, without punctuation and words of asking."""
    folded = _EMPTY.sub(" ", fold(text))
    kept = "".join(
        each if is_han(each) or (each.isascii() and each.isalnum()) else " " for each in folded
    )
    return " ".join(kept.split())


def _pairs(plain: str) -> list[str]:
    """Return neighbouring characters in pairs, single ones where they stand alone, Latin words."""
    # "disputes" is found by "dispute".
    found = [each.removesuffix("s") if len(each) > 3 else each for each in _LATIN.findall(plain)]
    for run in re.split(r"[^\u3400-\u9fff\uf900-\ufaff]+", plain):
        found += [run[at : at + 2] for at in range(len(run) - 1)] or list(run)
    return found


def _sounds(plain: str) -> list[str]:
    """Return neighbouring syllables in pairs, of characters as of pinyin typed with spaces."""
    found = []
    for run in re.split(r"[^\u3400-\u9fff\uf900-\ufaff]+", plain):
        syllables = [sound(each) for each in run]
        found += [first + second for first, second in pairwise(syllables)]
    return found


def _rarity(texts: Iterable[Mapping[str, float]]) -> Mapping[str, float]:
    """Return for each pair how rare it is among the services: 0.3 in all of them, more in few."""
    kept = list(texts)
    counted = Counter(pair for text in kept for pair in text)
    return {pair: 0.3 + math.log(len(kept) / count) for pair, count in counted.items()}


def _note(weights: dict[str, float], pairs: Iterable[str], weight: float) -> None:
    for pair in pairs:
        weights[pair] = max(weights.get(pair, 0.0), weight)


def _longest(words: Sequence[str]) -> list[str]:
    """Return the words that are not part of another one that stands there too."""
    return [word for word in words if not any(word != other and word in other for other in words)]


def _shares(word: str, pairs: Iterable[str]) -> bool:
    own = set(_pairs(_plain(word)))
    return any(pair in own for pair in pairs)


def _heard(text: _Text, sounds: Iterable[str]) -> list[str]:
    wanted = set(sounds)
    return [word for word in text.words if wanted.intersection(_sounds(_plain(word)))]
