"""Drafts are screened like filings, and nobody learns of what others filed and nobody may see."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from zhiheng.core.evidence.canonical import canonical_text
from zhiheng.core.screening.declared import packaged
from zhiheng.core.screening.draft_checking import (
    Applicant,
    as_filings,
    of_texts,
    result_of,
    shown_to,
)
from zhiheng.core.screening.draft_files import Draft
from zhiheng.core.screening.facts import Facts, KnownAbnormal, PartyFacts
from zhiheng.core.screening.filings import Filings
from zhiheng.core.screening.gathering import Gathered
from zhiheng.core.screening.screening import Screening, screen

ON = date(2026, 7, 1)
ME, OTHER = "P-ME", "P-OTHER"
FAN = (
    "一种散热风扇，其特征在于：所述壳体的内侧设有与所述扇叶相对的导流板，所述导流板朝向进风口一侧开设"
    "若干弧形通风槽，所述壳体底部设有卡接于主板的弹性卡扣，卡扣与主板之间夹有导热垫。"
)
DRAFT = Draft("风扇.txt", "风扇.txt", title="一种散热风扇", claims=(FAN,))
COPY = Draft("二.txt", "二.txt", title="一种风扇", claims=(FAN.replace("弧形", "直线形"),))


def filing(number: str, party: str, **told: Any) -> dict[str, Any]:
    return {
        "application_number": number,
        "right": "invention",
        "title": "一种风扇",
        "filing_date": date(2026, 5, 1),
        "applicants": [party],
        "applicant_parties": [party],
        "claims": [FAN],
        **told,
    }


def looked_at(*beside: dict[str, Any], facts: Facts | None = None) -> Gathered:
    drafts = as_filings([DRAFT, COPY], Applicant("甲公司", ME), right="invention", on=ON)
    rows = [*drafts.table.to_pylist(), *beside]
    filings = Filings.of(rows, asked=drafts.numbers)
    return Gathered(filings, facts or Facts(ON), {"patents": 3})


def told(gathered: Gathered) -> dict[str, Any]:
    declared = of_texts(packaged())
    found: Screening = screen(shown_to(gathered, [ME], on=ON), declared)
    return result_of(found, [DRAFT, COPY], [ME], declared=declared, problems=[])


def test_drafts_that_copy_each_other_are_told_with_their_texts_side_by_side():
    result = told(looked_at())
    lead = next(each for each in result["leads"] if each["signal"] == "near-identical")
    assert lead["filings"] == ["D1", "D2"]
    pair = next(each for each in lead["evidence"] if each["kind"] == "pair")
    assert "".join(one for _kind, one, _other, _passage in pair["segments"]) in (
        DRAFT.claims[0],
        COPY.claims[0],
    )
    assert pair["shared"] > 80
    assert "2" in lead["sentence"]["zh"]


def test_a_result_can_be_written_canonically_and_has_no_fractions():
    text = canonical_text(told(looked_at(filing("202610000001.0", ME))))

    json.loads(text, parse_float=lambda found: pytest.fail(found))


def test_what_others_filed_and_nobody_may_see_never_goes_on():
    secret = filing("202610000001.0", OTHER, title="别人的秘密")
    to_come = filing("202610000002.0", OTHER, publication_date=date(2026, 7, 2))
    public = filing("202610000003.0", OTHER, publication_date=ON)
    granted = filing("202610000004.0", OTHER, grant_date=ON)
    own = filing("202610000005.0", ME)
    shown = shown_to(looked_at(secret, to_come, public, granted, own), [ME], on=ON)
    assert shown.filings.numbers == [
        "D1", "D2", "202610000003.0", "202610000004.0", "202610000005.0"
    ]  # fmt: skip
    assert "秘密" not in canonical_text(told(looked_at(secret, to_come)))


def test_of_others_neither_records_of_abnormal_filings_nor_facts_of_parties_go_on():
    public = filing("202610000003.0", OTHER, publication_date=ON)
    own = filing("202610000005.0", ME)
    known = {
        number: KnownAbnormal(number, "1", "confirmed", date(2026, 6, 1))
        for number in ("202610000003.0", "202610000005.0")
    }
    parties = {party: PartyFacts(party, party) for party in (ME, OTHER)}
    facts = shown_to(
        looked_at(public, own, facts=Facts(ON, parties=parties, abnormal=known)), [ME], on=ON
    ).facts
    assert set(facts.abnormal) == {"202610000005.0"}
    assert set(facts.parties) == {ME}


def test_a_draft_that_repeats_a_filing_of_ones_own_that_was_confirmed_abnormal_is_told():
    own = filing("202610000005.0", ME, publication_date=date(2026, 6, 1))
    known = KnownAbnormal("202610000005.0", "1", "confirmed", date(2026, 6, 1), date(2026, 6, 20))
    result = told(looked_at(own, facts=Facts(ON, abnormal={known.number: known})))
    lead = next(each for each in result["leads"] if each["signal"] == "refiling")
    assert "202610000005.0" in canonical_text(lead)
    assert result["filings"]["202610000005.0"]["own"]


def test_leads_without_a_draft_are_not_told():
    twins = [filing(f"20261000000{n}.0", ME, claims=["另一内容" * 40]) for n in (5, 6)]
    result = told(looked_at(*twins))
    assert all(set(lead["filings"]) & {"D1", "D2"} for lead in result["leads"])
    assert result["beside"] == {"own": 2, "published": 0}


def test_drafts_of_nobody_in_particular_are_of_one_hand():
    filings = as_filings([DRAFT, COPY], Applicant(""), right="invention", on=ON)
    one, other = filings.values("applicants")
    assert one == other != []


def test_only_signals_of_texts_are_asked():
    names = set(of_texts(packaged()).signals)
    assert "near-identical" in names
    assert not names & {"capacity", "dispersal", "transfers"}
