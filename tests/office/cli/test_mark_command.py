"""`zhiheng mark compare` and `zhiheng mark search` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.office.marks.conftest import marks_home
from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.office.cli import mark

__all__ = ["marks_home"]

CSV = "商标名称,类别\n星耀,25\n猩曜,09\n,25\n月光宝盒,25\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(mark.group, list(arguments), catch_exceptions=False)


def test_two_marks_are_compared_with_reasons_and_rules():
    found = json.loads(run("compare", "星耀", "星曜", "--json").stdout)
    assert set(found) == {"a", "b", "score", "near", "channels", "rules"}
    assert found["near"] is True
    assert 0.5 <= found["score"] <= 1
    assert set(found["channels"][0]) == {"name", "score", "reason"}
    assert "yào" in found["channels"][0]["reason"]
    assert found["rules"][0]["code"] == "sound-and-shape"


def test_goods_are_related_where_they_are_given():
    found = json.loads(
        run("compare", "星耀", "星曜", "--goods", "服装", "--goods", "2501", "--json").stdout
    )
    assert found["goods"]["relation"] == "same_group"
    assert found["conflict"] is True
    assert run("compare", "甲", "乙", *("--goods", "25") * 3).exit_code == 2


def test_the_table_says_the_answer_first():
    lines = run("compare", "星耀", "月光").stdout.splitlines()
    assert "different" in lines[3]


@pytest.mark.parametrize(
    ("name", "content", "lines"),
    [
        ("marks.csv", CSV, [2, 3, 5]),
        ("marks.txt", "星耀\n\n猩曜\n月光宝盒\n", [1, 3, 4]),
        ("marks.jsonl", '"星耀"\n{"mark": "猩曜", "goods": ["09"]}\n{"text": "月光"}', [1, 2, 3]),
    ],
)
def test_a_file_of_any_kind_is_searched(tmp_path: Path, name: str, content: str, lines: list[int]):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    found = json.loads(run("search", "星曜", "--against", str(path), "--json").stdout)
    assert [each["line"] for each in found["marks"]] == lines
    assert found["marks"][0]["near"] is True
    assert found["total"] == 3


def test_goods_apart_rank_lower_and_the_limit_holds(tmp_path: Path):
    path = tmp_path / "marks.csv"
    path.write_text("mark,goods\n星曜,计算机\n星耀,服装\n", encoding="utf-8")
    asked = ("search", "星曜", "--against", str(path), "--limit", "1", "--json")
    assert json.loads(run(*asked).stdout)["marks"][0]["line"] == 2
    [found] = json.loads(run(*asked, "--goods", "服装").stdout)["marks"]
    assert (found["line"], found["goods_relation"]["relation"]) == (3, "identical")


def test_goods_that_cannot_be_read_are_told(tmp_path: Path):
    path = tmp_path / "marks.txt"
    path.write_text("星耀\n", encoding="utf-8")
    done = run("search", "星耀", "--against", str(path), "--goods", "99；服装", "--json")
    assert json.loads(done.stdout)["goods"]["unread"] == ["99"]
    assert "marks.goods_unread" in done.stderr
    assert "“99”" in done.stderr
    assert "“99”" in run("compare", "星耀", "星曜", "--goods", "99").stderr


def test_bad_lines_are_told_and_the_rest_is_searched(tmp_path: Path):
    path = tmp_path / "marks.jsonl"
    path.write_text('{bad\n{"x": 1}\n3\n"星耀"\n', encoding="utf-8")
    done = run("search", "星耀", "--against", str(path), "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == 0
    assert [each["position"] for each in found["kept_out"]] == ["line 1", "line 2", "line 3"]
    assert [each["line"] for each in found["marks"]] == [4]
    assert "line 2" in done.stderr


def test_bytes_that_are_no_text_are_told(tmp_path: Path):
    path = tmp_path / "marks.txt"
    path.write_bytes("星耀\n".encode() + b"\xff\xfe\xe6\n" + "月光\n".encode() * 20)
    done = run("search", "星耀", "--against", str(path), "--json")
    assert json.loads(done.stdout)["kept_out"][0]["code"] == "marks.damaged_text"


def test_nothing_usable_is_an_error(tmp_path: Path):
    path = tmp_path / "marks.csv"
    path.write_text("商标名称\n,\n \n", encoding="utf-8")
    assert run("search", "星耀", "--against", str(path)).exit_code == 0
    path.write_text("商标名称,类别\n,25\n", encoding="utf-8")
    assert run("search", "星耀", "--against", str(path)).exit_code == 3
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        run("search", "星耀", "--against", str(path))
    assert caught.value.problems[0].code == "marks.no_column"
    with pytest.raises(InputError):
        run("search", " ", "--against", str(path))
    with pytest.raises(NotFoundError):
        run("search", "星耀", "--against", str(tmp_path / "none.csv"))
    with pytest.raises(InputError):
        run("search", "星耀", "--against", str(tmp_path))


def test_the_register_is_searched_with_goods(marks_home: Path):
    done = run("search", "岚石清泉", "--goods", "3202", "--limit", "3", "--json")
    found = json.loads(done.stdout)
    assert found["asked"] == "岚石清泉"
    assert len(found["marks"]) == 3
    assert found["marks"][0]["goods_relation"]["similar"] is True
    assert {each["number"] for each in found["marks"]} >= {"10000001", "20000001"}
    assert "岚石青泉" in run("search", "岚石清泉").stdout
