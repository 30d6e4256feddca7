"""The administrator's pages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.office.conftest import WHEN, MakePerson
from zhiheng.office.accounts.commands import deactivate_user
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import Membership, Organisation, User
from zhiheng.office.accounts.permissions import PERMISSIONS

ClientOf = Callable[[User], Client]

ADMINISTRATORS_PAGES = [
    "/people/",
    "/people/new/",
    "/people/roles/",
    "/organisations/",
    "/organisations/new/",
]


def names_on(page) -> list[str]:
    return [person.username for person in page.context["pager"].items]


@pytest.mark.parametrize("path", ADMINISTRATORS_PAGES)
def test_only_who_manages_accounts_gets_in(
    path: str, analyst: User, administrator: User, client_of: ClientOf
):
    assert Client().get(path).headers["Location"].startswith("/accounts/login/?next=")
    refused = client_of(analyst).get(path)
    assert refused.status_code == 403
    assert "access.forbidden" in refused.content.decode()
    assert client_of(administrator).get(path).status_code == 200


@pytest.mark.parametrize("others", [0, 2])
def test_the_list_of_people_asks_the_same_number_of_things_however_long_it_is(
    others: int,
    administrator: User,
    make_person: MakePerson,
    client_of: ClientOf,
    django_assert_num_queries,
):
    for number in range(others):
        make_person(f"person{number}", Role.CLERK)
    client = client_of(administrator)
    client.get("/people/")
    # session, user, roles, unread alerts, the filter's organisations, count, rows, memberships
    with django_assert_num_queries(8):
        page = client.get("/people/")
    assert len(names_on(page)) == 1 + others


def test_people_are_found_by_name_role_organisation_and_state(
    administrator: User,
    analyst: User,
    make_person: MakePerson,
    office: Organisation,
    client_of: ClientOf,
):
    make_person("li.wei", Role.CLERK, display_name="李伟")
    deactivate_user(user=make_person("gone"), by=administrator, on=WHEN)
    client = client_of(administrator)
    found = {
        query: names_on(client.get(f"/people/?{query}"))
        for query in (
            "q=%E6%9D%8E",
            "role=analyst",
            f"organisation={office.pk}",
            "state=locked",
            "sort=-username",
            "q=system",
        )
    }
    assert found == {
        "q=%E6%9D%8E": ["li.wei"],
        "role=analyst": ["anna"],
        f"organisation={office.pk}": ["adele", "anna", "li.wei"],
        "state=locked": ["gone"],
        "sort=-username": ["li.wei", "gone", "anna", "adele"],
        "q=system": [],
    }


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=2", "page=99999999999999"])
def test_a_page_that_does_not_exist_is_said_to_be_wrong(
    query: str, administrator: User, client_of: ClientOf
):
    page = client_of(administrator).get(f"/people/?{query}")
    assert page.status_code == 400
    assert "page.number_unfit" in page.content.decode()


@pytest.mark.parametrize("query", ["organisation=abc", "role=emperor", "sort=password", "state=x"])
def test_a_filter_that_makes_no_sense_does_not_narrow(
    query: str, administrator: User, client_of: ClientOf
):
    assert names_on(client_of(administrator).get(f"/people/?{query}")) == ["adele"]


def test_an_administrator_makes_an_account_with_a_password_shown_once(
    administrator: User, client_of: ClientOf
):
    page = client_of(administrator).post(
        "/people/new/", {"username": "li.wei", "display_name": "李伟"}
    )
    shown = re.search(r'<code class="once">([^<]+)</code>', page.content.decode())
    assert shown
    assert page.headers["Cache-Control"] == "no-store"
    user = User.objects.get(username="li.wei")
    assert user.check_password(shown.group(1))
    assert user.password_is_temporary


def test_a_refusal_comes_back_on_the_form(administrator: User, analyst: User, client_of: ClientOf):
    page = client_of(administrator).post(
        "/people/new/", {"username": "anna", "display_name": "Another"}
    )
    assert page.status_code == 200
    assert "anna" in str(page.context["form"].non_field_errors())


def test_an_administrator_grants_and_ends_a_role(
    administrator: User,
    make_person: MakePerson,
    office: Organisation,
    client_of: ClientOf,
    today: dt.date,
):
    user = make_person("mei")
    client = client_of(administrator)
    typed = {
        "organisation": office.pk,
        "role": "clerk",
        "valid_from": today.isoformat(),
        "valid_to": "",
    }
    assert client.post(f"/people/{user.pk}/roles/new/", typed).status_code == 302
    held = Membership.objects.get(user=user)
    assert "窗口人员" in client.get(f"/people/{user.pk}/").content.decode()

    end = f"/people/roles/{held.pk}/end/"
    assert client.get(end).status_code == 200
    held.refresh_from_db()
    assert held.ended_at is None, "asking must not end it"
    assert client.post(end).status_code == 302
    held.refresh_from_db()
    assert held.ended_at is not None
    assert client.post(end).status_code == 409


@pytest.mark.parametrize(
    ("act", "message"),
    [("lock", "账号已停用"), ("password", "临时密码"), ("second-factor", "没有启用动态口令")],
)
def test_acts_on_an_account_are_asked_about_first(
    act: str, message: str, administrator: User, analyst: User, client_of: ClientOf
):
    client = client_of(administrator)
    path = f"/people/{analyst.pk}/{act}/"
    assert client.get(path).status_code == 200
    before = User.objects.get(pk=analyst.pk)
    assert (before.is_active, before.password) == (True, analyst.password)
    assert message in client.post(path, follow=True).content.decode()


def test_what_does_not_exist_is_not_found(administrator: User, client_of: ClientOf):
    client = client_of(administrator)
    for path in (
        "/people/999/",
        "/people/999/change/",
        f"/people/{administrator.pk}/promote/",
        "/people/roles/999/end/",
        "/organisations/999/",
    ):
        assert client.get(path).status_code == 404, path


def test_organisations_are_registered_corrected_and_counted(
    administrator: User, office: Organisation, client_of: ClientOf
):
    client = client_of(administrator)
    typed = {"name": "示范银行", "kind": "bank", "uscc": "", "district": "440304"}
    assert client.post("/organisations/new/", typed).status_code == 302
    bank = Organisation.objects.get(name="示范银行")
    refused = client.post(f"/organisations/{bank.pk}/", {**typed, "uscc": "123"})
    assert refused.status_code == 200
    assert refused.context["form"].non_field_errors()
    listed = client.get("/organisations/?sort=-people").context["pager"].items
    assert [(body.name, body.people) for body in listed] == [(office.name, 1), ("示范银行", 0)]


def test_the_role_table_is_printed_from_the_one_table(administrator: User, client_of: ClientOf):
    page = client_of(administrator).get("/people/roles/")
    assert [role for role, _ in page.context["table"]] == list(Role)
    assert all(len(opens) == len(PERMISSIONS) for _, opens in page.context["table"])


def test_the_navigation_shows_what_one_may_open(
    administrator: User, analyst: User, make_person: MakePerson, client_of: ClientOf
):
    def offered(user: User) -> set[str]:
        groups = client_of(user).get("/me/").context["navigation"]
        return {link.path for _, links in groups for link in links}

    assert offered(administrator) >= {"/people/", "/organisations/", "/ledger/"}
    assert not offered(analyst) & {"/people/", "/organisations/", "/ledger/"}
    assert offered(make_person("new")) == set()
