"""Reading what a person typed into a search box: `understand` never fails.

What is wrong with a query is told as problems, each with its place in the text (counted from 1) and
what was done about it; the rest is searched. Sentences in Chinese and English say how it was read.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhiheng.core.declarations.models import Register, SearchField, Wording
from zhiheng.core.errors import Problem
from zhiheng.core.search.fields import by_letters
from zhiheng.core.search.leaf_reading import words
from zhiheng.core.search.lexing import Kind, Token, lex
from zhiheng.core.search.narration import narrate
from zhiheng.core.search.numbers import is_certain, read_number
from zhiheng.core.search.parsing import Parser
from zhiheng.core.search.query import (
    Classification,
    Everything,
    Nothing,
    Number,
    Query,
    Range,
    leaves,
)

LONGEST = 20_000  # characters of a query that are read
MOST_TOKENS = 1_000  # words, operators and brackets of a query that are read
TOLD_OF_A_KIND = 3


@dataclass(frozen=True)
class Understood:
    """A query as it was typed and as it was read."""

    text: str
    query: Query
    sentences: tuple[Wording, ...]
    problems: tuple[Problem, ...] = ()
    fields_used: frozenset[SearchField] = frozenset()

    def in_language(self, language: str) -> list[str]:
        """Return the sentences in Chinese or, for "en", in English."""
        return [sentence.in_language(language) for sentence in self.sentences]


def understand(text: str, *, registers: Sequence[Register] = ()) -> Understood:
    """Read a query; `registers` say which statuses and kinds there are."""
    problems: list[Problem] = []
    query = _read(text, registers, problems)
    problems = _each_kind_few_times(problems)
    used = frozenset(field for leaf, _ in leaves(query) for field in _fields_of(leaf))
    return Understood(text, query, narrate(query), tuple(problems), used)


def understand_words(text: str) -> Understood:
    """Read a text as one plain question, whatever it contains: for collections without fields."""
    problems: list[Problem] = []
    query: Query = words(_without_controls(text[:LONGEST]), 0, problems) or Nothing()
    return Understood(text, query, narrate(query), tuple(problems))


def _read(text: str, registers: Sequence[Register], problems: list[Problem]) -> Query:
    if not text.strip():
        return Everything()
    if len(text) > LONGEST:
        values = {"received": str(len(text)), "most": str(LONGEST)}
        problems.append(Problem("query.too_long", values, position=str(LONGEST + 1)))
        text = text[:LONGEST]
    if len(text) <= 40 and " " in text.strip() and is_certain(text):
        return Number(text.strip(), read_number(text)[0])
    _tell_what_is_no_text(text, problems)
    tokens, found = lex(text, frozenset(by_letters()))
    problems += found
    if len(tokens) > MOST_TOKENS:
        values = {"received": str(len(tokens)), "most": str(MOST_TOKENS)}
        place = str(tokens[MOST_TOKENS].start + 1)
        problems.append(Problem("query.too_many_tokens", values, position=place))
        tokens = tokens[:MOST_TOKENS]
    if not tokens:
        problems.append(Problem("query.nothing_searchable", {"received": text.strip()[:40]}))
        return Nothing()
    return Parser(_without_trailing(tokens), registers, problems).read() or Nothing()


def _without_trailing(tokens: list[Token]) -> list[Token]:
    """Return the tokens; a quotation or range under no field is read like any other leaf."""
    return [token for token in tokens if token.kind is not Kind.WORD or token.text.strip("-*")]


def _tell_what_is_no_text(text: str, problems: list[Problem]) -> None:
    """Tell once which characters no search can find: emoji, control characters."""
    strange = [
        (place, character)
        for place, character in enumerate(text)
        if unicodedata.category(character) in ("So", "Cc", "Cf", "Co", "Cn", "Cs")
        and not character.isspace()
    ]
    if strange:
        shown = "".join(dict.fromkeys(_visible(character) for _, character in strange[:8]))
        place = str(strange[0][0] + 1)
        problems.append(Problem("query.characters_left_out", {"received": shown}, position=place))


def _visible(character: str) -> str:
    printable = unicodedata.category(character) == "So"
    return character if printable else f"U+{ord(character):04X}"


def _without_controls(text: str) -> str:
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)


def _each_kind_few_times(problems: list[Problem]) -> list[Problem]:
    told = Counter[str]()
    kept = []
    for problem in problems:
        told[problem.code] += 1
        if told[problem.code] <= TOLD_OF_A_KIND:
            at = {"position": problem.position or "1", **problem.values}
            kept.append(replace(problem, values=at, position=at["position"]))
    return kept


def _fields_of(leaf: object) -> tuple[SearchField, ...]:
    if isinstance(leaf, Number):
        return ("number",)
    if isinstance(leaf, Classification):
        return ("class",)
    if isinstance(leaf, Range):
        return (leaf.field,)
    found: tuple[SearchField, ...] = getattr(leaf, "fields", ()) or ()
    single: SearchField | None = getattr(leaf, "field", None)
    return (single,) if single else found
