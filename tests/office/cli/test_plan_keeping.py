"""`zhiheng plan import|list|show|proposals|accept|reject|adopt|link` do what the pages do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.office.plans.factories import DOCUMENT
from zhiheng.office.cli.root import root
from zhiheng.office.plans.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


def plan_command(*words: object, expect: int = 0) -> Result:
    done = CliRunner().invoke(root, ["plan", *map(str, words)])
    assert done.exit_code == expect, done.output
    return done


def answer(*words: object) -> Any:
    return json.loads(plan_command(*words, "--json").stdout)


def test_a_plan_is_imported_decided_and_adopted_from_the_command_line(document: Path):
    number = answer("import", document)["plan"]
    (listed,) = answer("list")
    assert (listed["state"], listed["decided"], listed["proposals"]) == ("review", 0, 9)
    plan_command("reject", number, 9, "--reason", "口号")
    assert plan_command("accept", number, 1, 2).stdout.split() == ["1", "2"]
    assert [each["place"] for each in answer("proposals", number, "--open")] == [3, 4, 5, 6, 7, 8]
    plan_command("adopt", number, expect=6)
    assert plan_command("accept", number, "--all").stdout.split() == ["6"]
    shown = answer("adopt", number)
    assert shown["state"] == "in_force"
    assert [each["unit"] for each in shown["indicators"]] == ["件", "亿元", "个月"]
    assert shown["measures"][1]["lead"] == ["深圳市科技创新局"]
    assert shown["measures"][1]["due"] == "2027-12-31"


def test_an_indicator_is_linked_only_to_what_is_counted_in_its_unit(document: Path):
    number = answer("import", document)["plan"]
    plan_command("accept", number, "--all")
    plan_command("adopt", number)
    assert (
        "plan.units_do_not_fit"
        in plan_command("link", number, 3, "valid-invention-patents", expect=3).stderr
    )
    plan_command("link", number, 1, "no-such-indicator", expect=4)
    plan_command("link", number, 1, "valid-invention-patents")
    assert answer("show", number)["indicators"][0]["computed_by"] == "valid-invention-patents"
    plan_command("link", number, 1)
    assert answer("show", number)["indicators"][0]["computed_by"] == ""


def test_refusals_have_the_exit_codes_of_all_commands(document: Path, tmp_path: Path):
    plan_command("import", tmp_path / "missing.md", expect=4)
    plan_command("import", document)
    assert "plan.imported_already" in plan_command("import", document, expect=6).stderr
    plan_command("import", document, "--new-edition")
    silent = tmp_path / "silent.txt"
    silent.write_text("没有年份的文字。", encoding="utf-8")
    assert "plan.period_missing" in plan_command("import", silent, expect=3).stderr
    given = ("--from", 2026, "--until", 2027, "--title", "无题", "--division", "440305")
    assert answer("import", silent, *given)["period"] == [2026, 2027]
    plan_command("show", 99, expect=4)
    number = Plan.objects.earliest("pk").pk
    plan_command("accept", number, 77, expect=4)
    plan_command("accept", number, expect=2)
    plan_command("accept", number, 1, "--all", expect=2)
