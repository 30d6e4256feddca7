"""`zhiheng task` and `zhiheng conference`: from the command line to the same acts as the pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.office.conference.conftest import CONTENT
from tests.office.plans.factories import WHEN, make_plan
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cli.root import root
from zhiheng.office.conference import commands
from zhiheng.office.plans.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return make_plan()


def run(*words: object) -> Result:
    return CliRunner().invoke(root, list(map(str, words)), catch_exceptions=True)


def answer(*words: object) -> Any:
    done = run(*words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_task_is_added_reported_blocked_and_done(plan: Plan, tmp_path: Path):
    proof = tmp_path / "合同清单.pdf"
    proof.write_bytes(b"%PDF-1.7")
    [measure] = [
        each for each in answer("task", "measures", plan.pk) if "专利转化" in each["measure"]
    ]
    assert (measure["state"], measure["commitments"][0]["reached"]) == ("not_started", None)
    added = run("task", "add", measure["number"], "--title", "调研", "--due", "2027-06-30")
    number = int(added.stdout)
    assert run("task", "report", number, 40, "在做", "--evidence", proof).exit_code == 0
    assert run("task", "block", number, "数据", "教育局").exit_code == 0
    [blocked] = answer("task", "list", "--state", "blocked", "--plan", plan.pk)
    assert (blocked["number"], blocked["percent"]) == (number, 40)
    assert run("task", "done", number, "完成", "--evidence", proof).exit_code == 0
    shown = answer("task", "show", number)
    assert [each["what"] for each in shown["history"]] == [
        "completed",
        "blocked",
        "progress",
        "added",
    ]
    assert shown["history"][0]["evidence"] == ["合同清单.pdf"]
    assert answer("task", "list") == []


def test_what_cannot_be_done_is_said(plan: Plan):
    measure = plan.measures.get(title__contains="专利转化")
    late = ("task", "add", measure.pk, "--title", "x", "--due", "2030-01-01")
    stranger = ("task", "add", measure.pk, "--title", "x", "--due", "2027-01-01")
    for words, code in (
        (late, 3),
        ((*stranger, "--department", "深圳市公安局"), 3),
        (("task", "show", 999), 4),
        (("task", "measures", 999), 4),
        (("conference", "show", 999), 4),
    ):
        done = run(*words)
        assert done.exit_code == code, (words, done.output, done.exception)


def test_meetings_are_listed_and_shown(plan: Plan):
    by = system_operator()
    meeting = commands.make_meeting(number=3, content=CONTENT, by=by, on=WHEN)
    item = commands.propose_item(title="协调数据共享", text="", by=by, on=WHEN)
    commands.place_item(item=item, meeting=meeting, revision=1, by=by, on=WHEN)
    [listed] = answer("conference", "list")
    assert (listed["number"], listed["state"], listed["items"]) == (3, "draft", 1)
    shown = answer("conference", "show", 3)
    assert [each["title"] for each in shown["agenda"]] == ["协调数据共享"]
    assert answer("conference", "outstanding") == []
