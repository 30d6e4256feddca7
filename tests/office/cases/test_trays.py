"""Which tray a case lies in, and whose lateness it is."""

from __future__ import annotations

import pytest

from tests.office.cases.conftest import Cast, after, did
from zhiheng.office.cases.models import Case
from zhiheng.office.cases.queries import CaseFilter, desk_of, find_cases, tray_counts


def trays(cast: Cast, days: int) -> set[str]:
    day = after(days).date()
    counts = tray_counts(cast.officer, on=day, soon=after(days + 7).date())
    for name, count in counts.items():
        assert desk_of(cast.officer, name, on=day, soon=after(days + 7).date()).count() == count
    return {name for name, count in counts.items() if count}


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, {"mine", "team", "due_soon"}),
        (7, {"mine", "team", "due_soon"}),  # Monday, 9 March: the last day
        (8, {"mine", "team", "overdue"}),
    ],
)
def test_a_case_moves_from_due_soon_to_overdue(
    cast: Cast, taken: Case, days: int, expected: set[str]
):
    assert trays(cast, days) == expected


def test_what_a_party_is_late_with_is_not_the_officers_lateness(cast: Cast, taken: Case):
    did(taken, "ask-supplement", cast.officer, on=after(1))
    taken.refresh_from_db()
    assert taken.due_binds == "applicant"
    assert trays(cast, 30) == {"mine", "team", "waiting"}
    late = find_cases(CaseFilter(overdue=True), user=cast.officer, on=after(30).date())
    assert not late.exists()


def test_what_nobody_has_taken_lies_before_all(cast: Cast, case: Case):
    assert trays(cast, 0) == {"team", "unassigned"}
