"""A pledge from the check of the grounds of refusal to its registration and cancellation."""

from __future__ import annotations

import pytest

from tests.core.procedures.walking import Walk, codes
from zhiheng.core.errors import InputError
from zhiheng.core.procedures.forms import fields_of, read
from zhiheng.core.procedures.loading import packaged_procedures

NAME = "pledge-registration-help"


def received(channel: str = "window") -> Walk:
    """A request of Monday, 2 March 2026."""
    return Walk(NAME, {"channel": channel}).do("submit", "2026-03-02")


def ready(channel: str = "window") -> Walk:
    walk = received(channel).do("pass", "2026-03-04")
    return walk.issued("pledge-materials-list", on="2026-03-04")


def filed(channel: str = "window") -> Walk:
    return ready(channel).do("file", "2026-03-06", start="2026-03-05")


def registered() -> Walk:
    return filed().do("note-registered", "2026-03-11")


def test_the_standard_way_with_every_due_date() -> None:
    walk = received()
    assert walk.due("check") == "2026-03-04"
    walk.do("pass", "2026-03-04")
    assert walk.due("filing") == "2026-03-06"
    walk.issued("pledge-materials-list", on="2026-03-04").do(
        "file", "2026-03-06", start="2026-03-05"
    )
    assert walk.due("registration") == "2026-03-12"
    walk.do("note-registered", "2026-03-11")
    assert (walk.state.stage, walk.state.outcome, walk.running()) == (
        "registered", "registered", set()
    )  # fmt: skip
    assert walk.do("note-cancelled", "2026-09-01").state.outcome == "cancelled"


@pytest.mark.parametrize(
    ("channel", "due"),
    [
        ("window", "2026-03-12"),
        ("post", "2026-03-12"),
        ("regional", "2026-03-10"),
        ("online", "2026-03-09"),
    ],
)
def test_how_long_depends_on_the_channel(channel: str, due: str) -> None:
    assert filed(channel).due("registration") == due


def test_the_time_begins_anew_once_defects_are_cured() -> None:
    walk = filed().do("note-defect", "2026-03-10", start="2026-03-09")
    assert walk.ended("registration") == [("2026-03-10", "note-defect")]
    assert walk.due("cure-time") == "2026-03-24"
    walk.do("cure", "2026-03-20", start="2026-03-20")
    assert walk.due("registration") == "2026-03-27"
    assert walk.do("note-rejected", "2026-03-26").state.outcome == "rejected"
    assert walk.do("prepare-again", "2026-04-01").due("check") == "2026-04-03"


def test_a_preserved_patent_stands_still() -> None:
    walk = filed().suspended("preserved", "2026-03-09", "2026-03-16")
    assert walk.due("registration") == "2026-03-19"


def test_what_stands_in_the_way_is_remedied_or_the_help_ends() -> None:
    walk = received().do("advise", "2026-03-04")
    assert walk.due("remedy-time") == "2026-04-07"  # 4 April lies in the holiday
    before = walk.state
    assert walk.do("remedy", "2026-03-16", "respondent").due("check") == "2026-03-18"
    walk.state = before
    with pytest.raises(InputError) as early:
        walk.do("close-unremedied", "2026-04-07")
    assert codes(early.value) == ["procedure.term_still_runs"]
    assert walk.do("close-unremedied", "2026-04-08").state.outcome == "given-up"


def test_the_bank_may_hand_in_what_is_missing() -> None:
    walk = received().do("request-supplement", "2026-03-03")
    walk.served("pledge-supplement", "2026-03-04", "applicant")
    assert walk.due("supplement-time") == "2026-03-18"
    assert walk.do("supplement", "2026-03-10", "respondent").state.stage == "received"


def test_nothing_is_filed_before_the_list_was_made_out() -> None:
    walk = received().do("pass", "2026-03-04")
    with pytest.raises(InputError) as unlisted:
        walk.do("file", "2026-03-05", start="2026-03-05")
    assert codes(unlisted.value) == ["procedure.needs_issued"]


def test_withdrawal_ends_everything() -> None:
    walk = filed().suspended("preserved", "2026-03-09").do("withdraw", "2026-03-10")
    assert (walk.state.outcome, walk.running()) == ("withdrawn", set())


def test_every_ground_of_refusal_is_asked_about_before_and_can_be_told() -> None:
    declaration = packaged_procedures().in_force(NAME, on=received().counting("2026-03-02").on)
    grounds = declaration.acts["note-rejected"].fields[0].choices
    assert len(grounds) == 12
    check = next(each for each in declaration.declaration.form if each.section == "check")
    asked = {each.field for each in check.fields if each.kind == "yes-no"}
    assert {
        "owner_matches", "in_force", "fees_paid", "disputed", "co_owners_agree", "term_covers",
        "contract_complete", "pledged_already", "same_day_known", "invalidation_known",
    } <= asked  # fmt: skip


def test_consent_is_asked_only_of_co_owners() -> None:
    fields = [
        each for each in fields_of(received().procedure.declaration) if "co_own" in each.field
    ]
    assert read(fields, {"co_owned": "no"}) == ({"co_owned": "no"}, {})
    _, problems = read(fields, {"co_owned": "yes"})
    assert set(problems) == {"co_owners_agree"}
    assert registered().offered("2026-04-01", "applicant") == {"note-alert"}


def test_the_debt_may_not_outlast_the_patent() -> None:
    fields = [
        each
        for each in fields_of(received().procedure.declaration)
        if each.field in ("patent_ends_on", "debt_from", "debt_until")
    ]
    given = {"patent_ends_on": "2027-03-31", "debt_from": "2026-04-01", "debt_until": "2027-03-31"}
    assert read(fields, given) == (given, {})
    _, problems = read(fields, {**given, "debt_until": "2027-04-01"})
    assert {name: each.code for name, each in problems.items()} == {"debt_until": "form.too_late"}
    _, problems = read(fields, {**given, "debt_from": "2027-04-01"}, complete=False)
    assert set(problems) == {"debt_from"}
