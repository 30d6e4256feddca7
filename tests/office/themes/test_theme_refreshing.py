"""After an import the themes are counted anew; one that cannot be counted stops no other."""

from __future__ import annotations

import pytest

from tests.office.registers.cities import City
from tests.office.themes.conftest import WHEN
from zhiheng.office.accounts.models import User
from zhiheng.office.registers.commands import import_files
from zhiheng.office.themes import commands, freezing, queries, refreshing
from zhiheng.office.themes.models import Definition, Refresh, Theme

pytestmark = pytest.mark.django_db(transaction=True)

ONE_MORE = (
    "申请号,公开（公告）号,公开（公告）日,专利名称,申请日,申请人,主分类号\n"
    "2019103024320,CN110000003A,2019-08-09,一种天线,2019-04-16,深圳市示例科技有限公司,H01Q1/36\n"
)


def test_an_import_brings_a_record_into_a_theme(indexed: City, theme: Theme, analyst: User):
    frozen = freezing.freeze_theme(
        definition=queries.working_definition(theme), note="", by=analyst, on=WHEN
    )
    given = indexed.home / "one-more.csv"
    given.write_text(ONE_MORE, encoding="utf-8")
    run, _ = import_files(paths=[str(given)], by=analyst, on=WHEN)
    refreshing.refresh_themes(run_id=run.pk, on=WHEN)
    counted = Refresh.objects.get(theme=theme)
    assert (counted.total, counted.added, counted.removed) == (frozen.total + 1, 1, 0)
    refreshing.refresh_themes(run_id=run.pk, on=WHEN)
    assert Refresh.objects.count() == 1  # the same import is counted once


def test_a_broken_definition_stops_no_other_theme(theme: Theme, analyst: User):
    broken = commands.create_theme(
        slug="broken",
        title_zh="坏的",
        definition=commands.ThemeDefinition(classes=("G",)),
        by=analyst,
        on=WHEN,
    )
    Definition.objects.filter(theme=broken).update(registers=["nowhere"], query='"')
    found = refreshing.refresh_themes(run_id=None, on=WHEN)
    assert "electricity" in [each.theme.slug for each in found]
