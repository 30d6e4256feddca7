"""Take the pictures of the manual into docs/screenshots, from a sample city in a real browser.

    python tools/take_screenshots.py

Run it when a page of the manual has changed its looks; not part of the tests.
"""

from __future__ import annotations

import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]  # run from anywhere, installed or not

from PIL import Image  # noqa: E402 - needs the path
from playwright.sync_api import FloatRect, Page, sync_playwright  # noqa: E402 - needs the path

from tools.provide_test_services import find_browser  # noqa: E402
from tools.sample_office import Office, sample_office  # noqa: E402

PICTURES = ROOT / "docs/screenshots"
WIDTH, LEAST_HEIGHT, MOST_HEIGHT = 1360, 600, 900  # a tall page is cut, to stay readable
LARGEST = 300_000  # bytes; the manual is read over slow lines too
# What a saved search finds in the picture of alerts.
PUBLISHED_SINCE = (
    "申请号,公开（公告）号,公开（公告）日,专利名称,申请日,申请人,地址,发明人,主分类号\n"
    "2025103024307,CN120000001A,2026-06-26,一种钟钮的复合铸造方法,2025-04-16,"
    "深圳市示例科技有限公司,518000 广东省深圳市福田区莲花街道2号,王芳,B22D19/00\n"
)
# Where an office would keep its data: paths are seen in the pictures.
PLACE = "/srv"
DAY = "2025-12-31"
# The last such argument is the one that counts: those that Playwright turns off are repeated.
UNNEEDED = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "PreloadTopChromeWebUI",
    "SpareRendererForSitePerProcess",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "Translate",
)
BROWSER_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--lang=zh-CN",
    # A window of nobody's needs no panels of its own, no spare page and no guess what comes next:
    # they took half of the browser's time.
    "--disable-features=" + ",".join(UNNEEDED),
)


@dataclass(frozen=True)
class Picture:
    """One picture: its file, who looks, and at what address."""

    name: str
    account: str
    path: str


PICTURED = (
    Picture("cockpit", "demo-leader", f"/?as_of={DAY}"),
    Picture(
        "indicator", "demo-leader", f"/indicators/valid-invention-patents-per-10000/?as_of={DAY}"
    ),
    Picture("registers", "demo-analyst", "/registers/"),
    Picture("register-list", "demo-analyst", "/registers/patents/?right=invention&status=granted"),
    Picture("record", "demo-officer", "FIRST /registers/patents/?right=invention&status=granted"),
    Picture("source", "demo-officer", "SOURCE /registers/patents/?right=invention&status=granted"),
    Picture("search", "demo-analyst", "/search/?q=ti:电池包%20AND%20升降&register=patents"),
    Picture("search-form", "demo-analyst", "/search/form/?title=电池&filed_from=2020-01-01"),
    Picture("search-alerts", "demo-analyst", "ALERT"),
    Picture("parties", "demo-analyst", "/parties/?kind=enterprise"),
    Picture("party", "demo-officer", "FIRST /parties/?kind=enterprise"),
    Picture("party-pair", "demo-officer", "FIRST /parties/review/?kind=body"),
    Picture("theme", "demo-analyst", "/themes/greater-bay-area/"),
    Picture("plan", "demo-officer", "/plans/1/"),
    Picture("plan-review", "demo-officer", "/plans/1/review/"),
    Picture("plan-cockpit", "demo-leader", "/plans/1/cockpit/?as_of=2026-06-30"),
    Picture("reporting", "demo-officer", "/reports/plans/1/"),
    Picture("supervision", "demo-officer", "/supervision/plans/1/"),
    Picture("conference", "demo-officer", "/conference/1/"),
    Picture("evaluation", "demo-officer", "/evaluations/1/"),
    Picture("annual-report", "demo-officer", "/plans/1/annual/1/"),
    Picture("hall", "demo-enterprise", "/hall/"),
    Picture("hall-guide", "demo-enterprise", "/hall/services/rights-aid/"),
    Picture("hall-matter", "demo-enterprise", "FIRST /hall/matters/"),
    Picture("desk", "demo-adjudicator", "/cases/"),
    Picture("case", "demo-adjudicator", "FIRST /cases/"),
    Picture("caseload", "demo-leader", "/caseload/"),
    Picture("screening-findings", "demo-officer", "/screening/"),
    Picture("screening-finding", "demo-officer", "FIRST /screening/?signal=near-identical"),
    Picture("screening-ring", "demo-officer", "FIRST /screening/rings/"),
    Picture("screening-limits", "demo-officer", "/screening/limits/near-identical/"),
    Picture(
        "screening-mark", "demo-officer", "FIRST /screening/?about=trademarks&signal=mark-copying"
    ),
    Picture("marks", "demo-agency", "/marks/?q=渝骏芙&goods=第9类"),
    Picture(
        "marks-compare",
        "demo-agency",
        "/marks/compare/?a=渝骏芙&b=愉骏芙&goods_a=软件&goods_b=软件开发",
    ),
    Picture("marks-owner", "demo-analyst", "FIRST /marks/owners/"),
    Picture("protection", "demo-officer", "/protection/"),
    Picture("protection-alerts", "demo-officer", "/protection/alerts/"),
    Picture("quality", "demo-officer", "FIRST /screening/quality/"),
    Picture("veto", "demo-officer", "/screening/veto/"),
    Picture("draft-check", "demo-agency", "/screening/drafts/new/"),
    Picture("verify", "demo-citizen", "/verify/"),
    Picture("import-new", "demo-analyst", "/registers/imports/new/"),
    Picture("import-report", "demo-analyst", "UPLOAD"),
    Picture("set-aside", "demo-analyst", "/registers/set-aside/"),
    Picture("set-aside-row", "demo-analyst", "/registers/set-aside/?code=uscc.check FIRST"),
    Picture("people", "demo-admin", "/people/"),
    Picture("roles", "demo-admin", "/people/roles/"),
    Picture("act-log", "demo-auditor", "/ledger/"),
)


def main() -> int:
    """Take every picture; return the exit code."""
    browser_path = find_browser()
    if browser_path is None:
        print("No Chromium was found here.", file=sys.stderr)
        return 1
    PICTURES.mkdir(exist_ok=True)
    with (
        sample_office(patents=20_000, place=PLACE, cases=True, screened=True) as office,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=list(BROWSER_ARGUMENTS)
        )
        pages: dict[str, Page] = {}
        for picture in PICTURED:
            if picture.account not in pages:
                context = browser.new_context(
                    viewport={"width": WIDTH, "height": LEAST_HEIGHT}, locale="zh-CN"
                )
                pages[picture.account] = context.new_page()
                _sign_in(pages[picture.account], office, picture.account)
            _take(pages[picture.account], office, picture)
        browser.close()
    return 0


def _sign_in(page: Page, office: Office, account: str) -> None:
    page.goto(f"{office.address}/accounts/login/")
    page.fill("input[name=login]", account)
    # The page of a demo tells the password itself.
    page.fill("input[name=password]", page.inner_text(".demo-card code.once"))
    page.click("main button[type=submit]")
    page.wait_for_url(f"{office.address}/")


def _take(page: Page, office: Office, picture: Picture) -> None:
    _open(page, office, picture.path)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1200)  # charts draw themselves in
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    shown: FloatRect = {"x": 0, "y": 0, "width": WIDTH, "height": min(height, MOST_HEIGHT)}
    target = PICTURES / f"{picture.name}.png"
    page.screenshot(path=target, full_page=True, clip=shown)
    if target.stat().st_size > LARGEST:
        with Image.open(target) as drawn:
            fewer = drawn.convert("RGB").quantize(256)
        fewer.save(target, optimize=True)
    size = target.stat().st_size
    print(f"{target.relative_to(ROOT)}: {size:,} bytes")
    if size > LARGEST:
        raise SystemExit(f"{target.name} is larger than {LARGEST:,} bytes")


def _open(page: Page, office: Office, path: str) -> None:
    if path == "UPLOAD":
        _upload(page, office)
        return
    if path == "ALERT":
        _be_alerted(page, office)
        return
    address = next(part for part in path.split() if part.startswith("/"))
    page.goto(office.address + address)
    if "FIRST" in path or "SOURCE" in path:
        page.click("main tbody tr a")
    if "SOURCE" in path:
        page.click("main a[href*='/source/']")


def _upload(page: Page, office: Office) -> None:
    """Import a delivery with broken files in it, as the manual tells."""
    delivery = office.city / "2026年第26期.zip"
    with zipfile.ZipFile(delivery, "w") as archive:
        for path in sorted((office.city / "broken").glob("*.xml")):
            archive.write(path, path.name)
    page.goto(f"{office.address}/registers/imports/new/")
    tables = sorted((office.city / "broken").glob("enterprises-*"))
    page.set_input_files("input[type=file]", [delivery, *tables])
    page.click("main form button[type=submit]")
    page.wait_for_selector(".figures", timeout=60_000)


def _be_alerted(page: Page, office: Office) -> None:
    """Save a search, import something that it finds, and wait until the alert is there."""
    page.goto(f"{office.address}/search/save/?q=ti:铸造")
    page.fill("input[name=name]", "铸造工艺")
    page.click("main form button[type=submit]")
    delivery = office.city / "新公布专利.csv"
    delivery.write_text(PUBLISHED_SINCE, encoding="utf-8")
    page.goto(f"{office.address}/registers/imports/new/")
    page.set_input_files("input[type=file]", delivery)
    page.click("main form button[type=submit]")
    page.wait_for_selector(".figures", timeout=60_000)
    for _ in range(60):
        page.goto(f"{office.address}/search/alerts/")
        if page.locator(".alert-unread").count():
            return
        page.wait_for_timeout(1000)
    raise SystemExit("no alert within a minute")


if __name__ == "__main__":
    sys.exit(main())
