"""Filings that are alike because the law lets them be."""

from __future__ import annotations

import datetime as dt
from typing import Any

from zhiheng.core.screening.filings import Filings
from zhiheng.core.screening.kin import kin_of

PARENT, CHILD, SIBLING = "2023100000011", "2024100000022", "2024100000033"


def kin_between(one: dict[str, Any], other: dict[str, Any]) -> str:
    return kin_of(Filings.of([one, other])).between(0, 1)


def filing(number: str, **more: Any) -> dict[str, Any]:
    return {"application_number": number, "right": "invention", **more}


def test_a_division_is_kin_of_its_parent_and_of_its_sibling():
    child = filing(CHILD, related=[f"CN {PARENT} 20230105"])
    assert kin_between(child, filing(PARENT)) == "divisional"
    sibling = filing(SIBLING, related=[f"CN {PARENT} 20230105"])
    assert kin_between(child, sibling) == "divisional"


def test_who_claims_a_priority_is_kin_of_it_and_of_whoever_claims_it_too():
    claims = {"priorities": [f"CN {PARENT} 20230105"]}
    assert kin_between(filing(CHILD, **claims), filing(PARENT)) == "family"
    assert kin_between(filing(CHILD, **claims), filing(SIBLING, **claims)) == "family"


def test_an_invention_and_a_utility_model_of_one_day_and_title_are_a_double_filing():
    same = {"filing_date": dt.date(2024, 5, 6), "title": "一种风扇", "applicants": ["甲公司"]}
    model = {"right": "utility_model"}
    assert kin_between(filing(CHILD, **same), filing(SIBLING, **same, **model)) == "double"
    assert kin_between(filing(CHILD, **same), filing(SIBLING, **same)) == ""
    later = {**same, **model, "filing_date": dt.date(2024, 5, 7)}
    assert kin_between(filing(CHILD, **same), filing(SIBLING, **later)) == ""


def test_strangers_are_none_and_numbers_of_noughts_name_nothing():
    nought = {"related": ["CN 000000000 00000000"], "priorities": [""]}
    assert kin_between(filing(CHILD, **nought), filing(SIBLING, **nought)) == ""
