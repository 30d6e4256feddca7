"""Officers of other departments ask whether somebody is barred, and print the answer."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests.office.conftest import MakePerson
from tests.office.screening.veto_cases import CONFIRMED, FIRM, FIRM_CODE, PERSON, notices
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.queries import EventFilter, find_events
from zhiheng.office.screening.models import VetoAnswer

__all__ = ["notices"]
pytestmark = pytest.mark.usefixtures("notices")

ClientOf = Callable[[User], Client]
TODAY = "2026-03-02"
ASKED = {"given": FIRM, "on": TODAY, "question": "abnormal-filings", "known": "now",
         "purpose": "专利资助 2026"}  # fmt: skip


@pytest.fixture
def clerk(make_person: MakePerson) -> User:
    """Carla, who hands out subsidies and sees private persons by name."""
    return make_person("carla", Role.CLERK)


@pytest.fixture
def leader(make_person: MakePerson) -> User:
    """Lena, who does not see private persons by name."""
    return make_person("lena", Role.LEADER)


def asked(client: Client, **more: str) -> str:
    answer = client.post("/screening/veto/", {**ASKED, **more}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_answer_names_reasons_rules_and_who_asked(clerk: User, client_of: ClientOf):
    page = asked(client_of(clerk))
    for told in ("不予支持", CONFIRMED, "2025-08-01", "粤知通〔2025〕8号", "2026-08-01", "Carla",
                 "专利资助 2026", "未与官方文本核对"):  # fmt: skip
        assert told in page
    kept = VetoAnswer.objects.get()
    assert (kept.barred, kept.until) == (True, dt.date(2026, 8, 1))
    assert f"/screening/veto/answers/{kept.code}/" in page or kept.code in page
    (event,) = find_events(EventFilter(act="screening.veto_asked"))
    told = json.loads(event.details)
    assert (told["barred"], told["filings"]) == (True, [CONFIRMED])
    assert FIRM not in event.details, "the ledger keeps no names"


def test_nobody_barred_and_nobody_known_are_told_apart(clerk: User, client_of: ClientOf):
    client = client_of(clerk)
    assert "未发现" in asked(client, given=FIRM, on="2025-07-01")
    unknown = asked(client, given="无此公司有限公司")
    assert "没有登记簿" in unknown
    assert "没有找到" in unknown
    assert "未受限制" not in unknown, "a name nobody knows is not cleared by a green badge"
    listed = client.get("/screening/veto/answers/").content.decode()
    assert "没有找到" in listed
    assert "未受限制" in listed
    assert not VetoAnswer.objects.filter(barred=True).exists()


def test_an_answer_by_what_was_known_then_says_when_nothing_was(clerk: User, client_of: ClientOf):
    page = asked(client_of(clerk), on="2025-09-01", known="then")
    assert "尚无数据" in page
    assert not VetoAnswer.objects.get().barred


def test_a_persons_name_alone_bars_nobody(clerk: User, client_of: ClientOf):
    page = asked(client_of(clerk), given=PERSON)
    assert "不能确定" in page
    assert "只核查此主体" in page


def test_whoever_sees_persons_masked_does_not_find_them_by_name(
    leader: User, clerk: User, client_of: ClientOf
):
    refused = asked(client_of(leader), given=PERSON)
    assert "按姓名" in refused
    assert not VetoAnswer.objects.exists()
    asked(client_of(clerk), given=PERSON)
    code = VetoAnswer.objects.get().code
    shown = client_of(leader).get(f"/screening/veto/answers/{code}/").content.decode()
    assert PERSON not in shown
    for client, found in ((client_of(leader), False), (client_of(clerk), True)):
        listed = client.get("/screening/veto/answers/", {"q": PERSON}).content.decode()
        assert (code in listed) is found


def test_a_name_that_no_register_knows_is_a_persons_until_shown_otherwise(
    leader: User, clerk: User, client_of: ClientOf
):
    nobody = "欧阳晓明"
    assert "按姓名" in asked(client_of(leader), given=nobody)
    asked(client_of(clerk), given=nobody)
    code = VetoAnswer.objects.get().code
    for way in (f"/screening/veto/answers/{code}/", "/screening/veto/answers/"):
        assert nobody not in client_of(leader).get(way).content.decode()
        assert nobody in client_of(clerk).get(way).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("given", ""), ("purpose", " "), ("on", "2199-01-01"), ("on", "tomorrow"), ("question", "?")],
)
def test_what_is_wrong_stands_on_the_form(field: str, value: str, clerk: User, client_of: ClientOf):
    page = asked(client_of(clerk), **{field: value})
    assert "<form" in page
    assert not VetoAnswer.objects.exists()


def test_answers_are_listed_for_who_asked_and_for_the_screening(
    clerk: User, leader: User, make_person: MakePerson, client_of: ClientOf
):
    asked(client_of(clerk))
    code = VetoAnswer.objects.get().code
    other = make_person("clara", Role.CLERK)
    for user, seen in ((clerk, True), (leader, True), (other, False)):
        client = client_of(user)
        listed = client.get("/screening/veto/answers/?barred=yes&sort=-on").content.decode()
        assert (code in listed) is seen
        status = client.get(f"/screening/veto/answers/{code}/").status_code
        assert status == (200 if seen else 404)


def test_who_may_not_ask_is_refused(make_person: MakePerson, client_of: ClientOf):
    client = client_of(make_person("bert", Role.CITIZEN))
    for way in ("/screening/veto/", "/screening/veto/answers/"):
        assert client.get(way).status_code == 403
    assert client.post("/screening/veto/", ASKED).status_code == 403


def test_a_link_fills_the_form(clerk: User, client_of: ClientOf):
    page = client_of(clerk).get("/screening/veto/", {"given": FIRM_CODE}).content.decode()
    assert f'value="{FIRM_CODE}"' in page
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in page


def test_the_api_answers_and_keeps_the_answer(clerk: User, client_of: ClientOf):
    client = client_of(clerk)
    wanted = {"given": FIRM_CODE, "on": TODAY, "purpose": "专利资助", "known_now": True}
    answer = client.post("/api/screening/veto", wanted, content_type="application/json")
    told = answer.json()
    assert (answer.status_code, told["barred"], told["until"]) == (200, True, "2026-08-01")
    assert [each["number"] for each in told["reasons"]] == [CONFIRMED]
    assert {each["status"] for each in told["rules"]} == {"verified", "unverified"}
    assert client.get(f"/api/screening/veto/{told['code']}").json() == told
    assert client.get(told["opens"]).status_code == 200
    wrong = client.post(
        "/api/screening/veto", {**wanted, "on": "2199-01-01"}, content_type="application/json"
    )
    assert wrong.status_code == 400
    assert "veto.day_ahead" in wrong.content.decode()
    odd = client.post("/api/screening/veto", {"given": 1}, content_type="application/json")
    assert odd.status_code == 400
