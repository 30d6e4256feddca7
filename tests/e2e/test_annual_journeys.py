"""A yearly report in a browser: frozen, edited, downloaded, issued, recognised by a reader."""

from __future__ import annotations

import io
import os
import subprocess
from pathlib import Path

import docx
import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn
from tools.sample_office import PROGRAM, ROOT, Office

pytestmark = pytest.mark.e2e

DOCUMENT = """示范市商标品牌行动计划（2021—2025年）

深圳市知识产权局
2021年3月15日

一、发展目标

表1 主要指标

| 序号 | 指标名称 | 单位 | 2020年基期 | 2025年目标 | 属性 | 责任单位 |
|---|---|---|---|---|---|---|
| 1 | 有效发明专利拥有量 | 件 | 90 | 120 | 预期性 | 市知识产权局 |
| 2 | 商标审查平均周期 | 个月 | 6 | 不超过4 | 约束性 | 市市场监管局 |

二、重点任务

1.建设商标品牌指导站。建成指导站20家。（牵头单位：市知识产权局；完成时限：2025年12月）
"""
WORDS = "2025年，规划实施总体平稳，商标审查周期数据待补。"


@pytest.fixture
def plan(office: Office, tmp_path: Path) -> str:
    """The number of a plan in force, with one indicator that the registers answer."""
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
    run("plan", "link", number, "1", "valid-invention-patents")
    return number


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()


def frozen(page: Page, plan: str) -> None:
    """See what is missing on the last day of 2025, and freeze all the same."""
    page.goto(f"/plans/{plan}/")
    page.locator(".plan-tabs").get_by_role("link", name="年度报告").click()
    follow(page, "新建年度报告")
    page.locator("input[type=date]").fill("2025-12-31")
    press(page, "查看该日的数据缺口")
    expect(page.locator("#missing")).to_contain_text("商标审查平均周期")
    expect(page.locator("#missing")).to_contain_text("1 / 2")
    press(page, "固定数据并生成草稿")
    expect(page.locator("main")).to_contain_text("规划指标完成情况")


def edited(page: Page) -> None:
    page.get_by_role("link", name="编辑 一、总体情况").click()
    page.get_by_label("正文").fill(WORDS)
    press(page, "保存")
    expect(page.locator(".report-preview")).to_contain_text(WORDS)


def downloaded(page: Page, name: str) -> Path:
    with page.expect_download() as caught:
        page.locator("main").get_by_role("link", name=name, exact=True).click()
    file = caught.value
    assert file.suggested_filename.startswith("示范市商标品牌行动计划")
    return Path(file.path())


def checked(page: Page, file: Path, name: str, answer: str) -> None:
    content = {"name": name, "mimeType": "application/octet-stream", "buffer": file.read_bytes()}
    page.get_by_label("文件").set_input_files(content)  # type: ignore[arg-type]
    press(page, "核验")
    expect(page.locator("main")).to_contain_text(answer)


def test_an_officer_issues_the_yearly_report_and_an_auditor_recognises_it(
    sign_in: SignIn, plan: str
):
    page = sign_in("demo-officer")
    frozen(page, plan)
    edited(page)
    draft = downloaded(page, "Word")
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(draft.read_bytes())).paragraphs)
    assert WORDS in text
    assert "（草稿）" in text
    follow(page, "印发")
    expect(page.locator("main")).to_contain_text("本报告缺少的内容")
    press(page, "印发")
    expect(page.locator("main")).to_contain_text("已印发")
    expect(page.get_by_role("link", name="编辑 一、总体情况")).to_have_count(0)
    word, pdf = downloaded(page, "Word"), downloaded(page, "PDF")
    assert "草稿" not in pypdf.PdfReader(pdf).pages[0].extract_text()

    reader = sign_in("demo-auditor")
    reader.goto(f"/plans/{plan}/annual/verify/")
    checked(reader, pdf, "收到的报告.pdf", "逐字节一致")
    checked(reader, word, "收到的报告.docx", "逐字节一致")
    checked(reader, draft, "草稿.docx", "没有任何已印发的报告与该文件一致")
    reader.goto(f"/plans/{plan}/annual/1/")
    expect(reader.locator(".report-preview")).to_contain_text(WORDS)
