"""Handing in a form: the number, the body, the parties, the first clock, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.office.cases.conftest import FILED, GIVEN, Cast, codes_of, filed, pdf
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.core.evidence.sealing import opens
from zhiheng.office.accounts.enums import OrganisationKind
from zhiheng.office.accounts.models import Organisation
from zhiheng.office.cases.beginning import Request, begin_case
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.cases.routing import body_for
from zhiheng.office.ledger.queries import EventFilter, find_events


def test_a_request_gets_a_number_a_code_a_body_parties_and_a_clock(cast: Cast):
    case = filed(cast)
    assert case.number == "CS-2026-000001"
    assert len(case.code) == 21
    assert case.organisation is not None
    assert [(each.position, each.name) for each in case.parties.all()] == [
        ("applicant", "Cilla"), ("respondent", "乙方科技有限公司"),
    ]  # fmt: skip
    clock = case.clocks.get()
    assert (clock.term, clock.due_on) == ("accepting", dt.date(2026, 3, 9))
    assert (case.due_on, case.due_term) == (dt.date(2026, 3, 9), "accepting")


@pytest.mark.parametrize(
    ("code_here", "code_given", "has_the_file"),
    [
        ("914403002795413088", "914403002795413088", True),
        ("914403002795413088", "91440300708461136T", False),
        ("914403002795413088", "", True),
        (None, "91440300708461136T", True),
    ],
)
def test_a_body_of_the_name_but_another_code_does_not_get_the_file(
    cast: Cast, code_here: str | None, code_given: str, has_the_file: bool
):
    body = Organisation.objects.filter(name=GIVEN["respondent_name"])
    body.update(uscc=code_here)
    asked = filed(cast, respondent_uscc=code_given).parties.get(position="respondent")
    assert asked.organisation == (body.get() if has_the_file else None)
    assert asked.identifier == (code_given or code_here)


def test_numbers_follow_one_another_and_begin_anew_each_year(cast: Cast):
    numbers = [filed(cast).number, filed(cast).number]
    numbers.append(filed(cast, on=FILED.replace(year=2027)).number)
    assert numbers == ["CS-2026-000001", "CS-2026-000002", "CS-2027-000001"]


def test_the_ledger_has_the_digest_and_not_the_words(cast: Cast):
    case = filed(cast)
    entry = Entry.objects.get(case=case)
    event = find_events(EventFilter(subject=f"case:{case.number}")).get()
    assert event.facts["content"] == entry.digest
    assert "路灯" not in event.details
    assert opens(entry.digest, entry.salt, {**entry.content, "files": []})


def test_a_form_sent_twice_begins_one_case(cast: Cast):
    assert filed(cast, key="k1") == filed(cast, key="k1")
    assert Case.objects.count() == 1


def test_everything_that_does_not_fit_is_told_at_once(cast: Cast):
    request = Request(given={"urgent": "maybe"}, files={"proof": [pdf("run.xls")]})
    with pytest.raises(InputError) as refused:
        begin_case(procedure="small", request=request, by=cast.citizen, on=FILED)
    assert sorted(codes_of(refused)) == [
        "form.missing",
        "form.missing",
        "form.not_yes_or_no",
        "material.kind",
    ]
    assert not Case.objects.exists()


def test_who_is_not_among_those_who_ask_is_refused(cast: Cast):
    with pytest.raises(ForbiddenError):
        begin_case(procedure="small", request=Request(GIVEN), by=cast.officer, on=FILED)
    with pytest.raises(ForbiddenError):
        begin_case(procedure="small", request=Request(GIVEN), by=cast.respondent, on=FILED)


def test_a_clerk_files_at_the_counter_for_somebody(cast: Cast):
    request = Request(given=GIVEN, station=cast.office)
    case = begin_case(procedure="small", request=request, by=cast.officer, on=FILED)
    assert case.station == cast.office
    assert case.parties.get(position="applicant").user is None
    with pytest.raises(ForbiddenError):
        begin_case(procedure="small", request=request, by=cast.stranger, on=FILED)


@pytest.mark.parametrize(
    ("division", "expected"),
    [("440305", "南山"), ("440304", "福田"), ("440306", "市"), ("440300", "市"), ("", "市")],
)
def test_a_case_goes_to_the_body_of_its_district_then_of_its_city(
    cast: Cast, division: str, expected: str
):
    Organisation.objects.create(
        name="市知识产权局", kind=OrganisationKind.IP_OFFICE, district="440300", created_at=FILED
    )
    assert body_for(["ip_office"], division).name.startswith(expected)


def test_a_case_that_nobody_could_handle_is_not_taken_in(cast: Cast):
    with pytest.raises(ConflictError) as refused:
        body_for(["court"], "440305")
    assert codes_of(refused) == ["case.no_body"]


def test_a_running_case_keeps_the_version_it_began_in(cast: Cast):
    case = filed(cast)
    assert case.version.procedure == "small"
    assert case.version.content["prefix"] == "CS"
    assert filed(cast).version == case.version
