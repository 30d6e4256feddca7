"""Demo accounts: one per role and two of a department, with one published password."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import ForbiddenError
from zhiheng.office.accounts.commands import create_organisation, create_user, grant_role
from zhiheng.office.accounts.enums import AccountKind, OrganisationKind, Role
from zhiheng.office.accounts.models import Membership, Organisation, User
from zhiheng.office.accounts.system import system_operator

# Published on the sign-in page of a demo installation; accepted nowhere else (OfficeBackend).
DEMO_PASSWORD = "zhiheng-demo-2026"  # noqa: S105  # pragma: allowlist secret

_OFFICE = ("示范市知识产权局（演示）", OrganisationKind.IP_OFFICE)
_DEPARTMENT = ("示范市市场监督管理局（演示）", OrganisationKind.GOVERNMENT)
_CENTRE = ("示范市知识产权保护中心（演示）", OrganisationKind.PROTECTION_CENTRE)


@dataclass(frozen=True)
class DemoAccount:
    """One demo account: who it plays, where."""

    username: str
    display_name: str
    role: Role
    organisation: tuple[str, OrganisationKind]


DEMO_ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount("demo-leader", "演示·分管领导", Role.LEADER, _OFFICE),
    DemoAccount("demo-analyst", "演示·数据分析员", Role.ANALYST, _OFFICE),
    DemoAccount("demo-officer", "演示·经办干部", Role.OFFICER, _OFFICE),
    DemoAccount("demo-clerk", "演示·窗口人员", Role.CLERK, _OFFICE),
    DemoAccount("demo-admin", "演示·系统管理员", Role.ADMINISTRATOR, _OFFICE),
    DemoAccount("demo-auditor", "演示·审计员", Role.AUDITOR, _OFFICE),
    DemoAccount("demo-department", "演示·部门经办人", Role.CLERK, _DEPARTMENT),
    DemoAccount("demo-head", "演示·部门负责人", Role.LEADER, _DEPARTMENT),
    DemoAccount("demo-examiner", "演示·预审员", Role.EXAMINER, _CENTRE),
    DemoAccount("demo-adjudicator", "演示·行政裁决员", Role.ADJUDICATOR, _OFFICE),
    DemoAccount("demo-investigator", "演示·技术调查官", Role.TECHNICAL_INVESTIGATOR, _CENTRE),
    DemoAccount(
        "demo-mediator",
        "演示·调解员",
        Role.MEDIATOR,
        ("示范市知识产权人民调解委员会（演示）", OrganisationKind.MEDIATION),
    ),
    DemoAccount(
        "demo-bank",
        "演示·银行信贷员",
        Role.BANK_OFFICER,
        ("示范银行（演示）", OrganisationKind.BANK),
    ),
    DemoAccount(
        "demo-insurer",
        "演示·保险业务员",
        Role.INSURER_OFFICER,
        ("示范财产保险公司（演示）", OrganisationKind.INSURER),
    ),
    DemoAccount(
        "demo-agency",
        "演示·代理师",
        Role.AGENCY_AGENT,
        ("示范专利代理事务所（演示）", OrganisationKind.AGENCY),
    ),
    DemoAccount(
        "demo-enterprise",
        "演示·企业用户",
        Role.ENTERPRISE_USER,
        ("示范科技有限公司（演示）", OrganisationKind.ENTERPRISE),
    ),
    DemoAccount(
        "demo-station",
        "演示·工作站人员",
        Role.STATION_WORKER,
        ("示范产业园知识产权保护工作站（演示）", OrganisationKind.STATION),
    ),
)


@transaction.atomic
def ensure_demo_accounts(*, on: dt.datetime) -> list[User]:
    """Create the demo accounts that are missing; refused outside demo mode."""
    if not settings.ZHIHENG.demo:
        raise ForbiddenError.of("accounts.demo_off")
    by = system_operator()
    return [_ensure(account, by=by, on=on) for account in DEMO_ACCOUNTS]


def _ensure(account: DemoAccount, *, by: User, on: dt.datetime) -> User:
    user = User.objects.filter(username=account.username).first() or create_user(
        username=account.username,
        display_name=account.display_name,
        password=DEMO_PASSWORD,
        kind=AccountKind.DEMO,
        by=by,
        on=on,
    )
    organisation = _ensure_organisation(*account.organisation, by=by, on=on)
    if not Membership.objects.filter(user=user, role=account.role, ended_at=None).exists():
        grant_role(
            user=user,
            organisation=organisation,
            role=account.role,
            valid_from=timezone.localdate(on),
            by=by,
            on=on,
        )
    return user


def _ensure_organisation(
    name: str, kind: OrganisationKind, *, by: User, on: dt.datetime
) -> Organisation:
    found = Organisation.objects.filter(name=name).first()
    return found or create_organisation(name=name, kind=kind, is_demo=True, by=by, on=on)
