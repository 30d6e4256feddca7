"""The pages of yearly reports, as each reader sees them, and the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.office.annual.conftest import ISSUED_AT
from zhiheng.office.accounts.models import User
from zhiheng.office.annual import commands, documents
from zhiheng.office.annual.models import Report
from zhiheng.office.cli.annual import group
from zhiheng.office.plans.models import Plan

ClientOf = Callable[[User], Client]


def base(plan: Plan) -> str:
    return f"/plans/{plan.pk}/annual/"


def test_an_officer_sees_what_is_missing_and_freezes(
    plan: Plan, officer: User, client_of: ClientOf
):
    pages = client_of(officer)
    assert "尚无年度报告" in pages.get(base(plan)).content.decode()
    shown = pages.get(f"{base(plan)}new/?as_of=2025-12-31").content.decode()
    assert "尚无数据的指标 (3)" in shown
    assert "0 / 3" in shown
    made = pages.post(f"{base(plan)}new/", {"as_of": "2025-12-31"}, follow=True)
    assert made.redirect_chain[-1][0] == f"{base(plan)}1/"
    text = made.content.decode()
    assert "规划指标完成情况" in text
    assert "附件1" in text
    assert text.count('data-chart="chart-') >= 1


def test_a_day_to_come_comes_back_with_the_reason(plan: Plan, officer: User, client_of: ClientOf):
    shown = client_of(officer).post(f"{base(plan)}new/", {"as_of": "2028-12-31"})
    assert shown.status_code == 200
    assert "晚于今天" in shown.content.decode()


def test_a_section_is_edited_and_brought_back(report: Report, officer: User, client_of: ClientOf):
    pages, address = client_of(officer), f"{base(report.plan)}1/sections/problems/"
    shown = pages.get(address).content.decode()
    assert "存在的主要问题" in shown
    typed = {"text": "没有问题。", "revision": report.revision}
    saved = pages.post(address, typed, follow=True).content.decode()
    assert "没有问题。" in saved
    assert "已编辑" in saved
    stale = pages.post(address, {"text": "另一版本", "revision": report.revision})
    assert "已被他人修改" in stale.content.decode()
    assert "另一版本" in stale.content.decode()
    back = pages.post(address, {"draft": "1", "text": "没有问题。"}, follow=True)
    assert "没有问题。" not in back.content.decode()
    assert pages.get(f"{base(report.plan)}1/sections/weather/").status_code == 404


def test_files_are_sent_under_a_chinese_name(report: Report, officer: User, client_of: ClientOf):
    pages = client_of(officer)
    word = pages.get(f"{base(report.plan)}1/report.docx")
    assert word.content == documents.file_of(report, "docx")
    assert "filename*=utf-8''" in word["Content-Disposition"]
    pdf = pages.get(f"{base(report.plan)}1/report.pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert pages.get(f"{base(report.plan)}1/report.exe").status_code == 404


def test_issuing_asks_first_and_says_what_is_not_known(
    report: Report, officer: User, client_of: ClientOf
):
    pages, address = client_of(officer), f"{base(report.plan)}1/issue/"
    asked = pages.get(address).content.decode()
    assert "本报告缺少的内容" in asked
    done = pages.post(address, {"revision": report.revision}, follow=True).content.decode()
    assert "已印发" in done
    report.refresh_from_db()
    assert report.word is not None
    assert report.word.digest in done
    assert "/issue/" not in done


def test_a_file_is_checked(report: Report, officer: User, reader: User, client_of: ClientOf):
    issued = commands.issue_report(
        report=report, revision=report.revision, by=officer, on=ISSUED_AT
    )
    content = documents.file_of(issued, "pdf")
    pages, address = client_of(reader), f"{base(report.plan)}verify/"
    right = pages.post(address, {"file": SimpleUploadedFile("收到.pdf", content)})
    assert "逐字节一致" in right.content.decode()
    wrong = pages.post(address, {"file": SimpleUploadedFile("收到.pdf", content + b"\n")})
    assert "没有任何已印发的报告" in wrong.content.decode()


def test_readers_see_issued_reports_only(
    report: Report, officer: User, reader: User, client_of: ClientOf
):
    pages = client_of(reader)
    assert pages.get(f"{base(report.plan)}1/").status_code == 404
    assert pages.get(f"{base(report.plan)}new/").status_code == 403
    assert pages.get(f"{base(report.plan)}1/issue/").status_code == 403
    commands.issue_report(report=report, revision=report.revision, by=officer, on=ISSUED_AT)
    shown = pages.get(f"{base(report.plan)}1/")
    assert shown.status_code == 200
    assert "/sections/" not in shown.content.decode()


def test_a_draft_is_discarded_after_asking(report: Report, officer: User, client_of: ClientOf):
    pages, address = client_of(officer), f"{base(report.plan)}1/discard/"
    assert "将作废" in pages.get(address).content.decode()
    pages.post(address, {"revision": report.revision})
    assert pages.get(f"{base(report.plan)}1/").status_code == 404


def test_the_command_line_makes_writes_issues_and_checks(plan: Plan, tmp_path: Path):
    run = CliRunner().invoke
    made = run(group, ["snapshot", str(plan.pk), "--as-of", "2025-12-31", "--json"])
    assert json.loads(made.output)["report"] == 1
    written = run(group, ["write", str(plan.pk), "1", "--out", str(tmp_path), "--json"])
    files = [Path(each["file"]) for each in json.loads(written.output)]
    assert [path.suffix for path in files] == [".docx", ".pdf"]
    before = [path.read_bytes() for path in files]
    run(group, ["write", str(plan.pk), "1", "--out", str(tmp_path)])
    assert [path.read_bytes() for path in files] == before
    assert (
        json.loads(run(group, ["issue", str(plan.pk), "1", "--json"]).output)["state"] == "issued"
    )
    run(group, ["write", str(plan.pk), "1", "--out", str(tmp_path)])
    known = run(group, ["verify", str(files[1]), "--json"])
    assert json.loads(known.output)[0]["file"] == "pdf"
    files[1].write_bytes(before[1])
    unknown = run(group, ["verify", str(files[1])])
    assert unknown.exception is not None
    assert unknown.exception.problems[0].code == "annual.not_issued"


def test_another_process_in_another_language_writes_the_same_bytes(report: Report, tmp_path: Path):
    """Only the facts go over, as they are stored."""
    (tmp_path / "facts.json").write_text(report.snapshot.content, encoding="utf-8")
    script = """
import sys
from datetime import datetime
from pathlib import Path
from zhiheng.core.annual.facts import facts_of
from zhiheng.core.annual.report import annual_report
from zhiheng.core.documents.pdf import write_pdf
from zhiheng.core.documents.word import write_word
from zhiheng.core.documents.pdf_text import Fonts
folder, digest, at, regular, bold = sys.argv[1:]
at = datetime.fromisoformat(at)
facts = facts_of((Path(folder) / "facts.json").read_bytes(), digest=digest)
document = annual_report(facts, digest=digest, at=at)
(Path(folder) / "report.docx").write_bytes(write_word(document, at=at))
fonts = Fonts(Path(regular), Path(bold))
(Path(folder) / "report.pdf").write_bytes(write_pdf(document, at=at, fonts=fonts))
"""
    from django.utils import timezone

    from zhiheng.office.web.document_files import document_fonts

    fonts = document_fonts()
    at = timezone.localtime(report.changed_at).isoformat()
    given = [str(tmp_path), report.snapshot.digest, at, str(fonts.regular), str(fonts.bold)]
    elsewhere = {"LANG": "de_DE.UTF-8", "TZ": "America/New_York", "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", script, *given], env=elsewhere, check=True)
    for ending in ("docx", "pdf"):
        assert (tmp_path / f"report.{ending}").read_bytes() == documents.file_of(report, ending)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_document_does_not_follow_the_language_of_the_page(
    report: Report, officer: User, client_of: ClientOf, language: str
):
    pages = client_of(officer)
    pages.cookies["django_language"] = language
    word = pages.get(f"{base(report.plan)}1/report.docx").content
    assert word == documents.file_of(report, "docx")
