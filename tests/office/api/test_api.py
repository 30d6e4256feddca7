"""The API: the shapes of its answers, its problem documents, its description."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.office.conftest import MakePerson
from tests.office.registers.cities import City
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.indicators import queries as indicators
from zhiheng.office.registers import queries as registers

ClientOf = Callable[[User], Client]
ROOT = Path(__file__).resolve().parents[3]
PERSONS_PATENT = "201910302430.1"


@pytest.fixture
def caller(city: City, analyst: User, client_of: ClientOf) -> Client:
    return client_of(analyst)


def test_registers_come_with_their_sizes(caller: Client, city: City):
    answer = caller.get("/api/registers").json()
    assert [set(each) for each in answer] == [{"name", "title", "rows"}] * len(answer)
    sizes = {each["name"]: each["rows"] for each in answer}
    assert sizes["patents"] == city.manifest["applications"]["total"] + 2


def test_rows_come_in_pages_with_cursors(caller: Client, city: City):
    seen: list[str] = []
    after = ""
    while True:
        page = caller.get(f"/api/registers/patents?limit=40&sort=filing_date&after={after}").json()
        assert set(page) == {"total", "rows", "previous", "next"}
        seen += [row["application_number"] for row in page["rows"]]
        after = page["next"]
        if not after:
            break
    assert len(seen) == len(set(seen)) == page["total"]
    assert page["total"] == city.manifest["applications"]["total"] + 2


def test_filters_are_those_of_the_list_page(caller: Client):
    page = caller.get("/api/registers/patents?title=一种电池&ipc=H01M10").json()
    assert [row["application_number"] for row in page["rows"]] == ["201910302431.6"]


def test_a_record_comes_with_lineage_documents_events_and_titles(caller: Client):
    found = caller.get("/api/registers/patents/ZL201910302430.1").json()
    assert found["key"] == PERSONS_PATENT
    assert found["record"]["filing_date"] == "2019-04-16"
    assert set(found["lineage"]) == {
        "source_file",
        "source_position",
        "source_digest",
        "import_id",
        "imported_at",
    }
    assert [each["document_number"] for each in found["documents"]] == ["CN110000001A"]
    assert found["class_titles"]["G06F"]


def test_private_persons_are_masked_unless_the_role_sees_them(
    caller: Client, make_person: MakePerson, client_of: ClientOf
):
    officer = client_of(make_person("olga", Role.OFFICER))
    for path in (
        f"/api/registers/patents/{PERSONS_PATENT}",
        f"/api/registers/patents?application_number={PERSONS_PATENT}",
        "/api/registers/patent-documents/CN110000001A",
    ):
        masked, plain = (str(client.get(path).json()) for client in (caller, officer))
        assert "张晓明" in plain, path
        assert "张晓明" not in masked, path
        assert "张**" in masked, path


def test_a_figure_comes_with_everything_it_is_made_of(caller: Client):
    name, day = "valid-invention-patents-per-10000", dt.date(2023, 12, 31)
    found = caller.get(f"/api/indicators/{name}?as_of={day}").json()
    asked = indicators.indicator_figure(name, on=day)
    assert found["value"] == asked.total.value
    numerator, denominator = (found["ingredients"][n] for n in ("numerator", "denominator"))
    assert numerator["value"] == asked.total.numerator
    assert (denominator["value"], denominator["year"]) == (asked.total.denominator, 2023)
    assert caller.get(numerator["rows"]).context["page"].total == numerator["value"]
    query = {
        each: text if isinstance(text, list) else [text]
        for each, text in numerator["filters"].items()
    }
    rows = list(registers.register_rows(numerator["register"], query, unmasked=True))
    assert len(rows) == numerator["value"]
    assert {each["division"] for each in found["by_division"]} == set(asked.by_division)


def test_indicators_come_with_their_definitions(caller: Client):
    names = [each["indicator"] for each in caller.get("/api/indicators").json()]
    assert names == [each.name for each in indicators.indicators()]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("registers/nothing", 404, "register.unknown"),
        ("registers/patents/1", 404, "record.not_found"),
        ("indicators/happiness", 404, "indicator.unknown"),
        ("registers/patents?sort=claims", 400, "page.cannot_sort"),
        ("registers/patents?after=x", 400, "page.bad_cursor"),
        ("registers/patents?right=copyright", 400, "cell.not_a_choice"),
        ("registers/patents?limit=501", 400, "api.parameter_unfit"),
        ("registers/patents?limit=0", 400, "api.parameter_unfit"),
        ("indicators/patent-grants?as_of=2026-02-30", 400, "api.parameter_unfit"),
        ("indicators/patent-grants?as_of=0001-01-01", 400, "date.impossible"),
    ],
)
def test_what_went_wrong_is_a_problem_document(path: str, status: int, code: str, caller: Client):
    answer = caller.get(f"/api/{path}")
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["title"] == body["problems"][0]["detail"]
    assert [each["code"] for each in body["problems"]] == [code]


def test_problems_are_told_in_the_language_chosen(caller: Client):
    chinese = caller.get("/api/registers/nothing").json()["title"]
    caller.cookies["django_language"] = "en"
    english = caller.get("/api/registers/nothing").json()["title"]
    assert chinese != english
    assert english.isascii() or "nothing" in english


def test_a_stranger_is_told_to_sign_in(city: City, db: None):
    answer = Client().get("/api/registers")
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (401, "api.not_signed_in")


def test_whoever_has_no_role_is_refused(city: City, make_person: MakePerson, client_of: ClientOf):
    answer = client_of(make_person("nora")).get("/api/registers")
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (403, "access.forbidden")


def test_the_api_only_reads(caller: Client):
    for method in ("post", "put", "patch", "delete"):
        assert getattr(caller, method)("/api/registers/patents").status_code == 405


def test_the_description_that_is_kept_is_the_one_that_is_served(caller: Client):
    served = caller.get("/api/openapi.json")
    assert served.status_code == 200
    assert served.json()["info"]["title"] == "Zhiheng 知衡"
    checked = subprocess.run(
        [sys.executable, "tools/export_openapi.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
