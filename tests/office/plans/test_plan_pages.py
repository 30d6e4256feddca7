"""The pages of plans: what a clerk does on them, and what others see."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.office.conftest import MakePerson
from tests.office.plans.factories import (
    CONTRADICTION,
    DIVISION,
    DOCUMENT,
    make_plan,
    make_team,
    plan_under_review,
)
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.plans.enums import Decision, PlanState
from zhiheng.office.plans.models import Plan, Proposal

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
REVIEW_PAGES = (
    "",
    "review/",
    "review/?at=4&show=open&doubt=problems&kind=measure",
    "review/1/",
    "review/4/",
    "review/accept/",
    "review/accept/?least=0",
    "review/add/",
    "review/add/?kind=measure&line=12&line=14",
    "review/add/?kind=indicator&start=30&end=60",
    "description/",
    "adopt/",
    "discard/",
)
PLAN_PAGES = (
    "",
    "?department=1&kind=measure&due=2026-12-31",
    "text/",
    "departments/",
    "indicators/1/",
    "indicators/1/change/",
    "indicators/1/link/",
    "indicators/1/withdraw/",
    "measures/2/",
    "measures/2/change/",
    "measures/2/withdraw/",
    "review/",
)


@pytest.fixture
def browser(client_of: ClientOf, analyst: User) -> Client:
    return client_of(analyst)


def page(browser: Client, address: str) -> str:
    answer = browser.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def at(plan: Plan, place: int) -> Proposal:
    return plan.proposals.get(place=place)


def upload(browser: Client, content: bytes = DOCUMENT.encode(), **more: str):
    document = SimpleUploadedFile("plan.md", content)
    return browser.post("/plans/import/", {"document": document, "division": DIVISION, **more})


def test_every_page_of_a_review_and_of_a_plan_in_force_opens(browser: Client):
    under_review = plan_under_review()
    in_force = make_plan(text=DOCUMENT.replace("高质量", "稳步"))
    for path in REVIEW_PAGES:
        page(browser, f"/plans/{under_review.pk}/{path}")
    for path in PLAN_PAGES:
        page(browser, f"/plans/{in_force.pk}/{path}")
    department = in_force.measures.get(place=5).lead.get()
    page(browser, f"/plans/{in_force.pk}/departments/{department.pk}/")


def test_the_document_is_sent_as_it_came(browser: Client):
    plan = make_plan()
    answer = browser.get(f"/plans/{plan.pk}/document/")
    assert b"".join(answer.streaming_content) == DOCUMENT.encode()


def test_a_clerk_imports_a_document_and_stands_before_its_proposals(browser: Client):
    answer = upload(browser)
    plan = Plan.objects.get()
    assert answer["Location"] == f"/plans/{plan.pk}/review/"
    shown = page(browser, answer["Location"])
    assert "已读出 9 个条目" in shown
    assert 'id="passage-4"' in shown
    assert 'href="#proposal-4"' in shown
    assert "已决定 0 / 9 条" in shown


def test_why_a_document_is_refused_stands_on_the_form_with_what_was_typed(browser: Client):
    answer = upload(browser, b"\x89PNG\r\n\x1a\n" + bytes(50), title="我的规划")
    shown = answer.content.decode()
    assert "是扫描件" in shown
    assert 'value="我的规划"' in shown
    plan_under_review()
    assert "该文件已导入为规划" in upload(browser).content.decode()
    assert upload(browser, as_new_edition="on").status_code == 302


def test_accepting_leads_to_the_next_undecided_by_the_same_filters(browser: Client):
    plan = plan_under_review()
    answer = browser.post(
        f"/plans/{plan.pk}/review/2/accept/", {"revision": "1", "kept": "show=open&kind="}
    )
    assert answer["Location"] == f"/plans/{plan.pk}/review/?show=open&at=3#proposal-3"
    assert at(plan, 2).decision == Decision.ACCEPTED


def test_a_refused_decision_is_told_beside_its_proposal(browser: Client):
    plan = plan_under_review()
    answer = browser.post(f"/plans/{plan.pk}/review/2/reject/", {"revision": "1", "reason": ""})
    assert answer["Location"] == f"/plans/{plan.pk}/review/?at=2#proposal-2"
    assert "请填写理由" in page(browser, answer["Location"])
    browser.post(f"/plans/{plan.pk}/review/2/accept/", {"revision": "1"})
    late = browser.post(f"/plans/{plan.pk}/review/2/reject/", {"revision": "1", "reason": "不是"})
    assert "刚被他人处理" in page(browser, late["Location"])


def test_a_correction_is_typed_with_multipliers_and_shown_beside_what_was_read(browser: Client):
    plan = plan_under_review()
    address = f"/plans/{plan.pk}/review/2/"
    typed = {
        "revision": "1",
        "name": "知识产权质押融资金额",
        "unit": "亿元",
        "baseline_year": "2023",
        "baseline": "3,000,000万元",
        "target_year": "2028",
        "target": "520亿元",
        "comparator": ">=",
        "kind": "expected",
        "counting": "yearly",
        "milestones": "2026 不少于400",
        "departments": "市知识产权局、市地方金融监管局",
    }
    answer = browser.post(address, typed)
    assert answer.status_code == 302, answer.content.decode()
    decided = at(plan, 2).decided
    assert decided["baseline"] == {"year": 2023, "value": 300}
    assert decided["target"]["value"] == 520
    assert decided["milestones"] == [{"year": 2026, "value": 400, "comparator": ">="}]
    shown = page(browser, f"/plans/{plan.pk}/review/")
    assert "不少于 520 亿元（2028） <del>500 亿元（2028）</del>" in shown


def test_all_that_is_wrong_with_a_correction_stands_on_the_form(browser: Client):
    plan = plan_under_review()
    wrong = {
        "revision": "1",
        "name": "",
        "unit": "亿元",
        "target_year": "2050",
        "target": "很多",
        "comparator": "=",
        "counting": "level",
        "milestones": "以后再说",
    }
    shown = browser.post(f"/plans/{plan.pk}/review/2/", wrong).content.decode()
    for told in ("请填写指标名称", "不在规划期", "“很多”不是数值", "第 1 行“以后再说”读不出"):
        assert told in shown
    assert "没有数值目标" not in shown
    assert at(plan, 2).decision == Decision.OPEN


def test_a_measure_is_corrected_in_the_words_of_plans(browser: Client):
    plan = plan_under_review()
    typed = {
        "revision": "1",
        "number": "4",
        "title": "建设快速维权网络",
        "lead": "市知识产权局\n市公安局",
        "support": "各区人民政府",
        "due": "2026年底前",
        "commitments": "建成维权服务站 | 不少于20家 | 2026\n培训人员500人次以上",
    }
    address = f"/plans/{plan.pk}/review/7/"
    assert browser.post(address, {**typed, "due": "尽快"}).status_code == 200
    assert browser.post(address, typed)["Location"].endswith("at=8#proposal-8")
    decided = at(plan, 7).decided
    assert decided["lead"] == ["市知识产权局", "市公安局"]
    assert decided["due_date"] == "2026-12-31"
    assert [each["quantity"] for each in decided["commitments"]] == [20, 500]
    assert decided["under"] == at(plan, 7).read["under"]


def test_both_sides_of_a_contradiction_are_shown_with_their_passages(browser: Client):
    plan = plan_under_review(text=CONTRADICTION)
    shown = page(browser, f"/plans/{plan.pk}/review/?doubt=problems")
    assert "以此为准" in shown
    assert shown.count("与此不一致") == 2
    assert "达到150件" in shown


def test_the_rest_is_accepted_together_and_the_plan_adopted(browser: Client):
    plan = plan_under_review()
    asked = page(browser, f"/plans/{plan.pk}/review/accept/")
    assert "采纳这 9 条" in asked
    browser.post(f"/plans/{plan.pk}/review/accept/")
    plan.refresh_from_db()
    answer = browser.post(f"/plans/{plan.pk}/adopt/", {"revision": plan.revision})
    assert answer["Location"] == f"/plans/{plan.pk}/"
    shown = page(browser, answer["Location"])
    assert "实施中" in shown
    assert "深圳市科技创新局" in shown


def test_lines_that_were_missed_are_ticked_and_become_a_measure(browser: Client):
    plan = plan_under_review()
    line = plan.text[: plan.text.index("到2028年")].count("\n") + 1
    chosen = page(browser, f"/plans/{plan.pk}/review/add/?kind=measure&line={line}")
    assert "知识产权创造质量明显提高" in chosen
    assert "没有勾选段落" in page(browser, f"/plans/{plan.pk}/review/add/?kind=measure")
    start = plan.text.index("到2028年")
    answer = browser.post(
        f"/plans/{plan.pk}/review/add/",
        {"kind": "measure", "start": start, "end": start + 20, "title": "提高创造质量"},
    )
    assert answer["Location"] == f"/plans/{plan.pk}/review/?at=10#proposal-10"
    assert at(plan, 10).kind == "measure"


def test_a_plan_under_review_is_thrown_away_after_asking(browser: Client):
    plan = plan_under_review()
    assert "不能撤回" in page(browser, f"/plans/{plan.pk}/discard/")
    browser.post(f"/plans/{plan.pk}/discard/", {"revision": plan.revision})
    assert not Plan.objects.exists()


def test_others_see_plans_in_force_and_nothing_of_a_review(
    client_of: ClientOf, make_person: MakePerson
):
    under_review = plan_under_review()
    in_force = make_plan(text=DOCUMENT.replace("高质量", "稳步"))
    auditor = client_of(make_person("olga", Role.AUDITOR))
    listed = page(auditor, "/plans/")
    assert in_force.title in listed
    assert under_review.title not in listed
    assert "导入规划" not in listed
    assert auditor.get(f"/plans/{under_review.pk}/").status_code == 404
    assert auditor.get(f"/plans/{in_force.pk}/measures/1/change/").status_code == 403
    assert auditor.get("/plans/import/").status_code == 403
    stranger = client_of(make_person("sten", Role.MEDIATOR))
    assert stranger.get("/plans/").status_code == 403


def test_measures_are_narrowed_and_exported_as_they_are_shown(browser: Client):
    plan = make_plan()
    police = plan.measures.get(place=5).lead.get()
    shown = page(browser, f"/plans/{plan.pk}/?department={police.pk}")
    assert "共 2 项任务" in shown
    assert "培育高价值专利组合</a>" not in shown
    answer = browser.get(f"/plans/{plan.pk}/export/measures.xlsx?department={police.pk}")
    rows = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    titles = [row[2] for row in rows.iter_rows(values_only=True)]
    assert titles == ["任务", "开展重点市场整治", "完善行刑衔接机制"]
    assert "没有符合条件的任务" in page(browser, f"/plans/{plan.pk}/?due=2001-01-01")


def test_a_change_in_force_needs_its_reason_and_is_shown_with_what_was_before(browser: Client):
    plan = make_plan()
    address = f"/plans/{plan.pk}/indicators/3/"
    form = browser.get(f"{address}change/").context["form"]
    typed = {name: form.initial.get(name) or "" for name in form.fields}
    typed |= {"target": "3.5", "revision": "1", "lower_is_better": "on"}
    assert "请填写理由" in browser.post(f"{address}change/", typed).content.decode()
    answer = browser.post(f"{address}change/", {**typed, "reason": "上级调整目标"})
    assert answer["Location"] == address
    shown = page(browser, address)
    assert "上级调整目标" in shown
    assert "<del>不超过 4 个月（2028）</del> → 不超过 3.5 个月（2028）" in shown


def test_what_is_withdrawn_leaves_the_tables_and_keeps_its_page(browser: Client):
    plan = make_plan()
    address = f"/plans/{plan.pk}/measures/5/"
    answer = browser.post(f"{address}withdraw/", {"revision": "1", "reason": "机构改革"})
    assert answer["Location"] == f"/plans/{plan.pk}/"
    assert "完善行刑衔接机制</a>" not in page(browser, answer["Location"])
    assert "该任务已从规划中撤销" in page(browser, address)
    again = browser.post(f"{address}withdraw/", {"revision": "2", "reason": "机构改革"})
    assert "刚被他人更改或撤销" in again.content.decode()


def test_an_indicator_is_linked_to_what_computes_it_and_a_department_to_its_people(
    browser: Client, office
):
    plan = make_plan()
    address = f"/plans/{plan.pk}/indicators/1/link/"
    assert "按名称推荐" in page(browser, address)
    choices = dict(browser.get(address).context["form"].fields["computed_by"].choices)
    suggested = next(name for name, label in choices.items() if "按名称推荐" in label)
    browser.post(address, {"revision": "1", "computed_by": suggested})
    assert plan.indicators.get(number=1).computed_by == suggested
    department = plan.measures.get(place=5).lead.get()
    browser.post(f"/plans/{plan.pk}/departments/{department.pk}/", {"organisation": office.pk})
    assert office.name in page(browser, f"/plans/{plan.pk}/departments/")


def test_a_leader_closes_a_plan_that_is_then_changed_no_more(
    client_of: ClientOf, make_person: MakePerson, browser: Client
):
    plan = make_plan()
    leader = client_of(make_person("lena", Role.LEADER))
    leader.post(f"/plans/{plan.pk}/close/", {"revision": plan.revision})
    plan.refresh_from_db()
    assert plan.state == PlanState.CLOSED
    refused = browser.post(
        f"/plans/{plan.pk}/measures/1/withdraw/", {"revision": "1", "reason": "x"}
    )
    assert "不在实施中" in refused.content.decode()
    assert "已结束" in page(browser, f"/plans/{plan.pk}/")


def test_a_long_document_comes_in_parts(browser: Client):
    filler = "\n".join("与任务无关的说明文字，仅供阅读。" * 40 for _ in range(110))
    plan = plan_under_review(text=f"{DOCUMENT}\n{filler}\n")
    first, second = (page(browser, f"/plans/{plan.pk}/review/?part={part}") for part in (1, 2))
    assert "第 2 部分" in first
    assert 'id="passage-4"' in first
    assert 'id="passage-4"' not in second
    assert 'id="passage-4"' in page(browser, f"/plans/{plan.pk}/review/?part=2&at=4")


def test_a_department_that_is_no_more_is_replaced_by_its_successor(browser: Client):
    plan = plan_under_review(text=DOCUMENT.replace("牵头单位：市公安局", "牵头单位：市质监局"))
    shown = browser.get(f"/plans/{plan.pk}/review/?at=8").context["cards"][7]
    (succession,) = shown.successions
    successor = succession.successors[0]
    answer = browser.post(
        f"/plans/{plan.pk}/review/8/successor/",
        {"revision": "1", "written": succession.written, "instead": successor},
    )
    assert answer["Location"] == f"/plans/{plan.pk}/review/?at=8#proposal-8"
    assert at(plan, 8).decided["lead"] == [successor]
    assert at(plan, 8).read["lead"] == [succession.written]


def test_who_is_not_of_the_lead_office_is_shown_no_form_of_import(client_of: ClientOf):
    team = make_team(make_plan(), "深圳市公安局")
    assert client_of(team.clerk).get("/plans/import/").status_code == 403
