"""Doing acts: by whom, from where, once, by the newest revision, with approval."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from tests.office.cases.conftest import FILED, Cast, after, codes_of, did, filed
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.office.cases.deciding import decide_proposal
from zhiheng.office.cases.enums import CaseStatus, EntryKind
from zhiheng.office.cases.models import Case, CaseClock, Entry
from zhiheng.office.cases.queries import file_of, possible_acts
from zhiheng.office.cases.writing import held
from zhiheng.office.ledger.queries import EventFilter, find_events


def test_an_act_moves_the_case_ends_and_starts_clocks(accepted: Case):
    assert accepted.stage == "deciding"
    terms = {clock.term: (clock.ended_by, clock.due_on) for clock in accepted.clocks.all()}
    assert terms["accepting"][0] == "accept"
    assert terms["deciding"] == ("", dt.date(2026, 6, 2))
    assert (accepted.due_on, accepted.due_term) == (dt.date(2026, 6, 2), "deciding")


def test_an_act_that_is_not_possible_from_here_is_refused_with_the_stage(
    cast: Cast, accepted: Case
):
    with pytest.raises(ConflictError) as refused:
        did(accepted, "accept", cast.officer)
    assert codes_of(refused) == ["procedure.not_from_here"]


def test_what_the_office_weighs_is_kept_from_the_parties(cast: Cast, accepted: Case):
    weighed = did(accepted, "weigh", cast.officer)
    assert weighed in file_of(accepted, as_party=False)
    assert weighed not in file_of(accepted, as_party=True)


@pytest.mark.parametrize("who", ["colleague", "head", "citizen", "respondent", "stranger"])
def test_nobody_else_accepts(cast: Cast, taken: Case, who: str):
    with pytest.raises(ForbiddenError):
        did(taken, "accept", getattr(cast, who))
    taken.refresh_from_db()
    assert taken.stage == "submitted"


def test_a_page_older_than_the_case_is_told_so(cast: Cast, taken: Case):
    with pytest.raises(ConflictError) as refused:
        did(taken, "accept", cast.officer, revision=taken.revision - 1)
    assert codes_of(refused) == ["case.changed_meanwhile"]


def test_an_act_posted_twice_is_done_once(cast: Cast, taken: Case):
    first = did(taken, "accept", cast.officer, revision=taken.revision, key="page-7")
    again = did(taken, "accept", cast.officer, revision=taken.revision, key="page-7")
    assert first == again
    assert Entry.objects.filter(case=taken, name="accept").count() == 1


def test_a_form_sent_twice_at_once_does_not_conflict_with_itself(cast: Cast, taken: Case):
    seen = taken.revision
    did(taken, "accept", cast.officer, revision=seen, key="page-7")
    given = {"revision": seen, "by": cast.officer, "on": FILED}
    with held(taken, **given, key="page-7") as holding:  # as if it had waited for the first
        assert holding.case.stage == "deciding"
    with pytest.raises(ConflictError), held(taken, **given, key="page-8"):
        pass


def test_a_crash_in_the_middle_leaves_the_case_as_it_was(cast: Cast, taken: Case):
    def dies_after_the_act() -> None:
        with transaction.atomic():
            did(taken, "accept", cast.officer)
            raise ConnectionError("the database went away")

    with pytest.raises(ConnectionError):
        dies_after_the_act()
    taken.refresh_from_db()
    assert taken.stage == "submitted"
    assert not CaseClock.objects.filter(case=taken, term="deciding").exists()
    assert not find_events(EventFilter(act="cases.act", subject=f"case:{taken.number}")).filter(
        details__contains='"name":"accept"'
    )


def test_what_needs_approval_waits_for_somebody_else(cast: Cast, taken: Case):
    entry = did(taken, "refuse", cast.officer)
    assert entry.kind == EntryKind.PROPOSED
    taken.refresh_from_db()
    assert taken.stage == "submitted"
    proposal = taken.proposals.get()
    with pytest.raises(ForbiddenError):
        decide_proposal(proposal=proposal, approve=True, reason="", by=cast.officer, on=FILED)
    with pytest.raises(InputError):
        decide_proposal(proposal=proposal, approve=False, reason=" ", by=cast.head, on=FILED)
    decide_proposal(proposal=proposal, approve=True, reason="", by=cast.head, on=after(1))
    taken.refresh_from_db()
    assert (taken.stage, taken.status, taken.outcome) == ("closed", CaseStatus.CLOSED, "refused")
    done = Entry.objects.get(case=taken, name="refuse", kind=EntryKind.ACT)
    assert (done.by, done.capacity) == (cast.head, "head")
    assert not taken.clocks.filter(ended_on__isnull=True).exists()
    with pytest.raises(ConflictError):
        decide_proposal(proposal=proposal, approve=True, reason="", by=cast.head, on=after(1))


def test_the_same_is_not_proposed_twice(cast: Cast, taken: Case):
    did(taken, "refuse", cast.officer)
    with pytest.raises(ConflictError) as refused:
        did(taken, "refuse", cast.officer)
    assert codes_of(refused) == ["case.proposed_already"]


def test_a_proposal_that_was_overtaken_cannot_take_effect(cast: Cast, taken: Case):
    did(taken, "refuse", cast.officer)
    did(taken, "accept", cast.officer)
    with pytest.raises(ConflictError):
        decide_proposal(
            proposal=taken.proposals.get(), approve=True, reason="", by=cast.head, on=after(1)
        )
    assert taken.proposals.get().decided_at is None


def test_the_acts_offered_are_those_that_can_be_done(cast: Cast, taken: Case):
    found = {
        each.act.act: each.missing for each in possible_acts(taken, cast.officer, on=FILED.date())
    }
    assert set(found) == {"accept", "ask-supplement", "refuse"}
    assert possible_acts(taken, cast.citizen, on=FILED.date()) == []


def test_what_is_still_missing_is_offered_with_the_reason(cast: Cast, accepted: Case):
    found = {
        each.act.act: each.missing
        for each in possible_acts(accepted, cast.officer, on=FILED.date())
    }
    assert [problem.code for problem in found["decide"]] == ["procedure.needs_session"]
    with pytest.raises(InputError) as refused:
        did(accepted, "decide", cast.officer)
    assert codes_of(refused) == ["procedure.needs_session"]


def test_the_applicant_supplements_and_the_clock_begins_anew(cast: Cast, taken: Case):
    did(taken, "ask-supplement", cast.officer, on=after(1))
    taken.refresh_from_db()
    assert taken.waits_for == "applicant"
    assert taken.clocks.get(term="supplement").due_on == dt.date(2026, 3, 18)
    did(taken, "supplement", cast.citizen, on=after(3))
    assert taken.clocks.get(term="supplement").ended_by == "supplement"


def test_nobody_deems_a_request_withdrawn_before_its_time_ran_out(cast: Cast, taken: Case):
    did(taken, "ask-supplement", cast.officer, on=after(1))
    with pytest.raises(InputError) as refused:
        did(taken, "deem-withdrawn", cast.officer, on=after(16))  # 18 March, the last day
    assert codes_of(refused) == ["procedure.term_still_runs"]
    did(taken, "deem-withdrawn", cast.officer, on=after(17))
    taken.refresh_from_db()
    assert taken.outcome == "withdrawn"


def test_an_act_at_midnight_counts_for_the_day_it_is_in_china(cast: Cast):
    late = dt.datetime(2026, 3, 2, 23, 59, 59, tzinfo=FILED.tzinfo)
    utc = (late + dt.timedelta(seconds=2)).astimezone(dt.UTC)  # 2 March in Greenwich, 3 March here
    assert utc.date() == dt.date(2026, 3, 2)
    assert filed(cast, on=late).due_on == dt.date(2026, 3, 9)
    assert filed(cast, on=utc).due_on == dt.date(2026, 3, 10)


def test_a_case_taken_up_again_is_open_until_it_is_closed_again(cast: Cast, taken: Case):
    did(taken, "ask-supplement", cast.officer, on=after(1))
    did(taken, "deem-withdrawn", cast.officer, on=after(17))
    taken.refresh_from_db()
    assert taken.closed_at == after(17)
    did(taken, "take-up-again", cast.officer, on=after(20))
    taken.refresh_from_db()
    assert (taken.status, taken.closed_at) == (CaseStatus.OPEN, None)
