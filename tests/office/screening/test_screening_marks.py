"""Marks are screened, kept, shown, dismissed, spared and exported as patents are."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from tests.core.lake.stored import packaged, put
from tests.office.conftest import MakePerson
from tests.office.registers.cities import empty_home
from tests.office.screening.mark_cases import LATER, NEAR, MarksCourt, cast, marks_court
from zhiheng.core.errors import InputError
from zhiheng.core.lake.tables import Lake
from zhiheng.core.screening.scopes import Scope
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.cli.screen import group
from zhiheng.office.registers import lake
from zhiheng.office.screening import law, queries
from zhiheng.office.screening.judging import dismiss_finding
from zhiheng.office.screening.models import Finding, Ring, Run
from zhiheng.office.screening.presenters import sentence_shown
from zhiheng.office.screening.previewing import request_trial, run_trial
from zhiheng.office.screening.running import request_run, run_screening
from zhiheng.office.screening.setting import spare

__all__ = ["cast", "copied", "empty_home", "marks_court"]

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
ON = dt.datetime(2026, 7, 1, 2, tzinfo=dt.UTC)
YEAR = Scope("period", first=dt.date(2025, 1, 1), last=dt.date(2026, 6, 30))
AGENCY = "深圳示例商标代理有限公司"
COPIER = "深圳市示例品牌管理有限公司"
WORDS = ("珂沛诗", "尔诗渝", "迪沐莱", "泽悦翎", "翎澜凯", "骏诺谛")
COPIES = [f"6200000{place}~09" for place in range(len(WORDS))]


class Copied:
    """A firm that filed the marks of six others, and the people."""

    def __init__(self, officer: User, analyst: User) -> None:
        self.officer, self.analyst = officer, analyst

    def screen(self, scope: Scope = YEAR) -> Run:
        """Screen marks and return how it ended."""
        run = request_run(scope=scope, about="trademarks", by=self.analyst, on=ON)
        return run_screening(run=run, by=self.analyst, on=ON)

    def copying(self) -> Finding:
        """Return the finding about the copies."""
        return Finding.objects.get(signal="mark-copying")


@pytest.fixture
def copied(make_person: MakePerson, empty_home: Path) -> Copied:
    """The lake, nothing screened yet."""
    shutil.copytree(_stored(), empty_home / "lake", dirs_exist_ok=True)
    lake.forget()
    law.forget()
    return Copied(make_person("carla", Role.OFFICER), make_person("anna", Role.ANALYST))


def test_copies_become_a_finding_of_marks_with_a_ring_and_stay_one(copied: Copied):
    run = copied.screen()
    found = copied.copying()
    assert (run.about, run.asked, found.about, found.behaviour) == (
        "trademarks",
        6,
        "trademarks",
        "TM-2",
    )
    assert set(found.filings) == set(COPIES)
    assert found.title == COPIER
    assert Ring.objects.get(pk=found.ring_id).about == "trademarks"
    copied.screen()
    assert copied.copying().pk == found.pk
    assert queries.counts_by_state("patents")["open"] == 0
    assert queries.findings(queries.FindingFilter(text="62000003")).get(pk=found.pk) == found


def test_what_was_dismissed_is_not_told_again_and_the_white_list_spares(copied: Copied):
    copied.screen()
    for each in Finding.objects.all():
        dismiss_finding(finding=each, revision=None, reason="获授权", by=copied.analyst, on=ON)
    assert copied.screen().found == 0
    entry = spare(
        kind="filing", text="62000001", signals=["mark-copying"], reason="权利人同意",
        valid_from=ON.date(), valid_to=None, by=copied.officer, on=ON,
    )  # fmt: skip
    assert (entry.value, entry.name) == ("62000001~09", WORDS[1])


def test_an_agency_of_marks_is_spared_by_its_name(copied: Copied, client_of: ClientOf):
    given = {"kind": "agency", "text": AGENCY, "reason": "已核实", "valid_to": None}
    days = {"valid_from": ON.date(), "by": copied.officer, "on": ON}
    with pytest.raises(InputError):  # for all signals: one of the register of agencies
        spare(**given, **days, signals=[])
    entry = spare(**given, **days, signals=["mark-copying"])
    assert entry.value == AGENCY
    copied.screen()
    assert not Finding.objects.filter(signal="mark-copying").exists()
    page = client_of(copied.officer).get("/screening/white-list/").content.decode()
    assert AGENCY in page
    assert "/registers/agencies" not in page


def test_another_scope_finds_the_same_and_an_unknown_agency_is_told(copied: Copied):
    copied.screen(Scope("agency", agency=AGENCY))
    assert copied.copying().size == 6
    done = CliRunner().invoke(group, ("marks", "--agency", "没有这家"))
    assert isinstance(done.exception, InputError)
    assert done.exception.problems[0].code == "screening.mark_agency_unknown"


def test_the_command_line_tells_leads_about_marks_and_keeps_none(copied: Copied):
    days = ("--from", "2025-01-01", "--to", "2026-06-30", "--on", "2026-07-01")
    done = CliRunner().invoke(group, ("marks", *days, "--json"), catch_exceptions=False)
    told = json.loads(done.stdout)
    [lead] = [each for each in told["findings"] if each["signal"] == "mark-copying"]
    assert (told["asked"], lead["behaviour"], sorted(lead["filings"])) == (6, "TM-2", COPIES)
    assert {each["kind"] for each in lead["evidence"]} >= {"pair_of_marks"}
    assert not Finding.objects.exists()
    kept = CliRunner().invoke(
        group, ("run", "--about", "trademarks", *days[:4], "--json"), catch_exceptions=False
    )
    assert json.loads(kept.stdout)[0]["about"] == "trademarks"
    listed = CliRunner().invoke(group, ("findings", "--about", "trademarks", "--json"))
    assert "mark-copying" in {each["signal"] for each in json.loads(listed.stdout)}
    assert (
        json.loads(CliRunner().invoke(group, ("findings", "--about", "patents", "--json")).stdout)
        == []
    )


def test_a_limit_of_marks_is_tried_on_marks(copied: Copied):
    trial = request_trial(
        signal="mark-copying", limit="least-victims", value=50, valid_from=ON.date(),
        reason="试算", by=copied.officer, on=ON,
    )  # fmt: skip
    assert (trial.about, trial.last) == ("trademarks", dt.date(2026, 3, 6))
    result = run_trial(trial=trial, on=ON).result
    assert (result["before"], result["after"], result["lost_count"]) == (1, 0, 1)
    assert set(result["lost"][0]["filings"]) == set(COPIES)


def test_lists_show_patents_or_marks_and_stay_with_these(copied: Copied, client_of: ClientOf):
    copied.screen()
    client = client_of(copied.officer)
    assert "还没有线索" in client.get("/screening/").content.decode()
    page = client.get("/screening/?about=trademarks").content.decode()
    assert "商标申请筛查" in page
    assert "情形（二）" in page
    assert 'href="/screening/rings/?about=trademarks"' in page
    assert COPIER in client.get("/screening/rings/?about=trademarks").content.decode()
    assert COPIER not in client.get("/screening/rings/").content.decode()
    runs = client.get("/screening/runs/?about=trademarks").content.decode()
    assert "2025-01-01" in runs
    limits = client.get("/screening/limits/?about=trademarks").content.decode()
    assert "大量摹仿多个主体的在先商标" in limits
    assert "大量摹仿多个主体的在先商标" not in client.get("/screening/limits/").content.decode()
    rows = json.loads(b"".join(client.get("/screening/export.json?about=trademarks")))
    assert {row["behaviour"].split()[0] for row in rows} >= {"TM-2"}


def test_an_officer_asks_for_a_screening_of_marks(copied: Copied, client_of: ClientOf):
    client = client_of(copied.officer)
    assert "商标登记簿" in client.get("/screening/runs/new/?about=trademarks").content.decode()
    given = {"kind": "agency", "about": "trademarks", "agency-text": "没有这家"}
    wrong = client.post("/screening/runs/new/", given).content.decode()
    assert "商标登记簿中没有名为" in wrong
    given = {**given, "agency-text": AGENCY}
    assert client.post("/screening/runs/new/", given).status_code == 302
    run = Run.objects.get()
    assert (run.about, run.scope["agency"]) == ("trademarks", AGENCY)


def test_a_finding_lays_two_marks_side_by_side_with_reasons_goods_and_law(
    marks_court: MarksCourt, client_of: ClientOf
):
    found = marks_court.finding(NEAR, LATER)
    page = client_of(marks_court.analyst).get(f"/screening/findings/{found.pk}/").content.decode()
    for words in (
        "华星科技", "华兴科技", "读音相同", "音同形近", "商标审查审理指南 下编", "同为 0901 类似群",
        "黄鹤楼", "景点名录", "风景名胜", "第9类", "商标法（2019）", "不超过一万元", "被提异议",
    ):  # fmt: skip
        assert words in page, words
    assert "张晓明" not in page  # a person's name is masked for who may not see it
    assert "黄**" not in page  # that of a sight is not
    assert f'href="/registers/trademarks/record/{NEAR}"' in page


def test_a_protected_name_is_told_whoever_reads():
    facts = {"mark": "黄鹤楼", "name": "黄鹤楼", "source": "景点名录"}
    assert "与“黄鹤楼”" in sentence_shown("mark-absolute-grounds", facts, unmasked=False)


def test_figures_are_called_what_they_measure(marks_court: MarksCourt, client_of: ClientOf):
    found = marks_court.finding(NEAR, signal="mark-transfers")
    figures = [
        {"name": "least-transferees", "value": 9, "limit": 4, "unit": "transferees"},
        {"name": "least-filings", "value": 12, "limit": 6, "unit": "filings"},
    ]
    found.evidence = [{"kind": "figure", "filings": [], "facts": each} for each in figures]
    found.save()
    page = client_of(marks_court.analyst).get(f"/screening/findings/{found.pk}/").content.decode()
    assert "受让人个数" in page
    assert "转让件数" in page
    assert "至少" not in page


def test_the_interface_says_what_a_finding_is_about(marks_court: MarksCourt, client_of: ClientOf):
    marks_court.finding(NEAR)
    client = client_of(marks_court.analyst)
    told = client.get("/api/screening/findings?about=trademarks").json()
    assert [each["about"] for each in told["findings"]] == ["trademarks"]
    whole = client.get(f"/api/screening/findings/{told['findings'][0]['number']}").json()
    assert whole["evidence"][0]["facts"]["b_owner"] == ["张**"]
    assert client.get("/api/screening/findings?about=patents").json()["total"] == 0


@cache
def _stored() -> Path:
    from tests.conftest import HOME

    folder = Path(tempfile.mkdtemp(prefix="copied-marks-", dir=HOME)) / "lake"
    rows = [
        _mark(f"1000000{place}", word, f"深圳市{word}有限公司", dt.date(2012, 5, 1))
        for place, word in enumerate(WORDS)
    ]
    rows += [
        _mark(f"6200000{place}", word, COPIER, dt.date(2025, 10 + place // 3, 6))
        for place, word in enumerate(WORDS)
    ]
    rows[-1]["filing_date"] = dt.date(2026, 3, 6)
    store = Lake(str(folder))
    put(store, packaged().register("trademarks"), rows)
    return folder


def _mark(number: str, words: str, owner: str, day: dt.date) -> dict[str, Any]:
    return {
        "number": number,
        "nice_class": "09",
        "mark_text": words,
        "office": "CN",
        "status": "registered",
        "filing_date": day,
        "owners": [owner],
        "addresses": ["深圳市南山区一号" if owner == COPIER else f"深圳市福田区{number}号"],
        "division": "440305",
        "agency": AGENCY,
        "goods": "计算机软件",
        "similar_groups": ["0901"],
    }
