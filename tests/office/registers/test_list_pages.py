"""Overview, lists, records, definitions and sources, as people see them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.office.conftest import WHEN, MakePerson
from tests.office.registers.cities import City
from tests.office.registers.feeds import GOOD_ENTERPRISES, TENCENT, write
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.registers import commands, queries

ClientOf = Callable[[User], Client]
PERSONS_PATENT = "201910302430.1"


@pytest.fixture
def reader(city: City, analyst: User, client_of: ClientOf) -> Client:
    """The browser of an analyst, who sees private persons masked."""
    return client_of(analyst)


@pytest.fixture
def officer(city: City, make_person: MakePerson, client_of: ClientOf) -> Client:
    """The browser of an officer, who sees private persons by name."""
    return client_of(make_person("olga", Role.OFFICER))


def listed(client: Client, **query: object) -> list[str]:
    """Return the application numbers on a page of the register of patents."""
    answer = client.get("/registers/patents/?" + urlencode(query, doseq=True))
    assert answer.status_code == 200
    return [row[0].texts[0] for row in answer.context["page"].rows]


def total(client: Client, **query: object) -> int:
    answer = client.get("/registers/patents/?" + urlencode(query, doseq=True))
    return answer.context["page"].total


def test_the_overview_counts_every_register(reader: Client, city: City):
    shown = {each.name: each.rows for each in reader.get("/registers/").context["summaries"]}
    assert shown["patents"] == city.manifest["applications"]["total"] + 2
    assert shown["patent-documents"] == city.manifest["documents"]["total"] + 2
    assert shown["legal-events"] == sum(city.manifest["events"]["by_status"].values()) + 1
    assert shown["enterprises"] == city.manifest["enterprises"]


def test_filters_in_the_address_narrow_the_list(reader: Client, city: City):
    rights = city.manifest["applications"]["by_right"]
    assert total(reader, right="invention") == rights["invention"] + 2
    assert total(reader, right=["invention", "design"]) == (
        rights["invention"] + rights["design"] + 2
    )
    assert listed(reader, ipc="H01M10/05", title="一种电池") == ["201910302431.6"]
    assert PERSONS_PATENT in listed(reader, ipc="G06F17", filing_date_to="2019-04-16")
    assert PERSONS_PATENT in listed(
        reader, division="440305", filing_date_from="2019-04-16", filing_date_to="2019-04-16"
    )
    assert listed(reader, applicants="示例科技") == ["201910302431.6"]


@pytest.mark.parametrize(
    "notation", ["201910302430.1", "CN201910302430.1", "2019103024301", "ZL 201910302430.1"]
)
def test_a_number_is_found_in_every_notation(notation: str, reader: Client):
    assert listed(reader, application_number=notation) == [PERSONS_PATENT]
    record = reader.get(f"/registers/patents/record/{notation}")
    assert (record.status_code, record.context["page"].key) == (200, PERSONS_PATENT)


@pytest.mark.parametrize(
    "query",
    [
        {"filing_date_from": "2019-02-30"},
        {"filing_date_from": "gestern"},
        {"right": "copyright"},
        {"application_number": "12345"},
        {"in_force_on": "2019-13-01"},
    ],
)
def test_a_filter_that_makes_no_sense_is_said_so_beside_the_list(query: dict, reader: Client):
    answer = reader.get("/registers/patents/?" + urlencode(query))
    assert answer.status_code == 200
    assert len(answer.context["page"].problems) == 1
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("sort=claims", 400, "page.cannot_sort"),
        ("after=%21%21", 400, "page.bad_cursor"),
        ("after=WzFd", 400, "page.bad_cursor"),
        ("after=WyJ4IiwieSJd", 400, "page.bad_cursor"),
        ("before=WzEsMiwzLDRd", 400, "page.bad_cursor"),
        ("known_on=2026-99-99", 400, "date.impossible"),
        ("known_on=1999-01-01", 404, "register.nothing_known_yet"),
    ],
)
def test_an_address_that_cannot_be_used_says_why(
    query: str, status: int, code: str, reader: Client
):
    answer = reader.get(f"/registers/patents/?{query}")
    assert answer.status_code == status
    assert code in answer.content.decode()


def test_hostile_text_in_filters_does_no_harm(reader: Client):
    for text in ("'; DROP TABLE patents; --", "%' OR 1=1", "<script>alert(1)</script>", "\\"):
        answer = reader.get("/registers/patents/?" + urlencode({"title": text}))
        assert answer.status_code == 200
        assert answer.context["page"].total == 0
        assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize(
    "sort", ["filing_date", "-filing_date", "grant_date", "-application_number"]
)
def test_paging_forth_and_back_shows_every_row_once(sort: str, reader: Client, city: City):
    address = f"/registers/patents/?sort={sort}"
    forth: list[list[str]] = []
    while address:
        page = reader.get(address).context["page"]
        forth.append([row[0].texts[0] for row in page.rows])
        address = f"/registers/patents/{page.next}" if page.next else ""
    numbers = [number for part in forth for number in part]
    assert len(numbers) == len(set(numbers)) == city.manifest["applications"]["total"] + 2
    back, address = [forth[-1]], f"/registers/patents/{page.previous}"
    while address:
        page = reader.get(address).context["page"]
        back.append([row[0].texts[0] for row in page.rows])
        address = f"/registers/patents/{page.previous}" if page.previous else ""
    assert back[::-1] == forth


def test_sorting_puts_rows_in_order_and_empty_cells_last(reader: Client):
    def days(sort: str) -> list[str]:
        page = reader.get(f"/registers/patents/?sort={sort}").context["page"]
        place = [heading.sort for heading in page.headings].index("grant_date")
        return [(row[place].texts or [""])[0] for row in page.rows]

    ascending, descending = days("grant_date"), days("-grant_date")
    assert ascending == sorted(ascending)
    assert descending == sorted(descending, reverse=True)
    assert ascending[0] != ""
    assert descending[0] != ""


def test_private_persons_are_masked_for_those_who_may_not_see_them(reader: Client, officer: Client):
    list_page = f"/registers/patents/?application_number={PERSONS_PATENT}"
    pages = (
        list_page,
        f"/registers/patents/record/{PERSONS_PATENT}",
        "/registers/patent-documents/record/CN110000001A",
    )
    for page in pages:
        masked, plain = (client.get(page).content.decode() for client in (reader, officer))
        assert "张晓明" in plain, page
        assert "张晓明" not in masked, page
        assert "李伟" not in masked, page
        assert "张**" in masked, page
    address = "/registers/patent-documents/record/CN110000001A"
    assert "粤海街道1号" in officer.get(address).content.decode()
    assert "粤海街道1号" not in reader.get(address).content.decode()


def test_organisations_are_named_for_everybody(reader: Client):
    answer = reader.get("/registers/patents/record/201910302431.6").content.decode()
    assert "深圳市示例科技有限公司" in answer
    assert "王芳" not in answer


def test_a_record_shows_its_classes_events_and_where_it_came_from(reader: Client, city: City):
    page = reader.get(f"/registers/patents/record/{PERSONS_PATENT}").context["page"]
    (classified,) = page.classes
    assert [symbol for symbol, _ in classified.titles][:3] == ["G", "G06", "G06F"]
    (origin,) = page.origins
    assert (origin.file, origin.position) == (str(city.files / "people.csv"), "line 2")
    assert re.fullmatch(r"[0-9a-f]{64}", origin.digest)


def test_a_granted_patent_shows_its_events_and_documents(reader: Client):
    number = listed(reader, right="invention", status="granted")[0]
    page = reader.get(f"/registers/patents/record/{number}").context["page"]
    assert [event["event"] for event in page.events].count("授权") == 1
    assert len(page.texts) == len(page.origins) == 2
    assert page.status == "已授权"


def test_a_title_that_holds_markup_is_shown_as_text(reader: Client):
    answer = reader.get(f"/registers/patents/record/{PERSONS_PATENT}").content.decode()
    assert "=HYPERLINK(&quot;http://x&quot;" in answer


@pytest.mark.parametrize(
    "path",
    [
        "/registers/patents/record/999999999999.9",
        "/registers/patents/record/..%2F..%2Fetc%2Fpasswd",
        "/registers/patents/record/%27%20OR%201=1",
        "/registers/population/record/440300~1066",
        "/registers/nothing/",
        "/registers/nothing/definition/",
        "/registers/nothing/record/1",
    ],
)
def test_what_is_not_there_is_said_not_to_be_found(path: str, reader: Client):
    assert reader.get(path).status_code == 404


def test_a_key_of_several_columns_is_an_address(reader: Client):
    page = reader.get("/registers/population/record/440300~2020").context["page"]
    assert page.key == "440300~2020"


def test_a_definition_explains_columns_tables_and_versions(reader: Client):
    defined = reader.get("/registers/enterprises/definition/").context["definition"]
    assert [column.name for column in defined.columns if column.is_key] == ["uscc"]
    (title, headings), *_ = defined.tables
    assert title == "企业表"
    assert "统一社会信用代码" in headings
    assert [commit.version for commit in defined.commits] == [0]


def test_the_register_as_it_was_known_on_a_day(
    own_city: City, analyst: User, client_of: ClientOf, today: dt.date
):
    client = client_of(analyst)
    before = client.get("/registers/enterprises/").context["page"].total
    path = write(own_city.home, "more.csv", GOOD_ENTERPRISES)
    commands.import_files(paths=[path], by=analyst, on=WHEN)
    known = client.get(f"/registers/enterprises/?known_on={today}")
    assert known.context["page"].total == before + 2
    assert f"{today}" in known.content.decode()
    links = [cell.href for row in known.context["page"].rows for cell in row if cell.href]
    assert links
    assert all(link.endswith(f"?known_on={today}") for link in links)
    yesterday = client.get(f"/registers/enterprises/?known_on={today - dt.timedelta(1)}")
    assert yesterday.status_code == 404


def test_a_record_opened_from_a_list_of_a_day_shows_what_was_known_then(
    empty_home: Path, analyst: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
):
    """Two imports a moment apart; what stood at the end of a day is asked for by its version."""
    client = client_of(analyst)
    path = write(empty_home, "enterprises.csv", GOOD_ENTERPRISES)
    commands.import_files(paths=[path], by=analyst, on=WHEN)
    write(empty_home, "enterprises.csv", GOOD_ENTERPRISES.replace("40000", "41234"))
    commands.import_files(paths=[path], by=analyst, on=WHEN)
    address = f"/registers/enterprises/record/{TENCENT}"
    assert "41,234" in client.get(address).content.decode()
    versions = {"enterprises": 0, "ipc": None, "party-mentions": 0}
    monkeypatch.setattr(queries, "_versions_known_on", lambda text: versions)
    page = client.get(f"{address}?known_on={WHEN.date().replace(year=2099)}").content.decode()
    assert "40,000" in page
    assert "2099" in page
    assert "41,234" not in page


def test_persons_are_not_searched_for_by_those_who_see_them_masked(reader: Client, officer: Client):
    address = "/registers/patents/?inventors=张晓明"
    refused, answered = reader.get(address), officer.get(address)
    assert 'name="inventors"' in answered.content.decode()
    assert 'name="inventors"' not in refused.content.decode()
    assert "须有查看个人信息的权限" in refused.content.decode()
    assert refused.context["page"].total > answered.context["page"].total
    assert "须有查看个人信息的权限" not in answered.content.decode()


class TestSource:
    """The page that opens the very bytes a row came from."""

    @pytest.fixture
    def row(self, empty_home: Path, analyst: User) -> Path:
        path = write(empty_home, "enterprises.csv", GOOD_ENTERPRISES)
        commands.import_files(paths=[path], by=analyst, on=WHEN)
        return Path(path)

    @pytest.fixture
    def client(self, row: Path, make_person: MakePerson, client_of: ClientOf) -> Client:
        return client_of(make_person("olga", Role.OFFICER))

    def test_unchanged(self, client: Client):
        source = client.get(f"/registers/enterprises/source/{TENCENT}").context["source"]
        assert source.is_unchanged
        assert "深圳市腾讯计算机系统有限公司" in source.text

    def test_changed(self, client: Client, row: Path):
        row.write_text(GOOD_ENTERPRISES.replace("40000", "41000"), encoding="utf-8")
        answer = client.get(f"/registers/enterprises/source/{TENCENT}")
        assert not answer.context["source"].is_unchanged
        assert "41000" in answer.content.decode()

    def test_gone(self, client: Client, row: Path):
        row.unlink()
        answer = client.get(f"/registers/enterprises/source/{TENCENT}")
        assert answer.status_code == 404
        assert "source.gone" in answer.content.decode()

    def test_of_an_xml_record_in_an_archive(self, city: City, officer: Client):
        number = listed(officer, right="invention", status="granted")[0]
        documents = queries.record("patents", number).documents
        for document in documents:
            address = f"/registers/patent-documents/source/{document['document_number']}"
            source = officer.get(address).context["source"]
            assert source.is_unchanged, source.file
            assert document["title"] in source.text
