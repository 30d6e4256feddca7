"""Sessions of all cases, one's own ties, cases of the office's own motion, erasing by law."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.office.desk.conftest import ClientOf, People, page_of, person
from tests.office.desk.filled import answers_to, pdf
from zhiheng.core.errors import ForbiddenError
from zhiheng.core.procedures.forms import demanded
from zhiheng.office.accounts.enums import Role
from zhiheng.office.cases import law
from zhiheng.office.cases.beginning import Request, begin_case
from zhiheng.office.cases.models import Case, Entry, Interest, Session
from zhiheng.office.desk.calendar_files import CalendarEvent, calendar_file
from zhiheng.office.ledger.queries import EventFilter, find_events

CHINA = dt.timezone(dt.timedelta(hours=8))


@pytest.fixture
def officer(people: People, client_of: ClientOf) -> Client:
    return client_of(people.officer)


def test_the_calendar_file_is_folded_escaped_and_in_utc():
    starts = dt.datetime(2026, 3, 2, 9, 30, tzinfo=CHINA)
    event = CalendarEvent(
        uid="session-1@office",
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=2),
        summary="口头审理，ADJ-2026-000001; 折叠剪" * 3,
        place="第一审理庭, 三楼",
        description="专利侵权纠纷行政裁决\nhttps://office.example/cases/",
        changed_at=starts,
    )
    content = calendar_file([event], title="会议安排")
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    text = content.replace(b"\r\n ", b"").decode()
    assert "DTSTART:20260302T013000Z\r\n" in text
    assert "LOCATION:第一审理庭\\, 三楼\r\n" in text
    assert "DESCRIPTION:专利侵权纠纷行政裁决\\nhttps" in text
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VCALENDAR\r\n")


def test_the_sessions_of_the_cases_one_sees_are_listed_and_given_as_a_calendar(
    people: People, taken: Case, officer: Client, client_of: ClientOf
):
    Session.objects.create(
        case=taken, kind="oral-hearing", starts_at=timezone.now() + dt.timedelta(days=9),
        place="第一审理庭", scheduled_by=people.officer, scheduled_at=timezone.now(),
    )  # fmt: skip
    assert "第一审理庭" in page_of(officer, "/cases/sessions/")
    assert "没有会议" in page_of(officer, "/cases/sessions/?until=2000-01-01&since=2000-01-01")
    assert "没有会议" in page_of(client_of(people.enforcer), "/cases/sessions/")
    answer = officer.get("/cases/sessions.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"BEGIN:VEVENT" in answer.content
    assert b"BEGIN:VEVENT" not in client_of(people.enforcer).get("/cases/sessions.ics").content


def test_one_declares_and_ends_ones_own_ties_and_the_log_does_not_say_to_whom(
    people: People, officer: Client, client_of: ClientOf
):
    given = {"name": "乙方制造有限公司", "tie": "配偶任职", "since": "2025-01-01"}
    backwards = officer.post("/cases/interests/", {**given, "until": "2024-01-01"})
    assert "早于起始日期" in backwards.content.decode()
    officer.post("/cases/interests/", given)
    interest = Interest.objects.get(person=people.officer)
    page = page_of(officer, "/cases/interests/")
    assert "乙方制造有限公司" in page
    assert "乙方制造有限公司" not in page_of(client_of(people.second), "/cases/interests/")
    other = client_of(people.second).post(f"/cases/interests/{interest.pk}/end/")
    assert other.status_code == 404
    officer.post(f"/cases/interests/{interest.pk}/end/")
    interest.refresh_from_db()
    assert interest.until == timezone.localdate()
    assert officer.post(f"/cases/interests/{interest.pk}/end/").status_code == 409
    events = list(find_events(EventFilter(subject="user:olga")))
    assert any(each.act == "desk.interest_declared" for each in events)
    assert not any("乙方制造" in str(each.details) for each in events)


def test_a_case_of_the_offices_own_motion_is_begun_once(people: People, client_of: ClientOf):
    enforcer = client_of(people.enforcer)
    page = page_of(enforcer, "/cases/new/")
    assert "/cases/new/administrative-penalty/" in page
    path = "/cases/new/administrative-penalty/"
    empty = enforcer.post(path, {}).content.decode()
    assert "还有内容需要改正" in empty
    declaration = law.in_force("administrative-penalty", on=timezone.localdate()).declaration
    fields = [field for section in declaration.form for field in section.fields]
    values = answers_to(fields)
    files = {
        f"file-{each.material}": pdf("线索.pdf")
        for each in demanded(declaration.materials, values)
        if each.required
    }
    choices = {field.field for field in fields if field.kind == "choices"}
    posted = {
        name: value.split(",") if name in choices else value for name, value in values.items()
    }
    key = enforcer.get(path).context["key"]
    for _time in range(2):
        for file in files.values():
            file.seek(0)
        answer = enforcer.post(path, {**posted, **files, "key": key})
        assert answer.status_code == 302, answer.content.decode()
    case = Case.objects.get()
    assert case.organisation == people.bodies.enforcement
    assert case.procedure == "administrative-penalty"


def test_nobody_begins_what_their_body_does_not_carry(people: People, officer: Client):
    assert officer.get("/cases/new/pre-examination/").status_code == 404
    assert officer.get("/cases/new/nonsense/").status_code == 404


def test_an_administrator_erases_what_a_line_holds_without_seeing_it(
    people: People, taken: Case, client_of: ClientOf
):
    administrator = client_of(person("adele", people.bodies.office, Role.ADMINISTRATOR))
    assert administrator.get(f"/cases/{taken.number}/").status_code == 403
    page = page_of(administrator, f"/cases/erase/?number={taken.number}")
    assert "提交请求书" in page
    assert "折叠剪" not in page
    first = Entry.objects.filter(case=taken).order_by("pk").first()
    assert first is not None
    path = f"/cases/erase/{first.pk}/"
    assert "这个字段是必填项" in administrator.post(path, {"ground": ""}).content.decode()
    administrator.post(path, {"ground": "当事人申请删除（2026）1号"})
    first.refresh_from_db()
    assert first.content is None
    assert first.digest
    again = administrator.post(path, {"ground": "再次"}).content.decode()
    assert "已经依法删除" in again
    assert "内容已依法删除" in page_of(client_of(people.officer), f"/cases/{taken.number}/")
    assert administrator.get("/cases/erase/?number=X").status_code == 404
    assert client_of(people.officer).get(path).status_code == 403


def test_nobody_begins_a_case_in_the_name_of_another_body(people: People):
    declaration = law.in_force("administrative-penalty", on=timezone.localdate()).declaration
    fields = [field for section in declaration.form for field in section.fields]
    request = Request(given=answers_to(fields), organisation=people.bodies.enforcement)
    with pytest.raises(ForbiddenError):
        begin_case(
            procedure="administrative-penalty", request=request, by=people.officer,
            on=timezone.now(),
        )  # fmt: skip
