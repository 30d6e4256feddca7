"""A query written back as text, so that a theme can be opened in the search box.

Reading the text gives the query again (a test holds this for every kind of leaf).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from zhiheng.core.search.fields import BY_NAME, GROUPS, by_letters
from zhiheng.core.search.query import (
    And,
    Choice,
    Classification,
    Everything,
    Fields,
    Near,
    Not,
    Nothing,
    Number,
    Or,
    Phrase,
    Query,
    Range,
    Truncated,
    Words,
)


def query_text(query: Query) -> str:
    """Return the query in the query language; "" for every record."""
    text = _written(query)
    whole = isinstance(query, And | Or) and text.startswith("(") and text.endswith(")")
    return text[1:-1] if whole else text


@singledispatch
def _written(query: object) -> str:
    raise AssertionError(f"no way to write {type(query).__name__}")


@_written.register
def _(query: Everything) -> str:
    return ""


@_written.register
def _(query: Nothing) -> str:
    return '""'


@_written.register
def _(query: And) -> str:
    return _joined(query.parts, " AND ")


@_written.register
def _(query: Or) -> str:
    return _joined(query.parts, " OR ")


@_written.register
def _(query: Not) -> str:
    return f"NOT {_written(query.part)}"


@_written.register
def _(query: Words) -> str:
    return _in_fields(query.fields, f"({query.text})" if query.fields else query.text)


@_written.register
def _(query: Phrase) -> str:
    return _in_fields(query.fields, _quoted(query.text))


@_written.register
def _(query: Near) -> str:
    operator = "ADJ" if query.ordered else "NEAR"
    text = f"{_quoted(query.left.text)} {operator}/{query.distance} {_quoted(query.right.text)}"
    return _in_fields(query.fields, f"({text})")


@_written.register
def _(query: Truncated) -> str:
    return _in_fields(query.fields, f"{query.text}*")


@_written.register
def _(query: Number) -> str:
    return f"{BY_NAME['number'].letters[0]}:{query.text}"


@_written.register
def _(query: Classification) -> str:
    return f"{BY_NAME['class'].letters[0]}:{query.text}"


@_written.register
def _(query: Range) -> str:
    return f"{BY_NAME[query.field].letters[0]}:[{_day(query.first)} TO {_day(query.last)}]"


@_written.register
def _(query: Choice) -> str:
    return f"{BY_NAME[query.field].letters[0]}:{_quoted(query.text)}"


def _joined(parts: Sequence[Query], between: str) -> str:
    written = [text for text in map(_written, parts) if text]
    return f"({between.join(written)})" if len(written) > 1 else "".join(written)


def _in_fields(fields: Fields, text: str) -> str:
    if not fields:
        return text
    for written, group in GROUPS.items():
        if set(group) == set(fields):
            return f"{written}:{text}"
    letters = [BY_NAME[field].letters[0] for field in fields]
    assert all(letter in by_letters() for letter in letters)
    each = [f"{letter}:{text}" for letter in letters]
    return each[0] if len(each) == 1 else f"({' OR '.join(each)})"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ") + '"'


def _day(day: int | None) -> str:
    if day is None:
        return "*"
    text = f"{day:08d}"
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"
