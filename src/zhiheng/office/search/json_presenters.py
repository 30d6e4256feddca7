"""One JSON form of what a search finds."""

from __future__ import annotations

from typing import Any

from zhiheng.core.browsing.privacy import mask_name
from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.identifiers.name_kinds import is_organisation
from zhiheng.core.search.results import Facet, Hit
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import language, said
from zhiheng.office.search.answering import Answer
from zhiheng.office.search.hit_presenters import NAMES, may_be_seen


def found_json(answer: Answer, *, unmasked: bool) -> dict[str, Any]:
    """Return an answer as the API gives it; names of persons masked where they may not be seen."""
    results = answer.results
    return {
        "total": results.total if results else 0,
        "hits": [hit_json(hit, unmasked=unmasked) for hit in results.hits] if results else [],
        "facets": {
            facet.name: _values(facet, unmasked=unmasked)
            for facet in (results.facets if results else ())
        },
        "understood": [said(each) for each in results.understood.sentences] if results else [],
        "problems": [
            {"code": each.code, "detail": problem_text(each, language())}
            for each in answer.problems
        ],
    }


def hit_json(hit: Hit, *, unmasked: bool) -> dict[str, Any]:
    """Return one hit: where it is, what it is, its score, its marks, its facts."""
    register = lake.catalogue().register(hit.register)
    hidden = not unmasked and register.column(register.label).personal
    facts = dict(hit.facts)
    for name in NAMES:
        names = facts.get(name)
        if not unmasked and isinstance(names, list | tuple):
            facts[name] = [mask_name(str(each)) for each in names]
    return {
        "register": hit.register,
        "key": hit.key,
        "number": hit.number,
        "title": mask_name(hit.title) if hidden else hit.title,
        "score": hit.score,
        "highlights": [
            {"field": each.field, "text": each.text, "marks": [list(mark) for mark in each.marks]}
            for each in hit.highlights
            if unmasked or (may_be_seen(each) and not (hidden and each.field == "title"))
        ],
        "facts": facts,
    }


def _values(facet: Facet, *, unmasked: bool) -> list[dict[str, Any]]:
    return [
        {"value": each.value, "count": each.count}
        for each in facet.values
        if unmasked or facet.name != "applicant" or is_organisation(each.value)
    ]
