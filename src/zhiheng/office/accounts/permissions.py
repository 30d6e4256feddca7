"""Who may do what: one table from role to permissions, asked by name everywhere.

`user_can` answers, `check_user_can` raises the reason; both read the same rule. Names are
registered with the `rules` library so that later rules can look at the thing acted on as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

import rules
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from zhiheng.core.errors import ForbiddenError
from zhiheng.office.accounts.enums import AccountKind, Role
from zhiheng.office.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

PERMISSIONS: Mapping[str, StrPromise] = {
    "registers.view": _("Consult the registers"),
    "registers.view_personal": _("See private persons' names and addresses unmasked"),
    "registers.import": _("Import official files"),
    "registers.export": _("Export lists"),
    "registers.correct": _("Correct rows that were set aside"),
    "indicators.view": _("Open the cockpit and the indicators"),
    "parties.decide": _("Confirm, merge and split parties"),
    "themes.view": _("See published themes"),
    "marks.compare": _("Compare marks and look for near ones"),
    "themes.edit": _("Define, measure, freeze and publish themes"),
    "plans.view": _("See plans and where they stand"),
    "plans.edit": _("Import, review and adopt plans"),
    "plans.report": _("Report values and progress of one's department"),
    "plans.sign": _("Sign off reports of one's department"),
    "conference.manage": _("Keep the joint conference"),
    "evaluation.manage": _("Evaluate plans and make the yearly report"),
    "cases.apply": _("Ask for services and follow one's own matters"),
    "cases.work": _("Work on the cases of one's body"),
    "cases.lead": _("Assign and approve in the cases of one's body"),
    "cases.load": _("See the load of cases"),
    "screening.view": _("See what screening of filings brought"),
    "screening.judge": _("Screen filings and judge findings"),
    "screening.set": _("Set limits and the white list of screening"),
    "screening.ask_veto": _("Ask whether somebody is barred by abnormal filings"),
    "screening.check_drafts": _("Check one's own drafts before filing"),
    "protection.view": _("See the protection list and its alerts"),
    "protection.manage": _("Keep the protection list and handle its alerts"),
    "protection.request": _("Ask for protection and see alerts of one's own organisation"),
    "accounts.manage": _("Manage people, organisations and roles"),
    "ledger.view": _("Read the act log"),
}

_EVERYBODY = frozenset({"registers.view", "indicators.view", "themes.view", "marks.compare"})
_CASEWORK = _EVERYBODY | {"registers.view_personal", "cases.work"}
_APPLYING = _EVERYBODY | {"cases.apply"}

# Administrators manage people and do not see private persons' data; auditors read the act log and
# change nothing: nobody both grants rights and looks after the record of it alone.
ROLE_PERMISSIONS: Mapping[Role, frozenset[str]] = {
    Role.ADMINISTRATOR: _EVERYBODY | {"accounts.manage", "ledger.view"},
    Role.AUDITOR: _EVERYBODY | {"ledger.view", "plans.view", "screening.view", "protection.view"},
    Role.LEADER: _EVERYBODY
    | {"registers.export", "plans.view", "plans.report", "plans.sign"}
    | {"conference.manage", "evaluation.manage"}
    | {"cases.work", "cases.lead", "cases.load"}
    | {"screening.view", "screening.set", "screening.ask_veto", "protection.view"},
    Role.ANALYST: _EVERYBODY
    | {"registers.import", "registers.export", "registers.correct", "themes.edit"}
    | {"parties.decide", "plans.view", "plans.edit", "plans.report", "evaluation.manage"}
    | {"cases.load", "screening.view", "screening.judge", "screening.ask_veto"}
    | {"protection.view", "protection.manage"},
    Role.OFFICER: _CASEWORK
    | {"registers.export", "registers.correct", "themes.edit", "parties.decide"}
    | {"plans.view", "plans.edit", "plans.report", "conference.manage", "evaluation.manage"}
    | {"screening.view", "screening.judge", "screening.set", "screening.ask_veto"}
    | {"protection.view", "protection.manage"},
    Role.CLERK: _CASEWORK
    | {"plans.view", "plans.edit", "plans.report"}
    | {"screening.ask_veto", "protection.view"},
    Role.EXAMINER: _EVERYBODY | {"cases.work", "screening.view", "screening.ask_veto"},
    Role.ADJUDICATOR: _CASEWORK,
    Role.TECHNICAL_INVESTIGATOR: _EVERYBODY | {"cases.work"},
    Role.MEDIATOR: _EVERYBODY | {"cases.work"},
    Role.BANK_OFFICER: _APPLYING,
    Role.INSURER_OFFICER: _EVERYBODY,
    Role.AGENCY_AGENT: _APPLYING | {"screening.check_drafts"},
    Role.ENTERPRISE_USER: _APPLYING | {"screening.check_drafts", "protection.request"},
    Role.STATION_WORKER: _EVERYBODY | {"cases.work"},
    Role.CITIZEN: _APPLYING,
}


def permissions_of(user: User | AnonymousUser, *, on: dt.date) -> frozenset[str]:
    """Return the names of all permissions `user` has on the day `on`."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    if user.kind == AccountKind.SYSTEM:
        return frozenset(PERMISSIONS)
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles_of(user, on=on)))


def roles_of(user: User, *, on: dt.date) -> frozenset[Role]:
    """Return the roles `user` holds on the day `on`; asked of the database once per instance."""
    known: dict[dt.date, frozenset[Role]] = user.__dict__.setdefault("_roles_by_day", {})
    if on not in known:
        held = user.memberships.in_force(on).values_list("role", flat=True)
        known[on] = frozenset(Role(role) for role in held)
    return known[on]


def forget_roles(user: User) -> None:
    """Make the next question ask the database again, after roles were granted or ended."""
    user.__dict__.pop("_roles_by_day", None)


def user_can(user: User | AnonymousUser, name: str, *, on: dt.date | None = None) -> bool:
    """Say whether `user` has the permission `name` on the day `on`, today unless told."""
    assert name in PERMISSIONS, f"no permission is called {name}"
    return bool(rules.has_perm(name, user, on or timezone.localdate()))


def check_user_can(user: User | AnonymousUser, name: str, *, on: dt.date | None = None) -> None:
    """Raise the reason when `user` has not the permission `name`."""
    if not user_can(user, name, on=on):
        raise ForbiddenError.of("access.forbidden", permission=PERMISSIONS[name])


def _holds(name: str) -> Callable[[User | AnonymousUser, dt.date], bool]:
    def predicate(user: User | AnonymousUser, on: dt.date) -> bool:
        return name in permissions_of(user, on=on)

    return cast(
        "Callable[[User | AnonymousUser, dt.date], bool]",
        rules.predicate(predicate, name=f"holds:{name}"),
    )


for _name in PERMISSIONS:
    rules.add_perm(_name, _holds(_name))
