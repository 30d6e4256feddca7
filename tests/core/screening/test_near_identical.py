"""Near-identical filings of one circle are told; what the law lets be alike is not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.core.screening.text_scene import BAD, filing, leads_of, scene_of

FAN = (
    "1.一种散热风扇，其特征在于，包括：底座，设于所述底座上的支架；连接于支架顶端的电机；"
    "由电机带动旋转的扇叶；以及包围扇叶的防护网，所述防护网外缘设有{}。"
)
PUMP = (
    "1.一种循环水泵，其特征在于：泵壳内腔呈蜗壳形，叶轮以花键固接于轴端，轴封采用双端面机械密封。"
)
ABSTRACT = (
    "本发明公开了一种散热风扇，底座上设有支架，电机带动扇叶旋转，防护网包围扇叶，噪声低而风量大，"
    "适于机柜、充电桩和通信基站等需要长期连续送风的场合。"
)


def fan(number: str, word: str = "橡胶圈", **columns: Any) -> dict[str, Any]:
    return filing(number, FAN.format(word), **columns)


def test_a_group_is_told_with_its_pairs_and_its_days() -> None:
    words = ["橡胶圈", "硅胶圈", "密封条"]
    rows = [
        fan(f"N{n}", word, filing_date=date(2025, 1, 1) + timedelta(days=3 * n))
        for n, word in enumerate(words)
    ]
    (lead,) = leads_of("near-identical", scene_of([*rows, filing("P", PUMP)]))
    assert lead.filings == ("N0", "N1", "N2")
    assert lead.subject == "N0"
    assert set(lead.items) == {"pair:N0|N1", "pair:N0|N2"}
    assert lead.facts["days"] == 6
    assert lead.facts["applicants"] == 1
    assert [each.kind for each in lead.evidence] == ["pair", "pair", "timeline"]
    assert lead.evidence[0].facts["part"] == "claims"


def test_more_filings_that_agree_more_and_were_filed_closer_are_a_stronger_lead() -> None:
    two = leads_of("near-identical", scene_of([fan("A"), fan("B")]))[0].strength
    three = leads_of("near-identical", scene_of([fan("A"), fan("B"), fan("C")]))[0].strength
    late = scene_of([fan("A"), fan("B", filing_date=date(2025, 9, 1))])
    other = scene_of([fan("A"), fan("B", "密封条")])
    assert two == 0.5 < three
    assert leads_of("near-identical", late)[0].strength < two
    assert leads_of("near-identical", other)[0].strength < two


INVENTION, MODEL = {"right": "invention"}, {"right": "utility_model"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({}, {"related": ["CN 2025100000011 20250101"]}, id="divisional"),
        pytest.param({}, {"priorities": ["CN 2025100000011 20250101"]}, id="family"),
        pytest.param(INVENTION, MODEL, id="double"),
        pytest.param({}, {"applicants": ["乙公司"]}, id="another circle"),
        pytest.param({}, {"filing_date": date(2029, 1, 1)}, id="outside the window"),
        pytest.param({"right": "design"}, {"right": "design"}, id="designs"),
    ],
)
def test_what_may_be_alike_is_no_pair(one: dict[str, Any], other: dict[str, Any]) -> None:
    rows = [fan("2025100000011", **one), fan("2025100000020", **other)]
    assert leads_of("near-identical", scene_of(rows)) == []


def test_a_line_of_products_and_an_honest_series_are_not_told() -> None:
    own = [
        "电机与支架之间设有减振垫，减振垫由三层不同硬度的硅胶叠合而成，中层开有蜂窝孔",
        "扇叶根部设有可变桨距的连杆机构，连杆由形状记忆合金丝牵引，随温度改变桨距",
        "防护网内侧布置静电除尘丝，除尘丝由脉冲电源供电，底座内设有集尘盒与振打器",
    ]
    series = [
        filing(f"S{n}", f"1.一种散热风扇，其特征在于，包括底座、支架和电机；{text}。")
        for n, text in enumerate(own)
    ]
    assert leads_of("near-identical", scene_of(series)) == []


def test_sequences_and_boilerplate_are_not_alike_because_of_their_nature() -> None:
    boilerplate = [
        filing(f"B{n}", abstract=ABSTRACT, applicants=[f"公司{n // 2}"]) for n in range(30)
    ]
    assert leads_of("near-identical", scene_of([*BAD, *boilerplate])) == []


def test_abstracts_are_compared_and_descriptions_where_claims_are_missing() -> None:
    by_abstract = [filing("A", abstract=ABSTRACT), filing("B", abstract=ABSTRACT)]
    (lead,) = leads_of("near-identical", scene_of(by_abstract))
    assert lead.evidence[0].facts["part"] == "abstract"
    by_description = [filing("A", description=ABSTRACT * 3), filing("B", description=ABSTRACT * 3)]
    (lead,) = leads_of("near-identical", scene_of(by_description))
    assert lead.evidence[0].facts["part"] == "description"
    with_claims = [each | {"claims": [PUMP if n else FAN]} for n, each in enumerate(by_description)]
    assert leads_of("near-identical", scene_of(with_claims)) == []


def test_groups_without_a_filing_asked_about_are_not_told() -> None:
    rows = [fan("A"), fan("B"), filing("P", PUMP)]
    assert leads_of("near-identical", scene_of(rows, asked=["P"])) == []
    (lead,) = leads_of("near-identical", scene_of(rows, asked=["B"]))
    assert lead.filings == ("A", "B")


def test_many_copies_are_one_lead_with_bounded_evidence() -> None:
    (lead,) = leads_of("near-identical", scene_of([fan(f"N{n:03}") for n in range(300)]))
    assert len(lead.filings) == 300
    assert len(lead.items) <= 300
    assert len(lead.evidence) == 13
    assert len(lead.evidence[-1].facts["days"]) == 200


def test_limits_decide() -> None:
    scene = scene_of([fan("A"), fan("B", "密封条")])
    assert leads_of("near-identical", scene, claims_similarity=0.99) == []
    assert leads_of("near-identical", scene, least_filings=3) == []


def test_bad_filings_raise_nothing() -> None:
    assert leads_of("near-identical", scene_of([])) == []
    assert leads_of("near-identical", scene_of(BAD)) == []
