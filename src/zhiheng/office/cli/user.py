"""`zhiheng user`: accounts and roles; how an installation gets its first administrator."""

from __future__ import annotations

import click
from django.utils import timezone

from zhiheng.office.accounts import commands
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import Organisation
from zhiheng.office.accounts.queries import (
    PeopleFilter,
    find_organisations,
    find_people,
    get_user,
)
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cli.output import output_options, show_rows

ROLES = click.Choice([role.value for role in Role])
KINDS = click.Choice([kind.value for kind in OrganisationKind])


@click.group(name="user")
def group() -> None:
    """Accounts and the roles they hold."""


@group.command(name="create")
@click.argument("username")
@click.option("--name", required=True, help="How the person is called on screen.")
@click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    help="Asked for when left out; it must be replaced at the first sign-in.",
)
def create(username: str, name: str, password: str) -> None:
    """Create an account without roles.

    Example: zhiheng user create wang.min --name 王敏
    """
    user = commands.create_user(
        username=username,
        display_name=name,
        password=password,
        password_is_temporary=True,
        by=system_operator(),
        on=timezone.now(),
    )
    click.echo(user.username)


@group.command(name="grant")
@click.argument("username")
@click.argument("role", type=ROLES)
@click.option("--organisation", required=True, help="Its name; registered when it is new.")
@click.option("--kind", type=KINDS, default="ip_office", show_default=True, help="If it is new.")
def grant(username: str, role: str, organisation: str, kind: str) -> None:
    """Give an account a role in an organisation from today.

    Example: zhiheng user grant wang.min administrator --organisation 市知识产权局
    """
    now = timezone.now()
    commands.grant_role(
        user=get_user(username),
        organisation=_organisation(organisation, kind),
        role=Role(role),
        valid_from=timezone.localdate(),
        by=system_operator(),
        on=now,
    )
    click.echo(f"{username}: {role}")


@group.command(name="list")
@output_options
def list_(style: str) -> None:
    """List the accounts with the roles in force.

    Example: zhiheng user list --json
    """
    today = timezone.localdate()
    rows = [
        {
            "username": user.username,
            "name": user.display_name,
            "kind": user.kind,
            "active": user.is_active,
            "roles": [
                f"{held.role} @ {held.organisation.name}"
                for held in getattr(user, "memberships_in_force", ())
            ],
        }
        for user in find_people(PeopleFilter(), on=today)
    ]
    show_rows(rows, ("username", "name", "kind", "active", "roles"), style)


def _organisation(name: str, kind: str) -> Organisation:
    found = find_organisations(name, "", on=timezone.localdate())
    known = next((each for each in found if each.name == name), None)
    return known or commands.create_organisation(
        name=name, kind=OrganisationKind(kind), by=system_operator(), on=timezone.now()
    )
