"""A list asks the database the same number of things with one row and with three.

People and the ledger are counted beside their own tests.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.office.plans.factories import DOCUMENT, make_plan, make_team, plan_under_review
from zhiheng.core.themes.definition import ThemeDefinition
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.annual.commands import make_report
from zhiheng.office.conference.commands import MeetingContent, make_meeting, propose_item
from zhiheng.office.protection.models import Alert, Entry
from zhiheng.office.registers.commands import import_files
from zhiheng.office.screening.models import DraftCheck, Finding, Ring, Run, Trigger, VetoAnswer
from zhiheng.office.search.commands import save_search
from zhiheng.office.supervision.commands import TaskContent, add_task
from zhiheng.office.themes.commands import create_theme

ClientOf = Callable[[User], Client]
HEADINGS = "行政区划代码,地区,年份,常住人口(万人)\n"
SESSION_ROLES_AND_ALERTS = 4


def population(home: Path, name: str, *, good: int, bad: int) -> str:
    """Write a table with rows that are taken and rows that are set aside."""
    rows = [f"440305,南山区,{2020 + index},181.{index}\n" for index in range(good)]
    rows += [f"440305,南山区,{2010 + index},很多\n" for index in range(bad)]
    path = home / name
    path.write_text(HEADINGS + "".join(rows), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_imports(
    rows: int, analyst: User, client_of: ClientOf, empty_home: Path, django_assert_num_queries
):
    for number in range(rows):
        path = population(empty_home, f"{number}.csv", good=1, bad=0)
        import_files(paths=[path], by=analyst, on=timezone.now())
    client = client_of(analyst)
    # marking the interrupted ones takes a savepoint, an update, a look whether one is running, an
    # update and the release; count; rows
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 7):
        page = client.get("/registers/imports/")
    assert page.content.decode().count('href="/registers/imports/') >= rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_rows_set_aside(
    rows: int, analyst: User, client_of: ClientOf, empty_home: Path, django_assert_num_queries
):
    path = population(empty_home, "bad.csv", good=0, bad=rows)
    import_files(paths=[path], by=analyst, on=timezone.now())
    client = client_of(analyst)
    # the kinds of problem that occur; count; rows with their imports
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 3):
        page = client.get("/registers/set-aside/")
    assert page.content.decode().count("bad.csv") >= rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_a_register(
    rows: int, analyst: User, client_of: ClientOf, empty_home: Path, django_assert_num_queries
):
    path = population(empty_home, "good.csv", good=rows, bad=0)
    import_files(paths=[path], by=analyst, on=timezone.now())
    client = client_of(analyst)
    # the rows themselves lie in the lake
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS):
        page = client.get("/registers/population/")
    assert page.content.decode().count("南山区") >= rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_results_of_a_search(
    rows: int, analyst: User, client_of: ClientOf, empty_home: Path, django_assert_num_queries
):
    path = empty_home / "agencies.csv"
    names = "".join(f"4410{number},深圳市示例{number}专利代理事务所\n" for number in range(rows))
    path.write_text(f"机构代码,机构名称\n{names}", encoding="utf-8")
    import_files(paths=[str(path)], by=analyst, on=timezone.now())
    client = client_of(analyst)
    # the hits and what they are divided by lie in the index
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS):
        page = client.get("/search/?q=示例")
    assert len(page.context["page"].hits) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_saved_searches(
    rows: int, analyst: User, client_of: ClientOf, empty_home: Path, django_assert_num_queries
):
    for number in range(rows):
        save_search(name=f"{number}", query="x", by=analyst, on=timezone.now())
    client = client_of(analyst)
    # the person's organisations; count; rows with unread alerts; those deleted
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 4):
        page = client.get("/search/saved/")
    assert len(page.context["lines"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_themes(
    rows: int, analyst: User, client_of: ClientOf, empty_home: Path, django_assert_num_queries
):
    for number in range(rows):
        create_theme(
            slug=f"theme-{number}",
            title_zh=f"专题{number}",
            definition=ThemeDefinition(classes=("H01M",)),
            by=analyst,
            on=timezone.now(),
        )
    client = client_of(analyst)
    # which declared ones are taken over; count; rows with their published editions
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 3):
        page = client.get("/themes/")
    assert page.content.decode().count("专题") >= rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_of_a_plan_and_a_persons_tasks(
    rows: int, office, client_of: ClientOf, empty_home: Path, django_assert_num_queries
):
    plan = make_plan()
    team = make_team(plan, "深圳市科技创新局")
    measure = plan.measures.get(title__contains="专利转化专项行动")
    for number in range(rows):
        content = TaskContent(title=f"调研{number}", due_on=date(2027, 6, 30))
        add_task(
            measure=measure,
            department=team.department,
            content=content,
            by=team.clerk,
            on=timezone.now(),
        )
    client = client_of(team.clerk)
    # whether the person leads plans; the plan; measures with both kinds of departments and what
    # they promise; tasks; reports; completions
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 9):
        client.get(f"/supervision/plans/{plan.pk}/")
    # whether the person leads plans, for the filter, the rows and the links; plans for the filter
    # and for the links; count; rows
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 7):
        page = client.get("/supervision/")
    assert page.content.decode().count("调研") >= rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_meetings(
    rows: int, make_person, client_of: ClientOf, empty_home: Path, django_assert_num_queries
):
    officer = make_person("olga", Role.OFFICER)
    for number in range(rows):
        content = MeetingContent(title=f"会议{number}", held_on=date(2026, 3, 20))
        make_meeting(number=number + 1, content=content, by=officer, on=timezone.now())
        propose_item(title=f"议题{number}", text="", by=officer, on=timezone.now())
    client = client_of(officer)
    # whether the person keeps the conference, for four parts of the page; count; rows; items that
    # wait with their papers; blocked and escalated tasks; decisions that are outstanding
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 11):
        page = client.get("/conference/")
    assert page.content.decode().count("会议") >= rows
    assert page.content.decode().count("议题") >= rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_plans(
    rows: int, analyst: User, client_of: ClientOf, empty_home: Path, django_assert_num_queries
):
    for number in range(rows):
        make_plan(text=DOCUMENT.replace("高质量发展", f"第{number}轮发展"))
    client = client_of(analyst)
    # whether the person is in the lead office, for the plans shown and for the button; count; rows
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 4):
        page = client.get("/plans/")
    assert page.context["pager"].total == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_review_of_a_plan_and_the_plan_in_force(
    rows: int, analyst: User, client_of: ClientOf, empty_home: Path, django_assert_num_queries
):
    more = "".join(
        f"{number}.专项任务{number}。（市公安局牵头，市教育局配合，2027年底前）\n\n"
        for number in range(6, 6 + rows)
    )
    text = DOCUMENT.replace("三、保障措施", f"{more}三、保障措施")
    under_review = plan_under_review(text=text)
    in_force = make_plan(text=text.replace("高质量", "稳步"))
    client = client_of(analyst)
    # whether the person is in the lead office, twice; the plan; the counts; the proposals; the next
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 6):
        page = client.get(f"/plans/{under_review.pk}/review/")
    assert len(page.context["cards"]) == 9 + rows
    # in the lead office, twice; the plan; named departments; indicators and measures with theirs
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 10):
        page = client.get(f"/plans/{in_force.pk}/")
    assert len(page.context["measures"]) == 6 + rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_yearly_reports(
    rows: int, analyst: User, client_of: ClientOf, empty_home: Path, django_assert_num_queries
):
    plan = make_plan()
    for _ in range(rows):
        make_report(plan=plan, as_of=date(2025, 12, 31), by=analyst, on=timezone.now())
    client = client_of(analyst)
    # whether the person is in the lead office, for the plan, the reports and the button; the plan;
    # count; rows
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 6):
        page = client.get(f"/plans/{plan.pk}/annual/")
    assert page.context["pager"].total == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_cockpit_of_a_plan(
    rows: int, analyst: User, client_of: ClientOf, empty_home: Path, django_assert_num_queries
):
    plan = make_plan()
    plan.indicators.filter(number__gt=rows).update(withdrawn_at=timezone.now())
    client = client_of(analyst)
    # roles in the lead office; the plan; its departments; target years; indicators with their
    # departments; signed values; deadlines counted; the next ones with those who lead, support
    # and what they promise
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 12):
        page = client.get(f"/plans/{plan.pk}/cockpit/")
    assert len(page.context["lines"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_of_screening(
    rows: int, make_person, client_of: ClientOf, empty_home: Path, django_assert_num_queries
):
    officer = make_person("olga", Role.OFFICER)
    for number in range(rows):
        asked = {"kind": "period", "requested_by": officer, "requested_at": timezone.now()}
        run = Run.objects.create(**asked)
        told = {"key": str(number), "title": f"公司{number}", "last_run": run}
        seen = {"signal": "capacity", "behaviour": "5", "strength": 0.5, "first_run": run}
        Finding.objects.create(**told, **seen, ring=Ring.objects.create(**told))
    client = client_of(officer)
    # how many in each state; count; rows with their rings
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 3):
        page = client.get("/screening/")
    assert len(page.context["lines"]) == rows
    # count; rows with the number of their findings
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 2):
        page = client.get("/screening/rings/")
    assert len(page.context["lines"]) == rows
    # marking the interrupted ones: a savepoint, and of screenings and trials an update, a look
    # whether one is running and an update, and the release; count; rows
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 10):
        page = client.get("/screening/runs/")
    assert len(page.context["lines"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_checked_drafts(
    rows: int, make_person, client_of: ClientOf, empty_home: Path, django_assert_num_queries
):
    person = make_person("erika", Role.ENTERPRISE_USER)
    for number in range(rows):
        told = {"code": str(number), "by": person, "at": timezone.now(), "state": "done"}
        DraftCheck.objects.create(**told, organisation=person.memberships.get().organisation)
    client = client_of(person)
    # those that wait for it are left alone; count; rows with their organisations
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 3):
        page = client.get("/screening/drafts/")
    assert len(page.context["lines"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_of_raised_inspection_and_vetoes(
    rows: int, make_person, client_of: ClientOf, empty_home: Path, django_assert_num_queries
):
    officer = make_person("olga", Role.OFFICER)
    for number in range(rows):
        figures = {"years": 5, "counted": 2, "days": "2025-03-01", "limit": 2}
        told = {"subject": f"P{number}", "name": f"公司{number}", "since": date(2026, 3, 2)}
        Trigger.objects.create(**told, rule="repeated", figures=figures)
        asked = {"code": str(number), "given": f"公司{number}", "purpose": "资助", "by": officer}
        days = {"on": date(2026, 3, 2), "known_on": date(2026, 3, 2), "at": timezone.now()}
        VetoAnswer.objects.create(**asked, **days, question="abnormal-filings", barred=False)
    client = client_of(officer)
    # count; rows with who lifted them
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 2):
        page = client.get("/screening/triggers/")
    assert len(page.context["lines"]) == rows
    # count; rows with who asked
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 2):
        page = client.get("/screening/veto/answers/")
    assert len(page.context["lines"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_of_marks(
    rows: int, analyst: User, client_of: ClientOf, empty_home: Path, django_assert_num_queries
):
    path = empty_home / "trademarks.csv"
    listed = "".join(
        f"1000000{number},岚石清泉,32,矿泉水,2020-06-0{number + 1},深圳市岚石{number}有限公司,"
        "广东省深圳市南山区粤海街道1号,等待实质审查\n"
        for number in range(rows)
    )
    headings = "注册号,商标名称,国际分类,商品服务,申请日期,申请人,申请人地址,商标状态\n"
    path.write_text(headings + listed, encoding="utf-8")
    import_files(paths=[str(path)], by=analyst, on=timezone.now())
    client = client_of(analyst)
    # marks, their states and owners lie in the lake, their words in an index
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS):
        page = client.get("/marks/?q=岚石清泉")
    assert len(page.context["page"].hits) == rows
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS):
        page = client.get("/marks/brands/?name=岚石清泉")
    assert len(page.context["lines"]) == rows
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS):
        page = client.get("/marks/owners/?division=all")
    assert len(page.context["lines"]) == rows
    owner = page.context["lines"][0].href
    for address in (owner, f"{owner}marks/", f"{owner}near/"):
        with django_assert_num_queries(SESSION_ROLES_AND_ALERTS):
            client.get(address)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_of_protection(
    rows: int, make_person, client_of: ClientOf, empty_home: Path, django_assert_num_queries
):
    officer, now = make_person("olga", Role.OFFICER), timezone.now()
    for number in range(rows):
        days = {"valid_from": date(2026, 3, 2), "asked_at": now, "decided_at": now}
        told = {"text": f"名称{number}", "reason": "x", "source": "y", "state": "listed"}
        entry = Entry.objects.create(kind="work", asked_by=officer, **days, **told)
        words = {"words": {"zh": "近似", "en": "near"}, "made_at": now, "severity": "1-high"}
        Alert.objects.create(entry=entry, kind="near", key="1", pair="1", **words)
    client = client_of(officer)
    # count; rows with who asked; requests that wait; new alerts
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 4):
        page = client.get("/protection/")
    assert len(page.context["lines"]) == rows
    # count; rows with their entries; states; the last look
    with django_assert_num_queries(SESSION_ROLES_AND_ALERTS + 4):
        page = client.get("/protection/alerts/")
    assert len(page.context["lines"]) == rows
