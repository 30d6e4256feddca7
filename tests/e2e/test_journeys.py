"""What people come for, from the sign-in page on, in Chinese."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn, sign_in_by_form
from tests.office.registers.feeds import HEADINGS, HUAWEI
from tools.sample_office import Office

pytestmark = pytest.mark.e2e

PATENT = "201910302430.1"


def number_in(page: Page, selector: str) -> int:
    """Return the first number of an element's text: 1,234 行 → 1234."""
    found = re.search(r"[\d,]+", page.locator(selector).first.inner_text())
    assert found
    return int(found.group().replace(",", ""))


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_a_leader_follows_a_figure_down_to_its_source(sign_in: SignIn):
    page = sign_in()
    page.goto("/")
    page.get_by_role("link", name="登录").first.click()
    sign_in_by_form(page, "demo-leader")
    assert heading(page) == "驾驶舱"
    today = page.locator(".card-figure").first.inner_text()
    page.get_by_label("截至", exact=True).fill("2023-12-31")
    page.get_by_role("button", name="查看").click()
    expect(page).to_have_url(re.compile(r"as_of=2023-12-31"))
    assert page.locator(".card-figure").first.inner_text() != today
    page.get_by_role("link", name="有效发明专利拥有量", exact=True).click()
    shown = number_in(page, ".card-figure")
    ingredient = page.locator("table.ingredients a").first
    assert number_in(page, "table.ingredients a") == shown
    ingredient.click()
    assert number_in(page, ".pager-count") == shown
    expect(page.get_by_label("专利类型")).to_have_value("invention")
    page.locator("main tbody tr").first.get_by_role("link").last.click()
    expect(page.get_by_role("heading", name="数据来源")).to_be_visible()
    origin = page.locator("section", has=page.get_by_role("heading", name="数据来源"))
    expect(origin).to_contain_text(".zip!")
    expect(origin).to_contain_text(re.compile(r"[0-9a-f]{64}"))
    expect(page.get_by_role("link", name="打开来源原文")).to_have_count(0)


def test_a_chart_is_drawn_and_its_table_says_the_same(sign_in: SignIn):
    page = sign_in("demo-leader")
    page.goto("/indicators/patent-grants/?as_of=2025-12-31")
    expect(page.locator(".chart-canvas canvas, .chart-canvas svg").first).to_be_visible()
    series = page.locator("figure.chart[data-chart^=series]")
    data = json.loads(series.locator("script[type='application/json']").inner_text())
    series.locator("summary").click()
    cells = series.locator("tbody td.number").all_inner_texts()
    assert [int(cell) for cell in cells] == list(data["series"][0]["data"])


def test_an_analyst_imports_a_delivery_and_corrects_what_was_set_aside(
    sign_in: SignIn, office: Office, tmp_path: Path
):
    broken = office.city / "broken"
    delivery = tmp_path / "2026年第26期.zip"
    with zipfile.ZipFile(delivery, "w") as archive:
        for name in ("duplicate-key-1.xml", "truncated.xml", "wrong-check-digit.xml"):
            archive.write(broken / name, name)
    wrong = tmp_path / "企业名录.csv"
    # One figure of the code is wrong; the importer tells which check character it should have.
    wrong.write_text(f"{HEADINGS}\n{HUAWEI[:-1]}X,华为技术有限公司,440307,90000\n", "utf-8")
    page = sign_in("demo-analyst")
    page.goto("/registers/")
    page.get_by_role("link", name="数据导入").click()
    page.get_by_role("link", name="导入文件").click()
    page.locator("input[type=file]").set_input_files([delivery, wrong])
    page.get_by_role("button", name="导入").click()
    expect(page.get_by_text("已完成")).to_be_visible(timeout=60_000)
    report = dict(
        zip(
            page.locator(".figure-box span").all_inner_texts(),
            map(int, page.locator(".figure-box strong").all_inner_texts()),
            strict=True,
        )
    )
    assert report == {"读取记录数": 4, "新增": 1, "变更": 0, "未变": 0, "未收录": 3}
    page.locator(".figure-box a").click()
    expect(page.locator("main tbody tr")).to_have_count(3)
    page.get_by_role("link", name="企业名录.csv").click()
    expect(page.locator(".alert-warning")).to_contain_text(HUAWEI[-1])
    page.get_by_label("统一社会信用代码").fill(HUAWEI)
    page.get_by_role("button", name="导入更正后的记录").click()
    expect(page.get_by_text("已更正").first).to_be_visible()
    page.goto(f"/registers/enterprises/record/{HUAWEI}")
    assert heading(page) == "华为技术有限公司"


def test_an_analyst_filters_sorts_pages_and_exports(sign_in: SignIn, tmp_path: Path):
    page = sign_in("demo-analyst")
    page.goto("/registers/patents/")
    page.get_by_label("专利类型").select_option(label="实用新型")
    page.get_by_label("行政区划").select_option(label="南山区")
    page.get_by_role("button", name="查询").click()
    expect(page).to_have_url(re.compile(r"right=utility_model.*division=440305"))
    total = number_in(page, ".pager-count")
    assert total > 50
    with page.expect_navigation():
        page.get_by_role("link", name="授权公告日").click()
    expect(page).to_have_url(re.compile(r"sort=-?grant_date"))
    assert number_in(page, ".pager-count") == total
    seen = page.locator("main tbody tr").count()
    while page.get_by_role("link", name="下一页").count():
        with page.expect_navigation():  # what is counted has to be there
            page.get_by_role("link", name="下一页").click()
        seen += page.locator("main tbody tr").count()
    assert seen == total
    page.locator("summary", has_text="导出").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    download.value.save_as(tmp_path / "patents.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "patents.xlsx").active
    headings = [cell.value for cell in sheet[1]]
    kinds = {row[headings.index("专利类型")] for row in sheet.iter_rows(2, values_only=True)}
    assert sheet.max_row == total + 1
    assert kinds == {"utility_model"}


def test_filters_that_make_no_sense_are_explained_beside_the_list(sign_in: SignIn):
    page = sign_in("demo-analyst")
    page.goto("/registers/patents/?right=copyright")
    expect(page.get_by_role("alert")).to_contain_text("copyright")
    page.get_by_label("申请号").fill("12345")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("alert").first).to_contain_text("12345")


def test_an_officer_opens_the_source_and_sees_persons_an_analyst_does_not(sign_in: SignIn):
    page = sign_in("demo-officer")
    page.goto(f"/registers/patents/record/{PATENT}")
    expect(page.locator("main")).to_contain_text("张晓明")
    page.get_by_role("link", name="打开来源原文").click()
    expect(page.locator(".alert-success")).to_be_visible()
    expect(page.locator("pre")).to_contain_text("张晓明")
    page = sign_in("demo-analyst")
    page.goto(f"/registers/patents/record/{PATENT}")
    expect(page.locator("main")).to_contain_text("张**")
    expect(page.locator("main")).not_to_contain_text("张晓明")


def test_an_administrator_makes_an_account_grants_a_role_and_reads_the_log(sign_in: SignIn):
    page = sign_in("demo-admin")
    page.goto("/people/")
    page.get_by_role("link", name="新建账号").click()
    page.get_by_label("用户名").fill("li.wei")
    page.get_by_label("姓名").fill("李伟")
    page.get_by_role("button", name="创建").click()
    password = page.locator("code.once").inner_text()
    page.goto("/people/?q=li.wei")
    page.get_by_role("link", name="li.wei").click()
    page.get_by_role("link", name="授予角色").click()
    page.get_by_label("机构").select_option(label="示范市知识产权局（演示）")
    page.get_by_label("角色").select_option(label="数据分析员")
    page.get_by_role("button", name="授予").click()
    expect(page.locator("main")).to_contain_text("数据分析员")
    page.goto("/ledger/")
    rows = page.locator("main tbody tr")
    expect(rows.nth(0)).to_contain_text("授予角色")
    expect(rows.nth(0)).to_contain_text("demo-admin")
    expect(rows.nth(1)).to_contain_text("创建账号")
    newcomer = sign_in()
    newcomer.goto("/accounts/login/")
    newcomer.get_by_label("用户名").fill("li.wei")
    newcomer.get_by_label("密码", exact=True).fill(password)
    newcomer.locator("main").get_by_role("button", name="登录").click()
    # The password is temporary: the own one comes first.
    expect(newcomer).to_have_url(re.compile("/accounts/password/change/"))


def test_whoever_may_not_is_told_so_and_finds_the_way_back(sign_in: SignIn, complaints: list[str]):
    page = sign_in("demo-leader")
    answer = page.goto("/people/")
    assert answer
    assert answer.status == 403
    complaints.clear()  # the browser notes the refusal that is expected here
    expect(page.locator("main")).to_contain_text("access.forbidden")
    page.locator("main").get_by_role("link").first.click()
    assert heading(page) == "驾驶舱"
