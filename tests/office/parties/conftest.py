"""A home of its own with a few patents, whose applicants and inventors resolve to parties.

They are imported once; each test gets a copy of the lake.
"""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

from tests.office.conftest import WHEN
from tests.office.registers.cities import empty_home
from tests.office.registers.feeds import write
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.feeds.importing import ImportSettings
from zhiheng.core.intake import take_in
from zhiheng.core.lake.tables import Lake

__all__ = ["empty_home"]

FIRM = "深圳市澜湾智能科技有限公司"
VARIANT = "深圳澜湾智能科技有限公司"
OTHER = "广州岫山精密制造有限公司"
PERSON = "张晓明"
HEADINGS = "申请号,公开（公告）号,名称,公开（公告）日,申请日,申请人,发明人\n"
PATENTS = f"""{HEADINGS}\
201910302430.1,CN110083831A,实体识别方法,2019-08-02,2019-04-16,{FIRM},{PERSON};李静
200910190429.0,CN102025678A,信道估计方法,2011-04-20,2009-09-11,{VARIANT},{PERSON}
202010000001.1,CN111000001A,一种夹具,2020-05-01,2020-01-02,{OTHER},{PERSON}
"""
# A short name that bodies of two cities could be meant by.
TWINS = f"""{HEADINGS}\
202110000001.6,CN112000001A,一种支架,2021-05-01,2021-01-02,深圳市霁月电子有限公司,王芳
202110000002.0,CN112000002A,一种支架,2021-05-01,2021-01-02,广州市霁月电子有限公司,赵敏
202110000003.5,CN112000003A,一种支架,2021-05-01,2021-01-02,霁月电子有限公司,孙丽
"""


@pytest.fixture
def parties(db: None, empty_home: Path) -> Path:
    """The home after a few patents were imported."""
    shutil.copytree(_imported(), empty_home / "lake", dirs_exist_ok=True)
    return empty_home


@cache
def _imported() -> Path:
    from tests.conftest import HOME

    folder = Path(tempfile.mkdtemp(prefix="parties-", dir=HOME))
    files = [write(folder, "patents.csv", PATENTS), write(folder, "twins.csv", TWINS)]
    settings = ImportSettings(load_catalogue(), Lake(str(folder / "lake")), folder / "scratch")
    report = take_in([Path(file) for file in files], settings, on=WHEN)
    assert not report.set_aside, report.set_aside
    return folder / "lake"
