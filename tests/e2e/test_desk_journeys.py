"""Casework in a browser: an adjudication from intake to archive, and a penalty to its end."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn
from tools.sample_office import ROOT, Office

pytestmark = pytest.mark.e2e

Beside = Callable[..., str]
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@pytest.fixture
def beside(office: Office) -> Beside:
    """Do something to the cases of the office beside its pages."""
    own = {"ZHIHENG_HOME": str(office.home), "ZHIHENG_DEMO": "1"}
    kept = {name: text for name, text in os.environ.items() if not name.startswith("ZHIHENG_")}
    surroundings = {**kept, **own, "PYTHONPATH": f"{ROOT}/src:{ROOT}"}

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "tests.e2e.cases_of_the_office", *words]
        done = subprocess.run(
            command, env=surroundings, cwd=ROOT, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    return run


def now() -> dt.datetime:
    return dt.datetime.now(ZoneInfo("Asia/Shanghai"))


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def at(page: Page, number: str) -> None:
    page.goto(f"/cases/{number}/")


def said(page: Page, words: str) -> None:
    expect(page.locator("main")).to_contain_text(words)


def last_day(page: Page, term: str) -> dt.date:
    """Return the last day that the page of a case shows for a running term."""
    line = page.locator("#terms .term", has=page.get_by_text(term, exact=True)).first
    found = DAY.search(line.locator(".term-due").inner_text())
    assert found
    return dt.date.fromisoformat(found[0])


def appointed(page: Page, person: str, capacity: str) -> None:
    follow(page, "指派人员")
    page.get_by_label("身份", exact=True).select_option(label=capacity)
    page.get_by_label("人员", exact=True).select_option(label=person)
    press(page, "指派人员")
    said(page, "已指派")


def done(page: Page, act: str, sent: str = "", **given: str) -> None:
    """Do an act of the procedure: its link, what its form asks by the names of its fields."""
    page.locator("#next").get_by_role("link", name=act, exact=True).click()
    filled(page, **given)
    press(page, sent or act)


def filled(page: Page, **given: str) -> None:
    for name, value in given.items():
        field = page.locator(f"main form [name='{name}']").first
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value) if value else field.select_option(index=1)
        else:
            field.fill(value)


def approved(page: Page, number: str) -> None:
    """Approve what waits in a case, from the tray."""
    page.goto(f"/cases/?tray=to_approve&q={number}")
    row = page.get_by_role("row", name=number)
    row.get_by_role("link", name="查看并审批").click()
    press(page, "批准")
    said(page, "已批准")


def issued_and_served(drafter: Page, signer: Page, number: str, title: str) -> None:
    """Lay a draft before the signer, who issues it; then hand it over to both parties."""
    at(drafter, number)
    drafter.locator("#papers").get_by_role("link", name=title, exact=True).click()
    address = drafter.url
    follow(drafter, "提请签批")
    press(drafter, "提请签批")
    signer.goto(address)
    follow(signer, "签发")
    press(signer, "签发")
    for _party in range(2):
        drafter.goto(f"{address}serve/")
        today = str(now().date())
        drafter.get_by_label("送达方式").select_option(index=0)
        filled(drafter, sent_on=today, received_on=today)
        proof = {"name": "送达回证.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 proof"}
        drafter.locator("[name='proof']").set_input_files(proof)
        press(drafter, "登记送达")


def taken_and_accepted(chair: Page, number: str) -> None:
    """Take a case from the tray, appoint its panel, accept it; the answer comes in."""
    chair.goto(f"/cases/?tray=unassigned&q={number}")
    chair.get_by_label(number).check()
    press(chair, "领办勾选的案件")
    said(chair, "已领办1件案件")
    at(chair, number)
    said(chair, "合议组应为单数且不少于 3 人")
    for person, capacity in (
        ("演示·行政裁决员", "合议组组长"),
        ("演示·行政裁决员（二）", "合议组成员"),
        ("演示·经办干部", "合议组成员"),
    ):
        appointed(chair, person, capacity)
    done(chair, "立案")
    done_with_file(chair, "提交答辩书", "answer", position="deny", answer="未落入保护范围")


def stopped_and_resumed(chair: Page, beside: Beside, number: str) -> dt.date:
    """Stop time, let twenty days pass, resume; return the last day, which was moved by as many."""
    before = last_day(chair, "结案期限")
    follow(chair, "停止计算期限")
    chair.get_by_label("依据").select_option("death")
    filled(chair, reason="等待继承人表明是否参加")
    press(chair, "停止计算期限")
    said(chair, "已中止")
    beside("past", number, "20")
    at(chair, number)
    follow(chair, "恢复计算期限")
    press(chair, "恢复计算期限")
    after = last_day(chair, "结案期限")
    assert after >= before - dt.timedelta(days=3)  # else twenty days earlier
    return after


def test_an_adjudication_from_intake_to_archive(sign_in: SignIn, beside: Beside):
    number = beside("file", "折叠式园艺剪")
    chair = sign_in("demo-adjudicator")
    head, above = sign_in("demo-leader"), sign_in("demo-province")

    taken_and_accepted(chair, number)
    after = stopped_and_resumed(chair, beside, number)
    first = extended(chair, head, number, "1m")
    assert first > after
    second = extended(chair, above, number, "1m")
    assert second > first
    said(chair, "演示·省局负责人")

    heard(chair, beside, number)
    done(chair, "合议", finding="", votes_for="3", facts_found="被控产品具有全部技术特征。",
         reasons="落入权利要求1的保护范围。", order="责令立即停止制造、销售。")  # fmt: skip
    issued_and_served(chair, head, number, "专利侵权纠纷行政裁决书")
    at(chair, number)
    done(chair, "作出裁决：侵权成立")
    said(chair, "已办结")
    follow(chair, "归档")
    press(chair, "归档")
    said(chair, "本案不再办理任何事项")
    follow(chair, "全卷打印")
    said(chair, "起诉期限")


def extended(asking: Page, approving: Page, number: str, length: str) -> dt.date:
    """Ask for a longer term, see the new day first, have it approved, and return it."""
    at(asking, number)
    line = asking.locator("#terms .term", has=asking.get_by_text("结案期限", exact=True)).first
    line.get_by_role("link", name="延长").click()
    filled(asking, length=length, reason="案情特别复杂")
    press(asking, "只查看新的届满日")
    shown = asking.locator(".moved", has_text="结案期限").first.inner_text()
    promised = dt.date.fromisoformat(DAY.findall(shown)[1])
    press(asking, "延长（需审批的报批）")
    said(asking, "等待审批")
    approved(approving, number)
    at(asking, number)
    assert last_day(asking, "结案期限") == promised
    return promised


def heard(page: Page, beside: Beside, number: str) -> None:
    """Fix a hearing, too early first, then with the parties' consent; hold it."""
    follow(page, "安排会议")
    soon = now() + dt.timedelta(days=1)
    page.get_by_label("会议", exact=True).select_option("oral-hearing")
    filled(page, day=str(soon.date()), time="09:30", place="第一审理庭")
    press(page, "安排会议")
    said(page, "的通知最迟应于")
    filled(page, agreed="双方书面同意缩短通知时间")
    press(page, "安排会议")
    said(page, "会议已安排")
    beside("past", number, "2")
    at(page, number)
    follow(page, "登记已举行")
    filled(page, attendance="双方到庭")
    press(page, "登记已举行")
    said(page, "双方到庭")


def done_with_file(page: Page, act: str, material: str, **given: str) -> None:
    page.locator("#next").get_by_role("link", name=act, exact=True).click()
    filled(page, **given)
    file = {"name": f"{material}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 sample"}
    page.locator(f"[name='file-{material}']").set_input_files(file)
    press(page, act)


def test_a_penalty_is_begun_checked_filed_and_ended(sign_in: SignIn):
    officer, head = sign_in("demo-enforcement"), sign_in("demo-enforcement-head")
    officer.goto("/cases/")
    follow(officer, "依职权发起")
    with officer.expect_navigation():  # the fields are counted, so they have to be there
        officer.locator("a[href='/cases/new/administrative-penalty/']").click()
    everything_filled(officer)
    press(officer, "发起案件")
    said(officer, "已发起")
    number = officer.url.rstrip("/").split("/")[-1]
    follow(officer, "领办本案")
    press(officer, "领办本案")
    said(officer, "名办案人员办理")
    appointed(officer, "演示·执法人员（二）", "协办人员")
    done(officer, "核查", checked_on=str(now().date()), check_findings="现场有同款商品")
    with officer.expect_navigation():
        officer.locator("#next").get_by_role("link", name="立案", exact=True).click()
    everything_filled(officer)
    press(officer, "报请审批")
    approved(head, number)
    at(officer, number)
    done(officer, "终止调查", "报请审批", termination_reasons="当事人注销")
    approved(head, number)
    at(officer, number)
    said(officer, "已办结")
    follow(officer, "归档")
    press(officer, "归档")
    said(officer, "已归档")


def everything_filled(page: Page) -> None:
    """Fill in every field that is shown, with a value of its kind, and every file."""
    pdf = {"name": "材料.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 sample"}
    fields = page.locator("main form:has([type=submit]) :is(input, select, textarea)")
    for place in range(fields.count()):
        field = fields.nth(place)
        kind = field.evaluate("each => each.type")
        if kind == "hidden" or not field.is_visible():
            continue
        if kind == "select-one":
            field.select_option(index=1)
        elif kind == "file":
            if "pdf" in (field.get_attribute("accept") or "pdf"):
                field.set_input_files(pdf)
        elif kind == "checkbox":
            field.check()
        else:
            field.fill(_value(kind, field.get_attribute("name") or ""))


def _value(kind: str, name: str) -> str:
    if kind == "date":
        return str(now().date())
    known = {
        "district": "440300", "uscc": "91440300MA5EXAMP0C", "phone": "0755-12345678",
        "mail": "name@example.cn", "patent_number": "201910302430.1", "trademark": "12345678",
        "identity": "440301199001011234", "amount": "1000", "value": "1000", "money": "1000",
    }  # fmt: skip
    return next((value for part, value in known.items() if part in name), "示例内容")
