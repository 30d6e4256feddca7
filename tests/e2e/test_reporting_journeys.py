"""A value in a browser: asked for, typed in the wrong unit, caught, corrected, signed, counted."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn
from tools.sample_office import PROGRAM, ROOT, Office

pytestmark = pytest.mark.e2e

TITLE = "深圳市质押融资行动计划（2024—2028年）"
INDICATOR = "知识产权质押融资余额"
DEPARTMENT = "深圳市知识产权局"
DOCUMENT = f"""{TITLE}

深圳市知识产权局
2024年3月15日

一、发展目标

表1 主要指标

| 序号 | 指标名称 | 单位 | 2023年 | 2028年目标 | 属性 | 责任单位 |
|---|---|---|---|---|---|---|
| 1 | {INDICATOR} | 亿元 | 31.5 | 50 | 预期性 | 市知识产权局 |

二、重点任务

1.扩大质押融资规模。推动银行开展质押融资。（牵头单位：市知识产权局；完成时限：2026年12月）
"""
Run = Callable[..., str]


@pytest.fixture
def run(office: Office) -> Run:
    """Type a command of the office."""
    own = {"ZHIHENG_HOME": str(office.home), "ZHIHENG_DEMO": "1", "PYTHONPATH": f"{ROOT}/src"}
    kept = {name: text for name, text in os.environ.items() if not name.startswith("ZHIHENG_")}

    def typed(*words: str) -> str:
        done = subprocess.run(
            [str(PROGRAM), *words], env={**kept, **own}, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    return typed


@pytest.fixture
def plan(run: Run, tmp_path: Path) -> str:
    """The number of a plan in force with one indicator that is reported."""
    document = tmp_path / "plan.md"
    document.write_text(DOCUMENT, encoding="utf-8")
    number = run("plan", "import", str(document))
    run("plan", "accept", number, "--all", "--least", "0")
    run("plan", "adopt", number)
    return number


def asked_for(page: Page, plan: str) -> None:
    """Say who speaks for the department, and ask for the value of a year that is over."""
    page.goto(f"/plans/{plan}/departments/")
    page.get_by_role("row", name=DEPARTMENT).get_by_role("link", name="更改").click()
    page.locator("select").first.select_option(label="示范市知识产权局（演示）")
    page.locator("main").get_by_role("button", name="保存").click()
    expect(page.get_by_role("row", name=DEPARTMENT)).to_contain_text("示范市知识产权局（演示）")
    page.goto(f"/reports/plans/{plan}/")
    page.get_by_role("link", name="统一安排").click()
    page.get_by_label("填报频率").select_option("yearly")
    page.get_by_label("首个填报期起始日").fill("2025-01-01")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="立即下达到期任务").click()
    expect(page.locator("main")).to_contain_text("已下达 1 项填报任务")


def typed(page: Page, value: str, unit: str) -> None:
    page.get_by_label("数值", exact=True).fill(value)
    page.get_by_label("单位").select_option(unit)
    page.get_by_role("button", name="校验并保存草稿").click()


def test_a_wrong_unit_is_caught_and_the_signed_value_counts(
    sign_in: SignIn, plan: str, run: Run, tmp_path: Path
):
    asked_for(sign_in("demo-officer"), plan)

    clerk = sign_in("demo-clerk")
    clerk.goto("/notices/")
    clerk.get_by_role("button", name=re.compile(f"前填报“{INDICATOR}”")).first.click()
    expect(clerk.get_by_role("heading", level=1)).to_have_text(f"{INDICATOR} · 2025年")
    evidence = tmp_path / "台账.txt"
    evidence.write_text("质押登记台账", encoding="utf-8")
    clerk.get_by_label("佐证材料").set_input_files(str(evidence))
    typed(clerk, "320000", "亿元")
    expect(clerk.locator("#checks")).to_contain_text(
        "您填报 320000 亿元，规划基期为 31.5 亿元，相差约 10000 倍；是否以万元填报？"
    )
    typed(clerk, "320000", "万元")
    expect(clerk.locator("#checks")).to_contain_text("校验未发现疑点")
    clerk.get_by_role("button", name="提交签发").click()
    expect(clerk.locator("main")).to_contain_text("已提交")
    expect(clerk.get_by_role("button", name="签发", exact=True)).to_have_count(0)
    leader = sign_in("demo-leader")
    leader.goto(clerk.url)
    with leader.expect_download() as download:
        leader.get_by_role("link", name="台账.txt").click()
    assert Path(download.value.path()).read_text("utf-8") == "质押登记台账"
    leader.get_by_role("button", name="签发", exact=True).click()
    expect(leader.locator("main")).to_contain_text("采用值 32 亿元")
    leader.goto(f"/reports/plans/{plan}/?year=2025")
    expect(leader.locator("main")).to_contain_text("已签发")
    leader.goto(f"/plans/{plan}/cockpit/")
    expect(leader.get_by_role("row", name=INDICATOR).first).to_contain_text("32")


def test_others_are_kept_out_and_still_have_their_notices(sign_in: SignIn):
    page = sign_in("demo-bank")
    assert page.request.get("/reports/").status == 403
    assert page.request.get("/reports/template.xlsx").status == 403
    answer = page.goto("/notices/")
    assert answer
    assert answer.status == 200
