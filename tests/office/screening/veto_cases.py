"""A lake with a few filings, notices of abnormal filings and an agency, to ask about."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.office.conftest import WHEN
from tests.office.registers.cities import _forget, _use
from tests.office.registers.feeds import write
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.feeds.importing import ImportSettings
from zhiheng.core.intake import take_in
from zhiheng.core.lake.tables import Lake

FIRM, OTHER, BUYER = (
    "深圳市澜湾智能科技有限公司",
    "广州岫山精密制造有限公司",
    "佛山远桥材料有限公司",
)
FIRM_CODE, OTHER_CODE = "91440300MA5EXMPL04", "91440300MA5FKT7Q1R"
AGENCY, AGENCY_CODE = "深圳汀岸专利代理事务所", "44201"
PERSON = "张晓明"
CONFIRMED, OLD, NOTICED = "202310302430.8", "202010190429.7", "202410000001.X"
SOLD, OF_A_PERSON, CLEAN = "202310000002.X", "202310000003.4", "202310000004.9"
PATENTS = f"""\
申请号,公开（公告）号,名称,公开（公告）日,申请日,申请人,发明人,代理机构
{CONFIRMED},CN116000001A,实体识别方法,2023-08-02,2023-04-16,{FIRM},李静,{AGENCY}
{OLD},CN111000002A,信道估计方法,2020-09-20,2020-03-11,{FIRM},李静,
{NOTICED},CN118000003A,一种夹具,2024-05-01,2024-01-02,{FIRM},李静,
{SOLD},CN116000004A,一种支架,2023-06-01,2023-01-02,{OTHER},王芳,
{SOLD},CN116000004B,一种支架,2024-06-01,2023-01-02,{BUYER},王芳,
{OF_A_PERSON},CN116000005A,一种水杯,2023-06-01,2023-01-02,{PERSON},{PERSON},
{CLEAN},CN116000006A,一种电池,2023-06-01,2023-01-02,{BUYER},赵敏,
"""
NOTICES = f"""\
申请号,通知日,行为类型,处理状态,认定日,通知文号
{CONFIRMED},2025-06-01,第二项,认定,2025-08-01,粤知通〔2025〕8号
{OLD},2021-06-01,第一项,认定,2021-09-01,粤知通〔2021〕3号
{NOTICED},2026-01-15,第一项,已通知,,粤知通〔2026〕1号
{SOLD},2025-10-01,第七项,认定,2025-12-01,粤知通〔2025〕9号
{OF_A_PERSON},2025-10-01,第五项,认定,2025-12-01,粤知通〔2025〕9号
"""
AGENCIES = f"机构代码,机构名称,执业许可日期,状态\n{AGENCY_CODE},{AGENCY},2010-01-01,正常\n"
ENTERPRISES = f"""\
统一社会信用代码,企业名称,行政区划代码,参保人数
{FIRM_CODE},{FIRM},440305,40
{OTHER_CODE},{OTHER},440106,90
"""


@pytest.fixture
def notices(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home with filings, notices, an agency and two enterprises; nobody may write to its lake."""
    _use(monkeypatch, _imported())
    yield _imported()
    _forget()


@cache
def _imported() -> Path:
    from tests.conftest import HOME

    folder = Path(tempfile.mkdtemp(prefix="vetoes-", dir=HOME))
    texts = {"patents": PATENTS, "notices": NOTICES, "agencies": AGENCIES, "firms": ENTERPRISES}
    files = [write(folder, f"{name}.csv", text) for name, text in texts.items()]
    settings = ImportSettings(load_catalogue(), Lake(str(folder / "lake")), folder / "scratch")
    report = take_in([Path(file) for file in files], settings, on=WHEN)
    assert not report.set_aside, report.set_aside
    return folder
