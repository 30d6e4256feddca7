"""The stored index on the disk: crashes, versions, damage, layers, crowds."""

from __future__ import annotations

import hashlib
import json
import os
import random
from pathlib import Path

import numpy as np
import pytest

from zhiheng.core.analyses.similarity import across, index_changes, stored_index
from zhiheng.core.analyses.similarity.bands import plan
from zhiheng.core.analyses.similarity.index_changes import Added, changing
from zhiheng.core.analyses.similarity.index_files import FORMAT
from zhiheng.core.analyses.similarity.near_duplicates import Method, find_near_duplicates
from zhiheng.core.analyses.similarity.sketches import sketches_of
from zhiheng.core.analyses.similarity.stored_index import open_index
from zhiheng.core.analyses.similarity.texts import Texts
from zhiheng.core.errors import ConflictError, InputError, NotFoundError, PersonError, StorageError

COOLER = "本发明公开了一种用于{}机床的主轴冷却装置，包括壳体、循环泵和温度传感器。"
TEA = "一种茶叶的低温烘干方法，属于农产品加工技术领域。"
LETTERS = [chr(0x4E00 + number) for number in range(1500)]


def add(folder: Path, texts: dict[str, str], *, threshold: float | None = None) -> Added:
    with changing(folder, threshold=threshold, workers=2) as change:
        return change.add(list(texts), Texts.from_strings(list(texts.values())))


def pairs(folder: Path) -> list[tuple[str, str]]:
    table = open_index(folder).pairs().table
    return list(zip(table["a"].to_pylist(), table["b"].to_pylist(), strict=True))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    add(tmp_path / "index", {"CN1": COOLER.format("数控"), "CN2": TEA})
    return tmp_path / "index"


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_new_batch_meets_what_was_stored(folder: Path):
    added = add(folder, {"CN3": COOLER.format("雕铣"), "CN1": COOLER.format("数控"), "CN4": "无"})
    assert (added.added, added.replaced, added.unchanged, added.too_short) == (2, 0, 1, ["CN4"])
    (row,) = added.pairs.table.to_pylist()
    assert (row["a"], row["b"], round(row["jaccard"], 4)) == ("CN1", "CN3", 0.7949)
    assert open_index(folder).clusters() == [["CN1", "CN3"]]
    assert open_index(folder).documents == 4


def test_an_exception_leaves_the_old_state(folder: Path):
    def change_until_it_fails() -> None:
        with changing(folder) as change:
            change.add(["CN3"], Texts.from_strings([COOLER.format("雕铣")]))
            change.remove(["CN2"])
            change.add(["CN5", "CN5"], Texts.from_strings([TEA, TEA]))

    before = files(folder)
    with pytest.raises(InputError) as raised:
        change_until_it_fails()
    assert raised.value.problems[0].values == {"received": "CN5"}
    assert files(folder) == before
    assert (open_index(folder).documents, pairs(folder)) == (2, [])


def test_a_killed_process_leaves_the_old_state(folder: Path):
    before = files(folder)
    child = os.fork()
    if not child:
        with changing(folder) as change:
            change.add(["CN3"], Texts.from_strings([COOLER.format("雕铣")]))
            os._exit(9)
    os.waitpid(child, 0)
    assert files(folder) > before
    assert (open_index(folder).documents, pairs(folder)) == (2, [])
    add(folder, {"CN6": "别的文本"})
    assert len({name.split("/")[0] for name in files(folder)}) == 3  # manifest, lock, one layer


def test_one_writer_at_a_time(folder: Path):
    with changing(folder) as change:
        change.remove(["CN1"])
        with pytest.raises(ConflictError) as raised:
            add(folder, {})
    assert raised.value.problems[0].code == "similar.index_busy"
    assert open_index(folder).documents == 1


def test_a_reader_keeps_what_it_opened(folder: Path):
    index = open_index(folder)
    with changing(folder) as change:
        change.remove(["CN1"])
        change.rebuild()
    assert index.find(Texts.from_strings([TEA]))["b"].to_pylist() == ["CN2"]
    assert index.documents == 2
    assert index.names(np.arange(2)).to_pylist() == ["CN1", "CN2"]


def test_removing_what_is_not_there(folder: Path):
    with changing(folder) as change:
        assert change.remove(["CN9", "CN1", "CN9"]) == ["CN9"]
        assert change.remove(["CN1"]) == ["CN1"]
    assert open_index(folder).documents == 1


def test_rebuilding_forgets_removed_texts_and_takes_another_threshold(folder: Path):
    add(folder, {"CN3": COOLER.format("雕铣"), "CN4": TEA})
    with changing(folder) as change:
        change.remove(["CN2", "CN4"])
        change.note("patents", 12)
    assert b"\xe8\x8c\xb6" in b"".join(path.read_bytes() for path in folder.rglob("data.bin"))
    with changing(folder) as change:
        change.rebuild(threshold=0.8)
    assert b"\xe8\x8c\xb6" not in b"".join(path.read_bytes() for path in folder.rglob("data.bin"))
    index = open_index(folder, threshold=0.8)
    assert (index.documents, index.texts, index.notes, pairs(folder)) == (2, 2, {"patents": 12}, [])


@pytest.mark.parametrize("threshold", [0.0, 1.5])
def test_a_threshold_that_makes_no_sense(tmp_path: Path, threshold: float):
    with pytest.raises(InputError):
        add(tmp_path, {}, threshold=threshold)


def test_another_threshold_or_format_is_refused(folder: Path):
    with pytest.raises(ConflictError) as raised:
        add(folder, {}, threshold=0.6)
    assert raised.value.problems[0].code == "similar.index_threshold"
    content = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**content, "format": FORMAT + 1, "new": 1}))
    with pytest.raises(ConflictError) as raised:
        open_index(folder)
    assert raised.value.problems[0].values["received"] == str(FORMAT + 1)


def test_no_index(tmp_path: Path):
    with pytest.raises(NotFoundError):
        open_index(tmp_path)


@pytest.mark.parametrize(
    "file", ["data.bin", "bounds.bin", "sketches.bin", "of.bin", "names.arrow"]
)
@pytest.mark.parametrize("content", [None, b"short"])
def test_a_damaged_file_is_told(folder: Path, file: str, content: bytes | None):
    (path,) = folder.rglob(file)
    path.unlink()
    if content:
        path.write_bytes(content)
    with pytest.raises(StorageError) as raised:
        open_index(folder)
    assert raised.value.problems[0].values["file"].endswith(file)


@pytest.mark.parametrize("content", ["", "[]", '{"format": 1}'])
def test_a_damaged_manifest_is_told(folder: Path, content: str):
    (folder / "manifest.json").write_text(content)
    with pytest.raises(PersonError) as raised:
        add(folder, {})
    assert raised.value.problems[0].code == "similar.index_damaged"


def test_small_layers_are_made_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(index_changes, "SMALL", 1)
    monkeypatch.setattr(stored_index, "VERIFIED_AT_ONCE", 200)
    counts = []
    for number in range(9):
        add(tmp_path, {f"CN{number}": COOLER.format(f"{number}数控")})
        counts.append([len(each.texts) for each in open_index(tmp_path).layers])
    assert counts[:4] == [[1], [2], [2, 1], [4]]
    assert [sum(each) for each in counts] == list(range(1, 10))
    assert max(map(len, counts)) <= 3
    assert len(pairs(tmp_path)) == 36


@pytest.mark.parametrize("few", [0, 64, 1000])
def test_altered_copies_of_stored_texts_are_found_as_in_one_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
):
    monkeypatch.setattr(across, "FEW", few)
    chance = random.Random(2)
    originals = ["".join(chance.choices(LETTERS, k=400)) for _ in range(150)]
    copies = [
        "".join(chance.choice(LETTERS) if chance.random() < 0.1 else letter for letter in text)
        for text in originals
    ]
    texts = originals + copies
    add(tmp_path, {f"a{number}": text for number, text in enumerate(originals)})
    add(tmp_path, {f"b{number}": text for number, text in enumerate(copies[:40])})
    add(tmp_path, {f"b{number}": text for number, text in enumerate(copies[40:], 40)})
    whole = find_near_duplicates(Texts.from_strings(texts), threshold=0.5, method=Method.SKETCHES)
    names = [f"{'ab'[number // 150]}{number % 150}" for number in range(300)]
    both = zip(whole.pairs.firsts.tolist(), whole.pairs.seconds.tolist(), strict=True)
    assert pairs(tmp_path) == [(names[one], names[other]) for one, other in both]
    assert len(whole.pairs) > 120


def test_crowds_are_bounded_and_told(tmp_path: Path):
    lines = [COOLER.format(f"第{number:04d}号数控") for number in range(900)]
    add(tmp_path, {f"a{number}": text for number, text in enumerate(lines[:500])})
    added = add(tmp_path, {f"b{number}": text for number, text in enumerate(lines[500:])})
    assert added.crowded == 400
    assert added.pairs.table.num_rows < 400 * 399 // 2 + 400 * 200
    (cluster,) = open_index(tmp_path).clusters()
    assert len(cluster) == 900


def test_ten_thousand_copies_are_one_text(tmp_path: Path):
    add(tmp_path, {f"a{number}": TEA for number in range(5000)})
    added = add(tmp_path, {f"b{number}": TEA for number in range(5000)})
    assert open_index(tmp_path).texts == 1
    assert added.pairs.table.num_rows == 5000
    assert added.pairs.untold == 10_000 * 9_999 // 2 - 5000 * 4999 // 2 - 5000
    (cluster,) = open_index(tmp_path).clusters()
    assert len(cluster) == 10_000


def test_the_format_is_raised_when_sketches_or_bands_change():
    texts = Texts.from_strings([TEA, COOLER, "专利法"])
    digest = hashlib.sha256(sketches_of(texts, np.arange(3), workers=1).tobytes())
    digest.update(plan(0.5).bands.tobytes())
    assert (FORMAT, digest.hexdigest()[:16]) == (1, "d3b2d6c346e3b3e1")
