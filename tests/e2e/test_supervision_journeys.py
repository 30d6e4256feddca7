"""A measure in a browser: broken down, reported, blocked, put before the conference, decided."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn
from tools.sample_office import PROGRAM, ROOT, Office

pytestmark = pytest.mark.e2e

DEPARTMENT, ORGANISATION = "深圳市市场监督管理局", "示范市市场监督管理局（演示）"
MEASURE, TASK = "建设维权援助网络", "在园区设立维权援助点"
DECISION = "由市场监管局协调园区落实场地"
DOCUMENT = f"""深圳市维权援助行动计划（2024—2028年）

深圳市知识产权局
2024年3月15日

一、重点任务

1.{MEASURE}。建成维权援助点不少于20家。（牵头单位：市市场监管局；完成时限：2028年12月）
"""


@pytest.fixture
def plan(office: Office, tmp_path: Path) -> str:
    """The number of a plan in force with one measure."""
    own = {"ZHIHENG_HOME": str(office.home), "ZHIHENG_DEMO": "1", "PYTHONPATH": f"{ROOT}/src"}
    kept = {name: text for name, text in os.environ.items() if not name.startswith("ZHIHENG_")}
    document = tmp_path / "plan.md"
    document.write_text(DOCUMENT, encoding="utf-8")

    def run(*words: str) -> str:
        done = subprocess.run(
            [str(PROGRAM), *words], env={**kept, **own}, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    number = run("plan", "import", str(document))
    run("plan", "accept", number, "--all", "--least", "0")
    run("plan", "adopt", number)
    return number


def today() -> dt.date:
    return dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()


def linked_to_its_people(page: Page, plan: str) -> None:
    page.goto(f"/plans/{plan}/departments/")
    row = page.get_by_role("row", name=DEPARTMENT)
    if row.get_by_text(ORGANISATION).count():
        return
    row.get_by_role("link", name="更改").click()
    page.locator("select").first.select_option(label=ORGANISATION)
    press(page, "保存")
    expect(row).to_contain_text(ORGANISATION)


def broken_down_and_blocked(page: Page, plan: str, tmp_path: Path) -> None:
    page.goto(f"/supervision/plans/{plan}/")
    follow(page, MEASURE)
    follow(page, "新建事项")
    page.get_by_label("事项", exact=True).fill(TASK)
    page.get_by_label("截止日期").fill("2029-06-30")
    press(page, "保存")
    expect(page.locator(".alert-danger")).to_contain_text("晚于该任务的时限 2028-12-31")
    page.get_by_label("截止日期").fill(str(today() + dt.timedelta(days=200)))
    press(page, "保存")
    follow(page, TASK)
    follow(page, "上报进展")
    proof = tmp_path / "选址方案.txt"
    proof.write_text("选址方案", encoding="utf-8")
    page.get_by_label("完成进度").fill("30")
    page.get_by_label("情况说明").fill("已完成选址")
    page.get_by_label("佐证材料").set_input_files(str(proof))
    press(page, "上报进展")
    with page.expect_download() as download:
        follow(page, "选址方案.txt")
    assert Path(download.value.path()).read_text("utf-8") == "选址方案"
    follow(page, "标记受阻")
    page.get_by_label("需要解决的事项").fill("两个园区的场地")
    page.get_by_label("由谁解决").fill("园区管理机构")
    press(page, "标记受阻")
    follow(page, "提请联席会议")
    expect(page.get_by_label("事由")).to_have_value(re.compile("两个园区的场地"))
    press(page, "提请")
    expect(page.locator("main")).to_contain_text("等待列入下次会议")


def named_as_member(page: Page) -> None:
    page.goto("/conference/members/")
    if page.locator("table").get_by_text(DEPARTMENT).count():
        return
    page.get_by_label("部门").select_option(label=DEPARTMENT)
    page.get_by_label("起始日期").fill("2024-01-01")
    press(page, "增加成员单位")
    expect(page.locator("table")).to_contain_text(DEPARTMENT)


def decided(page: Page) -> str:
    """Hold a meeting on what was proposed, issue its minutes, and return its address."""
    page.goto("/conference/new/")
    page.get_by_label("日期").fill(str(today()))
    press(page, "保存")
    address = page.url
    press(page, f"将“{TASK}”列入议程")
    press(page, "召集会议")
    follow(page, "讨论并议定")
    page.get_by_label("议定事项", exact=True).fill(DECISION)
    page.get_by_label("责任部门").select_option(label=DEPARTMENT)
    page.get_by_label("截止日期").fill(str(today() + dt.timedelta(days=60)))
    press(page, "记录议定事项")
    expect(page.locator(".decision")).to_contain_text(DECISION)
    page.goto(address)
    follow(page, "到会情况")
    press(page, "保存")
    follow(page, "印发纪要")
    press(page, "印发纪要")
    expect(page.locator("main")).to_contain_text("交办事项 1 项")
    return address


def test_what_is_blocked_is_decided_by_the_conference_and_followed_up(
    sign_in: SignIn, plan: str, tmp_path: Path
):
    officer = sign_in("demo-officer")
    linked_to_its_people(officer, plan)
    named_as_member(officer)
    department = sign_in("demo-department")
    broken_down_and_blocked(department, plan, tmp_path)

    address = decided(officer)
    with officer.expect_download() as download:
        follow(officer, "纪要（Word）")
    assert Path(download.value.path()).read_bytes().startswith(b"PK")

    department.goto("/supervision/")
    follow(department, DECISION)
    expect(department.locator("main")).to_contain_text("牵头部门或联席会议")
    department.goto(address)
    expect(department.locator(".decision")).to_contain_text(DECISION)
    expect(department.locator(".decision")).to_contain_text("未开始")

    officer.goto("/conference/new/")
    officer.get_by_label("日期").fill(str(today()))
    press(officer, "保存")
    expect(officer.locator("main")).to_contain_text(DECISION)
