"""Reading the tokens of a query to a tree; what cannot be read is left out and told.

Between words nothing needs to stand. Where a query uses AND, OR or NEAR, every word in it is meant
literally; where it does not, words next to each other are one question, of which the best
matches come first. A field takes the next word, quotation, range or bracket.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from zhiheng.core.declarations.models import Register, SearchField
from zhiheng.core.errors import Problem
from zhiheng.core.search import leaf_reading
from zhiheng.core.search.fields import by_letters
from zhiheng.core.search.lexing import Kind, Token
from zhiheng.core.search.query import And, Near, Not, Or, Phrase, Query, Words

DEEPEST = 40  # brackets inside brackets
_SUBCLASS = re.compile(r"[A-Ha-h]\d{2}[A-Za-z]")
_GROUP = re.compile(r"\d{1,4}(?:/\d{1,6})?")
_JOINS = (Kind.AND, Kind.OR, Kind.CLOSE, Kind.NEAR)


@dataclass(frozen=True)
class _Plain:
    """Words that may still become part of a longer question."""

    text: str
    start: int


_Part = Query | _Plain


@dataclass
class Parser:
    """Reads tokens once, from left to right, and gathers what is wrong with them."""

    tokens: list[Token]
    registers: Iterable[Register]
    problems: list[Problem]
    place: int = 0
    depth: int = 0
    fields: tuple[SearchField, ...] = ()
    literal: bool = field(init=False)

    def __post_init__(self) -> None:
        """See whether the query is meant literally."""
        kinds = {token.kind for token in self.tokens}
        self.literal = bool(kinds & {Kind.AND, Kind.OR, Kind.NEAR})

    def read(self) -> Query | None:
        """Return the whole query; None where nothing in it could be read."""
        parts = []
        while self.place < len(self.tokens):
            part = self._alternatives()
            if part is not None:
                parts.append(part)
            if token := self._now():  # a bracket that closes nothing
                self._tell("query.bracket_close", token)
                self.place += 1
        return _joined(And, parts)

    def _alternatives(self) -> Query | None:
        parts = [self._together()]
        while (token := self._now()) and token.kind is Kind.OR:
            self.place += 1
            part = self._together()
            if part is None or parts[-1] is None:
                self._tell("query.operator_alone", token)
            parts.append(part)
        return _joined(Or, [part for part in parts if part is not None])

    def _together(self) -> Query | None:
        parts: list[_Part] = []
        while (token := self._now()) and token.kind not in (Kind.OR, Kind.CLOSE):
            if token.kind is Kind.AND:
                self.place += 1
                following = self._now()
                if not parts or following is None or following.kind in _JOINS:
                    self._tell("query.operator_alone", token)
                continue
            part = self._near()
            if part is not None:
                parts.append(part)
        return _joined(And, self._merged(parts))

    def _near(self) -> _Part | None:
        left = self._single()
        while (token := self._now()) and token.kind is Kind.NEAR:
            self.place += 1
            following = self._now()
            right = None
            if following and following.kind not in _JOINS:
                right = self._single()
            left = self._beside(left, right, token)
        return left

    def _beside(self, left: _Part | None, right: _Part | None, token: Token) -> _Part | None:
        """Return both within a distance, or both at all where they are not plain texts."""
        sides = [self._finished(side) for side in (left, right) if side is not None]
        if len(sides) < 2:
            self._tell("query.operator_alone", token)
            return sides[0] if sides else None
        first, second = sides
        if isinstance(first, Near) and isinstance(second, Phrase):
            return And((first, Near(second.fields, first.right, second, *_reach(token))))
        if isinstance(first, Phrase) and isinstance(second, Phrase) and _agree(first, second):
            return Near(first.fields or second.fields, first, second, *_reach(token))
        self._tell("query.near_needs_words", token)
        return And((first, second))

    def _single(self) -> _Part | None:
        denied = False
        before = self.fields
        while (token := self._now()) and token.kind in (Kind.NOT, Kind.FIELD):
            self.place += 1
            if token.kind is Kind.NOT:
                denied = not denied
            else:
                self.fields = by_letters()[token.text]
            if self._now() is None or self._now_kind() in _JOINS:
                self._tell("query.operator_alone", token)
                self.fields = before
                return None
        part = self._operand()
        self.fields = before
        if part is None or not denied:
            return part
        return Not(self._finished(part, literal=True))

    def _operand(self) -> _Part | None:
        token = self.tokens[self.place]
        self.place += 1
        if token.kind is Kind.OPEN:
            return self._bracket(token)
        if token.kind is Kind.WORD and not self.fields:
            special = leaf_reading.special(token, self.problems)
            return special or _Plain(token.text, token.start)
        return leaf_reading.leaf(
            self.fields, self._whole_class(token), self.registers, self.problems
        )

    def _whole_class(self, token: Token) -> Token:
        """Return a class with the group that is written after a blank: H01M 10/0525."""
        following = self._now()
        if (
            self.fields == ("class",)
            and following
            and following.kind is Kind.WORD
            and _SUBCLASS.fullmatch(token.text)
            and _GROUP.fullmatch(following.text)
        ):
            self.place += 1
            return replace(token, text=token.text + following.text, end=following.end)
        return token

    def _bracket(self, opened: Token) -> Query | None:
        if self.depth >= DEEPEST:
            self._tell("query.too_deep", opened)
            return None
        self.depth += 1
        inner = self._alternatives()
        self.depth -= 1
        if self._now_kind() is Kind.CLOSE:
            self.place += 1
        else:
            self._tell("query.bracket_open", opened)
        return inner

    def _merged(self, parts: list[_Part]) -> list[Query]:
        """Return the parts with neighbouring plain words made one question, or phrases."""
        merged: list[Query] = []
        run: list[_Plain] = []
        for part in [*parts, None]:
            if isinstance(part, _Plain) and not self.literal:
                run.append(part)
                continue
            if run:
                merged += self._question(run)
                run = []
            if part is not None:
                merged.append(self._finished(part))
        return merged

    def _question(self, run: list[_Plain]) -> list[Query]:
        text = " ".join(plain.text for plain in run)
        words = leaf_reading.words(text, run[0].start, self.problems)
        return [words] if words else []

    def _finished(self, part: _Part, *, literal: bool = False) -> Query:
        if not isinstance(part, _Plain):
            return part
        if self.literal or literal:
            found = leaf_reading.phrase((), part.text)
            if found is None:
                problem = Problem("query.nothing_searchable", {"received": part.text})
                self.problems.append(problem.at("", str(part.start + 1)))
            return found or Words((), part.text, (), (), 0)
        return leaf_reading.words(part.text, part.start, self.problems) or Words(
            (), part.text, (), (), 0
        )

    def _now(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def _now_kind(self) -> Kind | None:
        token = self._now()
        return token.kind if token else None

    def _tell(self, code: str, token: Token) -> None:
        values = {"received": token.text}
        self.problems.append(Problem(code, values, position=str(token.start + 1)))


def _agree(first: Phrase, second: Phrase) -> bool:
    return not first.fields or not second.fields or first.fields == second.fields


def _reach(token: Token) -> tuple[int, bool]:
    return token.distance, token.ordered


def _joined(kind: type[And] | type[Or], parts: Iterable[Query | None]) -> Query | None:
    kept = [
        part
        for part in parts
        if part is not None and not (isinstance(part, Words) and not part.singles + part.terms)
    ]
    if not kept:
        return None
    return kept[0] if len(kept) == 1 else kind(tuple(kept))
