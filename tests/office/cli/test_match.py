"""`zhiheng match` as it is typed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils.translation import get_language

from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.office.cli.match import file_, name
from zhiheng.office.cli.root import root

FULL = "深圳市星耀科技有限公司"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(name, arguments, catch_exceptions=False)


def test_json_has_score_answer_and_reasons_in_two_languages():
    done = run(FULL, "Shenzhen Xingyao Technology Co., Ltd.", "--json")
    result = json.loads(done.stdout)
    assert done.exit_code == 0
    assert set(result) == {"score", "same", "reasons"}
    assert result["same"] is True
    assert 0.5 <= result["score"] <= 1
    by_code = {reason["code"]: reason for reason in result["reasons"]}
    assert by_code["distinctive.spelled"]["zh"].startswith("字号“星耀”与“xingyao”")
    assert by_code["trade.same"]["en"] == "Same trade: 科技."


def test_the_table_says_the_answer_first():
    done = run(FULL, "广州市星耀科技有限公司")
    lines = done.stdout.splitlines()
    assert "different" in lines[3]
    assert "所在地不同：广东省深圳市与广东省广州市" in done.stdout


def test_the_threshold_decides():
    close = (FULL, "深圳市星耀科技")
    score = json.loads(run(*close, "--json").stdout)["score"]
    assert json.loads(run(*close, "--threshold", "0.999", "--json").stdout)["same"] is False
    assert json.loads(run(*close, "--threshold", str(score - 0.01), "--json").stdout)["same"]


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.csv"
    lines = [
        "甲,乙",
        f"{FULL},深圳星耀科技有限公司",
        "只有一个,",
        "",
        f"{FULL},东莞市启明电子有限公司",
    ]
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def test_a_file_is_compared_line_by_line_and_short_lines_are_told(pairs: Path):
    done = CliRunner().invoke(file_, [str(pairs), "--csv"], catch_exceptions=False)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["same"] for row in rows] == ["True", "False"]
    assert all(row["reasons"].endswith("。") for row in rows)
    assert "pairs.csv line 3" in done.stderr
    assert "[match.two_names]" in done.stderr
    assert done.exit_code == 0


def test_a_file_of_nothing_but_short_lines_is_unusable(tmp_path: Path):
    path = tmp_path / "short.csv"
    path.write_text("a,b\n只有一个\n", encoding="utf-8")
    done = CliRunner().invoke(file_, [str(path), "--json"])
    assert (done.exit_code, json.loads(done.stdout)) == (3, [])


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path):
    with pytest.raises(NotFoundError):
        CliRunner().invoke(file_, [str(tmp_path / "none.csv")], catch_exceptions=False)
    with pytest.raises(InputError):
        CliRunner().invoke(file_, [str(tmp_path)], catch_exceptions=False)


@pytest.mark.django_db
def test_a_command_gives_the_language_back_it_was_called_in():
    before = get_language()
    done = CliRunner().invoke(root, ["--lang", "zh", "match", "name", FULL, FULL])
    assert done.exit_code == 0
    assert get_language() == before
