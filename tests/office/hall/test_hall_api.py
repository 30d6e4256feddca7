"""The same by the API: guides for everybody, matters for those whose they are."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.office.hall.conftest import Cast, ClientOf
from zhiheng.office.cases.models import Case

pytestmark = pytest.mark.django_db


def test_guides_are_open_and_found_by_words(client: Client):
    names = [each["name"] for each in client.get("/api/hall/services").json()]
    assert "rights-aid" in names
    found = client.get("/api/hall/services", {"q": "质押贷款"}).json()
    assert found[0]["name"] == "pledge-registration-help"
    assert found[0]["why"]
    guide = client.get("/api/hall/services/rights-aid").json()
    assert guide["fee"] == "免费"
    assert guide["limits"]
    assert client.get("/api/hall/services/administrative-penalty").status_code == 404


def test_a_matter_is_told_to_those_whose_it_is(
    case: Case, cast: Cast, client: Client, client_of: ClientOf
):
    address = f"/api/hall/matters/{case.number}"
    assert client.get(address).status_code == 401
    assert client_of(cast.other).get(address).status_code == 404
    told = client_of(cast.citizen).get(address).json()
    assert told["stage"] == "已提交"
    [term] = told["terms"]
    assert (term["due"], term["mine"]) == (case.due_on.isoformat(), False)  # type: ignore[union-attr]  # its first term runs
    assert term["derivation"]
    assert [each["name"] for each in told["acts"]] == ["withdraw"]
    listed = client_of(cast.citizen).get("/api/hall/matters?state=open").json()
    assert [each["number"] for each in listed] == [case.number]
    assert client_of(cast.other).get("/api/hall/matters").json() == []
