"""A small procedure of the office's own, its people, and cases made by the real commands."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import yaml
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.core.procedures.small import act, part, small
from tests.office.conftest import MakePerson
from zhiheng.office.accounts.commands import create_organisation, grant_role
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cases import law
from zhiheng.office.cases.acting import Doing, do_act
from zhiheng.office.cases.assigning import take_case
from zhiheng.office.cases.beginning import Request, begin_case
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.registers import lake

CHINA = dt.timezone(dt.timedelta(hours=8))
# A Monday; the five working days for accepting end on Monday, 9 March 2026.
FILED = dt.datetime(2026, 3, 2, 9, 30, tzinfo=CHINA)


def after(days: int, *, hour: int = 10) -> dt.datetime:
    """Return a moment so many days after the case was filed."""
    return FILED.replace(hour=hour) + dt.timedelta(days=days)


def declaration() -> dict[str, object]:
    """Return the small procedure with what only an office can try: files, approval, a reminder."""
    content = small()
    part(content, "act", "refuse")["approval"] = "head"
    part(content, "act", "accept").update(confirm=True, notifies=["applicant", "respondent"])
    part(content, "act", "decide")["needs"] = {"held": ["hearing"]}
    content["acts"].append(act("weigh", "deciding", internal=True))
    content["form"][0]["fields"].append(
        {"field": "respondent_uscc", "kind": "uscc", "label": {"zh": "代码", "en": "Code"},
         "required": False}
    )  # fmt: skip
    content["materials"] = [
        {"material": "proof", "title": {"zh": "证明", "en": "Proof"}, "required": False},
    ]
    part(content, "ground", "illness")["by"] = ["handler"]
    content["grounds"].append(
        {**part(content, "ground", "illness"), "code": "testing", "halts": False,
         "title": {"zh": "检测", "en": "Testing"}, "approval": "head"}
    )  # fmt: skip
    content["acts"].append(act("take-up-again", "closed", "deciding"))
    part(content, "term", "deciding")["stopped_by"] = ["illness", "testing"]
    return content


@pytest.fixture(scope="module", autouse=True)
def _procedure() -> Iterator[None]:
    """The small procedure among the office's own declarations, as long as these tests run."""
    folder = settings.ZHIHENG.home / "declarations"
    assert not folder.exists(), "another test left its declarations behind"
    (folder / "procedures").mkdir(parents=True)
    text = yaml.safe_dump(declaration(), allow_unicode=True, sort_keys=False)
    (folder / "procedures" / "small.yaml").write_text(text, encoding="utf-8")
    law.forget()
    lake.forget()
    yield
    shutil.rmtree(folder)
    law.forget()
    lake.forget()


@dataclass(frozen=True)
class Cast:
    """The people of one case."""

    office: Organisation
    officer: User
    colleague: User
    head: User
    superior: User
    citizen: User
    respondent: User
    stranger: User


@pytest.fixture
def cast(office: Organisation, make_person: MakePerson) -> Cast:
    """An officer, a colleague, their head, the one above, who asks, who is asked, a stranger."""
    Organisation.objects.filter(pk=office.pk).update(district="440305")
    office.refresh_from_db()
    ministry = _body("省主管部门", OrganisationKind.GOVERNMENT, "440000")
    public = _body("社会公众", OrganisationKind.PUBLIC)
    firm = _body("乙方科技有限公司", OrganisationKind.ENTERPRISE)
    other = _body("福田知识产权局", OrganisationKind.IP_OFFICE, "440304")
    return Cast(
        office=office,
        officer=make_person("olga", Role.OFFICER),
        colleague=make_person("oskar", Role.OFFICER),
        head=make_person("lena", Role.LEADER),
        superior=_person(make_person, "sara", ministry, Role.LEADER),
        citizen=_person(make_person, "cilla", public, Role.CITIZEN),
        respondent=_person(make_person, "rita", firm, Role.ENTERPRISE_USER),
        stranger=_person(make_person, "fred", other, Role.OFFICER),
    )


def _body(name: str, kind: OrganisationKind, district: str = "") -> Organisation:
    body = create_organisation(name=name, kind=kind, by=system_operator(), on=FILED)
    Organisation.objects.filter(pk=body.pk).update(district=district)
    return Organisation.objects.get(pk=body.pk)


def _person(make: MakePerson, name: str, body: Organisation, role: Role) -> User:
    user = make(name)
    grant_role(
        user=user, organisation=body, role=role, valid_from=dt.date(2020, 1, 1),
        by=system_operator(), on=FILED,
    )  # fmt: skip
    return user


GIVEN = {"title": "路灯外观设计纠纷", "respondent_name": "乙方科技有限公司", "urgent": "no"}


def filed(cast: Cast, *, on: dt.datetime = FILED, key: str = "", **given: str) -> Case:
    """Hand in the form of the small procedure."""
    request = Request(given={**GIVEN, **given}, key=key)
    return begin_case(procedure="small", request=request, by=cast.citizen, on=on)


def did(
    case: Case, act: str, by: User, *, on: dt.datetime = FILED, revision: int | None = None,
    key: str = "", **given: str,
) -> Entry:  # fmt: skip
    """Do an act of the procedure at the newest revision, or at the one given."""
    return do_act(case=case, revision=revision, act=act, doing=Doing(given, key=key), by=by, on=on)


def pdf(name: str = "证明.pdf") -> SimpleUploadedFile:
    """Return a file that proves something."""
    return SimpleUploadedFile(name, b"%PDF-1.7 proof")


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case that was just handed in."""
    return filed(cast)


@pytest.fixture
def taken(cast: Cast, case: Case) -> Case:
    """A case that the officer has taken."""
    take_case(case=case, revision=None, by=cast.officer, on=FILED)
    case.refresh_from_db()
    return case


@pytest.fixture
def accepted(cast: Cast, taken: Case) -> Case:
    """A case that the officer has accepted; three months run until 2 June 2026."""
    did(taken, "accept", cast.officer)
    taken.refresh_from_db()
    return taken


Refusal = Callable[[], object]


def codes_of(error: pytest.ExceptionInfo[BaseException]) -> list[str]:
    """Return the codes of what a command told."""
    return [problem.code for problem in error.value.problems]  # type: ignore[attr-defined]
