"""Importing again, importing corrections, and records that contradict each other."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.feeds.feed_documents import Published, wrapped
from tests.core.feeds.feeding import FIRST, Feeding, reasons, tally
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.errors import ConflictError

POPULATION = "行政区划代码,地区,年份,常住人口(万人)\n440300,深圳市,2024,1798.95\n"
REGISTER = "patent-documents"


def test_the_same_feed_twice_changes_nothing_on_disk(feeding: Feeding) -> None:
    feeding.put("w.xml", wrapped(*(Published(serial=serial) for serial in range(1, 20))))
    feeding.put("p.csv", POPULATION)
    first = feeding.take(feeding.folder / "feed")
    assert tally(first) == {"new": 20}
    before = feeding.files()
    again = feeding.take(feeding.folder / "feed")
    assert tally(again) == {"unchanged": 20}
    assert feeding.files() == before
    assert [feeding.lake.version(name) for name in (REGISTER, "population")] == [0, 0]


def test_a_changed_title_counts_as_changed_and_the_old_one_stays_readable(
    feeding: Feeding,
) -> None:
    feeding.take(feeding.put("1.xml", wrapped(Published(), Published(serial=2))))
    changed = feeding.take(
        feeding.put("2.xml", wrapped(Published(title="一种改名的除尘器"), Published(serial=2)))
    )
    assert tally(changed) == {"changed": 1, "unchanged": 1}
    number = Published().number
    assert feeding.documents()[number]["title"] == "一种改名的除尘器"
    assert feeding.documents()[number]["import_id"] == changed.import_id
    old = {row["document_number"]: row for row in feeding.rows(REGISTER, version=0)}
    assert old[number]["title"] == "一种静电除尘器"
    assert len(feeding.documents()) == 2


def test_a_new_stamp_of_the_provider_is_no_change(feeding: Feeding) -> None:
    feeding.take(feeding.put("1.xml", Published().xml()))
    before = feeding.files()
    report = feeding.take(feeding.put("2.xml", Published(produced="20260101").xml()))
    assert tally(report) == {"unchanged": 1}
    assert feeding.files() == before


def test_the_same_record_twice_in_a_feed_is_stored_once(feeding: Feeding) -> None:
    report = feeding.take(feeding.put("w.xml", wrapped(Published(), Published())))
    assert tally(report) == {"new": 1, "unchanged": 1}
    assert len(feeding.documents()) == 1


def test_of_two_records_that_contradict_each_other_the_first_is_kept(feeding: Feeding) -> None:
    feeding.put("a.xml", Published(title="先到").xml())
    feeding.put("b.xml", Published(title="后到").xml())
    report = feeding.take(feeding.folder / "feed")
    assert tally(report) == {"new": 1, "set_aside": 1}
    assert reasons(report) == [("b.xml", "record 1", "record.contradicts_earlier")]
    assert report.set_aside[0].received == f"{Published().number} 后到"
    assert feeding.documents()[Published().number]["title"] == "先到"
    again = feeding.take(feeding.folder / "feed")
    assert tally(again) == {"unchanged": 1, "set_aside": 1}


@pytest.mark.parametrize("slow", ["first", "second"])
def test_which_came_first_does_not_depend_on_the_faster_worker(
    feeding: Feeding, monkeypatch: pytest.MonkeyPatch, slow: str
) -> None:
    monkeypatch.setattr("zhiheng.core.feeds.reading.WORTH_WORKERS_BYTES", 0)
    monkeypatch.setattr("zhiheng.core.feeds.reading.BATCH_BYTES", 1)  # a batch for each file
    feeding.workers = 2
    filling = "<base:Paragraphs>长</base:Paragraphs>" * 40_000
    for name, title in (("first", "先到"), ("second", "后到")):
        description = filling if name == slow else "<base:Paragraphs>短</base:Paragraphs>"
        feeding.put(f"{name}.xml", Published(title=title, description=description).xml())
    feeding.put("third.xml", Published(serial=3).xml())
    report = feeding.take(feeding.folder / "feed")
    assert reasons(report) == [("second.xml", "record 1", "record.contradicts_earlier")]
    assert feeding.documents()[Published().number]["title"] == "先到"


def test_one_and_several_workers_store_the_same(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhiheng.core.feeds.reading.WORTH_WORKERS_BYTES", 0)
    monkeypatch.setattr("zhiheng.core.feeds.reading.BATCH_BYTES", 20_000)
    stored = []
    for workers in (1, 2):
        feeding = Feeding(catalogue, tmp_path / str(workers), workers=workers)
        for serial in range(60):
            feeding.put(f"{serial:03d}.xml", Published(serial=serial % 50).xml())
        feeding.put("015b.csv", POPULATION)
        feeding.put("020b.xml", "<broken>")
        report = feeding.take(feeding.folder / "feed")
        assert tally(report) == {"new": 51, "unchanged": 10, "set_aside": 1}
        rows = feeding.rows(REGISTER) + feeding.rows("population")
        for row in rows:
            row["source_file"] = Path(row["source_file"]).name
        stored.append(rows)
    assert stored[0] == stored[1]


def test_ids_go_up_even_where_the_clock_was_set_back(feeding: Feeding) -> None:
    moments = [FIRST, FIRST - timedelta(days=1), FIRST, FIRST + timedelta(days=1)]
    ids = [
        feeding.take(feeding.put("1.xml", Published(title=f"第{n}次").xml()), on=on).import_id
        for n, on in enumerate(moments)
    ]
    assert all(earlier < later for earlier, later in pairwise(ids))


def test_two_imports_at_once_the_second_is_told_at_once(feeding: Feeding) -> None:
    path = feeding.put("1.xml", Published().xml())
    with feeding.lake.writing(), pytest.raises(ConflictError) as raised:
        feeding.take(path)
    assert raised.value.problems[0].code == "lake.busy"
    assert feeding.take(path).new == 1


def test_what_killed_imports_left_is_removed_by_the_next(feeding: Feeding) -> None:
    scratch = feeding.folder / "scratch"
    (scratch / "import-killed" / REGISTER).mkdir(parents=True)
    (scratch / "import-killed" / REGISTER / "0.parquet").write_bytes(b"half")
    assert feeding.take(feeding.put("1.xml", Published().xml())).new == 1
    assert list(scratch.iterdir()) == []  # the feeding asserts it too, after every import


SORTS = (
    "good",
    "renamed",
    "stamped",
    "twin",
    "contradiction",
    "bad date",
    "broken",
    "table",
    "line",
)


@settings(deadline=None, max_examples=12)
@given(st.lists(st.tuples(st.sampled_from(SORTS), st.integers(1, 4)), min_size=1, max_size=12))
def test_every_record_is_accounted_for(
    catalogue: Catalogue,
    tmp_path_factory: pytest.TempPathFactory,
    feed: list[tuple[str, int]],
) -> None:
    feeding = Feeding(catalogue, tmp_path_factory.mktemp("mix"))
    feeding.take(feeding.put("stored.xml", wrapped(Published(serial=1), Published(serial=2))))
    given_records = 0
    paths = []
    for place, (sort, serial) in enumerate(feed):
        good = Published(serial=serial)
        content, count = {
            "good": (good.bytes(), 1),
            "renamed": (good.but(title="改名").bytes(), 1),
            "stamped": (good.but(produced="20260101").bytes(), 1),
            "twin": (wrapped(good, good), 2),
            "contradiction": (wrapped(good.but(title="甲"), good.but(title="乙")), 2),
            "bad date": (good.but(filed="20190231").bytes(), 1),
            "broken": (good.bytes()[:-40], 1),
            "table": (POPULATION.encode(), 1),
            "line": (POPULATION.encode() + b"x,y,z,1\n440300,a\n", 3),
        }[sort]
        ending = "csv" if sort in ("table", "line") else "xml"
        paths.append(feeding.put(f"{place}.{ending}", content))
        given_records += count
    report = feeding.take(*paths)
    assert report.read == given_records
    assert tally(report).total() == given_records
    again = feeding.take(*paths)
    assert again.read == given_records
    assert (again.new, again.changed) == (0, 0)
    assert len(again.set_aside) == len(report.set_aside)
