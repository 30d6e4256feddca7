"""The words of the parameters `trademark-event.*`, each first fit in the order of their file."""

from __future__ import annotations

import pytest

from zhiheng.core.analyses.trademark_steps import EFFECTS
from zhiheng.core.declarations.catalogue import load_catalogue

CATALOGUE = load_catalogue()
PREFIX = "trademark-event."


def effect(event: str, details: str = "", code: str = "") -> str | None:
    """Return the first effect one of whose items fits, asked one by one."""
    for name, parameter in CATALOGUE.parameters.items():
        if not name.startswith(PREFIX):
            continue
        items = parameter.values[0].value
        assert isinstance(items, list)
        for item in items:
            words, _, word = item.partition("|")
            if item == f"US:{code}" or (event.startswith(words) and word in details):
                return name.removeprefix(PREFIX)
    return None


@pytest.mark.parametrize(
    ("event", "details", "expected"),
    [
        ("商标注册申请", "申请收文", "filed"),
        ("商标注册申请受理通知书发文", "", "filed"),
        ("商标初步审定公告第1493期", "", "published"),
        ("商标注册申请", "初步审定公告", "published"),
        ("商标注册公告（一）第1505期", "", "registered"),
        ("商标注册申请", "注册证发文", "registered"),
        ("驳回复审注册公告排版完成", "", "registered"),
        ("商标注册申请驳回通知发文", "", "refused"),
        ("注册申请部分驳回", "", "refused-in-part"),
        ("商标驳回复审", "申请收文", "revival"),
        ("商标驳回复审", "维持驳回", "refused"),
        ("商标异议申请中", "", "opposed"),
        ("商标异议", "准予注册", "opposition-closed"),
        ("商标异议", "不予注册", "refused"),
        ("不予注册", "异议成立，不予注册", "refused"),
        ("不予注册复审", "申请收文", "revival"),
        ("商标续展", "核准续展", "renewed"),
        ("注册商标续展公告", "", "renewed"),
        ("商标转让/转移公告第1518期", "", "transferred"),
        ("撤销连续三年不使用", "审查；予以撤销", "revoked"),
        ("撤销连续三年不使用", "申请收文", None),
        ("撤销公告", "部分商品", "revoked-in-part"),
        ("未续展商标注销公告", "", "expired"),
        ("注册商标注销公告", "期满未续展", "expired"),
        ("注册商标注销公告", "", "cancelled"),
        ("无效公告", "", "invalidated"),
        ("注册商标无效宣告公告", "在部分商品上宣告无效", "invalidated-in-part"),
        ("撤回商标注册申请", "", "withdrawn"),
        ("变更名义", "", None),
    ],
)
def test_what_a_chinese_event_does(event: str, details: str, expected: str | None) -> None:
    assert effect(event, details) == expected


@pytest.mark.parametrize(
    ("code", "event", "expected"),
    [
        ("R.PR", "REGISTERED-PRINCIPAL REGISTER", "registered"),
        ("RNL1", "REGISTERED AND RENEWED (FIRST RENEWAL - 10 YRS)", "renewed"),
        ("CAEX", "CANCELLED SEC. 8 (10-YR)/EXPIRED SECTION 9", "expired"),
        ("C8..", "CANCELLED SEC. 8 (6-YR)", "revoked"),
        ("8.PR", "REGISTERED - PARTIAL SEC. 8 (6-YR) ACCEPTED", "cancelled-in-part"),
        ("ASGN", "AUTOMATIC UPDATE OF ASSIGNMENT OF OWNERSHIP", "transferred"),
        ("ABN2", "ABANDONMENT - FAILURE TO RESPOND OR LATE RESPONSE", "withdrawn"),
        ("PUBO", "PUBLISHED FOR OPPOSITION", "published"),
        ("C15A", "REGISTERED - SEC. 8 (6-YR) ACCEPTED & SEC. 15 ACK.", None),
        ("MAIL", "PAPER RECEIVED", None),
    ],
)
def test_what_an_american_event_does_by_code_and_by_words(
    code: str, event: str, expected: str | None
) -> None:
    assert effect("", code=code) == expected
    # Only the code tells that some classes are left.
    assert effect(event) == (None if expected == "cancelled-in-part" else expected)


def test_the_analysis_asks_in_the_order_of_the_declarations() -> None:
    declared = [name for name in CATALOGUE.parameters if name.startswith(PREFIX)]
    assert [name.removeprefix(PREFIX) for name in declared] == list(EFFECTS)
