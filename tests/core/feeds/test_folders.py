"""Walking folders: links, locks and leftovers of desktops."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.core.feeds.feed_documents import Published
from tests.core.feeds.feeding import LIMITS, Feeding, read_paths, reasons
from zhiheng.core.feeds.files import walk
from zhiheng.core.feeds.records import SetAside

NOBODY = 65_534


def document(serial: int) -> bytes:
    return Published(serial=serial).bytes()


def test_folders_are_walked_in_the_order_of_names(feeding: Feeding) -> None:
    for name in ("b/2.xml", "a/9.xml", "b/1.xml", "c.xml"):
        feeding.put(name, document(1))
    root = feeding.folder / "feed"
    found = [file for file in walk([root], LIMITS) if not isinstance(file, SetAside)]
    assert [file.name.removeprefix(f"{root}/") for file in found] == [
        "a/9.xml",
        "b/1.xml",
        "b/2.xml",
        "c.xml",
    ]


def test_a_link_that_leads_back_is_not_followed_for_ever(feeding: Feeding) -> None:
    feeding.put("a/1.xml", document(1))
    root = feeding.folder / "feed"
    (root / "a" / "up").symlink_to(root)
    (root / "a" / "self").symlink_to(root / "a")
    report = feeding.take(root)
    assert (report.new, report.unchanged, report.set_aside) == (1, 0, [])


def test_a_linked_folder_is_read(feeding: Feeding, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "1.xml").write_bytes(document(1))
    feeding.put("0.xml", document(2))
    (feeding.folder / "feed" / "delivery").symlink_to(tmp_path / "elsewhere")
    assert feeding.take(feeding.folder / "feed").new == 2


def test_what_is_not_there_is_reported(feeding: Feeding) -> None:
    good = feeding.put("1.xml", document(1))
    (feeding.folder / "feed" / "dead.xml").symlink_to(feeding.folder / "gone.xml")
    report = feeding.take(good.parent, feeding.folder / "never.xml")
    assert reasons(report) == [
        ("dead.xml", "", "file.not_found"),
        ("never.xml", "", "file.not_found"),
    ]
    assert report.new == 1


def test_hidden_and_special_files_are_no_records(feeding: Feeding) -> None:
    feeding.put(".git/1.xml", document(1))
    feeding.put(".hidden.xml", document(2))
    feeding.put("3.xml", document(3))
    os.mkfifo(feeding.folder / "feed" / "pipe.xml")
    report = feeding.take(feeding.folder / "feed")
    assert (report.new, report.set_aside) == (1, [])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody to be refused")
def test_what_may_not_be_read_is_reported(feeding: Feeding) -> None:
    locked = feeding.put("a/locked.xml", document(1))
    feeding.put("b/1.xml", document(2))
    closed = feeding.put("closed/1.xml", document(3)).parent
    for folder in (*locked.parents[:-2], feeding.folder / "feed" / "b"):
        folder.chmod(folder.stat().st_mode | 0o055)
    (feeding.folder / "feed" / "b" / "1.xml").chmod(0o644)
    locked.chmod(0o000)
    closed.chmod(0o000)
    os.seteuid(NOBODY)
    try:
        outcome = read_paths(feeding.catalogue, feeding.folder / "feed")
    finally:
        os.seteuid(0)
        closed.chmod(0o755)
    said = [(record.file.rpartition("/")[2], record.problems[0]) for record in outcome.set_aside]
    assert [(name, problem.code) for name, problem in said] == [
        ("locked.xml", "file.unreadable"),
        ("closed", "file.unreadable"),
    ]
    assert all("Permission denied" in problem.values["received"] for _, problem in said)
    assert len(outcome.rows) == 1


def test_an_unknown_kind_of_file_is_reported_and_companions_are_counted(feeding: Feeding) -> None:
    feeding.put("1.xml", document(1))
    feeding.put("figure.TIF", b"II*")
    feeding.put("data.parquet", b"PAR1")
    report = feeding.take(feeding.folder / "feed")
    assert reasons(report) == [("data.parquet", "", "file.unknown_format")]
    assert report.companions == 1
    assert report.new == 1


def test_names_with_quotes_patterns_and_chinese_are_only_names(
    feeding: Feeding, tmp_path: Path
) -> None:
    odd = Feeding(feeding.catalogue, tmp_path / "o'brien 第*周 50% #1")
    odd.folder.mkdir()
    path = odd.put("it's.xml", document(1))
    assert odd.take(path).new == 1
    assert odd.take(path).unchanged == 1
    assert odd.take(odd.put("it's.xml", Published(title="改名").bytes())).changed == 1
