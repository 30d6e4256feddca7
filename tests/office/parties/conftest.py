"""A home of its own with a few patents, whose applicants and inventors resolve to parties."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office.conftest import WHEN
from tests.office.registers.cities import empty_home
from tests.office.registers.feeds import write
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.registers import commands

__all__ = ["empty_home"]

FIRM = "深圳市澜湾智能科技有限公司"
VARIANT = "深圳澜湾智能科技有限公司"
OTHER = "广州岫山精密制造有限公司"
PERSON = "张晓明"
PATENTS = f"""\
申请号,公开（公告）号,名称,公开（公告）日,申请日,申请人,发明人
201910302430.1,CN110083831A,实体识别方法,2019-08-02,2019-04-16,{FIRM},{PERSON};李静
200910190429.0,CN102025678A,信道估计方法,2011-04-20,2009-09-11,{VARIANT},{PERSON}
202010000001.1,CN111000001A,一种夹具,2020-05-01,2020-01-02,{OTHER},{PERSON}
"""


@pytest.fixture
def parties(db: None, empty_home: Path) -> Path:
    """The home after three patents were imported."""
    path = write(empty_home, "patents.csv", PATENTS)
    commands.import_files(paths=[path], by=system_operator(), on=WHEN)
    return empty_home
