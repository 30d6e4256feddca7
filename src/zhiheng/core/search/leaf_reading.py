"""Reading one word, quotation or range of a query by the field it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zhiheng.core.declarations.models import Register, SearchField
from zhiheng.core.errors import Problem
from zhiheng.core.search.fields import BY_NAME
from zhiheng.core.search.lexing import Kind, Token, plain_punctuation
from zhiheng.core.search.numbers import looks_like_number, read_number
from zhiheng.core.search.query import (
    Number,
    Or,
    Phrase,
    Query,
    Truncated,
    Words,
)
from zhiheng.core.search.terms import cut, is_unspaced, units
from zhiheng.core.search.values import known_values, read_choice, read_class, read_range

Fields = tuple[SearchField, ...]
MOST_TERMS = 200  # different terms of one question that are searched for
SHORTEST_TRUNCATED = 2  # letters before *
_FULL_CLASS = re.compile(r"[A-Ha-h]\d{2}[A-Za-z](?:\d{1,4}(?:/\d{2,6})?)?")
# Of a short question nearly all terms must occur, of a long one a part: it is a sentence in
# other words than the record's.
_ALL_UP_TO = 2
_MOST_UP_TO = 6


def special(token: Token, problems: list[Problem]) -> Query | None:
    """Return what a plain word is beside text: a number, a class, a truncated word; or None."""
    text = plain_punctuation(token.text)
    if "*" in text:
        return _truncated((), token, problems)
    if _FULL_CLASS.fullmatch(text) and (found := read_class(text)):
        literally = phrase((), text)
        return Or((found, literally)) if literally else found
    if looks_like_number(text):
        return _number(token, problems, literally=True)
    return None


def leaf(
    fields: Fields, token: Token, registers: Iterable[Register], problems: list[Problem]
) -> Query | None:
    """Return what stands under a field (or in quotes, or in square brackets under none)."""
    kind = BY_NAME[fields[0]].kind if fields else "text"
    if kind == "date":
        found: Query | None = read_range(fields[0], plain_punctuation(token.text))
        return found or _unread("query.date_unreadable", token, problems)
    if token.kind is Kind.RANGE:
        return _unread("query.range_without_date", token, problems)
    if kind == "class":
        found = read_class(plain_punctuation(token.text))
        return found or _unread("query.class_unreadable", token, problems)
    if kind == "number":
        return _number(token, problems, literally=False)
    if kind == "value":
        return _choice(fields[0], token, registers, problems)
    if "*" in plain_punctuation(token.text) and token.kind is Kind.WORD:
        return _truncated(fields, token, problems)
    return phrase(fields, token.text) or _unread("query.nothing_searchable", token, problems)


def phrase(fields: Fields, text: str) -> Phrase | None:
    """Return a text to be found as it stands; None where it has nothing to find."""
    found = units(text)
    return Phrase(fields, text.strip(), found) if found else None


def words(text: str, start: int, problems: list[Problem]) -> Words | None:
    """Return a question, cut; what is more than can be searched for is left out and told."""
    found = cut(text)
    terms = tuple(found.pairs) + tuple(found.words)
    # A character alone between words of other scripts belongs to no pair.
    different = list(dict.fromkeys(terms))
    if len(different) > MOST_TERMS:
        values = {"received": str(len(different)), "most": str(MOST_TERMS)}
        problems.append(Problem("query.too_many_terms", values, position=str(start + 1)))
        kept = set(different[:MOST_TERMS])
        terms = tuple(term for term in terms if term in kept)
        different = different[:MOST_TERMS]
        singles = tuple(dict.fromkeys(found.singles))[:MOST_TERMS]
    else:
        singles = found.singles
    if not terms and not singles:
        problem = Problem("query.nothing_searchable", {"received": text.strip()[:40]})
        problems.append(problem.at("", str(start + 1)))
        return None
    return Words((), text, singles, terms, least_of(len(different) or len(set(singles))))


def least_of(terms: int) -> int:
    """Return how many of so many different terms a record must have to be found."""
    if terms <= _ALL_UP_TO:
        return terms
    if terms <= _MOST_UP_TO:
        return max(2, terms - 1)
    return round(0.6 * min(terms, 8) + 0.2 * max(0, terms - 8))


def _number(token: Token, problems: list[Problem], *, literally: bool) -> Query | None:
    readings, wrong = read_number(token.text)
    problems += [problem.at("", str(token.start + 1)) for problem in wrong]
    if not readings:
        return _unread("query.number_unreadable", token, problems)
    number = Number(token.text, readings)
    text = phrase((), token.text) if literally else None
    return Or((number, text)) if text else number


def _choice(
    field: SearchField, token: Token, registers: Iterable[Register], problems: list[Problem]
) -> Query | None:
    registers = tuple(registers)
    found = read_choice(field, token.text, registers)
    if found:
        return found
    known = "、".join(known_values(field, registers)) or BY_NAME[field].example
    values = {"received": token.text, "field": BY_NAME[field].title.zh, "known": known}
    problems.append(Problem("query.value_unknown", values, position=str(token.start + 1)))
    return None


def _truncated(fields: Fields, token: Token, problems: list[Problem]) -> Query | None:
    text = plain_punctuation(token.text)
    stem = text.rstrip("*")
    if "*" in stem:
        values = {"received": token.text}
        problems.append(Problem("query.star_inside", values, position=str(token.start + 1)))
        stem = stem.replace("*", " ")
    found = units(stem)
    if not found:
        return _unread("query.nothing_searchable", token, problems)
    if is_unspaced(found[-1]) or not text.endswith("*"):
        return Phrase(fields, stem.strip(), found)  # of Chinese anything may follow anyway
    if len(found[-1]) < SHORTEST_TRUNCATED:
        values = {"received": token.text, "least": str(SHORTEST_TRUNCATED)}
        problems.append(Problem("query.truncated_short", values, position=str(token.start + 1)))
        return Phrase(fields, stem.strip(), found)
    return Truncated(fields, stem.strip(), found)


def _unread(code: str, token: Token, problems: list[Problem]) -> Query | None:
    """Tell what could not be read; the condition is left out."""
    values = {"received": token.text.strip()[:60]}
    problems.append(Problem(code, values, position=str(token.start + 1)))
    return None
