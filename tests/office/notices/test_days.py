"""The day that begins: once, whoever comes first, and whatever a receiver does."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.office.conftest import WHEN
from zhiheng.office.accounts.models import User
from zhiheng.office.cli.root import root
from zhiheng.office.notices import days, queries
from zhiheng.office.notices.models import BegunDay
from zhiheng.office.notices.signals import day_began

DAY = dt.date(2026, 3, 2)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def heard(db: None) -> Iterator[list[dt.date]]:
    """The days that a receiver heard of."""
    days_heard: list[dt.date] = []

    def hear(*, day: dt.date, **others: Any) -> None:
        days_heard.append(day)

    day_began.connect(hear, weak=False)
    yield days_heard
    day_began.disconnect(hear)


@pytest.fixture
def failing(db: None) -> Iterator[None]:
    """A receiver that cannot do its work; it is asked before any other."""

    def fail(**given: Any) -> None:
        raise ValueError("no lake")

    others = day_began.receivers
    day_began.receivers = []
    day_began.connect(fail, weak=False)
    day_began.receivers += others
    yield
    day_began.disconnect(fail)


def begin(now: dt.datetime = WHEN, **given: Any) -> BegunDay | None:
    return days.begin_day(day=DAY, now=now, **given)


def waiting() -> list[DBTaskResult]:
    tasks = DBTaskResult.objects.filter(task_path=days.begin_day_in_background.module_path)
    return list(tasks.filter(status="READY"))


def test_a_day_is_told_once(heard: list[dt.date]):
    begun = begin()
    assert begun is not None
    assert (begun.day, begun.failures) == (DAY, [])
    assert begun.finished_at is not None
    assert begin() is None
    assert begin(WHEN + 5 * HOUR) is None
    assert heard == [DAY]


def test_by_hand_it_is_told_again(heard: list[dt.date]):
    begin()
    assert begin(again=True) is not None
    assert heard == [DAY, DAY]


def test_a_day_cut_off_is_taken_up_after_an_hour_by_one(heard: list[dt.date]):
    BegunDay.objects.create(day=DAY, began_at=WHEN)  # its worker died
    assert begin(WHEN + HOUR / 2) is None
    assert begin(WHEN + HOUR) is not None
    assert begin(WHEN + HOUR) is None
    assert heard == [DAY]


def test_a_receiver_that_fails_keeps_no_other_from_running(
    heard: list[dt.date], failing: None, administrator: User, caplog: pytest.LogCaptureFixture
):
    begun = begin()
    assert begun is not None
    assert [each["error"] for each in begun.failures] == ["ValueError: no lake"]
    assert heard == [DAY]
    (notice,) = queries.notices_of(administrator)
    assert (notice.code, notice.given["day"]) == ("notices.day_failed", "2026-03-02")
    assert "test_days" in notice.given["receivers"]
    assert "no lake" in caplog.text


def test_days_on_which_nothing_ran_are_passed_over(heard: list[dt.date]):
    begin()
    days.begin_day(day=DAY + dt.timedelta(days=4), now=WHEN + 96 * HOUR)
    assert heard == [DAY, dt.date(2026, 3, 6)]


class TestWorker:
    """The task that begins the day and waits for the next one."""

    def test_started_twice_it_waits_once(self, db: None):
        days.keep_days_beginning()
        days.keep_days_beginning()
        assert len(waiting()) == 1

    def test_it_begins_the_day_and_waits_for_the_next(
        self, heard: list[dt.date], transactional_db: None
    ):
        days.keep_days_beginning()
        call_command("db_worker", batch=True, interval=0, verbosity=0)
        today = timezone.localdate()
        assert heard == [today]
        (task,) = waiting()
        begins = timezone.localtime(task.run_after)
        assert begins.date() == today + dt.timedelta(days=1)
        assert begins.time() == days.BEGINS_AT
        days.keep_days_beginning()  # a second worker, or a restart
        call_command("db_worker", batch=True, interval=0, verbosity=0)
        assert heard == [today]
        assert len(waiting()) == 1

    def test_two_waiting_tasks_become_one(self, heard: list[dt.date], transactional_db: None):
        days.begin_day_in_background.enqueue()
        days.begin_day_in_background.enqueue()
        call_command("db_worker", batch=True, interval=0, verbosity=0)
        assert len(heard) == len(waiting()) == 1

    def test_the_next_day_begins_after_midnight_here(self):
        late = dt.datetime(2026, 3, 2, 23, 59, tzinfo=WHEN.tzinfo)
        assert days.next_begin(late).isoformat() == "2026-03-03T00:05:00+08:00"


def test_the_command_line_begins_a_day_and_shows_it(heard: list[dt.date]):
    run = CliRunner()
    begin_it = ["notices", "run", "--on", "2026-03-02", "--json"]
    result = run.invoke(root, begin_it)
    assert result.exit_code == 0, result.output
    (row,) = json.loads(result.stdout)
    assert (row["day"], row["failures"]) == ("2026-03-02", [])
    assert json.loads(run.invoke(root, begin_it).stdout) == []
    assert heard == [DAY]
    shown = json.loads(run.invoke(root, ["notices", "days", "--json"]).stdout)
    assert [each["day"] for each in shown] == ["2026-03-02"]


@pytest.mark.parametrize("command", [["notices", "run"], ["report", "open"]])
def test_a_day_to_come_is_not_begun(heard: list[dt.date], command: list[str]):
    result = CliRunner().invoke(root, [*command, "--on", "2999-01-01"])
    assert result.exit_code != 0
    assert result.exception is not None
    assert "notices.day_to_come" in f"{result.output}{result.exception}"
    assert heard == []
