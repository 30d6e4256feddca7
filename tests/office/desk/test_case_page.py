"""The page of a case: what is next and what is missing, acts of the procedure, approval."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.office.desk.conftest import ClientOf, People, along, filed, page_of, taken_by
from zhiheng.office.cases.enums import EntryKind
from zhiheng.office.cases.models import Case, Entry


@pytest.fixture
def officer(people: People, client_of: ClientOf) -> Client:
    return client_of(people.officer)


@pytest.fixture
def head(people: People, client_of: ClientOf) -> Client:
    return client_of(people.head)


def test_the_page_says_where_the_case_stands_and_what_comes_next(taken: Case, officer: Client):
    page = page_of(officer, f"/cases/{taken.number}/")
    for words in (
        taken.number, "折叠剪", "专利侵权纠纷行政裁决", "办理中", "通知补正", "不予立案",
        "立案审查期限", "届满日的计算过程", "甲方科技有限公司", "南山区知识产权局", "承办人",
    ):  # fmt: skip
        assert words in page, words


def test_what_is_missing_is_told_with_the_way_to_see_to_it(taken: Case, officer: Client):
    page = officer.get(f"/cases/{taken.number}/")
    steps = {step.act.act: step for step in page.context["steps"]}
    assert not steps["accept"].ready
    [obstacle] = steps["accept"].obstacles
    assert "合议组应为单数且不少于 3 人" in obstacle.text
    assert obstacle.place == "people"
    assert 'href="#people"' in page.content.decode()
    assert f'href="/cases/{taken.number}/do/accept/"' not in page.content.decode()


def test_a_case_nobody_has_is_offered_for_taking(people: People, case: Case, officer: Client):
    assert "/take/" in page_of(officer, f"/cases/{case.number}/")
    path = f"/cases/{case.number}/take/"
    officer.post(path, along(officer, path))
    case.refresh_from_db()
    assert case.handler == people.officer
    assert "/take/" not in page_of(officer, f"/cases/{case.number}/")


def test_of_two_who_take_a_case_the_second_is_told_who_has_it(
    people: People, case: Case, officer: Client, client_of: ClientOf
):
    second = client_of(people.second)
    path = f"/cases/{case.number}/take/"
    first, other = along(officer, path), along(second, path)
    officer.post(path, first)
    told = second.post(path, other).content.decode()
    assert "有新的进展" in told  # the page was older than the case
    again = second.post(path, along(second, path)).content.decode()
    assert "已由“Olga”承办" in again


def test_an_act_is_done_with_its_form(panelled: Case, officer: Client):
    path = f"/cases/{panelled.number}/do/accept/"
    answer = officer.post(path, {**along(officer, path), "evaluation_report": "no"}, follow=True)
    assert "“立案”已办理" in answer.content.decode()
    panelled.refresh_from_db()
    assert panelled.stage == "answering"


def test_everything_that_keeps_an_act_from_being_done_stands_on_its_form(
    taken: Case, officer: Client
):
    path = f"/cases/{taken.number}/do/request-supplement/"
    empty = officer.post(path, along(officer, path)).content.decode()
    assert "请填写“需要补正的全部材料”" in empty
    path = f"/cases/{taken.number}/do/accept/"
    refused = officer.post(path, along(officer, path)).content.decode()
    assert "合议组应为单数" in refused
    taken.refresh_from_db()
    assert taken.stage == "received"


def test_a_form_sent_twice_acts_once(taken: Case, officer: Client):
    path = f"/cases/{taken.number}/do/request-supplement/"
    sent = {**along(officer, path), "defects": "缺少授权委托书"}
    for _time in range(2):
        assert officer.post(path, sent).status_code == 302
    done = Entry.objects.filter(case=taken, kind=EntryKind.ACT, name="request-supplement")
    assert done.count() == 1


def test_a_page_older_than_the_case_keeps_what_was_typed_and_can_be_sent_knowingly(
    people: People, taken: Case, officer: Client, client_of: ClientOf
):
    path = f"/cases/{taken.number}/do/request-supplement/"
    old = {**along(officer, path), "defects": "缺少授权委托书"}
    party = f"/cases/{taken.number}/appoint/"
    posted = {"capacity": "co-handler", "person": people.second.pk}
    officer.post(party, {**along(officer, party), **posted})
    told = officer.post(path, old)
    page = told.content.decode()
    assert "有新的进展" in page
    assert "缺少授权委托书" in page
    knowingly = {**old, "revision": told.context["revision"], "key": told.context["key"]}
    assert officer.post(path, knowingly).status_code == 302
    taken.refresh_from_db()
    assert taken.stage == "supplementing"


def test_an_act_that_is_not_there_is_not_found(taken: Case, officer: Client):
    for act in ("file", "nonsense"):
        assert officer.get(f"/cases/{taken.number}/do/{act}/").status_code == 404
    assert officer.get(f"/cases/{taken.number}/nonsense/").status_code == 404
    assert officer.get("/cases/ADJ-2000-999999/").status_code == 404


def test_an_act_from_another_stage_is_refused_on_its_form(taken: Case, officer: Client):
    path = f"/cases/{taken.number}/do/proceed-without-answer/"
    page = officer.post(path, along(officer, path)).content.decode()
    assert "不能办理“逾期未答辩，继续审理”" in page


@pytest.fixture
def proposed(panelled: Case, officer: Client) -> Case:
    """A case whose transfer the officer has laid before the head."""
    path = f"/cases/{panelled.number}/do/accept/"
    officer.post(path, along(officer, path))
    path = f"/cases/{panelled.number}/do/transfer-for-jurisdiction/"
    posted = {"competent": "龙岗区知识产权局", "transfer_reasons": "侵权行为地在龙岗"}
    answer = officer.post(path, {**along(officer, path), **posted}, follow=True)
    assert "等待审批" in answer.content.decode()
    panelled.refresh_from_db()
    return panelled


def test_a_proposal_shows_what_it_would_change_and_takes_effect_once_approved(
    proposed: Case, officer: Client, head: Client
):
    proposal = proposed.proposals.get()
    path = f"/cases/proposals/{proposal.pk}/"
    assert f"/cases/proposals/{proposal.pk}/" in page_of(officer, f"/cases/{proposed.number}/")
    assert "由其他人员审批" in page_of(officer, path)
    assert [row.case for row in head.get("/cases/").context["rows"]] == [proposed]
    page = page_of(head, path)
    for words in ("龙岗区知识产权局", "移送案件通知书", "已移送", "侵权行为地在龙岗"):
        assert words in page, words
    without = head.post(path, {"decision": "refuse"}).content.decode()
    assert "请填写理由" in without
    head.post(path, {"decision": "approve"})
    proposed.refresh_from_db()
    assert (proposed.stage, proposed.status) == ("transferred", "closed")
    again = head.post(path, {"decision": "approve"}).content.decode()
    assert "已经审批" in again


def test_what_is_not_approved_changes_nothing_and_its_reason_is_kept(
    proposed: Case, officer: Client, head: Client
):
    proposal = proposed.proposals.get()
    head.post(f"/cases/proposals/{proposal.pk}/", {"decision": "refuse", "reason": "本局有管辖权"})
    proposed.refresh_from_db()
    assert proposed.stage == "answering"
    assert "本局有管辖权" in page_of(officer, f"/cases/proposals/{proposal.pk}/")
    assert "本局有管辖权" in page_of(officer, f"/cases/{proposed.number}/")


def test_a_proposal_that_was_overtaken_says_why_it_cannot_take_effect(
    proposed: Case, officer: Client, head: Client
):
    Case.objects.filter(pk=proposed.pk).update(stage="deliberating")
    proposal = proposed.proposals.get()
    page = page_of(head, f"/cases/proposals/{proposal.pk}/")
    assert "今天不能生效" in page
    assert "disabled" in page


def test_the_file_can_be_read_by_its_lines_and_printed_as_a_whole(
    people: People, panelled: Case, officer: Client, client_of: ClientOf
):
    path = f"/cases/{panelled.number}/note/"
    sent = {**along(officer, path), "text": "已电话联系当事人"}
    officer.post(path, sent)
    officer.post(path, sent)  # sent twice
    page = page_of(officer, f"/cases/{panelled.number}/")
    assert page.count("已电话联系当事人") == 1
    assert "提交请求书" in page
    assert "指派人员 · 合议组组长" in page
    whole = page_of(officer, f"/cases/{panelled.number}/print/")
    assert "已电话联系当事人" in whole
    assert "data-print" in whole


def test_files_are_given_to_who_may_see_the_case_and_nobody_else(
    people: People, taken: Case, officer: Client, client_of: ClientOf
):
    first = Entry.objects.filter(case=taken).order_by("pk").first()
    assert first is not None
    kept = first.files.first()
    assert kept is not None
    answer = officer.get(f"/cases/{taken.number}/files/{kept.pk}/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert (
        client_of(people.enforcer).get(f"/cases/{taken.number}/files/{kept.pk}/").status_code == 403
    )
    other = taken_by(filed(people, title="路灯"), people.second)
    assert officer.get(f"/cases/{other.number}/files/{kept.pk}/").status_code == 404


def test_private_data_are_masked_for_roles_that_may_not_see_them(
    people: People, client_of: ClientOf
):
    given = {"applicant_address": "深圳市南山区学苑大道1001号", "contact_name": "示例联系人"}
    case = filed(people, applicant_phone="13812345678", **given)
    clear = page_of(client_of(people.officer), f"/cases/{case.number}/")
    assert "13812345678" in clear
    masked = page_of(client_of(people.head), f"/cases/{case.number}/")  # leaders do not see them
    assert "13812345678" not in masked
    assert "138****678" in masked
    assert "示例联系人" not in masked
    assert "个人信息已隐去" in masked


def test_the_derivation_of_every_term_is_on_the_page(people: People, officer: Client):
    long_ago = timezone.now() - dt.timedelta(days=30)
    case = taken_by(filed(people, on=long_ago), people.officer)
    page = officer.get(f"/cases/{case.number}/")
    [line] = page.context["terms"]
    assert line.due.tone == "bad"
    assert line.share == 100
    assert len(line.sentences) >= 2
    assert any("第" in sentence and "条" in sentence for sentence in line.sentences)


def test_somebody_who_has_nothing_to_do_here_is_told_so(
    people: People, taken: Case, client_of: ClientOf
):
    page = page_of(client_of(people.superior), f"/cases/{taken.number}/")
    assert "没有需要您办理的事项" in page
    assert client_of(people.enforcer).get(f"/cases/{taken.number}/").status_code == 403
