"""A theme in a browser: defined, looked at, marked, frozen, published and read by a leader."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.test_journeys import heading, number_in

pytestmark = pytest.mark.e2e


def defined(page: Page) -> int:
    """Make the theme, leave something out after a look at it, and return how many it holds."""
    page.goto("/")
    page.get_by_role("link", name="专题库").first.click()
    page.get_by_role("link", name="新建专题库").first.click()
    page.get_by_label("短名").fill("circuits")
    page.get_by_label("名称", exact=True).fill("电路与通信")
    page.get_by_label("分类号").fill("H04 H05")
    page.get_by_label("专利", exact=True).check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("电路与通信")
    held = number_in(page, ".card-figure a")
    page.get_by_role("link", name="修改定义").click()
    page.get_by_label("排除").fill("无人机")
    page.get_by_role("button", name="预览").click()
    expect(page.locator("#preview")).to_contain_text("预览（未保存）")
    assert 0 < number_in(page, "#preview .card-figure a") <= held
    page.get_by_role("button", name="保存").click()
    return number_in(page, ".card-figure a")


def sampled(page: Page) -> None:
    """Draw ten records and say of two that they belong."""
    page.get_by_role("link", name="抽样检查").click()
    page.get_by_label("数量").fill("10")
    page.get_by_role("button", name="抽样").click()
    for place in (1, 2):
        page.locator(f"#place-{place}").get_by_role("button", name="属于本专题").click()
        expect(page.locator(f"#place-{place} [aria-pressed=true]")).to_have_text("属于本专题")
    expect(page.locator("main")).to_contain_text("属于 2 条")


def test_an_analyst_makes_a_theme_and_a_leader_reads_it(sign_in: SignIn):
    page = sign_in("demo-analyst")
    held = defined(page)
    sampled(page)
    page.get_by_role("link", name="电路与通信").click()
    page.get_by_label(re.compile("备注")).fill("年度报告")
    page.get_by_role("button", name="冻结为新版本").click()
    assert heading(page) == "电路与通信 · 第 1 版"
    assert number_in(page, ".card-figure a") == held
    page.locator(".card-figure a").click()
    assert number_in(page, ".pager-count") == held
    page.go_back()
    page.get_by_role("button", name="发布这一版").click()
    expect(page.locator("main")).to_contain_text("已发布")

    reader = sign_in("demo-leader")
    reader.goto("/themes/")
    reader.get_by_role("link", name="电路与通信").click()
    expect(reader.locator("main")).to_contain_text("查准率")
    expect(reader.get_by_role("link", name="修改定义")).to_have_count(0)
    reader.locator(".card-figure a").first.click()
    expect(reader).to_have_url(re.compile("/search/"))
    assert number_in(reader, "#search-count") == held
