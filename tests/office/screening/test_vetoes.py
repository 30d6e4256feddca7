"""Who is barred, asked of the registers by code, name, party number or agency code."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.office.screening.veto_cases import (
    AGENCY,
    AGENCY_CODE,
    CONFIRMED,
    FIRM,
    FIRM_CODE,
    NOTICED,
    OF_A_PERSON,
    OLD,
    OTHER,
    OTHER_CODE,
    PERSON,
    SOLD,
    notices,
)
from zhiheng.core.errors import InputError
from zhiheng.core.screening.veto import ABNORMAL, REPEATED
from zhiheng.office.cases import vetoes as questions
from zhiheng.office.parties.queries import one_party
from zhiheng.office.screening import vetoes
from zhiheng.office.screening.veto_words import reason_words

__all__ = ["notices"]
pytestmark = pytest.mark.usefixtures("notices")

DAY = dt.date(2026, 3, 2)


def asked(*given: str, on: dt.date = DAY, question: str = ABNORMAL) -> vetoes.Answer:
    return vetoes.answer(given, question=question, on=on, known_on=timezone.localdate())


def barring(found: vetoes.Answer) -> list[str]:
    return [each.filing.number for each in found.veto.reasons]


def test_a_firm_is_found_by_name_code_and_party_number():
    for given in (FIRM, FIRM_CODE, f" {FIRM_CODE.lower()} ", one_party(FIRM)["party"]):
        found = asked(given)
        assert barring(found) == [CONFIRMED]
        assert found.veto.until == dt.date(2026, 8, 1)
        assert found.subject.certain
        assert [each.number for each in found.veto.beside] == [OLD, NOTICED]


def test_the_day_it_is_asked_for_decides():
    assert not asked(FIRM, on=dt.date(2025, 7, 31)).veto.barred
    assert asked(FIRM, on=dt.date(2025, 8, 1)).veto.barred
    assert not asked(FIRM, on=dt.date(2026, 8, 1)).veto.barred
    assert barring(asked(FIRM, on=dt.date(2022, 1, 1))) == [OLD]


def test_what_the_register_did_not_hold_on_a_day_is_not_known_on_it():
    before = vetoes.answer([FIRM], on=dt.date(2025, 9, 1))
    assert (before.veto.barred, before.version) == (False, -1)


def test_two_decisions_within_five_years_are_a_repetition():
    assert sorted(barring(asked(FIRM, question=REPEATED))) == sorted([OLD, CONFIRMED])
    assert not asked(OTHER, question=REPEATED).veto.barred


def test_a_filing_that_was_sold_still_counts_for_who_filed_it():
    assert [barring(asked(given)) for given in (OTHER, OTHER_CODE)] == [[SOLD], [SOLD]]


def test_an_agency_is_found_by_name_and_code():
    for given in (AGENCY, AGENCY_CODE):
        (reason,) = asked(given).veto.reasons
        assert (reason.filing.number, reason.filing.role) == (CONFIRMED, "agency")


def test_a_person_is_never_certain_by_name():
    found = asked(PERSON)
    assert barring(found) == [OF_A_PERSON]
    assert (found.subject.certain, found.subject.is_person) == (False, True)
    assert asked(one_party(PERSON)["party"]).subject.certain


def test_the_first_name_that_leads_somewhere_counts():
    assert barring(asked("91440300MA5EXAMP0X", FIRM)) == [CONFIRMED]
    assert not asked("无此公司有限公司", "也无此公司").subject.known


def test_whom_no_register_knows_is_not_barred():
    for given in ("无此公司有限公司", "99999", "P000000000000", "%'; --", "甲" * 500):
        found = asked(given)
        assert not found.veto.barred
        assert not found.subject.parties


def test_nobody_and_days_to_come_are_refused():
    with pytest.raises(InputError, match=r"veto\.nobody"):
        asked(" ", "")
    with pytest.raises(InputError, match=r"veto\.day_ahead"):
        asked(FIRM, on=dt.date(2199, 1, 1))


def test_the_words_name_the_filing_the_behaviour_the_notice_and_the_days():
    (reason,) = asked(FIRM).veto.reasons
    words = reason_words(reason)
    for told in (
        CONFIRMED,
        "实体识别方法",
        "编造",
        "2025-08-01",
        "粤知通〔2025〕8号",
        "2026-08-01",
    ):
        assert told in words.zh
    assert "confirmed on 2025-08-01" in words.en


def test_procedures_can_ask():
    assert {ABNORMAL, REPEATED} <= questions.offered()
    rules = vetoes.rules_on(DAY)
    assert {each.status for each in rules.values()} == {"verified", "unverified"}
