"""Alerts: what an import brings to watched searches, once, and by mail where wanted."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from email.header import decode_header, make_header
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.office.conftest import WHEN, MakePerson
from tests.office.mail_server import MailServer, mail_server, text_of
from tests.office.registers.feeds import GOOD_ENTERPRISES, HEADINGS, HUAWEI, TENCENT, write
from zhiheng.office.accounts.commands import deactivate_user, end_role
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.config.addresses import parse_mail
from zhiheng.office.notices.commands import change_address
from zhiheng.office.notices.mailing import MAIL_HOUR, next_morning
from zhiheng.office.registers.commands import import_files
from zhiheng.office.search import alerting, commands, mailing, queries
from zhiheng.office.search.models import Alert, SavedSearch

ClientOf = Callable[[User], Client]
FIRST = f"{HEADINGS}\n{HUAWEI},华为技术有限公司,440307,90000\n"
PERSONS = (
    "申请号,公开（公告）号,公开（公告）日,专利名称,申请日,申请人,地址,发明人,主分类号\n"
    "2019103024301,CN110000001A,2019-08-02,一种水杯,2019-04-16,张晓明,深圳市南山区,张晓明,A47G19/22\n"
)


def bring(home: Path, by: User, text: str = GOOD_ENTERPRISES, name: str = "e.csv") -> str:
    """Import a table; return the id of the import."""
    _, report = import_files(paths=[write(home, name, text)], by=by, on=timezone.now())
    assert not report.set_aside, report.set_aside
    return report.import_id


def watched(by: User, query: str = "腾讯", **given: object) -> SavedSearch:
    """Save a search and watch it."""
    return commands.save_search(name=query, query=query, by=by, on=WHEN, watch=True, **given)


def alert(import_id: str, on: dt.datetime = WHEN) -> list[Alert]:
    """Run every watched search on an import."""
    return alerting.alert_watchers(import_id=import_id, by=system_operator(), on=on)


def test_who_watches_a_search_is_told_what_an_import_brought(empty_home: Path, analyst: User):
    bring(empty_home, analyst, FIRST)
    search = watched(analyst)
    (made,) = alert(bring(empty_home, analyst))
    assert (made.search, made.person, made.total) == (search, analyst, 1)
    assert [(each.register, each.key) for each in made.records.all()] == [("enterprises", TENCENT)]
    assert queries.unread_alerts(analyst) == 1


def test_what_was_there_before_is_no_news(empty_home: Path, analyst: User):
    watched(analyst, "华为")
    first = bring(empty_home, analyst, FIRST)
    assert len(alert(first)) == 1
    # The same line again is unchanged; the other one does not match.
    assert alert(bring(empty_home, analyst)) == []


def test_a_repeated_run_tells_nobody_twice(empty_home: Path, analyst: User):
    watched(analyst)
    brought = bring(empty_home, analyst)
    assert len(alert(brought)) == 1
    assert alert(brought) == []
    assert alert(bring(empty_home, analyst)) == []
    assert Alert.objects.count() == 1


def test_a_record_that_changes_is_told_once_only(empty_home: Path, analyst: User):
    watched(analyst)
    assert len(alert(bring(empty_home, analyst))) == 1
    changed = bring(empty_home, analyst, GOOD_ENTERPRISES.replace("40000", "41234"))
    assert alert(changed) == []


def test_a_broken_query_is_noted_and_does_not_stop_the_others(empty_home: Path, analyst: User):
    broken = watched(analyst, '"腾讯')
    watched(analyst, "腾讯")
    assert [each.search.name for each in alert(bring(empty_home, analyst))] == ["腾讯"]
    broken.refresh_from_db()
    assert [problem.code for problem in broken.problems] == ["query.quote_open"]


def test_narrowing_belongs_to_the_search(empty_home: Path, analyst: User):
    watched(analyst, "公司", narrowed={"division": ("440305",)})
    (made,) = alert(bring(empty_home, analyst))
    assert [each.key for each in made.records.all()] == [TENCENT]


def test_those_who_may_no_longer_see_are_not_told(
    empty_home: Path, analyst: User, make_person: MakePerson, office: Organisation
):
    leaver, locked = make_person("lea", Role.CLERK), make_person("lou", Role.CLERK)
    shared = watched(analyst, organisation=office)
    for person in (leaver, locked):
        commands.watch_search(search=shared, by=person, on=WHEN)
    end_role(membership=leaver.memberships.get(), by=system_operator(), on=WHEN)
    deactivate_user(user=locked, by=system_operator(), on=WHEN)
    assert [each.person for each in alert(bring(empty_home, analyst))] == [analyst]


def test_a_deleted_search_is_not_run(empty_home: Path, analyst: User):
    search = watched(analyst)
    commands.delete_search(search=search, by=analyst, on=WHEN)
    assert alert(bring(empty_home, analyst)) == []


def test_whoever_sees_persons_masked_is_not_told_of_them(
    empty_home: Path, analyst: User, make_person: MakePerson
):
    officer = make_person("olga", Role.OFFICER)
    for person in (analyst, officer):
        watched(person, "张晓明")
    made = alert(bring(empty_home, analyst, PERSONS, "p.csv"))
    assert {each.person for each in made} == {officer}


def test_an_import_has_its_alerts_raised_in_the_background(
    empty_home: Path, analyst: User, transactional_db: None
):
    watched(analyst)
    bring(empty_home, analyst)
    assert queries.unread_alerts(analyst) == 0
    call_command("db_worker", batch=True, interval=0, verbosity=0)
    assert queries.unread_alerts(analyst) == 1
    bring(empty_home, analyst)  # nothing new: nothing is run
    tasks = DBTaskResult.objects.filter(task_path__endswith="alert_in_background")
    assert tasks.count() == 1


def test_an_index_that_cannot_answer_keeps_the_alerts_waiting(
    empty_home: Path, analyst: User, transactional_db: None
):
    watched(analyst)
    bring(empty_home, analyst)
    shutil.rmtree(empty_home / "index")
    call_command("db_worker", batch=True, interval=0, verbosity=0)
    assert queries.unread_alerts(analyst) == 0
    # The index was built anew meanwhile; the second try is due later.
    tasks = DBTaskResult.objects.filter(task_path__endswith="alert_in_background")
    assert tasks.exclude(status="SUCCESSFUL").update(run_after=WHEN) == 1
    call_command("db_worker", batch=True, interval=0, verbosity=0)
    assert queries.unread_alerts(analyst) == 1


class TestMail:
    """Alerts by mail, from a real client to a server on this machine."""

    @pytest.fixture
    def server(self, settings, empty_home: Path) -> Iterator[MailServer]:
        with mail_server() as running:
            mail = parse_mail(f"smtp://127.0.0.1:{running.port}")
            settings.ZHIHENG = dataclasses.replace(settings.ZHIHENG, mail=mail)
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
            settings.EMAIL_USE_TLS = False  # the server here has no certificate
            yield running

    def subscribe(self, person: User, rhythm: str) -> None:
        change_address(address="anna@office.example", by=person, on=WHEN)
        search = watched(person)
        commands.watch_search(search=search, by=person, on=WHEN, rhythm=rhythm)

    def test_at_once(self, server: MailServer, empty_home: Path, analyst: User):
        self.subscribe(analyst, "at_once")
        alert(bring(empty_home, analyst))
        assert mailing.send_due_mails(on=WHEN) == 1
        assert mailing.send_due_mails(on=WHEN) == 0
        (message,) = server.messages
        assert message["To"] == "anna@office.example"
        assert "新增 1 条" in str(make_header(decode_header(message["Subject"])))
        assert "深圳市腾讯计算机系统有限公司" in text_of(message)

    def test_once_a_day(self, server: MailServer, empty_home: Path, analyst: User):
        self.subscribe(analyst, "daily")
        alert(bring(empty_home, analyst))
        assert mailing.send_due_mails(on=WHEN) == 0
        morning = next_morning(WHEN)
        assert (morning - WHEN) < dt.timedelta(days=1)
        assert timezone.localtime(morning).hour == MAIL_HOUR
        assert mailing.send_due_mails(on=morning) == 1
        assert len(server.messages) == 1

    def test_whoever_wants_no_mail_gets_none(
        self, server: MailServer, empty_home: Path, analyst: User
    ):
        self.subscribe(analyst, "never")
        assert len(alert(bring(empty_home, analyst))) == 1
        assert mailing.send_due_mails(on=WHEN + dt.timedelta(days=2)) == 0

    def test_what_could_not_be_sent_goes_with_the_next_mail(
        self, server: MailServer, empty_home: Path, analyst: User
    ):
        self.subscribe(analyst, "at_once")
        alert(bring(empty_home, analyst))
        server.refuses = True
        assert mailing.send_due_mails(on=WHEN) == 0
        server.refuses = False
        assert mailing.send_due_mails(on=WHEN) == 1
        assert len(server.messages) == 1

    def test_by_the_worker(
        self, server: MailServer, empty_home: Path, analyst: User, transactional_db: None
    ):
        self.subscribe(analyst, "at_once")
        bring(empty_home, analyst)
        call_command("db_worker", batch=True, interval=0, verbosity=0)
        assert len(server.messages) == 1


class TestPages:
    """What people see and press."""

    @pytest.fixture
    def client(self, empty_home: Path, analyst: User, client_of: ClientOf) -> Client:
        return client_of(analyst)

    def test_from_saving_to_reading_an_alert(self, client: Client, empty_home: Path, analyst: User):
        bring(empty_home, analyst, FIRST)
        given = {"name": "腾讯的一切", "organisation": "", "watch": "on"}
        answer = client.post("/search/save/?q=腾讯&register=enterprises", given)
        assert answer.headers["Location"] == "/search/saved/"
        (line,) = client.get("/search/saved/").context["lines"]
        assert (line.name, line.query, line.watched) == ("腾讯的一切", "腾讯", True)
        assert line.narrowed == ["登记簿：企业"]
        alert(bring(empty_home, analyst))
        assert "count-badge" in client.get("/registers/").content.decode()
        page = client.get("/search/alerts/")
        (shown,) = page.context["lines"]
        assert (shown.search, shown.total, shown.is_read) == ("腾讯的一切", 1, False)
        assert client.get(shown.records[0].href).status_code == 200
        assert client.get(shown.href).context["page"].total == 1
        client.post(f"/search/alerts/{shown.pk}/read/")
        assert client.get("/search/alerts/").context["lines"][0].is_read
        assert "count-badge" not in client.get("/registers/").content.decode()

    def test_a_refusal_is_said_on_the_form(self, client: Client, analyst: User):
        watched(analyst)
        answer = client.post("/search/save/?q=x", {"name": "腾讯", "organisation": ""})
        assert answer.status_code == 200
        assert "换一个名称" in answer.content.decode()

    def test_changing_deleting_and_taking_back(
        self, client: Client, analyst: User, office: Organisation
    ):
        search = watched(analyst)
        given = {"name": "新名称", "organisation": office.pk}
        client.post(f"/search/saved/{search.pk}/change/", given)
        search.refresh_from_db()
        assert (search.name, search.organisation) == ("新名称", office)
        assert "30 天内可撤销" in client.get(f"/search/saved/{search.pk}/delete/").content.decode()
        client.post(f"/search/saved/{search.pk}/delete/")
        page = client.get("/search/saved/")
        assert list(page.context["lines"]) == []
        assert list(page.context["deleted"]) == [search]
        client.post(f"/search/saved/{search.pk}/restore/")
        assert len(client.get("/search/saved/").context["lines"]) == 1

    def test_watching_by_mail_needs_an_address_first(self, client: Client, analyst: User):
        search = watched(analyst)
        path = f"/search/saved/{search.pk}/watch/"
        refused = client.post(path, {"rhythm": "daily"})
        assert "先在“通知”页登记邮箱" in refused.content.decode()
        client.post("/notices/address/", {"address": "anna@office.example"})
        assert client.post(path, {"rhythm": "daily"}).status_code == 302
        assert "anna@office.example" in client.get("/search/alerts/").content.decode()
        client.post(path, {"stop": "1"})
        assert queries.watch_of(search, analyst) is None

    def test_other_peoples_searches_and_alerts_are_not_found(
        self, client: Client, make_person: MakePerson, client_of: ClientOf, analyst: User
    ):
        search = watched(analyst)
        kept = Alert.objects.create(
            search=search, person=analyst, import_id="1", found_at=WHEN, total=1
        )
        other = client_of(make_person("otto", Role.AUDITOR))
        for path in ("", "change/", "delete/", "watch/"):
            assert other.get(f"/search/saved/{search.pk}/{path}").status_code == 404, path
        for path in ("delete/", "restore/", "watch/"):
            assert other.post(f"/search/saved/{search.pk}/{path}").status_code == 404, path
        assert other.post(f"/search/alerts/{kept.pk}/read/").status_code == 404
        assert other.get("/search/alerts/").context["lines"] == []
        other.post("/search/alerts/read/")
        assert queries.unread_alerts(analyst) == 1

    def test_a_saved_search_leads_to_its_results(self, client: Client, analyst: User):
        search = watched(analyst, narrowed={"register": ("enterprises",)})
        answer = client.get(f"/search/saved/{search.pk}/")
        assert answer.headers["Location"] == "/search/?q=%E8%85%BE%E8%AE%AF&register=enterprises"
