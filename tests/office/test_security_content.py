"""What people write stays text: on every page that shows it, in every file that is sent."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client

from tests.office.conftest import WHEN, MakePerson
from tests.office.registers.cities import empty_home
from zhiheng.office.accounts import commands as accounts
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.registers import commands
from zhiheng.office.registers.models import Import, SetAsideRow
from zhiheng.office.web.charts import Chart, Series

__all__ = ["empty_home"]
pytestmark = pytest.mark.django_db
NUMBER = "2019103024301"
# Ends a text, an attribute and a script; runs as a template; leads as a link. 80 characters at most
# fit a person's name.
HOSTILE = "\"'></script><hostile onx=1>{{7|add:35}}{%now 'Y'%}${7*7}javascript:x"


class Tags(HTMLParser):
    """Collects what a browser would take for tags, attributes and scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action"}]
        self.text += [value or "" for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    return tags


def assert_harmless(page: str, *, shows: bool = True) -> None:
    tags = read(page)
    assert "hostile" not in tags.names
    assert not {name for name in tags.attributes if name.startswith("on")}
    assert not [link for link in tags.links if link.strip().lower().startswith("javascript:")]
    text = "".join(tags.text)
    assert "{{7|add:35}}" in text or not shows, "the page does not show it, so nothing was tested"
    for ran in (HOSTILE.replace("{{7|add:35}}", "42"), HOSTILE.replace("${7*7}", "49")):
        assert ran not in text


def test_the_trap_works():
    """A page that did not escape would be noticed."""
    for page in (f"<p>{HOSTILE}</p>", f'<input value="{HOSTILE}">', f"<script>{HOSTILE}</script>"):
        with pytest.raises(AssertionError):
            assert_harmless(page)
    with pytest.raises(AssertionError):
        assert_harmless('<a href=" JavaScript:alert(1)">{{7|add:35}}</a>')


@pytest.fixture
def everything(empty_home: Path, make_person: MakePerson) -> User:
    """A person with every role and a hostile name."""
    return make_person("eve", *Role, display_name=HOSTILE)


@pytest.fixture
def browser(everything: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(everything)


def upload(browser: Client, user: User, name: str, content: str) -> Import:
    """Upload a file and import it, as the background worker does."""
    file = SimpleUploadedFile(name, content.encode())
    answer = browser.post("/registers/imports/new/", {"uploads": [file]})
    assert answer.status_code == 302, answer.content.decode()
    run = Import.objects.latest("pk")
    return commands.run_import(run=run, by=user, on=WHEN)[0]


def sheet(**cells: str) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(cells)
    writer.writerow(cells.values())
    return buffer.getvalue()


def test_names_of_people_and_bodies(browser: Client, everything: User, office: Organisation):
    accounts.change_organisation(
        organisation=office,
        name=HOSTILE,
        kind=OrganisationKind.IP_OFFICE,
        by=system_operator(),
        on=WHEN,
    )
    pk, role = everything.pk, everything.memberships.earliest("pk").pk
    for address in (
        "/", "/me/", "/people/", f"/people/{pk}/", f"/people/{pk}/change/",
        f"/people/{pk}/roles/new/", f"/people/{pk}/lock/", f"/people/roles/{role}/end/",
        "/organisations/", f"/organisations/{office.pk}/", "/ledger/", "/registers/",
        "/nowhere/",
    ):  # fmt: skip
        assert_harmless(browser.get(address).content.decode())
    answer = browser.post(f"/people/{pk}/password/")
    assert_harmless(answer.content.decode())


def test_a_record_of_a_register_and_its_source(browser: Client, everything: User):
    patent = sheet(
        申请号=NUMBER,
        专利名称=HOSTILE,
        申请日="2019-04-16",
        申请人=HOSTILE,
        地址=HOSTILE,
        发明人=HOSTILE,
        代理机构=HOSTILE,
        摘要=HOSTILE,
        权利要求=HOSTILE,
    )
    event = sheet(
        申请号=NUMBER, 法律状态公告日="2020-01-02", 法律状态=HOSTILE, 法律状态信息=HOSTILE
    )
    for name, content in (("patents.csv", patent), ("events.csv", event)):
        run = upload(browser, everything, name, content)
        assert (run.state, run.set_aside_count, run.total("new") > 0) == ("finished", 0, True)
    for address in (
        "/registers/patents/",
        f"/registers/patents/record/{NUMBER}",
        "/registers/patent-documents/",
        f"/registers/patent-documents/record/{NUMBER}",
        f"/registers/patent-documents/source/{NUMBER}",
        "/registers/legal-events/",
    ):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert_harmless(answer.content.decode())
    answer = browser.get(f"/api/registers/patents/{NUMBER}")
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.json()["record"]["title"] == HOSTILE


def test_names_of_files_and_what_was_set_aside(browser: Client, everything: User):
    name = HOSTILE.replace("/", "") + ".csv"
    cells = {"统一社会信用代码": HOSTILE, "企业名称": HOSTILE, HOSTILE: HOSTILE}
    run = upload(browser, everything, name, sheet(**cells))
    assert run.set_aside_count == 1
    row = SetAsideRow.objects.get()
    for address in (
        "/registers/imports/",
        f"/registers/imports/{run.pk}/",
        "/registers/set-aside/",
        f"/registers/set-aside/{row.pk}/",
    ):
        answer = browser.get(address)
        assert answer.status_code == 200
        assert_harmless(answer.content.decode())
    answer = browser.post(f"/registers/set-aside/{row.pk}/dismiss/", {"reason": HOSTILE})
    assert answer.status_code == 302
    assert_harmless(browser.get(f"/registers/set-aside/{row.pk}/").content.decode())


def test_an_xml_document_in_the_editor(browser: Client, everything: User):
    run = upload(browser, everything, "a.xml", f"<hostile>{HOSTILE}</textarea>{HOSTILE}")
    row = SetAsideRow.objects.get(import_run=run)
    page = browser.get(f"/registers/set-aside/{row.pk}/").content.decode()
    assert "<textarea" in page
    assert_harmless(page)


@pytest.mark.parametrize(
    "address",
    ["/people/?q={}", "/organisations/?q={}", "/registers/patents/?applicants={}",
     "/registers/patents/?title={}&sort={}", "/ledger/?subject={}", "/ledger/?actor={}",
     "/registers/patents/?ipc={}", "/?as_of={}", "/registers/patents/record/{}",
     "/registers/patents/?known_on={}", "/registers/patents/?after={}", "/people/?page={}",
     "/accounts/login/?next={}", "/registers/set-aside/?code={}&state={}"],
)  # fmt: skip
def test_what_stands_in_the_address(browser: Client, address: str):
    answer = browser.get(address.replace("{}", quote(HOSTILE.replace("/", ""))))
    assert answer.status_code in {200, 302, 400, 404}
    assert_harmless(answer.content.decode(), shows=False)


def test_data_of_charts_cannot_end_their_script():
    chart = Chart(
        identity="x",
        kind="bar",
        title=HOSTILE,
        unit=HOSTILE,
        categories=[HOSTILE],
        series=[Series(HOSTILE, [1])],
        links=["/registers/"],
    )
    page = render_to_string("web/chart.html", {"chart": chart})
    assert_harmless(page)
    start = page.index('type="application/json">') + len('type="application/json">')
    data = json.loads(page[start : page.index("</script>")])
    assert data["title"] == data["categories"][0] == HOSTILE


FORMULAS = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=cmd|'/c calc'!A1")


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_cell_is_no_formula_in_what_is_sent(browser: Client, everything: User, formula: str):
    cells = {"统一社会信用代码": "x", "企业名称": formula}
    run = upload(browser, everything, "a.csv", sheet(**cells))
    assert run.set_aside_count == 1
    assert_no_formula(browser)


@pytest.mark.parametrize("formula", [f for f in FORMULAS if f == f.strip()])
def test_a_heading_is_no_formula_in_what_is_sent(browser: Client, everything: User, formula: str):
    cells = {"统一社会信用代码": "x", "企业名称": "y", formula: "z"}
    run = upload(browser, everything, "a.csv", sheet(**cells))
    assert run.set_aside_count == 1
    assert_no_formula(browser)


def assert_no_formula(browser: Client) -> None:
    starts = ("=", "+", "-", "@", "\t", "\r")
    sent = browser.get("/registers/set-aside/export.csv")
    text = b"".join(sent.streaming_content).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(starts)]
    sent = browser.get("/registers/set-aside/export.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sent.streaming_content)))
    found = [cell for row in book.active.iter_rows() for cell in row]
    assert len(found) >= 10
    assert not [cell.value for cell in found if cell.data_type == "f"]
    assert not [c.value for c in found if isinstance(c.value, str) and c.value.startswith(starts)]
