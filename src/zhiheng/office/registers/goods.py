"""The table of similar goods this office goes by: what it imported, else the sample that ships."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import ibis.expr.types as ir
from django.conf import settings

from zhiheng.core.matching.goods.reading import sample_table, table_of
from zhiheng.core.matching.goods.table import GoodsTable
from zhiheng.office.registers import lake

CLASSES, NOTES = "nice", "similar-goods-notes"


def goods_table() -> GoodsTable:
    """Return the imported table of similar goods, or the sample where none was imported."""
    return _table_at(str(settings.ZHIHENG.lake), *goods_versions())


def goods_versions() -> tuple[int, int]:
    """Return the versions of the two registers that the table is made of."""
    catalogue, engine = lake.catalogue(), lake.engine()
    classes, notes = (engine.version(catalogue.register(name)) for name in (CLASSES, NOTES))
    return classes, notes


@lru_cache(maxsize=2)
def _table_at(_lake: str, classes: int, notes: int) -> GoodsTable:
    table = _table(CLASSES, classes)
    rows = _rows(table.filter(table.language == "zh", table.level != "class"))
    return table_of(rows, _rows(_table(NOTES, notes))) or sample_table()


def _table(register: str, version: int) -> ir.Table:
    return lake.engine().table(lake.catalogue().register(register), version=version)


def _rows(table: ir.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = lake.engine().run(table).to_pylist()
    return found
