"""Every address of the data pages and of the API, asked by every role and by strangers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.office.conftest import WHEN, MakePerson
from tests.office.registers.cities import City
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.registers.enums import ImportState
from zhiheng.office.registers.models import Import, SetAsideRow

ClientOf = Callable[[User], Client]

EVERYBODY = frozenset(Role)
CASEWORK = frozenset({Role.OFFICER, Role.CLERK, Role.ADJUDICATOR})
EXPORTERS = frozenset({Role.LEADER, Role.ANALYST, Role.OFFICER})
CORRECTORS = frozenset({Role.ANALYST, Role.OFFICER})
IMPORTERS = frozenset({Role.ANALYST})

# Name of the address, method, address with {row} and {run}, who is let in, status for them.
ADDRESSES = (
    ("registers:overview", "get", "/registers/", EVERYBODY, 200),
    ("registers:list", "get", "/registers/patents/", EVERYBODY, 200),
    ("registers:record", "get", "/registers/patents/record/201910302430.1", EVERYBODY, 200),
    ("registers:definition", "get", "/registers/patents/definition/", EVERYBODY, 200),
    ("registers:source", "get", "/registers/patents/source/201910302430.1", CASEWORK, 200),
    ("registers:export", "get", "/registers/population/export.csv", EXPORTERS, 200),
    ("registers:imports", "get", "/registers/imports/", EVERYBODY, 200),
    ("registers:import-new", "get", "/registers/imports/new/", IMPORTERS, 200),
    ("registers:import-new", "post", "/registers/imports/new/", IMPORTERS, 200),
    ("registers:import", "get", "/registers/imports/{run}/", EVERYBODY, 200),
    ("registers:import-retry", "post", "/registers/imports/{run}/retry/", IMPORTERS, 302),
    ("registers:set-aside", "get", "/registers/set-aside/", EVERYBODY, 200),
    ("registers:set-aside-export", "get", "/registers/set-aside/export.csv", CORRECTORS, 200),
    ("registers:set-aside-row", "get", "/registers/set-aside/{row}/", EVERYBODY, 200),
    ("registers:set-aside-correct", "post", "/registers/set-aside/{row}/correct/", CORRECTORS, 409),
    ("registers:set-aside-dismiss", "post", "/registers/set-aside/{row}/dismiss/", CORRECTORS, 400),
    ("home", "get", "/", EVERYBODY, 200),
    ("indicators:list", "get", "/indicators/", EVERYBODY, 200),
    ("indicators:indicator", "get", "/indicators/patent-grants/", EVERYBODY, 200),
    ("list_registers", "get", "/api/registers", EVERYBODY, 200),
    ("list_rows", "get", "/api/registers/patents", EVERYBODY, 200),
    ("get_record", "get", "/api/registers/patents/201910302430.1", EVERYBODY, 200),
    ("list_indicators", "get", "/api/indicators", EVERYBODY, 200),
    ("get_indicator", "get", "/api/indicators/patent-grants", EVERYBODY, 200),
)


@pytest.fixture
def addresses(city: City, db: None) -> list[tuple[str, str, frozenset[Role], int]]:
    """The addresses with a failed import and a row that was corrected long ago put in."""
    run = Import.objects.create(
        state=ImportState.FAILED, requested_by=system_operator(), requested_at=WHEN, paths=["/none"]
    )
    row = SetAsideRow.objects.create(
        import_run=run, file="a.csv", problems=[], first_code="file.empty", state="corrected"
    )
    return [
        (method, path.format(run=run.pk, row=row.pk), allowed, status)
        for _, method, path, allowed, status in ADDRESSES
    ]


@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: role or "no role")
def test_a_role_opens_what_it_is_for_and_nothing_else(
    role: Role | None, addresses, make_person: MakePerson, client_of: ClientOf
):
    client = client_of(make_person("someone", *([role] if role else [])))
    expected, found = {}, {}
    for method, path, allowed, status in addresses:
        # Anybody signed in has a front page; what is on it depends on the role.
        let_in = role in allowed or path == "/"
        expected[method, path] = status if let_in else 403
        found[method, path] = getattr(client, method)(path).status_code
    assert found == expected


def test_strangers_are_led_to_the_sign_in_page_and_refused_by_the_api(addresses):
    client = Client()
    for method, path, _, _ in addresses:
        answer = getattr(client, method)(path)
        if path.startswith("/api/"):
            assert answer.status_code == 401, path
        elif path == "/":
            assert "/accounts/login/" in answer.content.decode()
            assert "card-figure" not in answer.content.decode()
        else:
            assert answer.headers["Location"].startswith("/accounts/login/?next="), path


@pytest.mark.parametrize("field", ["valid_from", "valid_to"])
def test_a_role_not_in_force_today_opens_nothing(
    field: str, city: City, make_person: MakePerson, client_of: ClientOf, today: dt.date
):
    user = make_person("mei", Role.ANALYST)
    days = {"valid_from": today + dt.timedelta(1), "valid_to": today - dt.timedelta(1)}
    user.memberships.update(**{field: days[field]})
    assert client_of(user).get("/registers/patents/").status_code == 403


def test_no_address_of_the_data_pages_is_missing_here():
    listed = {name for name, *_ in ADDRESSES}
    assert _names(get_resolver(), ("registers", "indicators")) <= listed


def _names(resolver: URLResolver, apps: tuple[str, ...], namespace: str = "") -> set[str]:
    names: set[str] = set()
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            names |= _names(part, apps, part.namespace or namespace)
        elif isinstance(part, URLPattern) and namespace in apps:
            names.add(f"{namespace}:{part.name}")
    return names
