"""A holiday notice that arrives makes provisional days firm and moves them; others move on."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator

import pytest
import yaml
from django.conf import settings

from tests.office.cases.conftest import CHINA, Cast, did, filed
from zhiheng.core.procedures.declared import ProcedureTerm
from zhiheng.core.terms.deadline import Term
from zhiheng.core.terms.engine import compute
from zhiheng.core.terms.lengths import Unit, parse_length
from zhiheng.core.terms.regimes import find_regime
from zhiheng.office.caseload.listening import begin_day
from zhiheng.office.caseload.redating import recount_awaiting, running_cases
from zhiheng.office.cases import law
from zhiheng.office.cases.assigning import take_case
from zhiheng.office.cases.models import Case
from zhiheng.office.cases.queries import clocks_of
from zhiheng.office.cases.stopping import suspend_case
from zhiheng.office.ledger.queries import EventFilter, find_events
from zhiheng.office.notices.models import Notice
from zhiheng.office.registers import lake

NOVEMBER = dt.datetime(2026, 11, 9, 10, 0, tzinfo=CHINA)
Publish = Callable[..., None]
FEBRUARY = [f"2027-02-{day:02}" for day in range(5, 12)]


@pytest.fixture
def publish() -> Iterator[Publish]:
    """Put a notice for 2027 among the office's own declarations; it goes with the test."""
    folder = settings.ZHIHENG.home / "declarations" / "calendars"

    def put(*rest: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        notice = {
            "calendar": 2027,
            "sources": [{"instrument": "办公厅关于2027年部分节假日安排的通知"}],
            "status": "unverified",
            "holidays": [
                {"name": {"zh": "元旦", "en": "New Year"}, "rest": ["2027-01-01"]},
                {"name": {"zh": "春节", "en": "Spring Festival"}, "rest": list(rest)},
            ],
        }
        (folder / "2027.yaml").write_text(yaml.safe_dump(notice), encoding="utf-8")

    yield put
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def winter(cast: Cast) -> Case:
    """A case accepted on 9 November 2026: three months end on Tuesday, 9 February 2027."""
    case = filed(cast, on=NOVEMBER)
    take_case(case=case, revision=None, by=cast.officer, on=NOVEMBER)
    did(case, "accept", cast.officer, on=NOVEMBER)
    case.refresh_from_db()
    return case


def later(days: int) -> dt.datetime:
    return NOVEMBER + dt.timedelta(days=days)


def test_before_the_notice_the_day_is_provisional_and_nothing_is_counted(winter: Case):
    assert (winter.due_on, winter.due_provisional) == (dt.date(2027, 2, 9), True)
    assert recount_awaiting(day=later(1).date(), now=later(1)) == []


def test_the_notice_moves_the_day_and_makes_it_firm_and_the_officer_is_told(
    cast: Cast, winter: Case, publish: Publish
):
    publish(*FEBRUARY)
    begin_day(day=later(1).date(), now=later(1))
    winter.refresh_from_db()
    assert (winter.due_on, winter.due_provisional) == (dt.date(2027, 2, 12), False)
    told = Notice.objects.get(code="case.recounted")
    assert told.person == cast.officer
    assert (told.given["before"], told.given["due"]) == ("2027-02-09", "2027-02-12")
    event = find_events(EventFilter(act="cases.recounted", subject=f"case:{winter.number}")).get()
    assert event.facts["terms"] == [
        {"term": "deciding", "from": "2027-02-09", "to": "2027-02-12", "firm": True}
    ]
    begin_day(day=later(2).date(), now=later(2))
    assert Notice.objects.filter(code="case.recounted").count() == 1
    derivation = " ".join(
        step.zh
        for term in clocks_of(winter, on=later(2).date())
        for step in term.deadline.derivation
    )
    assert "春节" in derivation


def test_a_day_that_only_becomes_firm_is_recorded_and_told_to_nobody(
    winter: Case, publish: Publish
):
    publish("2027-03-01")
    [moved] = recount_awaiting(day=later(1).date(), now=later(1))
    assert moved.became_firm
    assert not moved.told
    winter.refresh_from_db()
    assert (winter.due_on, winter.due_provisional) == (dt.date(2027, 2, 9), False)
    assert find_events(EventFilter(act="cases.recounted")).count() == 1
    assert not Notice.objects.filter(code="case.recounted").exists()


def test_a_notice_that_cannot_be_read_keeps_the_calendar_known_so_far(
    winter: Case, publish: Publish, caplog: pytest.LogCaptureFixture
):
    publish(*FEBRUARY)
    file = settings.ZHIHENG.home / "declarations" / "calendars" / "2027.yaml"
    file.write_text("calendar: 2027\nholidays: [", encoding="utf-8")
    assert 2027 not in lake.working_days().years
    assert "2027" in caplog.text or "calendar" in caplog.text
    publish(*FEBRUARY)
    assert 2027 in lake.working_days().years


def test_a_party_is_told_that_its_own_day_moved(cast: Cast, publish: Publish):
    on = dt.datetime(2027, 1, 26, 10, 0, tzinfo=CHINA)
    case = filed(cast, on=on)
    take_case(case=case, revision=None, by=cast.officer, on=on)
    did(case, "ask-supplement", cast.officer, on=on)  # fifteen days: Wednesday, 10 February
    publish(*FEBRUARY)
    recount_awaiting(day=on.date(), now=on)
    assert case.clocks.get(term="supplement").due_on == dt.date(2027, 2, 12)
    told = Notice.objects.filter(code="case.recounted")
    assert {each.person.username for each in told} == {"olga", "cilla"}


def test_the_day_of_a_standing_term_moves_with_every_day_and_nobody_is_told(
    cast: Cast, winter: Case
):
    suspend_case(
        case=winter, revision=None, ground="illness", reason="住院", by=cast.officer, on=later(1)
    )
    winter.refresh_from_db()
    first = winter.due_on
    recount_awaiting(day=later(8).date(), now=later(8))
    winter.refresh_from_db()
    assert winter.due_on == first + dt.timedelta(days=7)
    assert winter.due_provisional
    assert not Notice.objects.filter(code="case.recounted").exists()
    assert running_cases() == [winter.pk]


def _party_terms() -> Iterator[tuple[str, str, ProcedureTerm]]:
    for procedure in law.procedures().every_version():
        for term in procedure.declaration.terms:
            if term.binds in ("applicant", "respondent", "parties") and not term.before:
                yield procedure.name, term.regime or procedure.declaration.regime, term


def test_no_day_that_a_party_is_told_falls_on_a_day_of_rest_unless_its_law_says_so():
    """Every term of a party, in every procedure, started on every day of a year."""
    calendar, regimes = lake.working_days(), law.regimes()
    parameter = law.parameter_of(dt.date(2026, 1, 1))
    checked = 0
    for name, regime_name, term in _party_terms():
        regime = find_regime(regimes, regime_name)
        length = parse_length(term.length or parameter(term.parameter))
        if regime.rest_day.roll == "none" or length.unit is Unit.HOUR:
            continue
        for days in range(0, 250, 3):
            start = dt.date(2026, 1, 2) + dt.timedelta(days=days)
            due = compute(Term(length), start=start, regime=regime, calendar=calendar).due
            assert calendar.is_working(due), (name, term.term, start, due)
            checked += 1
    assert checked > 1_000
