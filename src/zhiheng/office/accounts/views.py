"""Pages about people and their roles."""

from __future__ import annotations

import secrets
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django_stubs_ext import StrPromise

from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts import commands
from zhiheng.office.accounts.forms import PeopleFilterForm, PersonChangeForm, PersonForm, RoleForm
from zhiheng.office.accounts.identities import disconnect_identity
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import PERMISSIONS
from zhiheng.office.accounts.presenters import person_page, role_line, role_table
from zhiheng.office.accounts.queries import (
    PEOPLE_ORDERS,
    PeopleFilter,
    find_people,
    get_membership,
    get_person,
    memberships_of,
)
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs, ordering, paginate


@require_safe
@needs()
def me(request: AuthenticatedRequest) -> HttpResponse:
    """Show one's own account."""
    page = person_page(request.user, list(memberships_of(request.user)), on=timezone.localdate())
    return render(request, "accounts/me.html", {"page": page})


@require_safe
@needs("accounts.manage")
def people(request: AuthenticatedRequest) -> HttpResponse:
    """List people, narrowed and sorted by the address."""
    form = PeopleFilterForm(request.GET)
    form.is_valid()
    organisation = form.cleaned_data.get("organisation")
    wanted = PeopleFilter(
        text=form.cleaned_data.get("q", ""),
        role=form.cleaned_data.get("role", ""),
        organisation=organisation.pk if organisation else None,
        state=form.cleaned_data.get("state", ""),
    )
    sort = ordering(request, PEOPLE_ORDERS)
    rows = find_people(wanted, on=timezone.localdate()).order_by(sort, "pk")
    context = {"form": form, "pager": paginate(request, rows), "sort": sort}
    return render(request, "accounts/people.html", context)


@require_safe
@needs("accounts.manage")
def roles(request: AuthenticatedRequest) -> HttpResponse:
    """Show what each role opens."""
    context = {"permissions": PERMISSIONS.values(), "table": role_table()}
    return render(request, "accounts/roles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("accounts.manage")
def new_person(request: AuthenticatedRequest) -> HttpResponse:
    """Create an account with a temporary password, shown once."""
    form = PersonForm(request.POST or None)
    password = _temporary_password()
    if form.is_valid():
        created = submit(
            form,
            lambda: commands.create_user(
                **form.cleaned_data,
                password=password,
                password_is_temporary=True,
                by=request.user,
                on=timezone.now(),
            ),
        )
        if created is not None:
            return _show_password(request, created, password)
    return render(request, "accounts/new_person.html", {"form": form})


@require_safe
@needs("accounts.manage")
def person(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show one person's account, roles and what they open."""
    found = get_person(pk)
    page = person_page(found, list(memberships_of(found)), on=timezone.localdate())
    return render(request, "accounts/person.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("accounts.manage")
def change_person(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Change a person's name."""
    found = get_person(pk)
    form = PersonChangeForm(request.POST or None, initial={"display_name": found.display_name})
    if form.is_valid() and (
        submit(
            form,
            lambda: commands.change_user(
                user=found, **form.cleaned_data, by=request.user, on=timezone.now()
            ),
        )
        is not None
    ):
        messages.success(request, _("The change was saved."))
        return redirect("accounts:person", pk)
    return render(request, "accounts/change_person.html", {"form": form, "person": found})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("accounts.manage")
def grant(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Give a person a role."""
    found = get_person(pk)
    form = RoleForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if form.is_valid() and (
        submit(
            form,
            lambda: commands.grant_role(
                user=found, **form.cleaned_data, by=request.user, on=timezone.now()
            ),
        )
        is not None
    ):
        messages.success(request, _("The role was granted."))
        return redirect("accounts:person", pk)
    return render(request, "accounts/grant.html", {"form": form, "person": found})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("accounts.manage")
def end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take a role away, after asking."""
    membership = get_membership(pk)
    if request.method == "POST":
        commands.end_role(membership=membership, by=request.user, on=timezone.now())
        messages.success(request, _("The role was ended."))
        return redirect("accounts:person", membership.user_id)
    line = role_line(membership, on=timezone.localdate())
    return render(request, "accounts/end_role.html", {"line": line, "membership": membership})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("accounts.manage")
def person_act(request: AuthenticatedRequest, pk: int, act: str) -> HttpResponse:
    """Lock, unlock, give a new password or take second factors away, after asking."""
    asked = PERSON_ACTS.get(act)
    if asked is None:
        raise NotFoundError.of("page.not_found")
    found = get_person(pk)
    if request.method == "POST":
        return asked.perform(request, found)
    return render(request, "accounts/person_act.html", {"person": found, "act": asked})


@dataclass(frozen=True)
class PersonAct:
    """An act on an account that is asked about first."""

    title: StrPromise
    question: StrPromise
    perform: Callable[[AuthenticatedRequest, User], HttpResponse]
    danger: bool = False


def _lock(request: AuthenticatedRequest, user: User) -> HttpResponse:
    commands.deactivate_user(user=user, by=request.user, on=timezone.now())
    messages.success(request, _("The account was locked."))
    return redirect("accounts:person", user.pk)


def _unlock(request: AuthenticatedRequest, user: User) -> HttpResponse:
    commands.reactivate_user(user=user, by=request.user, on=timezone.now())
    messages.success(request, _("The account was unlocked."))
    return redirect("accounts:person", user.pk)


def _reset_password(request: AuthenticatedRequest, user: User) -> HttpResponse:
    password = _temporary_password()
    commands.reset_password(user=user, password=password, by=request.user, on=timezone.now())
    return _show_password(request, user, password)


def _remove_second_factors(request: AuthenticatedRequest, user: User) -> HttpResponse:
    commands.remove_second_factors(user=user, by=request.user, on=timezone.now())
    messages.success(request, _("One-time passwords were switched off for this account."))
    return redirect("accounts:person", user.pk)


def _disconnect_identity(request: AuthenticatedRequest, user: User) -> HttpResponse:
    disconnect_identity(user=user, by=request.user, on=timezone.now())
    messages.success(request, _("The account was disconnected from its identity."))
    return redirect("accounts:person", user.pk)


PERSON_ACTS: Mapping[str, PersonAct] = {
    "lock": PersonAct(
        gettext_lazy("Lock the account"),
        gettext_lazy("The person is signed out at once and cannot sign in until it is unlocked."),
        _lock,
        danger=True,
    ),
    "unlock": PersonAct(
        gettext_lazy("Unlock the account"),
        gettext_lazy("The person can sign in again with the roles still in force."),
        _unlock,
    ),
    "password": PersonAct(
        gettext_lazy("Give a new password"),
        gettext_lazy(
            "A temporary password is made and shown once. The person is signed out and must choose "
            "another one at the next sign-in."
        ),
        _reset_password,
        danger=True,
    ),
    "second-factor": PersonAct(
        gettext_lazy("Switch off one-time passwords"),
        gettext_lazy("For a person who lost the phone. Make sure that it is really that person."),
        _remove_second_factors,
        danger=True,
    ),
    "identity": PersonAct(
        gettext_lazy("Disconnect the identity"),
        gettext_lazy(
            "For a person whose identity at the provider was replaced: the next identity with this "
            "user name opens the account. Make sure that it is really that person."
        ),
        _disconnect_identity,
        danger=True,
    ),
}


def _temporary_password() -> str:
    # Without the characters that look alike on paper and on screen.
    letters = "".join(set(string.ascii_lowercase + string.digits) - set("l1o0"))
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def _show_password(request: AuthenticatedRequest, user: User, password: str) -> HttpResponse:
    response = render(
        request, "accounts/password_once.html", {"person": user, "password": password}
    )
    response.headers["Cache-Control"] = "no-store"
    return response
