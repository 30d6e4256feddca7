"""`zhiheng plan read`: the shape of its JSON, its table, its refusals."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zhiheng.office.cli.root import root

pytestmark = pytest.mark.django_db  # the command line prepares its home
PLAN = """临江市知识产权“十五五”规划

临江市人民政府
2026年3月18日

一、目标
| 序号 | 指标 | 单位 | 2025年 | 2030年 | 属性 |
|---|---|---|---|---|---|
| 1 | 专利质押融资金额、项目数 | 亿元（项） | 3（40） | 8（120） | 预期性 |

二、任务
1.强化保护。建设工作站20个。（市市场监管局牵头，市公安局配合，2028年底前）
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_text(PLAN, encoding="gb18030")
    return path


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(root, ["plan", "read", *map(str, arguments)])


def test_json_has_the_agreed_shape_and_spans_of_the_text(plan: Path) -> None:
    data = json.loads(_run(plan, "--json", "--text").stdout)
    assert (data["title"], data["issuers"], data["date"], data["period"]) == (
        "临江市知识产权“十五五”规划", ["临江市人民政府"], "2026-03-18", [2026, 2030],
    )  # fmt: skip
    amount, number = data["indicators"]
    assert amount["row"] == number["row"] == 1
    assert (amount["baseline"], number["target"]) == (
        {"year": 2025, "value": 3, "cumulative": False},
        {"year": 2030, "value": 120, "cumulative": False, "comparator": "="},
    )
    [measure] = data["measures"]
    assert (measure["lead"], measure["support"], measure["due"]) == (
        ["市市场监管局"],
        ["市公安局"],
        "2028-12",
    )
    [commitment] = measure["commitments"]
    start, end = commitment["span"]
    assert data["text"][start:end] == commitment["text"] == "建设工作站20个"
    assert data["text_length"] == len(data["text"]) == len(PLAN)


def test_csv_has_one_line_a_proposal(plan: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(_run(plan, "--csv").stdout)))
    assert [(row["kind"], row["row"], row["target"]) for row in rows] == [
        ("indicator", "1", "8"),
        ("indicator", "1", "120"),
        ("measure", "1", "20个"),
    ]


def test_the_table_names_the_plan_first(plan: Path) -> None:
    assert _run(plan).stdout.startswith("临江市知识产权“十五五”规划")


def test_a_missing_file_and_an_old_word_file_have_their_exit_codes(tmp_path: Path) -> None:
    assert _run(tmp_path / "none.docx").exit_code == 4
    old = tmp_path / "old.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64))
    assert _run(old, "--json").exit_code == 3
