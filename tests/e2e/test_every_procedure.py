"""Every procedure from its form to the archive, by the roles that its declaration names.

Supplements are walked in test_hall_journeys.py; stopped and extended time, hearings and cases that
end early in test_desk_journeys.py.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.case_walker import Walk, walk_of
from tests.e2e.conftest import SignIn
from tools.sample_office import Office

pytestmark = pytest.mark.e2e

FIRM, RIVAL, BANK = "示范科技有限公司（演示）", "示例制造有限公司（演示）", "示范银行（演示）"
Start = Callable[..., Walk]


@pytest.fixture
def walk(sign_in: SignIn, office: Office) -> Start:
    """Begin to walk through a procedure; everybody has one browser."""
    pages: dict[str, Page] = {}

    def browser_of(account: str) -> Page:
        if account not in pages:
            pages[account] = sign_in(account)
        return pages[account]

    def start(procedure: str, told: dict[str, str], **speaks: str) -> Walk:
        return walk_of(procedure, office, browser_of, told, **speaks)

    return start


def test_help_with_a_pledge(walk: Start):
    told = {"title": "发明专利质押贷款五百万元", "applicant_name": FIRM, "pledgee_name": BANK}
    case = walk(
        "pledge-registration-help", told, applicant="demo-enterprise", respondent="demo-bank"
    )
    officer = "demo-centre-officer"
    case.hand_in("demo-enterprise")
    case.take(officer)
    case.act(officer, "advise", obstacles="fee,contract")
    case.serve(officer, "pledge-advice")
    case.ask("applicant", "remedy")
    case.act(officer, "pass")
    case.issue(officer, "pledge-materials-list")
    case.act(officer, "file")
    case.act(officer, "note-registered")
    assert case.papers_open_in_word(officer) == 2
    case.archive(officer)
    case.reads("applicant", "pledge-advice")
    case.reads("respondent", "pledge-materials-list")


def test_rights_aid_with_a_report_upward(walk: Start):
    told = {"title": "展会上发现仿制展品", "right_kind": "patent", "matter": "infringement",
            "applicant_name": FIRM}  # fmt: skip
    case = walk("rights-aid", told, applicant="demo-enterprise")
    officer, head = "demo-centre-officer", "demo-centre-head"
    case.hand_in("demo-enterprise")
    case.take(officer)
    case.act(officer, "accept")
    case.serve(officer, "aid-acceptance")
    case.act(officer, "record-consultation")
    case.act(officer, "report-upward", head)
    case.issue(officer, "aid-upward-report", head)
    case.act("demo-province", "guide")
    case.act(officer, "give-opinion")
    case.serve(officer, "aid-opinion", head)
    case.ask("applicant", "confirm-feedback")
    assert case.papers_open_in_word(officer) == 3
    case.archive(officer)
    case.reads("applicant", "aid-opinion")


def test_entity_registration_with_an_objection(walk: Start):
    told = {"title": "预审主体备案", "applicant_name": FIRM}
    case = walk("entity-registration", told, applicant="demo-enterprise")
    examiner, head = "demo-examiner", "demo-centre-head"
    case.hand_in("demo-enterprise")
    case.take(examiner)
    case.act(examiner, "refuse", head)
    case.serve(examiner, "entity-refusal", head)
    case.ask("applicant", "object")
    case.act(examiner, "register", head)
    case.serve(examiner, "entity-registration-notice", head)
    assert case.papers_open_in_word(examiner) == 2
    case.archive(examiner)
    case.reads("applicant", "entity-registration-notice")


def test_pre_examination_into_the_fast_lane(walk: Start):
    told = {"title": "低功耗传感器唤醒电路", "patent_kind": "invention", "applicant_name": FIRM}
    case = walk("pre-examination", told, applicant="demo-enterprise")
    examiner, head = "demo-examiner", "demo-centre-head"
    case.hand_in("demo-enterprise")
    case.take(examiner)
    case.act(examiner, "accept")
    case.act(examiner, "record-check")
    case.act(examiner, "send-opinion")
    case.serve(examiner, "preexam-opinion")
    case.ask("applicant", "answer")
    case.act(examiner, "qualify", head)
    case.serve(examiner, "preexam-qualified", head)
    case.ask("applicant", "report-filing")
    case.act(examiner, "confirm-filing")
    case.ask("applicant", "note-result")
    assert case.papers_open_in_word(examiner) == 3
    case.archive(examiner)
    case.reads("applicant", "preexam-qualified")


def test_priority_examination_by_way_of_the_province(walk: Start):
    told = {"title": "固态电池电解质膜", "applicant_name": FIRM, "object": "invention"}
    case = walk("priority-examination", told, applicant="demo-enterprise")
    officer, head = "demo-district-officer", "demo-district-head"
    case.hand_in("demo-enterprise")
    case.take(officer)
    case.act(officer, "recommend", head)
    case.issue(officer, "priority-recommendation", head)
    case.act("demo-province", "note-recommended")
    case.ask("applicant", "note-granted")
    case.act(officer, "note-first-action")
    case.ask("applicant", "note-reply")
    case.act(officer, "note-result")
    assert case.papers_open_in_word(officer) == 1
    case.archive(officer)
    case.reads("applicant", "")


def test_a_report_is_checked_and_its_reporter_is_told(walk: Start):
    told = {"title": "举报仓库存放仿冒箱包", "mode": "named", "matter": "trademark"}
    case = walk("complaint", told, applicant="demo-citizen")
    officer, head = "demo-enforcement", "demo-enforcement-head"
    case.hand_in("demo-citizen")
    case.take(officer)
    case.appoint(officer, "演示·执法人员（二）", "协办人员")
    case.act(officer, "take-up")
    case.issue(officer, "complaint-report-receipt")
    case.act(officer, "record-visit")
    case.act(officer, "file-case", head)
    case.serve(officer, "complaint-filing-notice")
    case.act(officer, "close-filed")
    case.act(officer, "tell-result")
    case.serve(officer, "complaint-result")
    assert case.papers_open_in_word(officer) == 3
    case.archive(officer)
    case.reads("applicant", "complaint-result")


def test_administrative_mediation_to_an_agreement(walk: Start):
    told = {"title": "职务发明奖励报酬争议", "dispute_kind": "reward",
            "applicant_name": "演示市民", "respondent_name": RIVAL}  # fmt: skip
    case = walk(
        "administrative-mediation", told, applicant="demo-citizen", respondent="demo-enterprise-2"
    )
    officer = "demo-district-officer"
    case.hand_in("demo-citizen")
    case.take(officer)
    case.act(officer, "accept")
    case.serve(officer, "admed-request-service")
    case.ask("respondent", "agree")
    case.act(officer, "open")
    case.act(officer, "settle")
    case.serve(officer, "admed-agreement")
    assert case.papers_open_in_word(officer) == 4
    case.archive(officer)
    case.reads("applicant", "admed-agreement")
    case.reads("respondent", "admed-agreement")


def test_peoples_mediation_to_judicial_confirmation(walk: Start):
    told = {"title": "图片未经授权用于公众号", "right_kind": "copyright",
            "applicant_name": "演示市民", "respondent_name": RIVAL}  # fmt: skip
    case = walk("peoples-mediation", told, applicant="demo-citizen", respondent="demo-enterprise-2")
    mediator = "demo-mediator"
    case.hand_in("demo-citizen")
    case.take(mediator)
    case.act(mediator, "accept")
    case.serve(mediator, "mediation-invitation")
    case.ask("respondent", "agree")
    case.meet(mediator, "mediation")
    case.act(mediator, "settle")
    case.serve(mediator, "mediation-agreement")
    case.act(mediator, "sign")
    case.ask("applicant", "ask-confirmation")
    case.act(mediator, "note-court-accepts")
    case.ask("respondent", "note-confirmed")
    assert case.papers_open_in_word(mediator) == 6
    case.archive(mediator)
    case.reads("applicant", "mediation-agreement")
    case.reads("respondent", "mediation-agreement")


def test_a_penalty_is_imposed_served_and_published(walk: Start):
    told = {"title": "销售假冒注册商标的手机壳", "offence": "trademark-infringement",
            "in_province": "yes", "respondent_name": RIVAL}  # fmt: skip
    case = walk("administrative-penalty", told, respondent="demo-enterprise-2")
    officer, head = "demo-enforcement", "demo-enforcement-head"
    case.begin(officer)
    case.take(officer)
    case.appoint(officer, "演示·执法人员（二）", "协办人员")
    case.act(officer, "file-case", head)
    case.act("demo-enforcement-2", "inspect")
    case.act(officer, "conclude-investigation")
    case.act(head, "agree")
    case.act(officer, "give-notice", head)
    case.serve(officer, "penalty-notice", head)
    case.ask("respondent", "waive")
    case.act(officer, "review-statement")
    case.act(officer, "propose-penalty")
    case.serve(officer, "penalty-decision", head)
    case.act(officer, "punish")
    case.act(officer, "record-payment")
    case.act(officer, "publish")
    case.act(officer, "note-performance")
    case.act(officer, "close", head)
    assert case.papers_open_in_word(officer) == 7
    case.archive(officer)
    case.reads("respondent", "penalty-decision")


def test_a_crime_goes_to_the_police(walk: Start):
    told = {"title": "销售假冒注册商标的商品涉嫌犯罪", "respondent_name": "网店经营者"}
    case = walk("criminal-transfer", told)
    officer, head = "demo-enforcement", "demo-enforcement-head"
    case.begin(officer)
    case.take(officer)
    case.appoint(officer, "演示·执法人员（二）", "协办人员")
    case.act(officer, "report")
    case.issue(officer, "transfer-report")
    case.act(head, "approve")
    case.issue(officer, "transfer-letter", head)
    case.issue(officer, "transfer-goods-list")
    case.act(officer, "hand-over")
    case.act("demo-enforcement-2", "record-filing")
    case.act(officer, "hand-over-goods")
    assert case.papers_open_in_word(officer) == 5
    case.archive(officer)


def test_an_infringement_is_answered_decided_and_published(walk: Start):
    told = {"product": "一种折叠自行车锁", "applicant_name": FIRM, "respondent_name": RIVAL,
            "district": "440304", "finding": "infringement", "votes_for": "3"}  # fmt: skip
    case = walk(
        "patent-infringement-adjudication", told,
        applicant="demo-enterprise", respondent="demo-enterprise-2",
    )  # fmt: skip
    chair, head = "demo-adjudicator", "demo-leader"
    case.hand_in("demo-enterprise")
    case.take(chair)
    case.appoint(chair, "演示·行政裁决员", "合议组组长")
    case.appoint(chair, "演示·行政裁决员（二）", "合议组成员")
    case.appoint(chair, "演示·经办干部", "合议组成员")
    case.act(chair, "accept")
    case.serve(chair, "adjudication-answer-notice")
    case.ask("respondent", "answer")
    case.act(chair, "deliberate")
    case.serve(chair, "adjudication-decision", head)
    case.act(chair, "decide-infringement")
    case.act(chair, "publish")
    assert case.papers_open_in_word(chair) >= 6
    case.archive(chair)
    case.reads("applicant", "adjudication-decision")
    case.reads("respondent", "adjudication-decision")


def test_filings_are_explained_confirmed_and_the_mistake_is_corrected(walk: Start):
    told = {"title": "示例制造有限公司 2 件专利申请核查", "respondent_name": RIVAL,
            "respondent_kind": "organisation", "source": "report", "behaviours": "1",
            "district": "440307", "facts": "两件申请的权利要求只有数值不同。",
            "filings": "202310393213.4\n202310393214.9", "confirmed_filings": "",
            "corrected_filings": ""}  # fmt: skip
    case = walk("abnormal-filing-check", told, respondent="demo-enterprise-2")
    officer, head = "demo-officer", "demo-leader"
    case.begin(officer)
    case.take(officer)
    case.act(officer, "ask")
    case.serve(officer, "abnormal-filing-notice")
    case.ask("respondent", "answer")
    case.act(officer, "confirm", head)
    case.serve(officer, "abnormal-filing-confirmation", head)
    case.ask("respondent", "object")
    case.act(officer, "correct", head)
    case.serve(officer, "abnormal-filing-correction", head)
    assert case.papers_open_in_word(officer) == 3
    case.archive(officer)
    case.reads("respondent", "abnormal-filing-correction")
