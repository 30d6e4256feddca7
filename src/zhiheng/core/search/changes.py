"""Which rows of a register differ between two versions, asked of the engine as tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import ibis
import ibis.expr.types as ir

from zhiheng.core.declarations.models import Register
from zhiheng.core.engine import DuckEngine
from zhiheng.core.search.documents import KEY_SEPARATOR, Plan

ROWS_AT_ONCE = 5_000


class Versions(Protocol):
    """A register as it was indexed and as it is."""

    @property
    def plan(self) -> Plan:
        """Return the plan of the register."""
        ...

    @property
    def texts(self) -> Register | None:
        """Return the register that lends long texts."""
        ...

    @property
    def before(self) -> int:
        """Return the version that was indexed."""
        ...

    @property
    def now(self) -> int:
        """Return the newest version."""
        ...

    @property
    def texts_before(self) -> int:
        """Return the version of the lent texts that was indexed."""
        ...

    @property
    def texts_now(self) -> int:
        """Return the newest version of the lent texts."""
        ...


def all_rows(engine: DuckEngine, source: Versions) -> Iterator[dict[str, Any]]:
    """Yield every row of the newest version, with the texts it is searched by."""
    rows = _rows(engine, source, source.now)
    return _streamed(engine, _with_texts(engine, source, rows))


def gone_keys(engine: DuckEngine, source: Versions) -> list[str]:
    """Return the keys of the rows that are no longer there."""
    if source.before == source.now:
        return []
    register = source.plan.register
    before = _rows(engine, source, source.before).select(*register.key)
    now = _rows(engine, source, source.now).select(*register.key)
    gone = engine.run(before.anti_join(now, register.key))
    columns = [gone[name].to_pylist() for name in register.key]
    return [KEY_SEPARATOR.join(map(str, parts)) for parts in zip(*columns, strict=True)]


def changed_rows(engine: DuckEngine, source: Versions) -> Iterator[dict[str, Any]]:
    """Yield every row that is new, differs in what is indexed, or was lent other texts."""
    register = source.plan.register
    rows = _rows(engine, source, source.now)
    touched = []
    if source.before != source.now:
        marked = _marked(rows, register.key)
        before = _marked(_rows(engine, source, source.before), register.key)
        touched.append(marked.anti_join(before, [*register.key, "mark"]).select(*register.key))
    if source.texts is not None and source.texts_before != source.texts_now:
        touched.append(_lent_otherwise(engine, source, rows))
    keys = ibis.union(*touched, distinct=True) if len(touched) > 1 else touched[0]
    return _streamed(engine, _with_texts(engine, source, rows.semi_join(keys, register.key)))


def _rows(engine: DuckEngine, source: Versions, version: int) -> ir.Table:
    table = engine.table(source.plan.register, version=version)
    return table.select(*source.plan.needed, "import_id")


def _marked(rows: ir.Table, key: list[str]) -> ir.Table:
    """Return keys with a hash of the whole row."""
    mark = ibis.struct({name: rows[name] for name in rows.columns}).hash()
    return rows.select(*key, mark=mark)


def _lent_otherwise(engine: DuckEngine, source: Versions, rows: ir.Table) -> ir.Table:
    """Return the keys of rows whose lent texts were stored or changed since."""
    lends = source.plan.register.texts_from
    assert lends is not None
    assert source.texts is not None
    names = [lends.key, *lends.columns]

    def marked(version: int) -> ir.Table:
        assert source.texts is not None
        return _marked(engine.table(source.texts, version=version).select(*names), [lends.key])

    now, before = marked(source.texts_now), marked(source.texts_before)
    either = ibis.union(
        now.anti_join(before, [lends.key, "mark"]).select(lends.key),
        before.anti_join(now, [lends.key, "mark"]).select(lends.key),
    )
    key = source.plan.register.key
    return rows.semi_join(either, lends.key).select(*key)


def _with_texts(engine: DuckEngine, source: Versions, rows: ir.Table) -> ir.Table:
    """Return rows with the long texts of the latest document about each."""
    lends = source.plan.register.texts_from
    if lends is None or source.texts is None:
        return rows
    table = engine.table(source.texts, version=source.texts_now)
    lent = [name for name in lends.columns if name not in rows.columns]
    # A later document may lack what an earlier one has: the latest value that is there is taken.
    latest = table.group_by(lends.key).aggregate(
        **{
            name: table[name].argmax(table[lends.order], where=table[name].notnull())
            for name in lent
        }
    )
    return rows.left_join(latest, lends.key).select(*rows.columns, *lent)


def _streamed(engine: DuckEngine, rows: ir.Table) -> Iterator[dict[str, Any]]:
    for batch in engine.stream(rows, rows=ROWS_AT_ONCE):
        names = batch.schema.names
        columns = [column.to_pylist() for column in batch.columns]
        for values in zip(*columns, strict=True):
            yield dict(zip(names, values, strict=True))
