"""Claims are read as claims, and claims as features."""

from __future__ import annotations

import pytest

from zhiheng.core.screening.features import (
    Claim,
    ClaimSize,
    claims_of,
    elements_of,
    features_of,
    first_claim,
    normalised,
    numbers_stated,
    size_of,
    subject_of,
)

FAN = (
    "一种风扇（10），其特征在于，包括：\n步骤A、安装底座；且转速为50.0r/min，该扇叶(3)设于底座上。"
)


@pytest.mark.parametrize(
    ("entries", "claims"),
    [
        ([], []),
        (None, []),
        (["", None, "。"], []),
        (["1.一种甲，包括乙", "2.根据权利要求1所述的甲"], [(1, True), (2, False)]),
        (["1、一种甲，包括乙。2、如权利要求1所述的甲。"], [(1, True), (2, False)]),
        (["一种甲，包括乙", "按照权利要求1所述的甲"], [(1, True), (2, False)]),
        (["1. 一种甲", "包括乙和丙", "2. 根据权利要求1所述的甲"], [(1, True), (2, False)]),
        (["1.一种甲。2.一种使用权利要求1所述甲的方法。"], [(1, True), (2, True)]),
        (["1. A device comprising a base.", "2. The device of claim 1."], [(1, True), (2, False)]),
        (["3.如权利要求1所述的甲", "5.一种乙"], [(3, False), (5, True)]),
        (["1.一种方法：(1)加热；2)冷却到0.5度；3.5h后取出。"], [(1, True)]),
        (["技术领域\n本发明涉及风扇。\n背景技术\n噪声大。"], []),
        (["[0001] 本发明涉及风扇。"], []),
    ],
)
def test_claims_are_told_apart_however_they_are_written(
    entries: list[str] | None, claims: list[tuple[int, bool]]
) -> None:
    assert [(each.number, each.independent) for each in claims_of(entries)] == claims


def test_text_of_a_claim_goes_on_where_an_entry_has_no_number() -> None:
    assert claims_of(["1. 一种甲", "包括乙"])[0].text == "一种甲\n包括乙"


def test_the_first_independent_claim_is_taken() -> None:
    assert first_claim(["1.根据权利要求2所述的甲", "2.一种甲"]) == Claim(2, "一种甲", True)
    assert first_claim([]) is None


def test_features_come_without_steps_signs_and_joining_words() -> None:
    (claim,) = claims_of([f"1.{FAN}"])
    assert subject_of(claim) == "一种风扇（10）"
    assert features_of(claim) == ("安装底座", "转速为50.0r/min", "该扇叶设于底座上")
    equal = [normalised(feature) for feature in features_of(claim)]
    assert equal == ["安装底座", "转速为50rmin", "扇叶设于底座上"]
    assert size_of(claim) == ClaimSize(length=53, features=3, numbers=1)


def test_elements_are_what_stands_between_semicolons() -> None:
    claim = Claim(1, "一种甲，其特征在于：所述乙上设有孔，丙插接于其中；丁连接于乙。", True)
    assert elements_of(claim) == ("所述乙上设有孔，丙插接于其中", "丁连接于乙")
    assert elements_of(Claim(1, "一种甲，包括第一部件，第二部件", True)) == (
        "包括第一部件",
        "第二部件",
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("所述底座（1）", "该底座(12, 13)"),
        ("宽 50mm", "宽50.0mm"),
        ("ＡＢ型", "ab型"),
        ("said base", "the base"),
    ],
)
def test_what_only_looks_different_is_equal(one: str, other: str) -> None:
    assert normalised(one) == normalised(other) != ""


def test_numbers_stay_apart() -> None:
    assert normalised("温度50~60") != normalised("温度5060")
    assert normalised("1.5") != normalised("15")


def test_numbers_that_limit_are_counted_and_others_are_not() -> None:
    text = "根据权利要求1至3所述的甲，步骤2中CO2为3.5%，如图4，底座(5)厚10~20mm"
    assert numbers_stated(text) == ("3.5", "10", "20")
