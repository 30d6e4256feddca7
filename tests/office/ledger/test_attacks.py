"""Attacks on the act log, each found by `zhiheng ledger verify` and by the offline verifier.

The attacker has the database and is careful: after each change, numbers, links and digests fit.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import subprocess
import sys
import types
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from tests.core.evidence.authority import OPENSSL, Authority, make_authority
from tests.office.ledger.factories import act, chain_anew, execute, options
from zhiheng.core.evidence.checkpoints import TreeHead
from zhiheng.core.evidence.digests import sm3
from zhiheng.core.evidence.notes import Note, parse_note, parse_signatures
from zhiheng.core.evidence.signers import Ed25519Signer, WitnessSigner, signature_line, signed
from zhiheng.core.evidence.standalone import FILE_NAME
from zhiheng.office.ledger.exporting import export_log
from zhiheng.office.ledger.keys import origin, own_keys, signers
from zhiheng.office.ledger.models import Checkpoint, Cosignature, Event, Stamp
from zhiheng.office.ledger.queries import entries_between, sealed_of, tile_store
from zhiheng.office.ledger.sealing import seal
from zhiheng.office.ledger.stamping import stamp
from zhiheng.office.ledger.verifying import verify_ledger
from zhiheng.office.ledger.witnesses import hand_in

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(OPENSSL is None, reason="no openssl")]
WITNESS = WitnessSigner("witness.example", b"\x09" * 32, at=0).key


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def kept(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Note:
    """Nine acts of past days, sealed after five and after nine, stamped and co-signed.

    What is returned is the checkpoint over five that somebody kept elsewhere.
    """
    with authority.served() as address:
        trust = options(authorities=(address,), roots=authority.root, keys=str(WITNESS))
        monkeypatch.setattr(settings, "ZHIHENG", trust)
        now = timezone.now()
        for number in range(1, 6):
            act(number, on=now - dt.timedelta(days=30 - number))
        first = sealed_and_shown()
        for number in range(6, 10):
            act(number, on=now)
        sealed_and_shown()
    return sealed_of(first).note


def sealed_and_shown() -> Checkpoint:
    checkpoint = seal(on=timezone.now())
    assert checkpoint is not None
    assert stamp(checkpoint) == []
    line = signature_line(parse_note(checkpoint.note).text, witness_now())
    assert hand_in(size=checkpoint.size, lines=f"{line}\n") == 1
    return checkpoint


def witness_now() -> WitnessSigner:
    return WitnessSigner(WITNESS.name, b"\x09" * 32, at=int(timezone.now().timestamp()))


def found(*against: Note) -> set[str]:
    """Return the codes that the office's own verification finds."""
    return {problem.code.removeprefix("ledger.") for problem in verify_ledger(against).problems}


def found_offline(folder: Path, *against: Note, apart: bool = False) -> set[str]:
    """Return the codes that the offline verifier finds in the exported log.

    It is the one file that is handed over; with `apart` it runs in a process of its own.
    """
    arguments = exported(folder, against)
    program = folder / "log" / FILE_NAME
    if apart:
        command = [sys.executable, "-I", str(program), *arguments]
        run = subprocess.run(command, capture_output=True, check=False)
        code, said = run.returncode, run.stdout.decode()
    else:
        namespace: dict[str, Any] = {"__name__": "zhiheng_verify"}
        sys.modules["zhiheng_verify"] = types.ModuleType("zhiheng_verify")
        exec(compiled(program.read_text(encoding="utf-8")), namespace)
        with contextlib.redirect_stdout(io.StringIO()) as output:
            code = namespace["main"](arguments)
        said = output.getvalue()
    result = json.loads(said)
    assert code == (0 if result["ok"] else 1)
    assert result["notices"] == []
    return {finding["code"] for finding in result["findings"]}


def exported(folder: Path, against: Sequence[Note]) -> list[str]:
    """Export the log; return what the verifier is asked."""
    export_log(folder / "log")
    keys = folder / "log.pub"
    keys.write_text("".join(f"{key}\n" for key in (*own_keys(), WITNESS)))
    roots = folder / "roots.pem"
    roots.write_text(settings.ZHIHENG.ledger.roots)
    arguments = [str(folder / "log"), "--key", str(keys), "--root", str(roots), "--json"]
    for number, note in enumerate(against):
        path = folder / f"kept-{number}"
        path.write_text(str(note), encoding="utf-8")
        arguments += ["--checkpoint", str(path)]
    return arguments


@cache
def compiled(source: str) -> types.CodeType:
    return compile(source, FILE_NAME, "exec")


def test_a_log_that_nobody_attacked_is_sound_with_acts_of_past_days(kept: Note, tmp_path: Path):
    assert found(kept) == set()
    assert found_offline(tmp_path, kept, apart=True) == set()
    result = verify_ledger()
    assert [(one.size, one.stamps, one.cosignatures) for one in result.checkpoints] == [
        (9, 1, 1),
        (5, 1, 1),
    ]
    assert not result.believed


def alter() -> None:
    execute("UPDATE ledger_event SET details = %s WHERE sequence = 3", ['{"new":9999}'])


def delete() -> None:
    execute("DELETE FROM ledger_event WHERE sequence = 3")


def reorder() -> None:
    for old, new in ((3, 99), (4, 3), (99, 4)):
        execute("UPDATE ledger_event SET sequence = %s WHERE sequence = %s", [new, old])


def insert() -> None:
    execute("UPDATE ledger_event SET sequence = sequence + 1000 WHERE sequence > 3")
    execute("UPDATE ledger_event SET sequence = sequence - 999 WHERE sequence > 1000")
    execute(
        "INSERT INTO ledger_event SELECT 4, at, act, subject_kind, 'forged', details, previous,"
        " digest, actor_id FROM ledger_event WHERE sequence = 3"
    )


def cut_off() -> None:
    execute("DELETE FROM ledger_event WHERE sequence > 7")


def check_attack(attack: Callable[[], None], codes: set[str], folder: Path) -> None:
    """Attack and make the chain fit again; both verifications find it all the same."""
    attack()
    chain_anew()
    assert codes <= found()
    assert codes <= found_offline(folder)


def test_an_altered_event_is_found_though_the_chain_was_made_to_fit(kept: Note, tmp_path: Path):
    check_attack(alter, {"tile", "root", "sm3_root"}, tmp_path)


def test_a_deleted_event_is_found_though_the_chain_was_made_to_fit(kept: Note, tmp_path: Path):
    check_attack(delete, {"tile", "truncated", "root", "sm3_root"}, tmp_path)


def test_reordered_events_are_found_though_the_chain_was_made_to_fit(kept: Note, tmp_path: Path):
    check_attack(reorder, {"tile", "root", "sm3_root"}, tmp_path)


def test_an_inserted_event_is_found_though_the_chain_was_made_to_fit(kept: Note, tmp_path: Path):
    check_attack(insert, {"tile", "root", "sm3_root"}, tmp_path)


def test_a_truncated_log_is_found_though_the_chain_was_made_to_fit(kept: Note, tmp_path: Path):
    check_attack(cut_off, {"truncated"}, tmp_path)


def test_an_event_that_was_attacked_without_care_is_found_by_its_number(kept: Note, tmp_path: Path):
    alter()
    assert "altered" in found()
    assert {"link_broken", "root"} <= found_offline(tmp_path)


def test_a_forged_head_is_found(kept: Note, tmp_path: Path):
    """The attacker writes a root of his own into the last checkpoint; he has no key."""
    head = TreeHead(origin(), 9, b"\x01" * 32, b"\x02" * 32)
    stranger = Ed25519Signer(origin(), b"\x0b" * 32)
    Checkpoint.objects.filter(size=9).update(
        root=head.root.hex(), sm3_root=head.sm3_root.hex(), note=str(signed(head.text, [stranger]))
    )
    expected = {"root", "sm3_root", "signature", "stamp", "cosignature"}
    assert expected <= found()
    assert expected <= found_offline(tmp_path)


def rewrite_with_the_keys() -> None:
    """Alter an act, make everything fit, and sign all checkpoints again: the office itself."""
    alter()
    chain_anew()
    store = tile_store()
    store.rebuild(9, entries_between)
    for checkpoint in Checkpoint.objects.all():
        size = checkpoint.size
        head = TreeHead(origin(), size, store.root(size), store.root(size, sm3))
        Checkpoint.objects.filter(pk=checkpoint.pk).update(
            root=head.root.hex(),
            sm3_root=head.sm3_root.hex(),
            note=str(signed(head.text, signers())),
        )


def test_a_log_rewritten_with_its_own_keys_is_found_by_time_stamps_and_witnesses(
    kept: Note, tmp_path: Path
):
    rewrite_with_the_keys()
    assert found() == {"stamp", "cosignature"}
    assert found_offline(tmp_path) == {"stamp", "cosignature"}


def test_a_log_rewritten_without_its_witnesses_is_found_by_a_checkpoint_kept_elsewhere(
    kept: Note, tmp_path: Path
):
    rewrite_with_the_keys()
    Stamp.objects.all().delete()
    Cosignature.objects.all().delete()
    assert found() == set()
    assert found(kept) == {"split"}
    assert found_offline(tmp_path, kept) == {"split"}


def test_a_split_view_is_found_by_who_was_shown_the_other_log(kept: Note, tmp_path: Path):
    """Two logs of one length, both with good signatures of the office."""
    other = signed(TreeHead(origin(), 5, b"\x05" * 32).text, signers())
    assert found(kept, other) == {"split"}
    assert found_offline(tmp_path, kept, other) == {"split"}


def test_a_back_dated_event_is_found(kept: Note, tmp_path: Path):
    """An act of today is entered as one of last month, after the first stamp."""
    act(10, on=timezone.now() - dt.timedelta(days=28))
    checkpoint = seal(on=timezone.now())
    assert checkpoint is not None
    assert found() == {"back_dated"}
    (problem,) = verify_ledger().problems
    assert problem.position == "10"
    assert found_offline(tmp_path) == {"back_dated"}


def test_an_event_dated_after_its_seal_is_found(kept: Note, tmp_path: Path):
    """The clock was put forward, so that an act seems to come later than it did."""
    act(10, on=timezone.now() + dt.timedelta(days=3))
    checkpoint = seal(on=timezone.now())
    assert checkpoint is not None
    line = signature_line(parse_note(checkpoint.note).text, witness_now())
    hand_in(size=10, lines=f"{line}\n")
    assert found() == {"post_dated"}
    assert found_offline(tmp_path) == {"post_dated"}


def test_a_stamp_put_under_another_checkpoint_is_found(kept: Note, tmp_path: Path):
    first, last = Stamp.objects.order_by("checkpoint__size")
    Stamp.objects.filter(pk=last.pk).update(answer=bytes(first.answer))
    assert "stamp" in found()
    assert found_offline(tmp_path) == {"stamp"}


def test_a_checkpoint_taken_out_is_found(kept: Note):
    Stamp.objects.filter(checkpoint__size=5).delete()
    Cosignature.objects.filter(checkpoint__size=5).delete()
    Checkpoint.objects.filter(size=5).delete()
    assert found() == {"checkpoint_missing"}


@pytest.mark.parametrize(
    "attack",
    [
        lambda: Checkpoint.objects.filter(size=9).update(root="0" * 64),
        lambda: Stamp.objects.filter(checkpoint__size=9).update(at=timezone.now()),
        lambda: Cosignature.objects.filter(checkpoint__size=9).update(witness="another"),
    ],
)
def test_what_the_page_would_show_wrongly_of_a_checkpoint_is_found(
    kept: Note, attack: Callable[[], int]
):
    attack()
    assert found() == {"row_differs"}


def test_an_altered_tile_is_found_and_made_anew(kept: Note, tmp_path: Path):
    path = settings.ZHIHENG.home / "ledger/tile/0/000.p/9"
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")
    assert found() == {"tile"}
    assert found_offline(tmp_path) == {"tile"}
    act(10, on=timezone.now())
    assert seal(on=timezone.now())
    assert found() == set()


def test_a_witness_whose_line_was_altered_is_told(kept: Note, tmp_path: Path):
    (line,) = parse_signatures(Cosignature.objects.get(checkpoint__size=9).line)
    forged = line.signature[:7] + bytes([line.signature[7] ^ 1]) + line.signature[8:]
    Cosignature.objects.filter(checkpoint__size=9).update(
        line=str(type(line)(line.name, line.identity, forged))
    )
    assert found() == {"cosignature", "row_differs"}
    assert found_offline(tmp_path) == {"cosignature"}


def test_altered_events_are_not_sealed(kept: Note):
    act(10, on=timezone.now())
    act(11, on=timezone.now())
    execute("UPDATE ledger_event SET details = %s WHERE sequence = 10", ['{"new":0}'])
    with pytest.raises(Exception, match=r"ledger\.altered"):
        seal(on=timezone.now())
    assert Checkpoint.objects.count() == 2


def test_a_log_that_was_cut_off_is_not_sealed(kept: Note):
    cut_off()
    chain_anew()
    with pytest.raises(Exception, match=r"ledger\.truncated"):
        seal(on=timezone.now())


def test_a_log_that_was_altered_before_its_seal_is_not_sealed_again(kept: Note):
    alter()
    chain_anew()
    act(10, on=timezone.now())
    tile_store().rebuild(9, entries_between)
    with pytest.raises(Exception, match=r"ledger\.root"):
        seal(on=timezone.now())
    assert Event.objects.count() == 10
