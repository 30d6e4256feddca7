"""An agent looks for near marks before filing: from the words to the two side by side."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn

pytestmark = pytest.mark.e2e


def words_of_a_mark(page: Page) -> str:
    """Return the words of a mark of the city's largest owner."""
    page.goto("/marks/owners/?division=all")
    page.locator("main tbody th a").first.click()
    page.locator(".page-tabs").get_by_role("link", name="商标", exact=True).click()
    return page.locator(".mark-cell .mark-words:not(.mark-device)").first.inner_text()


def test_an_agent_finds_a_near_mark_narrows_and_sees_why(sign_in: SignIn):
    page = sign_in("demo-agency")
    words = words_of_a_mark(page)
    page.locator(".sidebar").get_by_role("link", name="近似商标查询").click()
    page.get_by_label("商标", exact=True).fill(words)
    page.get_by_label("商品和服务").fill("第9类、会飞的汤匙")
    page.get_by_role("button", name="查询近似商标").click()
    expect(page.locator(".unread")).to_contain_text("会飞的汤匙")
    first = page.locator(".mark-hit").first
    expect(first.locator(".mark-words").first).to_be_visible()
    expect(first.locator(".channels li").first).to_be_visible()
    page.get_by_text("筛选结果").click()
    page.get_by_label("仅看近似").check()
    page.get_by_role("button", name="查询近似商标").click()
    expect(page).to_have_url(re.compile("near=on"))
    expect(page.locator(".score.is-apart")).to_have_count(0)
    page.locator(".mark-hit").first.get_by_role("link", name="并排对照").click()
    expect(page.locator(".pair .mark-words").first).to_have_text(words)
    expect(page.locator(".pair .score")).to_contain_text("近似")
    expect(page.locator(".channel-reason").first).not_to_be_empty()
    shared = page.url
    page.goto("/marks/")
    page.goto(shared)
    expect(page.locator(".pair .score")).to_contain_text("近似")
