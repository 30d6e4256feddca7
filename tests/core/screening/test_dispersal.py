"""Filings of one hand scattered over applicants, agencies and cities; groups and parks are not."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from tests.core.screening.figure_scene import Row, filing, firm, leads, scene, through_rules
from zhiheng.core.screening.signals import dispersal
from zhiheng.core.screening.sparing import Entry

ADDRESS = "广东省深圳市南山区科技园路88号5栋502室"
HANDS, AGENCIES, CITIES = (
    ("P1", "P2", "P3", "P4"),
    ("44201", "44202", "44203"),
    ("440305", "330106"),
)


def claim(seed: int, changed: int = 0) -> list[str]:
    """A claim of its own for each seed, with some of its features changed."""
    draw, other = Random(seed), Random(1000 + seed)
    told = [_feature(draw) for _ in range(9)]
    told[:changed] = [_feature(other) for _ in range(changed)]
    return [f"1.一种装置，其特征在于，包括：{'；'.join(told)}。"]


def _feature(draw: Random) -> str:
    return "".join(chr(draw.randrange(0x4E00, 0x5800)) for _ in range(14))


def scattered(count: int = 12, *, alike: bool = True, **more: object) -> list[Row]:
    """Filings in turn by four firms of one address, three agencies, in two cities."""
    return [
        filing(
            f"S{place}",
            HANDS[place % 4],
            day=9 * place,
            agency_code=AGENCIES[place % 3],
            division=CITIES[place % 2],
            claims=claim(1 if alike else place, changed=place % 3 if alike else 0),
            **{"addresses": [ADDRESS], **more},
        )
        for place in range(count)
    ]


def test_variants_of_one_text_by_several_names_agencies_and_cities():
    (lead,) = leads("dispersal", scene(scattered()))
    facts = {
        name: lead.facts[name] for name in ("filings", "applicants", "agencies", "cities", "days")
    }
    assert facts == {"filings": 12, "applicants": 4, "agencies": 3, "cities": 2, "days": 99}
    assert lead.facts["alike"] == 100
    assert lead.strength > 0.6
    assert set(lead.parties) == set(HANDS)
    spreads = {each.facts["by"]: each.facts for each in lead.evidence if each.kind == "spread"}
    assert spreads["bond"]["counts"] == {"address": 1}
    assert spreads["bond"]["bonds"][0]["of"] == ["公司P1", "公司P2", "公司P3", "公司P4"]
    assert spreads["agency"]["counts"] == {"44201": 4, "44202": 4, "44203": 4}
    pairs = [each for each in lead.evidence if each.kind == "pair"]
    assert pairs
    assert all(each.facts["jaccard"] >= 0.3 for each in pairs)
    hand_of = {row["application_number"]: row["applicant_parties"] for row in scattered()}
    assert all(hand_of[each.filings[0]] != hand_of[each.filings[1]] for each in pairs)


def test_content_that_is_alike_makes_it_stronger():
    half = [*scattered(6), *scattered(12, alike=False)[6:]]
    (whole,), (part,) = leads("dispersal", scene(scattered())), leads("dispersal", scene(half))
    assert 0.3 <= part.strength < whole.strength
    assert part.facts["alike"] == 50


def test_companies_of_a_group_that_file_different_things():
    assert not leads("dispersal", scene(scattered(alike=False)))


def test_a_representative_or_an_inventor_may_be_the_bond():
    apart = scattered(addresses=[])
    assert not leads("dispersal", scene(apart))
    led = [firm(hand, legal_representative="甲某") for hand in HANDS]
    (lead,) = leads("dispersal", scene(apart, parties=led))
    assert lead.evidence[0].facts["counts"] == {"representative": 1}
    invented = scattered(addresses=[], inventors=["乙某"], inventor_parties=["I1"])
    (lead,) = leads("dispersal", scene(invented))
    assert lead.evidence[0].facts["counts"] == {"inventor": 1}


def test_variants_of_one_firm_through_many_agencies_are_not_scattered_over_names():
    alone = [{**row, "applicants": ["公司P1"], "applicant_parties": ["P1"]} for row in scattered()]
    assert not leads("dispersal", scene(alone))


def test_one_agency_in_one_city_is_no_dispersal():
    rows = [{**row, "agency_code": "44201", "division": "440305"} for row in scattered()]
    assert not leads("dispersal", scene(rows))
    (lead,) = leads("dispersal", scene([{**row, "agency_code": "44201"} for row in scattered()]))
    assert lead.facts["agencies"] == 1


def test_two_names_on_every_application_hide_nothing():
    together = [
        {
            **row,
            "applicants": ["公司P1", "公司P2"],
            "applicant_parties": ["P1", "P2"],
            "addresses": [],
        }
        for row in scattered()
    ]
    assert not leads("dispersal", scene(together))


def test_a_park_is_nobodys_hand():
    rows = [
        filing(f"S{place}", f"P{place}", day=place, agency_code=AGENCIES[place % 3],
               claims=claim(1), addresses=[ADDRESS])
        for place in range(12)
    ]  # fmt: skip
    assert not leads("dispersal", scene(rows))


def test_years_apart_they_are_looked_at_in_their_busiest_window():
    old = [
        {**row, "application_number": f"L{place}", "filing_date": date(2015, 4, 1)}
        for place, row in enumerate(scattered(3))
    ]
    rows = [*scattered(8), *old]
    (lead,) = leads("dispersal", scene(rows))
    assert lead.facts["filings"] == 8


def test_too_few_filings_and_filings_nobody_asked_about():
    assert not leads("dispersal", scene(scattered(5)))
    assert not leads("dispersal", scene([*scattered(), filing("other", "P9")], asked=["other"]))


def test_only_new_filings_bring_a_dismissed_circle_again():
    (before,) = leads("dispersal", scene(scattered(11)))
    (after,) = leads("dispersal", scene(scattered(12)))
    assert before.key == after.key
    assert set(after.items) - set(before.items) == {"filing:S11"}


def test_a_listed_agency_takes_its_filings_out():
    entry = Entry("agency", AGENCIES[0], frozenset(), "已核查")
    (lead,), _ = through_rules("dispersal", scene(scattered()), entry)
    assert lead.facts["filings"] == len(lead.filings) == 8


@pytest.mark.parametrize(
    "claims", [[], [""], ["装置"], None, ["A method of any kind."]],
    ids=["none", "empty", "one word", "missing", "English"],
)  # fmt: skip
def test_texts_that_say_nothing_are_not_alike(claims: list[str] | None):
    rows = [{**row, "claims": claims} for row in scattered()]
    assert not leads("dispersal", scene(rows))


def test_sequences_look_alike_by_nature():
    draw = Random(3)
    rows = [
        {**row, "claims": ["1.一种核酸，序列为" + "".join(draw.choices("ATGC", k=300))]}
        for row in scattered()
    ]
    assert not leads("dispersal", scene(rows))


def test_a_circle_of_thousands_is_compared_in_portions(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dispersal, "MOST_COMPARED", 4)
    (lead,) = leads("dispersal", scene(scattered()))
    assert lead.facts["alike"] == 100
