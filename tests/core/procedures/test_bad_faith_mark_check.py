"""The check of marks filed in bad faith: heard first, punished elsewhere, mended at any time."""

from __future__ import annotations

import pytest

from tests.core.procedures.walking import Walk, codes
from zhiheng.core.errors import InputError
from zhiheng.core.procedures.declared import Capacity

PROCEDURE = "bad-faith-mark-check"
NOTICE = "bad-faith-mark-notice"
CONFIRMATION = "bad-faith-mark-confirmation"


def confirmed() -> Walk:
    """Opened on Monday, 7 September 2026, asked, answered, confirmed and served."""
    walk = Walk(PROCEDURE).do("open", "2026-09-07").do("ask", "2026-09-08")
    walk.issued(NOTICE, on="2026-09-08").served(NOTICE, "2026-09-09", "respondent")
    walk.do("answer", "2026-09-20").do("confirm", "2026-09-22")
    return walk.issued(CONFIRMATION, on="2026-09-22").served(
        CONFIRMATION, "2026-09-23", "respondent"
    )


def test_nothing_is_confirmed_before_the_applicant_was_told() -> None:
    walk = Walk(PROCEDURE).do("open", "2026-09-07")
    assert "confirm" not in walk.offered("2026-09-07", "handler", "head")
    walk.do("ask", "2026-09-08").do("answer", "2026-09-09", "handler")
    with pytest.raises(InputError) as early:
        walk.do("confirm", "2026-09-10")
    assert codes(early.value) == ["procedure.needs_served"]


def test_only_what_was_confirmed_is_handed_over_and_it_opens_a_penalty_case() -> None:
    walk = confirmed()
    assert "hand-over" in walk.offered("2026-09-25", "handler")
    act = walk.procedure.acts["hand-over"]
    assert (act.opens, act.approval) == ("administrative-penalty", "head")
    walk.do("hand-over", "2026-09-25")
    assert (walk.state.stage, walk.state.outcome) == ("handed-over", "handed-over")
    assert "hand-over" not in walk.offered("2026-09-26", "handler")


def test_what_was_handed_over_is_still_objected_to_and_corrected() -> None:
    walk = confirmed().do("hand-over", "2026-09-25").do("object", "2026-10-08")
    walk.do("correct", "2026-10-12")
    assert (walk.state.stage, walk.state.outcome) == ("corrected", "corrected")
    late = confirmed().do("hand-over", "2026-09-25").do("correct", "2026-12-01")
    assert late.state.stage == "corrected"


def test_no_act_of_a_city_refuses_a_mark_or_sets_a_fine() -> None:
    acts = Walk(PROCEDURE).procedure.acts
    told = {name for name, act in acts.items() if Capacity.RESPONDENT in act.notifies}
    assert {"open", "drop"} & told == set()
    assert {"refuse", "invalidate", "punish", "fine"} & set(acts) == set()
