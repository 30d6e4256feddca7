"""Writing a query from the fields of a form, for people who do not know the query language.

    title="固态 电池", applicants="比亚迪；宁德时代", filed_from=2020-01-01
    → ti:(固态 AND 电池) AND pa:(比亚迪 OR 宁德时代) AND ad:[2020-01-01 TO *]

Words are separated by blanks, names and classes by blanks, commas or semicolons; what stands in
quotation marks stays together. The text is one that the query language reads back to the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhiheng.core.search.lexing import plain_punctuation

# What needs no quotation marks: letters, digits and signs that numbers, names and symbols have.
PLAIN = re.compile(r"[\w./·*?-]+")
OPERATORS = {"and", "or", "not", "与", "或", "非", "并且", "或者"}
NEAR = re.compile(r"(?:near|n|adj|w)/?\d*", re.IGNORECASE)
WORDS = re.compile(r'"([^"]*)"|([^\s",，、；;]+)')
NAMES = re.compile(r'"([^"]*)"|([^",，、；;\n]+)')


@dataclass(frozen=True)
class Wanted:
    """What somebody filled in; empty values ask for nothing."""

    all_words: str = ""
    phrase: str = ""
    any_words: str = ""
    no_words: str = ""
    title: str = ""
    abstract: str = ""
    claims: str = ""
    applicants: str = ""
    inventors: str = ""
    classes: str = ""
    number: str = ""
    filed_from: dt.date | None = None
    filed_to: dt.date | None = None
    published_from: dt.date | None = None
    published_to: dt.date | None = None
    granted_from: dt.date | None = None
    granted_to: dt.date | None = None
    kinds: Sequence[str] = field(default=())
    statuses: Sequence[str] = field(default=())
    division: str = ""


def write_query(wanted: Wanted) -> str:
    """Return the query that asks for everything that was filled in; empty for an empty form."""
    parts = [
        *_each(words_in(wanted.all_words)),
        _quoted(wanted.phrase) if _can_be_found(wanted.phrase) else "",
        _alternatives("", words_in(wanted.any_words)),
        _together("ti", words_in(wanted.title)),
        _together("ab", words_in(wanted.abstract)),
        _together("clm", words_in(wanted.claims)),
        _alternatives("pa", names_in(wanted.applicants)),
        _alternatives("in", names_in(wanted.inventors)),
        _alternatives("ic", words_in(wanted.classes)),
        f"an:{_term(wanted.number)}" if _can_be_found(wanted.number) else "",
        _days("ad", wanted.filed_from, wanted.filed_to),
        _days("pd", wanted.published_from, wanted.published_to),
        _days("gd", wanted.granted_from, wanted.granted_to),
        _alternatives("kd", wanted.kinds),
        _alternatives("ls", wanted.statuses),
        f"dv:{_term(wanted.division)}" if wanted.division else "",
    ]
    query = " AND ".join(part for part in parts if part)
    excluded = _alternatives("", words_in(wanted.no_words))
    return " ".join(part for part in (query, f"NOT {excluded}" if excluded else "") if part)


def words_in(text: str) -> list[str]:
    """Return the words of a field, what is quoted as one."""
    return _found(WORDS, text)


def names_in(text: str) -> list[str]:
    """Return the names of a field; a name may have blanks in it."""
    return _found(NAMES, text)


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    found = (quoted or plain for quoted, plain in pattern.findall(_with_plain_quotes(text)))
    return list(dict.fromkeys(each.strip() for each in found if _can_be_found(each)))


def _with_plain_quotes(text: str) -> str:
    """Return the text with whatever the query language takes for a quotation mark as one."""
    plain = plain_punctuation(text)
    return "".join('"' if mark == '"' else own for own, mark in zip(text, plain, strict=True))


def _can_be_found(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _each(words: Sequence[str]) -> list[str]:
    return [_term(word) for word in words]


def _together(letters: str, words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(f"{letters}:{_term(word)}" for word in words)
    return f"{letters}:({' AND '.join(_each(words))})"


def _alternatives(letters: str, words: Sequence[str]) -> str:
    field_name = f"{letters}:" if letters else ""
    if len(words) < 2:
        return "".join(f"{field_name}{_term(word)}" for word in words)
    return f"{field_name}({' OR '.join(_each(words))})"


def _days(letters: str, first: dt.date | None, last: dt.date | None) -> str:
    if first is None and last is None:
        return ""
    return f"{letters}:[{first or '*'} TO {last or '*'}]"


def _term(text: str) -> str:
    given = text.strip()
    is_plain = PLAIN.fullmatch(given) and not given.startswith("-")
    means_something = given.lower() in OPERATORS or NEAR.fullmatch(given)
    return given if is_plain and not means_something else _quoted(given)


def _quoted(text: str) -> str:
    return '"' + " ".join(_with_plain_quotes(text).replace('"', " ").split()) + '"'
