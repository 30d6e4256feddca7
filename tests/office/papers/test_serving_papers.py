from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.office.cases.conftest import Cast, after
from tests.office.papers.conftest import another, handed_over, party_of, scan, signed_decision
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.office.cases.joining import join_cases
from zhiheng.office.cases.models import Case, CaseClock, Party
from zhiheng.office.notices.models import Notice
from zhiheng.office.papers.drafting import discard_paper, draft_paper
from zhiheng.office.papers.issuing import issue_paper, withdraw_paper
from zhiheng.office.papers.models import Paper, Service
from zhiheng.office.papers.presenters import paper_page
from zhiheng.office.papers.queries import addressees, find_paper, papers_of
from zhiheng.office.papers.serving import (
    Sending,
    note_failure,
    read_paper,
    record_receipt,
    serve_paper,
)

pytestmark = pytest.mark.django_db


def clocks(case: Case, term: str) -> list[CaseClock]:
    return list(CaseClock.objects.filter(case=case, term=term))


def served(paper: Paper, cast: Cast, sending: Sending, *, days: int = 5) -> Service:
    return serve_paper(
        paper=paper, party=party_of(paper), sending=sending, by=cast.officer, on=after(days)
    )


def with_account(paper: Paper, cast: Cast) -> Party:
    """Let somebody act for the party here."""
    party = party_of(paper)
    Party.objects.filter(pk=party.pk).update(user=cast.respondent)
    return Party.objects.get(pk=party.pk)


def test_handed_over_it_starts_the_clock_on_the_day_of_receipt(cast: Cast, issued: Paper) -> None:
    service = served(issued, cast, handed_over(3))
    assert (service.result, service.received_on) == ("received", dt.date(2026, 3, 5))
    [clock] = clocks(issued.case, "answer")
    assert (clock.start_on, clock.due_on) == (dt.date(2026, 3, 5), dt.date(2026, 3, 20))
    issued.refresh_from_db()
    assert issued.state == "served"
    assert Case.objects.get(pk=issued.case_id).marks["served"] == ["notice"]


def test_by_post_the_clock_starts_when_the_receipt_is_back(cast: Cast, issued: Paper) -> None:
    service = served(issued, cast, Sending("post", after(3).date()))
    assert service.result == "sent"
    assert clocks(issued.case, "answer") == []
    with pytest.raises(InputError) as caught:
        record_receipt(
            service=service, received_on=after(6).date(), proof=None, by=cast.officer, on=after(8)
        )
    assert [each.code for each in caught.value.problems] == ["paper.proof_missing"]
    record_receipt(
        service=service, received_on=after(6).date(), proof=scan(), by=cast.officer, on=after(8)
    )
    [clock] = clocks(issued.case, "answer")
    assert clock.start_on == dt.date(2026, 3, 8)
    with pytest.raises(ConflictError):
        record_receipt(
            service=service, received_on=after(6).date(), proof=scan(), by=cast.officer, on=after(8)
        )


def test_by_publication_it_counts_as_received_when_the_law_says(cast: Cast, issued: Paper) -> None:
    service = served(issued, cast, Sending("publication", after(3).date()))
    assert (service.result, service.received_on) == ("presumed", dt.date(2026, 4, 4))
    [clock] = clocks(issued.case, "answer")
    # 5 March and thirty days is 4 April; fifteen days later is Sunday, 19 April, so Monday.
    assert clock.due_on == dt.date(2026, 4, 20)


def test_electronically_it_needs_an_account_and_consent(cast: Cast, issued: Paper) -> None:
    Party.objects.filter(pk=party_of(issued).pk).update(organisation=None)
    with pytest.raises(InputError) as caught:
        served(issued, cast, Sending("electronic", after(3).date()))
    assert [each.code for each in caught.value.problems] == ["paper.no_account", "paper.no_consent"]
    with_account(issued, cast)
    service = served(issued, cast, Sending("electronic", after(3).date(), agreed=True))
    assert (service.result, service.received_on) == ("received", dt.date(2026, 3, 5))
    assert Notice.objects.filter(person=cast.respondent, code="paper.served").count() == 1


def test_that_the_party_opened_it_is_noted_once(cast: Cast, issued: Paper) -> None:
    with_account(issued, cast)
    service = served(issued, cast, Sending("electronic", after(3).date(), agreed=True))
    issued = Paper.objects.get(pk=issued.pk)
    read_paper(paper=issued, by=cast.officer, on=after(6))
    service.refresh_from_db()
    assert service.opened_at is None
    read_paper(paper=issued, by=cast.respondent, on=after(6))
    read_paper(paper=issued, by=cast.respondent, on=after(7))
    service.refresh_from_db()
    assert (service.opened_by, service.opened_at) == (cast.respondent, after(6))


def test_days_that_cannot_be_are_told_all_at_once(cast: Cast, issued: Paper) -> None:
    wrong = Sending("delivery", after(1).date(), received_on=after(0).date(), proof=scan())
    with pytest.raises(InputError) as caught:
        served(issued, cast, wrong)
    assert [each.code for each in caught.value.problems] == [
        "paper.sent_before_issue",
        "paper.received_before_sent",
    ]
    with pytest.raises(InputError) as caught:
        served(issued, cast, handed_over(6), days=5)
    assert [each.code for each in caught.value.problems] == ["paper.day_to_come"]
    with pytest.raises(InputError) as caught:
        served(issued, cast, Sending("delivery", after(3).date()))
    assert [each.code for each in caught.value.problems] == ["paper.receipt_day_missing"]
    with pytest.raises(InputError) as caught:
        served(issued, cast, Sending("pigeon", after(3).date()))
    assert [each.code for each in caught.value.problems] == ["term.service"]
    assert Service.objects.count() == 0


def test_before_its_issue_nothing_is_served(cast: Cast, notice: Paper) -> None:
    with pytest.raises(ConflictError):
        served(notice, cast, handed_over(3))


def test_on_one_party_it_is_served_once_unless_it_came_back(cast: Cast, issued: Paper) -> None:
    service = served(issued, cast, Sending("post", after(3).date()))
    with pytest.raises(ConflictError) as caught:
        served(issued, cast, handed_over(4))
    assert caught.value.problems[0].code == "paper.served_already"
    note_failure(service=service, reason="查无此人", by=cast.officer, on=after(5))
    assert served(issued, cast, handed_over(5)).result == "received"


def test_whom_it_is_not_addressed_to_it_is_not_served_on(cast: Cast, issued: Paper) -> None:
    other = Party.objects.get(case=issued.case, position="applicant")
    with pytest.raises(InputError) as caught:
        serve_paper(paper=issued, party=other, sending=handed_over(3), by=cast.officer, on=after(5))
    assert caught.value.problems[0].code == "paper.not_addressed"


def test_of_two_addressees_the_last_one_completes_the_service(cast: Cast, accepted: Case) -> None:
    made = draft_paper(case=accepted, kind="decision", by=cast.officer, on=after(3))
    decision = signed_decision(cast, made)
    first, second = addressees(decision)
    for party, state in ((first, "issued"), (second, "served")):
        serve_paper(
            paper=decision, party=party, sending=handed_over(4), by=cast.officer, on=after(4)
        )
        decision.refresh_from_db()
        assert decision.state == state


def test_who_does_not_keep_the_file_serves_nothing(cast: Cast, issued: Paper) -> None:
    for person in (cast.head, cast.respondent, cast.stranger):
        with pytest.raises(ForbiddenError):
            serve_paper(
                paper=issued, party=party_of(issued), sending=handed_over(3), by=person, on=after(5)
            )


def test_a_withdrawn_paper_is_not_served(cast: Cast, issued: Paper) -> None:
    withdraw_paper(paper=issued, revision=None, reason="有误", by=cast.officer, on=after(3))
    with pytest.raises(ConflictError):
        served(issued, cast, handed_over(3))


def test_once_a_case_was_joined_its_papers_rest_but_can_be_withdrawn_and_read(
    cast: Cast, issued: Paper
) -> None:
    drafted = draft_paper(case=issued.case, kind="inner", by=cast.officer, on=after(3))
    sent = served(issued, cast, Sending("post", after(3).date()))
    join_cases(
        lead=another(cast), others=[issued.case], reason="并案审理", by=cast.officer, on=after(4)
    )
    given: dict[str, Any] = {"by": cast.officer, "on": after(6)}
    for act in (
        lambda: issue_paper(paper=drafted, revision=None, **given),
        lambda: discard_paper(paper=drafted, revision=None, **given),
        lambda: serve_paper(
            paper=issued, party=party_of(issued), sending=handed_over(5), **given
        ),
        lambda: record_receipt(
            service=sent, received_on=after(5).date(), proof=scan(), **given
        ),
    ):  # fmt: skip
        with pytest.raises(ConflictError) as caught:
            act()
        assert [each.code for each in caught.value.problems] == ["case.ended"]
    issued = find_paper(issued.pk, user=cast.officer, on=after(6).date())
    page = paper_page(issued, cast.officer, on=after(6).date())
    assert [each.name for each in page.line.acts] == ["withdraw"]
    assert not page.may_serve
    assert not page.line.services[0].open
    assert read_paper(paper=issued, **given) == issued.pdf
    assert withdraw_paper(paper=issued, revision=None, reason="有误", **given).state == "withdrawn"
    assert clocks(issued.case, "answer") == []


def test_a_party_reads_what_was_issued_to_it_and_nothing_else(cast: Cast, issued: Paper) -> None:
    case = issued.case
    draft_paper(case=case, kind="inner", by=cast.officer, on=after(3))
    day = after(5).date()
    with pytest.raises(ForbiddenError):
        read_paper(paper=issued, by=cast.respondent, on=after(5))
    served(issued, cast, handed_over(3))
    case = Case.objects.get(pk=case.pk)
    assert [each.kind for each in papers_of(case, cast.respondent, on=day)] == ["notice"]
    assert papers_of(case, cast.citizen, on=day) == []
    assert len(papers_of(case, cast.officer, on=day)) == 2
    for person in (cast.citizen, cast.stranger):
        with pytest.raises(ForbiddenError):
            read_paper(paper=issued, by=person, on=after(5))
