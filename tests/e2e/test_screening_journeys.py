"""From a batch of filings to a closed case with the filer heard, in the browser."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.case_walker import Walk, walk_of, well_made
from tests.e2e.conftest import SignIn
from tools.sample_office import PROGRAM, ROOT, Office
from zhiheng.core.identifiers.application_number import check_digit

pytestmark = pytest.mark.e2e

ASKED, INNOCENT = "示例制造有限公司（演示）", "示范科技有限公司（演示）"
OFFICER, HEAD = "demo-officer", "demo-leader"
_HEADINGS = "申请号,公开（公告）号,公开（公告）日,名称,申请日,申请人,地址,发明人,主分类号,摘要"
_COPIED = (
    "本发明公开了一种便携式晾衣架，包括底座、立杆、横杆和夹持组件，立杆的下端与底座转动连接，横杆"
    "套设在立杆的上端，夹持组件沿横杆的长度方向间隔布置，夹持组件的内侧设有{material}防滑垫，使用时"
    "将衣物夹持在防滑垫之间，收纳时将立杆与横杆折叠在底座的凹槽内，结构简单，携带方便，适于旅行。"
)
_SERIES = (
    "本发明公开了一种恒温电热水壶，包括壶体、壶盖、加热盘和温度控制器，加热盘设在壶体的底部，温度控制"
    "器与加热盘电连接，壶体的侧壁设有容积为{material}的水位窗，温度控制器根据水位窗内浮子的位置调节加热"
    "盘的功率，使水温保持在设定的范围内，避免反复沸腾，节省电能，延长加热盘的使用寿命，适于家庭使用。"
)


def number(serial: int) -> str:
    """Return an application number of 2024 with its check digit."""
    digits = f"20241099{serial:04}"
    return f"{digits}.{check_digit(digits)}"


def planted() -> str:
    """Return a table of three filings that differ in a word, and of two of an honest series."""
    filings = [
        *((ASKED, "一种便携式晾衣架", _COPIED, each) for each in ("硅胶", "橡胶", "海绵")),
        *((INNOCENT, "一种恒温电热水壶", _SERIES, each) for each in ("一升", "两升")),
    ]
    lines = [
        f"{number(place)},CN11899{place:04}A,2024-11-0{place},{title},2024-03-0{place},{firm},"
        f"广东省深圳市{'龙岗区' if firm == ASKED else '南山区'},李{place},D06F57/00,"
        f"{text.format(material=word)}"
        for place, (firm, title, text, word) in enumerate(filings, start=1)
    ]
    return "\n".join([_HEADINGS, *lines]) + "\n"


@pytest.fixture
def batch(office: Office, tmp_path: Path) -> None:
    """The planted filings, imported into the office."""
    own = {"ZHIHENG_HOME": str(office.home), "ZHIHENG_DEMO": "1", "PYTHONPATH": f"{ROOT}/src"}
    kept = {name: text for name, text in os.environ.items() if not name.startswith("ZHIHENG_")}
    table = tmp_path / "filings.csv"
    table.write_text(planted(), encoding="utf-8")
    subprocess.run(
        [str(PROGRAM), "feed", "import", str(table)], env={**kept, **own}, check=True,
        capture_output=True,
    )  # fmt: skip


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def screen(page: Page, applicant: str) -> None:
    """Screen the filings of an applicant and wait until that is done."""
    page.goto("/screening/runs/new/")
    card = page.locator("form#applicant")
    card.locator("[name='applicant-text']").fill(applicant)
    card.locator("[name='applicant-first']").fill("2024-01-01")
    card.locator("[name='applicant-last']").fill("2024-12-31")
    card.get_by_role("button").click()
    expect(page.locator("#run .badge").first).to_have_text("完成", timeout=60_000)


def finding_of(page: Page, applicant: str) -> str:
    """Open the finding about the same content of an applicant; return its address."""
    page.goto("/screening/?signal=near-identical&state=every&q=" + applicant)
    page.locator("main tbody a[href*='/screening/findings/']").first.click()
    expect(page.locator("h1")).to_contain_text(applicant)
    return page.url


def test_from_a_batch_to_a_closed_case_with_the_filer_heard(
    sign_in: SignIn, office: Office, batch: None
):
    pages: dict[str, Page] = {}

    def browser_of(account: str) -> Page:
        if account not in pages:
            pages[account] = sign_in(account)
        return pages[account]

    officer = browser_of(OFFICER)
    for applicant in (ASKED, INNOCENT):
        screen(officer, applicant)
    _dismiss_for_good(officer)

    # What is alike is seen side by side, then the filer is heard.
    asked = finding_of(officer, ASKED)
    expect(officer.locator("main")).to_contain_text("硅胶")
    officer.get_by_role("link", name="立案核查").click()
    expect(officer.locator("main")).to_contain_text("申请人在本平台有账户")
    well_made(officer)
    officer.locator("[name=reason]").fill("三件申请只换了一种材料")
    press(officer, "立案核查")
    expect(officer.locator("#beside")).to_contain_text("内容几乎相同")
    case = walk_of(
        "abnormal-filing-check", office, browser_of,
        {"behaviour": "1", "confirmed_filings": "", "statement": "三种材料的防滑效果不同。"},
        respondent="demo-enterprise-2",
    )  # fmt: skip
    case.number = officer.url.rstrip("/").rsplit("/", 1)[-1]
    _hear(case)
    officer.goto(asked)
    expect(officer.locator(".finding-state .badge")).to_have_text("已认定")
    well_made(officer)

    # What was confirmed stands in the register under the number of the case.
    def in_the_register() -> bool:
        officer.goto(f"/registers/abnormal-filings/?notice={case.number}")
        return number(1) in officer.locator("main").inner_text()

    _wait_for(officer, in_the_register)


def _dismiss_for_good(officer: Page) -> None:
    """Dismiss what is plainly innocent with a reason; screened again, it stays dismissed."""
    innocent = finding_of(officer, INNOCENT)
    officer.get_by_role("link", name="排除并说明理由").click()
    expect(officer.locator("h1")).to_have_text("排除线索")
    well_made(officer)
    officer.locator("[name=reason]").fill("同一产品的两种容量，各自保护不同的控温方式")
    press(officer, "排除")
    expect(officer.locator("#judgement")).to_contain_text("两种容量")
    screen(officer, INNOCENT)
    officer.goto(innocent)
    expect(officer.locator(".finding-state .badge")).to_have_text("已排除")


def _hear(case: Walk) -> None:
    """Ask the filer, have it answer in the hall, confirm and close."""
    case.act(OFFICER, "ask")
    case.serve(OFFICER, "abnormal-filing-notice")
    filer = case.in_hall("respondent")
    expect(filer.locator("main")).to_contain_text("专利申请情况说明通知书")
    case.ask("respondent", "answer")
    case.act(OFFICER, "confirm", HEAD)
    case.serve(OFFICER, "abnormal-filing-confirmation", HEAD)
    case.archive(OFFICER)
    case.reads("respondent", "abnormal-filing-confirmation")


def _wait_for(page: Page, seen: object) -> None:
    for _time in range(40):
        if seen():  # type: ignore[operator]
            return
        page.wait_for_timeout(1_000)
    raise AssertionError("what was confirmed did not reach the register")


@pytest.mark.parametrize("account", ["demo-clerk", "demo-enterprise"])
def test_who_may_not_judge_is_refused(account: str, sign_in: SignIn):
    page = sign_in(account)
    for path in ("/screening/findings/1/dismiss/", "/screening/findings/1/hear/"):
        answer = page.request.get(path)
        assert answer.status == 403, path
    page.goto("/")
    assert not re.search(r'href="/screening/"', page.content())
