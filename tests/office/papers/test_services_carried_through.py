"""The services of aid, mediation, examination, complaints and pledges, with every paper filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from tests.office.cases.conftest import Cast, after
from tests.office.papers.test_declared_procedures import Office, pdf
from zhiheng.office.accounts.commands import grant_role
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import Organisation
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cases.assigning import take_case
from zhiheng.office.cases.beginning import Request, begin_case

PERSON = {
    "applicant_kind": "person", "applicant_name": "甲", "applicant_identity_number": "TEST000001",
    "applicant_address": "深圳市南山区一号", "contact_name": "甲", "contact_phone": "13800000000",
    "by_agent": "no", "district": "440305",
}  # fmt: skip
FIRM = {
    "applicant_name": "丙公司", "applicant_uscc": "91440300708461136T", "by_agent": "no",
    "applicant_address": "深圳市南山区三号", "district": "440305", "contact_name": "丙",
    "contact_phone": "13800000000", "contact_mail": "c@example.cn",
}  # fmt: skip
OTHER = {"respondent_name": "乙方科技有限公司", "respondent_address": "深圳市南山区二号"}
AID = {
    **PERSON, **OTHER, "title": "台灯外观被仿", "position": "owner", "right_kind": "patent",
    "matter": "infringement", "summary": "网店销售同款。", "pending": "no", "hardship": "no",
    "aid_kinds": "infringement-opinion,expert-opinion", "promise": "agreed",
}  # fmt: skip
MEDIATION = {
    **PERSON, **OTHER, "title": "图片著作权纠纷", "origin": "parties", "right_kind": "copyright",
    "summary": "未经许可使用。", "claims": "停止并赔偿。", "openness": "closed",
}  # fmt: skip
DISPUTE = {
    **PERSON, **OTHER, "title": "职务发明报酬纠纷", "dispute_kind": "reward", "sued": "no",
    "patent_number": "201810393213.3", "patent_title": "一种装置", "claims": "支付报酬。",
    "summary": "未支付。",
}  # fmt: skip
ENTITY = {
    **FIRM, "entity_kind": "enterprise", "title": "丙公司备案", "industry": "电池",
    "classes": "H01M", "research": "研发人员十名。", "patents_filed": "12",
    "management": "有制度。",
    "on_breach_list": "no", "abnormal_filing": "no", "promise": "agreed",
}  # fmt: skip
INVENTION = {
    **FIRM, "registration_number": "知预备字〔2026〕1号", "title": "一种电池", "claims": "10",
    "patent_kind": "invention", "classes": "H01M10/05", "inventors": "丁", "pages": "12",
    "summary": "散热。", "prior_art": "CN1。", "promises": "agreed",
    **dict.fromkeys(
        ("filed_already", "disclosed", "national_phase", "divisional", "double_filing", "secret",
         "abnormal"), "no",
    ),
}  # fmt: skip
REPORT = {
    "mode": "complaint", "applicant_name": "甲", "applicant_address": "深圳市南山区一号",
    "contact_phone": "13800000000", "by_agent": "no", **OTHER, "district": "440305",
    "title": "购得假冒专利商品", "matter": "counterfeit-patent", "happened_on": "2026-02-20",
    "summary": "标注的专利号不存在。", "claims": "退货。", "handled_elsewhere": "no",
}  # fmt: skip
PLEDGE = {
    **FIRM, "pledgee_name": "示例银行", "pledgee_contact": "戊 0755-12345678", "foreign": "no",
    "title": "电池专利质押", "patent_number": "201810393213.3", "patent_title": "一种装置",
    "patent_owner": "丙公司", "patent_ends_on": "2038-04-26", "principal": "5000000",
    "debt_from": "2026-04-01", "debt_until": "2027-03-31", "contract": "separate",
    "channel": "online", "owner_matches": "yes", "in_force": "yes", "fees_paid": "yes",
    "disputed": "no", "co_owned": "no", "term_covers": "yes", "contract_complete": "yes",
    "pledged_already": "no", "same_day": "no", "invalidation": "no", "open_licence": "no",
    "identity_way": "commitment",
}  # fmt: skip
Begin = Callable[..., Office]


@pytest.fixture
def begin(cast: Cast) -> Begin:
    """Return what hands in a form and lets the officer take the case, as any kind of body."""

    def made(
        procedure: str, given: dict[str, str], files: Iterable[str] = (), **more: str
    ) -> Office:
        handed = {name: pdf() for name in files}
        asks = cast.respondent if more.pop("by_firm", "") else cast.citizen
        request = Request({**given, **more}, handed)
        case = begin_case(procedure=procedure, request=request, by=asks, on=after(0))
        take_case(case=case, revision=None, by=cast.officer, on=after(0))
        return Office(case, cast)

    for role in (Role.EXAMINER, Role.MEDIATOR):
        grant_role(
            user=cast.officer, organisation=cast.office, role=role, valid_from=after(-9).date(),
            by=system_operator(), on=after(-9),
        )  # fmt: skip
    return made


def _as(cast: Cast, kind: OrganisationKind) -> None:
    Organisation.objects.filter(pk=cast.office.pk).update(kind=kind)


def test_aid_with_supplement_experts_and_opinion(cast: Cast, begin: Begin):
    office = begin("rights-aid", AID, ("identity", "right"))
    officer, citizen = cast.officer, cast.citizen
    office.do("request-supplement", officer, 1, missing="购买凭证")
    office.served("aid-supplement", 1)
    assert office.due("supplement-time") == "2026-03-17"
    office.do("supplement", citizen, 4, explanation="补上了")
    office.do("accept", officer, 5, plan="先出意见")
    office.do("engage-experts", officer, 7, experts="示例大学", questions="是否近似？")
    office.do(
        "give-opinion", officer, 10, facts="有销售。", analysis="近似。", advice_given="先公证。"
    )
    office.do("confirm-feedback", citizen, 12, effect="solved")
    assert office.filled() == {}
    assert (office.case.stage, office.case.outcome) == ("closed", "aided")
    drafted = {each.kind for each in office.case.papers.all()}
    assert drafted == {"aid-supplement", "aid-acceptance", "aid-expert-opinion", "aid-opinion"}


def test_mediation_to_confirmation(cast: Cast, begin: Begin):
    _as(cast, OrganisationKind.MEDIATION)
    office = begin("peoples-mediation", MEDIATION, ("identity", "right"))
    officer = cast.officer
    office.do("accept", officer, 1)
    office.served("mediation-invitation", 1)
    office.do("agree", cast.respondent, 3)
    office.do(
        "settle", officer, 20, facts="使用图片。", liability="对方负责。", content="支付五千元。",
        performance="转账。", perform_by="2026-05-01", agreed_amount="5000",
    )  # fmt: skip
    office.issued("mediation-agreement", 20)
    office.do("sign", officer, 21, "signed", effective_on="2026-03-23")
    assert office.due("confirmation-request") == "2026-04-22"
    court = {"court_ground": "body", "court": "示例法院", "both_ask": "agreed"}
    office.do("ask-confirmation", cast.citizen, 22, **court)
    office.do("note-court-accepts", officer, 24, accepted_on="2026-03-26", court_number="调确1")
    office.do("note-confirmed", officer, 40, confirmed_on="2026-04-10")
    assert office.filled() == {}
    assert office.case.outcome == "confirmed"


def test_mediation_by_the_authority_that_the_other_side_declines(cast: Cast, begin: Begin):
    office = begin("administrative-mediation", DISPUTE, ("identity", "right"))
    office.do("accept", cast.officer, 1)
    office.served("admed-request-service", 1)
    assert office.due("reply") == "2026-03-18"
    office.do("decline", cast.respondent, 2)
    office.served("admed-not-opened", 3)
    office.do("close-not-opened", cast.officer, 4)
    assert (office.filled(), office.case.outcome) == ({}, "not-opened")


def test_registration_and_discipline_of_an_entity(cast: Cast, begin: Begin):
    _as(cast, OrganisationKind.PROTECTION_CENTRE)
    files = ("licence", "research", "commitment")
    office = begin("entity-registration", ENTITY, files, by_firm="yes")
    officer, firm = cast.officer, cast.respondent
    office.do("request-supplement", officer, 1, missing="制度文本")
    office.do("supplement", firm, 2, explanation="补上了")
    office.do("register", officer, 4, field_approved="H01M", credit_checked="没有问题。")
    office.do("warn", officer, 10, facts="答复逾期。")
    facts = {"measure": "suspension", "cause": "repeated", "facts": "再次逾期。"}
    office.do("propose-discipline", officer, 20, **facts)
    office.served("entity-discipline-notice", 20)
    office.do("state-views", firm, 22, views="已经整改。")
    office.do("suspend", officer, 23, reasons="不足以免除。")
    assert office.filled() == {}
    assert office.due("suspension") == "2026-09-28"  # 25 September is a holiday


def test_pre_examination_to_the_fast_lane(cast: Cast, begin: Begin):
    _as(cast, OrganisationKind.PROTECTION_CENTRE)
    files = ("claims", "description", "commitment")
    officer, firm = cast.officer, cast.respondent
    checked = {"registration_checked": "yes", "class_confirmed": "H01M10/05"}
    office = begin("pre-examination", INVENTION, files, by_firm="yes")
    office.do("request-supplement", officer, 1, missing="摘要")
    office.do("supplement", firm, 2, "supplement", explanation="补上了")
    office.do("accept", officer, 2, **checked)
    office.do("record-check", officer, 3, formalities="合格。")
    office.do("send-opinion", officer, 4, defects="权利要求1不清楚。")
    office.served("preexam-opinion", 4)
    office.do("answer", firm, 8, "corrected", answer="已修改。")
    office.do("qualify", officer, 9, conclusion="合格。")
    office.served("preexam-qualified", 9)
    assert office.due("filing-time") == "2026-03-18"
    office.do(
        "report-filing", firm, 10, "receipt", application_number="201810393213.3",
        filed_on="2026-03-12", fees_paid="yes",
    )  # fmt: skip
    office.do("confirm-filing", officer, 11, marked_on="2026-03-13")
    assert (office.filled(), office.case.outcome) == ({}, "qualified")


def test_a_complaint_is_settled(cast: Cast, begin: Begin):
    office = begin("complaint", REPORT, ("purchase",))
    office.do("request-supplement", cast.officer, 1, missing="发票")
    office.do("supplement", cast.citizen, 2, added="补上了")
    office.do("accept", cast.officer, 2)
    office.do("note-consent", cast.respondent, 3)
    office.do("settle", cast.officer, 9, content="退货。", performed="yes", paid="199")
    assert (office.filled(), office.case.outcome) == ({}, "settled")


def test_reports_named_and_unnamed(cast: Cast, begin: Begin):
    named = begin("complaint", REPORT, mode="named", insider="no")
    named.do("take-up", cast.officer, 1)
    named.do("record-visit", cast.officer, 2, visited_on="2026-03-04", found="不属实。")
    named.do("decide-not-to-file", cast.officer, 3, reason="no-breach", explanation="号码存在。")
    named.served("complaint-filing-notice", 3)
    assert named.case.clocks.get(term="reporter-told").ended_by == "served:complaint-filing-notice"
    named.do("close-not-filed", cast.officer, 4)
    assert (named.filled(), named.case.outcome) == ({}, "not-filed")
    unnamed = begin("complaint", REPORT, mode="anonymous")
    unnamed.do(
        "refer-elsewhere", cast.officer, 1, competent="外市市场监管局", explanation="不在本市。"
    )
    assert unnamed.filled() == {}
    assert unnamed.case.filer_name == "匿名"


def test_a_pledge_is_advised_listed_and_registered(cast: Cast, begin: Begin):
    office = begin("pledge-registration-help", PLEDGE, ("contract", "commitment"), by_firm="yes")
    officer = cast.officer
    office.do("request-supplement", officer, 1, missing="申请表")
    office.do("supplement", cast.respondent, 2, explanation="补上了")
    office.do("advise", officer, 2, obstacles="fee,contract", explanation="先缴年费。")
    office.do("remedy", cast.respondent, 5, remedied="已缴。")
    office.do("pass", officer, 6, checked_register="有效，无质押。")
    office.issued("pledge-materials-list", 6)
    office.do("file", officer, 7, accepted_on="2026-03-09")
    assert office.due("registration") == "2026-03-11"
    office.do("note-registered", officer, 9, registered_on="2026-03-11", register_number="Y2026")
    assert (office.filled(), office.case.outcome) == ({}, "registered")
