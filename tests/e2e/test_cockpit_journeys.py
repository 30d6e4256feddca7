"""A leader opens the cockpit of a plan, narrows it, follows a red figure to its rows, prints it."""

from __future__ import annotations

import io
import os
import re
import subprocess
import unicodedata

import pypdf
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import SignIn
from tests.e2e.looks import faint_texts, overflow, untranslated
from tools.sample_office import PROGRAM, ROOT, Office

pytestmark = pytest.mark.e2e
PHONE = {"width": 390, "height": 844}
DAY = "as_of=2026-06-30"
STOCK, FLOW, REPORTED = "有效发明专利拥有量", "累计新增专利授权量", "行政裁决办结率"
DOCUMENT = f"""示范市专利工作三年计划（2024—2027年）

深圳市知识产权局
2024年1月15日

一、发展目标

表1 主要指标

| 序号 | 指标名称 | 单位 | 2023年基期 | 2027年目标 | 属性 | 责任单位 |
|---|---|---|---|---|---|---|
| 1 | {STOCK} | 件 | 80 | 90000 | 预期性 | 市知识产权局 |
| 2 | {FLOW} | 件 | | 5 | 预期性 | 市知识产权局 |
| 3 | {REPORTED} | % | 96 | 100 | 约束性 | 市市场监管局 |

二、重点任务

1.培育高价值专利组合。培育专利组合不少于50个。（牵头单位：市知识产权局；完成时限：2026年9月）
"""


@pytest.fixture(scope="module")
def plan(office: Office, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The number of a plan in force; two of its three indicators are counted."""
    own = {"ZHIHENG_HOME": str(office.home), "ZHIHENG_DEMO": "1", "PYTHONPATH": f"{ROOT}/src"}
    kept = {name: text for name, text in os.environ.items() if not name.startswith("ZHIHENG_")}
    document = tmp_path_factory.mktemp("plan") / "patents.md"
    document.write_text(DOCUMENT, encoding="utf-8")

    def run(*words: str) -> str:
        done = subprocess.run(
            [str(PROGRAM), *words], env={**kept, **own}, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    number = run("plan", "import", str(document))
    run("plan", "accept", number, "--all", "--least", "0")
    run("plan", "adopt", number)
    run("plan", "link", number, "1", "valid-invention-patents")
    run("plan", "link", number, "2", "patent-grants")
    return number


def test_a_leader_narrows_the_cockpit_and_follows_a_red_figure_to_its_rows(
    sign_in: SignIn, plan: str
):
    page = sign_in("demo-leader")
    page.goto("/plans/cockpits/")
    page.get_by_role("link", name="示范市专利工作三年计划").click()
    page.goto(f"{page.url}?{DAY}")
    names = page.locator(".cockpit-table th[scope=row] a")
    expect(names).to_have_text([STOCK, REPORTED, FLOW])
    page.get_by_label("部门").select_option(label="示范市知识产权局")
    page.locator("main").get_by_role("button", name="查询").click()
    expect(names).to_have_text([STOCK, FLOW])
    expect(page).to_have_url(re.compile(r"department=\d+"))
    red = page.locator(".cockpit-table tbody", has_text=STOCK)
    expect(red.locator(".light")).to_have_text("滞后")
    expect(red).to_contain_text("达不到目标（90,000 件）")
    page.locator(".light-counts").get_by_role("link", name="滞后").click()
    expect(names).to_have_text([STOCK])
    red.get_by_role("link", name=STOCK).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STOCK)
    expect(page.locator("blockquote mark")).to_contain_text("90000")
    expect(page.locator("figure.chart svg").first).to_be_visible()
    value = page.locator(".card-figure a")
    count = value.inner_text().split()[0]
    value.click()
    expect(page.locator(".pager-count, [aria-live]").first).to_contain_text(count)


def test_the_cockpit_prints_on_a4_as_a_table_without_the_frame(sign_in: SignIn, plan: str):
    page = sign_in("demo-leader")
    page.goto(f"/plans/{plan}/cockpit/?{DAY}")
    expect(page.get_by_role("button", name="打印")).to_be_visible()
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True)))
    # A file of glyphs may give back characters of compatibility, and lines where they were set.
    extracted = "".join(sheet.extract_text() for sheet in printed.pages)
    text = unicodedata.normalize("NFKC", extracted).replace("\n", "")
    assert len(printed.pages) == 1
    assert STOCK in text
    assert "达不到目标" in text
    assert "跳到正文" not in text
    page.emulate_media(media="print")
    expect(page.locator(".sidebar")).to_be_hidden()
    expect(page.locator(".filters")).to_be_hidden()
    expect(page.locator(".cockpit-table thead")).to_be_visible()


def test_the_cockpit_on_a_phone_without_javascript_and_in_english(sign_in: SignIn, plan: str):
    page = sign_in("demo-leader", viewport=PHONE, has_touch=True, java_script_enabled=False)
    page.goto(f"/plans/{plan}/cockpit/?{DAY}&light=red")
    expect(page.locator(".cockpit-table tbody")).to_have_count(1)
    expect(page.get_by_role("button", name="打印")).to_be_hidden()
    page.get_by_role("button", name="English").click()
    expect(page.locator(".cockpit-table .light")).to_have_text("Behind")


def test_the_pages_speak_chinese_and_are_legible(sign_in: SignIn, plan: str):
    page = sign_in("demo-leader")
    for path in (f"/plans/{plan}/cockpit/?{DAY}", f"/plans/{plan}/cockpit/2/?{DAY}"):
        page.goto(path)
        assert untranslated(page) == [], path
        assert faint_texts(page) == [], path
        assert overflow(page) <= 0, path


def test_the_first_page_shows_the_lights_of_the_plans_in_force(sign_in: SignIn, plan: str):
    page = sign_in("demo-leader")
    page.goto("/")
    card = page.locator(".plan-lights article", has_text="示范市专利工作三年计划")
    expect(card.locator(".light-counts")).to_contain_text("滞后")
