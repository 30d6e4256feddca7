"""Making a hit of what an index keeps to show; persons only for those who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhiheng.core.declarations.models import SearchField
from zhiheng.core.search.highlighting import Sought, highlights
from zhiheng.core.search.results import Hit


def hit_of(
    shown: dict[str, Any], score: float, finds_persons: bool, patterns: Sequence[Sought]
) -> Hit:
    """Return a hit with its marks, from what the index keeps to show."""
    texts: dict[SearchField, list[str]] = dict(shown["texts"])
    if finds_persons:
        for name, persons in shown["persons"].items():
            texts[name] = [*texts.get(name, []), *persons]
    marked = highlights(texts, patterns) if patterns else ()
    return Hit(
        shown["register"],
        shown["key"],
        shown["number"],
        shown["title"],
        round(score, 4),
        marked,
        facts_of(shown, finds_persons=finds_persons),
    )


def facts_of(shown: dict[str, Any], *, finds_persons: bool) -> dict[str, object]:
    """Return what a hit shows beside its title; persons only to who may see them."""
    names: dict[str, list[str]] = {
        name: list(shown["texts"].get(name, ())) for name in ("applicant", "inventor", "agency")
    }
    if finds_persons:
        for name, persons in shown["persons"].items():
            names.setdefault(name, []).extend(persons)
    dates = {name: _written(day) for name, day in shown["dates"].items()}
    return {
        "applicants": names["applicant"],
        "inventors": names["inventor"],
        "agency": "；".join(names["agency"]),
        "classes": shown["classes"],
        **shown["values"],
        **dates,
    }


def _written(day: int) -> str:
    text = f"{day:08d}"
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"
