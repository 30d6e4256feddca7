"""The pages of parties: what they show to whom, and the whole way from a pair to a decision."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from tests.office.conftest import MakePerson
from tests.office.parties.conftest import FIRM, OTHER, PERSON, VARIANT
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.cli.root import root
from zhiheng.office.parties import queries
from zhiheng.office.parties.models import PartyDecision

ClientOf = Callable[[User], Client]


@pytest.fixture
def officer_client(make_person: MakePerson, client_of: ClientOf) -> Client:
    return client_of(make_person("olga", Role.OFFICER))


@pytest.fixture
def analyst_client(analyst: User, client_of: ClientOf) -> Client:
    return client_of(analyst)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def test_without_any_import_the_list_says_so(empty_home: Path, officer_client: Client) -> None:
    assert "还没有任何名称" in text(officer_client, "/parties/")
    assert "没有待认定的名称对" in text(officer_client, "/parties/review/")


@pytest.mark.usefixtures("parties")
def test_a_party_is_found_by_any_of_its_names(officer_client: Client) -> None:
    party = queries.party_of_name(FIRM)
    for name in (FIRM, VARIANT, "瀾灣智能科技"):
        shown = text(officer_client, f"/parties/?q={name}")
        assert f"/parties/{party}/" in shown
        assert OTHER not in shown
    assert "没有符合条件的主体" in text(officer_client, "/parties/?q=没有的公司")


@pytest.mark.usefixtures("parties")
def test_a_party_page_shows_names_reasons_records_and_companions(officer_client: Client) -> None:
    shown = text(officer_client, f"/parties/{queries.party_of_name(VARIANT)}/")
    for part in (FIRM, VARIANT, "名称相同", "字号", PERSON, "李静", "尚无人对该主体作过认定"):
        assert part in shown
    mentions = text(officer_client, f"/parties/{queries.party_of_name(VARIANT)}/mentions/")
    assert "/registers/patents/record/201910302430.1" in mentions


@pytest.mark.usefixtures("parties")
def test_the_names_of_a_record_lead_to_their_parties(
    officer_client: Client, analyst_client: Client
) -> None:
    record = "/registers/patents/record/201910302430.1"
    party = queries.parties_of_record("patents", "201910302430.1")
    firm, person = party["applicants", FIRM], party["inventors", PERSON]
    assert f'<a href="/parties/{firm}/">{FIRM}</a>' in text(officer_client, record)
    assert f'<a href="/parties/{person}/">{PERSON}</a>；' in text(officer_client, record)
    masked = text(analyst_client, record)
    assert f'<a href="/parties/{person}/">张**</a>；' in masked
    assert PERSON not in masked


@pytest.mark.usefixtures("parties")
def test_persons_are_masked_for_who_may_not_see_them(analyst_client: Client) -> None:
    pages = [
        text(analyst_client, "/parties/"),
        text(analyst_client, f"/parties/?q={PERSON}"),
        text(analyst_client, f"/parties/{queries.party_of_name(FIRM)}/"),
        text(analyst_client, "/parties/review/"),
    ]
    person = queries.parties_of_record("patents", "201910302430.1")["inventors", PERSON]
    pages.append(text(analyst_client, f"/parties/{person}/"))
    pages.append(text(analyst_client, f"/parties/{person}/mentions/"))
    pages.append(analyst_client.get(f"/api/parties/{person}").content.decode())
    exported = analyst_client.get("/parties/export.csv")
    pages.append(b"".join(exported.streaming_content).decode())
    for page in pages:
        assert PERSON not in page.replace(f'value="{PERSON}"', "")
        assert "李静" not in page
    assert "张**" in pages[4]
    assert analyst_client.get(f"/api/parties/{PERSON}").status_code == 404


@pytest.mark.usefixtures("parties")
def test_merging_does_not_tell_whether_a_person_is_named(analyst_client: Client) -> None:
    address = f"/parties/{queries.party_of_name(FIRM)}/merge/"
    for name in (PERSON, "没有的人"):
        given = {"other": name, "reason": "同一家", "seen": "0"}
        answer = analyst_client.post(address, given)
        assert answer.status_code == 200
        shown = answer.content.decode()
        assert f"没有名称、编号或统一社会信用代码为“{name}”的主体" in shown
        assert 'value="同一家"' in shown or ">同一家" in shown.replace("\n", "")


@pytest.fixture
def twins(parties: Path) -> str:
    """The pair of a short name and one of the two that it could be."""
    (row,) = [
        row
        for row in queries.review_page({}, kind="body", unmasked=True)[1].rows
        if "深圳市霁月电子有限公司" in (row["left_name"], row["right_name"])
    ]
    return str(row["link"])


def test_city_twins_stay_apart_until_a_person_decides(twins: str, officer_client: Client) -> None:
    assert "无法自动区分" in text(officer_client, "/parties/review/")
    page = text(officer_client, f"/parties/review/{twins}/")
    assert "深圳市霁月电子有限公司" in page
    answer = officer_client.post(
        f"/parties/review/{twins}/", {"act": "same", "reason": "", "seen": "0"}
    )
    assert answer.status_code == 200
    answer = officer_client.post(
        f"/parties/review/{twins}/", {"act": "same", "reason": "地址相同", "seen": "0"}, follow=True
    )
    assert "认定已保存" in answer.content.decode()
    number = queries.party_of_name("霁月电子有限公司")
    assert number == queries.party_of_name("深圳市霁月电子有限公司")
    assert number != queries.party_of_name("广州市霁月电子有限公司")
    assert "地址相同" in text(officer_client, f"/parties/{number}/")


def test_who_kept_two_apart_has_to_take_that_back_before_merging(
    twins: str, officer_client: Client
) -> None:
    decided = {"act": "apart", "reason": "两家公司", "seen": "0"}
    assert officer_client.post(f"/parties/review/{twins}/", decided).status_code == 302
    one = queries.party_of_name("深圳市霁月电子有限公司")
    merging = {"other": "霁月电子有限公司", "reason": "一家", "seen": "999999"}
    answer = officer_client.post(f"/parties/{one}/merge/", merging)
    assert "请先撤销该认定" in answer.content.decode()
    kept = PartyDecision.objects.get()
    undoing = {"reason": "认定有误", "seen": "0"}
    address = f"/parties/decisions/{kept.pk}/undo/"
    assert officer_client.post(address, undoing).status_code == 302
    assert queries.party_of_name("霁月电子有限公司") != one  # alike two still, so a person's
    assert officer_client.post(f"/parties/{one}/merge/", merging).status_code == 302
    assert queries.party_of_name("霁月电子有限公司") == one


def test_pages_that_decide_are_closed_to_others(
    parties: Path, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("leo", Role.LEADER))
    party = queries.party_of_name(FIRM)
    for address in ("review/", f"{party}/merge/", f"{party}/split/", f"{party}/split-mentions/"):
        assert client.get(f"/parties/{address}").status_code == 403
    assert "与其他主体合并" not in text(client, f"/parties/{party}/")


@pytest.mark.django_db
@pytest.mark.usefixtures("parties")
def test_the_command_line_tells_and_decides_the_same() -> None:
    def run(*arguments: str, code: int = 0) -> object:
        found = CliRunner().invoke(root, ["party", *arguments])
        assert found.exit_code == code, found.output
        return json.loads(found.stdout) if found.stdout.startswith(("{", "[")) else None

    shown = run("show", VARIANT, "--json")
    assert isinstance(shown, dict)
    assert shown["names"] == [FIRM, VARIANT]
    assert {reason["code"] for unit in shown["units"] for reason in unit["reasons"]} >= {
        "same_name",
        "alike_name",
    }
    assert run("show", str(shown["party"]), "--json") == shown
    run("show", "没有的公司", code=4)
    run("show", PERSON, code=3)
    decision = run("merge", FIRM, OTHER, "--reason", "同一集团")
    assert isinstance(decision, dict)
    assert queries.party_of_name(OTHER) == queries.party_of_name(FIRM)
    run("undo", str(decision["decision"]), "--reason", "认定有误")
    assert queries.party_of_name(OTHER) != queries.party_of_name(FIRM)
