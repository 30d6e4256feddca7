"""Every limit that the law sets for adjudication, penalty and transfer has been declared.

The list is kept by hand beside the law, not made from the declarations: what is missing there, or
was changed there without a source, fails here.
"""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.procedures.declared import ProcedureTerm
from zhiheng.core.procedures.loading import packaged_procedures

ADJUDICATION = "patent-infringement-adjudication"
PENALTY = "administrative-penalty"
TRANSFER = "criminal-transfer"

# procedure, term, length, article, extensions (length and who approves, "" where they fix it)
SOURCED = [
    (ADJUDICATION, "acceptance", "5wd", "20", [("5wd", "head")]),
    (ADJUDICATION, "request-service", "5wd", "22", []),
    (ADJUDICATION, "answer-period", "15d", "22", [("", "panel-chair")]),
    (ADJUDICATION, "answer-service", "5wd", "22", []),
    (ADJUDICATION, "hearing-notice", "3wd", "26", []),
    (ADJUDICATION, "conclusion", "3m", "37", [("1m", "head"), ("2m", "superior")]),
    (ADJUDICATION, "suit-period", "15d", "65", []),
    (PENALTY, "lead-check", "15wd", "18", [("15wd", "head")]),
    (PENALTY, "preserved-evidence", "7wd", "56", []),
    (PENALTY, "seizure", "30d", "25", [("30d", "head")]),
    (PENALTY, "assistance", "15wd", "45", [("", "cooperator")]),
    (PENALTY, "review", "10wd", "55", [("", "head")]),
    (PENALTY, "statement-period", "5wd", "57", []),
    (PENALTY, "hearing-request-period", "5wd", "64", []),
    (PENALTY, "hearing-notice", "7wd", "64", []),
    (PENALTY, "decision", "90d", "64", [("30d", "head"), ("", "head")]),
    (PENALTY, "service", "7wd", "61", []),
    (PENALTY, "payment-period", "15d", "67", [("", "head")]),
    (PENALTY, "publication", "20wd", "9", []),
    (PENALTY, "publication-push", "10wd", "10", []),
    (PENALTY, "publication-elsewhere", "10wd", "10", []),
    (PENALTY, "publication-withdrawal", "3wd", "11", []),
    (PENALTY, "brief-publicity", "3m", "13", []),
    (PENALTY, "publicity", "3y", "13", []),
    (PENALTY, "reconsideration-period", "60d", "20", []),
    (TRANSFER, "approval", "3d", "5", []),
    (TRANSFER, "handing-over", "24h", "5", []),
    (TRANSFER, "forwarding", "24h", "7", []),
    (TRANSFER, "police-decision", "3d", "8", []),
    (TRANSFER, "reconsideration-request", "3d", "9", []),
    (TRANSFER, "reconsideration", "3d", "9", []),
    (TRANSFER, "supervision-proposal", "3d", "9", []),
    (TRANSFER, "goods", "3d", "12", []),
]
# Known, but not yet compared with the official text.
UNVERIFIED = [
    (ADJUDICATION, "jurisdiction-ruling", "5wd", "9"),
    (ADJUDICATION, "preserved-evidence", "7d", "49"),
    (ADJUDICATION, "publication", "20wd", "83"),
    (ADJUDICATION, "enforcement-period", "3m", "80"),
    (PENALTY, "urgent-approval", "24h", "36"),
    (PENALTY, "spot-papers", "7wd", "70"),
    (PENALTY, "collected-fine", "2wd", "71"),
    (PENALTY, "demand-period", "10wd", "76"),
    (PENALTY, "suit-period", "6m", "46"),
    (PENALTY, "closing", "15wd", "77"),
]
# What stops a limit: exactly these grounds and no others.
STOPPED = [
    (
        ADJUDICATION,
        "conclusion",
        """invalidation invention-invalidation death incapacity entity-ended force-majeure query
        other-case other-reason public-notice appraisal jurisdiction-objection
        longer-evidence-period settlement-talks""",
    ),
    (PENALTY, "lead-check", "testing identification"),
    (PENALTY, "seizure", "testing"),
    (
        PENALTY,
        "decision",
        """related-case interpretation force-majeure missing-party other-suspension hearing
        public-notice testing identification refund""",
    ),
]
# Amounts and lengths that a body or a province sets, with their ceiling in law where there is one.
PARAMETERS = [
    ("patent-adjudication.evidence-period", "15d", "verified"),
    ("administrative-penalty.spot-fine-person", 200, "verified"),
    ("administrative-penalty.spot-fine-organisation", 3000, "verified"),
    ("administrative-penalty.hearing-person", 10_000, "unverified"),
    ("administrative-penalty.hearing-organisation", 100_000, "unverified"),
    ("administrative-penalty.limitation", "2y", "verified"),
    ("administrative-penalty.limitation-safety", "5y", "verified"),
    ("administrative-penalty.late-payment-percent", 3, "verified"),
    ("administrative-penalty.late-payment-most-percent", 100, "verified"),
]


def term_of(procedure: str, name: str) -> ProcedureTerm:
    return packaged_procedures().in_force(procedure, on=date(2026, 11, 1)).terms[name]


@pytest.mark.parametrize(
    ("procedure", "name", "length", "article", "extensions"),
    SOURCED,
    ids=[f"{each[0]}-{each[1]}" for each in SOURCED],
)
def test_a_sourced_limit_is_declared(
    procedure: str, name: str, length: str, article: str, extensions: list[tuple[str, str]]
) -> None:
    term = term_of(procedure, name)
    assert (term.length, term.ground.article, term.status) == (length, article, "verified")
    assert [(rule.length, rule.approval.value) for rule in term.extensions] == extensions


@pytest.mark.parametrize(("procedure", "name", "length", "article"), UNVERIFIED)
def test_an_unverified_limit_says_so(procedure: str, name: str, length: str, article: str) -> None:
    term = term_of(procedure, name)
    assert (term.length, term.ground.article, term.status) == (length, article, "unverified")


@pytest.mark.parametrize("procedure", [ADJUDICATION, PENALTY, TRANSFER])
def test_no_limit_is_declared_that_is_not_listed_here(procedure: str) -> None:
    declared = set(packaged_procedures().in_force(procedure, on=date(2026, 11, 1)).terms)
    listed = {each[1] for each in [*SOURCED, *UNVERIFIED] if each[0] == procedure}
    set_by_the_office = {ADJUDICATION: {"supplement-period", "evidence-period"}}
    assert declared - set_by_the_office.get(procedure, set()) == listed


@pytest.mark.parametrize(("procedure", "name", "grounds"), STOPPED)
def test_exactly_these_grounds_stop_a_limit(procedure: str, name: str, grounds: str) -> None:
    assert set(term_of(procedure, name).stopped_by) == set(grounds.split())


def test_thirty_days_to_answer_without_a_domicile_in_china() -> None:
    [variant] = term_of(ADJUDICATION, "answer-period").variants
    assert (variant.length, variant.when.values) == ("30d", ["no"])
    assert variant.ground is not None
    assert variant.ground.article == "22"


def test_the_time_for_evidence_is_a_least_time() -> None:
    term = term_of(ADJUDICATION, "evidence-period")
    assert (term.minimum, term.parameter) == (True, "patent-adjudication.evidence-period")


@pytest.mark.parametrize(("name", "value", "status"), PARAMETERS)
def test_what_others_set_is_a_dated_parameter(name: str, value: object, status: str) -> None:
    dated = load_catalogue().value(name, on=date(2026, 11, 1))
    assert (dated.value, dated.status) == (value, status)


def test_the_ceilings_of_the_form_are_those_of_the_law() -> None:
    penalty = packaged_procedures().in_force(PENALTY, on=date(2026, 11, 1))
    largest = {field.field: field.largest for field in penalty.acts["punish-on-the-spot"].fields}
    catalogue = load_catalogue()
    for field, parameter in (
        ("spot_fine_person", "administrative-penalty.spot-fine-person"),
        ("spot_fine_organisation", "administrative-penalty.spot-fine-organisation"),
    ):
        assert largest[field] == catalogue.value(parameter, on=date(2026, 11, 1)).value
