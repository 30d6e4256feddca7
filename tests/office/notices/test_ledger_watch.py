"""Who looks after the act log is told in the morning when it does not fit."""

from __future__ import annotations

from django.db import connection

from tests.office.conftest import WHEN
from zhiheng.office.accounts.models import User
from zhiheng.office.notices.days import begin_day
from zhiheng.office.notices.models import Notice


def told() -> set[tuple[str, str]]:
    notices = Notice.objects.filter(code="ledger.does_not_verify")
    return {(notice.person.username, notice.given["count"]) for notice in notices}


def test_a_sound_log_is_not_mentioned(auditor: User):
    begun = begin_day(day=WHEN.date(), now=WHEN)
    assert begun is not None
    assert told() == set()


def test_auditors_and_administrators_are_told_of_an_altered_act(
    auditor: User, administrator: User, analyst: User
):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_event SET act = 'x' WHERE sequence = 2")
    begin_day(day=WHEN.date(), now=WHEN)
    begin_day(day=WHEN.date(), now=WHEN, again=True)
    assert told() == {("otto", "1"), ("adele", "1")}
