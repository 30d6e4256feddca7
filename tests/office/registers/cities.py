"""A small synthetic city in a lake, and empty lakes to write to.

The city is made once in a process and only read. Whoever writes takes `empty_home`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from sample.city import write_city
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.feeds.importing import ImportSettings
from zhiheng.core.intake import take_in
from zhiheng.core.lake.tables import Lake
from zhiheng.office.indicators import queries as indicators
from zhiheng.office.registers import lake

SHENZHEN = "440300"
IMPORTED_AT = dt.datetime(2026, 7, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))

# What the city holds besides the generated patents: people, whom roles may not all see by name,
# and a title that a spreadsheet would run as a formula.
PEOPLE = (
    "申请号,公开（公告）号,公开（公告）日,专利名称,申请日,申请人,地址,发明人,主分类号",
    (
        '2019103024301,CN110000001A,2019-08-02,"=HYPERLINK(""http://x"",""点我"")",2019-04-16,'
        "张晓明,518000 广东省深圳市南山区粤海街道1号,张晓明;李伟,G06F17/27"
    ),
    (
        "2019103024316,CN110000002A,2019-08-09,一种电池,2019-04-16,"
        "深圳市示例科技有限公司,518000 广东省深圳市福田区莲花街道2号,王芳,H01M10/05"
    ),
)

PEOPLE_EVENTS = (
    "申请号,法律状态公告日,法律状态,法律状态信息",
    "2019103024301,2020-05-08,专利申请权的转移,变更前权利人：张晓明；变更后权利人：李伟",
)


@dataclass(frozen=True)
class City:
    """Where the city lies, and what its generator knows to be true of it."""

    home: Path
    files: Path
    manifest: dict[str, Any]


@cache
def _written_city() -> City:
    from tests.conftest import HOME

    home = Path(tempfile.mkdtemp(prefix="city-", dir=HOME))
    files = home / "files"
    write_city(files, patents=150, seed=7, until=dt.date(2026, 6, 30))
    (files / "people.csv").write_text("\n".join(PEOPLE), encoding="utf-8")
    (files / "people-events.csv").write_text("\n".join(PEOPLE_EVENTS), encoding="utf-8")
    events = [files / "legal-events.csv", files / "people-events.csv"]
    tables = [files / name for name in ("enterprises.xlsx", "ipc.csv", "population.csv")]
    given = [files / "patents", files / "people.csv", *events, *tables]
    report = take_in(given, _import_settings(home), on=IMPORTED_AT)
    assert not report.set_aside, report.set_aside
    return City(home, files, json.loads((files / "manifest.json").read_text("utf-8")))


def _import_settings(home: Path) -> ImportSettings:
    return ImportSettings(
        catalogue=load_catalogue(), lake=Lake(str(home / "lake"), {}), scratch=home / "scratch"
    )


def _use(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    changed = dataclasses.replace(
        settings.ZHIHENG, home=home, lake=str(home / "lake"), lake_options={}
    )
    monkeypatch.setattr(settings, "ZHIHENG", changed)
    _forget()


def _forget() -> None:
    lake.forget()
    # Figures are kept by the versions of the registers, which two lakes share.
    indicators._counts.cache_clear()


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    """The synthetic city as the lake of this test; nobody may write to it."""
    found = _written_city()
    _use(monkeypatch, found.home)
    yield found
    _forget()


@pytest.fixture
def own_city(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[City]:
    """A copy of the city whose lake and files this test may change."""
    found = _written_city()
    shutil.copytree(found.home, tmp_path / "home")
    _use(monkeypatch, tmp_path / "home")
    yield City(tmp_path / "home", found.files, found.manifest)
    _forget()


@pytest.fixture
def empty_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A home folder with nothing in it yet."""
    home = tmp_path / "home"
    home.mkdir()
    _use(monkeypatch, home)
    yield home
    _forget()
