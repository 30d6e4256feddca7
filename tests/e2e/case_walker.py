"""A case walked through in the browser: what its people press, and what they see after it.

Forms are filled in by the declaration (every field that its answers ask for, every file that has
to be there) in one script, and sent by the button that stands on the page.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import docx
from playwright.sync_api import Page, expect

from sample.case_forms import answers
from tests.e2e.looks import faint_texts, overflow, untranslated
from tools.sample_office import ROOT, Office
from zhiheng.core.procedures.declared import FormField, Material
from zhiheng.core.procedures.forms import demanded, fields_of
from zhiheng.core.procedures.loading import packaged_procedures
from zhiheng.core.procedures.procedure import Procedure

PARTIES = ("applicant", "respondent")
TAG = re.compile(r"\{\{|\}\}|\{%|%\}|\bNone\b")
PDF = {"name": "送达回证.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 proof"}
# Every field by its name, every file by a made-up PDF; the page hears of each as if typed.
_FILL = """
([given, files]) => {
  const missed = [];
  const tell = (control) => {
    for (const kind of ['input', 'change'])
      control.dispatchEvent(new Event(kind, { bubbles: true }));
  };
  const named = (name) => [...document.querySelectorAll('main form [name]')]
    .filter((each) => each.name === name && each.type !== 'hidden');
  for (const [name, value] of Object.entries(given)) {
    const found = named(name);
    for (const control of found) {
      if (control.type === 'checkbox')
        control.checked = value.split(',').includes(control.value === 'on' ? 'yes' : control.value);
      else control.value = value;
      tell(control);
    }
    if (!found.length || !found[0].checkVisibility()) missed.push(name);
  }
  for (const [name, title] of Object.entries(files)) {
    const [control] = named(`file-${name}`);
    if (!control) { missed.push(name); continue; }
    const held = new DataTransfer();
    held.items.add(new File(['%PDF-1.7 ' + title], `${title}.pdf`, { type: 'application/pdf' }));
    control.files = held.files;
    tell(control);
  }
  return missed;
}
"""


def today() -> dt.date:
    """Return the day of the office's people."""
    return dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()


@dataclass
class Walk:
    """One case of a procedure, and the browsers of everybody who has to do with it.

    `told` answers fields by name, of the form and of acts alike; what it does not name gets an
    answer of its kind. `speaks` tells which account speaks for a party.
    """

    procedure: Procedure
    office: Office
    browser_of: Callable[[str], Page]
    told: Mapping[str, str]
    speaks: Mapping[str, str] = field(default_factory=dict)
    number: str = ""
    _last: str = ""

    # --- beginning -----------------------------------------------------------------------------

    def hand_in(self, account: str) -> None:
        """Ask in the service hall: guide, form, check, receipt."""
        page = self.browser_of(account)
        page.goto(f"/hall/services/{self.procedure.name}/")
        well_made(page)
        page.get_by_role("link", name="在线申请").click()
        _submit(page)
        self._fill_form(page)
        _press(page, "核对并继续")
        _press(page, "提交")
        expect(page.locator(".hall-done")).to_contain_text("已提交")
        self.number = page.locator("code.once").first.inner_text()

    def begin(self, account: str) -> None:
        """Begin a case of the office's own accord."""
        page = self.browser_of(account)
        page.goto("/cases/new/")
        page.locator(f"main a[href='/cases/new/{self.procedure.name}/']").click()
        self._fill_form(page)
        _submit(page)
        expect(page.locator(".messages")).to_contain_text("已发起")
        self.number = page.url.rstrip("/").rsplit("/", 1)[-1]
        self.stands_at(account, self.procedure.first_stage)

    def take(self, account: str) -> None:
        """Take the case, on its page."""
        page = self.at_desk(account)
        page.get_by_role("link", name="领办本案", exact=True).click()
        _press(page, "领办本案")
        expect(page.locator("#people")).to_contain_text("承办人")

    # --- acts ----------------------------------------------------------------------------------

    def act(self, account: str, name: str, approver: str = "", **told: str) -> None:
        """Do an act as an officer, have it approved where that is declared, see the new stage."""
        act, page = self.procedure.acts[name], self.at_desk(account)
        page.locator(f"#next a[href$='/do/{name}/']").click()
        self._fill(page, act.fields, act.materials, told)
        _press(page, "报请审批" if act.approval else act.title.zh)
        if act.approval:
            expect(page.locator("main")).to_contain_text("等待审批")
            self._approve(approver)
        if act.to:
            self.stands_at(account, act.to)

    def ask(self, position: str, name: str, **told: str) -> None:
        """Do an act as a party, in the hall."""
        act, page = self.procedure.acts[name], self.in_hall(position)
        page.locator(f".hall-acts a[href$='/acts/{name}/']").click()
        self._fill(page, act.fields, act.materials, told)
        _press(page, act.title.zh)
        if act.to:
            stage = self.procedure.stages[act.to].title.zh
            expect(page.locator(".hall-standing .badge").first).to_have_text(stage)

    def _approve(self, account: str) -> None:
        page = self.browser_of(account)
        page.goto(f"/cases/?tray=to_approve&q={self.number}")
        page.get_by_role("row", name=self.number).get_by_role("link", name="查看并审批").click()
        _press(page, "批准")
        expect(page.locator(".messages")).to_contain_text("已批准")
        self._last = ""  # what the others have on their screens is of before

    def stands_at(self, account: str, stage: str) -> None:
        """See the stage on the page of the case."""
        page = self.at_desk(account)
        title = self.procedure.stages[stage].title.zh
        expect(page.locator(".case-line .badge.role").last).to_have_text(title)

    def appoint(self, account: str, person: str, capacity: str) -> None:
        """Give somebody a part in the case."""
        page = self.at_desk(account)
        page.locator("main").get_by_role("link", name="指派人员", exact=True).first.click()
        page.get_by_label("身份", exact=True).select_option(label=capacity)
        page.get_by_label("人员", exact=True).select_option(label=person)
        _press(page, "指派人员")
        expect(page.locator("#people")).to_contain_text(person)

    def meet(self, account: str, kind: str) -> None:
        """Fix a session, and note the day after that it was held."""
        page = self.at_desk(account)
        page.get_by_role("link", name="安排会议").click()
        tomorrow = str(today() + dt.timedelta(days=1))
        given = {"kind": kind, "day": tomorrow, "time": "09:30", "place": "第一调解室"}
        _fill(page, given)
        _press(page, "安排会议")
        expect(page.locator("#sessions")).to_contain_text("第一调解室")
        self.past(2)
        page = self.at_desk(account, anew=True)
        page.get_by_role("link", name="登记已举行").click()
        _fill(page, {"attendance": "双方到场"})
        _press(page, "登记已举行")
        expect(page.locator("#sessions")).to_contain_text("双方到场")

    def past(self, days: int) -> None:
        """Let the terms and sessions of the case have begun some days earlier."""
        own = {"ZHIHENG_HOME": str(self.office.home), "ZHIHENG_DEMO": "1"}
        kept = {name: text for name, text in os.environ.items() if not name.startswith("ZHIHENG_")}
        module = [sys.executable, "-m", "tests.e2e.cases_of_the_office"]
        subprocess.run(
            [*module, "past", self.number, str(days)],
            env={**kept, **own, "PYTHONPATH": f"{ROOT}/src:{ROOT}"}, cwd=ROOT, check=True,
        )  # fmt: skip

    def archive(self, account: str) -> None:
        """Close the file for good."""
        page = self.at_desk(account)
        well_made(page)
        page.locator("main").get_by_role("link", name="归档", exact=True).click()
        _press(page, "归档")
        expect(page.locator("#next")).to_contain_text("本案不再办理任何事项")

    # --- papers --------------------------------------------------------------------------------

    def issue(self, account: str, kind: str, signer: str = "") -> Page:
        """Sign a paper that an act drafted, or lay it before who signs; return its page."""
        declared = self.procedure.papers[kind]
        page = self.at_desk(account)
        page.locator("#papers").get_by_role(
            "link", name=declared.title.zh, exact=True
        ).first.click()
        assert "{{" not in page.locator(".sheet").inner_text()
        signing = page
        if declared.approval:
            _follow(page, "提请签批")
            _press(page, "提请签批")
            signing = self.browser_of(signer)
            signing.goto(page.url)
        _follow(signing, "签发")
        _press(signing, "签发")
        expect(signing.locator(".standing-line .badge")).to_have_text("已签发")
        return page

    def serve(self, account: str, kind: str, signer: str = "") -> None:
        """Issue a paper and serve it on everybody it is addressed to."""
        page = self.issue(account, kind, signer)
        if signer:
            page.reload()
        for position in self.procedure.papers[kind].to:
            if position in PARTIES and (position != "respondent" or self._names_respondent()):
                self._serve(page, position in self.speaks)

    def _serve(self, page: Page, here: bool) -> None:
        page.locator("main").get_by_role("link", name="送达", exact=True).first.click()
        given = {"mode": "electronic" if here else "delivery", "agreed": "yes" if here else ""}
        given |= {} if here else {"received_on": str(today())}
        _fill(page, {"sent_on": str(today()), **given})
        if not here:
            page.get_by_label("证明").set_input_files(PDF)
        _press(page, "登记送达")
        expect(page.locator(".messages")).to_contain_text("送达")

    def _names_respondent(self) -> bool:
        return bool(self.procedure.declaration.respondent)

    def papers_open_in_word(self, account: str) -> int:
        """Open the Word file of every paper of the case; return how many there are."""
        page = self.at_desk(account)
        links = page.locator("#papers tbody th a")
        found = [str(each.get_attribute("href")) for each in links.all()]
        for address in found:
            answer = page.request.get(f"{address}word/")
            assert answer.ok, f"{address}: {answer.status}"
            words = text_of(answer.body())
            assert not TAG.search(words), f"{address}: {TAG.findall(words)}"
            assert len(words) > 60, f"{address}: {words}"
        return len(found)

    def reads(self, position: str, kind: str) -> None:
        """See as a party that the matter is over and open the PDF of its last paper."""
        page = self.in_hall(position)
        well_made(page)
        if not kind:
            return
        title = self.procedure.papers[kind].title.zh
        with page.expect_download() as paper:
            page.locator(".hall-kept").get_by_role("link", name=title, exact=True).first.click()
        assert paper.value.suggested_filename.endswith(".pdf")

    # --- pages ---------------------------------------------------------------------------------

    def at_desk(self, account: str, *, anew: bool = False) -> Page:
        """Return the browser of an officer, at the page of the case."""
        page, address = self.browser_of(account), f"/cases/{self.number}/"
        if anew or not page.url.endswith(address) or account != self._last:
            page.goto(address)
        self._last = account
        return page

    def in_hall(self, position: str) -> Page:
        """Return the browser of who speaks for a party, at its matter."""
        page = self.browser_of(self.speaks[position])
        page.goto(f"/hall/matters/{self.number}/")
        self._last = ""
        return page

    def _fill_form(self, page: Page) -> None:
        declaration = self.procedure.declaration
        self._fill(page, fields_of(declaration), declaration.materials)

    def _fill(
        self,
        page: Page,
        fields: Sequence[FormField],
        materials: Sequence[Material],
        told: Mapping[str, str] | None = None,
    ) -> None:
        given = answers(fields, {**self.told, **(told or {})}, today())
        files = {
            each.material: each.title.zh[:20].replace("/", "-")
            for each in demanded(materials, given)
            if each.required
        }
        _fill(page, given, files)


def well_made(page: Page) -> None:
    """See that a page is in Chinese, can be read and fits its window."""
    assert untranslated(page) == []
    assert faint_texts(page) == []
    assert overflow(page) <= 0


def text_of(word: bytes) -> str:
    """Return the text of a Word file, tables and foot lines as well."""
    file = docx.Document(io.BytesIO(word))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    feet = [line.text for section in file.sections for line in section.footer.paragraphs]
    return "\n".join([*(each.text for each in file.paragraphs), *cells, *feet])


def walk_of(
    name: str,
    office: Office,
    browser_of: Callable[[str], Page],
    told: Mapping[str, str],
    **speaks: str,
) -> Walk:
    """Return a walk through a shipped procedure as it stands today."""
    procedure = packaged_procedures().in_force(name, on=today())
    return Walk(procedure, office, browser_of, told, speaks)


def _fill(page: Page, given: Mapping[str, str], files: Mapping[str, str] | None = None) -> None:
    if names := [*given, *(f"file-{name}" for name in files or {})]:
        page.locator(f"main form [name='{names[-1]}']").first.wait_for(state="attached")
    missed = page.evaluate(_FILL, [dict(given), dict(files or {})])
    assert missed == [], f"{page.url}: not to be filled in: {missed}"


def _press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def _follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def _submit(page: Page) -> None:
    page.locator("main form button[type=submit]").last.click()
