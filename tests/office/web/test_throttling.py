"""Tries count for each limit and person, and are forgotten after the time that people are told."""

from __future__ import annotations

import datetime as dt

import pytest

from zhiheng.core.errors import ConflictError
from zhiheng.office.web.throttling import Limit, check_tries, count_try

pytestmark = pytest.mark.django_db
LIMIT = Limit("test-tries", 3, 15, "hall.too_many_tries")
NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


def test_whoever_tried_too_often_waits_as_long_as_is_told():
    for minute in (0, 5, 10):
        check_tries(LIMIT, "ada", on=NOW + dt.timedelta(minutes=minute))
        count_try(LIMIT, "ada", on=NOW + dt.timedelta(minutes=minute))
    with pytest.raises(ConflictError) as caught:
        check_tries(LIMIT, "ada", on=NOW + dt.timedelta(minutes=14))
    assert caught.value.problems[0].values["minutes"] == "15"
    check_tries(LIMIT, "ada", on=NOW + dt.timedelta(minutes=16))
    check_tries(LIMIT, "bob", on=NOW + dt.timedelta(minutes=14))
