"""The pages of the cockpit, its file, its API and its command."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from django.test import Client
from openpyxl import load_workbook

from tests.office.conftest import MakePerson
from tests.office.monitoring.conftest import ON, indicator
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.cli.plan import group
from zhiheng.office.monitoring import queries
from zhiheng.office.plans.models import Plan

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
DAY = f"as_of={ON.isoformat()}"


@pytest.fixture
def leader(make_person: MakePerson) -> User:
    return make_person("lea", Role.LEADER)


@pytest.fixture
def browser(client_of: ClientOf, leader: User) -> Client:
    return client_of(leader)


def test_the_cockpit_says_of_each_indicator_how_it_stands_and_why(browser: Client, plan: Plan):
    page = browser.get(f"/plans/{plan.pk}/cockpit/?{DAY}")
    text = page.content.decode()
    for standing in queries.standing(plan, on=ON).indicators:
        assert standing.indicator.name in text
        assert standing.progress.sentence.zh in text
    assert "未填报" in text
    assert "登记簿计算" in text
    assert text.count('class="light light-red"') >= 2  # in the summary and in its row
    assert "滞后" in text


def test_a_value_opens_to_exactly_the_rows_it_counts(browser: Client, plan: Plan):
    lines = browser.get(f"/plans/{plan.pk}/cockpit/?{DAY}&district=440305").context["lines"]
    standings = {each.indicator.number: each for each in queries.standing(plan, on=ON).indicators}
    for line in lines:
        if line.source != "computed":
            continue
        rows = browser.get(line.value_href).context["page"].total
        latest = standings[line.number].latest
        assert latest
        assert rows == latest.value, line.name
        own = browser.get(line.district_href).context["page"].total
        assert line.district == f"{own} 件"


def test_filters_live_in_the_address(browser: Client, plan: Plan):
    department = indicator(plan, 2).departments.get().pk
    address = f"/plans/{plan.pk}/cockpit/?{DAY}"
    assert [
        line.number for line in browser.get(f"{address}&department={department}").context["lines"]
    ] == [2]
    assert [line.number for line in browser.get(f"{address}&light=unknown").context["lines"]] == [4]
    assert len(browser.get(f"{address}&due=2028").context["lines"]) == 4
    odd = browser.get(f"{address}&due=2031&department=999999")
    assert odd.status_code == 200
    assert odd.context["form"].errors


def test_the_summary_leads_to_the_indicators_with_a_light_and_back(browser: Client, plan: Plan):
    page = browser.get(f"/plans/{plan.pk}/cockpit/?{DAY}")
    counts = {each.light.code: each for each in page.context["lights"]}
    assert sum(each.count for each in counts.values()) == 4
    narrowed = browser.get(counts["unknown"].href)
    assert len(narrowed.context["lines"]) == counts["unknown"].count == 1
    chosen = next(each for each in narrowed.context["lights"] if each.chosen)
    assert len(browser.get(chosen.href).context["lines"]) == 4


def test_the_page_of_an_indicator_shows_its_course_and_its_passage(browser: Client, plan: Plan):
    page = browser.get(f"/plans/{plan.pk}/cockpit/1/?{DAY}")
    text = page.content.decode()
    chart = page.context["page"].chart
    assert [series.role for series in chart.series][:3] == ["values", "target", "marks"]
    assert chart.categories[-1] == "2028"
    assert ON.isoformat() in chart.categories
    assert "<mark>" in text
    assert page.context["page"].districts
    assert page.context["page"].history[0].day == ON.isoformat()


@pytest.mark.parametrize("number", [2, 3, 4])
def test_amounts_and_unknown_ones_have_pages_too(number: int, browser: Client, plan: Plan):
    page = browser.get(f"/plans/{plan.pk}/cockpit/{number}/?{DAY}")
    assert page.status_code == 200
    assert (page.context["page"].chart is None) == (number == 4)


def test_the_file_holds_what_the_page_shows(browser: Client, plan: Plan):
    answer = browser.get(f"/plans/{plan.pk}/cockpit/export.xlsx?{DAY}&light=unknown")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.values)
    assert rows[0][:3] == ("序号", "指标", "类别")
    assert [row[0] for row in rows[1:]] == [4]
    assert browser.get(f"/plans/{plan.pk}/cockpit/export.docx").status_code == 400


def test_plans_in_force_are_listed_with_their_lights(browser: Client, plan: Plan):
    page = browser.get("/plans/cockpits/")
    [(found, lights)] = page.context["summaries"]
    assert found == plan
    assert sum(each.count for each in lights) == 4


def test_a_day_to_come_is_named_as_one(browser: Client, plan: Plan, today: dt.date):
    tomorrow = today + dt.timedelta(days=1)
    for address in ("", "1/"):
        page = browser.get(f"/plans/{plan.pk}/cockpit/{address}?as_of={tomorrow}")
        assert "尚未到来" in page.content.decode()


def test_who_may_not_see_plans_is_told_so(client_of: ClientOf, make_person: MakePerson, plan: Plan):
    stranger = client_of(make_person("max", Role.MEDIATOR))
    for address in ("cockpits/", f"{plan.pk}/cockpit/", f"{plan.pk}/cockpit/1/"):
        assert stranger.get(f"/plans/{address}").status_code == 403
    assert stranger.get(f"/api/plans/{plan.pk}/cockpit").status_code == 403
    auditor = client_of(make_person("ada", Role.AUDITOR))
    assert auditor.get(f"/plans/{plan.pk}/cockpit/").status_code == 200
    assert auditor.get(f"/plans/{plan.pk}/cockpit/export.xlsx").status_code == 403


def test_what_does_not_exist_is_not_found(browser: Client, plan: Plan):
    assert browser.get(f"/plans/{plan.pk + 1}/cockpit/").status_code == 404
    assert browser.get(f"/plans/{plan.pk}/cockpit/99/").status_code == 404
    assert browser.get(f"/plans/{plan.pk}/cockpit/?as_of=2026-02-30").status_code == 400


def test_the_api_tells_the_same(browser: Client, plan: Plan):
    found = browser.get(f"/api/plans/{plan.pk}/cockpit?{DAY}&district=440305").json()
    assert found["lights"]["unknown"] == 1
    first = next(each for each in found["indicators"] if each["number"] == 1)
    assert first["source"] == "computed"
    assert first["target"] == {"year": 2028, "value": "900", "comparator": "=", "upper": None}
    assert first["latest"]["opens"].startswith("/registers/patents/")
    assert first["district"]["division"] == "440305"
    assert first["sentence"]["en"]
    missing = browser.get(f"/api/plans/{plan.pk}/cockpit?department=海关")
    assert missing.status_code == 404
    assert missing.json()["problems"][0]["code"] == "plan.department_not_named"


def test_the_command_tells_the_same(plan: Plan):
    words = ["cockpit", str(plan.pk), "--on", ON.isoformat()]
    done = CliRunner().invoke(group, [*words, "--json"], catch_exceptions=False)
    found = json.loads(done.output)
    assert found["on"] == ON.isoformat()
    assert [each["number"] for each in found["indicators"]][-1] == 4 or found["lights"]["green"]
    table = CliRunner().invoke(group, [*words, "--csv"], catch_exceptions=False).output
    assert "有效发明专利拥有量" in table
    own = CliRunner().invoke(
        group, [*words, "--department", "科技创新局", "--json"], catch_exceptions=False
    )
    assert [each["number"] for each in json.loads(own.output)["indicators"]] == [2]


def test_as_known_on_a_day(browser: Client, plan: Plan, today: dt.date):
    page = browser.get(f"/plans/{plan.pk}/cockpit/?{DAY}&known_on={today}")
    line = next(each for each in page.context["lines"] if each.number == 1)
    assert f"known_on={today}" in line.value_href
    assert f"known_on={today}" in line.href
