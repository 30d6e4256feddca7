"""Searching in a browser: from words to a record, and from a saved search to its alert."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.test_journeys import number_in

pytestmark = pytest.mark.e2e

PHONE = {"width": 390, "height": 844}
NEWS = (
    "申请号,公开（公告）号,公开（公告）日,专利名称,申请日,申请人,地址,发明人,主分类号\n"
    "2025103024307,CN120000001A,2026-06-26,一种蒲牢钟钮的复合铸造方法,2025-04-16,"
    "深圳市示例科技有限公司,518000 广东省深圳市福田区莲花街道2号,王芳,B22D19/00\n"
)


def total(page: Page) -> int:
    expect(page.locator("#search-count")).to_contain_text("条")
    return number_in(page, "#search-count")


def search_from_the_top(page: Page, text: str) -> None:
    """Go to the box of the top bar by its key, type and press Enter."""
    page.goto("/registers/")
    page.keyboard.press("/")
    expect(page.locator("#topbar-text")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")


def test_an_analyst_searches_narrows_opens_and_finds_what_is_similar(sign_in: SignIn):
    page = sign_in("demo-analyst")
    search_from_the_top(page, "一种")
    everything = total(page)
    assert everything > 0
    expect(page.locator("mark").first).to_have_text(re.compile("一种"))
    page.locator(".search-tabs").get_by_role("link", name=re.compile("^专利 ")).click()
    expect(page).to_have_url(re.compile("register=patents"))
    line = page.locator(".facets:visible .facet a").first
    counted = int(line.locator(".facet-count").inner_text().replace(",", ""))
    line.click()
    expect(page.locator(".chip")).to_have_count(2)
    assert total(page) == counted
    page.get_by_text("检索式解读").click()
    expect(page.locator(".understood li").first).to_be_visible()
    page.get_by_role("link", name="排序依据").first.click()
    expect(page.locator("meter").first).to_be_visible()
    page.get_by_role("link", name="返回检索结果").click()
    assert total(page) == counted
    page.get_by_role("link", name="相似文献").first.click()
    expect(page.locator(".hit").first).to_be_visible()
    page.locator(".hit-title a").first.click()
    expect(page.get_by_role("heading", name="数据来源")).to_be_visible()


def test_a_saved_search_tells_of_what_an_import_brings(sign_in: SignIn, tmp_path: Path):
    page = sign_in("demo-analyst")
    page.goto("/search/?q=蒲牢钟钮")
    expect(page.get_by_text("没有找到记录")).to_be_visible()
    page.get_by_role("link", name="保存", exact=True).click()
    page.get_by_label("名称").fill("钟钮铸造")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("link", name="钟钮铸造")).to_be_visible()
    (tmp_path / "news.csv").write_text(NEWS, encoding="utf-8")
    page.goto("/registers/imports/new/")
    page.locator("input[type=file]").set_input_files(tmp_path / "news.csv")
    page.get_by_role("button", name="导入").click()
    expect(page.get_by_text("已完成")).to_be_visible(timeout=60_000)
    _wait_for_alert(page)
    page.get_by_role("link", name=re.compile("一种蒲牢钟钮的复合铸造方法")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("蒲牢钟钮")
    page.goto("/search/alerts/")
    unread = page.locator(".alert-unread").count()
    page.get_by_role("button", name="标为已读", exact=True).first.click()
    expect(page.locator(".alert-unread")).to_have_count(unread - 1)
    page.goto("/search/saved/")
    page.locator("tr", has_text="钟钮铸造").get_by_role("link", name="删除").click()
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_role("button", name="撤销")).to_be_visible()


def test_the_form_writes_the_query_while_it_is_filled_in(sign_in: SignIn):
    page = sign_in("demo-analyst")
    page.goto("/search/")
    page.get_by_role("link", name="表单检索").click()
    page.get_by_label("名称中的字词").fill("一种")
    page.get_by_label("申请日自").fill("2015-01-01")
    expect(page.locator("#written code")).to_have_text("ti:一种 AND ad:[2015-01-01 TO *]")
    page.get_by_label("专利", exact=True).check()
    page.locator("main .query-form").get_by_role("button", name="检索", exact=True).click()
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("#search-text")).to_have_value("ti:一种 AND ad:[2015-01-01 TO *]")
    assert total(page) > 0


def test_search_works_without_javascript_and_on_a_phone(sign_in: SignIn):
    page = sign_in("demo-leader", viewport=PHONE, has_touch=True, java_script_enabled=False)
    page.goto("/search/")
    page.locator("#search-text").fill("一种")
    page.locator(".search-box").get_by_role("button", name="检索").click()
    everything = total(page)
    page.get_by_text("筛选结果").click()
    page.locator(".facets-drawer .facet a").first.click()
    assert 0 < total(page) < everything


def test_the_address_of_a_search_can_be_copied_and_opened_by_a_colleague(sign_in: SignIn):
    page = sign_in("demo-analyst", permissions=["clipboard-read", "clipboard-write"])
    page.goto("/search/?q=一种&sort=newest")
    page.get_by_text("分享", exact=True).click()
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    colleague = sign_in("demo-leader")
    colleague.goto(address)
    assert total(colleague) == total(page)


def _wait_for_alert(page: Page) -> None:
    for _ in range(60):
        page.goto("/search/alerts/")
        if page.locator(".alert-unread").count():
            return
        page.wait_for_timeout(500)
    raise AssertionError("no alert within half a minute")
