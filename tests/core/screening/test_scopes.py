"""What is screened, as it is asked for and kept."""

from __future__ import annotations

import datetime as dt

import pytest

from zhiheng.core.errors import InputError
from zhiheng.core.screening.scopes import Scope

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    "scope",
    [
        Scope("period", FIRST, LAST),
        Scope("batch", import_id="20260102T000000-000001"),
        Scope("applicant", FIRST, None, party="P00000001"),
        Scope("agency", agency="44201"),
    ],
)
def test_a_scope_is_read_back_as_it_was_kept(scope: Scope):
    assert Scope.from_json(scope.to_json()) == scope


@pytest.mark.parametrize(
    ("kind", "code"),
    [(kind, "screening.scope_empty") for kind in ("period", "batch", "applicant", "agency")],
)
def test_a_scope_that_would_mean_everything_is_refused(kind: str, code: str):
    with pytest.raises(InputError) as caught:
        Scope(kind)  # type: ignore[arg-type]
    assert caught.value.problems[0].code == code


def test_days_that_are_crossed_are_refused():
    with pytest.raises(InputError) as caught:
        Scope("period", LAST, FIRST)
    assert caught.value.problems[0].code == "screening.days_crossed"
