"""The searchable marks of the installation follow the register."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.office.registers.feeds import write
from zhiheng.core.errors import ConflictError
from zhiheng.office.accounts.models import User
from zhiheng.office.marks import index
from zhiheng.office.marks.tasks import index_in_background
from zhiheng.office.registers.commands import import_files

HEADINGS = "注册号,商标名称,国际分类,申请日期\n"


def take_in(home: Path, rows: str, by: User) -> None:
    path = write(home, "trademarks.csv", HEADINGS + rows)
    import_files(paths=[path], by=by, on=timezone.now())


def test_the_marks_of_an_import_are_found_and_a_task_was_asked_for(empty_home: Path, analyst: User):
    take_in(empty_home, "10000001,星耀,25,2020-01-01\n", analyst)
    assert not index.is_up_to_date()
    assert [each.number for each in index.nearest_marks("星曜", at_least=0.5)] == ["10000001"]
    assert index.is_up_to_date()
    take_in(empty_home, "10000002,星曜,25,2021-01-01\n", analyst)
    [found] = index.nearest_many(["星曜"], at_least=0.9)
    assert [each.number for each in found] == ["10000002", "10000001"]


def test_the_task_brings_the_marks_up_to_date_once(empty_home: Path, analyst: User):
    take_in(empty_home, "10000001,星耀,25,2020-01-01\n", analyst)
    index_in_background.call()
    assert index.is_up_to_date()
    index_in_background.call()
    assert [each.number for each in index.nearest_marks("星耀")] == ["10000001"]


def test_marks_of_a_large_register_are_indexed_anew_after_they_are_read_in_another_way(
    empty_home: Path, analyst: User, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    take_in(empty_home, "10000001,星耀,25,2020-01-01\n", analyst)
    index.bring_up_now()
    monkeypatch.setattr(index, "SMALL", 0)
    manifest = next((Path(settings.ZHIHENG.home) / "marks").glob("texts-*/manifest.json"))
    other = manifest.read_text(encoding="utf-8").replace('"reading": "', '"reading": "x')
    manifest.write_text(other, encoding="utf-8")
    with pytest.raises(ConflictError):
        index.nearest_marks("星耀")
    index_in_background.call()
    assert [each.number for each in index.nearest_marks("星耀")] == ["10000001"]
