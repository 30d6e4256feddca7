"""A small lake with a ring of three firms, a firm that files alone, and a person; who screens."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.core.lake.stored import packaged, put
from tests.office.conftest import MakePerson
from tests.office.registers.cities import empty_home
from zhiheng.core.lake.tables import Lake
from zhiheng.core.screening.scopes import Scope
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.registers import lake
from zhiheng.office.screening import law
from zhiheng.office.screening.models import Finding, Run
from zhiheng.office.screening.running import request_run, run_screening

__all__ = ["city", "empty_home"]

Row = dict[str, Any]
ON = dt.datetime(2026, 7, 1, 2, 0, tzinfo=dt.UTC)
YEAR = Scope("period", first=dt.date(2025, 1, 1), last=dt.date(2025, 12, 31))
ONE, TWO, THREE = "202510000001.4", "202510000002.9", "202510000003.3"
ALONE, MINE, LIKE = "202510000004.8", "202510000005.2", "202510000006.7"
A, B, PERSON = "P222222222A", "P222222222B", "P222222222C"
NAMES = {A: "深圳市甲示例科技有限公司", B: "深圳市乙示例科技有限公司", PERSON: "张晓明"}
AGENCY = "44201"
ADDRESS = "广东省深圳市南山区科技园一路1号甲座101"
FAN = (
    "1.一种散热风扇，其特征在于：所述壳体的内侧设有与所述扇叶相对的导流板，所述导流板朝向进风口"
    "一侧开设若干弧形通风槽，所述壳体底部设有卡接于主板的弹性卡扣，卡扣与主板之间夹有导热垫。"
)
OTHER_FAN = FAN.replace("若干弧形通风槽", "若干直线形通风槽")
SENSOR = (
    "1.一种温度采集方法，其特征在于：采集传感器的温度数据并写入环形缓冲区，超过预设阈值时由"
    "控制器切断继电器的供电回路，并将切断时刻连同缓冲区内容上报至远端服务器存储备查。"
)
CUP = (
    "1.一种保温水杯，其特征在于：杯体由内胆与外壳嵌套构成，内胆外壁缠绕铜箔，杯盖内设有可拆卸"
    "的茶滤，茶滤底部的网孔沿圆周均匀分布，杯盖顶部设置按压开启的出水口。"
)
FILED: dict[str, tuple[str, str, str, str]] = {
    ONE: (A, "2025-03-01", "一种散热风扇", FAN),
    TWO: (A, "2025-03-02", "一种低噪散热风扇", OTHER_FAN),
    THREE: (B, "2025-03-03", "一种静音散热风扇", FAN),
    ALONE: (B, "2025-05-06", "一种温度采集方法", SENSOR),
    MINE: (PERSON, "2025-06-01", "一种保温水杯", CUP),
    LIKE: (PERSON, "2025-06-02", "一种保温杯", CUP),
}


@dataclass
class ScreenedCity:
    """The lake's folder and the people who screen, set, and may do neither."""

    home: Path
    analyst: User
    chief: User
    auditor: User

    def screen(self, scope: Scope = YEAR, *, on: dt.datetime = ON) -> Run:
        """Screen a scope and return how it ended."""
        run = request_run(scope=scope, by=self.analyst, on=on)
        return run_screening(run=run, by=self.analyst, on=on)

    def rewrite(self, claims: dict[str, str]) -> None:
        """Publish other claims for some filings."""
        texts = {number: told[3] for number, told in FILED.items()} | claims
        store = Lake(str(self.home / "lake"))
        put(store, packaged().register("patent-documents"), _documents(texts))
        lake.forget()


def fans() -> Finding:
    """Return the finding about the three fans."""
    return Finding.objects.get(signal="near-identical", of_filings__number=ONE)


@pytest.fixture
def city(make_person: MakePerson, empty_home: Path) -> ScreenedCity:
    """The lake, nothing screened yet."""
    shutil.copytree(_stored(), empty_home / "lake", dirs_exist_ok=True)
    lake.forget()
    law.forget()
    return ScreenedCity(
        empty_home,
        make_person("anna", Role.ANALYST),
        make_person("carla", Role.OFFICER),
        make_person("otto", Role.AUDITOR),
    )


@cache
def _stored() -> Path:
    from tests.conftest import HOME

    folder = Path(tempfile.mkdtemp(prefix="screened-", dir=HOME)) / "lake"
    store = Lake(str(folder))
    texts = {number: told[3] for number, told in FILED.items()}
    tables = {
        "patents": [_patent(number) for number in FILED],
        "patent-documents": _documents(texts),
        "parties": [
            {"party": party, "name": name, "kind": "person" if party == PERSON else "enterprise",
             "state": "current", "mentions": 3, "division": "440305"}
            for party, name in NAMES.items()
        ],
        "party-mentions": [_mention(number) for number in FILED],
        "agencies": [{"code": AGENCY, "name": "深圳示例专利代理事务所", "division": "440300"}],
    }  # fmt: skip
    for register, rows in tables.items():
        put(store, packaged().register(register), rows)
    return folder


def _patent(number: str) -> Row:
    party, day, title, _claim = FILED[number]
    return {
        "application_number": number,
        "title": title,
        "right": "invention",
        "status": "published",
        "filing_date": dt.date.fromisoformat(day),
        "publication_date": dt.date(2025, 12, 1),
        "applicants": [NAMES[party]],
        "inventors": ["李小静"],
        "division": "440305",
        "agency": "深圳示例专利代理事务所",
        "agency_code": AGENCY,
        "ipc_main": "H05K7/20",
        "ipc": ["H05K7/20"],
    }


def _documents(texts: dict[str, str]) -> list[Row]:
    return [
        {
            "document_number": f"CN{number[:12]}A",
            "application_number": number,
            "title": FILED[number][2],
            "publication_date": dt.date(2025, 12, 1),
            "applicants": [NAMES[FILED[number][0]]],
            "addresses": [ADDRESS] if FILED[number][0] != PERSON else ["深圳市福田区莲花街道2号"],
            "abstract": f"本发明公开了{FILED[number][2]}。",
            "claims": [claim],
            "description": "具体实施方式如下。",
        }
        for number, claim in texts.items()
    ]


def _mention(number: str) -> Row:
    party = FILED[number][0]
    return {
        "mention": f"{number}/applicants",
        "party": party,
        "name": NAMES[party],
        "name_key": NAMES[party],
        "register": "patents",
        "column": "applicants",
        "position": 0,
        "record": number,
    }
