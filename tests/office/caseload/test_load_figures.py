"""The figures of the load: what counts where; the same as counting one by one."""

from __future__ import annotations

import datetime as dt

from tests.office.caseload.conftest import on_day
from tests.office.cases.conftest import Cast, filed
from zhiheng.office.caseload.choosing import DIMENSIONS, Conditions, LoadFilter, narrowed, overseen
from zhiheng.office.caseload.figures import Load, load_of
from zhiheng.office.caseload.presenters import share_of
from zhiheng.office.cases.assigning import take_case
from zhiheng.office.cases.models import Case

JUNE = dt.date(2026, 6, 30)
YEAR = LoadFilter(since=dt.date(2025, 7, 1), until=JUNE)


def load(cast: Cast, wanted: LoadFilter = YEAR, by: str = "procedure") -> Load:
    cases = narrowed(overseen(cast.head, on=wanted.until), wanted)
    return load_of(cases, wanted, by=by)


def listed(cast: Cast, shown: str, wanted: LoadFilter = YEAR) -> set[str]:
    cases = narrowed(overseen(cast.head, on=wanted.until), wanted)
    return set(cases.filter(Conditions.of(wanted).named(shown)).values_list("number", flat=True))


def numbers(stock: dict[str, Case], *names: str) -> set[str]:
    return {stock[name].number for name in names}


def test_every_state_is_counted_and_opens_to_its_cases(cast: Cast, stock: dict[str, Case]):
    total = load(cast).total
    expected = {
        "open": ("standing", "overdue", "fresh"),
        "overdue": ("overdue",),
        "unassigned": ("overdue", "fresh"),
        "standing": ("standing",),
        "filed": tuple(stock),
        "closed": ("in-time", "late", "archived"),
        "late": ("late",),
        "in-time": ("in-time", "archived"),
        "soon": (),
    }
    for shown, names in expected.items():
        assert listed(cast, shown) == numbers(stock, *names), shown
        assert getattr(total, shown.replace("-", "_")) == len(names), shown


def test_the_stock_is_that_of_the_last_day_of_the_period(cast: Cast, stock: dict[str, Case]):
    march = LoadFilter(since=dt.date(2026, 3, 1), until=dt.date(2026, 3, 9))
    assert listed(cast, "open", march) == numbers(stock, "late", "archived", "overdue")
    # Its last day is the ninth; on that day it is not over yet.
    assert listed(cast, "overdue", march) == set()
    assert listed(cast, "soon", march) == numbers(stock, "overdue")
    assert listed(cast, "unassigned", march) == numbers(stock, "overdue")


def test_ages_are_days_since_filing(cast: Cast, stock: dict[str, Case]):
    found = load(cast)
    assert found.ages == [1, 0, 0, 2, 0]  # one day; 112 and 120 days
    assert sum(found.ages) == found.total.open
    assert listed(cast, "age-3") == numbers(stock, "standing", "overdue")


def test_half_took_at_most_the_median_and_nine_in_ten_the_other(cast: Cast, stock: dict[str, Case]):
    [days] = load(cast).decision_days
    # 26, 26 and 45 days: by nearest rank the second and the third.
    assert (days.count, days.median, days.nine_tenths) == (3, 26, 45)
    [ages] = load(cast).open_days
    assert (ages.count, ages.median, ages.nine_tenths) == (3, 112, 120)


def test_limits_of_the_office_are_counted_with_those_met_late(cast: Cast, stock: dict[str, Case]):
    kept = {each.term: (each.count, each.late) for each in load(cast).kept}
    assert kept == {"accepting": (4, 1)}
    wanted = LoadFilter(since=YEAR.since, until=JUNE, term="accepting")
    assert listed(cast, "exceeded", wanted) == numbers(stock, "late")


def test_outcomes_and_months(cast: Cast, stock: dict[str, Case]):
    found = load(cast)
    assert [(each.outcome, each.count) for each in found.outcomes] == [("withdrawn", 3)]
    months = {f"{each.first:%Y-%m}": (each.filed, each.closed) for each in found.months}
    assert len(months) == 12
    assert months["2026-03"] == (3, 2)
    assert sum(filed for filed, _closed in months.values()) == found.total.filed


def test_each_way_of_breaking_down_adds_up_to_the_whole(cast: Cast, stock: dict[str, Case]):
    for by in DIMENSIONS:
        found = load(cast, by=by)
        for name in ("open", "overdue", "filed", "closed", "late"):
            together = sum(getattr(line, name) for line in found.lines)
            assert together == getattr(found.total, name), (by, name)


def test_a_case_at_midnight_belongs_to_the_day_it_is_in_china(cast: Cast):
    late = dt.datetime(2026, 6, 30, 23, 59, tzinfo=on_day("2026-06-30").tzinfo)
    filed(cast, on=late)
    filed(cast, on=late + dt.timedelta(minutes=2))
    assert load(cast).total.filed == 1


def test_other_bodies_are_not_looked_after(cast: Cast, stock: dict[str, Case]):
    assert not overseen(cast.stranger, on=JUNE).exists()
    assert overseen(cast.head, on=JUNE).count() == len(stock)


def test_handlers_are_those_who_have_a_case_now(cast: Cast, stock: dict[str, Case]):
    take_case(case=stock["fresh"], revision=None, by=cast.colleague, on=on_day("2026-06-30"))
    wanted = LoadFilter(since=YEAR.since, until=JUNE, handler=cast.colleague.pk)
    assert listed(cast, "open", wanted) == numbers(stock, "fresh")
    nobody = LoadFilter(since=YEAR.since, until=JUNE, handler=0)
    assert listed(cast, "open", nobody) == numbers(stock, "overdue")


def test_the_questions_do_not_grow_with_the_cases(
    cast: Cast, stock: dict[str, Case], django_assert_num_queries
):
    load(cast, by="handler")
    with django_assert_num_queries(11):
        load(cast, by="handler")
    for _ in range(5):
        filed(cast, on=on_day("2026-06-30"))
    with django_assert_num_queries(11):
        load(cast, by="handler")


def test_few_cases_are_given_as_a_count():
    assert share_of(2, 3) in ("2 of 3", "3 件中 2 件")
    assert share_of(0, 0) == "—"
    assert share_of(9, 12).startswith("75.0")
