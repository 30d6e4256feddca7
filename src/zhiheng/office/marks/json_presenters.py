"""Comparisons, near marks and portfolios as the API gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhiheng.core.matching.goods.relation import GoodsRelation
from zhiheng.core.matching.goods.table import Goods
from zhiheng.core.matching.marks.comparison import MarkComparison
from zhiheng.office.marks.comparing import Compared
from zhiheng.office.marks.portfolios import Lapse, Portfolio, Proceeding
from zhiheng.office.marks.presenters import MarkLine, mark_line, owner_name
from zhiheng.office.marks.queries import Mark
from zhiheng.office.marks.searching import Answer, Hit
from zhiheng.office.registers.presenters import said

DIGITS = 4  # of a score


def comparison_json(comparison: MarkComparison) -> dict[str, Any]:
    """Return a comparison: score, answer, channels with reasons, rules with sources."""
    return {
        "score": round(comparison.score, DIGITS),
        "near": comparison.near,
        "channels": [
            {
                "name": each.name,
                "score": round(each.score, DIGITS),
                "reason": said(each.reason),
            }
            for each in comparison.channels
        ],
        "rules": [
            {
                "code": each.code,
                "near": each.near,
                "words": said(each.words),
                "source": f"{each.source.instrument} {each.source.article}".strip(),
                "status": each.status,
            }
            for each in comparison.rules
        ],
    }


def compared_json(found: Compared) -> dict[str, Any]:
    """Return two marks side by side with the relation of their goods."""
    return {
        "a": found.texts[0],
        "b": found.texts[1],
        **comparison_json(found.comparison),
        "goods": {
            **relation_json(found.relation),
            "a": goods_json(found.goods[0]),
            "b": goods_json(found.goods[1]),
            "edition": found.table.edition,
        },
        "conflict": found.conflicts,
    }


def relation_json(relation: GoodsRelation) -> dict[str, Any]:
    """Return how goods are related."""
    return {
        "relation": relation.kind,
        "similar": relation.similar,
        "reason": said(relation.reason),
    }


def goods_json(goods: Goods) -> dict[str, Any]:
    """Return how goods were read."""
    return {
        "classes": sorted(goods.classes),
        "groups": sorted({group for group, _ in goods.places}),
        "unread": list(goods.unread),
    }


def answer_json(found: Answer, *, start: int, limit: int, unmasked: bool) -> dict[str, Any]:
    """Return some of the nearest marks, and how many there are in all."""
    return {
        "total": len(found.hits),
        "near": found.near,
        "conflicts": found.conflicts,
        "goods": {**goods_json(found.goods), "edition": found.table.edition},
        "marks": [_hit_json(each, unmasked=unmasked) for each in found.hits[start : start + limit]],
    }


def portfolio_json(found: Portfolio, shown: Sequence[Mark], *, unmasked: bool) -> dict[str, Any]:
    """Return the portfolio of an owner: what is counted, what lapses, and some of the marks."""
    return {
        "party": found.party["party"],
        "name": owner_name(str(found.party["name"]), unmasked=unmasked),
        "on": found.on.isoformat(),
        "marks": found.counts.numbers,
        "rows": len(found.marks),
        "by_phase": {phase.value: number for phase, number in found.counts.phases.items()},
        "by_class": {
            each.nice_class: {"marks": each.marks, "in_force": each.in_force}
            for each in found.counts.classes
            if each.marks
        },
        "by_office": {
            each.office: {
                "marks": each.marks,
                "in_force": each.in_force,
                "madrid": each.madrid,
            }
            for each in found.counts.offices
        },
        "filed": {str(year): number for year, number in found.filed.items()},
        "registered": {str(year): number for year, number in found.registered.items()},
        "lapses": [_lapse_json(each) for each in found.lapses],
        "oppositions": [_proceeding_json(each) for each in found.proceedings],
        "list": [mark_json(each, unmasked=unmasked) for each in shown],
    }


def mark_json(mark: Mark, *, unmasked: bool) -> dict[str, Any]:
    """Return a mark in one class with where it stands."""
    return _line_json(mark_line(mark, (), unmasked=unmasked), mark)


def _line_json(line: MarkLine, mark: Mark) -> dict[str, Any]:
    return {
        "mark": line.text,
        "number": line.number,
        "nice_class": line.nice_class,
        "office": mark.row["office"],
        "state": mark.state,
        "phase": mark.phase.value,
        "owners": [each.name for each in line.owners],
        "filed": line.filed or None,
        "registered": line.registered or None,
        "last_day": line.last_day or None,
        "goods": line.goods,
    }


def _hit_json(hit: Hit, *, unmasked: bool) -> dict[str, Any]:
    line = mark_line(hit.mark, hit.owners, unmasked=unmasked)
    return {
        **_line_json(line, hit.mark),
        "other_classes": [each.row["nice_class"] for each in hit.others],
        "rank": round(hit.rank, DIGITS),
        **comparison_json(hit.comparison),
        "goods_relation": relation_json(hit.relation),
        "conflict": hit.conflicts,
    }


def _lapse_json(lapse: Lapse) -> dict[str, Any]:
    number, nice_class = lapse.mark.key
    return {
        "number": number,
        "nice_class": nice_class,
        "last_day": lapse.last_day.isoformat(),
        "renewable_until": lapse.renewable_until.isoformat(),
        "provisional": lapse.provisional,
        "days_left": lapse.days_left,
        "in_grace": lapse.in_grace,
    }


def _proceeding_json(found: Proceeding) -> dict[str, Any]:
    number, nice_class = found.mark.key
    return {
        "number": number,
        "nice_class": nice_class,
        "opposed": found.opposed,
        "since": found.since.isoformat() if found.since else None,
        "until": found.until.isoformat() if found.until else None,
        "days_left": found.days_left,
    }
