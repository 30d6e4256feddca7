"""A page of the hall asks the database as often for one row as for three."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.office.hall.conftest import Cast, ClientOf, filled, handed_in
from zhiheng.office.cases.acting import Doing, do_act
from zhiheng.office.cases.assigning import take_case
from zhiheng.office.cases.models import Case

pytestmark = pytest.mark.django_db
Make = Callable[[], object]


def counted(client: Client, address: str) -> int:
    client.get(address)  # declarations and roles are read once
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("address", "most"), [("/hall/matters/", 8), ("/hall/drafts/", 8), ("/hall/", 6)]
)
def test_lists_ask_no_more_for_more_rows(address: str, most: int, cast: Cast, client_of: ClientOf):
    client = client_of(cast.citizen)

    def one_more() -> None:
        handed_in(cast.citizen)
        filled(cast.citizen)

    one_more()
    first = counted(client, address)
    one_more()
    one_more()
    assert counted(client, address) == first <= most


def test_a_matter_asks_no_more_the_more_has_happened(case: Case, cast: Cast, client_of: ClientOf):
    take_case(case=case, revision=None, by=cast.officer, on=timezone.now())
    client, address = client_of(cast.citizen), f"/hall/matters/{case.number}/"

    def supplemented() -> None:
        for act, by, given in (
            ("ask-supplement", cast.officer, {"missing": "证明"}),
            ("supplement", cast.citizen, {"explanation": "已补"}),
        ):
            do_act(case=case, revision=None, act=act, doing=Doing(given), by=by, on=timezone.now())

    supplemented()
    first = counted(client, address)
    supplemented()
    supplemented()
    assert counted(client, address) == first <= 32
