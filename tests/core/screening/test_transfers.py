"""Filings made to be sold, and transfers of groups, universities and large firms that are not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tests.core.screening.figure_scene import BEGIN, Row, filing, filings, firm, leads, scene
from zhiheng.core.screening.facts import PartyFacts, Transfer
from zhiheng.core.screening.leads import Lead

FROM = "P1"


def sale(row: Row, to: str, after: int, *, by: str = FROM) -> Transfer:
    """A transfer so many days after filing."""
    on = row["filing_date"] + timedelta(days=after)
    return Transfer(row["application_number"], on, (f"公司{by}",), (f"公司{to}",), (by,), (to,))


def transfers(*sales: Transfer) -> dict[str, tuple[Transfer, ...]]:
    found: dict[str, tuple[Transfer, ...]] = {}
    for each in sales:
        found[each.number] = (*found.get(each.number, ()), each)
    return found


def found(rows: Sequence[Row], sales: Sequence[Transfer], **more: Any) -> list[Lead]:
    return leads("transfers", scene(rows, transfers=transfers(*sales), **more))


OWN = filings(8, FROM)
SOLD = [sale(row, f"B{place}", 60) for place, row in enumerate(OWN)]


def test_all_of_it_goes_to_many_within_months():
    (lead,) = found(OWN, SOLD)
    facts = {
        name: lead.facts[name]
        for name in ("filings", "filed", "transferees", "on_one_day", "chains")
    }
    assert facts == {"filings": 8, "filed": 8, "transferees": 8, "on_one_day": 1, "chains": 0}
    assert lead.strength > 0.6
    spread = next(each for each in lead.evidence if each.kind == "spread")
    assert spread.facts["counts"]["公司B3"] == 1
    line = next(each for each in lead.evidence if each.kind == "timeline").facts["days"]
    assert [each["what"] for each in line[:1]] == ["filed"]
    assert [each["day"] for each in line] == sorted(each["day"] for each in line)


def test_one_day_and_chains_make_it_stronger():
    (calm,) = found(OWN, SOLD)
    one_day = [sale(row, f"B{place}", 200 - 10 * place) for place, row in enumerate(OWN)]
    again = [sale(row, f"C{place}", 100, by=f"B{place}") for place, row in enumerate(OWN)]
    (crass,) = found(OWN, one_day)
    assert crass.facts["on_one_day"] == 8
    assert crass.strength > calm.strength
    (chained,) = found(OWN, [*SOLD, *again])
    assert chained.facts["chains"] == 8
    assert chained.strength > calm.strength


def test_the_days_count_from_publication_or_grant_too():
    late = [sale(row, f"B{place}", 900) for place, row in enumerate(OWN)]
    assert not found(OWN, late)
    granted = [{**row, "grant_date": row["filing_date"] + timedelta(days=850)} for row in OWN]
    assert found(granted, late)
    published = [
        {**row, "publication_date": row["filing_date"] + timedelta(days=540)} for row in OWN
    ]
    assert found(published, late)
    later_grant = [{**row, "grant_date": row["filing_date"] + timedelta(days=950)} for row in OWN]
    assert not found(later_grant, late)


def test_a_group_gathers_its_rights():
    parent = [filing("M1", "M"), *OWN]
    tied = [firm("M", legal_representative="甲某"), firm(FROM, legal_representative="甲某")]
    inside = [sale(row, "M", 60) for row in OWN]
    assert not found(parent, inside, parties=tied)
    sisters = [filing(f"M{place}", f"B{place}") for place in range(8)]
    same = [firm(f"B{place}", legal_representative="甲某") for place in range(7)]
    assert found([*sisters, *OWN], SOLD)
    assert not found([*sisters, *OWN], SOLD, parties=[*same, tied[1]])


def test_who_sells_everything_to_one_buyer_sells_a_business():
    assert not found(OWN, [sale(row, "B1", 60) for row in OWN])


def test_a_university_hands_on_its_results():
    assert not found(OWN, SOLD, parties=[firm(FROM, kind="university")])


def test_a_large_firm_that_sells_a_small_part_did_not_file_to_sell():
    assert not found([*OWN, *(filing(f"K{place}", FROM) for place in range(40))], SOLD)
    elsewhere = PartyFacts(FROM, "公司P1", filings_by_year={2024: 60, 2018: 900})
    assert not found(OWN, SOLD, parties=[elsewhere])
    assert found(OWN, SOLD, parties=[PartyFacts(FROM, "公司P1", filings_by_year={2018: 900})])


def test_a_co_applicant_that_takes_over_is_no_outsider():
    names = ["公司P1", *(f"公司B{place}" for place in range(8))]
    keys = [FROM, *(f"B{place}" for place in range(8))]
    joint = [{**row, "applicants": names, "applicant_parties": keys} for row in OWN]
    assert not found(joint, SOLD)


def test_a_few_sales_are_none():
    assert not found(OWN[:3], SOLD[:3])


def test_names_that_were_not_resolved_are_told_apart_by_how_they_are_written():
    rows = [{**row, "applicants": ["某公司"], "applicant_parties": [""]} for row in OWN]
    sales = [
        Transfer(
            row["application_number"],
            BEGIN + timedelta(days=100),
            ("某 公司",),
            (f"买方{place}公司",),
        )
        for place, row in enumerate(rows)
    ]
    (lead,) = found(rows, sales)
    assert (lead.subject, lead.parties) == ("某公司", ())


def test_only_new_transfers_bring_a_dismissed_seller_again():
    (before,) = found(OWN, SOLD[:7])
    (after,) = found(OWN, SOLD)
    assert before.key == after.key
    assert set(after.items) - set(before.items) == {f"transfer:{SOLD[7].number}|{SOLD[7].on}"}


def test_odd_rows_are_left_aside():
    odd = [
        Transfer("not in the scene", date(2024, 3, 1), ("公司P1",), ("公司B1",), (FROM,), ("B1",)),
        Transfer(
            OWN[0]["application_number"],
            date(2001, 3, 1),
            ("公司P1",),
            ("公司B9",),
            (FROM,),
            ("B9",),
        ),
        Transfer(OWN[1]["application_number"], date(2024, 3, 1), (), (), (), ()),
        Transfer(OWN[2]["application_number"], date(2024, 3, 1), ("",), ("",)),
    ]
    (lead,) = found(OWN, [*SOLD, *odd])
    assert lead.facts["filings"] == 8
    assert not found(OWN, odd)
    undated = [{**row, "filing_date": None} for row in OWN]
    assert not found(undated, SOLD)
