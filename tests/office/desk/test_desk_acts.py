"""What every case knows, done on its page: people, time, sessions, parties, archive."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.office.desk.conftest import RESPONDENT, ClientOf, People, along, filed, page_of, taken_by
from tests.office.desk.filled import pdf
from zhiheng.office.cases.keeping import PartyContent, set_party
from zhiheng.office.cases.models import Case, CaseStop, Cooperation, Party, Session
from zhiheng.office.desk.commands import declare_interest


@pytest.fixture
def officer(people: People, client_of: ClientOf) -> Client:
    return client_of(people.officer)


@pytest.fixture
def head(people: People, client_of: ClientOf) -> Client:
    return client_of(people.head)


def did(client: Client, path: str, **given: object) -> str:
    """Fill in the form at an address, follow to where it leads, and return what that says."""
    answer = client.post(path, {**along(client, path), **given}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def accepted(case: Case, officer: Client) -> Case:
    did(officer, f"/cases/{case.number}/do/accept/", evaluation_report="no")
    case.refresh_from_db()
    assert case.stage == "answering"
    return case


def examining(case: Case, officer: Client) -> Case:
    """Bring a case to where it is examined, the answer handed in at the counter."""
    accepted(case, officer)
    path = f"/cases/{case.number}/do/answer/"
    sent = {**along(officer, path), "position": "deny", "answer": "未落入保护范围"}
    officer.post(path, {**sent, "file-answer": pdf("答辩书.pdf")})
    case.refresh_from_db()
    assert case.stage == "examining"
    return case


def last_day(client: Client, case: Case, term: str) -> dt.date:
    """Return the last day of a running term as the page of the case shows it."""
    lines = client.get(f"/cases/{case.number}/").context["terms"]
    [line] = [each for each in lines if each.term.running.term == term and each.running]
    return line.due.on


def test_ties_are_shown_before_somebody_is_assigned_and_refused_afterwards(
    people: People, case: Case, head: Client
):
    declare_interest(
        name=RESPONDENT, tie="持有股份", since=dt.date(2025, 1, 1), until=None, by=people.second,
        on=timezone.now(),
    )  # fmt: skip
    path = f"/cases/{case.number}/assign/"
    page = page_of(head, path)
    assert "Oskar（须回避）" in page
    assert f"“Oskar”申报与“{RESPONDENT}”有利害关系（持有股份）" in page
    refused = did(head, path, person=people.second.pk, reason="")
    assert "应当回避" in refused
    did(head, path, person=people.officer.pk, reason="熟悉该技术领域")
    case.refresh_from_db()
    assert case.handler == people.officer


def test_people_are_appointed_and_step_back_with_a_reason(
    people: People, taken: Case, officer: Client
):
    path = f"/cases/{taken.number}/appoint/"
    done = did(officer, path, person=people.second.pk, capacity="co-handler")
    assert "已指派" in done
    again = did(officer, path, person=people.second.pk, capacity="co-handler")
    assert "已有此身份" in again
    part = taken.participants.get(person=people.second)
    path = f"/cases/{taken.number}/release/"
    assert "这个字段是必填项" in did(officer, path, part=part.pk, reason=" ")
    did(officer, path, part=part.pk, reason="岗位调整")
    part.refresh_from_db()
    assert part.until is not None


def test_a_case_goes_to_another_body(people: People, taken: Case, officer: Client, head: Client):
    path = f"/cases/{taken.number}/transfer/"
    did(officer, path, organisation=people.bodies.city.pk, reason="由市局管辖")
    taken.refresh_from_db()
    assert taken.organisation == people.bodies.city
    assert officer.get(f"/cases/{taken.number}/").status_code == 403


def test_stopped_time_moves_the_last_day_once_it_runs_again(
    people: People, panelled: Case, officer: Client, head: Client
):
    accepted(panelled, officer)
    running = panelled.clocks.filter(term="conclusion", ended_on=None)
    running.update(start_on=timezone.localdate() - dt.timedelta(days=30))
    before = last_day(officer, panelled, "conclusion")
    path = f"/cases/{panelled.number}/suspend/"
    page = page_of(officer, path)
    assert "专利纠纷行政裁决和调解办法" in page  # each ground with its article
    grounds = [
        value for value, _label in officer.get(path).context["form"].fields["ground"].choices
    ]
    ground = next(each for each in grounds if each == "death")
    said = did(officer, path, ground=ground, reason="等待继承人表明是否参加")
    panelled.refresh_from_db()
    if "等待审批" in said or panelled.proposals.filter(decided_at=None).exists():
        proposal = panelled.proposals.get(decided_at=None)
        assert "停止计算的期限" in page_of(head, f"/cases/proposals/{proposal.pk}/")
        head.post(f"/cases/proposals/{proposal.pk}/", {"decision": "approve"})
    stop = CaseStop.objects.get(case=panelled)
    began = timezone.localdate() - dt.timedelta(days=10)
    CaseStop.objects.filter(pk=stop.pk).update(first=began)  # as if it had been ten days ago
    assert "停止计算" in page_of(officer, f"/cases/{panelled.number}/")
    did(officer, f"/cases/{panelled.number}/resume/", ground=ground, reason="已作出决定")
    stop.refresh_from_db()
    assert stop.last == timezone.localdate() - dt.timedelta(days=1)
    after = last_day(officer, panelled, "conclusion")
    assert after == running.get().due_on
    assert after - before >= dt.timedelta(days=10)


def test_the_new_last_day_is_shown_before_a_term_is_lengthened(
    people: People, panelled: Case, officer: Client, head: Client
):
    accepted(panelled, officer)
    clock = panelled.clocks.get(term="conclusion", ended_on=None)
    path = f"/cases/{panelled.number}/terms/{clock.pk}/extend/"
    page = page_of(officer, path)
    assert "最多延长" in page
    assert "负责人批准" in page
    rule = officer.get(path).context["line"].rule
    preview = officer.post(
        path, {**along(officer, path), "length": rule.length, "reason": "", "preview": "yes"}
    )
    [moved] = [each for each in preview.context["outlook"].moved if each.before == clock.due_on]
    assert moved.after is not None
    assert str(moved.after) in preview.content.decode()
    clock.refresh_from_db()
    assert clock.extensions == []
    too_far = officer.post(path, {**along(officer, path), "length": "99m", "reason": "复杂"})
    assert "最多延长" in too_far.content.decode()
    did(officer, path, length=rule.length, reason="案情复杂")
    proposal = panelled.proposals.get(decided_at=None)
    shown = head.get(f"/cases/proposals/{proposal.pk}/")
    assert str(moved.after) in shown.content.decode()
    head.post(f"/cases/proposals/{proposal.pk}/", {"decision": "approve"})
    clock.refresh_from_db()
    assert clock.due_on == moved.after
    page = page_of(officer, f"/cases/{panelled.number}/")
    assert "Lena于" in page  # who approved it


def test_a_session_is_fixed_for_a_day_that_leaves_time_for_its_notice(
    people: People, panelled: Case, officer: Client
):
    examining(panelled, officer)
    path = f"/cases/{panelled.number}/schedule/"
    page = officer.get(path)
    kind, first = next(
        (value, day)
        for (value, _label), (_title, day) in zip(
            page.context["form"].fields["kind"].choices[1:], page.context["kinds"], strict=True
        )
        if day is not None
    )
    assert str(first) in page.content.decode()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    given = {"kind": kind, "time": "09:30", "place": "第一审理庭", "agreed": ""}
    early = did(officer, path, day=tomorrow, **given)
    assert "的通知最迟应于" in early
    preview = officer.post(path, {**along(officer, path), "day": first, **given, "preview": "yes"})
    assert preview.context["notice"].in_time
    assert not Session.objects.exists()
    did(officer, path, day=first, **given)
    session = Session.objects.get()
    assert timezone.localdate(session.starts_at) == first
    too_early = did(officer, f"/cases/{panelled.number}/sessions/{session.pk}/hold/", attendance="")
    assert "尚未开始" in too_early
    assert "第一审理庭" in page_of(officer, "/cases/sessions/")
    did(officer, f"/cases/{panelled.number}/sessions/{session.pk}/cancel/", reason="当事人请求改期")
    assert "已取消" in page_of(officer, f"/cases/{panelled.number}/")
    assert (
        officer.get(f"/cases/{panelled.number}/sessions/{session.pk}/nonsense/").status_code == 404
    )


def test_another_body_is_asked_sees_the_case_and_answers(
    people: People, taken: Case, officer: Client, client_of: ClientOf
):
    enforcer = client_of(people.enforcer)
    assert enforcer.get(f"/cases/{taken.number}/").status_code == 403
    path = f"/cases/{taken.number}/ask/"
    did(officer, path, organisation=people.bodies.enforcement.pk, question="协助现场勘验",
        due_on=str(timezone.localdate() + dt.timedelta(days=7)))  # fmt: skip
    asked = Cooperation.objects.get()
    assert [row.case for row in enforcer.get("/cases/?tray=asked").context["rows"]] == [taken]
    page = page_of(enforcer, f"/cases/cooperations/{asked.pk}/")
    assert "协助现场勘验" in page
    empty = enforcer.post(f"/cases/cooperations/{asked.pk}/", {"answer": " "}).content.decode()
    assert "这个字段是必填项" in empty
    sent = {"answer": "已勘验，见附件", "attached": pdf("勘验笔录.pdf")}
    enforcer.post(f"/cases/cooperations/{asked.pk}/", sent)
    again = enforcer.post(f"/cases/cooperations/{asked.pk}/", {"answer": "再答"}).content.decode()
    assert "已经答复" in again
    assert "勘验笔录.pdf" in page_of(officer, f"/cases/{taken.number}/")


def test_parties_are_added_and_changed_with_their_accounts(
    people: People, taken: Case, officer: Client, client_of: ClientOf
):
    path = f"/cases/{taken.number}/party/"
    wrong = did(officer, path, position="third-party", name="丙方", account="nobody")
    assert "没有这一用户名的账号" in wrong
    did(officer, path, position="third-party", name="丙方", is_person="on", phone="13800001111")
    party = Party.objects.get(case=taken, name="丙方")
    path = f"/cases/{taken.number}/parties/{party.pk}/"
    assert 'value="丙方"' in page_of(officer, path)
    did(officer, path, position="third-party", name="丙方（更名）", account="rita")
    party.refresh_from_db()
    assert (party.name, party.user) == ("丙方（更名）", people.rival)
    # Whoever sees private data masked would write over them.
    assert client_of(people.head).get(path).status_code == 403
    other = filed(people, title="路灯")
    assert officer.get(f"/cases/{other.number}/parties/{party.pk}/").status_code in (403, 404)


def test_the_form_is_corrected_with_a_reason_and_the_file_keeps_the_old(
    taken: Case, officer: Client
):
    path = f"/cases/{taken.number}/correct/"
    form = officer.get(path).context["form"]
    sent = {**along(officer, path), **form.initial, "product": "折叠式剪刀"}
    sent = {
        name: value.split(",") if name in ("kinds", "requests") else value
        for name, value in sent.items()
    }
    without = officer.post(path, sent).content.decode()
    assert "请填写理由" in without
    officer.post(path, {**sent, "reason": "笔误"})
    taken.refresh_from_db()
    assert taken.title == "折叠式剪刀"
    assert "折叠剪 → 折叠式剪刀" in page_of(officer, f"/cases/{taken.number}/")


def test_cases_are_joined_and_split_off_again(people: People, taken: Case, officer: Client):
    other = taken_by(filed(people, title="同款剪"), people.officer)
    path = f"/cases/{taken.number}/join/"
    assert (
        "没有编号为"
        in officer.post(
            path, {**along(officer, path), "numbers": "X", "reason": "r"}
        ).content.decode()
    )
    did(officer, path, numbers=f"{other.number.lower()}，", reason="同一专利")
    other.refresh_from_db()
    assert other.joined_into == taken
    assert taken.number in page_of(officer, f"/cases/{other.number}/")
    content = PartyContent("respondent", "丁方商贸有限公司")
    leaving = set_party(
        case=taken, revision=None, party=None, content=content, by=people.officer,
        on=timezone.now(),
    )  # fmt: skip
    path = f"/cases/{taken.number}/split/"
    assert "丁方商贸有限公司" in page_of(officer, path)
    did(officer, path, parties=[leaving.pk], reason="侵权产品不同")
    assert Case.objects.filter(origin=taken).count() == 1
    assert "关联案件" in page_of(officer, f"/cases/{taken.number}/")


def test_a_closed_case_is_archived_and_nothing_is_offered_afterwards(
    people: People, taken: Case, officer: Client
):
    early = did(officer, f"/cases/{taken.number}/archive/")
    assert "办结之后才能归档" in early
    did(officer, f"/cases/{taken.number}/do/refuse/", reason="standing", explanation="不是专利权人")
    taken.refresh_from_db()
    assert taken.status == "closed"
    assert [row.case for row in officer.get("/cases/?tray=closed").context["rows"]] == [taken]
    taken.clocks.update(ended_on=None)
    assert "立案审查期限" in page_of(officer, f"/cases/{taken.number}/archive/")  # still runs
    did(officer, f"/cases/{taken.number}/archive/")
    page = page_of(officer, f"/cases/{taken.number}/")
    assert "本案不再办理任何事项" in page
    for act in ("suspend", "assign", "archive", "party"):
        assert f"/cases/{taken.number}/{act}/" not in page
