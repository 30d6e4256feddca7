"""The same arguments give the same bytes, however many processes write them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sample_reading import PATENTS, SEED, UNTIL, City

from sample.city import write_city
from sample.order import MAX_DOCUMENTS, MAX_PATENTS, RIGHTS, Order, plan


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_processes_write_what_one_wrote(city: City, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_city(
        tmp_path / "again",
        patents=PATENTS,
        seed=SEED,
        until=UNTIL,
        workers=2,
        progress=lambda done, total: told.append((done, total)),
    )
    assert digests(tmp_path / "again") == digests(city.folder)
    assert told == sorted(told)
    assert told[-1] == (PATENTS, PATENTS)


def test_another_seed_writes_another_city(city: City, tmp_path: Path) -> None:
    write_city(tmp_path / "other", patents=PATENTS, seed=SEED + 1, until=UNTIL)
    ours, theirs = digests(city.folder), digests(tmp_path / "other")
    assert ours.keys() == theirs.keys()
    same = {name for name in ours if ours[name] == theirs[name]}
    assert same <= {
        "README.txt",
        "ipc.csv",
        "plan.md",  # its figures depend on the size of the city alone
        "geographical-indications.csv",  # a handful of invented ones, the same in every city
        "mark-images.zip",  # so are the devices of marks, by their numbers
        "broken/empty.xml",
        "broken/legal-events-wrong-header.csv",
        "broken/pledges-contradictory.csv",
    }


def test_writing_again_replaces_a_city_but_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "city"
    write_city(out, patents=300, seed=1, until=UNTIL)
    before = digests(out)
    write_city(out, patents=60, seed=1, until=UNTIL)
    write_city(out, patents=300, seed=1, until=UNTIL)
    assert digests(out) == before
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ValueError, match=r"notes\.txt"):
        write_city(out, patents=300, seed=1, until=UNTIL)
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert (out / "population.csv").exists()


@pytest.mark.parametrize("patents", [1, 777, 20_000, 1_000_000])
def test_the_plan_covers_every_application_once(patents: int) -> None:
    order = Order(patents=patents, seed=1, until=UNTIL)
    shards = plan(order)
    assert sum(shard.count for shard in shards) == patents
    assert len({shard.name for shard in shards}) == len(shards)
    held: Counter[tuple[int, str]] = Counter()
    for shard in shards:
        weight = sum(p.count * (2 if p.right == "invention" else 1) for p in shard.parts)
        assert weight <= MAX_DOCUMENTS
        for part in shard.parts:
            assert part.first == held[shard.year, part.right]
            held[shard.year, part.right] += part.count
    for shard in shards:
        for part in shard.parts:
            assert held[shard.year, part.right] == part.total
    assert {right for _, right in held} <= set(RIGHTS)


@pytest.mark.parametrize(
    ("patents", "until"),
    [(0, UNTIL), (MAX_PATENTS + 1, UNTIL), (10, date(2009, 1, 1)), (10, date(2030, 1, 1))],
)
def test_orders_out_of_range_are_refused(patents: int, until: date) -> None:
    with pytest.raises(ValueError, match="must be"):
        Order(patents=patents, seed=1, until=until)


def test_the_command_says_what_is_wrong_and_writes_what_is_right(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sample", "--out", str(tmp_path / "city"), "--patents"]
    wrong = subprocess.run([*command, "0"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "patents must be 1 to 5,000,000 (got 0)" in wrong.stderr
    right = subprocess.run([*command, "40"], capture_output=True, text=True, check=False)
    assert (right.returncode, right.stdout, right.stderr) == (0, "", "")
    assert (tmp_path / "city" / "manifest.json").exists()
