"""Somebody asks whether a right was in force on a day, and follows the reasons."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn

pytestmark = pytest.mark.e2e


def open_first(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("main tbody tr").first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="法律状态", exact=True)).to_be_visible()


def ask(page: Page, day: dt.date) -> None:
    page.get_by_label("查询日期").fill(day.isoformat())
    page.locator(".day-question").get_by_role("button", name="查看").click()
    expect(page).to_have_url(re.compile(f"on={day}"))


def test_a_clerk_asks_whether_a_patent_was_in_force(sign_in: SignIn):
    page = sign_in("demo-leader")
    open_first(page, "/registers/patents/?status=lapsed")
    answer = page.locator(".day-answer")
    expect(answer).to_contain_text("否，不在有效状态")
    fact = page.locator("dl.facts dt", has_text="权利终止日").locator("+ dd")
    end = dt.date.fromisoformat(fact.inner_text())
    ask(page, end - dt.timedelta(days=1))
    expect(answer).to_contain_text("是，有效")
    expect(answer).to_contain_text(f"该状态至 {end} 为止")
    ask(page, end)
    expect(answer).to_contain_text("否，不在有效状态")
    expect(answer).to_contain_text("《专利法》第44条")
    expect(page.locator(".timeline li[aria-current]")).to_have_count(1)
    expect(page.locator(".timeline li[aria-current]")).to_contain_text("已终止")


def test_a_mark_before_and_after_its_registration(sign_in: SignIn):
    page = sign_in("demo-leader")
    open_first(page, "/registers/trademarks/?status=registered")
    fact = page.locator("dl.facts dt", has_text="注册公告日期").locator("+ dd")
    registered = dt.date.fromisoformat(fact.inner_text())
    answer = page.locator(".day-answer")
    ask(page, registered)
    expect(answer).to_contain_text("是，有效")
    ask(page, registered - dt.timedelta(days=1))
    expect(answer).to_contain_text("否，不在有效状态")
