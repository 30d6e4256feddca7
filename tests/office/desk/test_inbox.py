"""The inbox: what lies in which tray, how it is narrowed, taken and assigned from, and exported."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from tests.office.desk.conftest import ClientOf, People, filed, page_of, taken_by
from zhiheng.office.cases.models import Case
from zhiheng.office.desk.due import due_of, due_words

AGO = dt.timedelta(days=60)
THURSDAY = dt.date(2026, 4, 2)  # Tomb-sweeping Day is on Sunday, 5 April; Monday is off


@pytest.fixture
def officer(people: People, client_of: ClientOf) -> Client:
    return client_of(people.officer)


def shown(answer: object) -> list[str]:
    """Return the numbers in the list of a page."""
    return [row.case.number for row in answer.context["rows"]]  # type: ignore[attr-defined]


def counts(answer: object) -> dict[str, int]:
    return {tab.value: tab.count for tab in answer.context["tabs"]}  # type: ignore[attr-defined]


def test_a_case_lies_in_the_trays_where_it_belongs(people: People, case: Case, officer: Client):
    late = taken_by(filed(people, on=timezone.now() - AGO, title="旧案"), people.officer)
    team = officer.get("/cases/?tray=team")
    assert shown(team) == [late.number, case.number]
    assert counts(team) == {
        "mine": 1, "due_soon": 0, "overdue": 1, "to_approve": 0, "asked": 0, "unassigned": 1,
        "team": 2, "waiting": 0, "closed": 0,
    }  # fmt: skip
    assert shown(officer.get("/cases/?tray=unassigned")) == [case.number]
    assert shown(officer.get("/cases/?tray=overdue")) == [late.number]
    assert "逾期" in page_of(officer, "/cases/?tray=overdue")


def test_another_body_sees_nothing_of_it(people: People, case: Case, client_of: ClientOf):
    answer = client_of(people.enforcer).get("/cases/?tray=team")
    assert shown(answer) == []
    assert set(counts(answer).values()) == {0}


def test_the_list_is_narrowed_and_ordered_by_the_address(
    people: People, case: Case, officer: Client
):
    other = filed(people, title="路灯")
    assert shown(officer.get("/cases/?tray=team&sort=-title")) == [other.number, case.number]
    for query, expected in (
        ("q=路灯", [other.number]),
        (f"q={case.number}", [case.number]),
        ("q=乙方制造", [case.number, other.number]),
        ("procedure=rights-aid", []),
        ("procedure=patent-infringement-adjudication&stage=received", [case.number, other.number]),
        (f"handler={people.officer.pk}", []),
        ("division=440305", [case.number, other.number]),
        ("since=2999-01-01", []),
        ("until=2000-01-01&handler=99999999999", []),
    ):
        answer = officer.get(f"/cases/?tray=team&sort=number&{query}")
        assert shown(answer) == expected, query


def test_values_that_are_none_narrow_nothing(case: Case, officer: Client):
    answer = officer.get("/cases/?tray=nowhere&handler=x&since=gestern&sort=password")
    assert answer.status_code == 200
    assert officer.get("/cases/?page=9").status_code == 400


def test_the_export_holds_what_the_page_shows(people: People, case: Case, officer: Client):
    filed(people, title="路灯")
    answer = officer.get("/cases/list.xlsx?tray=team&q=路灯")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:2] == ("案件编号", "案件名称")
    assert [row[1] for row in rows[1:]] == ["路灯"]
    assert officer.get("/cases/list.pdf?tray=team").status_code == 400


def test_several_are_taken_at_once_and_the_second_officer_is_told_who_has_them(
    people: People, case: Case, officer: Client, client_of: ClientOf
):
    other = filed(people, title="路灯")
    posted = {"cases": [case.number, other.number], "act": "take", "back": "/cases/?tray=team"}
    answer = officer.post("/cases/batch/", posted, follow=True)
    assert "已领办2件案件" in answer.content.decode()
    assert answer.redirect_chain[0][0] == "/cases/?tray=team"
    late = client_of(people.second).post("/cases/batch/", posted, follow=True).content.decode()
    assert f"案件 {case.number} 已由“Olga”承办" in late
    case.refresh_from_db()
    assert case.handler == people.officer


def test_a_head_assigns_several_and_nobody_is_forgotten(
    people: People, case: Case, client_of: ClientOf
):
    head = client_of(people.head)
    nobody = head.post("/cases/batch/", {"cases": [case.number], "act": "assign"}, follow=True)
    assert "请选择分办给谁" in nobody.content.decode()
    none = head.post("/cases/batch/", {"act": "take"}, follow=True)
    assert "至少勾选一件" in none.content.decode()
    posted = {"cases": [case.number], "act": "assign", "person": people.second.pk}
    done = head.post("/cases/batch/", {**posted, "back": "https://elsewhere.example/"}, follow=True)
    assert "已将1件案件分办给Oskar" in done.content.decode()
    assert done.redirect_chain[0][0] == "/cases/"
    case.refresh_from_db()
    assert case.handler == people.second


def test_cases_of_others_are_not_taken_by_their_numbers(
    people: People, case: Case, client_of: ClientOf
):
    posted = {"cases": [case.number], "act": "take"}
    assert client_of(people.enforcer).post("/cases/batch/", posted).status_code == 404


@pytest.mark.parametrize(
    ("last", "words", "tone"),
    [
        (dt.date(2026, 4, 1), "逾期1个工作日", "bad"),
        (THURSDAY, "今天届满", "warn"),
        (dt.date(2026, 4, 3), "还剩1个工作日", "warn"),
        (dt.date(2026, 4, 7), "还剩2个工作日", "warn"),
        (dt.date(2026, 4, 30), "还剩19个工作日", ""),
    ],
)
def test_due_dates_are_said_in_working_days(last: dt.date, words: str, tone: str):
    due = due_words(last, on=THURSDAY)
    assert (due.words, due.tone) == (words, tone)


def test_rest_days_alone_are_said_as_days():
    saturday = dt.date(2026, 4, 4)
    assert due_words(dt.date(2026, 4, 5), on=saturday).words == "还剩1天"
    assert due_words(saturday, on=dt.date(2026, 4, 6)).words == "逾期2天"


@pytest.mark.parametrize(
    ("fields", "words", "marks"),
    [
        ({"due_on": None}, "—", (False, False)),
        ({"status": "suspended"}, "还剩1个工作日", (False, False)),  # by a term that runs on
        ({"due_provisional": True}, "还剩1个工作日", (True, False)),
        ({"due_binds": "applicant", "due_on": dt.date(2026, 4, 1)}, "已届满", (False, False)),
        ({"status": "archived"}, "—", (False, False)),
    ],
)
def test_what_may_still_move_is_marked(fields, words, marks):
    given = {"due_on": dt.date(2026, 4, 3), "due_binds": "office", "status": "open", **fields}
    due = due_of(Case(**given), on=THURSDAY)
    assert due.words == words
    assert (due.provisional, due.standing) == marks


def test_a_term_that_stands_still_is_said_to(people: People):
    case = Case(due_on=dt.date(2026, 4, 3), due_binds="office", due_provisional=True)
    due = due_of(case, on=THURSDAY, standing=True)
    assert (due.words, due.standing, due.provisional) == ("期限停止计算", True, False)
