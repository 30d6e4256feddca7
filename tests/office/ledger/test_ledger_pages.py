"""The pages of the act log."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

import zhiheng.office
from tests.office.ledger.factories import act
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.acts import ACT_LABELS
from zhiheng.office.ledger.commands import record
from zhiheng.office.ledger.models import Event
from zhiheng.office.ledger.sealing import seal

ClientOf = Callable[[User], Client]


@pytest.mark.parametrize("path", ["/ledger/", "/ledger/events.csv", "/ledger/verification/"])
def test_the_log_is_for_who_may_read_it(
    path: str, analyst: User, auditor: User, client_of: ClientOf
):
    assert Client().get(path).status_code == 302
    assert client_of(analyst).get(path).status_code == 403
    assert client_of(auditor).get(path).status_code == 200


def test_an_event_is_told_in_words_with_user_names(auditor: User, client_of: ClientOf):
    page = client_of(auditor).get("/ledger/?act=accounts.role_granted")
    (line,) = page.context["lines"]
    assert (line.actor, line.act, line.subject_name) == ("system", "授予角色", "账号 otto")
    assert ("角色", "审计员") in line.details
    assert ("机构", "南山知识产权局") in line.details


def test_what_was_decided_of_several_things_is_told_one_by_one(auditor: User, client_of: ClientOf):
    with transaction.atomic():
        record(
            act="evaluation.weighed",
            subject="evaluation:1",
            details={"weights": {"1": "60.00", "2": "40.00"}},
            by=auditor,
            on=timezone.now(),
        )
    page = client_of(auditor).get("/ledger/?act=evaluation.weighed")
    (line,) = page.context["lines"]
    assert [text for _, text in line.details] == ["1: 60.00、2: 40.00"]


@pytest.mark.parametrize("others", [0, 2])
def test_the_log_asks_the_same_number_of_things_however_long_it_is(
    others: int, auditor: User, make_person, client_of: ClientOf, django_assert_num_queries
):
    for number in range(others):
        make_person(f"person{number}")
    client = client_of(auditor)
    client.get("/ledger/")
    # session, user, roles, unread alerts, count, rows, names of people, names of bodies, checkpoint
    with django_assert_num_queries(9):
        client.get("/ledger/")


@pytest.mark.parametrize("checkpoints", [1, 3])
def test_the_verification_asks_the_same_number_of_things_of_any_number_of_checkpoints(
    checkpoints: int, auditor: User, client_of: ClientOf, django_assert_num_queries
):
    for number in range(checkpoints):
        act(number + 1, on=timezone.now())
        assert seal(on=timezone.now())
    client = client_of(auditor)
    client.get("/ledger/verification/")
    # session, user, roles, unread alerts; checkpoints, their stamps and co-signatures; the last
    # number, the entries; the chain twice, between savepoints, with its head
    with django_assert_num_queries(4 + 3 + 2 + 5):
        page = client.get("/ledger/verification/")
    assert len(page.context["lines"]) == checkpoints


def test_a_date_that_cannot_be_read_does_not_narrow(auditor: User, client_of: ClientOf):
    client = client_of(auditor)
    everything = client.get("/ledger/").context["pager"].total
    assert client.get("/ledger/?since=yesterday").context["pager"].total == everything


def test_the_export_holds_what_the_digests_cover_and_is_recorded_itself(
    auditor: User, client_of: ClientOf
):
    answer = client_of(auditor).get("/ledger/events.csv")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["digest"] for row in rows] == list(
        Event.objects.order_by("sequence").values_list("digest", flat=True)
    )
    assert rows[-1]["act"] == "ledger.exported"
    assert rows[-1]["actor"] == str(auditor.pk)


def test_the_verification_page_names_the_altered_event(auditor: User, client_of: ClientOf):
    client = client_of(auditor)
    assert client.get("/ledger/verification/").context["problems"] == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_event SET act = 'x' WHERE sequence = 2")
    (problem,) = client.get("/ledger/verification/").context["problems"]
    assert "第 2 号" in problem


def test_every_act_of_the_program_has_a_name():
    office = Path(zhiheng.office.__file__).parent
    sources = [path.read_text(encoding="utf-8") for path in office.rglob("*.py")]
    acts = {act for text in sources for act in re.findall(r'\bact="([a-z_]+\.[a-z_]+)"', text)}
    assert len(acts) > 10
    assert acts <= set(ACT_LABELS)
