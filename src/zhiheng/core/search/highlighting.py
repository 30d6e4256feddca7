"""Where in a record's own texts a query matched.

Places are found in the text folded character by character (`characters.fold_each`), so they are
places in the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhiheng.core.characters import fold_each
from zhiheng.core.declarations.models import SearchField
from zhiheng.core.search.query import Near, Number, Phrase, Query, Truncated, Words, leaves
from zhiheng.core.search.results import Highlight
from zhiheng.core.search.terms import is_unspaced

PIECE = 160  # characters of a long text that are shown around its best place
MOST_MARKS = 40


@dataclass(frozen=True)
class Sought:
    """What is looked for in one set of fields () = all, as a pattern over folded text."""

    fields: tuple[SearchField, ...]
    pattern: re.Pattern[str]


def sought(query: Query) -> list[Sought]:
    """Return the patterns of everything a query asks for that stands in texts."""
    found = []
    for leaf, denied in leaves(query):
        if denied:
            continue
        if isinstance(leaf, Words):
            found += _of_terms((), _telling(leaf))
        elif isinstance(leaf, Phrase):
            found += _of_units(leaf.fields, leaf.units)
        elif isinstance(leaf, Truncated):
            found += _of_units(leaf.fields, leaf.units, open_end=True)
        elif isinstance(leaf, Near):
            found += _of_units(leaf.fields, leaf.left.units)
            found += _of_units(leaf.fields, leaf.right.units)
        elif isinstance(leaf, Number):
            found += _of_units((), (leaf.text.strip().casefold(),))
    return found


def highlights(
    texts: Mapping[SearchField, Sequence[str]], patterns: Iterable[Sought]
) -> tuple[Highlight, ...]:
    """Return the pieces of texts in which something was found, with the places."""
    wanted = list(patterns)
    found = []
    for name, values in texts.items():
        here = [each.pattern for each in wanted if not each.fields or name in each.fields]
        for text in values if here else ():
            marks = _marks(text, here)
            if marks:
                found.append(_piece(name, text, marks))
                if name not in ("applicant", "inventor"):
                    break  # of several claims or goods the first that matched is enough
    return tuple(found)


def _telling(words: Words) -> list[str]:
    """Return the terms worth marking: characters alone only where there is nothing else."""
    return list(dict.fromkeys(words.terms or words.singles))


def _of_terms(fields: tuple[SearchField, ...], terms: list[str]) -> list[Sought]:
    if not terms:
        return []
    parts = [_bounded(term, is_unspaced(term[0])) for term in terms]
    return [Sought(fields, re.compile(f"(?=({'|'.join(parts)}))"))]


def _of_units(
    fields: tuple[SearchField, ...], parts: Sequence[str], *, open_end: bool = False
) -> list[Sought]:
    if not parts:
        return []
    pattern = ""
    for place, unit in enumerate(parts):
        chinese = is_unspaced(unit)
        if place:
            pattern += r"[\W_]*" if chinese and is_unspaced(parts[place - 1]) else r"[\W_]*?"
        last_open = open_end and place == len(parts) - 1
        pattern += re.escape(unit) if chinese else _bounded(unit, False, open_end=last_open)
    return [Sought(fields, re.compile(f"(?=({pattern}))"))]


def _bounded(term: str, chinese: bool, *, open_end: bool = False) -> str:
    if chinese:
        return re.escape(term)
    end = r"[^\W_]*" if open_end else r"(?![a-z0-9])"
    return rf"(?<![a-z0-9]){re.escape(term)}{end}"


def _marks(text: str, patterns: Iterable[re.Pattern[str]]) -> list[tuple[int, int]]:
    folded = fold_each(text)
    places: list[tuple[int, int]] = []
    for pattern in patterns:
        places += [
            (found.start(1), found.end(1))
            for found in pattern.finditer(folded)
            if found.end(1) > found.start(1)
        ]
    return _merged(sorted(places))[:MOST_MARKS]


def _merged(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in places:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _piece(name: str, text: str, marks: list[tuple[int, int]]) -> Highlight:
    """Return the text, or of a long one the piece with most marked characters."""
    if len(text) <= PIECE + 20:
        return Highlight(name, text, tuple(marks))
    start = max(0, _best_start(marks) - 20)
    end = min(len(text), start + PIECE)
    before, after = ("…" if start else ""), ("…" if end < len(text) else "")
    shift = start - len(before)
    inside = tuple(
        (first - shift, min(last, end) - shift) for first, last in marks if start <= first < end
    )
    return Highlight(name, f"{before}{text[start:end]}{after}", inside)


def _best_start(marks: list[tuple[int, int]]) -> int:
    best, most = marks[0][0], 0
    for start, _ in marks:
        covered = sum(last - first for first, last in marks if start <= first < start + PIECE - 20)
        if covered > most:
            best, most = start, covered
    return best
