"""What is counted of an owner's marks: classes, offices, terms, oppositions, dealings, others."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.office.marks.conftest import OTHER, OWNER, PERSON
from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.office.marks import brands, owners, portfolios, resembling
from zhiheng.office.marks.enums import Phase
from zhiheng.office.marks.owners import OwnerFilter
from zhiheng.office.parties.queries import party_of_name

pytestmark = pytest.mark.usefixtures("marks_home")
DAY = dt.date(2026, 3, 2)


def of(name: str, on: dt.date = DAY) -> portfolios.Portfolio:
    return portfolios.portfolio_of(str(party_of_name(name)), on=on)


def test_marks_are_counted_by_class_phase_office_and_year():
    found = of(OWNER)
    counts = found.counts
    assert counts.numbers == 7
    assert counts.phases == {Phase.IN_FORCE: 4, Phase.PENDING: 2, Phase.ENDED: 1}
    classes = {
        each.nice_class: (each.marks, each.in_force) for each in counts.classes if each.marks
    }
    assert classes == {"25": (1, 0), "30": (1, 0), "32": (5, 4)}
    assert len(counts.classes) == 45
    offices = {each.office: (each.marks, each.in_force, each.madrid) for each in counts.offices}
    assert offices == {"CN": (5, 2, 0), "EM": (1, 1, 0), "WO": (1, 1, 1)}
    assert counts.offices[0].office == "CN"
    assert found.filed == {2009: 1, 2014: 1, 2015: 1, 2018: 1, 2019: 1, 2025: 2}
    assert found.registered == {2010: 1, 2015: 1, 2016: 1, 2018: 1, 2019: 1}
    assert found.brands[0] == ("岚石清泉", 3, 2)


def test_a_term_may_be_renewed_in_its_last_year_with_the_days_left():
    [lapse] = of(OWNER).lapses
    assert lapse.mark.key == ("10000003", "32")
    assert (lapse.last_day, lapse.days_left, lapse.in_grace) == (dt.date(2026, 6, 1), 91, False)
    days = (dt.date(2025, 6, 1), dt.date(2025, 6, 2))
    opened = [{each.mark.key for each in of(OWNER, day).lapses} for day in days]
    assert [lapse.mark.key in keys for keys in opened] == [False, True]
    assert lapse.renewable_until == dt.date(2026, 12, 1)
    assert of(OWNER, dt.date(2027, 6, 2)).lapses == []


def test_a_term_in_grace_comes_first_and_its_last_day_leaves_days_of_rest():
    grace, *_others = of(OWNER, dt.date(2025, 10, 1)).lapses
    assert grace.mark.key == ("10000002", "25")
    assert grace.in_grace
    # 1 November 2025 is a Saturday
    assert (grace.last_day, grace.renewable_until) == (dt.date(2025, 5, 1), dt.date(2025, 11, 3))
    assert grace.days_left == 33


def test_oppositions_that_run_come_before_windows_that_are_open():
    running, window = of(OWNER).proceedings
    assert (running.mark.row["number"], running.opposed) == ("10000005", True)
    assert (running.since, running.until) == (dt.date(2026, 1, 15), dt.date(2027, 3, 10))
    assert (window.mark.row["number"], window.opposed) == ("10000004", False)
    assert (window.until, window.days_left) == (dt.date(2026, 5, 2), 61)


def test_pledges_of_the_marks_are_found_by_their_numbers():
    [pledge] = portfolios.dealings_of(of(OWNER).marks, on=DAY)
    assert (pledge.kind, list(pledge.numbers), pledge.running) == ("pledges", ["10000001"], True)
    assert portfolios.dealings_of(of(OTHER).marks, on=DAY) == []
    assert portfolios.dealings_of([], on=DAY) == []


def test_later_near_marks_of_others_are_found_and_earlier_ones_are_not():
    found = resembling.resemblances(str(party_of_name(OWNER)), on=DAY)
    others = {each.other.row["number"]: each for each in found.found}
    assert set(others) == {"20000001", "20000002"}
    water, cars = others["20000001"], others["20000002"]
    assert (water.relation.similar, cars.relation.similar) == (True, False)
    assert water.own.key == ("10000001", "32")
    assert found.found[0] == water
    [squatter] = found.squatters
    assert (squatter.name, squatter.marks, squatter.similar) == (OTHER, 2, 1)
    assert found.left_out == 0


def test_a_mark_of_the_earlier_owner_may_be_the_later_one_elsewhere():
    [found] = resembling.resemblances(str(party_of_name(OTHER)), on=DAY).found
    assert (found.own.key, found.other.key) == (("20000001", "32"), ("10000005", "30"))
    assert found.relation.kind == "cross_note"  # tea and drinks with tea


def test_owners_are_listed_by_marks_and_narrowed():
    lines, total = owners.owners_page(OwnerFilter(), on=DAY, unmasked=True)
    assert total == 3
    assert [(each.name, each.marks) for each in lines] == [(OWNER, 7), (OTHER, 3), (PERSON, 1)]
    first = lines[0]
    assert (first.in_force, first.pending, first.classes, first.last_year) == (4, 2, 3, 2025)
    fewest, _ = owners.owners_page(OwnerFilter(sort="marks"), on=DAY, unmasked=True)
    assert fewest[0].name == PERSON
    by_name, _ = owners.owners_page(OwnerFilter(text="岚石"), on=DAY, unmasked=True)
    assert [each.name for each in by_name] == [OWNER]
    elsewhere, _ = owners.owners_page(OwnerFilter(division="440303"), on=DAY, unmasked=True)
    assert elsewhere == []
    many, _ = owners.owners_page(OwnerFilter(least=5), on=DAY, unmasked=True)
    assert [each.name for each in many] == [OWNER]


def test_persons_are_not_found_by_name_by_who_sees_them_masked():
    seen, _ = owners.owners_page(OwnerFilter(text=PERSON), on=DAY, unmasked=True)
    assert [each.name for each in seen] == [PERSON]
    assert owners.owners_page(OwnerFilter(text=PERSON), on=DAY, unmasked=False) == ([], 0)


def test_a_brand_has_the_marks_that_are_it_and_those_that_hold_it():
    found = brands.brand_of(" 岚石清泉 ", on=DAY)
    own = {mark.row["number"] for mark in found.own}
    assert own == {"10000001", "10000002", "EM018000001", "20000003"}
    assert [mark.row["number"] for mark in found.holding] == ["10000005"]
    assert found.total == 5
    first, second = found.holders
    assert (first.name, first.marks, first.in_force) == (OWNER, 3, 2)
    assert first.since == dt.date(2009, 6, 1)
    assert (second.name, second.in_force) == (OTHER, 0)
    assert brands.brand_of("lanshi", on=DAY).own
    assert brands.brand_of("100%", on=DAY).total == 0


@pytest.mark.parametrize(("name", "code"), [(" ", "no_name"), ("泉" * 201, "name_too_long")])
def test_a_brand_without_a_name_or_with_an_endless_one_is_refused(name: str, code: str):
    with pytest.raises(InputError) as caught:
        brands.brand_of(name, on=DAY)
    assert caught.value.problems[0].code == f"marks.{code}"


def test_nobody_has_a_number_that_was_never_given():
    with pytest.raises(NotFoundError):
        portfolios.portfolio_of("P0000000000", on=DAY)
