"""The lists of the desk ask the database the same number of things with one row and with three."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.office.desk.conftest import ClientOf, People, filed, taken_by
from zhiheng.office.cases.keeping import add_note
from zhiheng.office.cases.models import Session

PATHS = ("/cases/?tray=mine", "/cases/?tray=team", "/cases/list.csv?tray=team", "/cases/sessions/")
MOST_OF_AN_INBOX, MOST_OF_A_CASE = 16, 45


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert answer.status_code == 200
    return len(queries)


def one_more(people: People, title: str) -> str:
    case = taken_by(filed(people, title=title), people.officer)
    now = timezone.now()
    for days in range(2):
        Session.objects.create(
            case=case, kind="oral-hearing", starts_at=now + dt.timedelta(days=3 + days),
            place="第一审理庭", scheduled_by=people.officer, scheduled_at=now,
        )  # fmt: skip
    return case.number


def test_lists_do_not_ask_more_for_more_rows(people: People, client_of: ClientOf):
    client = client_of(people.officer)
    one_more(people, "折叠剪")
    before = {path: asked(client, path) for path in PATHS}
    for title in ("路灯", "充电座"):
        one_more(people, title)
    assert {path: asked(client, path) for path in PATHS} == before
    assert max(before.values()) <= MOST_OF_AN_INBOX


def test_the_page_of_a_case_does_not_ask_more_for_a_longer_file(
    people: People, client_of: ClientOf
):
    client = client_of(people.officer)
    number = one_more(people, "折叠剪")
    path = f"/cases/{number}/"
    before = asked(client, path)
    case = people.officer.handled_cases.get(number=number)
    for text in ("电话联系", "再次联系", "已答复"):
        add_note(case=case, text=text, by=people.officer, on=timezone.now())
    assert asked(client, path) == before
    assert before <= MOST_OF_A_CASE
