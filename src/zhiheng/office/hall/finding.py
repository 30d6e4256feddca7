"""Finding a service by words, or by answering one question after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from zhiheng.core.procedures.finding import (
    Found,
    Narrowed,
    Question,
    Services,
    load_questions,
    narrow,
)
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.office.hall import queries
from zhiheng.office.registers import lake

_SEARCHED: dict[tuple[str, ...], Services] = {}


@dataclass(frozen=True)
class Answered:
    """A question that was answered, in the words of the declaration."""

    question: Question
    answer: str


@cache
def questions() -> list[Question]:
    """Return the questions, the office's own replacing ours."""
    return load_questions(*lake.own_declarations())


def forget() -> None:
    """Read the questions anew at the next question."""
    questions.cache_clear()
    _SEARCHED.clear()


def by_words(text: str, *, on: dt.date) -> list[Found]:
    """Return the services that fit what was typed, best first."""
    found = queries.services(on=on)
    return _searched(found).find(text)


def by_answers(given: Mapping[str, str], *, on: dt.date) -> Narrowed:
    """Return the services that fit the answers, and the question to ask next."""
    declarations = [each.declaration for each in queries.services(on=on)]
    return narrow(declarations, questions(), dict(given))


def answers_in(query: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that an address holds; what nobody asked is left out."""
    return {
        each.question: query[each.question]
        for each in questions()
        if query.get(each.question) in {one.answer for one in each.answers}
    }


def answered(given: Mapping[str, str]) -> list[Answered]:
    """Return the questions that were answered, in their order."""
    return [Answered(each, given[each.question]) for each in questions() if each.question in given]


def _searched(procedures: list[Procedure]) -> Services:
    """Return the searchable services; made once for one set of versions."""
    key = tuple(each.digest for each in procedures)
    if key not in _SEARCHED:
        _SEARCHED.clear()
        _SEARCHED[key] = Services([each.declaration for each in procedures])
    return _SEARCHED[key]
