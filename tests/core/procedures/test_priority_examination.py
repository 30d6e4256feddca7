"""From the recommendation to the result, with the terms of the national office and the replies."""

from __future__ import annotations

import pytest

from tests.core.procedures.walking import Walk, codes
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError


def granted(kind: str = "invention") -> Walk:
    """Asked for on Monday, 7 September 2026, granted on the 16th."""
    walk = Walk("priority-examination", {"object": kind}).do("submit", "2026-09-07")
    walk.do("recommend", "2026-09-09").do("note-recommended", "2026-09-11", "superior")
    return walk.do("note-granted", "2026-09-17", start="2026-09-16")


def test_the_office_checks_and_the_province_recommends() -> None:
    walk = Walk("priority-examination", {"object": "design"}).do("submit", "2026-09-07")
    assert walk.due("check") == "2026-09-14"
    walk.do("recommend", "2026-09-09")
    assert walk.due("recommendation") == "2026-10-09"
    with pytest.raises(ForbiddenError):
        walk.do("note-recommended", "2026-09-11", "applicant")
    with pytest.raises(InputError) as early:
        walk.do("close-inactive", "2026-10-09")
    assert codes(early.value) == ["procedure.term_still_runs"]
    assert walk.do("close-inactive", "2026-10-10").state.outcome == "refused"


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("invention", "2027-09-16"),
        ("utility-model", "2026-11-16"),
        ("design", "2026-11-16"),
        ("re-examination", "2027-04-16"),
        ("invalidation", "2027-02-16"),
        ("design-invalidation", "2027-01-18"),  # 16 January 2027 is a Saturday
    ],
)
def test_each_kind_is_finished_within_its_time(kind: str, due: str) -> None:
    walk = granted(kind)
    assert walk.due("examination") == due
    assert walk.running() == (
        {"examination", "first-action"} if kind == "invention" else {"examination"}
    )


def test_an_invention_has_its_first_action_in_forty_five_days() -> None:
    walk = granted()
    assert walk.due("first-action") == "2026-11-02"  # 31 October is a Saturday
    walk.do("note-first-action", "2026-10-26", start="2026-10-21")
    assert walk.ended("first-action") == [("2026-10-26", "note-first-action")]


@pytest.mark.parametrize(("kind", "due"), [("invention", "2026-11-23"), ("design", "2026-11-05")])
def test_replies_are_counted_from_the_day_of_issue(kind: str, due: str) -> None:
    walk = granted(kind).do("note-first-action", "2026-10-26", start="2026-10-21")
    assert walk.due("reply") == due
    walk.do("note-reply", "2026-10-30")
    assert walk.state.stage == "examined"
    assert walk.do("note-result", "2026-11-30").state.outcome == "finished"


def test_a_late_reply_ends_priority() -> None:
    walk = granted("design").do("note-first-action", "2026-10-26", start="2026-10-21")
    walk.do("note-left", "2026-11-09")
    assert (walk.state.outcome, walk.running()) == ("left", set())


def test_re_examination_has_no_office_actions_here() -> None:
    with pytest.raises(ConflictError) as other:
        granted("re-examination").do("note-first-action", "2026-10-26", start="2026-10-21")
    assert codes(other.value) == ["procedure.not_for_this_case"]
