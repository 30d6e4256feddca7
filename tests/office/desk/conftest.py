"""The people of an adjudication, their bodies, and a case handed in by the real command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone

from tests.office.desk.filled import answers_to, files_for
from zhiheng.office.accounts.commands import create_organisation, create_user, grant_role
from zhiheng.office.accounts.enums import OrganisationKind as Kind
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cases import law
from zhiheng.office.cases.assigning import appoint, take_case
from zhiheng.office.cases.beginning import Request, begin_case
from zhiheng.office.cases.models import Case

ADJUDICATION = "patent-infringement-adjudication"
RESPONDENT = "乙方制造有限公司"
ClientOf = Callable[[User], Client]


@dataclass(frozen=True)
class Bodies:
    """Who handles, who lies above, who is asked to help, and the parties."""

    office: Organisation
    city: Organisation
    enforcement: Organisation
    firm: Organisation
    rival: Organisation


@dataclass(frozen=True)
class People:
    """The people around one case."""

    bodies: Bodies
    officer: User
    second: User
    third: User
    head: User
    superior: User
    enforcer: User
    firm: User
    rival: User


def body(name: str, kind: Kind, district: str = "") -> Organisation:
    """Make an organisation of a division."""
    return create_organisation(
        name=name, kind=kind, district=district, by=system_operator(), on=timezone.now()
    )


def person(name: str, organisation: Organisation, role: Role) -> User:
    """Make somebody with a role in an organisation, in force since 2020."""
    by, on = system_operator(), timezone.now()
    user = create_user(
        username=name, display_name=name.title(), password="clear-water-42", by=by, on=on
    )
    grant_role(
        user=user, organisation=organisation, role=role, valid_from=dt.date(2020, 1, 1), by=by,
        on=on,
    )  # fmt: skip
    return user


@pytest.fixture
def people(db: None) -> People:
    """Three officers and a head of a district, one above, one asked for help, two parties."""
    bodies = Bodies(
        office=body("南山区知识产权局", Kind.IP_OFFICE, "440305"),
        city=body("示范市知识产权局", Kind.IP_OFFICE, "440300"),
        enforcement=body("示范市执法支队", Kind.MARKET_SUPERVISION, "440300"),
        firm=body("甲方科技有限公司", Kind.ENTERPRISE, "440305"),
        rival=body(RESPONDENT, Kind.ENTERPRISE, "440307"),
    )
    return People(
        bodies=bodies,
        officer=person("olga", bodies.office, Role.OFFICER),
        second=person("oskar", bodies.office, Role.ADJUDICATOR),
        third=person("oleg", bodies.office, Role.ADJUDICATOR),
        head=person("lena", bodies.office, Role.LEADER),
        superior=person("sara", bodies.city, Role.LEADER),
        enforcer=person("emil", bodies.enforcement, Role.OFFICER),
        firm=person("fiona", bodies.firm, Role.ENTERPRISE_USER),
        rival=person("rita", bodies.rival, Role.ENTERPRISE_USER),
    )


def filed(
    people: People, *, on: dt.datetime | None = None, title: str = "折叠剪", **given: str
) -> Case:
    """Hand in a request for adjudication, today unless told."""
    day = on or timezone.now()
    declaration = law.in_force(ADJUDICATION, on=timezone.localdate(day)).declaration
    fields = [field for section in declaration.form for field in section.fields]
    known = {
        declaration.subject: title,
        declaration.respondent or "": RESPONDENT,
        declaration.applicant or "": "甲方科技有限公司",
        **given,
    }
    values = answers_to(fields, **known)
    request = Request(
        given=values,
        files=files_for(declaration.materials, values),
        applicant=people.bodies.firm,
    )
    return begin_case(procedure=ADJUDICATION, request=request, by=people.firm, on=day)


@pytest.fixture
def case(people: People) -> Case:
    """A case that was handed in just now."""
    return filed(people)


def taken_by(case: Case, officer: User) -> Case:
    """Let an officer take a case."""
    take_case(case=case, revision=None, by=officer, on=timezone.now())
    case.refresh_from_db()
    return case


@pytest.fixture
def taken(people: People, case: Case) -> Case:
    """A case that the officer has taken."""
    return taken_by(case, people.officer)


@pytest.fixture
def panelled(people: People, taken: Case) -> Case:
    """A case with a panel of three, ready to be accepted."""
    on = timezone.now()
    for who, capacity in (
        (people.officer, "panel-chair"),
        (people.second, "panel-member"),
        (people.third, "panel-member"),
    ):
        appoint(case=taken, revision=None, person=who, capacity=capacity, by=people.officer, on=on)
    taken.refresh_from_db()
    return taken


def page_of(client: Client, path: str) -> str:
    """Return what a page says; the page is there."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def along(client: Client, path: str) -> dict[str, str]:
    """Open the form at an address and return what it sends along: revision and key."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return {"revision": str(answer.context["revision"]), "key": answer.context["key"]}
