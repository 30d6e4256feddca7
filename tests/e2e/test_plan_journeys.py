"""A plan in a browser: imported, decided beside its document, adopted, and seen by a leader."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.looks import overflow
from tests.e2e.test_journeys import heading

pytestmark = pytest.mark.e2e
PHONE = {"width": 390, "height": 844}
TITLE = "深圳市商标品牌提升行动计划（2025—2027年）"
DOCUMENT = f"""{TITLE}

深圳市市场监督管理局
2025年2月10日

一、行动目标

表1 主要指标

| 序号 | 指标名称 | 单位 | 2024年基期 | 2027年目标 | 属性 | 责任单位 |
|---|---|---|---|---|---|---|
| 1 | 有效注册商标量 | 万件 | 300 | 340 | 预期性 | 市市场监管局 |
| 2 | 地理标志商标数量 | 件 | 12 | 20 | 预期性 | 市市场监管局 |

二、重点任务

1.培育商标品牌指导站。新建指导站不少于15家。（市市场监管局牵头，各区人民政府配合，2026年12月底前完成）

2.编印宣传画册。（市市场监管局牵头，2025年6月底前完成）

3.建立品牌价值评价机制。（市市场监管局牵头，市商务局配合，2027年6月底前完成）
"""


def imported(page: Page, folder: Path) -> None:
    """Import the document from the form."""
    path = folder / "brands.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    page.goto("/")
    page.get_by_role("link", name="规划", exact=True).first.click()
    page.get_by_role("link", name="导入规划").first.click()
    page.get_by_label("规划文件").set_input_files(path)
    page.get_by_role("button", name="导入并读取").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator(".alert-success")).to_contain_text("已读出 5 个条目")


def corrected(page: Page) -> None:
    """Correct the second indicator, first with a value that is none."""
    page.locator("#proposal-2").get_by_role("link", name="更正").click()
    form = page.locator("#proposal-2 form.proposal-form")
    form.locator("[name=target]").fill("很多")
    form.get_by_role("button", name="按此采纳").click()
    expect(form).to_contain_text("“很多”不是数值")
    form.locator("[name=target]").fill("25")
    form.locator("[name=comparator]").select_option("不少于")
    form.get_by_role("button", name="按此采纳").click()
    expect(page.locator("#proposal-2")).to_contain_text("不少于 25 件（2027）")
    expect(page.locator("#proposal-2 del")).to_have_text("20 件（2027）")


def rejected(page: Page) -> None:
    """Reject the second measure, with a reason."""
    card = page.locator("#proposal-4")
    card.locator("summary").click()
    card.locator("[name=reason]").fill("日常工作，不纳入督办")
    card.get_by_role("button", name="确认不采纳").click()
    expect(page.locator("#proposal-4")).to_contain_text("日常工作，不纳入督办")


def test_a_clerk_decides_a_plan_beside_its_document_and_a_leader_reads_it(
    sign_in: SignIn, tmp_path: Path
):
    page = sign_in("demo-clerk")
    imported(page, tmp_path)
    corrected(page)
    rejected(page)
    page.get_by_role("link", name="批量采纳").click()
    page.get_by_role("button", name="采纳这 3 条").click()
    expect(page.locator(".review-progress")).to_contain_text("已决定 5 / 5 条")
    page.get_by_role("link", name="规划定稿").click()
    page.get_by_role("button", name="确认定稿").click()
    expect(page.locator(".alert-success")).to_contain_text("规划已定稿")

    page = sign_in("demo-leader")
    page.goto("/plans/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("main")).to_contain_text("不少于 25 件（2027）")
    expect(page.locator("main")).not_to_contain_text("编印宣传画册")
    page.get_by_label("部门").select_option("深圳市商务局")
    page.get_by_role("button", name="查询").click()
    expect(page.locator("#list tbody tr")).to_have_count(1)
    page.get_by_role("link", name="3 建立品牌价值评价机制").click()
    assert heading(page) == "3 建立品牌价值评价机制"
    expect(page.locator("mark")).to_contain_text("2027年6月底前完成")
    page.get_by_role("link", name="在全文中查看").click()
    expect(page.locator("#measure-2 + a")).to_be_in_viewport()


def test_passage_and_proposal_lead_to_each_other_and_keys_decide(sign_in: SignIn, tmp_path: Path):
    page = sign_in("demo-officer")
    path = tmp_path / "keys.md"
    path.write_text(DOCUMENT.replace("商标品牌", "地理标志"), encoding="utf-8")
    page.goto("/plans/import/")
    page.get_by_label("规划文件").set_input_files(path)
    page.get_by_role("button", name="导入并读取").click()
    page.locator("#passage-3 + a").click()
    expect(page.locator("#proposal-3")).to_have_class("proposal proposal-warn current")
    page.keyboard.press("j")
    expect(page.locator(".read-passage.current").first).to_have_attribute("data-key", "passage-4")
    page.keyboard.press("a")
    expect(page.locator("#proposal-4")).to_contain_text("已采纳")
    page.set_viewport_size(PHONE)
    assert overflow(page) <= 0
    page.get_by_role("link", name="放弃").click()
    page.get_by_role("button", name="放弃").click()
    expect(page.locator(".alert-success")).to_contain_text("已放弃")
