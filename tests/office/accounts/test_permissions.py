"""The one table from role to permissions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.office.conftest import MakePerson
from zhiheng.core.errors import ForbiddenError
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import (
    PERMISSIONS,
    ROLE_PERMISSIONS,
    check_user_can,
    user_can,
)
from zhiheng.office.accounts.system import system_operator

DAY = dt.date(2026, 3, 2)


# Who files, and may look at drafts before.
FILING = {Role.AGENCY_AGENT, Role.ENTERPRISE_USER}


def test_every_role_is_in_the_table_and_names_known_permissions_only():
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert set().union(*ROLE_PERMISSIONS.values()) == set(PERMISSIONS)


def test_who_grants_rights_does_not_see_private_data():
    for role, opened in ROLE_PERMISSIONS.items():
        assert not {"accounts.manage", "registers.view_personal"} <= opened, role


def test_bodies_outside_the_administration_only_read_and_ask():
    reading = {"registers.view", "indicators.view", "themes.view", "marks.compare"}
    asking = {Role.BANK_OFFICER, Role.AGENCY_AGENT, Role.ENTERPRISE_USER, Role.CITIZEN}
    for role in asking:
        own = {"screening.check_drafts"} if role in FILING else set()
        own |= {"protection.request"} if role == Role.ENTERPRISE_USER else set()
        assert ROLE_PERMISSIONS[role] == reading | {"cases.apply"} | own
    assert ROLE_PERMISSIONS[Role.INSURER_OFFICER] == reading


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_exactly_what_the_table_says(make_person: MakePerson, role: Role):
    user = make_person("mei", role)
    assert {name for name in PERMISSIONS if user_can(user, name, on=DAY)} == ROLE_PERMISSIONS[role]


def test_roles_add_up(make_person: MakePerson):
    user = make_person("mei", Role.LEADER, Role.CLERK)
    assert user_can(user, "registers.export", on=DAY)
    assert user_can(user, "registers.view_personal", on=DAY)


def test_a_stranger_may_nothing_and_the_system_everything(db: None):
    assert not any(user_can(AnonymousUser(), name) for name in PERMISSIONS)
    assert all(user_can(system_operator(), name) for name in PERMISSIONS)


def test_the_pair_asks_the_same_rule(analyst: User):
    check_user_can(analyst, "registers.import", on=DAY)
    with pytest.raises(ForbiddenError) as caught:
        check_user_can(analyst, "accounts.manage", on=DAY)
    assert caught.value.problems[0].code == "access.forbidden"


def test_a_permission_nobody_declared_is_a_bug(analyst: User):
    with pytest.raises(AssertionError, match=r"registers\.eat"):
        user_can(analyst, "registers.eat")
