"""The ledger keeps every act in order; each attack on it is found."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import threading

import pytest
from django.db import connection, connections, transaction

from tests.office.conftest import WHEN
from tests.office.ledger.factories import act
from zhiheng.core.evidence.digests import sha256
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.ledger import chain
from zhiheng.office.ledger.chain import verify_chain
from zhiheng.office.ledger.commands import record
from zhiheng.office.ledger.models import ChainHead, Event
from zhiheng.office.ledger.queries import EventFilter, find_events


def add(number: int, by: User | None = None) -> Event:
    return act(number, on=WHEN + dt.timedelta(minutes=number), by=by)


@pytest.fixture
def five_events(db: None) -> list[Event]:
    return [add(number) for number in range(1, 6)]


def found() -> list[tuple[str, str]]:
    return [(problem.code, problem.position) for problem in verify_chain()]


def test_events_are_numbered_without_gaps_and_each_follows_from_the_one_before(five_events):
    assert [event.sequence for event in five_events] == [1, 2, 3, 4, 5]
    assert five_events[0].previous == "0" * 64
    for before, after in itertools.pairwise(five_events):
        assert after.previous == before.digest
    assert found() == []


def test_an_empty_ledger_is_sound(db: None):
    assert found() == []


def test_anybody_can_recompute_a_digest_from_the_export(administrator: User):
    event = add(7, by=administrator)
    covered = {
        "act": "registers.imported",
        "actor": administrator.pk,
        "at": "2026-03-02T01:37:00.000000+00:00",
        "details": '{"new":7,"备注":"首批"}',
        "previous": event.previous,
        "sequence": event.sequence,
        "subject": "import:7",
    }
    text = json.dumps(covered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == event.digest


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("details", '{"new":9999}'),
        ("act", "registers.exported"),
        ("subject_id", "4"),
        ("at", "2026-01-01 00:00:00+00:00"),
        ("actor_id", None),
    ],
)
def test_an_altered_event_is_found(
    five_events, administrator: User, column: str, value: str | None
):
    if column == "actor_id":
        value = str(administrator.pk)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE ledger_event SET {column} = %s WHERE sequence = 3", [value])
    assert found() == [("ledger.altered", "3")]


def test_an_altered_event_with_a_recomputed_digest_is_found_by_the_next_one(five_events):
    digest = hashlib.sha256(b"forged").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_event SET digest = %s WHERE sequence = 3", [digest])
    assert found() == [("ledger.altered", "3"), ("ledger.link_broken", "4")]


def test_a_removed_event_is_found(five_events):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_event WHERE sequence = 2")
    assert found() == [("ledger.gap", "3"), ("ledger.link_broken", "3")]


def test_events_cut_off_the_end_are_found(five_events):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_event WHERE sequence > 3")
    assert found() == [("ledger.end_differs", "3")]


def test_an_event_added_while_the_chain_is_read_is_no_false_alarm(five_events, monkeypatch):
    added: list[Event] = []

    def digest_while_somebody_signs_in(covered: bytes) -> bytes:
        if not added:
            added.append(add(6))
        return sha256(covered)

    monkeypatch.setattr(chain, "sha256", digest_while_somebody_signs_in)
    assert found() == []
    assert added[0].sequence == 6


def test_an_event_altered_while_the_chain_is_read_is_found(five_events, monkeypatch):
    added: list[Event] = []

    def digest_while_somebody_forges(covered: bytes) -> bytes:
        if not added:
            added.append(add(6))
            with connection.cursor() as cursor:
                cursor.execute("UPDATE ledger_event SET act = %s WHERE sequence = 6", ["x.y"])
        return sha256(covered)

    monkeypatch.setattr(chain, "sha256", digest_while_somebody_forges)
    assert found() == [("ledger.altered", "6")]


def test_reordered_events_are_found(five_events):
    with connection.cursor() as cursor:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            cursor.execute("UPDATE ledger_event SET sequence = %s WHERE sequence = %s", [new, old])
    codes = [code for code, _ in found()]
    assert codes.count("ledger.altered") == 2
    assert "ledger.link_broken" in codes


def test_nothing_in_the_program_changes_or_deletes_an_event(five_events):
    event = five_events[0]
    for attempt in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.filter(sequence=1).update(act="x"),
    ):
        with pytest.raises(AssertionError, match="neither changed nor deleted"):
            attempt()
    assert found() == []


@pytest.mark.django_db(transaction=True)
def test_an_act_is_recorded_only_in_the_transaction_that_does_it():
    with pytest.raises(AssertionError, match="in the transaction"):
        record(act="a.b", subject="import:1", details={}, by=None, on=WHEN)


def test_an_act_that_fails_leaves_no_event_and_no_gap(five_events):
    def act_that_fails() -> None:
        with transaction.atomic():
            record(act="a.b", subject="import:6", details={}, by=None, on=WHEN)
            raise RuntimeError("the act went wrong")

    with pytest.raises(RuntimeError):
        act_that_fails()
    assert add(6).sequence == 6
    assert found() == []


@pytest.mark.parametrize("subject", ["import", "import:", ":1", ""])
def test_a_subject_has_a_kind_and_an_id(db: None, subject: str):
    with pytest.raises(AssertionError, match="kind:id"), transaction.atomic():
        record(act="a.b", subject=subject, details={}, by=None, on=WHEN)


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_make_one_chain():
    operator = system_operator()
    failures: list[BaseException] = []

    def write(start: int) -> None:
        try:
            for number in range(start, start + 5):
                add(number, by=operator)
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(100 * n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(Event.objects.values_list("sequence", flat=True)) == list(range(1, 21))
    assert ChainHead.objects.count() == 1
    assert found() == []


def test_events_are_found_by_act_actor_subject_and_day(five_events, administrator: User):
    late = WHEN.replace(hour=23, minute=59)
    with transaction.atomic():
        record(act="x.y", subject="user:9", details={}, by=administrator, on=late)

    def sequences(**wanted: object) -> list[int]:
        events = find_events(EventFilter(**wanted))  # type: ignore[arg-type]
        return [event.sequence for event in events if event.act in {"x.y", "registers.imported"}]

    last = Event.objects.latest("sequence").sequence
    assert sequences(act="x.y") == [last]
    assert sequences(actor="adele") == [last]
    assert sequences(subject="import:3") == [3]
    assert last in sequences(since=WHEN.date(), until=WHEN.date())
    assert sequences(until=WHEN.date() - dt.timedelta(days=1)) == []
    assert sequences(since=WHEN.date() + dt.timedelta(days=1)) == []
