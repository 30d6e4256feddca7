"""Checkpoints: made of what was done, again and again, by several and after a crash."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.office.conftest import WHEN
from tests.office.ledger.factories import act, execute, options
from zhiheng.core.errors import ConflictError, InputError, NotFoundError
from zhiheng.core.evidence.bundles import parse_proof
from zhiheng.core.evidence.checkpoints import parse_head
from zhiheng.core.evidence.notes import parse_note
from zhiheng.core.evidence.verification import verify_proof
from zhiheng.office.ledger import tile_store as storage
from zhiheng.office.ledger.exporting import export_log
from zhiheng.office.ledger.keys import origin, own_keys, trusted
from zhiheng.office.ledger.models import Checkpoint, Event
from zhiheng.office.ledger.queries import event_of, proof_of, tile_store
from zhiheng.office.ledger.sealing import bring_tiles_up, seal
from zhiheng.office.ledger.tasks import keep_sealing, seal_in_background
from zhiheng.office.ledger.verifying import verify_ledger

FOLDER = settings.ZHIHENG.home / "ledger"


@pytest.fixture
def acts(db: None) -> list[Event]:
    return [act(number, on=WHEN) for number in range(1, 8)]


def sealed() -> Checkpoint:
    checkpoint = seal(on=timezone.now())
    assert checkpoint is not None
    return checkpoint


def test_a_ledger_without_acts_has_nothing_to_seal(db: None):
    assert seal(on=timezone.now()) is None
    assert verify_ledger().problems == []


def test_a_checkpoint_says_size_and_roots_and_is_signed(acts: list[Event]):
    checkpoint = sealed()
    note = parse_note(checkpoint.note)
    head = parse_head(note.text)
    assert (head.origin, head.size) == (origin(), 7)
    assert (head.root.hex(), head.sm3_root.hex()) == (checkpoint.root, checkpoint.sm3_root)
    assert [note.signed_by(key) for key in own_keys()] == [True]


def test_sealing_again_without_new_acts_changes_nothing(acts: list[Event]):
    first = sealed()
    assert sealed() == first
    assert Checkpoint.objects.count() == 1
    act(8, on=WHEN)
    assert (sealed().size, Checkpoint.objects.count()) == (8, 2)


def test_with_sm2_a_second_signature_stands_under_the_same_text(acts, monkeypatch):
    monkeypatch.setattr(settings, "ZHIHENG", options(sm2=True, origin="ip.city.example/log"))
    note = parse_note(sealed().note)
    assert len(note.signatures) == 2
    assert all(note.signed_by(key) for key in own_keys())
    assert note.text.startswith("ip.city.example/log\n7\n")


def test_a_log_goes_on_under_another_key_once_the_earlier_one_is_named(acts, monkeypatch):
    sealed()
    earlier = own_keys()[0]
    other = {"secret": "another secret", "origin": earlier.name}
    act(8, on=WHEN)
    monkeypatch.setattr(settings, "ZHIHENG", options(**other))
    with pytest.raises(ConflictError, match=r"ledger\.signature"):
        sealed()
    assert [problem.code for problem in verify_ledger().problems] == ["ledger.signature"]
    monkeypatch.setattr(settings, "ZHIHENG", options(**other, keys=str(earlier)))
    assert sealed().size == 8
    assert verify_ledger().problems == []


def test_a_machine_that_was_not_given_the_key_does_not_sign(acts, monkeypatch):
    sealed()
    act(8, on=WHEN)
    monkeypatch.setattr(settings, "ZHIHENG", options(secret="that of another machine"))
    with pytest.raises(ConflictError, match=r"ledger\.origin"):
        sealed()
    assert Checkpoint.objects.count() == 1


def test_every_act_is_proved_once_it_is_sealed(acts: list[Event]):
    with pytest.raises(NotFoundError, match=r"ledger\.not_sealed_yet"):
        proof_of(acts[0])
    sealed()
    for event in acts:
        proof, _trust = parse_proof(proof_of(event))
        assert proof.sequence == event.sequence
        assert verify_proof(proof, trusted()) == []
    with pytest.raises(NotFoundError, match=r"ledger\.no_such_event"):
        event_of(99)


@pytest.mark.parametrize("damage", ["removed", "altered", "cut"])
def test_a_proof_is_right_though_tiles_are_damaged(acts: list[Event], damage: str):
    sealed()
    path = FOLDER / "tile/0/000.p/7"
    content = path.read_bytes()
    if damage == "removed":
        path.unlink()
    else:
        path.write_bytes(content[:40] if damage == "cut" else b"\x01" + content[1:])
    proof, _trust = parse_proof(proof_of(acts[5]))
    assert verify_proof(proof, trusted()) == []
    bring_tiles_up()
    assert path.read_bytes() == content


def test_a_bundle_that_is_missing_is_made_anew_with_the_next_checkpoint(acts: list[Event]):
    sealed()
    (FOLDER / "tile/entries/000.p/7").unlink()
    assert [problem.code for problem in verify_ledger().problems] == ["ledger.tile"]
    act(8, on=WHEN)
    sealed()
    assert verify_ledger().problems == []


def test_tiles_of_another_database_are_written_over(acts: list[Event]):
    store = tile_store()
    store.grow(0, 20, lambda start, end: [b"other"] * (end - start))
    checkpoint = sealed()
    assert (store.size, store.root(7).hex()) == (7, checkpoint.root)
    assert verify_ledger().problems == []


def test_a_machine_without_tiles_makes_them(acts: list[Event]):
    sealed()
    shutil.rmtree(FOLDER)
    assert verify_ledger().problems == []
    bring_tiles_up()
    assert tile_store().size == 7
    assert verify_ledger().problems == []


def test_what_breaks_off_at_any_write_is_done_again(db: None, monkeypatch):
    write = storage._write_whole
    writes = 0
    fails_at = 1

    def write_until_the_disk_is_full(path: Path, content: bytes) -> None:
        nonlocal writes
        writes += 1
        if writes == fails_at:
            raise OSError("no space left on device")
        write(path, content)

    monkeypatch.setattr(storage, "_write_whole", write_until_the_disk_is_full)
    for number in range(1, 50):
        act(number, on=WHEN)
        writes, fails_at = 0, number
        try:
            sealed()
        except OSError:
            assert Checkpoint.objects.count() == 0
        else:
            break
        assert verify_ledger().problems == []
    # The tile of each digest, the bundle, the size.
    assert number == 5
    assert verify_ledger().problems == []


def test_a_log_grows_over_full_tiles_and_keeps_one_partial_tile(db: None):
    made = [b"%d" % number for number in range(700)]
    store = tile_store()
    for start, end in ((0, 100), (100, 255), (255, 256), (256, 600), (600, 700)):
        store.grow(start, end, lambda first, last: made[first:last])
    names = sorted(
        path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("tile/**/*") if path.is_file()
    )
    assert [name for name in names if not name.startswith("sm3")] == [
        "tile/0/000",
        "tile/0/001",
        "tile/0/002.p/188",
        "tile/1/000.p/2",
        "tile/entries/000",
        "tile/entries/001",
        "tile/entries/002.p/188",
    ]
    for size in (1, 99, 256, 300, 699):
        assert len(store.root(size)) == 32


@pytest.mark.django_db(transaction=True)
def test_several_who_seal_at_once_make_one_checkpoint():
    for number in range(1, 30):
        act(number, on=WHEN)
    made: list[int] = []
    failures: list[BaseException] = []

    def make() -> None:
        try:
            made.append(sealed().size)
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=make) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert made == [29, 29, 29]
    assert Checkpoint.objects.count() == 1
    assert verify_ledger().problems == []


def test_a_database_set_back_behind_its_checkpoints_is_not_sealed(acts: list[Event]):
    sealed()
    execute("DELETE FROM ledger_event WHERE sequence > 5")
    execute("UPDATE ledger_chainhead SET sequence = 5")
    with pytest.raises(ConflictError, match=r"ledger\.truncated"):
        sealed()


def test_the_worker_seals_and_waits_for_the_next_time(acts: list[Event]):
    keep_sealing()
    keep_sealing()
    waiting = DBTaskResult.objects.filter(task_path=seal_in_background.module_path)
    assert waiting.count() == 1
    waiting.delete()
    before = timezone.now()
    seal_in_background.call()
    assert Checkpoint.objects.count() == 1
    due = waiting.get().run_after
    assert due is not None
    assert dt.timedelta(0) <= due - before - dt.timedelta(hours=1) < dt.timedelta(minutes=1)


def test_a_worker_that_may_not_seal_waits_for_the_next_time_all_the_same(acts: list[Event]):
    execute("UPDATE ledger_event SET act = 'x' WHERE sequence = 2")
    with pytest.raises(ConflictError, match=r"ledger\.altered"):
        seal_in_background.call()
    assert DBTaskResult.objects.filter(task_path=seal_in_background.module_path).count() == 1


def test_a_log_is_exported_into_an_empty_folder_only(acts: list[Event], tmp_path: Path):
    with pytest.raises(ConflictError, match=r"ledger\.nothing_sealed"):
        export_log(tmp_path / "log")
    sealed()
    export_log(tmp_path / "log")
    with pytest.raises(InputError, match=r"ledger\.folder_in_use"):
        export_log(tmp_path / "log")
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(InputError, match=r"ledger\.folder_in_use"):
        export_log(file)
