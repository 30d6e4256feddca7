"""What administrators and account holders do to accounts.

Every command checks the permission, changes the database and records the act on the ledger in one
transaction. Passwords and names never reach the ledger: its events hold ids and codes.
"""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from zhiheng.core.errors import ConflictError, InputError, Problem
from zhiheng.office.accounts.conditions import check_not_last_administrator, check_organisation
from zhiheng.office.accounts.enums import AccountKind, OrganisationKind, Role
from zhiheng.office.accounts.models import Membership, Organisation, User
from zhiheng.office.accounts.permissions import check_user_can, forget_roles
from zhiheng.office.ledger.commands import record


@transaction.atomic
def create_user(
    *,
    username: str,
    display_name: str,
    password: str | None,
    by: User,
    on: dt.datetime,
    kind: AccountKind = AccountKind.PERSON,
    password_is_temporary: bool = False,
    encoded: str | None = None,
) -> User:
    """Create an account without roles; without a password its holder signs in by OpenID Connect.

    `encoded` is the password as it is stored, for many accounts that share one: to encode it is
    slow on purpose.
    """
    check_user_can(by, "accounts.manage", on=_day(on))
    user = User(
        username=username.strip().lower(),
        display_name=display_name.strip(),
        kind=kind,
        password_is_temporary=password_is_temporary,
        created_at=on,
    )
    if password is None:
        user.set_unusable_password()
    else:
        _set_password(user, password, encoded)
    _clean(user)
    _save_new(user, Problem("accounts.username_taken", {"username": user.username}))
    details = {"kind": str(kind), "password": password is not None}
    record(act="accounts.user_created", subject=_of(user), details=details, by=by, on=on)
    return user


@transaction.atomic
def change_user(*, user: User, display_name: str, by: User, on: dt.datetime) -> User:
    """Change how a person is called on screen."""
    check_user_can(by, "accounts.manage", on=_day(on))
    _check_manageable(user)
    user.display_name = display_name.strip()
    _clean(user)
    user.save(update_fields=["display_name"])
    details = {"changed": ["display_name"]}
    record(act="accounts.user_changed", subject=_of(user), details=details, by=by, on=on)
    return user


@transaction.atomic
def deactivate_user(*, user: User, by: User, on: dt.datetime) -> User:
    """Lock an account: its sessions end at once and it cannot sign in. Roles stay on record."""
    check_user_can(by, "accounts.manage", on=_day(on))
    _check_manageable(user)
    if user == by:
        raise ConflictError.of("accounts.own_account")
    check_not_last_administrator(user, on=_day(on))
    _switch(user, active=False)
    record(act="accounts.user_deactivated", subject=_of(user), details={}, by=by, on=on)
    return user


@transaction.atomic
def reactivate_user(*, user: User, by: User, on: dt.datetime) -> User:
    """Unlock an account; it has the roles that are still in force."""
    check_user_can(by, "accounts.manage", on=_day(on))
    _check_manageable(user)
    _switch(user, active=True)
    record(act="accounts.user_reactivated", subject=_of(user), details={}, by=by, on=on)
    return user


@transaction.atomic
def reset_password(*, user: User, password: str, by: User, on: dt.datetime) -> User:
    """Give an account a temporary password; its sessions end and its holder must replace it."""
    check_user_can(by, "accounts.manage", on=_day(on))
    _check_manageable(user)
    _set_password(user, password)
    user.password_is_temporary = user != by
    user.save(update_fields=["password", "password_is_temporary"])
    record(act="accounts.password_reset", subject=_of(user), details={}, by=by, on=on)
    return user


@transaction.atomic
def remove_second_factors(*, user: User, by: User, on: dt.datetime) -> int:
    """Take every second factor from an account whose holder lost them; return how many."""
    check_user_can(by, "accounts.manage", on=_day(on))
    _check_manageable(user)
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise ConflictError.of("accounts.no_second_factor")
    act = "accounts.second_factors_removed"
    record(act=act, subject=_of(user), details={"removed": removed}, by=by, on=on)
    return removed


@transaction.atomic
def change_own_password(*, user: User, password: str, on: dt.datetime) -> User:
    """Replace one's own password; the page has already asked for the present one."""
    _set_password(user, password)
    user.password_is_temporary = False
    user.save(update_fields=["password", "password_is_temporary"])
    record(act="accounts.password_changed", subject=_of(user), details={}, by=user, on=on)
    return user


@transaction.atomic
def create_organisation(
    *,
    name: str,
    kind: OrganisationKind,
    by: User,
    on: dt.datetime,
    uscc: str = "",
    district: str = "",
    is_demo: bool = False,
) -> Organisation:
    """Register an organisation whose people work here."""
    check_user_can(by, "accounts.manage", on=_day(on))
    organisation = Organisation(kind=kind, is_demo=is_demo, created_at=on)
    _fill(organisation, name=name, uscc=uscc, district=district)
    _save_new(organisation, Problem("accounts.organisation_exists", {"name": organisation.name}))
    details = {"kind": str(kind), "district": district}
    subject = f"organisation:{organisation.pk}"
    record(act="accounts.organisation_created", subject=subject, details=details, by=by, on=on)
    return organisation


@transaction.atomic
def change_organisation(
    *,
    organisation: Organisation,
    name: str,
    kind: OrganisationKind,
    by: User,
    on: dt.datetime,
    uscc: str = "",
    district: str = "",
) -> Organisation:
    """Correct what is known of an organisation."""
    check_user_can(by, "accounts.manage", on=_day(on))
    before = {field: getattr(organisation, field) for field in _ORGANISATION_FIELDS}
    organisation.kind = kind
    _fill(organisation, name=name, uscc=uscc, district=district)
    _save_new(organisation, Problem("accounts.organisation_exists", {"name": organisation.name}))
    changed = [field for field in before if before[field] != getattr(organisation, field)]
    subject = f"organisation:{organisation.pk}"
    details = {"changed": changed}
    record(act="accounts.organisation_changed", subject=subject, details=details, by=by, on=on)
    return organisation


@transaction.atomic
def grant_role(
    *,
    user: User,
    organisation: Organisation,
    role: Role,
    valid_from: dt.date,
    by: User,
    on: dt.datetime,
    valid_to: dt.date | None = None,
) -> Membership:
    """Give a person a role in an organisation from `valid_from` to `valid_to`, both included."""
    check_user_can(by, "accounts.manage", on=_day(on))
    _check_manageable(user)
    _check_period(user, organisation, role, valid_from, valid_to)
    membership = Membership.objects.create(
        user=user,
        organisation=organisation,
        role=role,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    details = {
        "membership": membership.pk,
        "organisation": organisation.pk,
        "role": str(role),
        "from": valid_from.isoformat(),
        "until": valid_to.isoformat() if valid_to else None,
    }
    record(act="accounts.role_granted", subject=_of(user), details=details, by=by, on=on)
    forget_roles(user)
    return membership


@transaction.atomic
def end_role(*, membership: Membership, by: User, on: dt.datetime) -> Membership:
    """Take a role away at once."""
    check_user_can(by, "accounts.manage", on=_day(on))
    if membership.role == Role.ADMINISTRATOR:
        check_not_last_administrator(membership.user, on=_day(on))
    if not Membership.objects.filter(pk=membership.pk, ended_at=None).update(ended_at=on):
        raise ConflictError.of("accounts.role_already_ended")
    membership.ended_at = on
    details = {
        "membership": membership.pk,
        "organisation": membership.organisation_id,
        "role": membership.role,
    }
    subject = _of(membership.user)
    record(act="accounts.role_ended", subject=subject, details=details, by=by, on=on)
    forget_roles(membership.user)
    return membership


_ORGANISATION_FIELDS = ("name", "kind", "uscc", "district")


def _day(on: dt.datetime) -> dt.date:
    return timezone.localdate(on)


def _of(user: User) -> str:
    return f"user:{user.pk}"


def _check_manageable(user: User) -> None:
    if user.kind == AccountKind.SYSTEM:
        raise ConflictError.of("accounts.system_account")


def _set_password(user: User, password: str, encoded: str | None = None) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        reasons = " ".join(error.messages)
        raise InputError.of("accounts.password_unfit", reasons=reasons) from None
    user.password = encoded or make_password(password)


def _switch(user: User, *, active: bool) -> None:
    if not User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active):
        raise ConflictError.of("accounts.state_unchanged")
    user.is_active = active


def _fill(organisation: Organisation, *, name: str, uscc: str, district: str) -> None:
    organisation.name = name.strip()
    organisation.uscc = uscc.strip().upper() or None
    organisation.district = district.strip()
    check_organisation(organisation)


def _check_period(
    user: User,
    organisation: Organisation,
    role: Role,
    valid_from: dt.date,
    valid_to: dt.date | None,
) -> None:
    if valid_to is not None and valid_to < valid_from:
        raise InputError.of("accounts.period_backwards", start=valid_from, end=valid_to)
    # The last day of an open period is far away: two roles collide where their periods meet.
    held = Membership.objects.filter(
        user=user, organisation=organisation, role=role, ended_at=None
    ).exclude(valid_to__lt=valid_from)
    if valid_to is not None:
        held = held.filter(valid_from__lte=valid_to)
    if held.exists():
        raise ConflictError.of("accounts.role_already_held", role=role.label)


def _clean(user: User) -> None:
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise InputError(*_field_problems(error)) from None


def _field_problems(error: ValidationError) -> list[Problem]:
    return [
        Problem("accounts.field_unfit", {"field": field, "reason": " ".join(reasons)})
        for field, reasons in error.message_dict.items()
    ]


def _save_new(instance: User | Organisation, taken: Problem) -> None:
    try:
        with transaction.atomic():
            instance.save()
    except IntegrityError:
        raise ConflictError(taken) from None
