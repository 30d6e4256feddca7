"""Every limit of the law for aid, mediation, examination, complaints and pledges is declared.

Kept by hand beside the law, as `test_sourced_limits` is for adjudication and penalties.
"""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.core.procedures.declared import ProcedureTerm
from zhiheng.core.procedures.loading import packaged_procedures
from zhiheng.core.procedures.written import Law

AID = "rights-aid"
PEOPLE = "peoples-mediation"
AUTHORITY = "administrative-mediation"
PRIORITY = "priority-examination"
COMPLAINT = "complaint"

# procedure, term, length, article, lengths in other cases, extensions (length and who approves)
SOURCED = [
    (AID, "complaint-or-suit", "15d", "43", {}, []),
    (AID, "detention-request", "3wd", "16", {}, []),
    (AID, "customs-finding", "30wd", "20", {}, []),
    (AID, "court-notice-after-notice", "50wd", "24", {}, []),
    (AID, "court-notice-on-request", "20wd", "24", {}, []),
    (AID, "exhibition-records", "3y", "31", {}, []),
    (AID, "limitation", "3y", "74", {}, []),
    (
        PEOPLE, "entrusted-mediation", "30d", "27",
        {"court-ordinary": "15d", "court-summary": "7d"}, [("", "handler")],
    ),
    (PEOPLE, "confirmation-request", "30d", "205", {}, []),
    (PEOPLE, "court-acceptance", "3d", "4", {}, []),
    (PEOPLE, "revocation", "1y", "10", {}, []),
    (PEOPLE, "enforcement", "2y", "250", {}, []),
    (AUTHORITY, "acceptance", "5wd", "46", {}, [("5wd", "head")]),
    (AUTHORITY, "transfer", "3wd", "45", {}, []),
    (AUTHORITY, "serve-request", "5wd", "65", {}, []),
    (AUTHORITY, "reply", "15d", "65", {}, []),
    (AUTHORITY, "open", "5wd", "66", {}, []),
    (AUTHORITY, "tell-refusal", "5wd", "66", {}, []),
    (COMPLAINT, "verification", "15wd", "18", {}, [("15wd", "head")]),
    (PRIORITY, "first-action", "45d", "14", {}, []),
    (
        PRIORITY, "examination", "1y", "14",
        {"utility-model": "2m", "design": "2m", "re-examination": "7m", "invalidation": "5m",
         "design-invalidation": "4m"}, [],
    ),
    (PRIORITY, "reply", "1m", "15", {"utility-model": "15d", "design": "15d"}, []),
]  # fmt: skip
# What a law leaves to the body, or what is still to be read: parameter, value, whether verified.
PARAMETERS = [
    ("rights-aid.acceptance", "5wd", "unverified"),
    ("peoples-mediation.duration", "30d", "verified"),
    ("peoples-mediation.court-decision", "30d", "verified"),
    ("complaint.acceptance", "7wd", "unverified"),
    ("complaint.mediation", "45wd", "unverified"),
    ("complaint.reporter-told", "5wd", "unverified"),
    ("entity-registration.suspension", "6m", "unverified"),
    ("pre-examination.first-answer", "10wd", "unverified"),
    ("pre-examination.later-answer", "5wd", "unverified"),
    ("pre-examination.grant-invention", "3m", "unverified"),
    ("pledge-registration-help.registration", "5wd", "unverified"),
    ("pledge-registration-help.registration-online", "2wd", "unverified"),
    ("pledge-registration-help.registration-regional", "3wd", "unverified"),
    ("abnormal-filing-check.answer", "15d", "unverified"),
    ("abnormal-filing-check.conclusion", "60d", "unverified"),
    ("abnormal-filing-check.objection", "15d", "unverified"),
    ("abnormal-filing-check.review", "15wd", "unverified"),
]
STOPPED = [
    (COMPLAINT, "verification", {"testing", "owner-identification"}),
    (COMPLAINT, "mediation", {"appraisal", "challenge"}),
    (PEOPLE, "entrusted-mediation", {"appraisal"}),
    (PEOPLE, "confirmation-request", set()),
    (AUTHORITY, "reply", set()),
]


def term_of(procedure: str, name: str) -> ProcedureTerm:
    return packaged_procedures().in_force(procedure, on=date(2026, 11, 1)).terms[name]


@pytest.mark.parametrize(
    ("procedure", "name", "length", "article", "others", "extensions"),
    SOURCED,
    ids=[f"{each[0]}-{each[1]}" for each in SOURCED],
)
def test_a_sourced_limit_is_declared(
    procedure: str,
    name: str,
    length: str,
    article: str,
    others: dict[str, str],
    extensions: list[tuple[str, str]],
) -> None:
    term = term_of(procedure, name)
    assert (term.length, term.ground.article, term.status) == (length, article, "verified")
    assert {
        value: each.length for each in term.variants for value in each.when.values
    } == others  # fmt: skip
    assert [(rule.length, rule.approval.value) for rule in term.extensions] == extensions


@pytest.mark.parametrize(("parameter", "value", "status"), PARAMETERS)
def test_what_a_body_sets_is_a_parameter(parameter: str, value: str, status: str) -> None:
    found = Law().catalogue.value(parameter, on=date(2026, 11, 1))
    assert (found.value, found.status) == (value, status)


@pytest.mark.parametrize(("procedure", "name", "grounds"), STOPPED)
def test_exactly_these_grounds_stop_a_limit(procedure: str, name: str, grounds: set[str]) -> None:
    assert set(term_of(procedure, name).stopped_by) == grounds


@pytest.mark.parametrize(
    "procedure",
    [AID, PEOPLE, AUTHORITY, PRIORITY, COMPLAINT, "entity-registration", "pre-examination",
     "pledge-registration-help", "abnormal-filing-check"],
)  # fmt: skip
def test_a_length_written_in_the_file_is_one_of_the_law(procedure: str) -> None:
    terms = packaged_procedures().in_force(procedure, on=date(2026, 11, 1)).terms.values()
    written = {each.term for each in terms if each.length}
    assert written == {name for listed, name, *_ in SOURCED if listed == procedure}
    assert all(each.status == "verified" for each in terms if each.length)
