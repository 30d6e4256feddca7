"""Acts on accounts: who may, what changes, what the ledger keeps."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.office.conftest import PASSWORD, WHEN, MakePerson
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError, PersonError
from zhiheng.office.accounts import commands
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import Membership, Organisation, User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.ledger.models import Event

DAY = WHEN.date()


def code_of(error: pytest.ExceptionInfo[PersonError]) -> str:
    return error.value.problems[0].code


def last_event() -> tuple[str, str, int | None, dict]:
    event = Event.objects.latest("sequence")
    return event.act, event.subject, event.actor_id, event.facts


def test_an_account_starts_without_roles(administrator: User):
    user = commands.create_user(
        username=" Li.Wei ", display_name="李伟", password=PASSWORD, by=administrator, on=WHEN
    )
    assert user.username == "li.wei"
    assert user.check_password(PASSWORD)
    assert not user_can(user, "registers.view")
    assert last_event() == (
        "accounts.user_created",
        f"user:{user.pk}",
        administrator.pk,
        {"kind": "person", "password": True},
    )


def test_an_account_without_password_cannot_be_opened_with_one(administrator: User):
    user = commands.create_user(
        username="sso", display_name="统一认证", password=None, by=administrator, on=WHEN
    )
    assert not user.has_usable_password()


@pytest.mark.parametrize("username", ["x", "李伟", "a b", "-li", "li!", "l" * 65])
def test_a_bad_user_name_is_refused(administrator: User, username: str):
    with pytest.raises(InputError) as caught:
        commands.create_user(
            username=username, display_name="李伟", password=PASSWORD, by=administrator, on=WHEN
        )
    assert caught.value.problems[0].values["field"] == "username"


def test_a_taken_user_name_is_refused_and_leaves_no_trace(administrator: User, analyst: User):
    events = Event.objects.count()
    with pytest.raises(ConflictError) as caught:
        commands.create_user(
            username="ANNA", display_name="Other", password=PASSWORD, by=administrator, on=WHEN
        )
    assert code_of(caught) == "accounts.username_taken"
    assert Event.objects.count() == events


@pytest.mark.parametrize("password", ["short", "1234567890123", "password1234", "zhang.wei88"])
def test_a_weak_password_is_refused(administrator: User, password: str):
    with pytest.raises(InputError) as caught:
        commands.create_user(
            username="zhang.wei8", display_name="张伟", password=password, by=administrator, on=WHEN
        )
    assert code_of(caught) == "accounts.password_unfit"
    assert not User.objects.filter(username="zhang.wei8").exists()


def test_whoever_does_not_manage_accounts_changes_nothing(
    analyst: User, office: Organisation, administrator: User
):
    held = administrator.memberships.get()
    attempts = [
        lambda: commands.create_user(
            username="new", display_name="New", password=PASSWORD, by=analyst, on=WHEN
        ),
        lambda: commands.change_user(user=analyst, display_name="Boss", by=analyst, on=WHEN),
        lambda: commands.deactivate_user(user=administrator, by=analyst, on=WHEN),
        lambda: commands.reactivate_user(user=administrator, by=analyst, on=WHEN),
        lambda: commands.reset_password(
            user=administrator, password="river-stone-77", by=analyst, on=WHEN
        ),
        lambda: commands.remove_second_factors(user=administrator, by=analyst, on=WHEN),
        lambda: commands.create_organisation(
            name="新机构", kind=OrganisationKind.BANK, by=analyst, on=WHEN
        ),
        lambda: commands.change_organisation(
            organisation=office, name="改名", kind=OrganisationKind.BANK, by=analyst, on=WHEN
        ),
        lambda: commands.grant_role(
            user=analyst,
            organisation=office,
            role=Role.ADMINISTRATOR,
            valid_from=DAY,
            by=analyst,
            on=WHEN,
        ),
        lambda: commands.end_role(membership=held, by=analyst, on=WHEN),
    ]
    events = Event.objects.count()
    for attempt in attempts:
        with pytest.raises(ForbiddenError) as caught:
            attempt()
        assert code_of(caught) == "access.forbidden"
    assert Event.objects.count() == events


def test_a_role_opens_from_its_first_to_its_last_day(
    make_person: MakePerson, administrator: User, office: Organisation
):
    user = make_person("mei")
    commands.grant_role(
        user=user,
        organisation=office,
        role=Role.ANALYST,
        valid_from=dt.date(2026, 3, 10),
        valid_to=dt.date(2026, 3, 20),
        by=administrator,
        on=WHEN,
    )
    days = [dt.date(2026, 3, day) for day in (9, 10, 20, 21)]
    opens = [user_can(user, "registers.import", on=day) for day in days]
    assert opens == [False, True, True, False]


def test_the_same_role_is_not_granted_twice_for_one_day(
    analyst: User, administrator: User, office: Organisation
):
    with pytest.raises(ConflictError) as caught:
        commands.grant_role(
            user=analyst,
            organisation=office,
            role=Role.ANALYST,
            valid_from=DAY,
            by=administrator,
            on=WHEN,
        )
    assert code_of(caught) == "accounts.role_already_held"


def test_a_role_may_follow_an_earlier_one(
    make_person: MakePerson, administrator: User, office: Organisation
):
    user = make_person("mei")
    periods = [
        (dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        (dt.date(2026, 4, 1), None),
    ]
    for start, end in periods:
        commands.grant_role(
            user=user,
            organisation=office,
            role=Role.CLERK,
            valid_from=start,
            valid_to=end,
            by=administrator,
            on=WHEN,
        )
    assert user.memberships.count() == 2


def test_a_period_that_runs_backwards_is_refused(
    make_person: MakePerson, administrator: User, office: Organisation
):
    with pytest.raises(InputError) as caught:
        commands.grant_role(
            user=make_person("mei"),
            organisation=office,
            role=Role.CLERK,
            valid_from=dt.date(2026, 3, 2),
            valid_to=dt.date(2026, 3, 1),
            by=administrator,
            on=WHEN,
        )
    assert code_of(caught) == "accounts.period_backwards"


def test_an_ended_role_opens_nothing_at_once_and_can_be_granted_again(
    analyst: User, administrator: User, office: Organisation
):
    membership = analyst.memberships.get()
    commands.end_role(membership=membership, by=administrator, on=WHEN)
    assert not user_can(User.objects.get(pk=analyst.pk), "registers.import", on=DAY)
    assert last_event()[0] == "accounts.role_ended"
    with pytest.raises(ConflictError) as caught:
        commands.end_role(membership=membership, by=administrator, on=WHEN)
    assert code_of(caught) == "accounts.role_already_ended"
    commands.grant_role(
        user=analyst,
        organisation=office,
        role=Role.ANALYST,
        valid_from=DAY,
        by=administrator,
        on=WHEN,
    )
    assert user_can(analyst, "registers.import", on=DAY)


def test_the_last_administrator_cannot_be_removed(administrator: User, make_person: MakePerson):
    membership = administrator.memberships.get()
    by = system_operator()
    for attempt in (
        lambda: commands.end_role(membership=membership, by=by, on=WHEN),
        lambda: commands.deactivate_user(user=administrator, by=by, on=WHEN),
    ):
        with pytest.raises(ConflictError) as caught:
            attempt()
        assert code_of(caught) == "accounts.last_administrator"
    make_person("second", Role.ADMINISTRATOR)
    commands.end_role(membership=membership, by=by, on=WHEN)
    assert not Membership.objects.in_force(DAY).filter(user=administrator).exists()


def test_nobody_locks_himself_out(administrator: User, make_person: MakePerson):
    make_person("second", Role.ADMINISTRATOR)
    with pytest.raises(ConflictError) as caught:
        commands.deactivate_user(user=administrator, by=administrator, on=WHEN)
    assert code_of(caught) == "accounts.own_account"


def test_a_locked_account_has_no_permissions_until_it_is_unlocked(
    analyst: User, administrator: User
):
    commands.deactivate_user(user=analyst, by=administrator, on=WHEN)
    assert not user_can(analyst, "registers.view", on=DAY)
    with pytest.raises(ConflictError):
        commands.deactivate_user(user=analyst, by=administrator, on=WHEN)
    commands.reactivate_user(user=analyst, by=administrator, on=WHEN)
    assert user_can(analyst, "registers.view", on=DAY)


def test_the_systems_account_is_nobodys_to_change(administrator: User):
    with pytest.raises(ConflictError) as caught:
        commands.reset_password(
            user=system_operator(), password=PASSWORD, by=administrator, on=WHEN
        )
    assert code_of(caught) == "accounts.system_account"


def test_a_given_password_is_temporary_and_ones_own_is_not(analyst: User, administrator: User):
    commands.reset_password(user=analyst, password="river-stone-77", by=administrator, on=WHEN)
    assert analyst.password_is_temporary
    commands.change_own_password(user=analyst, password="river-stone-78", on=WHEN)
    assert not User.objects.get(pk=analyst.pk).password_is_temporary
    assert last_event()[:3] == ("accounts.password_changed", f"user:{analyst.pk}", analyst.pk)


def test_the_ledger_holds_no_names_and_no_passwords(administrator: User, office: Organisation):
    user = commands.create_user(
        username="li.wei", display_name="李伟", password=PASSWORD, by=administrator, on=WHEN
    )
    commands.change_user(user=user, display_name="李小伟", by=administrator, on=WHEN)
    commands.change_own_password(user=user, password="river-stone-78", on=WHEN)
    written = " ".join(Event.objects.values_list("details", flat=True))
    assert not [text for text in ("李", PASSWORD, "river", "li.wei") if text in written]


def test_an_organisation_is_registered_once(administrator: User):
    given = {"kind": OrganisationKind.ENTERPRISE, "by": administrator, "on": WHEN}
    made = commands.create_organisation(
        name="腾讯科技（深圳）有限公司", uscc="9144030071526726xg", district="440305", **given
    )
    assert made.uscc == "9144030071526726XG"
    with pytest.raises(ConflictError) as caught:
        commands.create_organisation(name="另一家公司", uscc="9144030071526726XG", **given)
    assert code_of(caught) == "accounts.organisation_exists"
    commands.create_organisation(name="没有代码的公司", **given)
    commands.create_organisation(name="也没有代码的公司", **given)


def test_everything_wrong_with_an_organisation_is_said_at_once(administrator: User):
    with pytest.raises(InputError) as caught:
        commands.create_organisation(
            name="",
            kind=OrganisationKind.BANK,
            uscc="91440300715267260X",
            district="999999",
            by=administrator,
            on=WHEN,
        )
    codes = [problem.code for problem in caught.value.problems]
    assert codes == ["accounts.field_unfit", "uscc.check", "division.unknown"]


def test_a_changed_organisation_says_which_fields_on_the_ledger(
    administrator: User, office: Organisation
):
    commands.change_organisation(
        organisation=office,
        name="南山区知识产权局",
        kind=OrganisationKind.IP_OFFICE,
        district="440305",
        by=administrator,
        on=WHEN,
    )
    assert last_event()[3] == {"changed": ["name", "district"]}
