"""Telling people something once, in their language, on the pages and by mail."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from tests.office.conftest import WHEN, MakePerson
from tests.office.mail_server import MailServer, mail_server, text_of
from zhiheng.core.errors import ForbiddenError, InputError, NotFoundError
from zhiheng.office.accounts.commands import deactivate_user
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.config.addresses import parse_mail
from zhiheng.office.ledger.queries import EventFilter, find_events
from zhiheng.office.notices import commands, mailing, queries
from zhiheng.office.notices.models import Notice
from zhiheng.office.notices.wordings import WORDINGS, in_words

ClientOf = Callable[[User], Client]
GIVEN = {"indicator": "质押融资金额", "period": "2026-01-01/2026-03-31", "due": "2026-04-15",
         "plan": "行动计划"}  # fmt: skip
URGENT = {"days": "8", "department": "金融局", **GIVEN}


def tell(*people: User, code: str = "report.requested", key: str = "r:1", **given: object) -> int:
    return commands.notify(
        people=people, code=code, given=given.pop("given", GIVEN), href=given.pop("href", "/x/"),
        key=key, on=given.pop("on", WHEN), **given,
    )  # fmt: skip


@pytest.fixture
def olga(make_person: MakePerson) -> User:
    """Olga, who has no role here."""
    return make_person("olga")


class TestTelling:
    def test_the_same_is_told_once_a_person(self, analyst: User, olga: User):
        assert tell(analyst) == 1
        assert tell(analyst, olga) == 1
        assert tell(analyst, key="r:2") == 1
        assert queries.unread_notices(analyst) == 2
        assert queries.unread_notices(olga) == 1

    def test_the_words_are_in_the_readers_language(self, analyst: User):
        tell(analyst)
        (notice,) = queries.notices_of(analyst)
        with translation.override("zh-hans"):
            assert in_words(notice.code, notice.given) == (
                "请于 2026-04-15 前填报“质押融资金额”（2026年第一季度，行动计划）。"
            )
        with translation.override("en"):
            assert in_words(notice.code, notice.given).startswith(
                "Please report “质押融资金额” for 2026 Q1"
            )

    def test_a_kind_that_is_gone_still_says_what_it_was_given(self):
        assert in_words("gone.code", {"a": "b"}) == "gone.code: b"

    def test_who_is_locked_is_not_told(self, analyst: User):
        deactivate_user(user=analyst, by=system_operator(), on=WHEN)
        analyst.refresh_from_db()
        assert tell(analyst) == 0

    @pytest.mark.parametrize(
        "wrong",
        [
            {"code": "no.such"},
            {"href": "https://elsewhere.example/"},
            {"href": "//elsewhere.example/"},
        ],
    )
    def test_a_wrong_call_is_a_bug(self, wrong: dict[str, str], analyst: User):
        with pytest.raises(AssertionError):
            tell(analyst, **wrong)

    def test_a_missing_value_shows_when_it_is_told(self, analyst: User):
        with pytest.raises(KeyError):
            tell(analyst, given={"indicator": "x"})

    def test_every_kind_has_chinese_words_with_the_same_values(self):
        names = re.compile(r"%\((\w+)\)s")
        for code, words in WORDINGS.items():
            with translation.override("en"):
                english = str(words.text)
            with translation.override("zh-hans"):
                chinese = str(words.text)
            assert sorted(names.findall(english)) == sorted(names.findall(chinese)), code
            assert english != chinese, code

    def test_reading_is_on_the_ledger_and_only_of_ones_own(self, analyst: User, olga: User):
        tell(analyst)
        (notice,) = queries.notices_of(analyst)
        with pytest.raises(NotFoundError):
            queries.notice(notice.pk, olga)
        with pytest.raises(ForbiddenError):
            commands.read_notices(notices=[notice], by=olga, on=WHEN)
        assert commands.read_notices(notices=[notice], by=analyst, on=WHEN) == 1
        assert commands.read_notices(notices=[notice], by=analyst, on=WHEN) == 0
        assert find_events(EventFilter(act="notices.read")).count() == 1


class TestPages:
    def test_the_bell_the_list_and_the_way_to_the_page(
        self, analyst: User, client_of: ClientOf, olga: User
    ):
        client = client_of(analyst)
        assert "count-badge" not in client.get("/notices/").content.decode()
        tell(analyst, href="/notices/address/")
        tell(analyst, key="r:2", code="report.escalated", given=URGENT)
        page = client.get("/notices/")
        assert '<span class="count-badge">2</span>' in page.content.decode()
        assert [line.is_urgent for line in page.context["lines"]] == [True, False]
        pk = page.context["lines"][1].pk
        assert client_of(olga).post(f"/notices/{pk}/open/").status_code == 404
        answer = client.post(f"/notices/{pk}/open/")
        assert answer.headers["Location"] == "/notices/address/"
        assert len(client.get("/notices/?show=unread").context["lines"]) == 1
        client.post("/notices/read/")
        assert queries.unread_notices(analyst) == 0
        assert client.get(f"/notices/{pk}/open/").status_code == 405
        assert Client().get("/notices/").status_code == 302

    def test_one_is_marked_without_being_opened(self, analyst: User, client_of: ClientOf):
        tell(analyst)
        client = client_of(analyst)
        (line,) = client.get("/notices/").context["lines"]
        client.post(f"/notices/{line.pk}/read/")
        assert client.get("/notices/").context["lines"][0].is_read

    def test_an_address_is_noted_and_taken_back(self, analyst: User, client_of: ClientOf):
        client = client_of(analyst)
        assert (
            "invalid-feedback"
            in client.post("/notices/address/", {"address": "anna at office"}).content.decode()
        )
        client.post("/notices/address/", {"address": "anna@office.example"})
        assert queries.mail_address(analyst) == "anna@office.example"
        tell(analyst)
        client.post("/notices/address/", {"address": ""})
        assert queries.mail_address(analyst) == ""
        assert Notice.objects.get().mail_due_at is None

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_list_asks_the_same_number_of_things(
        self, rows: int, analyst: User, client_of: ClientOf, django_assert_num_queries
    ):
        for number in range(rows):
            tell(analyst, key=f"r:{number}")
        client = client_of(analyst)
        # session, person, roles, unread ones; count, rows, address
        with django_assert_num_queries(7):
            assert len(client.get("/notices/").context["lines"]) == rows


class TestMail:
    """By mail, from a real client to a server on this machine."""

    @pytest.fixture
    def server(self, settings) -> Iterator[MailServer]:
        with mail_server() as running:
            mail = parse_mail(f"smtp://127.0.0.1:{running.port}")
            settings.ZHIHENG = dataclasses.replace(settings.ZHIHENG, mail=mail)
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
            settings.EMAIL_USE_TLS = False  # the server here has no certificate
            yield running

    @pytest.fixture
    def reachable(self, analyst: User) -> User:
        commands.change_address(address="anna@office.example", by=analyst, on=WHEN)
        return analyst

    def test_one_mail_a_person_in_the_morning(self, server: MailServer, reachable: User):
        tell(reachable)
        tell(reachable, key="r:2")
        assert mailing.send_due_notices(on=WHEN) == 0
        morning = mailing.next_morning(WHEN)
        assert mailing.send_due_notices(on=morning) == 1
        assert mailing.send_due_notices(on=morning) == 0
        (message,) = server.messages
        assert text_of(message).count("质押融资金额") == 2
        assert message["To"] == "anna@office.example"

    def test_an_urgent_one_at_once(self, server: MailServer, reachable: User):
        tell(reachable, code="report.escalated", given=URGENT)
        assert mailing.send_due_notices(on=WHEN) == 1

    def test_what_was_read_meanwhile_is_not_mailed(self, server: MailServer, reachable: User):
        tell(reachable)
        commands.read_all_notices(by=reachable, on=WHEN)
        assert mailing.send_due_notices(on=mailing.next_morning(WHEN)) == 0

    def test_nobody_is_mailed_without_an_address_or_where_none_is_wanted(
        self, server: MailServer, reachable: User, olga: User
    ):
        tell(olga)
        tell(reachable, mail=False)
        assert mailing.send_due_notices(on=WHEN + dt.timedelta(days=9)) == 0

    def test_what_could_not_be_sent_goes_with_the_next_mail(
        self, server: MailServer, reachable: User
    ):
        tell(reachable)
        morning = mailing.next_morning(WHEN)
        server.refuses = True
        assert mailing.send_due_notices(on=morning) == 0
        server.refuses = False
        assert mailing.send_due_notices(on=morning) == 1

    def test_the_worker_sends_them(
        self, server: MailServer, reachable: User, transactional_db: None
    ):
        tell(reachable, code="report.escalated", given=URGENT)
        tell(reachable, code="report.escalated", given=URGENT, key="r:2")
        queued = DBTaskResult.objects.filter(task_path__endswith="notices.tasks.mail_in_background")
        assert queued.count() == 1
        call_command("db_worker", batch=True, interval=0, verbosity=0)
        assert len(server.messages) == 1


def test_an_address_that_is_none_is_refused(analyst: User):
    with pytest.raises(InputError, match=r"search\.address_unfit"):
        commands.change_address(address="anna at office", by=analyst, on=WHEN)
