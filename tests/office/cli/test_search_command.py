"""`zhiheng search` and `zhiheng corpus` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zhiheng.office.cli import corpus, search

LINES = [
    {"id": 7, "title": "个体工商户", "text": "自然人从事工商业经营，经依法登记，为个体工商户。"},
    {"id": "b", "title": "合伙", "text": "两个以上合伙人订立合伙协议。"},
    {"id": 7, "title": "重复", "text": "重复的标识。"},
    {"id": "c", "title": "没有文字"},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    lines = [json.dumps(line, ensure_ascii=False) for line in LINES]
    path.write_text("\n".join([*lines, "no JSON"]), encoding="utf-8")
    return path


def run(command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments), catch_exceptions=False)  # type: ignore[arg-type]


def test_collection_is_indexed_and_searched(file: Path) -> None:
    built = run(
        corpus.group, "index", str(file), "--id", "id", "--text", "title", "--text", "text",
        "--weight", "title=2", "--name", "laws", "--json",
    )  # fmt: skip
    assert json.loads(built.stdout) == {"collection": "laws", "documents": 2, "kept_out": 3}
    assert "line 3" in built.stderr
    found = run(
        corpus.group, "search", "谁可以成为个体工商户？", "--name", "laws", "--limit", "1", "--json"
    )
    [hit] = json.loads(found.stdout)["hits"]
    assert hit["id"] == 7
    assert hit["score"] > 0


def test_weight_of_an_unknown_field_is_refused(file: Path) -> None:
    done = run(corpus.group, "index", str(file), "--id", "id", "--text", "text", "--weight", "x=2")
    assert done.exit_code == 2


def test_query_needs_no_verb_and_a_missing_index_is_built() -> None:
    done = run(search.group, "电池 ad:明天", "--json")
    answer = json.loads(done.stdout)
    assert done.exit_code == 0
    assert set(answer) == {"hits", "total", "facets", "understood"}
    assert answer["understood"]["zh"]
    assert [problem["code"] for problem in answer["understood"]["problems"]] == [
        "query.date_unreadable"
    ]
    state = json.loads(run(search.group, "state", "--json").stdout)
    assert state["state"] == "ready"
    rebuilt = json.loads(run(search.group, "rebuild", "--json").stdout)
    assert set(rebuilt) == {"records"}
