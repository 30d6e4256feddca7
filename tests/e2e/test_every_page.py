"""What holds for every page: language, contrast, width, print, without JavaScript."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.looks import contrast, faint_texts, overflow, untranslated

pytestmark = pytest.mark.e2e

PATENT = "201910302430.1"
LIST = "/registers/patents/?right=invention&filing_date_from=2020-01-01"
PAGES = {
    "": (
        "/",
        "/accounts/login/",
        "/ledger/check/",
        "/verify/",
        "/verify/?code=0000-0000-0000-0000-0",
    ),
    "demo-leader": (
        "/hall/ratings/",
        "/?as_of=2025-12-31",
        "/indicators/",
        "/indicators/patent-grants/",
        "/plans/cockpits/",
        "/plans/1/cockpit/?as_of=2026-06-30&district=440305",
        "/plans/1/cockpit/1/?as_of=2026-06-30",
        "/caseload/?by=procedure",
        "/caseload/cases/?show=open",
    ),
    "demo-officer": (
        "/conference/",
        "/conference/new/",
        "/conference/members/",
        "/registers/",
        LIST,
        f"/registers/patents/record/{PATENT}",
        "/registers/patent-documents/source/CN110000001A",
        "/registers/patents/definition/",
        "/registers/set-aside/",
        "/search/",
        "/search/?q=一种&register=patents&sort=newest",
        "/search/?q=%22夸父&kind=invention",
        f"/search/similar/patents/{PATENT}",
        f"/search/why/patents/{PATENT}?q={PATENT}",
        "/plans/1/annual/",
        "/plans/1/annual/new/",
        "/plans/1/annual/verify/",
        "/plans/1/annual/1/",
        "/plans/1/annual/1/issue/",
        "/plans/1/annual/1/sections/overview/",
        "/screening/",
        "/screening/?state=every&sort=-size",
        "/screening/?about=trademarks",
        "/screening/rings/",
        "/screening/runs/",
        "/screening/runs/new/",
        "/screening/runs/new/?about=trademarks",
        "/screening/limits/?about=trademarks",
        "/screening/limits/",
        "/screening/limits/near-identical/",
        "/screening/limits/near-identical/claims-similarity/",
        "/screening/white-list/",
        "/screening/white-list/new/",
        "/protection/",
        "/protection/new/",
        "/protection/table/",
        "/protection/entries/1/",
        "/protection/alerts/?state=every",
        "/protection/alerts/1/",
        "/protection/alerts/mail/",
        "/marks/owners/?sort=-in_force",
        "/marks/brands/?name=云鹊",
    ),
    "demo-analyst": (
        "/registers/imports/",
        "/registers/imports/1/",
        "/registers/imports/new/",
        "/themes/",
        "/themes/new/",
        "/themes/greater-bay-area/",
        "/themes/greater-bay-area/definition/",
        "/themes/greater-bay-area/editions/1/",
        "/themes/greater-bay-area/samples/new/",
    ),
    "demo-adjudicator": (
        "/cases/",
        "/cases/?tray=team&sort=-filed_at",
        "/cases/sessions/",
        "/cases/interests/",
        "/cases/new/",
    ),
    "demo-enforcement": ("/cases/new/administrative-penalty/",),
    "demo-clerk": (
        "/plans/",
        "/plans/import/",
        "/supervision/",
        "/supervision/?state=every&sort=-due_on",
        "/conference/propose/",
        "/search/form/?title=电池",
        "/search/help/",
        "/search/saved/",
        "/search/save/?q=电池",
        "/search/alerts/",
        "/notices/",
        "/reports/",
        "/reports/upload/",
        "/notices/address/",
    ),
    "demo-agency": (
        "/hall/",
        "/marks/",
        "/marks/?q=云鹊清禾&goods=第9类、耳机、糖葫芦",
        "/marks/compare/?a=云鹊&b=云雀&goods_a=手机&goods_b=第9类",
        "/marks/image/",
        "/marks/compare/images/",
        "/screening/drafts/",
        "/screening/drafts/new/",
    ),
    "demo-admin": (
        "/people/",
        "/people/new/",
        "/people/roles/",
        "/organisations/",
        "/ledger/",
        "/ledger/verification/",
        "/cases/erase/",
    ),
}
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("account", PAGES, ids=lambda account: account or "stranger")
def test_pages_speak_chinese_are_legible_and_as_wide_as_the_window(account: str, sign_in: SignIn):
    page = sign_in(account)
    for path in PAGES[account]:
        answer = page.goto(path)
        assert answer
        assert answer.status == 200, path
        assert page.locator("html").get_attribute("lang") == "zh-hans"
        assert untranslated(page) == [], path
        assert faint_texts(page) == [], path
        assert overflow(page) <= 0, path


@pytest.mark.parametrize("account", PAGES, ids=lambda account: account or "stranger")
def test_nothing_is_wider_than_a_phone(account: str, sign_in: SignIn):
    page = sign_in(account, viewport=PHONE, has_touch=True)
    for path in PAGES[account]:
        answer = page.goto(path)
        assert answer
        assert answer.status == 200, path
        assert overflow(page) <= 0, path


def test_a_list_on_a_phone_shows_each_row_as_a_card_with_its_labels(sign_in: SignIn):
    page = sign_in("demo-leader", viewport=PHONE, has_touch=True)
    page.goto(LIST)
    row = page.locator("main tbody tr").first
    box = row.bounding_box()
    assert box
    assert box["height"] < 400
    for cell in row.locator("td").all():
        place = cell.bounding_box()
        assert place
        assert place["x"] + place["width"] <= PHONE["width"]
        assert cell.get_attribute("data-label")


def test_english_is_one_switch_away_and_stays(sign_in: SignIn):
    page = sign_in("demo-leader")
    page.goto("/indicators/patent-grants/?as_of=2025-12-31")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Patent grants")
    assert "as_of=2025-12-31" in page.url
    page.goto("/registers/patents/")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("heading", level=1)).to_have_text("Patents")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("专利")


@pytest.mark.parametrize("account", PAGES, ids=lambda account: account or "stranger")
def test_every_page_works_without_javascript(account: str, sign_in: SignIn):
    page = sign_in(account, java_script_enabled=False)
    for path in PAGES[account]:
        answer = page.goto(path)
        assert answer
        assert answer.status == 200, path
        expect(page.locator("h1").first).to_be_visible()


def test_without_javascript_a_figure_still_opens_and_a_list_still_turns_its_pages(sign_in: SignIn):
    page = sign_in("demo-leader", java_script_enabled=False)
    page.goto("/?as_of=2025-12-31")
    page.get_by_role("link", name="有效发明专利拥有量", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("有效发明专利拥有量")
    page.locator("details", has_text="数据表").first.locator("summary").click()
    expect(page.locator("details[open] table").first).to_contain_text("2024")
    page.goto("/registers/patents/")
    first = page.locator("main tbody tr").first.inner_text()
    page.get_by_role("link", name="下一页").click()
    assert page.locator("main tbody tr").first.inner_text() != first
    page.get_by_role("link", name="上一页").click()
    assert page.locator("main tbody tr").first.inner_text() == first


def test_the_keyboard_skips_to_the_content_and_follows_the_page(sign_in: SignIn):
    page = sign_in()
    page.goto("/accounts/login/")
    page.locator(".brand").focus()
    order = _focus_order(page, 6)
    assert order.index("login") + 1 == order.index("password")
    assert "登录" in order[order.index("password") :]
    page = sign_in("demo-leader")
    page.goto("/registers/patents/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("跳到正文")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


def test_whatever_has_the_focus_can_be_seen_to_have_it(sign_in: SignIn):
    page = sign_in("demo-leader")
    page.goto("/registers/patents/")
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const style = getComputedStyle(document.activeElement);
            return style.outlineStyle !== 'none' || style.boxShadow !== 'none'; }"""
        )
        assert seen, page.evaluate("document.activeElement.outerHTML").partition(">")[0]


def test_the_cockpit_prints_with_its_figures_and_without_the_frame(sign_in: SignIn, tmp_path: Path):
    page = sign_in("demo-leader")
    page.goto("/?as_of=2025-12-31")
    page.wait_for_load_state("networkidle")
    value = page.locator(".card-figure").first.inner_text().split()[0]
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True)))
    text = "".join(sheet.extract_text() for sheet in printed.pages)
    assert "有效发明专利拥有量" in text
    assert value in text
    assert "跳到正文" not in text
    assert 1 <= len(printed.pages) <= 6
    page.emulate_media(media="print")
    expect(page.locator(".sidebar")).to_be_hidden()
    expect(page.locator(".topbar-end")).to_be_hidden()


def test_contrast_is_measured_as_the_guidelines_define_it():
    assert round(contrast((0, 0, 0, 1), (255, 255, 255, 1)), 2) == 21
    assert round(contrast((119, 119, 119, 1), (255, 255, 255, 1)), 2) == 4.48


def _focus_order(page: Page, steps: int) -> list[str]:
    names = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        names.append(
            page.evaluate(
                "document.activeElement.name || document.activeElement.textContent.trim()"
            )
        )
    return names
