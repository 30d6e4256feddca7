"""The index finds what comparing with every image would, and images are kept by content."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.core.matching.marks.images.pictures import framed, hills, key, on_plate, saved, seen
from zhiheng.core.errors import InputError, NotFoundError, StorageError
from zhiheng.core.matching.marks.images import likeness
from zhiheng.core.matching.marks.images.deliveries import Delivered, delivered, numbers_of
from zhiheng.core.matching.marks.images.fingerprints import Fingerprint
from zhiheng.core.matching.marks.images.index import ImageIndex, differing_bits
from zhiheng.core.matching.marks.images.looks import LENGTH, look_in
from zhiheng.core.matching.marks.images.store import (
    current,
    open_pictures,
    picture_path,
    take_in,
)


def made_up(count: int) -> list[Fingerprint]:
    """Looks of no picture, some of them with parts, each a little like its neighbour."""
    rng = np.random.default_rng(11)
    looks = rng.integers(0, 256, (count, LENGTH), np.uint8)
    looks[1::2] = np.clip(looks[::2][: count // 2].astype(int) + 9, 0, 255)
    each = [look_in(look) for look in looks]
    return [
        Fingerprint(look, (each[row - 1],) if row % 5 == 0 and row else ())
        for row, look in enumerate(each)
    ]


@pytest.fixture(scope="module")
def index() -> ImageIndex:
    devices = [seen(picture) for picture in (key(), hills(), framed(key()), on_plate())]
    return ImageIndex.build([*devices, *made_up(400)])


def test_the_nearest_are_those_of_comparing_with_all(index: ImageIndex):
    for row in (0, 1, 5, 104, 209):
        wanted = index.fingerprint(row)
        scores = np.zeros(len(index))
        for part, look in enumerate((wanted.whole, *wanted.parts)):
            found = likeness.scores(np.concatenate(look), np.asarray(index.looks))
            worth = {(0, 0): 1.0, (1, 1): 0.85}
            for place, score in enumerate(found):
                kinds = int(part > 0), int(index.parts[place] > 0)
                at = index.rows[place]
                scores[at] = max(scores[at], score * worth.get(kinds, 0.95))
        hits = index.nearest(wanted, 5)
        assert hits[0].row == row
        best = np.sort(scores)[::-1][:5]
        assert [hit.score for hit in hits] == pytest.approx(best.tolist(), abs=1e-5)


def test_a_device_is_found_inside_of_others_and_others_by_it(index: ImageIndex):
    assert {hit.row for hit in index.nearest(seen(key()), 3)} == {0, 2, 3}
    assert 0 in {hit.row for hit in index.nearest(seen(framed(key())), 3)}


def test_bits_are_counted_as_python_counts_them():
    rng = np.random.default_rng(2)
    table = rng.integers(0, 2**64, (50, 6), np.uint64)
    apart, counts = differing_bits(table, table[7], 1, 5)
    naive = [
        sum((int(a) ^ int(b)).bit_count() for a, b in zip(row[1:5], table[7][1:5], strict=True))
        for row in table
    ]
    assert apart.tolist() == naive
    assert counts.tolist() == np.bincount(naive, minlength=257).tolist()


def test_an_index_is_the_same_after_the_disk(index: ImageIndex, tmp_path: Path):
    index.save(tmp_path / "index")
    again = ImageIndex.open(tmp_path / "index")
    assert again is not None
    assert len(again) == len(index) == 404
    assert again.nearest(seen(hills()), 4) == index.nearest(seen(hills()), 4)
    assert ImageIndex.open(tmp_path / "nowhere") is None
    (tmp_path / "index" / "index.json").write_text('{"version": 0}', encoding="utf-8")
    assert ImageIndex.open(tmp_path / "index") is None


def test_an_empty_index_finds_nothing(tmp_path: Path):
    empty = ImageIndex.build(())
    assert (len(empty), empty.nearest(seen(key()))) == (0, [])


def archive(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return path


def test_a_delivery_is_kept_told_and_taken_in_again_without_change(tmp_path: Path):
    files = {
        "图样/10000001.png": saved(key()),
        "10000002_1.jpg": saved(hills(), "JPEG"),
        "logo.png": saved(framed(key())),
        "10000004.png": b"no image",
        "10000005.png": saved(Image.new("RGB", (9, 9), "white")),
        "holiday.png": saved(key()),
        "再次/10000001.png": saved(hills()),
        "notes.txt": b"not looked at",
        "__MACOSX/10000001.png": b"not an image either",
    }
    path, folder = archive(tmp_path / "images.zip", **files), tmp_path / "kept"
    known = {"logo.png": ["10000003"]}
    done = take_in(delivered(path), folder, known=known)
    assert (done.new, done.changed, done.unchanged) == (3, 0, 0)
    assert sorted((each.file, each.code) for each in done.refused) == [
        ("10000004.png", "mark_image.format"),
        ("10000005.png", "mark_image.blank"),
        ("holiday.png", "mark_image.unnamed"),
        ("图样/10000001.png", "mark_image.second"),
    ]
    pictures = open_pictures(folder)
    assert sorted(pictures.rows) == ["10000001", "10000002", "10000003"]
    stored = pictures.of_mark("10000003")
    assert stored is not None
    assert stored.file == "logo.png"
    assert pictures.png(stored).startswith(b"\x89PNG")
    assert pictures.index.nearest(seen(framed(key())), 1)[0].row == pictures.rows["10000003"]
    before = current(folder)
    again = take_in(delivered(path), folder, known=known)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    assert current(folder) == before


def test_a_later_image_of_a_mark_takes_the_place_of_the_former(tmp_path: Path):
    folder = tmp_path / "kept"
    take_in([Delivered("10000001.png", saved(key()))], folder, known={})
    take_in([Delivered("10000002.png", saved(hills()))], folder, known={})
    done = take_in([Delivered("10000001.png", saved(on_plate()))], folder, known={})
    assert (done.new, done.changed) == (0, 1)
    pictures = open_pictures(folder)
    assert sorted(pictures.rows) == ["10000001", "10000002"]
    assert [path.name for path in folder.glob("index-*")] == [current(folder)]


def test_words_read_once_stay_with_the_image(tmp_path: Path):
    folder, file = tmp_path / "kept", Delivered("10000001.png", saved(key()))
    take_in([file], folder, known={}, read_words=lambda image: f"{image.width} words")
    take_in([file], folder, known={})
    stored = open_pictures(folder).of_mark("10000001")
    assert stored is not None
    assert stored.words == "240 words"


def test_a_delivery_that_breaks_off_changes_nothing(tmp_path: Path):
    folder = tmp_path / "kept"
    take_in([Delivered("10000001.png", saved(key()))], folder, known={})

    def broken_off():
        yield Delivered("10000002.png", saved(hills()))
        raise InputError.of("mark_image.archive")

    with pytest.raises(InputError):
        take_in(broken_off(), folder, known={})
    assert sorted(open_pictures(folder).rows) == ["10000001"]


@pytest.mark.parametrize(
    ("name", "number"),
    [("12345678.png", "12345678"), ("a/b/12345678_2.JPG", "12345678"),
     ("12345678(1).gif", "12345678"),
     ("G1400001.png", "G1400001"), ("图形.png", None)],
)  # fmt: skip
def test_files_are_named_by_the_number_of_the_mark(name: str, number: str | None):
    assert list(numbers_of(name, {})) == ([number] if number else [])


def test_what_is_no_delivery_is_refused(tmp_path: Path):
    with pytest.raises(NotFoundError):
        list(delivered(tmp_path / "nothing.zip"))
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 but no more")
    with pytest.raises(InputError) as refusal:
        list(delivered(tmp_path / "broken.zip"))
    assert refusal.value.problems[0].code == "mark_image.archive"


def test_a_folder_and_a_single_file_are_deliveries_too(tmp_path: Path):
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "10000001.png").write_bytes(saved(key()))
    (tmp_path / "readme.txt").write_text("nothing", encoding="utf-8")
    assert [each.name for each in delivered(tmp_path)] == ["below/10000001.png"]
    assert [each.name for each in delivered(tmp_path / "below" / "10000001.png")] == [
        "10000001.png"
    ]


def test_a_picture_that_went_away_is_told(tmp_path: Path):
    take_in([Delivered("10000001.png", saved(key()))], tmp_path, known={})
    pictures = open_pictures(tmp_path)
    stored = pictures.stored(0)
    picture_path(tmp_path, stored.digest).unlink()
    with pytest.raises(StorageError):
        pictures.png(stored)
