"""What an officer sees of screening, and what others do not."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client

from tests.office.conftest import MakePerson
from tests.office.screening.screened_city import (
    ADDRESS,
    AGENCY,
    MINE,
    NAMES,
    ONE,
    PERSON,
    THREE,
    TWO,
    A,
    ScreenedCity,
    city,
    empty_home,
    fans,
)
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.models import Event
from zhiheng.office.screening.models import Finding, LimitChange, Ring, Run, Spared, Trial
from zhiheng.office.screening.previewing import run_trial
from zhiheng.office.screening.running import run_screening

__all__ = ["city", "empty_home"]

ClientOf = Callable[[User], Client]


@pytest.fixture
def page(city: ScreenedCity, client_of: ClientOf):
    """Return the text of a page as the officer sees it."""
    client = client_of(city.chief)

    def read(path: str, status: int = 200) -> str:
        answer = client.get(path)
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer.content.decode()

    return read


def test_before_the_first_screening_pages_say_what_to_do(page):
    assert "还没有线索" in page("/screening/")
    assert "/screening/runs/new/" in page("/screening/runs/")
    assert "还没有关联组" in page("/screening/rings/")
    assert "白名单为空" in page("/screening/white-list/")


def test_an_officer_screens_a_period_and_sees_how_far_it_is(
    city: ScreenedCity, client_of: ClientOf, page
):
    client = client_of(city.chief)
    given = {"kind": "period", "period-first": "2025-01-01", "period-last": "2025-12-31"}
    answer = client.post("/screening/runs/new/", given)
    run = Run.objects.get()
    assert answer.headers["Location"] == f"/screening/runs/{run.pk}/"
    waiting = page(f"/screening/runs/{run.pk}/")
    assert "<noscript>" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert client.post(f"/screening/runs/{run.pk}/again/").status_code == 409
    run_screening(run=run, by=city.chief, on=run.requested_at)
    done = page(f"/screening/runs/{run.pk}/")
    assert "hx-trigger" not in done
    assert f"/screening/findings/{fans().pk}/" in done
    assert client.post(f"/screening/runs/{run.pk}/again/").status_code == 302
    assert [each.scope for each in Run.objects.all()] == [run.scope, run.scope]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"kind": "applicant", "applicant-text": "没有这家公司"},
            "没有名称或者代码为“没有这家公司”的申请人",
        ),
        ({"kind": "agency", "agency-text": "没有这家事务所"}, "没有“没有这家事务所”"),
        ({"kind": "agency"}, "这个字段是必填项"),
        (
            {"kind": "period", "period-first": "2025-12-31", "period-last": "2025-01-01"},
            "晚于截止日",
        ),
        ({"kind": "batch", "batch-import_id": "x"}, "选择"),
    ],
)
def test_a_scope_that_makes_no_sense_is_told_on_its_form(
    city: ScreenedCity, client_of: ClientOf, given: dict[str, str], told: str
):
    answer = client_of(city.chief).post("/screening/runs/new/", given)
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert not Run.objects.exists()


def test_an_applicant_by_name_and_an_agency_by_code(city: ScreenedCity, client_of: ClientOf):
    client = client_of(city.chief)
    client.post("/screening/runs/new/", {"kind": "applicant", "applicant-text": NAMES[A]})
    client.post("/screening/runs/new/", {"kind": "agency", "agency-text": AGENCY})
    scopes = [each.scope for each in Run.objects.order_by("pk")]
    assert scopes == [{"kind": "applicant", "party": A}, {"kind": "agency", "agency": AGENCY}]


def test_the_list_is_narrowed_by_the_address(city: ScreenedCity, page):
    city.screen()
    found, own = fans(), Finding.objects.get(signal="near-identical", of_filings__number=MINE)
    link, other = f'href="/screening/findings/{found.pk}/"', f'href="/screening/findings/{own.pk}/"'
    assert link in page("/screening/")
    for query in (
        f"q={ONE}",
        f"q=CN{ONE}",
        f"q={A}",
        "q=甲示例",
        f"q={TWO}&behaviour=1&signal=near-identical&division=440300&strength=0.5",
        f"q={THREE}&run={found.last_run_id}&sort=-size",
    ):
        text = page(f"/screening/?{query}")
        assert link in text, query
        assert other not in text, query
    for query in ("state=confirmed", "q=没有", "division=110000", "signal=capacity", "run=9999"):
        assert link not in page(f"/screening/?{query}"), query
    assert link in page("/screening/?state=nonsense&sort=nonsense&strength=x")


def test_the_list_as_a_sheet(city: ScreenedCity, client_of: ClientOf):
    city.screen()
    answer = client_of(city.chief).get(f"/screening/export.xlsx?q={ONE}&signal=near-identical")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active.values)
    assert [row[2] for row in rows[1:]] == [f"{NAMES[A]}、深圳市乙示例科技有限公司"]
    assert "3" in rows[1][5]  # the sentence tells of three filings
    assert rows[1][8] == f"{ONE}、{TWO}、{THREE}"
    event = Event.objects.get(act="screening.exported")
    assert json.loads(event.details) == {"rows": 1, "filters": ["q", "signal"]}


def test_who_may_take_nothing_away_is_offered_no_file(city: ScreenedCity, client_of: ClientOf):
    city.screen()
    auditor = client_of(city.auditor)
    assert "/screening/export.xlsx" not in auditor.get("/screening/").content.decode()
    for way in ("/screening/export.xlsx", "/screening/quality/applicant/export.csv"):
        assert auditor.get(way).status_code == 403
    assert not Event.objects.filter(act__endswith="exported").exists()


def test_a_finding_tells_what_why_and_what_speaks_against_it_and_its_ring(city: ScreenedCity, page):
    city.screen()
    text = page(f"/screening/findings/{fans().pk}/")
    assert "所提出的多件专利申请的发明创造内容明显相同" in text  # the words of the law
    assert "第三条第（一）项" in text
    assert "可能的正当理由" in text
    assert "这一信号看不到什么" in text
    assert "Near-identical filings of one hand." in text  # the docstring of the signal
    for number in (ONE, TWO, THREE):
        assert f'href="/registers/patents/record/{number}"' in text
    assert f'href="/parties/{A}/"' in text
    # Two filings are laid side by side.
    finding = fans()
    places = {
        frozenset(each["filings"]): place
        for place, each in enumerate(e for e in finding.evidence if e["kind"] == "pair")
    }
    place = places.get(frozenset({ONE, TWO}), places.get(frozenset({TWO, THREE})))
    text = page(f"/screening/findings/{finding.pk}/?pair={place}")
    assert '<mark class="al al-replaced"><span class="visually-hidden">替换: </span>' in text
    assert "直线" in text
    assert '<span class="al al-same">' in text
    assert text.count('class="aligned-part"') == 3
    assert "并排对照" in page(f"/screening/findings/{finding.pk}/?pair=999999999")
    # Its ring is drawn, and told as a table.
    ring = Ring.objects.get(pk=fans().ring_id)
    text = page(f"/screening/rings/{ring.pk}/")
    assert "<svg" in text
    assert text.count('<g class="node node-applicant">') == 2
    assert "以表格查看" in text
    assert ADDRESS[:8] in text
    assert f"/screening/rings/{ring.pk}/" in page("/screening/rings/?sort=title")
    page("/screening/rings/999/", status=404)


def test_persons_are_masked_for_those_who_may_not_see_them(
    city: ScreenedCity, client_of: ClientOf, page
):
    city.screen()
    own = Finding.objects.get(signal="near-identical", of_filings__number=MINE)
    paths = (f"/screening/findings/{own.pk}/", f"/screening/rings/{own.ring_id}/")
    auditor = client_of(city.auditor)
    for path in paths:
        masked = auditor.get(path).content.decode()
        assert NAMES[PERSON] not in masked, path
        assert "李小静" not in masked, path
        assert "张**" in masked, path
    answer = auditor.get(f"/api/screening/findings/{own.pk}").json()
    assert NAMES[PERSON] not in json.dumps(answer, ensure_ascii=False)


def test_whoever_sees_persons_masked_screens_no_person_by_name(
    city: ScreenedCity, client_of: ClientOf, make_person: MakePerson
):
    def asked(client: Client, text: str) -> str:
        sent = {"kind": "applicant", "applicant-text": text}
        return client.post("/screening/runs/new/", sent, follow=True).content.decode()

    assert "没有名称或者代码为“张晓明”的申请人" in asked(client_of(city.analyst), NAMES[PERSON])
    assert not Run.objects.exists()
    asked(client_of(city.analyst), PERSON)
    asked(client_of(make_person("olga", Role.OFFICER)), NAMES[PERSON])
    assert [run.scope["party"] for run in Run.objects.all()] == [PERSON, PERSON]


def test_limits_show_their_source_and_change_after_a_look(
    city: ScreenedCity, client_of: ClientOf, page
):
    text = page("/screening/limits/")
    assert "/screening/limits/near-identical/claims-similarity/" in text
    assert "未核实" in text
    client = client_of(city.chief)
    today = {"valid_from": "2999-01-01", "reason": "误报太多"}
    path = "/screening/limits/near-identical/claims-similarity/"
    assert "不在允许的范围" in client.post(path, {**today, "value": "7"}).content.decode()
    answer = client.post(path, {**today, "value": "0.99"})
    trial = Trial.objects.get()
    assert answer.headers["Location"] == f"/screening/limits/trials/{trial.pk}/"
    assert "hx-trigger" in page(f"/screening/limits/trials/{trial.pk}/")
    assert not LimitChange.objects.exists()
    run_trial(trial=trial, on=trial.requested_at)
    assert "将会减少的线索" in page(f"/screening/limits/trials/{trial.pk}/")
    client.post(f"/screening/limits/trials/{trial.pk}/", {"reason": "误报太多"})
    change = LimitChange.objects.get()
    assert (change.value, change.reason) == (0.99, "误报太多")
    assert "尚未生效" in page("/screening/limits/near-identical/")
    assert "0.99" in page(f"/screening/limits/changes/{change.pk}/withdraw/")
    client.post(f"/screening/limits/changes/{change.pk}/withdraw/")
    assert "已撤回" in page("/screening/limits/near-identical/")


def test_an_entry_of_the_white_list_is_made_and_ended(
    city: ScreenedCity, client_of: ClientOf, page
):
    client = client_of(city.chief)
    given = {"kind": "agency", "text": AGENCY, "reason": "集中受理", "valid_from": "2026-01-01"}
    bad = client.post("/screening/white-list/new/", {**given, "text": "没有这家事务所"})
    assert "没有这家事务所" in bad.content.decode()
    assert client.post("/screening/white-list/new/", given).status_code == 302
    entry = Spared.objects.get()
    assert "深圳示例专利代理事务所" in page("/screening/white-list/")
    run = city.screen()
    assert "在白名单上" in page(f"/screening/runs/{run.pk}/")
    assert "集中受理" in page(f"/screening/white-list/{entry.pk}/end/")
    client.post(f"/screening/white-list/{entry.pk}/end/")
    assert "已终止" in page("/screening/white-list/")


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.CLERK, "/screening/", 403),
        (Role.CITIZEN, "/screening/findings/1/", 403),
        (Role.AUDITOR, "/screening/runs/new/", 403),
        (Role.ANALYST, "/screening/limits/near-identical/claims-similarity/", 403),
        (Role.ANALYST, "/screening/white-list/new/", 403),
        (Role.AUDITOR, "/screening/limits/", 200),
        (Role.ENTERPRISE_USER, "/api/screening/findings", 403),
    ],
)
def test_each_role_opens_what_it_may(
    city: ScreenedCity,
    make_person: MakePerson,
    client_of: ClientOf,
    role: Role,
    path: str,
    status: int,
):
    assert client_of(make_person("xenia", role)).get(path).status_code == status


def test_the_api_gives_findings_rings_screenings_and_limits(
    city: ScreenedCity, client_of: ClientOf
):
    run = city.screen()
    client = client_of(city.chief)
    base = "/api/screening"
    listed = client.get(f"{base}/findings?text={ONE}&rows=1").json()
    assert listed["findings"][0]["filings"] == [ONE, TWO, THREE]
    whole = client.get(f"{base}/findings/{fans().pk}").json()
    assert {each["kind"] for each in whole["evidence"]} >= {"pair", "timeline"}
    assert whole["innocent"]
    ring = client.get(f"{base}/rings/{whole['ring']}").json()
    assert fans().pk in ring["findings"]
    told = client.get(f"{base}/runs/{run.pk}").json()
    assert (told["asked"], told["state"]) == (6, "done")
    limits = client.get(f"{base}/limits").json()
    assert {"near-identical", "capacity"} <= {each["signal"] for each in limits}
    assert client.get(f"{base}/findings/999999").status_code == 404
