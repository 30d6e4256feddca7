"""The index's life: follows the lake, is swapped whole, is damaged, is asked while it is built."""

from __future__ import annotations

import json
import multiprocessing
import threading
from pathlib import Path

import pytest

from tests.core.lake.stored import packaged
from tests.core.search.records import (
    DOCUMENTS,
    ENTERPRISES,
    ON,
    PATENTS,
    Searched,
    patent,
    request,
    small_city,
)
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Parameter
from zhiheng.core.errors import ConflictError, StorageError
from zhiheng.core.feeds.importing import ImportSettings
from zhiheng.core.intake import take_in
from zhiheng.core.search import generations
from zhiheng.core.search.indexing import follow_lake, rebuild, update_index

TABLE = (
    "申请号,公开（公告）号,名称,公开（公告）日,申请日,申请人\n"
    "201910302430.1,CN110083831A,实体识别方法,2019-08-02,2019-04-16,武汉大学\n"
)


@pytest.fixture
def city(tmp_path: Path) -> Searched:
    return small_city(tmp_path)


def generation(city: Searched) -> Path:
    return city.folder / (city.folder / "current").read_text()


def reason(error: StorageError) -> str:
    return error.problems[0].code


def test_import_is_found_at_once(tmp_path: Path) -> None:
    searched = Searched(tmp_path)
    file = tmp_path / "patents.csv"
    file.write_text(TABLE, encoding="utf-8")
    settings = ImportSettings(
        packaged(), searched.lake, tmp_path / "scratch", index=searched.folder
    )
    take_in([file], settings, on=ON)
    assert searched.keys("实体识别") == ["201910302430.1"]


def test_only_what_changed_is_written(city: Searched) -> None:
    changed = [{**PATENTS[0], "title": "一种钠电池"}, *PATENTS[1:3], patent("95104000.6", "闹钟")]
    city.store("patents", changed)
    report = city.update()
    assert dict(report.written) == {"patents": 2}
    assert dict(report.removed) == {"patents": 1}
    assert city.keys("钠电池") == ["201910302430.1"]
    assert city.keys("闹钟") == ["95104000.6"]
    assert city.keys("输入方法") == []
    assert city.index.state().records == {"patents": 4, "enterprises": 1}


def test_other_texts_of_the_same_record_are_found(city: Searched) -> None:
    assert city.keys("石墨烯") == []
    city.store("patent-documents", [{**DOCUMENTS[0], "abstract": "石墨烯"}])
    assert dict(city.update().written) == {"patents": 1}
    assert city.keys("石墨烯") == ["201910302430.1"]


def test_update_without_change_keeps_the_generation(city: Searched) -> None:
    before = generation(city)
    assert not city.update().written
    assert generation(city) == before
    assert len(list(city.folder.glob("g-*"))) == 1


def test_updated_index_answers_as_one_built_anew(city: Searched, tmp_path: Path) -> None:
    city.store("patents", [*PATENTS[1:], patent("95104000.6", "闹钟电池")])
    city.update()
    other = Searched(tmp_path)
    other.folder = tmp_path / "other"
    other.update(anew=True)
    assert city.keys("", sort="newest") == other.keys("", sort="newest")
    assert city.keys("电池") == other.keys("电池")


def test_open_index_sees_the_next_generation(city: Searched) -> None:
    index = city.index
    assert index.search(request("闹钟")).total == 0
    city.store("patents", [*PATENTS, patent("95104000.6", "闹钟")])
    city.update()
    assert index.search(request("闹钟")).total == 1


def test_without_index_it_says_so(tmp_path: Path) -> None:
    searched = Searched(tmp_path)
    assert searched.index.state().state == "missing"
    with pytest.raises(StorageError) as raised:
        searched.find("电池")
    assert reason(raised.value) == "search.index_missing"


@pytest.mark.parametrize("harm", ["flip", "cut", "remove", "manifest", "meta"])
def test_damaged_index_does_not_answer_and_is_rebuilt(city: Searched, harm: str) -> None:
    index = city.index
    assert index.search(request("电池")).total == 2
    damage(generation(city), harm)
    assert index.state().state == "damaged"
    for asked in (index, city.index):  # one that was open and one that opens now
        with pytest.raises(StorageError) as raised:
            asked.search(request("电池"))
        assert reason(raised.value) == "search.index_damaged"
    assert city.update().anew
    assert index.search(request("电池")).total == 2
    assert index.state().answers


def damage(folder: Path, harm: str) -> None:
    """Damage one file as a disk or a person would."""
    if harm == "manifest":
        (folder / "manifest.json").write_text("{")
        return
    path = folder / "meta.json" if harm == "meta" else largest(folder)
    content = path.read_bytes()
    if harm == "remove":
        path.unlink()
    elif harm == "cut":
        put(path, content[:-1])
    else:
        middle = len(content) // 2
        put(path, content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])


def put(path: Path, content: bytes) -> None:
    """Put other bytes in a file's place; cut in place, what has it mapped would be killed."""
    aside = path.with_name("aside.json")
    aside.write_bytes(content)
    aside.replace(path)


def largest(folder: Path) -> Path:
    files = [path for path in folder.iterdir() if not path.name.endswith((".json", ".lock"))]
    return max(files, key=lambda path: path.stat().st_size)


def test_index_of_another_format_is_rebuilt(city: Searched) -> None:
    path = generation(city) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 0}))
    assert city.index.state().state == "damaged"
    assert city.update().anew
    assert city.index.state().answers


def test_other_weights_ask_for_building_anew(city: Searched) -> None:
    assert not city.update().anew
    heavier = packaged().parameters["search.weight.title"].model_dump(by_alias=True)
    heavier["values"][0]["value"] = 7
    parameters = {
        **packaged().parameters,
        "search.weight.title": Parameter.model_validate(heavier),
    }
    catalogue = Catalogue(packaged().registers, parameters, packaged().indicators)
    report = update_index(city.lake, catalogue, city.folder, on=ON)
    assert report.anew
    assert sum(report.written.values()) == len(PATENTS) + len(ENTERPRISES)


def test_killed_build_leaves_the_present_index(
    city: Searched, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.store("patents", PATENTS[:1])

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(generations, "_checksum", killed)
    with pytest.raises(KeyboardInterrupt):
        city.update(anew=True)
    monkeypatch.undo()
    assert city.find("").total == 5
    city.update()
    assert city.find("").total == 2
    assert len(list(city.folder.glob("g-*"))) == 1


def test_second_writer_waits_or_is_told(city: Searched) -> None:
    with generations.next_generation(city.folder):
        with pytest.raises(ConflictError) as raised:
            city.update(wait=0.0)
        assert raised.value.problems[0].code == "search.index_busy"
        assert city.find("电池").total == 2
        assert city.index.state().answers
    assert not generations.is_building(city.folder)


def test_import_does_not_fail_for_a_build_that_takes_long(
    city: Searched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhiheng.core.search.indexing.PATIENCE", 0.0)
    with generations.next_generation(city.folder):
        assert follow_lake(city.lake, packaged(), city.folder, on=ON) is None
    assert follow_lake(city.lake, packaged(), None, on=ON) is None


def rebuild_in(folder: str) -> int:
    searched = Searched(Path(folder))
    report = rebuild(searched.lake, packaged(), searched.folder, on=ON)
    return sum(report.written.values())


def test_processes_build_one_after_the_other_while_others_read(city: Searched) -> None:
    index, totals, stop = city.index, set(), threading.Event()

    def read() -> None:
        while not stop.is_set():
            totals.add(index.search(request("电池")).total)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        written = pool.map(rebuild_in, [str(city.folder.parent)] * 2)
    stop.set()
    for reader in readers:
        reader.join()
    assert written == [5, 5]
    assert totals == {2}
    assert len(list(city.folder.glob("g-*"))) == 1


def test_new_register_is_searched_by_its_declaration_alone(tmp_path: Path) -> None:
    declared = packaged().register("enterprises").model_copy(update={"register_": "things"})
    catalogue = Catalogue({"things": declared}, packaged().parameters, {})
    searched = Searched(tmp_path)
    searched.store("enterprises", ENTERPRISES)
    (tmp_path / "lake" / "enterprises").rename(tmp_path / "lake" / "things")
    update_index(searched.lake, catalogue, searched.folder, on=ON)
    [hit] = searched.find("华为技术").hits
    assert (hit.register, hit.key) == ("things", "91440300708461136T")
    assert hit.facts["division"] == "440307"
    [year] = searched.find("华为技术", facets=("year",)).facets[0].values
    assert (year.value, year.count) == ("1987", 1)
