"""Adjudication and penalty as an office carries them: papers drafted, filled, signed, served."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.office.cases.conftest import Cast, after
from tests.office.conftest import MakePerson
from tests.office.papers.conftest import handed_over
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.cases.acting import Doing, do_act
from zhiheng.office.cases.assigning import appoint, take_case
from zhiheng.office.cases.beginning import Request, begin_case
from zhiheng.office.cases.deciding import decide_proposal
from zhiheng.office.cases.enums import Capacity
from zhiheng.office.cases.law import procedure_of
from zhiheng.office.cases.models import Case
from zhiheng.office.cases.permissions import capacities_of
from zhiheng.office.cases.sessions import Appointment, hold_session, schedule_session
from zhiheng.office.papers.drafting import propose_paper
from zhiheng.office.papers.issuing import issue_paper
from zhiheng.office.papers.models import Paper
from zhiheng.office.papers.queries import addressees
from zhiheng.office.papers.serving import serve_paper

REQUEST = {
    "applicant_kind": "natural", "applicant_name": "甲", "applicant_identity_number": "TEST000001",
    "applicant_address": "深圳市南山区一号", "contact_name": "甲", "applicant_phone": "13800000000",
    "electronic_service": "no", "standing": "owner", "has_agent": "no", "respondent_kind": "legal",
    "respondent_name": "乙方科技有限公司", "respondent_address": "深圳市南山区二号",
    "respondent_domicile": "yes", "patent_number": "201810393213.3", "patent_kind": "invention",
    "patent_title": "一种测试装置", "patent_owner": "甲", "claims_relied": "权利要求1",
    "product": "折叠支架", "kinds": "make,sell", "district": "440305", "setting": "premises",
    "known_on": "2026-01-05", "continuing": "yes", "summary": "被控产品落入权利要求1。",
    "requests": "stop", "in_court": "no", "earlier_decision": "no", "sealed_evidence": "no",
}  # fmt: skip
LEAD = {
    "source": "report", "discovered_on": "2026-03-02", "reporter": "丙", "respondent_kind": "legal",
    "respondent_name": "乙方科技有限公司", "in_province": "yes", "title": "涉嫌假冒专利案",
    "offence": "patent-counterfeiting", "district": "440305", "ended_on": "2026-02-20",
    "harmed_safety": "no", "summary": "产品标注不存在的专利号。",
}  # fmt: skip


def pdf() -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile("材料.pdf", b"%PDF-1.7 file")]


@dataclass
class Office:
    """A case and the people of the office who act on it, day after day."""

    case: Case
    cast: Cast

    def do(self, act: str, by: User, days: int, files: str = "", **given: str) -> None:
        doing = Doing(given, {files: pdf()} if files else {})
        do_act(case=self.case, revision=None, act=act, doing=doing, by=by, on=after(days))
        for proposal in self.case.proposals.filter(decided_at__isnull=True):
            decide_proposal(
                proposal=proposal, approve=True, reason="同意", by=self.cast.head, on=after(days)
            )
        self.case.refresh_from_db()

    def issued(self, kind: str, days: int, *, by: User | None = None) -> Paper:
        """Issue a paper that an act drafted; the head signs where it needs a signature."""
        officer = by or self.cast.officer
        paper = Paper.objects.filter(case=self.case, kind=kind).latest("pk")
        assert paper.missing == [], kind
        if paper.proposed_at is None and self._signed(kind):
            propose_paper(paper=paper, revision=None, by=officer, on=after(days))
            officer = self.cast.head
        return issue_paper(paper=paper, revision=None, by=officer, on=after(days))

    def served(self, kind: str, days: int, *, by: User | None = None) -> None:
        paper = self.issued(kind, days, by=by)
        for party in addressees(paper):
            serve_paper(
                paper=paper, party=party, sending=handed_over(days), by=self.cast.officer,
                on=after(days),
            )  # fmt: skip
        self.case.refresh_from_db()

    def due(self, term: str) -> str:
        return str(self.case.clocks.filter(term=term).latest("pk").due_on)

    def filled(self) -> Mapping[str, list[str]]:
        """Return what is missing in each paper that was drafted."""
        return {each.kind: each.missing for each in self.case.papers.all() if each.missing}

    def _signed(self, kind: str) -> bool:
        return procedure_of(self.case).papers[kind].approval is not None


@pytest.fixture
def request_case(cast: Cast) -> Office:
    """A request of the citizen against the firm, filed on Monday, 2 March 2026."""
    files = {name: pdf() for name in ("identity", "register-copy", "evidence")}
    case = begin_case(
        procedure="patent-infringement-adjudication", request=Request(REQUEST, files),
        by=cast.citizen, on=after(0),
    )  # fmt: skip
    take_case(case=case, revision=None, by=cast.officer, on=after(0))
    return Office(case, cast)


def test_a_patent_dispute_from_request_to_decision(
    request_case: Office, cast: Cast, make_person: MakePerson
):
    office = request_case
    panel = [make_person(name, Role.ADJUDICATOR) for name in ("pia", "pit", "pam")]
    for person, capacity in zip(
        panel, (Capacity.PANEL_CHAIR, Capacity.PANEL_MEMBER, Capacity.PANEL_MEMBER), strict=True
    ):
        appoint(
            case=office.case, revision=None, person=person, capacity=capacity, by=cast.head,
            on=after(1),
        )  # fmt: skip
    chair = panel[0]
    office.do("accept", cast.officer, 1)
    for kind in ("adjudication-acceptance", "adjudication-panel-notice"):
        office.issued(kind, 1)
    office.served("adjudication-answer-notice", 2)
    office.served("adjudication-evidence-notice", 2)
    assert (office.due("answer-period"), office.due("conclusion")) == ("2026-03-19", "2026-06-03")
    office.do("answer", cast.respondent, 10, "answer", position="deny", answer="未落入保护范围。")
    office.served("adjudication-answer-copy", 11)
    session = schedule_session(
        case=office.case, revision=None,
        wanted=Appointment("oral-hearing", after(30), "第一审理室"), by=cast.officer, on=after(20),
    )  # fmt: skip
    office.served("adjudication-hearing-notice", 21)
    hold_session(session=session, attendance="双方到场", by=cast.officer, on=after(30))
    office.do(
        "deliberate", chair, 31, finding="infringement", votes_for="3", facts_found="查明。",
        reasons="理由。", order="责令立即停止制造、销售。",
    )  # fmt: skip
    office.served("adjudication-decision", 32, by=chair)
    office.do("decide-infringement", chair, 32)
    assert office.filled() == {}
    assert (office.case.stage, office.case.outcome) == ("decided", "infringement")
    assert office.due("suit-period") == "2026-04-20"


def test_a_penalty_from_lead_to_payment(cast: Cast):
    case = begin_case(
        procedure="administrative-penalty", request=Request(LEAD), by=cast.officer, on=after(0)
    )
    take_case(case=case, revision=None, by=cast.officer, on=after(0))
    office = Office(case, cast)
    appoint(
        case=case, revision=None, person=cast.colleague, capacity=Capacity.CO_HANDLER,
        by=cast.officer, on=after(0),
    )  # fmt: skip
    assert office.due("lead-check") == "2026-03-23"
    office.do("check-lead", cast.officer, 2, checked_on="2026-03-04", check_findings="属实。")
    met = {"first_evidence": "met", "punishable": "met", "competent": "met"}
    office.do("file-case", cast.officer, 3, in_time="two-years", filing_reasons="符合条件。", **met)
    assert office.due("decision") == "2026-06-03"
    office.do(
        "seize", cast.officer, 4, seizure="detain", seized="标注假专利号的产品100件",
        seizure_basis="专利法第六十九条", seized_at="本机关仓库",
    )  # fmt: skip
    office.served("penalty-seizure-decision", 4)
    assert office.due("seizure") == "2026-04-07"
    office.do(
        "conclude-investigation", cast.officer, 20, facts_found="查明。", evidence="笔录、产品。",
        proposal="罚款。",
    )  # fmt: skip
    office.do("agree", cast.head, 22, review_kind="case", opinion="同意。")
    office.do(
        "give-notice", cast.officer, 23, penalties="fine,goods", fine="20000", goods="产品100件",
        no_hearing="below", notice_facts="事实。", notice_basis="专利法第六十八条",
    )  # fmt: skip
    office.served("penalty-notice", 23)
    office.do("state", cast.respondent, 25, statement="请求从轻。")
    office.do("review-statement", cast.officer, 26, statement_review="部分采纳。")
    office.do(
        "propose-penalty", cast.officer, 27, decided_penalties="fine,goods", decided_fine="15000",
        decided_goods="产品100件", decided_facts="事实。", decided_statement="部分采纳。",
        decided_basis="专利法第六十八条",
    )  # fmt: skip
    office.issued("penalty-decision", 28)
    office.do("punish", cast.officer, 28)
    assert office.filled() == {}
    assert (office.case.stage, office.case.outcome) == ("executing", "punished")
    assert case.clocks.get(term="seizure").ended_by == "punish"


def test_the_party_learns_nothing_of_the_lead(cast: Cast):
    case = begin_case(
        procedure="administrative-penalty", request=Request(LEAD), by=cast.officer, on=after(0)
    )
    day = dt.date(2026, 3, 3)
    assert capacities_of(cast.respondent, case, procedure_of(case), on=day) == frozenset()
