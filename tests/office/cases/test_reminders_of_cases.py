"""Who is reminded of a case, when; never on a day of rest, and of each last day once."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.office.cases.conftest import FILED, Cast, after, did, filed
from tests.office.conftest import MakePerson
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.caseload.models import CaseReminder
from zhiheng.office.caseload.reminding import remind
from zhiheng.office.cases.assigning import release
from zhiheng.office.cases.cooperating import answer_body, ask_body
from zhiheng.office.cases.keeping import archive_case
from zhiheng.office.cases.models import Case
from zhiheng.office.cases.stopping import resume_case, suspend_case
from zhiheng.office.ledger.queries import EventFilter, find_events
from zhiheng.office.notices.models import Notice


def at(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T08:00:00+08:00")


def reminded(day: str) -> list[tuple[str, str]]:
    """Remind on a day; return what was said to whom by this day alone."""
    before = set(Notice.objects.values_list("pk", flat=True))
    remind(day=dt.date.fromisoformat(day), now=at(day))
    said = Notice.objects.exclude(pk__in=before).order_by("person__username", "code")
    return [(each.code.removeprefix("case."), each.person.username) for each in said]


def test_the_officer_hears_that_a_term_is_due_then_with_the_head_that_it_is_over(
    cast: Cast, taken: Case
):
    # Five working days from Monday, 2 March: Monday, 9 March.
    assert reminded("2026-03-03") == []
    assert reminded("2026-03-04") == [("due_soon", "olga")]
    assert reminded("2026-03-05") == []
    assert reminded("2026-03-09") == [("due_today", "olga")]
    assert reminded("2026-03-10") == [("overdue", "lena"), ("overdue", "olga")]
    assert reminded("2026-03-11") == []
    long = [("overdue_long", name) for name in ("lena", "olga", "sara")]
    assert reminded("2026-03-24") == long
    assert reminded("2026-03-25") == []


def test_nobody_is_reminded_on_a_day_of_rest_and_it_is_made_up_for(cast: Cast, taken: Case):
    assert reminded("2026-03-07") == []  # a Saturday
    assert reminded("2026-03-08") == []
    assert reminded("2026-03-10") == [("overdue", "lena"), ("overdue", "olga")]
    assert CaseReminder.objects.get().on == dt.date(2026, 3, 10)


def test_a_party_hears_of_its_own_term_and_the_officer_when_it_ran_out(cast: Cast, taken: Case):
    did(taken, "ask-supplement", cast.officer)  # fifteen days: Tuesday, 17 March
    assert reminded("2026-03-12") == [("your_due_soon", "cilla")]
    assert reminded("2026-03-17") == [("your_due_today", "cilla")]
    assert reminded("2026-03-18") == [("overdue", "olga")]
    assert reminded("2026-04-10") == []
    notice = Notice.objects.get(code="case.your_due_today")
    assert notice.href == f"/hall/matters/{taken.number}/"
    assert notice.given["due"] == "2026-03-17"


def test_nothing_is_said_while_time_stands_until_it_has_stood_long(cast: Cast, accepted: Case):
    given = {"case": accepted, "revision": None, "ground": "illness", "by": cast.officer}
    suspend_case(**given, reason="住院", on=after(10))  # 12 March
    assert reminded("2026-04-10") == []
    assert reminded("2026-04-13") == [("standing", "olga")]  # thirty days were over on a Saturday
    assert reminded("2026-04-14") == []
    assert reminded("2026-05-11") == [("standing", "olga")]
    resume_case(**given, reason="", on=after(80))
    assert reminded("2026-06-11") == []


def test_a_last_day_that_moves_begins_anew(cast: Cast, accepted: Case):
    assert reminded("2026-06-01") == [("due_soon", "olga")]
    given = {"case": accepted, "revision": None, "ground": "illness", "by": cast.officer}
    suspend_case(**given, reason="住院", on=at("2026-06-01"))
    resume_case(**given, reason="", on=at("2026-06-11"))
    assert reminded("2026-06-11") == [("due_soon", "olga")]  # 12 June now
    assert CaseReminder.objects.count() == 2


def test_a_case_that_nobody_takes_is_told_to_clerks_and_head(
    cast: Cast, case: Case, make_person: MakePerson
):
    make_person("clara", Role.CLERK)
    assert reminded("2026-03-03") == []
    assert reminded("2026-03-04")[:2] == [("due_soon", "clara"), ("unassigned", "clara")]
    assert reminded("2026-03-05") == []


def test_a_case_given_back_waits_anew(cast: Cast, taken: Case):
    release(
        case=taken, revision=None, person=cast.officer, capacity="handler", reason="调岗",
        by=cast.officer, on=at("2026-03-05"),
    )  # fmt: skip
    assert ("unassigned", "lena") not in reminded("2026-03-06")
    assert ("unassigned", "lena") in reminded("2026-03-09")


def test_a_body_that_was_asked_hears_when_its_answer_is_due_and_who_asked_when_it_is_late(
    cast: Cast, accepted: Case
):
    other = cast.stranger.memberships.get(role=Role.OFFICER).organisation
    asked = ask_body(
        case=accepted, revision=None, organisation=other, question="请协助查明产量",
        due_on=dt.date(2026, 3, 20), by=cast.officer, on=FILED,
    )  # fmt: skip
    assert reminded("2026-03-20") == [("cooperation_due_today", "fred")]
    late = [("cooperation_overdue", "fred"), ("cooperation_overdue", "olga")]
    assert reminded("2026-03-23") == late
    answer_body(cooperation=asked, answer="见附件", by=cast.stranger, on=at("2026-03-24"))
    assert reminded("2026-04-30") == []


def test_what_was_said_is_on_the_ledger_without_names(cast: Cast, taken: Case):
    reminded("2026-03-10")
    event = find_events(EventFilter(act="cases.reminded")).get()
    assert event.subject == f"case:{taken.number}"
    assert event.facts["people"] == sorted([cast.officer.pk, cast.head.pk])
    assert event.facts["step"] == "overdue"


def test_the_same_day_told_twice_reminds_once(cast: Cast, taken: Case):
    assert reminded("2026-03-10")
    assert reminded("2026-03-10") == []
    assert CaseReminder.objects.count() == 1


def test_a_closed_case_reminds_nobody(cast: Cast, taken: Case):
    did(taken, "ask-supplement", cast.officer, on=after(1))
    did(taken, "deem-withdrawn", cast.officer, on=after(17))
    taken.refresh_from_db()
    assert reminded("2026-06-30") == []
    archive_case(case=taken, revision=None, by=cast.officer, on=after(30))
    assert reminded("2026-07-01") == []


@pytest.mark.parametrize("cases", [1, 4])
def test_the_questions_do_not_grow_with_cases_already_told(
    cast: Cast, django_assert_max_num_queries, cases: int
):
    for _ in range(cases):
        filed(cast)
    assert User.objects.exists()
    reminded("2026-03-10")
    with django_assert_max_num_queries(20):
        reminded("2026-03-11")
