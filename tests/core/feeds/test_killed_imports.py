"""An import killed at any moment leaves each register old or new; a rerun completes it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.core.feeds.feed_documents import Published, application, wrapped
from tests.core.feeds.feeding import FIRST, Feeding
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.intake import take_in

SCRIPT = Path(__file__).with_name("kill_imports.py")
REGISTERS = ("legal-events", "patent-documents", "patents", "patent-states", "population")
OLD, NEW = 200, 1_000
LATER = datetime(2026, 11, 4, tzinfo=UTC)
POPULATION = "行政区划代码,地区,年份,常住人口(万人)\n440300,深圳市,{year},1798.95\n"
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def killed(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Feeding:
    """Return a lake with an old state, and a feed that adds and changes rows of all registers."""
    feeding = Feeding(catalogue, tmp_path_factory.mktemp("kill") / "old")
    old = [Published(serial=serial) for serial in range(OLD)]
    feeding.put("old/w.xml", wrapped(*old))
    feeding.put("old/p.csv", POPULATION.format(year=2023))
    take_in([feeding.folder / "feed" / "old"], feeding.settings, on=FIRST)
    new = [
        Published(
            serial=serial, title=f"第{serial % 7}种除尘器" if serial % 3 else "一种静电除尘器"
        )
        for serial in range(NEW)
    ]
    feeding.put("new/w.xml", wrapped(*new))
    feeding.put("new/p.csv", POPULATION.format(year=2024))
    events = "".join(f"{application(serial)},2024-01-05,授权,\n" for serial in range(0, NEW, 5))
    feeding.put("new/e.csv", "申请号,法律状态公告日,法律状态,法律状态信息\n" + events)
    return feeding


def content(feeding: Feeding) -> Rows:
    """Return what the registers say, without which import said it."""
    passing = ("import_id", "imported_at")
    return {
        name: [
            {key: value for key, value in row.items() if key not in passing}
            | {"source_file": Path(row["source_file"]).name}
            for row in feeding.rows(name)
        ]
        for name in REGISTERS
    }


def told(killed: Feeding, *arguments: str) -> list[str]:
    feed = killed.folder / "feed" / "new"
    command = [sys.executable, str(SCRIPT), arguments[0], str(killed.folder.parent), str(feed)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    finished = subprocess.run(
        [*command, *arguments[1:]], env=environment, capture_output=True, text=True, timeout=300
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.splitlines()


def undisturbed(killed: Feeding) -> Rows:
    whole = Feeding(killed.catalogue, killed.folder.parent / "undisturbed")
    for part in ("old", "new"):
        on = FIRST if part == "old" else LATER
        take_in([killed.folder / "feed" / part], whole.settings, on=on)
    return content(whole)


def check_each_is_old_or_new(
    killed: Feeding, folders: list[Path], new: Rows, *, rerun: int = 1
) -> None:
    """Look into every lake; run the import again in every `rerun`-th, which takes seconds each."""
    old = content(killed)
    assert all(old[name] != new[name] for name in REGISTERS)
    for number, folder in enumerate(folders):
        lake = Feeding(killed.catalogue, folder)
        found = content(lake)
        for name in REGISTERS:
            assert found[name] in (old[name], new[name]), f"{folder.name}: {name} is between"
        if number % rerun:
            continue
        take_in([killed.folder / "feed" / "new"], lake.settings, on=LATER)
        assert content(lake) == new, f"{folder.name}: the rerun did not complete it"
        assert list((folder / "scratch").iterdir()) == []


def test_dead_at_each_instrumented_point(killed: Feeding) -> None:
    lines = told(killed, "points")
    points = [line.partition(" ")[2] for line in lines if line.startswith("died")]
    assert len(points) >= 20
    for commit in ("append", "upsert"):
        assert f"before {commit}" in points
        assert f"after {commit}" in points
    folders = [killed.folder.parent / str(number) for number in range(1, len(points) + 1)]
    check_each_is_old_or_new(killed, folders, undisturbed(killed), rerun=4)


def test_killed_at_moments_spread_over_the_import(killed: Feeding, tmp_path: Path) -> None:
    (tmp_path / "old").symlink_to(killed.folder)
    away = Feeding(killed.catalogue, tmp_path / "old")
    lines = told(away, "times", "6")
    assert len(lines) == 6
    assert sum(line.startswith("killed") for line in lines) >= 3
    folders = [tmp_path / str(number) for number in range(1, 7)]
    check_each_is_old_or_new(killed, folders, undisturbed_once(killed), rerun=2)


def undisturbed_once(killed: Feeding) -> Rows:
    folder = killed.folder.parent / "undisturbed"
    if not folder.exists():
        return undisturbed(killed)
    return content(Feeding(killed.catalogue, folder))
