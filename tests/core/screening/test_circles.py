"""Which filings are of one hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from zhiheng.core.screening.circles import ADDRESS, MOST_AT_ADDRESS, Circles, circles_of
from zhiheng.core.screening.facts import Facts, PartyFacts
from zhiheng.core.screening.filings import Filings
from zhiheng.core.screening.scene import Scene

ON = dt.date(2026, 3, 2)


def filing(number: str, *parties: str, **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "application_number": number,
        "applicants": [f"公司{party}" for party in parties],
        "applicant_parties": list(parties),
    }
    return {**row, **more}


def circles(*rows: dict[str, Any], parties: dict[str, PartyFacts] | None = None) -> Circles:
    return circles_of(Filings.of(rows), Facts(on=ON, parties=parties or {}))


def test_filings_of_one_applicant_are_one_circle_and_those_of_two_are_two():
    found = circles(filing("1", "P1"), filing("2", "P2"), filing("3", "P1"))
    assert found.of[0] == found.of[2] != found.of[1]
    assert found.names["P1"] == "公司P1"


def test_applicants_side_by_side_on_one_filing_are_one_circle():
    found = circles(filing("1", "P1", "P2"), filing("2", "P2"), filing("3", "P3"))
    assert found.of[0] == found.of[1] != found.of[2]


def test_a_name_that_was_not_resolved_is_told_by_how_it_is_written():
    rows = [
        {"application_number": "1", "applicants": ["某 公司"], "applicant_parties": [""]},
        {"application_number": "2", "applicants": ["某公司"], "applicant_parties": [""]},
    ]
    found = circles(*rows)
    assert found.of[0] == found.of[1]


def test_a_filing_without_an_applicant_is_a_circle_of_its_own():
    found = circles(filing("1"), filing("2"))
    assert found.of[0] != found.of[1]


def test_an_address_ties_applicants_unless_it_is_that_of_a_park():
    address = "广东省深圳市南山区科技园一路1号"
    few = [filing(str(n), f"P{n}", addresses=[address]) for n in range(3)]
    found = circles(*few)
    assert len(set(found.of.tolist())) == 1
    assert [bond.kind for bond in found.bonds[int(found.of[0])]] == [ADDRESS]
    many = [filing(str(n), f"P{n}", addresses=[address]) for n in range(MOST_AT_ADDRESS + 1)]
    assert len(set(circles(*many).of.tolist())) == MOST_AT_ADDRESS + 1


def test_a_town_alone_is_no_address():
    rows = [filing(str(n), f"P{n}", addresses=["广东省深圳市"]) for n in range(2)]
    assert len(set(circles(*rows).of.tolist())) == 2


def test_one_legal_representative_ties_firms():
    parties = {
        name: PartyFacts(name, f"公司{name}", legal_representative="张三") for name in ("P1", "P2")
    }
    found = circles(filing("1", "P1"), filing("2", "P2"), parties=parties)
    assert found.of[0] == found.of[1]


def test_an_inventor_ties_a_firm_to_another_but_not_to_a_university():
    parties = {
        "U": PartyFacts("U", "某大学", kind="university"),
        "P1": PartyFacts("P1", "甲公司"),
        "P2": PartyFacts("P2", "乙公司"),
    }
    rows = [filing(str(n), name, inventor_parties=["I"]) for n, name in enumerate(parties)]
    found = circles(*rows, parties=parties)
    assert found.of[1] == found.of[2] != found.of[0]


def test_filing_together_with_a_university_does_not_tie_its_partners():
    parties = {"U": PartyFacts("U", "某大学", kind="university")}
    found = circles(filing("1", "U", "P1"), filing("2", "U", "P2"), parties=parties)
    assert found.of[0] == found.of[1]  # both are filings of the university
    assert set(found.applicants[int(found.of[0])]) == {"U"}


def test_the_rows_of_a_circle_stand_oldest_first_and_drafts_last():
    days = (None, dt.date(2024, 5, 1), dt.date(2023, 5, 1))
    made = Filings.of(
        {"application_number": f"N{place}", "applicants": ["甲公司"], "filing_date": day}
        for place, day in enumerate(days)
    )
    known = Facts(on=ON)
    (rows,) = Scene(made, known, circles_of(made, known)).rows_by_circle.values()
    assert rows.tolist() == [2, 1, 0]
