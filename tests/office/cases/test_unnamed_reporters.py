"""Who reports anonymously is named nowhere and follows the matter all the same."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
import yaml
from django.conf import settings

from tests.core.procedures.small import words
from tests.office.cases.conftest import FILED, GIVEN, Cast
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.cases import law
from zhiheng.office.cases.beginning import Request, begin_case
from zhiheng.office.cases.models import Case
from zhiheng.office.cases.permissions import cases_seen_by, party_cases

ASKED = {
    "applicant_name": "line", "applicant_uscc": "uscc", "contact_phone": "phone",
    "contact_mail": "mail", "applicant_address": "line", "agent_name": "line",
    "unnamed": "yes-no",
}  # fmt: skip
WHO = {
    "applicant_name": "丙公司", "applicant_uscc": "91440300708461136T",
    "contact_phone": "0755-12345678", "contact_mail": "a@example.cn",
    "applicant_address": "海滨路1号", "agent_name": "丁代理",
    "respondent_uscc": "914403002795413088",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _asked_by_name() -> Iterator[None]:
    """The small procedure asks who reports, and whether that shall be known."""
    file = settings.ZHIHENG.home / "declarations" / "procedures" / "small.yaml"
    before = file.read_text(encoding="utf-8")
    content = copy.deepcopy(yaml.safe_load(before))
    content["form"][0]["fields"] += [
        {"field": name, "kind": kind, "label": words(name), "required": False}
        for name, kind in ASKED.items()
    ]
    content["applicant"] = "applicant_name"
    content["anonymous"] = {"field": "unnamed", "is": ["yes"]}
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    law.forget()
    yield
    file.write_text(before, encoding="utf-8")
    law.forget()


def reported(by: User, unnamed: str, *, station: Organisation | None = None) -> Case:
    request = Request(given={**GIVEN, **WHO, "unnamed": unnamed}, station=station)
    return begin_case(procedure="small", request=request, by=by, on=FILED)


def test_a_party_is_noted_with_all_that_the_form_says(cast: Cast):
    case = reported(cast.citizen, "no")
    party = case.parties.get(position="applicant")
    assert (party.name, party.identifier, party.agent_name) == (
        "丙公司", WHO["applicant_uscc"], "丁代理"
    )  # fmt: skip
    assert (party.phone, party.mail, party.address) == (
        WHO["contact_phone"], WHO["contact_mail"], WHO["applicant_address"]
    )  # fmt: skip
    respondent = case.parties.get(position="respondent")
    assert respondent.identifier == WHO["respondent_uscc"]
    assert case.filer_name == cast.citizen.display_name


def test_nothing_is_noted_of_who_shall_not_be_known(cast: Cast):
    case = reported(cast.citizen, "yes")
    party = case.parties.get(position="applicant")
    assert (party.name, party.identifier, party.phone, party.mail) == ("匿名", "", "", "")
    assert (party.address, party.agent_name, party.organisation) == ("", "", None)
    assert case.filed_for is None
    assert case.filer_name == "匿名"
    assert [case.name_of(entry.by) for entry in case.entries.all()] == ["匿名"]
    assert case.name_of(cast.officer) == cast.officer.display_name


def test_whoever_reported_follows_the_matter(cast: Cast):
    case = reported(cast.citizen, "yes")
    day = FILED.date()
    assert case in party_cases(cast.citizen, on=day)
    assert case not in cases_seen_by(cast.respondent, on=day)
    assert case in cases_seen_by(cast.officer, on=day)


def test_the_clerk_at_the_counter_is_named_and_who_came_is_not(cast: Cast):
    case = reported(cast.officer, "yes", station=cast.office)
    assert case.parties.get(position="applicant").user is None
    assert case.filer_name == cast.officer.display_name
