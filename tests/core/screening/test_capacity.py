"""More filings than an applicant can have made, and who must not be told so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.core.screening.figure_scene import BEGIN, Row, filings, firm, leads, scene, through_rules
from zhiheng.core.declarations.models import Wording
from zhiheng.core.screening.declared import packaged
from zhiheng.core.screening.leads import Lead, sentence
from zhiheng.core.screening.sparing import Entry


def words(lead: Lead) -> Wording:
    return sentence(lead, packaged().signal("capacity"))


def one_year(count: int, *parties: str, **more: object) -> list[Row]:
    return filings(count, *parties, **{"inventors": ["甲某"], **more})


def test_two_people_who_file_twenty_a_year_on_a_few_hundred_yuan_each():
    shell = firm(
        "P1",
        insured_staff=2,
        rd_expense=Decimal(10_000),
        established_on=date(2023, 12, 1),
        first_filed=BEGIN,
    )
    (lead,) = leads("capacity", scene(one_year(20, "P1"), parties=[shell]))
    assert lead.subject == "P1"
    assert lead.parties == ("P1",)
    assert len(lead.filings) == 20
    assert lead.strength > 0.7
    assert (
        "2024 年提出申请 20 件；参保 2 人，人均 10 件；研发费用 1 万元，每件约 500 元"
        in words(lead).zh
    )
    figures = {each.facts["name"]: each.facts for each in lead.evidence if each.kind == "figure"}
    assert figures["filings-a-head"]["value"] == 10
    assert figures["filings-a-head"]["record"] == "P1"
    assert figures["young-days"]["value"] == 38


def test_the_more_beyond_the_limit_the_stronger():
    strengths = []
    for staff in (2, 4, 8):
        known = firm("P1", insured_staff=staff)
        strengths += [
            lead.strength for lead in leads("capacity", scene(one_year(24, "P1"), parties=[known]))
        ]
    assert strengths == sorted(strengths, reverse=True)
    assert len(strengths) > 1


def test_a_missing_headcount_is_unknown_and_not_zero():
    nothing = firm("P1", established_on=BEGIN, first_filed=BEGIN)
    assert not leads("capacity", scene(one_year(30, "P1"), parties=[nothing]))
    little = firm("P1", rd_expense=Decimal(3_000))
    (lead,) = leads("capacity", scene(one_year(30, "P1"), parties=[little]))
    assert "参保 — 人，人均 — 件" in words(lead).zh
    assert "— insured staff" in words(lead).en
    assert lead.facts["staff"] is None
    assert next(each.facts["value"] for each in lead.evidence) is None


def test_nobody_insured_is_a_figure_and_does_not_divide_by_zero():
    (lead,) = leads("capacity", scene(one_year(20, "P1"), parties=[firm("P1", insured_staff=0)]))
    assert "参保 0 人，人均 20 件" in words(lead).zh


def test_who_is_not_in_the_registers_is_no_lead():
    assert not leads("capacity", scene(one_year(30, "P1")))


@pytest.mark.parametrize(
    ("count", "staff", "expense"),
    [
        (30, 400, 9_000_000),  # a maker with people and money
        (10, 14, 18_000_000),  # a laboratory: few people, much research
        (9, 1, 0),  # too few filings to say anything
    ],
)
def test_filings_that_people_and_money_explain(count: int, staff: int, expense: int):
    known = firm("P1", insured_staff=staff, rd_expense=Decimal(expense), established_on=BEGIN)
    assert not leads("capacity", scene(one_year(count, "P1"), parties=[known]))


def test_many_filings_of_one_inventor_alone_are_no_lead():
    known = firm(
        "P1",
        insured_staff=200,
        rd_expense=Decimal(20_000_000),
        established_on=BEGIN,
        first_filed=BEGIN,
    )
    assert not leads("capacity", scene(one_year(30, "P1"), parties=[known]))


def test_a_university_with_a_stray_headcount_is_spared_by_rule():
    campus = firm("P1", kind="university", insured_staff=1)
    kept, spared = through_rules("capacity", scene(one_year(20, "P1"), parties=[campus]))
    assert not kept
    assert [each.why for each in spared] == ["university"]


def test_filings_outside_the_screening_count_too():
    known = firm("P1", insured_staff=3, filings_by_year={2024: 60, 2023: 2})
    (lead,) = leads("capacity", scene(one_year(4, "P1"), parties=[known]))
    assert lead.facts["counted"] == 60
    assert len(lead.filings) == 4


def test_only_years_that_were_asked_about_are_looked_at():
    old = filings(20, "P1", filing_date=date(2020, 5, 4))
    new = [
        {**row, "application_number": f"N{place}"} for place, row in enumerate(one_year(3, "P1"))
    ]
    looked_at = scene([*old, *new], asked=[row["application_number"] for row in new],
                      parties=[firm("P1", insured_staff=1)])  # fmt: skip
    assert not leads("capacity", looked_at)


def test_a_dismissal_holds_until_the_filings_of_the_year_have_doubled():
    known = firm("P1", insured_staff=1)
    (before,) = leads("capacity", scene(one_year(17, "P1"), parties=[known]))
    (more,) = leads("capacity", scene(one_year(30, "P1"), parties=[known]))
    (doubled,) = leads("capacity", scene(one_year(34, "P1"), parties=[known]))
    assert before.items == more.items != doubled.items


def test_a_listed_applicant_is_spared():
    looked_at = scene(one_year(20, "P1"), parties=[firm("P1", insured_staff=1)])
    entry = Entry("applicant", "P1", frozenset({"capacity"}), "集团统一申请")
    kept, spared = through_rules("capacity", looked_at, entry)
    assert (kept, [each.words.zh for each in spared]) == ([], ["集团统一申请"])


def test_bad_rows_are_left_aside():
    bad = [
        {"application_number": "D1", "applicants": ["公司P1"], "applicant_parties": ["P1"]},
        {
            "application_number": "D2",
            "applicants": None,
            "applicant_parties": None,
            "inventors": None,
        },
    ]
    known = firm(
        "P1",
        insured_staff=-3,
        rd_expense=Decimal(-5),
        established_on=date(2030, 1, 1),
        first_filed=BEGIN,
    )
    (lead,) = leads("capacity", scene([*one_year(20, "P1"), *bad], parties=[known]))
    assert lead.facts["year"] == 2024
