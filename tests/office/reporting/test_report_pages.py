"""The pages: the department's list, one report, the overview, sheets, and the command line."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from tests.office.conftest import MakePerson
from tests.office.reporting.conftest import APRIL, JULY, Reported, enter, sign
from zhiheng.office.accounts.commands import create_organisation
from zhiheng.office.accounts.enums import OrganisationKind
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cli.root import root
from zhiheng.office.reporting import queries
from zhiheng.office.reporting.models import Request, Schedule
from zhiheng.office.reporting.scheduling import open_due

ClientOf = Callable[[User], Client]
END = dt.date(2026, 12, 31)


@pytest.fixture
def clerk(asked: Reported, client_of: ClientOf) -> Client:
    """The clerk's browser."""
    return client_of(asked.team.clerk)


@pytest.fixture
def leader(asked: Reported, client_of: ClientOf) -> Client:
    """The browser of the department's leader."""
    return client_of(asked.team.leader)


def post(client: Client, request: Request, act: str, **given: object) -> object:
    request.refresh_from_db()
    return client.post(
        f"/reports/{request.pk}/{act}/", {"revision": request.revision, **given}, follow=True
    )


def sheet(*rows: list[object]) -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return SimpleUploadedFile("filled.xlsx", target.getvalue())


class TestOneReport:
    def test_from_a_wrong_unit_to_the_signed_value(
        self, asked: Reported, clerk: Client, leader: Client
    ):
        request = asked.first
        page = clerk.get("/reports/").content.decode()
        assert f'href="/reports/{request.pk}/"' in page
        file = SimpleUploadedFile("台账.txt", "八十二".encode())
        answer = post(clerk, request, "enter", written="825,000", unit="亿元", evidence=file)
        text = answer.content.decode()
        assert "是否以万元填报" in text
        assert "台账.txt" in text
        refused = post(clerk, request, "submit").content.decode()
        assert "请填写理由后再提交" in refused
        assert request.state == "open"
        kept = [each.attachment_id for each in queries.draft_of(request).evidence.all()]
        answer = post(clerk, request, "enter", written="825,000", unit="万元", keep=kept)
        assert "校验未发现疑点" in answer.content.decode()
        post(clerk, request, "submit")
        assert "签发" not in clerk.get(f"/reports/{request.pk}/").content.decode().partition(
            'id="history"'
        )[0].partition("<main")[2].replace("待签发", "")
        assert "台账.txt" in leader.get(f"/reports/{request.pk}/").content.decode()
        post(leader, request, "sign")
        (value,) = queries.reported_values(asked.indicator, until=END)
        assert (value.value, value.evidence) == (Decimal("82.5"), 1)
        assert "82.5 亿元" in clerk.get("/reports/?state=signed").content.decode()

    @pytest.mark.parametrize("typed", ["很多", "", "1e9", "12万"])
    def test_what_is_no_number_is_told_on_the_form(
        self, typed: str, asked: Reported, clerk: Client
    ):
        answer = post(clerk, asked.first, "enter", written=typed, unit="亿元")
        assert answer.status_code == 200
        assert answer.context["value_form"].errors
        assert not asked.first.versions.exists()

    def test_a_page_made_before_somebody_elses_act_is_refused(self, asked: Reported, clerk: Client):
        request = asked.first
        enter(asked.first, asked.team, "80")
        answer = clerk.post(
            f"/reports/{request.pk}/enter/",
            {"revision": request.revision, "written": "81", "unit": "亿元"},
        )
        assert "已有人处理了这项填报" in answer.content.decode()
        assert clerk.post(f"/reports/{request.pk}/submit/", {}).status_code == 400
        assert asked.first.state == "open"

    def test_only_the_department_and_the_lead_office_come_in(
        self, asked: Reported, make_person: MakePerson, client_of: ClientOf, clerk: Client
    ):
        file = SimpleUploadedFile("a.txt", b"secret")
        version = enter(asked.first, asked.team, "80", files=[file])
        path = f"/reports/evidence/{version.evidence.get().pk}/"
        assert b"".join(clerk.get(path).streaming_content) == b"secret"
        assert b"".join(client_of(asked.lead).get(path).streaming_content) == b"secret"
        outsider = User.objects.get(pk=make_person("nora").pk)
        assert client_of(outsider).get(path).status_code == 403
        assert Client().get(path).status_code == 302
        for act in ("enter", "submit", "sign", "return", "query", "discard"):
            answer = client_of(outsider).post(f"/reports/{asked.first.pk}/{act}/", {"revision": 1})
            assert answer.status_code == 403, act
        assert clerk.get("/reports/999/").status_code == 404

    def test_others_see_what_was_signed_and_nothing_else(
        self, asked: Reported, auditor: User, client_of: ClientOf
    ):
        elsewhere = create_organisation(
            name="审计局", kind=OrganisationKind.GOVERNMENT, by=system_operator(), on=APRIL
        )
        auditor.memberships.update(organisation=elsewhere)
        reader = client_of(auditor)
        path = f"/reports/{asked.first.pk}/"
        assert reader.get(path).status_code == 403
        sign(asked.first, asked.team, "82.5")
        file = SimpleUploadedFile("a.txt", b"secret")
        version = enter(asked.first, asked.team, "84", files=[file], on=JULY)
        page = reader.get(path).content.decode()
        assert "82.5 亿元" in page
        assert "84 亿元" not in page
        assert "a.txt" not in page
        assert reader.get(f"/reports/evidence/{version.evidence.get().pk}/").status_code == 403

    def test_returned_queried_and_discarded_on_the_page(
        self, asked: Reported, clerk: Client, leader: Client, client_of: ClientOf
    ):
        request = asked.first
        post(clerk, request, "enter", written="80", unit="亿元")
        assert "将被放弃" in clerk.get(f"/reports/{request.pk}/discard/").content.decode()
        post(clerk, request, "discard")
        post(clerk, request, "enter", written="80", unit="亿元")
        post(clerk, request, "submit")
        post(leader, request, "return", answer="请补充依据")
        assert "请补充依据" in clerk.get(f"/reports/{request.pk}/").content.decode()
        post(clerk, request, "enter", written="81", unit="亿元")
        post(clerk, request, "submit")
        post(leader, request, "sign")
        lead = client_of(asked.lead)
        assert "请说明" not in post(lead, request, "query", answer="偏高").content.decode()
        request.refresh_from_db()
        assert request.state == "queried"


class TestOverview:
    def test_the_lead_office_schedules_opens_and_looks(
        self, reported: Reported, client_of: ClientOf
    ):
        lead, plan = client_of(reported.lead), reported.plan.pk
        first = dt.date(plan and 2024, 1, 1).isoformat()
        given = {"rhythm": "yearly", "due_days": 20, "in_working_days": "on", "starts_on": first}
        done = lead.post(f"/reports/plans/{plan}/schedule/", given, follow=True)
        assert "已为 2 项指标设置填报安排" in done.content.decode()
        opened = lead.post(f"/reports/plans/{plan}/open/", follow=True).content.decode()
        assert "已下达" in opened
        year = lead.get(f"/reports/plans/{plan}/?year=2025").content.decode()
        assert "2025年" in year
        assert "逾期" in year
        assert lead.get(f"/reports/plans/{plan}/?year=x").status_code == 400

    def test_the_schedule_of_one_indicator_is_changed(
        self, reported: Reported, client_of: ClientOf
    ):
        lead, path = client_of(reported.lead), f"/reports/plans/{reported.plan.pk}/2/schedule/"
        shown = lead.get(path)
        assert shown.context["form"].initial["rhythm"] == "quarterly"
        given = {"rhythm": "monthly", "due_days": 5, "starts_on": "2026-01-01", "revision": 1,
                 "department": reported.team.department.pk}  # fmt: skip
        assert lead.post(path, given).status_code == 302
        assert Schedule.objects.get(indicator=reported.indicator).rhythm == "monthly"
        assert "已有人处理" in lead.post(path, given).content.decode()
        assert lead.get(f"/reports/plans/{reported.plan.pk}/99/schedule/").status_code == 404

    def test_a_department_sees_its_own_and_sets_nothing(self, asked: Reported, clerk: Client):
        page = clerk.get(f"/reports/plans/{asked.plan.pk}/?year=2026").content.decode()
        assert asked.indicator.name in page
        assert "商标审查平均周期" not in page
        assert clerk.get(f"/reports/plans/{asked.plan.pk}/2/schedule/").status_code == 403
        assert clerk.post(f"/reports/plans/{asked.plan.pk}/open/").status_code == 403

    def test_the_export_holds_every_version(self, asked: Reported, client_of: ClientOf):
        sign(asked.first, asked.team, "82.5")
        sign(asked.first, asked.team, "84", reason="补报", on=JULY)
        open_due(day=JULY.date(), by=system_operator(), on=JULY)
        answer = client_of(asked.lead).get(f"/reports/plans/{asked.plan.pk}/values.xlsx")
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        rows = list(book.active.iter_rows(values_only=True))
        place = rows[0].index("数值")
        assert [row[place] for row in rows[1:]] == [84, 82.5, None]


class TestSheets:
    def test_downloaded_filled_and_taken(self, asked: Reported, clerk: Client):
        answer = clerk.get("/reports/template.xlsx")
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        headings, row = list(book.active.iter_rows(values_only=True))
        assert row[headings.index("指标")] == asked.indicator.name
        assert row[headings.index("填报期")] == "2026年第一季度"
        book.active.cell(2, headings.index("本期数值") + 1, 82.5)
        target = io.BytesIO()
        book.save(target)
        file = SimpleUploadedFile("填报.xlsx", target.getvalue())
        page = clerk.post("/reports/upload/", {"sheet": file, "submit": "on"})
        (line,) = page.context["answers"]
        assert (line.outcome, line.indicator) == ("submitted", asked.indicator.name)
        assert asked.first.state == "submitted"

    def test_every_row_is_answered_and_a_wrong_one_keeps_no_other(
        self, asked: Reported, clerk: Client
    ):
        open_due(day=JULY.date(), by=system_operator(), on=JULY)
        first, second = asked.first.pk, asked.second.pk
        file = sheet(
            ["填报编号", "本期数值", "单位", "理由（有疑点时填写）"],
            [first, "825000", "亿元", ""],
            [second, "１７０", "", ""],
            [second, 171, "亿元", ""],
            [999, 1, "亿元", ""],
            ["x", 1, "亿元", ""],
            [first, "很多", "亿元", ""],
            [None, None, None, None],
        )
        lines = clerk.post("/reports/upload/", {"sheet": file, "submit": "on"}).context["answers"]
        assert [(line.row, line.outcome) for line in lines] == [
            (2, "entered"), (3, "submitted"), (4, "refused"), (5, "refused"), (6, "refused"),
            (7, "refused"),
        ]  # fmt: skip
        assert "是否以万元填报" in lines[0].problems[0]
        assert "第 3 行" in lines[2].problems[0]

    @pytest.mark.parametrize(
        ("file", "said"),
        [
            (SimpleUploadedFile("a.xlsx", b"PK\x03\x04 broken"), "不能读取文件"),
            (SimpleUploadedFile("a.xlsx", b""), "不能读取文件"),
            (SimpleUploadedFile("a.csv", b"1,2,3"), "不能读取文件"),
            (sheet(["a", "b"], [1, 2]), "缺少列"),
            (sheet(["填报编号", "本期数值", "单位"]), "没有填写任何数值"),
            (sheet(), "缺少列"),
        ],
        ids=["broken", "empty", "another format", "headings", "nothing filled", "no rows"],
    )
    def test_a_wrong_file_is_refused_as_a_whole(
        self, file: SimpleUploadedFile, said: str, clerk: Client
    ):
        file.seek(0)
        page = clerk.post("/reports/upload/", {"sheet": file})
        assert page.status_code == 200
        assert said in page.content.decode()


def test_the_command_line_does_the_same(asked: Reported, make_person: MakePerson):
    pk, team = str(asked.first.pk), asked.team
    run = CliRunner()

    def told(*words: str, code: int = 0) -> str:
        result = run.invoke(root, ["report", *words])
        assert result.exit_code == code, result.output
        return result.stdout

    (listed,) = json.loads(told("list", "--plan", str(asked.plan.pk), "--json"))
    assert (listed["state"], listed["report"]) == ("open", asked.first.pk)
    clerk = ["--as", team.clerk.username]
    entered = json.loads(told("enter", pk, "825000", *clerk, "--json"))
    assert "万元" in entered["doubts"][0]
    told("submit", pk, *clerk, code=3)
    told("enter", pk, "825000", "--unit", "万元", *clerk)
    told("submit", pk, *clerk)
    told("sign", pk, *clerk, code=5)
    assert json.loads(told("sign", pk, "--as", team.leader.username, "--json"))["value"] == "82.5"
    (version,) = json.loads(told("history", pk, "--json"))
    assert (version["value"], version["counts"]) == ("82.5 亿元", True)
    told("query", pk, "偏高")
    assert json.loads(told("open", "--on", "2026-07-01", "--json"))[0]["due"] == "2026-07-14"
    told("history", "999", code=4)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_things(
    rows: int, reported: Reported, client_of: ClientOf, django_assert_num_queries
):
    day = [dt.date(2026, 4, 1), dt.date(2026, 7, 1), dt.date(2026, 10, 1)][rows - 1]
    open_due(day=day, by=system_operator(), on=APRIL)
    client = client_of(reported.lead)
    # session, person, roles, plans to choose from, notices; count, rows, versions; roles again
    with django_assert_num_queries(11):
        page = client.get("/reports/")
    assert len(page.context["lines"]) == rows
