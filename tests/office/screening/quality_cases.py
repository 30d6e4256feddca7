"""A lake with filings of two firms, a small one and a person, some of them confirmed abnormal."""

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
from zhiheng.core.identifiers.application_number import check_digit
from zhiheng.core.intake import take_in
from zhiheng.core.lake.tables import Lake

BAD, GOOD, SMALL = "深圳市澜湾智能科技有限公司", "广州岫山精密制造有限公司", "佛山远桥材料有限公司"
PERSON = "张晓明"
# How many each filed in 2024, and how many of these were confirmed on which days.
FILED = {
    BAD: (40, {"2025-03-01": 8, "2025-09-01": 4}),
    GOOD: (60, {"2025-03-01": 1}),
    SMALL: (2, {"2025-03-01": 2}),
    PERSON: (1, {}),
}


def number_of(place: int) -> str:
    """Return the application number of the filing at a place."""
    digits = f"20241{place:07}"
    return f"{digits}.{check_digit(digits)}"


def tables() -> tuple[str, str]:
    """Return the table of patents and that of notices."""
    patents = ["申请号,公开（公告）号,名称,公开（公告）日,申请日,申请人,发明人"]
    notices = ["申请号,通知日,行为类型,处理状态,认定日,通知文号"]
    place = 0
    for name, (filed, confirmed) in FILED.items():
        days = [day for day, count in confirmed.items() for _ in range(count)]
        for index in range(filed):
            place += 1
            number = number_of(place)
            patents.append(f"{number},CN1180{place:05}A,一种夹具,2024-11-01,2024-02-02,{name},李静")
            if index < len(days):
                notices.append(f"{number},2025-01-01,第一项,认定,{days[index]},")
    return "\n".join(patents), "\n".join(notices)


@pytest.fixture
def filings(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home with these filings; nobody may write to its lake."""
    _use(monkeypatch, _imported())
    yield _imported()
    _forget()


@cache
def _imported() -> Path:
    from tests.conftest import HOME

    folder = Path(tempfile.mkdtemp(prefix="quality-", dir=HOME))
    patents, notices = tables()
    files = [write(folder, "patents.csv", patents), write(folder, "notices.csv", notices)]
    settings = ImportSettings(load_catalogue(), Lake(str(folder / "lake")), folder / "scratch")
    report = take_in([Path(file) for file in files], settings, on=WHEN)
    assert not report.set_aside, report.set_aside
    return folder
