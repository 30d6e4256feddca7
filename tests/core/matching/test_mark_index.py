"""The index of marks: built, opened, added to, asked; what is damaged is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zhiheng.core.errors import ConflictError, NotFoundError, StorageError
from zhiheng.core.matching.mark_index.alternatives import alike_in_sound
from zhiheng.core.matching.mark_index.building import (
    FORMAT,
    MANIFEST,
    add_marks,
    build_index,
    index_in_memory,
    open_index,
)
from zhiheng.core.matching.mark_index.index import MarkIndex
from zhiheng.core.matching.mark_index.keys import CHARACTER, keys_of
from zhiheng.core.matching.mark_index.spelled_sounds import syllables_of
from zhiheng.core.matching.marks.marks import compare_marks
from zhiheng.core.matching.marks.reading import read_mark

MARKS = [
    "星耀", "月光宝盒", "猩耀", "XINGYAO", "耀星", "金狮", "GOLDEN LION", "己巳", "长城食品",
    "图形", "", "G00GLE", "红牛", "红午", "阿迪达斯", "𠮷祥", "😀", "小熊电器", "520", "我爱你",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("marks")
    build_index(MARKS, place)
    return place


@pytest.fixture(scope="module")
def by_votes(folder: Path) -> MarkIndex:
    """The same marks, of which so few are scored that votes decide which."""
    return MarkIndex(open_index(folder).segments, candidates=4)


def found(index: MarkIndex, text: str, *, at_least: float = 0.5) -> list[str]:
    return [index.text(hit.row) for hit in index.nearest(text, at_least=at_least)]


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("星曜", "星耀"),
        ("xing yao", "星耀"),
        ("星耀", "XINGYAO"),
        ("金獅", "金狮"),
        ("金狮", "GOLDEN LION"),
        ("長城", "长城食品"),
        ("GOOGLE", "G00GLE"),
        ("红午", "红牛"),
        ("adidas", "阿迪达斯"),
        ("小熊食品", "小熊电器"),
        ("𠮷祥", "𠮷祥"),
        ("😀", "😀"),
    ],
)
def test_what_is_alike_in_any_way_is_nominated_by_votes(by_votes: MarkIndex, asked: str, near: str):
    assert near in found(by_votes, asked, at_least=0.0)


def test_scores_are_those_of_comparing_two_marks(folder: Path):
    index = open_index(folder)
    for hit in index.nearest("星曜", limit=5):
        assert hit.score == pytest.approx(
            compare_marks("星曜", index.text(hit.row)).score, abs=1e-5
        )


def test_the_nearest_come_first_and_of_equals_those_added_first():
    index = index_in_memory(["月光", "星耀", "星耀", "星曜"])
    assert [hit.row for hit in index.nearest("星耀", limit=3)] == [1, 2, 3]


def test_only_the_wanted_rows_are_found(by_votes: MarkIndex):
    among = np.array([text != "星耀" for text in MARKS])
    rows = [hit.row for hit in by_votes.nearest("星耀", among=among)]
    assert rows
    assert MARKS.index("星耀") not in rows
    with pytest.raises(ValueError, match="rows"):
        by_votes.nearest("星耀", among=among[:3])


@pytest.mark.parametrize("text", ["", "   ", "图形", "·", "\0"])
def test_a_mark_without_words_is_near_nothing(by_votes: MarkIndex, text: str):
    assert by_votes.nearest(text) == []


@pytest.mark.parametrize("text", ["龙", "好" * 60, "a" * 300, "7", "\ud800", "龘𪚥", "é Ü ß"])
def test_any_text_can_be_asked_for_and_stored(by_votes: MarkIndex, text: str, tmp_path: Path):
    by_votes.nearest(text)
    index = build_index(["星耀", text], tmp_path)
    assert index.text(1) == text
    assert read_mark(text).empty or index.nearest(text)[0].row == 1


def test_marks_are_added_after_those_that_are_there(tmp_path: Path):
    build_index(["星耀", "月光"], tmp_path)
    told: list[int] = []
    index = add_marks(["星曜"], tmp_path, report=told.append)
    assert [index.text(row) for row in range(len(index))] == ["星耀", "月光", "星曜"]
    assert told == [3]
    assert len(list(tmp_path.glob("segment-*"))) == 1
    assert [hit.row for hit in open_index(tmp_path).nearest("星曜", at_least=0.9)] == [2, 0]


def test_an_index_of_nothing_finds_nothing(tmp_path: Path):
    assert build_index([], tmp_path).nearest("星耀") == []
    with pytest.raises(IndexError):
        open_index(tmp_path).text(0)


def test_where_there_is_no_index_that_is_told(tmp_path: Path):
    with pytest.raises(NotFoundError) as caught:
        open_index(tmp_path)
    assert caught.value.problems[0].code == "marks.index_missing"


@pytest.mark.parametrize("name", ["postings.bin", "digests.bin", "text_begins.bin"])
def test_a_file_that_is_cut_off_is_told(tmp_path: Path, name: str):
    build_index(["星耀", "月光"], tmp_path)
    path = next(tmp_path.glob(f"segment-*/{name}"))
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(StorageError) as caught:
        open_index(tmp_path)
    assert caught.value.problems[0].code == "marks.index_damaged"


def test_an_index_of_another_reading_is_refused(tmp_path: Path):
    build_index(["星耀"], tmp_path)
    manifest = tmp_path / MANIFEST
    other = manifest.read_text(encoding="utf-8").replace(f'"format": {FORMAT}', '"format": 0')
    manifest.write_text(other, encoding="utf-8")
    with pytest.raises(ConflictError) as caught:
        open_index(tmp_path)
    assert caught.value.problems[0].code == "marks.index_format"


def test_a_build_that_was_killed_leaves_the_former_index_and_is_cleared_away(tmp_path: Path):
    build_index(["星耀"], tmp_path)
    (tmp_path / "segment-000007").mkdir()

    def dies() -> object:
        yield "月光"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(dies(), tmp_path)
    assert open_index(tmp_path).text(0) == "星耀"
    build_index(["红牛"], tmp_path)
    assert len(list(tmp_path.glob("segment-*"))) == 1


def test_several_marks_are_asked_for_at_a_time():
    index = index_in_memory(["星耀", "月光", "星曜", "金狮", "GOLDEN LION"])
    found = index.nearest_many(["星耀", "金狮", "😀"], at_least=0.5)
    assert [[hit.row for hit in hits] for hits in found] == [[0, 2], [3, 4], []]


def test_a_character_in_daily_use_is_found_by_its_own_sound():
    assert {CHARACTER | ord(each) for each in "云芸"} <= set(alike_in_sound("匀")[0].tolist())


def test_keys_of_a_mixed_mark():
    keys = keys_of(read_mark("星耀公司 Lux"))
    assert len(keys.characters) == 4
    assert sum(keys.core) == 2
    assert len(keys.syllables) == 2
    assert len(keys.pairs) == 4


def test_foreign_words_are_read_as_chinese_says_them():
    assert syllables_of("xingyao") == ("xing", "yao")
    assert syllables_of("lux") == ("lu", "si")
    assert syllables_of("samsung") == ("sa", "mu", "sun", "ge")
    assert syllables_of("bcdfg") == ()
    assert syllables_of("a" * 40) == ()
