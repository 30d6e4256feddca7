"""Freezing, writing, issuing and discarding yearly reports."""

from __future__ import annotations

import datetime as dt
import hashlib
import io

import docx
import pytest
from pypdf import PdfReader

from tests.office.annual.conftest import FROZEN_AT, ISSUED_AT, YEAR_END
from tests.office.plans.factories import plan_under_review
from tests.office.registers.cities import City
from zhiheng.core.errors import (
    ConflictError,
    ForbiddenError,
    InputError,
    NotFoundError,
    PersonError,
    StorageError,
)
from zhiheng.office.accounts.models import User
from zhiheng.office.annual import commands, documents, queries
from zhiheng.office.annual.models import Report, Snapshot
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.ledger.models import Event
from zhiheng.office.plans.models import Plan, PlanIndicator


def write(report: Report, by: User, text: str, section: str = "overview") -> Report:
    return commands.write_section(
        report=report,
        revision=report.revision,
        section=section,
        text=text,
        by=by,
        on=FROZEN_AT + dt.timedelta(hours=1),
    )


def issue(report: Report, by: User, on: dt.datetime = ISSUED_AT) -> Report:
    return commands.issue_report(report=report, revision=report.revision, by=by, on=on)


def code_of(error: pytest.ExceptionInfo[PersonError]) -> str:
    return error.value.problems[0].code


def test_a_plan_without_any_value_has_an_honest_report(report: Report):
    facts = queries.facts(report.snapshot)
    assert [each.light.value for each in facts.indicators] == ["unknown"] * 3
    assert facts.indicators[0].name == "每万人口高价值发明专利拥有量"
    assert {each.gap.value for each in facts.missing} == {"no_value", "no_report"}
    text = "\n".join(
        p.text for p in docx.Document(io.BytesIO(documents.file_of(report, "docx"))).paragraphs
    )
    assert "规划设定的3项指标目前均缺少足以判断进展的数据" in text
    assert facts.registers == ()
    assert queries.earlier_snapshot(report.plan, 2025) is None


def test_the_same_snapshot_gives_the_same_files(report: Report):
    again = Report.objects.get(pk=report.pk)
    for ending in ("docx", "pdf"):
        assert documents.file_of(report, ending) == documents.file_of(again, ending)


def test_later_changes_of_the_plan_do_not_reach_the_report(report: Report):
    before = documents.file_of(report, "docx")
    PlanIndicator.objects.filter(plan=report.plan).update(target=999, name="改了名")
    assert documents.file_of(Report.objects.get(pk=report.pk), "docx") == before


def test_the_snapshot_names_the_versions_it_was_counted_on(db: None, own_city: City, officer: User):
    from tests.office.plans.factories import make_plan

    plan = make_plan()
    plan.indicators.filter(number=1).update(computed_by="valid-invention-patents", unit="件")
    report = commands.make_report(plan=plan, as_of=YEAR_END, by=officer, on=FROZEN_AT)
    facts = queries.facts(report.snapshot)
    assert [each.name for each in facts.registers] == ["patents"]
    assert facts.registers[0].rows > 0
    first = facts.indicators[0]
    assert (first.source, first.latest is not None) == ("computed", True)
    assert "已授权公告" in first.definition
    again = commands.make_report(plan=plan, as_of=YEAR_END, by=officer, on=ISSUED_AT)
    assert again.snapshot.digest == report.snapshot.digest


def test_words_written_by_hand_take_the_place_of_the_draft(report: Report, officer: User):
    write(report, officer, "今年总体平稳。\r\n\r\n明年继续。")
    words, draft = queries.section_words(report, "overview")
    assert words == "今年总体平稳。\n\n明年继续。"
    text = [p.text for p in docx.Document(io.BytesIO(documents.file_of(report, "docx"))).paragraphs]
    assert "今年总体平稳。" in text
    assert not any(draft.splitlines()[0] in each for each in text)
    write(report, officer, "")
    assert report.sections == {}
    write(report, officer, draft)
    assert report.sections == {}


def test_two_editors_do_not_cross(report: Report, officer: User):
    other = Report.objects.get(pk=report.pk)
    write(report, officer, "甲写的")
    with pytest.raises(ConflictError) as caught:
        write(other, officer, "乙写的")
    assert code_of(caught) == "annual.changed_meanwhile"
    assert Report.objects.get(pk=report.pk).sections == {"overview": "甲写的"}


def test_what_is_issued_is_kept_and_recognised(report: Report, officer: User, reader: User):
    issue(report, officer)
    word = documents.file_of(report, "docx")
    assert report.word is not None
    assert hashlib.sha256(word).hexdigest() == report.word.digest
    details = Event.objects.get(act="annual.issued").details
    assert report.word.digest in details
    assert report.pdf is not None
    assert report.pdf.digest in details
    found = queries.recognised([word], seen_by=reader)
    assert [(each.report, each.kind) for each in found] == [(report, "word")]
    assert queries.recognised([word + b" "], seen_by=reader) == []
    pdf = PdfReader(io.BytesIO(documents.file_of(report, "pdf")))
    assert pdf.metadata is not None
    assert pdf.metadata["/CreationDate"] == "D:20260820163000+08'00'"
    first = pdf.pages[0].extract_text()
    assert "草稿" not in first


def test_an_issued_report_is_not_changed_any_more(report: Report, officer: User):
    issue(report, officer)
    for act in (
        lambda: write(report, officer, "改"),
        lambda: issue(report, officer),
        lambda: commands.discard_report(
            report=report, revision=report.revision, by=officer, on=ISSUED_AT
        ),
    ):
        with pytest.raises(ConflictError) as caught:
            act()
        assert code_of(caught) == "annual.not_a_draft"


def test_a_later_report_of_the_year_replaces_the_one_before(
    report: Report, plan: Plan, officer: User, reader: User
):
    issue(report, officer)
    content = documents.file_of(report, "pdf")
    second = commands.make_report(plan=plan, as_of=YEAR_END, by=officer, on=ISSUED_AT)
    issue(second, officer, on=ISSUED_AT + dt.timedelta(days=1))
    report.refresh_from_db()
    assert (report.state, second.state, second.number) == ("replaced", "issued", 2)
    assert queries.recognised([content], seen_by=reader)[0].report == report


def test_a_report_is_compared_with_the_year_before(plan: Plan, officer: User):
    first = commands.make_report(plan=plan, as_of=dt.date(2024, 12, 31), by=officer, on=FROZEN_AT)
    second = commands.make_report(plan=plan, as_of=YEAR_END, by=officer, on=FROZEN_AT)
    assert second.previous == first.snapshot
    text = documents.file_of(second, "docx")
    assert "数据截至2024年12月31日的上年度报告" in "".join(
        p.text for p in docx.Document(io.BytesIO(text)).paragraphs
    )


def test_killed_while_issuing_the_report_is_still_a_draft(
    report: Report, officer: User, monkeypatch: pytest.MonkeyPatch
):
    def killed(**given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(commands, "record", killed)
        with pytest.raises(KeyboardInterrupt):
            issue(report, officer)
    left = Report.objects.get(pk=report.pk)
    assert (left.state, left.word) == ("draft", None)
    assert not Attachment.objects.filter(name__endswith=".docx").exists()
    assert issue(left, officer).state == "issued"


def test_only_the_lead_office_makes_reports(plan: Plan, report: Report, reader: User):
    acts = (
        lambda: commands.make_report(plan=plan, as_of=YEAR_END, by=reader, on=FROZEN_AT),
        lambda: write(report, reader, "改"),
        lambda: issue(report, reader),
        lambda: commands.discard_report(report=report, revision=1, by=reader, on=ISSUED_AT),
    )
    for act in acts:
        with pytest.raises(ForbiddenError):
            act()
    with pytest.raises(NotFoundError):
        queries.report(plan, report.number, seen_by=reader, on=ISSUED_AT.date())


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        (dt.date(2026, 12, 31), "annual.day_to_come"),
        (dt.date(2023, 12, 31), "annual.outside_plan"),
    ],
)
def test_days_that_do_not_fit_are_refused(plan: Plan, officer: User, as_of: dt.date, code: str):
    with pytest.raises(InputError) as caught:
        commands.make_report(plan=plan, as_of=as_of, by=officer, on=FROZEN_AT)
    assert code_of(caught) == code
    assert not Snapshot.objects.exists()


def test_a_plan_under_review_has_no_report(db: None, empty_home: object, officer: User):
    with pytest.raises(ConflictError) as caught:
        commands.make_report(plan=plan_under_review(), as_of=YEAR_END, by=officer, on=FROZEN_AT)
    assert code_of(caught) == "annual.plan_under_review"


def test_an_altered_snapshot_is_noticed(report: Report):
    altered = report.snapshot.content.replace('"year":2025', '"year":2024')
    Snapshot.objects.filter(pk=report.snapshot_id).update(content=altered)
    with pytest.raises(StorageError) as caught:
        documents.file_of(Report.objects.get(pk=report.pk), "docx")
    assert code_of(caught) == "annual.snapshot_changed"


def test_sections_that_are_none_or_too_long_are_refused(report: Report, officer: User):
    with pytest.raises(NotFoundError) as unknown:
        write(report, officer, "文字", section="weather")
    assert code_of(unknown) == "annual.no_such_section"
    with pytest.raises(InputError) as caught:
        write(report, officer, "长" * 20_001)
    assert code_of(caught) == "annual.section_too_long"


def test_a_discarded_draft_is_shown_no_more(report: Report, officer: User, plan: Plan):
    commands.discard_report(report=report, revision=report.revision, by=officer, on=ISSUED_AT)
    assert list(queries.reports_of(plan, seen_by=officer, on=ISSUED_AT.date())) == []
    assert queries.earlier_snapshot(plan, 2026) is None
