"""Demo accounts: the people of a city's bodies, and parties, with one published password."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import ForbiddenError
from zhiheng.office.accounts.commands import (
    change_organisation,
    create_organisation,
    create_user,
    grant_role,
)
from zhiheng.office.accounts.enums import AccountKind, OrganisationKind, Role
from zhiheng.office.accounts.models import Membership, Organisation, User
from zhiheng.office.accounts.system import system_operator

# Published on the sign-in page of a demo installation; accepted nowhere else (OfficeBackend).
DEMO_PASSWORD = "zhiheng-demo-2026"  # noqa: S105  # pragma: allowlist secret


@dataclass(frozen=True)
class DemoOrganisation:
    """One organisation of the demo city: its kind, and the division it belongs to."""

    name: str
    kind: OrganisationKind
    district: str = ""


@dataclass(frozen=True)
class DemoAccount:
    """One demo account: who it plays, where."""

    username: str
    display_name: str
    role: Role
    organisation: DemoOrganisation


_Kind = OrganisationKind
_CITY, _DISTRICT, _OTHER_DISTRICT, _PROVINCE = "440300", "440305", "440307", "440000"

_OFFICE = DemoOrganisation("示范市知识产权局（演示）", _Kind.IP_OFFICE, _CITY)
_DEPARTMENT = DemoOrganisation("示范市市场监督管理局（演示）", _Kind.GOVERNMENT)
_CENTRE = DemoOrganisation("示范市知识产权保护中心（演示）", _Kind.PROTECTION_CENTRE, _CITY)
_MEDIATION = DemoOrganisation("示范市知识产权人民调解委员会（演示）", _Kind.MEDIATION, _CITY)
_ENFORCEMENT = DemoOrganisation(
    "示范市市场监管综合执法支队（演示）", _Kind.MARKET_SUPERVISION, _CITY
)
_PROVINCE_OFFICE = DemoOrganisation("示范省知识产权局（演示）", _Kind.IP_OFFICE, _PROVINCE)
_DISTRICT_OFFICE = DemoOrganisation("示范市示范区知识产权局（演示）", _Kind.IP_OFFICE, _DISTRICT)
_BANK = DemoOrganisation("示范银行（演示）", _Kind.BANK)
_INSURER = DemoOrganisation("示范财产保险公司（演示）", _Kind.INSURER)
_AGENCY = DemoOrganisation("示范专利代理事务所（演示）", _Kind.AGENCY, _CITY)
_ENTERPRISE = DemoOrganisation("示范科技有限公司（演示）", _Kind.ENTERPRISE, _DISTRICT)
_RIVAL = DemoOrganisation("示例制造有限公司（演示）", _Kind.ENTERPRISE, _OTHER_DISTRICT)
_STATION = DemoOrganisation("示范产业园知识产权保护工作站（演示）", _Kind.STATION, _DISTRICT)
_PUBLIC = DemoOrganisation("社会公众（演示）", _Kind.PUBLIC)

# The city's own office comes first: others are told from it by their division.
DEMO_ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount("demo-leader", "演示·分管领导", Role.LEADER, _OFFICE),
    DemoAccount("demo-analyst", "演示·数据分析员", Role.ANALYST, _OFFICE),
    DemoAccount("demo-officer", "演示·经办干部", Role.OFFICER, _OFFICE),
    DemoAccount("demo-officer-2", "演示·经办干部（二）", Role.OFFICER, _OFFICE),
    DemoAccount("demo-clerk", "演示·窗口人员", Role.CLERK, _OFFICE),
    DemoAccount("demo-admin", "演示·系统管理员", Role.ADMINISTRATOR, _OFFICE),
    DemoAccount("demo-auditor", "演示·审计员", Role.AUDITOR, _OFFICE),
    DemoAccount("demo-adjudicator", "演示·行政裁决员", Role.ADJUDICATOR, _OFFICE),
    DemoAccount("demo-adjudicator-2", "演示·行政裁决员（二）", Role.ADJUDICATOR, _OFFICE),
    DemoAccount("demo-department", "演示·部门经办人", Role.CLERK, _DEPARTMENT),
    DemoAccount("demo-head", "演示·部门负责人", Role.LEADER, _DEPARTMENT),
    DemoAccount("demo-centre-head", "演示·保护中心负责人", Role.LEADER, _CENTRE),
    DemoAccount("demo-centre-officer", "演示·维权援助人员", Role.OFFICER, _CENTRE),
    DemoAccount("demo-examiner", "演示·预审员", Role.EXAMINER, _CENTRE),
    DemoAccount("demo-examiner-2", "演示·预审员（二）", Role.EXAMINER, _CENTRE),
    DemoAccount("demo-investigator", "演示·技术调查官", Role.TECHNICAL_INVESTIGATOR, _CENTRE),
    DemoAccount("demo-mediation-head", "演示·调委会主任", Role.LEADER, _MEDIATION),
    DemoAccount("demo-mediator", "演示·调解员", Role.MEDIATOR, _MEDIATION),
    DemoAccount("demo-enforcement-head", "演示·执法支队负责人", Role.LEADER, _ENFORCEMENT),
    DemoAccount("demo-enforcement", "演示·执法人员", Role.OFFICER, _ENFORCEMENT),
    DemoAccount("demo-enforcement-2", "演示·执法人员（二）", Role.OFFICER, _ENFORCEMENT),
    DemoAccount("demo-province", "演示·省局负责人", Role.LEADER, _PROVINCE_OFFICE),
    DemoAccount("demo-district-head", "演示·区局负责人", Role.LEADER, _DISTRICT_OFFICE),
    DemoAccount("demo-district-officer", "演示·区局经办人", Role.OFFICER, _DISTRICT_OFFICE),
    DemoAccount("demo-bank", "演示·银行信贷员", Role.BANK_OFFICER, _BANK),
    DemoAccount("demo-insurer", "演示·保险业务员", Role.INSURER_OFFICER, _INSURER),
    DemoAccount("demo-agency", "演示·代理师", Role.AGENCY_AGENT, _AGENCY),
    DemoAccount("demo-enterprise", "演示·企业用户", Role.ENTERPRISE_USER, _ENTERPRISE),
    DemoAccount("demo-enterprise-2", "演示·对方企业用户", Role.ENTERPRISE_USER, _RIVAL),
    DemoAccount("demo-station", "演示·工作站人员", Role.STATION_WORKER, _STATION),
    DemoAccount("demo-citizen", "演示·市民", Role.CITIZEN, _PUBLIC),
)


@transaction.atomic
def ensure_demo_accounts(*, on: dt.datetime) -> list[User]:
    """Create the demo accounts that are missing; refused outside demo mode."""
    if not settings.ZHIHENG.demo:
        raise ForbiddenError.of("accounts.demo_off")
    by = system_operator()
    known = User.objects.filter(username__in=[each.username for each in DEMO_ACCOUNTS]).count()
    encoded = make_password(DEMO_PASSWORD) if known < len(DEMO_ACCOUNTS) else None
    return [_ensure(account, encoded, by=by, on=on) for account in DEMO_ACCOUNTS]


def _ensure(account: DemoAccount, encoded: str | None, *, by: User, on: dt.datetime) -> User:
    user = User.objects.filter(username=account.username).first() or create_user(
        username=account.username,
        display_name=account.display_name,
        password=DEMO_PASSWORD,
        kind=AccountKind.DEMO,
        encoded=encoded,
        by=by,
        on=on,
    )
    organisation = _ensure_organisation(account.organisation, by=by, on=on)
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


def _ensure_organisation(wanted: DemoOrganisation, *, by: User, on: dt.datetime) -> Organisation:
    """Return the organisation; one that was made before divisions were known gets its own."""
    found = Organisation.objects.filter(name=wanted.name).first()
    if found is None:
        return create_organisation(
            name=wanted.name,
            kind=wanted.kind,
            district=wanted.district,
            is_demo=True,
            by=by,
            on=on,
        )
    if wanted.district and not found.district:
        change_organisation(
            organisation=found,
            name=found.name,
            kind=OrganisationKind(found.kind),
            uscc=found.uscc or "",
            district=wanted.district,
            by=by,
            on=on,
        )
    return found
