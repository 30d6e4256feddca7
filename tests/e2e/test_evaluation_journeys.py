"""A plan is evaluated in a browser: weights, self-assessment by a department, review, result."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn

pytestmark = pytest.mark.e2e


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def test_from_the_weights_to_a_department_s_own_score(sign_in: SignIn):
    officer = sign_in("demo-officer")
    officer.goto("/plans/")
    officer.locator("main").get_by_role("link", name=re.compile("^示范市知识产权高质量")).click()
    officer.locator(".plan-tabs").get_by_role("link", name="评估").click()
    follow(officer, "新建评估")
    officer.get_by_label("类别").select_option("final")
    press(officer, "开展评估")
    officer.get_by_label("1. 每万人口高价值发明专利拥有量").fill("20")
    press(officer, "保存")
    expect(officer.get_by_role("alert")).to_contain_text("112.50")
    officer.get_by_label("1. 每万人口高价值发明专利拥有量").fill("7.5")
    press(officer, "保存")
    follow(officer, "发起自评")
    press(officer, "通知各部门")
    expect(officer.locator(".lead-line")).to_contain_text("尚有 17 项未自评")

    department = sign_in("demo-department")
    department.goto(officer.url)
    department.locator("tr", has_text="专利侵权纠纷行政裁决").get_by_role(
        "link", name="自评"
    ).click()
    department.get_by_label("评分").fill("120")
    press(department, "保存")
    expect(department.locator("main")).to_contain_text("评分“120”不可用")
    department.get_by_label("评分").fill("98")
    department.get_by_label("理由").fill("全部按期办结，见清单。")
    department.get_by_label("佐证材料").set_input_files(
        {"name": "结案清单.txt", "mimeType": "text/plain", "buffer": "一至六月".encode()}
    )
    press(department, "保存")
    line = department.locator("tr", has_text="专利侵权纠纷行政裁决")
    expect(line).to_contain_text("98")
    line.get_by_role("link", name=re.compile("专利侵权")).click()
    with department.expect_download() as download:
        follow(department, "结案清单.txt")
    assert download.value.path().read_text("utf-8") == "一至六月"


def test_a_review_from_one_criterion_to_the_next_and_its_result(sign_in: SignIn):
    officer = sign_in("demo-officer")
    officer.goto("/evaluations/1/")
    officer.locator("tbody tr").first.get_by_role("link", name="评分").click()
    for _ in range(17):
        officer.get_by_label("评分").fill("86")
        officer.get_by_label("理由").fill("按佐证材料评定。")
        press(officer, "保存")
    expect(officer).to_have_url(re.compile("/evaluations/1/$"))
    expect(officer.locator(".card-figure")).to_contain_text("86")
    follow(officer, "办结")
    officer.get_by_label("评估结论").fill("中期进展良好，质押融资进度偏慢。")
    press(officer, "办结")
    expect(officer.locator("main")).to_contain_text("中期进展良好")
    expect(officer.locator("main")).to_contain_text("良好")
    expect(officer.get_by_role("link", name="评分")).to_have_count(0)
