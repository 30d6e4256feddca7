"""Two firms and an agency that check drafts beside a small lake; one firm's rival has a secret."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.core.lake.stored import packaged, put
from tests.office.conftest import PASSWORD
from tests.office.registers.cities import empty_home
from zhiheng.core.lake.tables import Lake
from zhiheng.office.accounts.commands import create_organisation, create_user, grant_role
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.registers import lake
from zhiheng.office.screening import law
from zhiheng.office.screening.drafts import Asked, ask_check, run_check
from zhiheng.office.screening.models import DraftCheck

__all__ = ["drafting", "empty_home"]

ON = dt.datetime(2026, 7, 1, 2, 0, tzinfo=dt.UTC)
OWN, RIVAL = "P222222222A", "P222222222B"
FIRM, RIVAL_FIRM = "深圳市甲示例科技有限公司", "深圳市乙示例科技有限公司"
PUBLISHED, ABNORMAL, SECRET = "202510000001.1", "202510000002.2", "202610000003.3"
FAN = (
    "一种散热风扇，其特征在于：所述壳体的内侧设有与所述扇叶相对的导流板，所述导流板朝向进风口一侧"
    "开设若干弧形通风槽，所述壳体底部设有卡接于主板的弹性卡扣，卡扣与主板之间夹有导热垫。"
)
CUP = (
    "一种保温水杯，其特征在于：杯体由内胆与外壳嵌套构成，内胆外壁缠绕铜箔，杯盖内设有可拆卸的茶滤，"
    "茶滤底部的网孔沿圆周均匀分布，杯盖顶部设置按压开启的出水口。"
)
SECRET_TITLE = "一种绝不可泄露的散热风扇"
TEXT = "权利要求书\n1. {}\n"
DRAFT, COPY = TEXT.format(FAN).encode(), TEXT.format(FAN.replace("弧形", "直线形")).encode()
AGAIN = TEXT.format(CUP).encode()
Row = dict[str, Any]


@dataclass
class DraftingOffice:
    """Who checks drafts, in whose name, and where the home is."""

    home: Path
    firm: Organisation
    agency: Organisation
    applicant: User
    colleague: User
    agent: User

    def ask(self, *contents: bytes, by: User | None = None, **told: Any) -> Asked:
        """Ask for a check of some texts."""
        files = [(f"草稿{place}.txt", [content]) for place, content in enumerate(contents, 1)]
        who = by or self.applicant
        organisation = self.agency if who == self.agent else self.firm
        return ask_check(organisation=organisation, files=files, by=who, on=ON, **told)

    def check(self, *contents: bytes, by: User | None = None, **told: Any) -> Asked:
        """Ask for a check and do it."""
        asked = self.ask(*contents, by=by, **told)
        run_check(code=asked.check.code, on=ON)
        return Asked(DraftCheck.objects.get(pk=asked.check.pk), asked.key)

    def left(self) -> Sequence[Path]:
        """Return what lies where drafts lie."""
        return [each for each in (self.home / "drafts").rglob("*") if each.is_file()]


@pytest.fixture
def drafting(db: None, empty_home: Path) -> DraftingOffice:
    """The lake with its filings; nothing was checked yet."""
    shutil.copytree(_stored(), empty_home / "lake", dirs_exist_ok=True)
    lake.forget()
    law.forget()
    firm = _body(FIRM, OrganisationKind.ENTERPRISE)
    agency = _body("深圳示例专利代理事务所", OrganisationKind.AGENCY)
    return DraftingOffice(
        empty_home,
        firm,
        agency,
        _person("erika", firm, Role.ENTERPRISE_USER),
        _person("egon", firm, Role.ENTERPRISE_USER),
        _person("agnes", agency, Role.AGENCY_AGENT),
    )


def _body(name: str, kind: OrganisationKind) -> Organisation:
    return create_organisation(name=name, kind=kind, by=system_operator(), on=ON)


def _person(name: str, organisation: Organisation, role: Role) -> User:
    by = system_operator()
    user = create_user(username=name, display_name=name.title(), password=PASSWORD, by=by, on=ON)
    grant_role(
        user=user, organisation=organisation, role=role,
        valid_from=dt.date(2020, 1, 1), by=by, on=ON,
    )  # fmt: skip
    return user


@cache
def _stored() -> Path:
    from tests.conftest import HOME

    folder = Path(tempfile.mkdtemp(prefix="drafting-", dir=HOME)) / "lake"
    store = Lake(str(folder))
    published = dt.date(2026, 1, 1)
    filed = [
        _patent(PUBLISHED, RIVAL, "一种静音散热风扇", published),
        _patent(ABNORMAL, OWN, "一种保温水杯", published),
        _patent(SECRET, RIVAL, SECRET_TITLE, None),
    ]
    texts = {PUBLISHED: FAN, ABNORMAL: CUP, SECRET: FAN}
    tables: dict[str, list[Row]] = {
        "patents": filed,
        "patent-documents": [_document(row, texts[row["application_number"]]) for row in filed],
        "parties": [
            {"party": party, "name": name, "kind": "enterprise", "state": "current", "mentions": 3}
            for party, name in ((OWN, FIRM), (RIVAL, RIVAL_FIRM))
        ],
        "party-mentions": [_mention(row) for row in filed],
        "abnormal-filings": [
            {
                "application_number": ABNORMAL,
                "behaviour": "1",
                "state": "confirmed",
                "notified_on": dt.date(2026, 3, 1),
                "decided_on": dt.date(2026, 4, 1),
            }
        ],
    }
    for register, rows in tables.items():
        put(store, packaged().register(register), rows)
    return folder


def _patent(number: str, party: str, title: str, published: dt.date | None) -> Row:
    return {
        "application_number": number,
        "title": title,
        "right": "invention",
        "status": "published" if published else "filed",
        "filing_date": dt.date(2025, 12, 1),
        "publication_date": published,
        "applicants": [FIRM if party == OWN else RIVAL_FIRM],
        "ipc_main": "H05K7/20",
        "ipc": ["H05K7/20"],
    }


def _document(row: Row, claim: str) -> Row:
    number = row["application_number"]
    return {
        "document_number": f"CN{number[:12]}A",
        "application_number": number,
        "title": row["title"],
        "publication_date": row["publication_date"],
        "applicants": row["applicants"],
        "abstract": f"本发明公开了{row['title']}。",
        "claims": [claim],
    }


def _mention(row: Row) -> Row:
    name = row["applicants"][0]
    return {
        "mention": f"{row['application_number']}/applicants",
        "party": OWN if name == FIRM else RIVAL,
        "name": name,
        "name_key": name,
        "register": "patents",
        "column": "applicants",
        "position": 0,
        "record": row["application_number"],
    }
