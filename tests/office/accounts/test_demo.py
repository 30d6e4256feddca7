"""Demo accounts exist in demo mode only, and open nothing outside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from tests.office.conftest import WHEN
from zhiheng.core.errors import ForbiddenError
from zhiheng.office.accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD, ensure_demo_accounts
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import Membership, Organisation, User
from zhiheng.office.ledger.models import Event

SIGN_IN = "/accounts/login/"


@pytest.fixture
def demo_mode(settings, db: None):
    settings.ZHIHENG = replace(settings.ZHIHENG, demo=True)
    return settings


def test_outside_demo_mode_none_is_made(db: None):
    with pytest.raises(ForbiddenError) as caught:
        ensure_demo_accounts(on=WHEN)
    assert caught.value.problems[0].code == "accounts.demo_off"
    assert not User.objects.exists()


def test_there_is_one_for_every_role_and_a_second_call_changes_nothing(demo_mode):
    ensure_demo_accounts(on=WHEN)
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role)
    events = Event.objects.count()
    assert len(ensure_demo_accounts(on=WHEN)) == len(DEMO_ACCOUNTS)
    assert Event.objects.count() == events


def test_offices_lie_above_each_other_and_an_older_one_gets_its_division(demo_mode):
    ensure_demo_accounts(on=WHEN)
    levels = Membership.objects.filter(
        role=Role.LEADER, organisation__kind=OrganisationKind.IP_OFFICE
    ).values_list("user__username", "organisation__district")
    assert dict(levels) == {
        "demo-leader": "440300",
        "demo-province": "440000",
        "demo-district-head": "440305",
    }
    Organisation.objects.filter(district="440300").update(district="")
    ensure_demo_accounts(on=WHEN)
    centre = Membership.objects.get(user__username="demo-centre-head").organisation
    assert centre.district == "440300"


def test_the_sign_in_page_tells_them_in_demo_mode_only(demo_mode):
    assert DEMO_PASSWORD in Client().get(SIGN_IN).content.decode()
    demo_mode.ZHIHENG = replace(demo_mode.ZHIHENG, demo=False)
    page = Client().get(SIGN_IN).content.decode()
    assert DEMO_PASSWORD not in page
    assert "demo-leader" not in page


def test_they_sign_in_in_demo_mode_only_and_lose_their_session_with_it(demo_mode):
    ensure_demo_accounts(on=WHEN)
    typed = {"login": "demo-leader", "password": DEMO_PASSWORD}
    client = Client()
    assert client.post(SIGN_IN, typed).status_code == 302
    assert client.get("/me/").status_code == 200
    demo_mode.ZHIHENG = replace(demo_mode.ZHIHENG, demo=False)
    assert client.get("/me/").status_code == 302
    stranger = Client()
    refused = stranger.post(SIGN_IN, typed)
    assert refused.headers["Location"] == "/accounts/inactive/"
    assert stranger.get("/me/").status_code == 302
