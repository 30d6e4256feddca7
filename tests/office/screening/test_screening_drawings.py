"""A ring is drawn alike every time, and evidence is shown whatever it lacks."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from django.template.loader import render_to_string

from zhiheng.office.screening.evidence_presenters import EvidenceShown, evidence_shown
from zhiheng.office.screening.models import Ring
from zhiheng.office.screening.ring_presenters import BOX_HEIGHT, drawing

FIRM, OTHER, PERSON = "深圳市甲示例科技有限公司", "深圳市乙示例科技有限公司", "张晓明"
A, B, C, D = "202510000001.4", "202510000002.9", "202510000003.3", "202510000004.8"


def ring() -> Ring:
    """Four filings of two firms and a person, one agency, and what the firms share."""
    nodes = [
        *({"id": each, "kind": "filing", "label": f"一种{each[11]}"} for each in (A, B, C, D)),
        {"id": "P222222222A", "kind": "applicant", "label": FIRM, "filings": 2},
        {"id": "P222222222B", "kind": "applicant", "label": OTHER, "filings": 1},
        {"id": f"applicant {PERSON}", "kind": "applicant", "label": PERSON, "filings": 1},
        {"id": "agency:44201", "kind": "agency", "label": "深圳示例专利代理事务所", "filings": 4},
        {"id": "address x", "kind": "address", "label": "深圳市南山区科技园一路1号", "filings": 0},
    ]
    owners = {A: "P222222222A", B: "P222222222A", C: "P222222222B", D: f"applicant {PERSON}"}
    edges = [{"from": each, "to": owner, "kind": "applicant"} for each, owner in owners.items()]
    edges += [{"from": each, "to": "agency:44201", "kind": "agency"} for each in owners]
    shared = ("P222222222A", "P222222222B")
    edges += [{"from": each, "to": "address x", "kind": "address"} for each in shared]
    return Ring(key="x", graph={"nodes": nodes, "edges": edges, "left_out": 7})


def test_filings_that_hang_on_the_same_are_one_box_and_none_lies_on_another():
    drawn = drawing(ring(), unmasked=True)
    labels = {node.label for node in drawn.nodes if node.kind == "filing"}
    assert labels == {"2 件申请", C, D}
    assert drawn.left_out == 7
    columns: dict[float, list[float]] = {}
    for node in drawn.nodes:
        columns.setdefault(node.x, []).append(node.y)
    assert len(columns) == 4
    for places in columns.values():
        ordered = sorted(places)
        assert all(lower - upper >= BOX_HEIGHT for upper, lower in pairwise(ordered))
        assert ordered[0] >= 0
        assert ordered[-1] + BOX_HEIGHT <= drawn.height
    assert len(drawn.edges) == 3 + 3 + 2


def test_a_ring_is_drawn_alike_whatever_the_order_of_its_nodes():
    turned = ring()
    turned.graph = {
        **turned.graph,
        "nodes": turned.graph["nodes"][::-1],
        "edges": turned.graph["edges"][::-1],
    }
    one, other = (drawing(each, unmasked=True) for each in (ring(), turned))
    places = [{(n.kind, n.label, n.note): (n.x, n.y) for n in each.nodes} for each in (one, other)]
    assert places[0] == places[1]


def test_that_inventors_of_one_name_may_stand_apart_is_said_where_they_are_drawn():
    assert not drawing(ring(), unmasked=True).has_inventors
    known = ring()
    known.graph["nodes"] += [
        {"id": each, "kind": "inventor", "label": PERSON, "filings": 2}
        for each in ("P222222222C", "P222222222D")
    ]
    drawn = drawing(known, unmasked=True)
    assert drawn.has_inventors
    assert [node.label for node in drawn.nodes if node.kind == "inventor"] == [PERSON, PERSON]


def test_the_table_says_what_the_drawing_shows_and_masks_persons():
    drawn = drawing(ring(), unmasked=False)
    beside = {line.label: line.beside for line in drawn.lines}
    assert beside["深圳市南山区科技园一路1号"] == f"{OTHER}、{FIRM}"
    assert beside[D] == "张**、深圳示例专利代理事务所"
    assert PERSON not in " ".join(f"{n.label} {n.short} {n.note} {n.href}" for n in drawn.nodes)
    assert {line.href for line in drawn.lines if line.label == FIRM} == {"/parties/P222222222A/"}


def test_a_ring_without_filings_is_drawn_as_nothing():
    drawn = drawing(Ring(key="x", graph={}), unmasked=True)
    assert (drawn.width, drawn.height, drawn.nodes, drawn.lines) == (0, 0, [], [])


def shown(kind: str, facts: dict[str, Any], *, unmasked: bool = False) -> Any:
    evidence = [{"kind": kind, "filings": [A, B], "facts": facts}]
    names = {"44201": "深圳示例专利代理事务所"}
    return evidence_shown(evidence, opened=0, unmasked=unmasked, signal="capacity", names=names)


def test_an_unknown_figure_is_a_dash_and_never_zero():
    [line] = shown("figure", {"name": "filings-a-head", "value": None, "limit": 2.5}).figures
    assert (line.value, line.limit, line.percentile, line.href) == ("", "2.5", None, "")
    [line] = shown(
        "figure",
        {"name": "least-filings", "value": 1234, "unit": "filings", "percentile": 99.26,
         "register": "enterprises", "record": "914403000000000001"},
    ).figures  # fmt: skip
    assert (line.name, line.value, line.unit) == ("一年至少多少件申请", "1,234", "件")
    assert line.percentile == 99.3
    assert line.href == "/registers/enterprises/record/914403000000000001"
    assert line.register.endswith("914403000000000001")


@pytest.mark.parametrize(
    ("name", "value", "limit", "beyond"),
    [
        ("filings-a-head", 3.0, 2.5, True),
        ("filings-a-head", 2.5, 2.5, False),
        ("least-expense", 900.0, 1000.0, True),
        ("least-expense", 1000.0, 1000.0, False),
        ("young-days", 40, 90, True),
        ("young-days", -3, 90, False),
        ("least-transferees", 5, 5, True),
        ("least-transferees", 4, 5, False),
        ("entropy", 3.1, 2.9, None),
        ("filings-a-head", None, 2.5, None),
    ],
)
def test_a_figure_is_marked_beyond_or_within_its_limit(
    name: str, value: float | None, limit: float, beyond: bool | None
):
    [line] = shown("figure", {"name": name, "value": value, "limit": limit}).figures
    assert line.beyond is beyond
    page = render_to_string("screening/evidence.html", {"evidence": EvidenceShown(
        pairs=[], grids=[], sentences=[], figures=[line], timelines=[], spreads=[], bonds=[],
        changes=[],
    )})  # fmt: skip
    assert ("已越过阈值" in page, "未越过阈值" in page) == (beyond is True, beyond is False)


def test_a_grid_counts_what_is_possible_and_names_the_options():
    grid = {"slots": [["铜", "铝"], ["圆形", "方形", "椭圆"]], "cells": {A: [0, 1], B: [1, 9]}}
    [told] = shown("grid", grid).grids
    assert told.possible == 6
    assert [options for _link, options in told.rows] == [["铜", "方形"], ["铝", "—"]]


def test_days_are_counted_from_one_to_the_next_and_marked_on_a_line():
    days = [
        {"day": "2025-01-01", "what": "filed", "number": A, "of": [PERSON, FIRM]},
        {"day": None, "what": "filed", "number": B},
        {"day": "2025-01-11", "what": "withdrawn", "number": A, "of": ""},
    ]
    [told] = shown("timeline", {"days": days}).timelines
    assert [(line.day, line.after) for line in told.lines] == [
        ("2025-01-01", None),
        ("2025-01-11", 10),
    ]
    assert [line.what for line in told.lines] == ["申请", "撤回"]
    assert told.lines[0].of == f"张**、{FIRM}"
    assert [place for place, _what in told.marks] == [12.0, 708.0]
    assert shown("timeline", {"days": []}).timelines[0].marks == []


def test_spreads_say_agencies_and_places_by_name_and_mask_persons():
    [agency] = shown("spread", {"by": "agency", "counts": {"44201": 2, "": 1}}).spreads
    assert list(agency.rows) == [("深圳示例专利代理事务所 44201", 2), ("未注明", 1)]
    [place] = shown("spread", {"by": "division", "counts": {"4403": 3}}).spreads
    assert place.rows[0][0].startswith("广东省深圳市") or place.rows[0][0] == "深圳市"
    [owner] = shown("spread", {"by": "applicant", "counts": {PERSON: 1, FIRM: 5}}).spreads
    assert list(owner.rows) == [(FIRM, 5), ("张**", 1)]


def test_what_joins_applicants_is_told_without_the_names_of_persons():
    bonds = [
        {"kind": "representative", "value": PERSON, "of": [FIRM, OTHER]},
        {"kind": "address", "value": "广东省深圳市南山区科技园一路1号", "of": [FIRM, PERSON]},
    ]
    facts = {"by": "bond", "counts": {"address": 1}, "bonds": bonds}
    told = shown("spread", facts)
    assert told.spreads == []
    assert [line.value for line in told.bonds] == ["张**", "广东省深圳市南山区****"]
    open_to_all = shown("spread", facts, unmasked=True).bonds
    assert [line.value for line in open_to_all] == [each["value"] for each in bonds]


def test_changes_say_who_was_put_for_whom():
    changes = [
        {"day": "2025-02-03", "number": A, "before": ["李小静"], "after": ["王大力", "赵一"]}
    ]
    [line] = shown("changes", {"changes": changes}, unmasked=True).changes
    assert (line.day, line.before, line.after) == ("2025-02-03", "李小静", "王大力、赵一")
    [line] = shown("changes", {"changes": changes}).changes
    assert (line.before, line.after) == ("李**", "王**、赵*")


def test_skeletons_say_how_many_filings_have_them():
    told = {"skeleton": "将□与□连接", "example": "将壳体与底座连接", "filings": [A, B, C, D] * 2}
    [line] = shown("sentences", {"sentences": [told]}).sentences
    assert (line.count, len(line.filings)) == (8, 5)
