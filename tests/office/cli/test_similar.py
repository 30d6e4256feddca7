"""`zhiheng similar` as it is typed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zhiheng.core.errors import ConflictError, NotFoundError
from zhiheng.office.cli.similar import cluster, group

COOLERS = "本发明公开了一种用于{}机床的主轴冷却装置，包括壳体、循环泵和温度传感器。"
DOCUMENTS = [
    {"id": "CN1", "text": COOLERS.format("数控")},
    {"id": 2, "text": "一种茶叶的低温烘干方法，属于农产品加工技术领域。"},
    {"id": "CN3", "text": COOLERS.format("雕铣")},
    {"id": "CN4", "text": "无"},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "documents.jsonl"
    lines = [json.dumps(document, ensure_ascii=False) for document in DOCUMENTS]
    path.write_text("\n".join([*lines, "no JSON"]), encoding="utf-8")
    return path


def run(file: Path, *options: str) -> Result:
    arguments = [str(file), "--id", "id", "--text", "text", *options]
    return CliRunner().invoke(cluster, arguments, catch_exceptions=False)


def test_json_has_pairs_clusters_and_what_was_left_out(file: Path):
    done = run(file, "--threshold", "0.5", "--json")
    assert done.exit_code == 0
    result = json.loads(done.stdout)
    one, other = (
        {text[i : i + 3] for i in range(len(text) - 2)}
        for text in (DOCUMENTS[0]["text"], DOCUMENTS[2]["text"])
    )
    assert result["pairs"] == [
        {"a": "CN1", "b": "CN3", "jaccard": len(one & other) / len(one | other)}
    ]
    assert result["clusters"] == [["CN1", "CN3"]]
    assert (result["documents"], result["method"], result["too_short"]) == (4, "exact", ["CN4"])
    assert [(line["position"], line["code"]) for line in result["kept_out"]] == [
        ("line 5", "similar.not_json")
    ]
    assert "documents.jsonl line 5" in done.stderr


@pytest.mark.parametrize("method", ["exact", "sketches"])
def test_csv_has_a_line_per_pair(file: Path, method: str):
    rows = list(csv.DictReader(io.StringIO(run(file, "--csv", "--method", method).stdout)))
    assert [(row["cluster"], row["a"], row["b"]) for row in rows] == [("1", "CN1", "CN3")]


def test_the_table_says_how_many(file: Path):
    table = run(file, "--threshold", "0.9").stdout
    assert "CN1" not in table
    assert "kept_out" in table


def test_no_usable_line_is_an_error(file: Path):
    done = CliRunner().invoke(cluster, [str(file), "--id", "number", "--text", "text"])
    assert done.exit_code == 3
    assert done.stderr.count("similar.no_id") == 4


def test_many_bad_lines_are_told_in_short(tmp_path: Path):
    path = tmp_path / "bad.jsonl"
    path.write_text("x\n" * 50 + '{"id": 1, "text": "专利法"}', encoding="utf-8")
    done = run(path, "--json")
    assert done.exit_code == 0
    assert done.stderr.count("similar.not_json") == 20
    assert "… 30" in done.stderr
    assert len(json.loads(done.stdout)["kept_out"]) == 50


@pytest.mark.parametrize("threshold", ["0", "1.5", "half"])
def test_a_threshold_that_makes_no_sense_is_wrong_usage(file: Path, threshold: str):
    assert run(file, "--threshold", threshold).exit_code == 2


def index(*arguments: object) -> Result:
    typed = ["index", *map(str, arguments)]
    return CliRunner().invoke(group, typed, catch_exceptions=False)


@pytest.fixture
def stored(file: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "stored.index"
    added = index("add", folder, file, "--id", "id", "--text", "text", "--note", "patents=12")
    assert added.exit_code == 0
    assert "documents.jsonl line 5" in added.stderr
    return folder


def write(path: Path, **texts: str) -> Path:
    lines = (json.dumps({"id": name, "text": text}) for name, text in texts.items())
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_an_index_is_filled_asked_and_emptied(stored: Path, tmp_path: Path):
    more = write(tmp_path / "more.jsonl", CN5=COOLERS.format("加工"), CN1=DOCUMENTS[0]["text"])
    options = ("--id", "id", "--text", "text", "--json")
    found = json.loads(index("find", stored, more, *options).stdout)
    assert {(row["a"], row["b"]) for row in found["pairs"]} == {
        ("CN5", "CN1"),
        ("CN5", "CN3"),
        ("CN1", "CN1"),
        ("CN1", "CN3"),
    }
    added = json.loads(index("add", stored, more, *options).stdout)
    assert {(row["a"], row["b"]) for row in added["pairs"]} == {("CN1", "CN5"), ("CN3", "CN5")}
    assert (added["documents"], added["added"], added["unchanged"]) == (5, 1, 1)
    told = json.loads(index("pairs", stored, "--json").stdout)
    assert told["clusters"] == [["CN1", "CN3", "CN5"]]
    removed = json.loads(index("remove", stored, "CN1", "CN9", "2", "--json").stdout)
    assert removed == {"documents": 3, "removed": 2, "not_stored": ["CN9"]}
    assert "CN3,CN5," in index("pairs", stored, "--csv").stdout


def test_what_an_index_holds(stored: Path):
    facts = json.loads(index("info", stored, "--json").stdout)
    assert facts.pop("bytes") > 1000
    assert facts == {
        "documents": 4,
        "texts": 3,
        "threshold": 0.5,
        "format": 1,
        "follows": {"patents": 12},
    }
    assert "patents" in index("info", stored).stdout


def test_an_index_takes_another_threshold(stored: Path, file: Path):
    options = ("--id", "id", "--text", "text", "--threshold", "0.9")
    with pytest.raises(ConflictError):
        index("add", stored, file, *options)
    assert "0.9" in index("rebuild", stored, "--threshold", "0.9").stdout
    assert "unchanged" in index("add", stored, file, *options).stdout
    assert json.loads(index("pairs", stored, "--json").stdout)["pairs"] == []


def test_a_mistyped_folder_begins_no_index(tmp_path: Path):
    for arguments in (("remove", tmp_path / "x", "CN1"), ("rebuild", tmp_path / "x")):
        with pytest.raises(NotFoundError):
            index(*arguments)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("note", ["patents", "=3", "patents=new"])
def test_a_note_is_a_register_and_a_version(stored: Path, file: Path, note: str):
    options = ("--id", "id", "--text", "text", "--note", note)
    assert index("add", stored, file, *options).exit_code == 2


def test_a_file_without_a_usable_line(stored: Path, file: Path):
    assert index("add", stored, file, "--id", "number", "--text", "text").exit_code == 3
