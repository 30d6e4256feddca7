"""The small procedure of the cases, its people, and a few cases in every state."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.office.cases.conftest import (  # noqa: F401  # fixtures are found by their names
    FILED,
    Cast,
    _procedure,
    cast,
    did,
    filed,
)
from tests.office.conftest import MakePerson
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.cases.assigning import take_case
from zhiheng.office.cases.keeping import archive_case
from zhiheng.office.cases.models import Case
from zhiheng.office.cases.stopping import suspend_case


def on_day(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}T10:00:00+08:00")


@pytest.fixture
def chief(cast: Cast) -> User:  # noqa: F811
    """The head of the office, who looks after its load."""
    return cast.head


@pytest.fixture
def figures_of_load(make_person: MakePerson, cast: Cast) -> User:  # noqa: F811
    """An analyst of the office."""
    return make_person("ada", Role.ANALYST)


def _withdrawn(cast: Cast, start: str, late: bool) -> Case:  # noqa: F811
    """A case closed for want of a supplement; accepted late where asked."""
    case = filed(cast, on=on_day(start))
    take_case(case=case, revision=None, by=cast.officer, on=on_day(start))
    asked = on_day(start) + dt.timedelta(days=20 if late else 1)
    did(case, "ask-supplement", cast.officer, on=asked)
    did(case, "deem-withdrawn", cast.officer, on=asked + dt.timedelta(days=25))
    return case


@pytest.fixture
def stock(cast: Cast) -> dict[str, Case]:  # noqa: F811
    """Six cases by 30 June 2026: two closed, one archived, one standing, one late, one fresh."""
    found = {
        "in-time": _withdrawn(cast, "2026-01-05", late=False),
        "late": _withdrawn(cast, "2026-02-02", late=True),
        "archived": _withdrawn(cast, "2026-03-02", late=False),
        "standing": filed(cast, on=on_day("2026-03-10")),
        "overdue": filed(cast, on=on_day("2026-03-02")),
        "fresh": filed(cast, on=on_day("2026-06-29")),
    }
    archive_case(case=found["archived"], revision=None, by=cast.officer, on=on_day("2026-06-01"))
    standing = found["standing"]
    take_case(case=standing, revision=None, by=cast.officer, on=on_day("2026-03-10"))
    did(standing, "accept", cast.officer, on=on_day("2026-03-11"))
    suspend_case(
        case=standing, revision=None, ground="illness", reason="住院", by=cast.officer,
        on=on_day("2026-04-01"),
    )  # fmt: skip
    return found
