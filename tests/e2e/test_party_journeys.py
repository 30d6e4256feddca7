"""Whose name is this? From the list of parties to a decision and back, in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, SignIn
from tests.e2e.looks import faint_texts, overflow, untranslated

pytestmark = pytest.mark.e2e

PHONE = {"width": 390, "height": 844}
ACTS = ("mentions", "merge", "split-mentions")
ONE, TWIN, SHORT = "深圳市霁暄电子有限公司", "广州市霁暄电子有限公司", "霁暄电子有限公司"
TRADITIONAL = "深圳市霽暄電子有限公司"
TWINS = f"""\
申请号,公开（公告）号,名称,公开（公告）日,申请日,申请人,发明人
202119999001.9,CN112000001A,一种支架,2021-05-01,2021-01-02,{ONE},王芳
202119999002.3,CN112000002A,一种支架,2021-05-01,2021-01-02,{TWIN},赵敏
202119999003.8,CN112000003A,一种支架,2021-05-01,2021-01-02,{SHORT},孙丽
"""


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def bring_in(page: Page, file: Path) -> None:
    page.goto("/registers/imports/new/")
    page.locator("input[type=file]").set_input_files([file])
    page.get_by_role("button", name="导入").click()
    expect(page.get_by_text("已完成")).to_be_visible(timeout=60_000)


def look_up(page: Page, name: str) -> None:
    page.goto("/parties/")
    page.get_by_label("名称或信用代码").fill(name)
    page.get_by_role("button", name="查询").click()
    expect(page).to_have_url(re.compile("q="))


def test_an_officer_decides_about_a_short_name_and_takes_it_back(sign_in: SignIn, tmp_path: Path):
    file = tmp_path / "专利.csv"
    file.write_text(TWINS, "utf-8")
    bring_in(sign_in("demo-analyst"), file)
    page = sign_in("demo-officer")
    page.goto("/")
    page.get_by_role("link", name="主体", exact=True).click()
    look_up(page, TRADITIONAL)
    expect(page.locator("main tbody tr")).to_have_count(1)
    page.get_by_role("link", name=ONE, exact=True).click()
    assert heading(page) == ONE
    expect(page.get_by_text("可能也是该主体")).to_be_visible()
    page.get_by_role("link", name=re.compile(f"{ONE} ／ {SHORT}|{SHORT} ／ {ONE}")).click()
    assert heading(page) == "是否为同一主体？"
    expect(page.get_by_text("无法自动区分")).to_be_visible()
    page.get_by_label("原因").fill("两份申请的联系地址相同")
    page.get_by_role("button", name="是同一主体").click()
    expect(page.locator(".alert-success")).to_contain_text("已在各处生效")
    look_up(page, ONE)
    page.get_by_role("link", name=ONE, exact=True).click()
    names = page.locator("section", has=page.get_by_role("heading", name="名称及归为")).first
    expect(names).to_contain_text("经人工认定")
    expect(page.get_by_text("两份申请的联系地址相同")).to_be_visible()
    page.get_by_role("link", name="撤销").click()
    page.get_by_label("原因").fill("地址不同，认定有误")
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("已由第")).to_be_visible()
    look_up(page, ONE)
    expect(page.locator("main tbody tr")).to_have_count(1)


def test_an_analyst_sees_no_persons_name_among_parties(sign_in: SignIn):
    page = sign_in("demo-analyst")
    page.goto("/parties/?kind=person")
    expect(page.locator("main tbody th a").first).to_contain_text("*")
    look_up(page, "张晓明")
    expect(page.get_by_text("按名称查找时不含个人")).to_be_visible()
    page.goto("/parties/?kind=person")
    page.locator("main tbody th a").first.click()
    assert "*" in heading(page)
    expect(page.get_by_role("link", name="与其他主体合并")).to_have_count(0)


def test_numbers_on_a_partys_page_open_to_its_records(sign_in: SignIn):
    page = sign_in("demo-officer")
    page.goto("/parties/?kind=enterprise")
    page.locator("main tbody th a").first.click()
    name = heading(page)
    line = (
        page.locator("section", has=page.get_by_role("heading", name="所在登记簿"))
        .locator("tbody tr")
        .first
    )
    number = line.locator("td a").inner_text()
    line.locator("td a").click()
    assert heading(page) == f"{name}的出处"
    assert (
        page.locator(".pager-count").inner_text().replace(",", "").find(number.replace(",", ""))
        >= 0
    )
    page.locator("main tbody th a").first.click()
    expect(page.get_by_role("heading", name="数据来源")).to_be_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_pages_of_parties_are_chinese_legible_and_fit(sign_in: SignIn, viewport: dict[str, int]):
    page = sign_in("demo-officer", viewport=viewport)
    page.goto("/parties/?kind=enterprise")
    party = page.locator("main tbody th a").first.get_attribute("href")
    assert party
    paths = ("/parties/", "/parties/review/", party, *(f"{party}{act}/" for act in ACTS))
    for path in paths:
        answer = page.goto(path)
        assert answer
        assert answer.status == 200, path
        assert untranslated(page) == [], path
        assert faint_texts(page) == [], path
        assert overflow(page) <= 0, path
