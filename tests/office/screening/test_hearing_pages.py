"""The pages on which findings are dismissed, opened again and opened as cases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.office.cases.conftest import after
from tests.office.screening.hearing_cases import (
    FIRM,
    LONELY,
    OF_A_PERSON,
    ONE,
    PERSON,
    THREE,
    TWO,
    Court,
    cast,
    court,
    empty_home,
)
from zhiheng.office.accounts.models import User
from zhiheng.office.cases import law as procedures
from zhiheng.office.cases.acting import Doing, do_act
from zhiheng.office.cases.deciding import decide_proposal
from zhiheng.office.cases.models import Case
from zhiheng.office.screening.hearing import prepare
from zhiheng.office.screening.hearing_presenters import prepared_cases
from zhiheng.office.screening.matters import PATENTS
from zhiheng.office.screening.models import Finding, Ring

__all__ = ["cast", "court", "empty_home"]
ClientOf = Callable[[User], Client]


@pytest.fixture
def officer(court: Court, client_of: ClientOf) -> Client:
    return client_of(court.cast.officer)


def in_a_ring(court: Court, *findings: Finding) -> Ring:
    ring = Ring.objects.create(key="ring", last_run=court.run)
    Finding.objects.filter(pk__in=[each.pk for each in findings]).update(ring=ring)
    return ring


def hidden(answer: object) -> dict[str, str]:
    form = answer.context["form"]  # type: ignore[attr-defined]
    return {name: form[name].value() for name in ("key", "revisions")}


def test_a_finding_is_dismissed_with_a_reason_and_opened_again(court: Court, officer: Client):
    finding = court.finding(ONE, TWO)
    path = f"/screening/findings/{finding.pk}/dismiss/"
    page = officer.get(path)
    assert "几乎相同" in page.content.decode()
    silent = officer.post(path, {"reason": "", "revision": finding.revision})
    assert silent.status_code == 200
    assert Finding.objects.get().state == "open"
    sent = {"reason": "同一产品系列", "revision": finding.revision}
    assert officer.post(path, sent).status_code == 302
    assert Finding.objects.get().state == "dismissed"
    late = officer.post(path, sent).content.decode()
    assert "刚刚被别人处理过" in late
    shown = officer.get(f"/screening/findings/{finding.pk}/").content.decode()
    assert "同一产品系列" in shown
    again = f"/screening/findings/{finding.pk}/reopen/"
    assert again in shown
    revision = Finding.objects.get().revision
    officer.post(again, {"reason": "有新事实", "revision": revision})
    assert Finding.objects.get().state == "open"


def test_the_page_shows_what_the_notice_will_say_before_a_case_is_opened(
    court: Court, officer: Client
):
    finding, other = court.finding(ONE, TWO), court.finding(THREE)
    in_a_ring(court, finding, other)
    path = f"/screening/findings/{finding.pk}/hear/"
    page = officer.get(path)
    words = page.content.decode()
    assert [each.filings for each in page.context["cases"]] == [(ONE, TWO)]
    for told in (FIRM, "在本平台有账户", "分案申请", ONE):
        assert told in words, told
    both = officer.get(path, {"finding": [finding.pk, other.pk]})
    assert both.context["cases"][0].filings == (ONE, TWO, THREE)
    sent = {"finding": [finding.pk, other.pk], "reason": "两条线索同一申请人", **hidden(both)}
    done = officer.post(path, sent)
    case = Case.objects.get()
    assert done.url == f"/cases/{case.number}/"  # type: ignore[attr-defined]
    assert officer.post(path, sent).status_code == 302  # the same form once more opens nothing
    assert Case.objects.count() == 1
    desk = officer.get(done.url).content.decode()  # type: ignore[attr-defined]
    for each in (finding, other):
        assert f"/screening/findings/{each.pk}/" in desk
        shown = officer.get(f"/screening/findings/{each.pk}/").content.decode()
        assert case.number in shown
        assert f"/screening/findings/{each.pk}/dismiss/" not in shown


def test_a_ring_becomes_a_case_a_filer(court: Court, officer: Client):
    ring = in_a_ring(court, court.finding(ONE), court.finding(OF_A_PERSON))
    path = f"/screening/rings/{ring.pk}/hear/"
    page = officer.get(path)
    assert len(page.context["cases"]) == 2
    sent = {"finding": list(page.context["chosen"]), "reason": "同一关联组", **hidden(page)}
    assert officer.post(path, sent).url == f"/screening/rings/{ring.pk}/"  # type: ignore[attr-defined]
    assert Case.objects.count() == 2
    empty = officer.get(path).content.decode()
    assert "都已处理" in empty


def test_filings_that_nobody_knows_are_told_in_words(court: Court, officer: Client):
    finding = court.finding(LONELY)
    answer = officer.get(f"/screening/findings/{finding.pk}/hear/")
    assert answer.status_code == 404
    assert "登记簿里没有这些申请" in answer.content.decode()


def test_who_may_not_judge_gets_no_buttons_and_no_pages(court: Court, client_of: ClientOf):
    finding = court.finding(ONE)
    ring = in_a_ring(court, finding)
    leader, firm = client_of(court.cast.head), client_of(court.cast.respondent)
    shown = leader.get(f"/screening/findings/{finding.pk}/").content.decode()
    assert "/dismiss/" not in shown
    for path in ("dismiss", "reopen", "hear"):
        for client in (leader, firm):
            answer = client.post(f"/screening/findings/{finding.pk}/{path}/", {"reason": "x"})
            assert answer.status_code == 403, path
    assert leader.get(f"/screening/rings/{ring.pk}/hear/").status_code == 403
    assert Finding.objects.get().state == "open"


def test_the_filer_reads_nothing_of_the_findings(court: Court, client_of: ClientOf):
    office = court.answered(court.finding(ONE))
    firm = client_of(court.cast.respondent)
    matter = firm.get(f"/hall/matters/{office.case.number}/").content.decode()
    assert "/screening/findings/" not in matter
    assert "权利要求几乎相同" not in matter  # why the office opened it
    assert firm.get(f"/cases/{office.case.number}/").status_code in (302, 403)


def test_an_analyst_dismisses_but_opens_no_case(court: Court, client_of: ClientOf):
    finding = court.finding(ONE)
    analyst = client_of(court.analyst)
    shown = analyst.get(f"/screening/findings/{finding.pk}/").content.decode()
    assert f"/screening/findings/{finding.pk}/dismiss/" in shown
    assert f"/screening/findings/{finding.pk}/hear/" not in shown
    refused = analyst.get(f"/screening/findings/{finding.pk}/hear/")
    assert refused.status_code == 403
    assert "请由局内经办人员发起" in refused.content.decode()


def test_private_persons_are_masked_for_who_may_not_see_them(court: Court):
    [prepared] = prepare([court.finding(OF_A_PERSON)])
    [masked] = prepared_cases([prepared], unmasked=False)
    assert (masked.name, PERSON in str(masked)) == ("张**", False)
    [whole] = prepared_cases([prepared], unmasked=True)
    assert whole.name == PERSON


def test_pages_of_a_decided_finding_tell_what_was_decided(court: Court, officer: Client):
    finding = court.finding(ONE)
    office = court.answered(finding)
    office.do("dismiss", court.cast.officer, 8, reasons="是两种规格。")
    shown = officer.get(f"/screening/findings/{finding.pk}/").content.decode()
    assert "是两种规格。" in shown
    assert office.case.number in shown
    assert after(8).strftime("%Y-%m-%d") in shown


def test_who_confirms_and_who_approves_see_what_is_confirmed_and_what_the_filer_said(
    court: Court, client_of: ClientOf, officer: Client
):
    court.confirmed(court.finding(THREE))
    office = court.answered(court.finding(ONE, TWO, THREE, signal="refiling"))
    form = f"/cases/{office.case.number}/do/confirm/"
    do_act(
        case=office.case, revision=None, act="confirm", by=court.cast.officer, on=after(8),
        doing=Doing({"behaviour": "8", "reasons": "说明不能解释。"}, {}),
    )  # fmt: skip
    proposal = office.case.proposals.get()
    head = client_of(court.cast.head)
    for page in (officer.get(form), head.get(reverse("desk:proposal", args=(proposal.pk,)))):
        left, earlier, said, _finding = page.context["beside"]
        assert (left.lines, earlier.lines) == ((ONE, TWO), (THREE,))
        assert (said.text, said.state) == ("是三种规格。", after(5).date().isoformat())
        words = page.content.decode()
        for told in ("是三种规格。", left.title, earlier.title, ONE, TWO):
            assert told in words, told
    decide_proposal(proposal=proposal, approve=True, reason="同意", by=court.cast.head, on=after(8))
    over = officer.get(f"/cases/{office.case.number}/")
    assert [each.text for each in over.context["beside"]] == ["是三种规格。", ""]


def test_fifty_thousand_filings_fit_into_the_form_of_a_case():
    [form] = [
        field
        for section in procedures.in_force(PATENTS.procedure, on=after(0).date()).declaration.form
        for field in section.fields
        if field.field == "filings"
    ]
    assert form.longest > 50_000 * len(f"{ONE}\r\n")
