"""The service hall in a browser: found, filled in, handed in, supplemented, read, rated."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.looks import faint_texts, overflow, untranslated

pytestmark = pytest.mark.e2e

PHONE = {"width": 390, "height": 844}
SUBJECT = "网店销售的台灯涉嫌侵犯外观设计😀𠮷"
MISSING = "身份证明不清楚，请重新拍照。"
ANSWERS = {
    "applicant_identity_number": "440301199001011234",
    "applicant_address": "南山区粤海街道1号",
    "contact_phone": "13800000000",
    "title": SUBJECT,
    "summary": "上个月发现网店出售。\n已经取证。",
}
CHOICES = {
    "by_agent": "no", "district": "440305", "position": "owner", "right_kind": "patent",
    "matter": "infringement", "pending": "no", "hardship": "no",
}  # fmt: skip


def file(name: str, content: bytes = b"%PDF-1.7 proof") -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def looks_well(page: Page) -> None:
    assert untranslated(page) == []
    assert faint_texts(page) == []
    assert overflow(page) <= 0


def fill_in(page: Page) -> None:
    for name, text in ANSWERS.items():
        page.locator(f"[name={name}]").fill(text)
    for name, value in CHOICES.items():
        page.locator(f"[name={name}]").select_option(value)
    page.locator("[name=aid_kinds][value=consultation]").check()
    page.locator("[name=promise]").check()


def test_from_a_question_to_a_rating(sign_in: SignIn, complaints: list[str]):
    find_as_a_stranger(sign_in())
    citizen = sign_in("demo-citizen")
    draft = miss_and_complete(citizen)
    assert any("400" in each for each in complaints), "the browser says that it was refused"
    complaints.clear()
    number = hand_in_another_day(citizen, draft)
    ask_for_a_supplement(sign_in("demo-centre-officer"), number)
    read_and_answer(citizen, number)
    withdraw_and_rate(citizen)


def find_as_a_stranger(page: Page) -> None:
    """Find the service by words and read its guide, without an account."""
    page.goto("/")
    page.get_by_role("link", name="服务大厅").first.click()
    page.get_by_label("遇到了什么事？").fill("网店被侵权怎么办")
    press(page, "检索")
    page.get_by_role("link", name="知识产权维权援助", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("知识产权维权援助")
    looks_well(page)


def miss_and_complete(page: Page) -> str:
    """Be told what is missing, then that one file is not what its name says."""
    page.goto("/hall/services/rights-aid/")
    page.get_by_role("link", name="在线申请").click()
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("[name=applicant_uscc]")).to_be_hidden()
    page.locator("[name=right_kind]").select_option("trademark")
    expect(page.locator("[name=trademark_number]")).to_be_visible()
    expect(page.locator("[name=patent_number]")).to_be_hidden()
    press(page, "核对并继续")
    expect(page.locator("#problems")).to_contain_text("请填写“事情经过”")
    looks_well(page)
    draft = page.url.partition("?")[0]
    fill_in(page)
    page.locator("[name=file-identity]").set_input_files([file("证件.pdf")])
    page.locator("[name=file-right]").set_input_files([file("证书.pdf", b"MZ")])
    press(page, "核对并继续")
    expect(page.locator("#problems")).to_contain_text("内容不是 PDF")
    return draft


def hand_in_another_day(page: Page, draft: str) -> str:
    """Go on with the draft from its list, look at everything, hand it in; return the number."""
    page.goto("/hall/drafts/")
    page.get_by_role("link", name="继续填写").first.click()
    assert page.url == draft
    expect(page.locator("[name=title]")).to_have_value(SUBJECT)
    expect(page.get_by_role("link", name="证件.pdf")).to_be_visible()
    page.locator("[name=file-right]").set_input_files([file("证书.pdf")])
    press(page, "核对并继续")
    expect(page.locator("main")).to_contain_text("南山区")
    looks_well(page)
    press(page, "提交")
    expect(page.locator(".hall-done")).to_contain_text("已提交")
    looks_well(page)
    number = page.locator("code.once").first.inner_text()
    page.go_back()
    expect(page.locator("code.once").first).to_have_text(number)
    with page.expect_download() as receipt:
        page.get_by_role("link", name="下载回执（PDF）").click()
    assert receipt.value.suggested_filename.endswith(".pdf")
    return number


def ask_for_a_supplement(page: Page, number: str) -> None:
    """Take the case, ask for a supplement, issue the paper and serve it electronically."""
    send = page.locator("main form button[type=submit]").last
    page.goto(f"/cases/{number}/")
    page.get_by_role("link", name="领办本案").click()
    send.click()
    page.get_by_role("link", name="通知补正").click()
    page.locator("[name=missing]").fill(MISSING)
    send.click()
    page.get_by_role("link", name="签发", exact=True).click()
    send.click()
    page.get_by_role("link", name="送达", exact=True).first.click()
    page.locator("[name=mode]").select_option("electronic")
    page.locator("[name=agreed]").check()
    send.click()


def read_and_answer(page: Page, number: str) -> None:
    """Be told, read the paper, answer in time."""
    page.goto("/notices/")
    expect(page.locator("main")).to_contain_text(number)
    page.goto(f"/hall/matters/{number}/")
    expect(page.locator(".hall-asked")).to_contain_text("还有")
    expect(page.locator(".hall-timeline")).to_contain_text(MISSING)
    looks_well(page)
    with page.expect_download() as paper:
        page.get_by_role("link", name="知识产权维权援助补正通知书").click()
    assert paper.value.suggested_filename.endswith(".pdf")
    page.locator(".hall-asked").get_by_role("link").click()
    page.locator("[name=explanation]").fill("已重新拍照。")
    press(page, "提交补正材料")
    expect(page.locator(".hall-standing")).to_contain_text("待受理")


def withdraw_and_rate(page: Page) -> None:
    """Withdraw after being asked, then rate what is closed."""
    page.get_by_role("link", name="撤回申请").click()
    expect(page.locator("main")).to_contain_text("不能在此撤销")
    looks_well(page)
    press(page, "撤回申请")
    page.get_by_role("link", name="评价服务").click()
    page.get_by_label("4 · 满意").check()
    press(page, "提交评价")
    expect(page.locator("main")).to_contain_text("4 / 5")
    looks_well(page)


def test_without_javascript_on_a_phone_by_a_station_for_somebody_else(sign_in: SignIn):
    worker = sign_in("demo-station", viewport=PHONE, java_script_enabled=False)
    number = hand_in_at_station(worker)
    code = worker.locator("code.once").nth(1).inner_text()
    assert overflow(worker) <= 0
    citizen = sign_in("demo-citizen", viewport=PHONE, java_script_enabled=False)
    citizen.goto("/hall/claim/")
    citizen.get_by_label("回执编号").fill(number)
    citizen.get_by_label("验证码").fill(code.lower())
    press(citizen, "关联到我的账号")
    expect(citizen.get_by_role("heading", level=1)).to_have_text(SUBJECT)
    assert overflow(citizen) <= 0


def hand_in_at_station(page: Page) -> str:
    page.goto("/hall/services/rights-aid/apply/")
    page.locator("main form button[type=submit]").last.click()
    assert page.locator("[name=applicant_uscc]").is_visible(), "told to be left empty instead"
    page.locator("[name=applicant_kind]").select_option("person")
    page.locator("[name=applicant_name]").fill("演示居民")
    page.locator("[name=contact_name]").fill("演示居民")
    fill_in(page)
    page.locator("[name=file-identity]").set_input_files([file("证件.pdf")])
    page.locator("[name=file-right]").set_input_files([file("证书.pdf")])
    assert overflow(page) <= 0
    press(page, "核对并继续")
    press(page, "提交")
    return page.locator("code.once").first.inner_text()


def test_the_keyboard_alone_fills_in_and_saves(sign_in: SignIn):
    page = sign_in("demo-enterprise")
    page.clock.install()
    page.goto("/hall/services/rights-aid/apply/")
    page.locator("main form button[type=submit]").last.press("Enter")
    expect(page.locator("[name=applicant_name]")).to_have_value(re.compile("演示"))
    page.locator("[name=title]").focus()
    page.keyboard.type("台灯")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "district"
    page.clock.run_for(16_000)
    expect(page.locator("[data-autosaved]")).to_have_text("已自动保存")
    page.reload()
    expect(page.locator("[name=title]")).to_have_value("台灯")
    page.locator("[name=summary]").fill("不要丢")
    page.get_by_role("button", name="保存草稿").press("Enter")
    expect(page.locator(".messages")).to_contain_text("草稿已保存")
    expect(page.locator("[name=title]")).to_have_value("台灯")
    page.get_by_role("link", name="放弃").click()
    press(page, "放弃")
    expect(page.locator(".messages")).to_contain_text("草稿已放弃")
