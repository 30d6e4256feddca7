"""What a city would be hurt by: the wrong eyes on a case, copies of what was erased, stray acts."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml
from django.conf import settings
from django.test import Client

from tests.core.procedures.small import act
from tests.office.cases.conftest import FILED, GIVEN, Cast, after, declaration, did, filed, pdf
from tests.office.conftest import MakePerson
from zhiheng.core.errors import InputError
from zhiheng.office.accounts.commands import end_role
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.attachments.queries import path_of
from zhiheng.office.cases import law
from zhiheng.office.cases.assigning import transfer_case
from zhiheng.office.cases.beginning import Request, begin_case, start_of
from zhiheng.office.cases.cooperating import answer_body, ask_body
from zhiheng.office.cases.joining import split_case
from zhiheng.office.cases.keeping import (
    PartyContent,
    add_note,
    archive_case,
    erase_entry,
    set_party,
)
from zhiheng.office.cases.models import ANONYMOUS, Case, EntryFile, Party
from zhiheng.office.cases.permissions import cases_seen_by, party_cases
from zhiheng.office.notices.models import Notice
from zhiheng.office.papers.permissions import is_of_the_office

DAY = FILED.date()


def test_members_of_the_public_do_not_speak_for_one_another(cast: Cast, taken: Case):
    party = taken.parties.get(position="respondent")
    public = Organisation.objects.get(kind="public")
    Party.objects.filter(pk=party.pk).update(organisation=public, told_at=FILED)
    taken.filed_by = cast.officer
    taken.save(update_fields=("filed_by",))
    taken.parties.filter(position="applicant").update(user=None)
    assert taken not in party_cases(cast.citizen, on=DAY)


def test_whoever_left_a_firm_no_longer_sees_its_matters(cast: Cast, case: Case):
    firm = Organisation.objects.get(name="乙方科技有限公司")
    Case.objects.filter(pk=case.pk).update(filed_by=cast.respondent, filed_for=firm)
    case.parties.filter(position="applicant").update(user=cast.respondent, organisation=firm)
    assert case in party_cases(cast.respondent, on=DAY)
    membership = cast.respondent.memberships.get()
    end_role(membership=membership, by=system_operator(), on=FILED)
    later = User.objects.get(pk=cast.respondent.pk)
    assert case not in party_cases(later, on=DAY + dt.timedelta(days=1))


def test_who_was_split_off_sees_the_new_case_and_no_longer_the_old(cast: Cast, accepted: Case):
    content = PartyContent("respondent", "丙方商贸有限公司")
    set_party(case=accepted, revision=None, party=None, content=content, by=cast.officer, on=FILED)
    leaving = accepted.parties.get(name="乙方科技有限公司")
    Party.objects.filter(pk=leaving.pk).update(told_at=FILED)
    twin = split_case(
        case=accepted, revision=None, parties=[leaving], reason="另案", by=cast.officer, on=after(5)
    )
    seen = party_cases(cast.respondent, on=DAY)
    assert twin in seen
    assert accepted not in seen


def test_a_body_that_answered_sees_a_case_only_while_it_goes_on(cast: Cast, taken: Case):
    other = cast.stranger.memberships.get().organisation
    asked = ask_body(
        case=taken, revision=None, organisation=other, question="请核实", due_on=None,
        by=cast.officer, on=after(1),
    )  # fmt: skip
    answer_body(cooperation=asked, answer="已核实", by=cast.stranger, on=after(2))
    assert taken in cases_seen_by(cast.stranger, on=DAY)
    Case.objects.filter(pk=taken.pk).update(closed_at=after(3))
    assert taken not in cases_seen_by(cast.stranger, on=DAY)


@pytest.fixture
def _changed():
    """The small procedure with a withdrawal of which the other side is told, for clerks too."""
    file = settings.ZHIHENG.home / "declarations" / "procedures" / "small.yaml"
    before = file.read_text(encoding="utf-8")
    content = declaration()
    content["begun_by"] = ["applicant", "clerk"]
    content["acts"].append(
        act("withdraw", "submitted", "closed", by=["applicant"], outcome="withdrawn",
            notifies=["respondent"])
    )  # fmt: skip
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    law.forget()
    yield
    file.write_text(before, encoding="utf-8")
    law.forget()


@pytest.mark.usefixtures("_changed")
def test_a_linked_case_is_that_of_who_asked_and_not_of_the_officer(cast: Cast, taken: Case):
    request = Request(given=GIVEN, origin=taken)
    linked = begin_case(procedure="small", request=request, by=cast.officer, on=after(1))
    party = linked.parties.get(position="applicant")
    assert (party.user, party.name) == (cast.citizen, cast.citizen.display_name)
    assert linked in party_cases(cast.citizen, on=DAY)


@pytest.mark.usefixtures("_changed")
def test_what_is_taken_back_is_not_told_to_who_never_knew_of_it(cast: Cast):
    case = filed(cast)
    did(case, "withdraw", cast.citizen, on=after(1))
    assert case.parties.get(position="respondent").told_at is None
    assert case not in cases_seen_by(cast.respondent, on=DAY)


def test_what_was_proposed_falls_away_when_the_case_goes_elsewhere(cast: Cast, taken: Case):
    did(taken, "refuse", cast.officer, on=after(1))
    proposal = taken.proposals.get()
    other = cast.stranger.memberships.get().organisation
    transfer_case(case=taken, revision=None, to=other, reason="管辖", by=cast.officer, on=after(2))
    proposal.refresh_from_db()
    assert (proposal.approved, proposal.decided_at) == (False, after(2))


def test_a_term_counts_from_no_day_to_come(cast: Cast, taken: Case):
    procedure = law.in_force("rights-aid", on=DAY)
    for day in ("2026-03-03", "0001-01-01"):
        with pytest.raises(InputError):
            start_of(procedure, "note-knowledge", {"known_on": day}, on=DAY)
    assert start_of(procedure, "note-knowledge", {"known_on": "2026-03-02"}, on=DAY) == DAY


def test_erased_files_are_gone_from_the_disk(
    cast: Cast, taken: Case, administrator: User, django_capture_on_commit_callbacks
):
    entry = add_note(case=taken, text="身份证", files=[pdf()], by=cast.officer, on=after(1))
    path = path_of(EntryFile.objects.get(entry=entry).attachment.digest)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        erase_entry(entry=entry, ground="当事人请求", by=administrator, on=after(2))
    assert not path.exists()
    assert not EntryFile.objects.filter(entry=entry).exists()


def test_an_erased_form_is_erased_where_it_was_copied(
    cast: Cast, accepted: Case, administrator: User
):
    content = PartyContent("respondent", "丙方商贸有限公司")
    second = set_party(
        case=accepted, revision=None, party=None, content=content, by=cast.officer, on=FILED
    )
    twin = split_case(
        case=accepted, revision=None, parties=[second], reason="另案", by=cast.officer, on=after(5)
    )
    first = accepted.entries.order_by("pk")[0]
    erase_entry(entry=first, ground="当事人请求", by=administrator, on=after(6))
    for each in (accepted, twin):
        each.refresh_from_db()
        assert (each.form, each.title) == ({}, "（已依法删除）")
        assert each.parties.get(position="applicant").name == "（已依法删除）"
    told = Notice.objects.filter(href=f"/cases/{accepted.number}/")
    assert told.exists()
    assert not [each for each in told if GIVEN["title"] in str(each.given)]


def test_nothing_waits_for_approval_in_the_archive(cast: Cast, taken: Case):
    did(taken, "refuse", cast.officer, on=after(1))
    Case.objects.filter(pk=taken.pk).update(status="closed", closed_at=after(2))
    take = Case.objects.get(pk=taken.pk)
    archive_case(case=take, revision=None, by=cast.officer, on=after(3))
    assert not taken.proposals.filter(decided_at__isnull=True).exists()


def test_the_other_side_gets_no_receipt_and_with_it_no_code(cast: Cast, accepted: Case):
    for who, status in ((cast.respondent, (404, 404)), (cast.citizen, (200, 200))):
        client = Client()
        client.force_login(who)
        assert client.get(f"/hall/matters/{accepted.number}/").status_code == 200
        pages = (
            f"/hall/matters/{accepted.number}/receipt/",
            f"/papers/cases/{accepted.number}/receipt/",
        )
        found = [client.get(page) for page in pages]
        assert tuple(each.status_code for each in found) == status
        if who == cast.respondent:
            page = client.get(f"/hall/matters/{accepted.number}/").content.decode()
            assert "receipt/" not in page
            assert accepted.code not in page


def test_who_only_counts_cases_reads_no_papers(cast: Cast, accepted: Case, make_person: MakePerson):
    analyst = make_person("anna", Role.ANALYST)
    assert accepted in cases_seen_by(analyst, on=DAY)
    assert not is_of_the_office(analyst, accepted, frozenset(), on=DAY)
    assert is_of_the_office(cast.head, accepted, frozenset(), on=DAY)


def test_no_form_shows_the_account_of_who_reported_anonymously(cast: Cast, taken: Case):
    party = taken.parties.get(position="applicant")
    client = Client()
    client.force_login(cast.officer)
    page = f"/cases/{taken.number}/parties/{party.pk}/"
    assert cast.citizen.username in client.get(page).content.decode()
    Party.objects.filter(pk=party.pk).update(name=ANONYMOUS)
    answer = client.get(page)
    assert answer.status_code == 404
    assert cast.citizen.username not in answer.content.decode()
