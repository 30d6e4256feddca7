"""Fields spread as by lot, and the firms of many branches that must not be told so."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from tests.core.screening.figure_scene import (
    Row,
    filing,
    filings,
    firm,
    leads,
    scene,
    through_rules,
)
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.signals.field_spread import entropy, expected

SUBCLASSES = [
    *(
        "A01B",
        "A23L",
        "A47C",
        "A61B",
        "B01D",
        "B23K",
        "B29C",
        "B65G",
        "C02F",
        "C08L",
        "D06M",
        "E04B",
    ),
    *("F16H", "F24F", "G01N", "G06F", "G06Q", "H01M", "H02J", "H04L"),
]


def symbol(subclass: str) -> str:
    return f"{subclass}5/02"


def others() -> list[Row]:
    """What everybody else files: all fields, by many applicants."""
    return [
        filing(f"other/{place}", f"X{place % 60}", ipc_main=symbol(SUBCLASSES[place % 20]))
        for place in range(300)
    ]


def looked_at(rows: list[Row], **facts: object) -> Scene:
    asked = [row["application_number"] for row in rows]
    return scene([*others(), *rows], asked=asked, **facts)


def spread(count: int, fields: int, **more: object) -> list[Row]:
    drawn = Random(7)
    return [
        {**row, "ipc_main": symbol(drawn.choice(SUBCLASSES[:: 20 // fields]))}
        for row in filings(count, "P1", **{"inventors": ["甲某"], **more})
    ]


def test_one_inventor_in_every_field_there_is():
    (lead,) = leads("field-spread", looked_at(spread(16, 20)))
    assert lead.subject == "P1"
    assert len(lead.filings) == lead.facts["of_inventor"] == 16
    assert lead.facts["ratio"] >= 80
    assert [each.facts["by"] for each in lead.evidence if each.kind == "spread"] == ["subclass"]


def test_a_dismissal_can_be_kept_however_long_the_name_of_an_unknown_party_is():
    name = "Long Name " * 40
    rows = [{**row, "applicants": [name], "applicant_parties": [""]} for row in spread(16, 20)]
    (lead,) = leads("field-spread", looked_at(rows))
    assert all(len(item) <= 160 for item in lead.items)


def test_a_firm_of_one_field_is_none():
    assert not leads("field-spread", looked_at(spread(16, 1)))


def test_one_technology_with_many_uses_lies_in_few_classes():
    uses = ["G06F", "G06Q", "G06V", "G06K", "G06N", "G06T", "H04L", "H04W"]
    rows = [
        {**row, "ipc_main": symbol(uses[place % 8])}
        for place, row in enumerate(filings(16, "P1", inventors=["甲某"]))
    ]
    assert not leads("field-spread", looked_at(rows))


def test_a_firm_of_many_branches_has_other_people_in_each():
    rows = [{**row, "inventors": [f"员工{place % 8}"]} for place, row in enumerate(spread(24, 20))]
    assert not leads("field-spread", looked_at(rows))


def test_a_university_is_spared_by_rule():
    campus = looked_at(spread(16, 20), parties=[firm("P1", kind="university")])
    kept, spared = through_rules("field-spread", campus)
    assert (kept, [each.why for each in spared]) == ([], ["university"])


def test_where_there_is_nothing_to_draw_from_nothing_is_told():
    assert not leads("field-spread", scene(spread(16, 20)))


def test_designs_and_what_has_no_symbol_do_not_count():
    designs = spread(16, 20, right="design")
    assert not leads("field-spread", looked_at(designs))
    unclassified = [
        {**row, "ipc_main": ("", "?", "H04L")[row["filing_date"].day % 3]} for row in spread(16, 20)
    ]
    assert not leads("field-spread", looked_at(unclassified))


def test_a_large_firm_is_set_against_as_large_a_draw():
    even = np.ones(20)
    assert expected(even, 1) == 0
    assert expected(even, 10) < expected(even, 100) < entropy([1] * 20)
    assert expected(even, 5000) == pytest.approx(entropy([1] * 20), rel=0.01)
    assert expected(even, 30) == expected(even, 30)
    assert expected(np.zeros(3), 5) == 0


def test_shannons_entropy():
    assert entropy([]) == 0
    assert entropy([5]) == 0
    assert entropy([1, 1]) == pytest.approx(np.log(2))
    assert entropy([3, 1, 0]) == pytest.approx(-(0.75 * np.log(0.75) + 0.25 * np.log(0.25)))
