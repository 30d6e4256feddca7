"""A home with a few marks: an owner with lapses and oppositions, others near it, marks abroad.

It is made once, with the index of its words, and only read.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.office.conftest import WHEN
from tests.office.registers.cities import _forget, _use, empty_home
from tests.office.registers.feeds import write
from zhiheng.core.analyses.registered_marks.store import bring_up_to_date
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.engine import open_engine
from zhiheng.core.feeds.importing import ImportSettings
from zhiheng.core.intake import take_in
from zhiheng.core.lake.tables import Lake

__all__ = ["empty_home"]

OWNER = "深圳市岚石清泉饮品有限公司"
OTHER = "深圳市远岫贸易有限公司"
PERSON = "张晓明"
HEADINGS = (
    "注册号,商标名称,国际分类,类似群,商品服务,申请日期,初审公告日期,注册公告日期,专用权期限,"
    "申请人,申请人地址,商标状态,图形要素\n"
)
PLACE = "广东省深圳市南山区粤海街道1号"
REGISTERED = "已注册"
# Owner, place and status as the list writes them; none of these shows what has a Vienna code.
OWN, THEIRS, HERS = (f"{name},{PLACE},{REGISTERED}," for name in (OWNER, OTHER, PERSON))
GONE = f"{OTHER},{PLACE},期满未续展,"
# In class 32 and 25 the owner's; its term ends in 2030, one ended in 2025, one in May 2026.
MARKS = f"""{HEADINGS}\
10000001,岚石清泉,32,3202,矿泉水,2009-06-01,2010-02-01,2010-05-02,2020-05-02 至 2030-05-01,{OWN}
10000002,岚石清泉,25,2501,服装,2014-06-01,2015-02-01,2015-05-02,2015-05-02 至 2025-05-01,{OWN}
10000003,LANSHI,32,3202,矿泉水,2015-07-01,2016-03-01,2016-06-02,2016-06-02 至 2026-06-01,{OWN}
10000004,图形,32,3202,矿泉水,2025-07-01,2026-02-02,,,{OWNER},{PLACE},已初审公告,14.05.01
10000005,岚石清泉甘露,30,3002,茶,2025-06-01,2025-12-10,,,{OWNER},{PLACE},异议中,
20000001,岚石青泉,32,3202,矿泉水,2021-06-01,2022-02-01,2022-05-02,2022-05-02 至 2032-05-01,{THEIRS}
20000002,岚石青泉,12,1202,汽车,2021-06-01,2022-02-01,2022-05-02,2022-05-02 至 2032-05-01,{THEIRS}
20000003,岚石清泉,32,3202,矿泉水,2008-01-01,2008-10-01,2009-01-02,2009-01-02 至 2019-01-01,{GONE}
20000004,海棠依旧,09,0901,计算机软件,2021-06-01,2022-02-01,2022-05-02,2022-05-02至2032-05-01,{HERS}
"""
ABROAD = f"""\
申请号,受理局,商标名称,国际分类,申请日期,注册日期,专用权期限,申请人,商标状态
018000001,EM,岚石清泉,32,2019-06-01,2019-12-01,2019-06-01 至 2029-05-31,{OWNER},{REGISTERED}
WO1400001,WO,LANSHI,32,2018-06-01,2018-06-01,2018-06-01 至 2028-05-31,{OWNER},{REGISTERED}
"""
EVENTS = """\
注册号,国际分类,事件日期,事件,内容
10000005,30,2026-01-15,商标异议申请,
"""
PLEDGES = f"""\
质押登记号,质押权利种类,权利号码,出质人,质权人,质押登记日,质押到期日
Y2026440000001,商标权,10000001,{OWNER},深圳某某银行,2026-01-05,2028-01-05
"""


@pytest.fixture
def marks_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The home with the marks; nobody may write to it."""
    home = _made()
    _use(monkeypatch, home)
    yield home
    _forget()


@cache
def _made() -> Path:
    from tests.conftest import HOME

    home = Path(tempfile.mkdtemp(prefix="marks-", dir=HOME))
    files = [
        write(home, name, text)
        for name, text in (
            ("trademarks.csv", MARKS),
            ("abroad.csv", ABROAD),
            ("trademark-events.csv", EVENTS),
            ("pledges.csv", PLEDGES),
        )
    ]
    catalogue, lake = load_catalogue(), Lake(str(home / "lake"))
    settings = ImportSettings(catalogue, lake, home / "scratch")
    report = take_in([Path(file) for file in files], settings, on=WHEN)
    assert not report.set_aside, report.set_aside
    bring_up_to_date(open_engine(lake), catalogue.register("trademarks"), home / "marks")
    return home
