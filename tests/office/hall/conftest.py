"""A procedure with fields of many kinds, people who ask, and who takes requests in."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.core.procedures.small import act, part, small, words
from tests.office.conftest import MakePerson
from zhiheng.office.accounts.commands import create_organisation, grant_role
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cases import law
from zhiheng.office.cases.models import Case
from zhiheng.office.hall import commands, finding
from zhiheng.office.hall.commands import Typed
from zhiheng.office.hall.models import HallDraft
from zhiheng.office.registers import lake

ClientOf = Callable[[User], Client]
SINCE = dt.date(2020, 1, 1)
USCC = "914403001922038216"


def declaration(**changes: Any) -> dict[str, Any]:
    """Return the procedure `small` with fields of many kinds, files and acts of the parties."""
    content = small()
    content["asked_by"] = ["citizen", "enterprise_user"]
    content["applicant"] = "applicant_name"
    content["handling"]["stations"] = True
    content["form"][0]["fields"] += [
        {"field": "applicant_name", "kind": "line", "label": words("申请人"), "personal": True,
         "prefill": "organisation.name"},
        {"field": "applicant_uscc", "kind": "uscc", "label": words("代码"), "required": False,
         "prefill": "organisation.uscc"},
        {"field": "why_urgent", "kind": "text", "label": words("紧急理由"),
         "when": {"field": "urgent", "is": ["yes"]}},
        {"field": "rights", "kind": "choices", "label": words("权利"), "required": False,
         "choices": {"patent": words("专利"), "mark": words("商标")}},
        {"field": "loss", "kind": "money", "label": words("损失"), "required": False},
        {"field": "patent_number", "kind": "patent-number", "label": words("专利号"),
         "required": False},
        {"field": "patent_title", "kind": "line", "label": words("专利名称"), "required": False,
         "prefill": "patent.title"},
    ]  # fmt: skip
    content["materials"] = [
        {"material": "proof", "title": words("证明"), "kinds": ["pdf", "png"]},
        {"material": "urgency", "title": words("紧急证明"), "kinds": ["pdf"],
         "when": {"field": "urgent", "is": ["yes"]}},
    ]  # fmt: skip
    supplement = part(content, "act", "supplement")
    supplement["fields"] = [{"field": "explanation", "kind": "text", "label": words("补正说明")}]
    ask = part(content, "act", "ask-supplement")
    ask["fields"] = [{"field": "missing", "kind": "text", "label": words("需要补正")}]
    ask["notifies"] = ["applicant"]
    withdraw = act("withdraw", ["submitted", "supplementing"], "closed", by=["applicant"],
                   outcome="withdrawn", confirm=True)  # fmt: skip
    content["acts"].append(withdraw)
    content["acts"].append(act("note-inside", "submitted", fields=[
        {"field": "opinion", "kind": "text", "label": words("内部意见")}]))  # fmt: skip
    return {**content, **changes}


def declare(content: dict[str, Any]) -> None:
    """Put a version of the procedure among the office's own declarations."""
    folder = settings.ZHIHENG.home / "declarations" / "procedures"
    folder.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    (folder / "small.yaml").write_text(text, encoding="utf-8")
    forget()


def forget() -> None:
    """Read all declarations anew."""
    law.forget()
    lake.forget()
    finding.forget()


@pytest.fixture(scope="module", autouse=True)
def _procedure() -> Iterator[None]:
    """The procedure among the office's own declarations, as long as these tests run."""
    folder = settings.ZHIHENG.home / "declarations"
    assert not folder.exists(), "another test left its declarations behind"
    declare(declaration())
    yield
    shutil.rmtree(folder)
    forget()


@dataclass(frozen=True)
class Cast:
    """Who asks, who takes requests in, who handles them."""

    office: Organisation
    station: Organisation
    firm: Organisation
    citizen: User
    other: User
    employee: User
    worker: User
    officer: User


@pytest.fixture
def cast(office: Organisation, make_person: MakePerson) -> Cast:
    """Two members of the public, one of a firm, a station worker, an officer of the office."""
    public = _body("社会公众", OrganisationKind.PUBLIC)
    firm = _body("甲方科技有限公司", OrganisationKind.ENTERPRISE, uscc=USCC, district="440305")
    station = _body("科技园工作站", OrganisationKind.STATION)
    return Cast(
        office=office,
        station=station,
        firm=firm,
        citizen=_person(make_person, "cilla", public, Role.CITIZEN),
        other=_person(make_person, "cyril", public, Role.CITIZEN),
        employee=_person(make_person, "emma", firm, Role.ENTERPRISE_USER),
        worker=_person(make_person, "wanda", station, Role.STATION_WORKER),
        officer=make_person("olga", Role.OFFICER),
    )


def _body(name: str, kind: OrganisationKind, **more: str) -> Organisation:
    return create_organisation(
        name=name, kind=kind, by=system_operator(), on=timezone.now(), **more
    )


def _person(make: MakePerson, name: str, body: Organisation, role: Role) -> User:
    user = make(name)
    grant_role(
        user=user, organisation=body, role=role, valid_from=SINCE, by=system_operator(),
        on=timezone.now(),
    )  # fmt: skip
    return user


GIVEN = {
    "title": "路灯外观设计纠纷",
    "respondent_name": "乙方科技有限公司",
    "urgent": "no",
    "applicant_name": "演示申请人",
}


def pdf(name: str = "证明.pdf", content: bytes = b"%PDF-1.7 proof") -> SimpleUploadedFile:
    """Return a file that is what its name says."""
    return SimpleUploadedFile(name, content)


def begun(
    by: User, *, station: Organisation | None = None, applicant: Organisation | None = None
) -> HallDraft:
    """Begin the form."""
    return commands.begin_draft(
        procedure="small", applicant=applicant, station=station, by=by, on=timezone.now()
    )


def filled(by: User, station: Organisation | None = None, **more: str) -> HallDraft:
    """Begin the form and fill it in, with its file."""
    draft = begun(by, station=station)
    typed = Typed({**GIVEN, **more})
    commands.save_draft(draft=draft, revision=None, typed=typed, by=by, on=timezone.now())
    commands.add_files(draft=draft, files={"proof": [pdf()]}, by=by, on=timezone.now())
    draft.refresh_from_db()
    return draft


def handed_in(by: User, station: Organisation | None = None) -> Case:
    """Hand the form in."""
    return commands.submit_draft(draft=filled(by, station), by=by, on=timezone.now())


@pytest.fixture
def case(cast: Cast) -> Case:
    """A matter of a member of the public."""
    return handed_in(cast.citizen)
