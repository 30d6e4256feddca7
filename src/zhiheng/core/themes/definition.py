"""What belongs to a theme: a query, classes, a territory, without what is left out.

The four parts become one query of the search's own model, so that a theme finds what a search
finds. A theme is stricter than a search in one thing: of plain words every one must occur, as it
is written. A search puts the records that have most of them first; a theme has no "first", a
record belongs or does not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from zhiheng.core.declarations.models import Wording
from zhiheng.core.errors import Problem
from zhiheng.core.search.query import And, Everything, Not, Nothing, Or, Phrase, Query, Words
from zhiheng.core.search.terms import units
from zhiheng.core.search.understanding import Understood, understand
from zhiheng.core.themes.query_text import query_text

Understand = Callable[[str], Understood]


@dataclass(frozen=True)
class ThemeDefinition:
    """The parts as a person wrote them; queries are in the search's query language.

    `classes` are classification symbols with all below them, `divisions` codes of GB/T 2260 with
    all below them; of several in one part any will do. `registers` () means all that can be
    searched.
    """

    query: str = ""
    classes: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing says what belongs to the theme: then everything would."""
        return not (self.query.strip() or self.classes or self.divisions)


@dataclass(frozen=True)
class ThemeQuery:
    """A definition as it was read: one query, the sentences that say so, and all problems."""

    understood: Understood
    sentences: tuple[Wording, ...]
    problems: tuple[Problem, ...]

    @property
    def query(self) -> Query:
        """Return the query whose records are the theme's members."""
        return self.understood.query


def read_definition(definition: ThemeDefinition, *, read: Understand = understand) -> ThemeQuery:
    """Return the query of a definition; problems name the part they are in."""
    asked = definition.query.strip()
    parts = [("query", read(asked))] if asked else []
    parts += [("classes", _any_of("ic", definition.classes, read))] if definition.classes else []
    parts += [("divisions", _any_of("dv", definition.divisions, read))] * bool(definition.divisions)
    left_out = [("exclusions", read(text)) for text in definition.exclusions if text.strip()]
    required = [strictly(part.query) for _, part in parts]
    denied = [Not(strictly(part.query)) for _, part in left_out]
    query = _joined([*required, *denied]) if required else Nothing()
    problems = tuple(
        Problem(problem.code, {**problem.values, "part": name}, problem.file, problem.position)
        for name, part in [*parts, *left_out]
        for problem in part.problems
    )
    # Read once more as one text, whose sentences say what the theme asks for, strictness included.
    whole = replace(read(query_text(query)), query=query)
    return ThemeQuery(whole, whole.sentences, problems)


def strictly(query: Query) -> Query:
    """Return the query with every bag of words made into words that must all occur as written."""
    if isinstance(query, Words):
        phrases = [Phrase(query.fields, word, units(word)) for word in query.text.split()]
        kept: list[Query] = [phrase for phrase in phrases if phrase.units]
        return _joined(kept) if kept else Nothing()
    if isinstance(query, And):
        return And(tuple(map(strictly, query.parts)))
    if isinstance(query, Or):
        return Or(tuple(map(strictly, query.parts)))
    if isinstance(query, Not):
        return Not(strictly(query.part))
    return query


def _any_of(letters: str, values: Sequence[str], read: Understand) -> Understood:
    return read(f"{letters}:({' OR '.join(values)})")


def _joined(parts: Sequence[Query]) -> Query:
    kept = [part for part in parts if not isinstance(part, Everything)]
    if not kept:
        return Everything()
    return kept[0] if len(kept) == 1 else And(tuple(kept))
