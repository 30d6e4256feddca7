"""What registers know is filled in, where nothing stood, and never a private person's name."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from tests.office.hall.conftest import USCC
from tests.office.registers.cities import empty_home
from zhiheng.core.procedures.loading import packaged_procedures
from zhiheng.office.accounts.models import User
from zhiheng.office.hall.prefilling import from_registers
from zhiheng.office.registers.commands import import_files

__all__ = ["empty_home"]
pytestmark = pytest.mark.django_db

PATENTS = """申请号,公开（公告）号,公开（公告）日,专利名称,申请日,申请人,地址,发明人,主分类号
2019103024301,CN110000001A,2019-08-02,一种台灯,2019-04-16,张晓明,广东省深圳市,张晓明,F21S
2019103024316,CN110000002A,2019-08-09,一种电池,2019-04-16,甲方科技有限公司,广东省深圳市,王芳,H01M
"""
FIRMS = f"""统一社会信用代码,企业名称,住所
{USCC},甲方科技有限公司,广东省深圳市福田区莲花街道2号
"""


@pytest.fixture
def _registers(empty_home: Path, analyst: User) -> None:
    for name, text in (("patents.csv", PATENTS), ("firms.csv", FIRMS)):
        (empty_home / name).write_text(text, encoding="utf-8")
        import_files(paths=[str(empty_home / name)], by=analyst, on=timezone.now())


@pytest.mark.usefixtures("_registers")
def test_numbers_bring_names_where_nothing_stood():
    adjudication = packaged_procedures().in_force(
        "patent-infringement-adjudication", on=timezone.localdate()
    )
    ask = adjudication.declaration
    found = from_registers(ask, {"patent_number": "201910302431.6", "applicant_uscc": USCC})
    assert found["patent_title"] == "一种电池"
    assert found["patent_owner"] == "甲方科技有限公司"
    assert found["applicant_name"] == "甲方科技有限公司"
    assert found["applicant_address"] == "广东省深圳市福田区莲花街道2号"
    kept = from_registers(ask, {"patent_number": "ZL201910302431.6", "patent_title": "我写的"})
    assert "patent_title" not in kept
    private = from_registers(ask, {"patent_number": "201910302430.1"})
    assert private == {"patent_title": "一种台灯"}, "no private person's name"
    for unknown in ("", "201910302999.9", "不是号码"):
        assert from_registers(ask, {"patent_number": unknown}) == {}


def test_without_registers_nothing_is_filled_in(empty_home: Path):
    ask = packaged_procedures().in_force("rights-aid", on=timezone.localdate()).declaration
    assert from_registers(ask, {"patent_number": "201910302431.6", "applicant_uscc": USCC}) == {}
