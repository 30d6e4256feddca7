"""What alerts are raised from, as the registers have it; one question for all entries at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from zhiheng.core.analyses.trademark_steps import ENDED
from zhiheng.core.engine import DuckEngine
from zhiheng.office.registers import lake

Row = dict[str, Any]
MARKS, PATENTS, MENTIONS, PARTIES = "trademarks", "patents", "party-mentions", "parties"
HOME = "CN"
# Who holds a right, by register: the column of its owners.
OWNERS = {MARKS: "owners", PATENTS: "applicants"}
# States in which a mark that was filed endangers nobody any more.
DEAD = (*ENDED, "ended")
_MARK = (
    *("number", "nice_class", "mark_text", "status", "filing_date", "goods", "term_to"),
    *("ceased_on", "begins_on", "owners", "preliminary_publication_date", "import_id"),
    "imported_at",
)
_PATENT = (
    *("application_number", "title", "filing_date", "grant_date", "ceased_on", "expires_on"),
    *("applicants", "import_id", "imported_at"),
)
BATCH = 10_000


def mark_rows(numbers: Collection[str]) -> list[Row]:
    """Return the rows of some marks, one a class, in order."""
    return _run(lake.rows_with(MARKS, "number", numbers).select(*_MARK), "number", "nice_class")


def patent_rows(numbers: Collection[str]) -> list[Row]:
    """Return the rows of some patents, in order."""
    chosen = lake.rows_with(PATENTS, "application_number", numbers).select(*_PATENT)
    return _run(chosen, "application_number")


def new_marks(*, after: str, filed_from: date) -> Iterator[list[Row]]:
    """Yield Chinese marks that imports after one brought, filed from a day on, in batches.

    Marks without words and those that have ended are left out.
    """
    table = _table(MARKS)
    chosen = table.filter(
        table.office == HOME,
        table.import_id > after,
        table.filing_date >= filed_from,
        table.mark_text.notnull() & (table.mark_text != ""),
        table.status.isnull() | ~table.status.isin(DEAD),
    ).select(*_MARK)
    ordered = chosen.order_by("number", "nice_class")
    engine = lake.engine()
    if isinstance(engine, DuckEngine):
        yield from (batch.to_pylist() for batch in engine.stream(ordered, rows=BATCH))
    else:
        yield from (batch.to_pylist() for batch in engine.run(ordered).to_batches(BATCH))


def newest_import() -> str:
    """Return the id of the newest import of marks; empty where there was none."""
    table = _table(MARKS)
    found = lake.engine().run(table.aggregate(newest=table.import_id.max())).to_pylist()
    return str(found[0]["newest"] or "")


def events_of(
    register: str, column: str, numbers: Collection[str], *, day: str, since: date
) -> list[Row]:
    """Return the rows of a register of events about some rights, from a day on."""
    found = lake.rows_with(register, column, numbers)
    return _run(found.filter(found[day] >= since), day)


def pledges_of(numbers: Collection[str]) -> list[Row]:
    """Return the pledges that name one of some rights."""
    table, number = _table("pledges"), "right_number"
    wanted = pa.table({number: pa.array(sorted(set(numbers)), pa.string())})
    each = table.select("registration_number", right_number=table.right_numbers.unnest())
    named = each.semi_join(ibis.memtable(wanted), number)
    return _run(table.semi_join(named, "registration_number"), "registration_number")


def rights_of(parties: Collection[str]) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return the numbers of the rights of some parties: party → register → numbers, in order."""
    table = lake.rows_with(MENTIONS, "party", parties)
    holding = (table.register == MARKS) & (table.column == OWNERS[MARKS])
    holding |= (table.register == PATENTS) & (table.column == OWNERS[PATENTS])
    rows = lake.engine().run(table.filter(holding).select("party", "register", "record").distinct())
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows.to_pylist():
        number = row["record"].partition("~")[0]
        found[row["party"]][row["register"]].add(number)
    return {
        party: {register: sorted(numbers) for register, numbers in by_register.items()}
        for party, by_register in found.items()
    }


def names_of(parties: Collection[str]) -> Mapping[str, Sequence[str]]:
    """Return the names that some parties bear."""
    rows = lake.engine().run(lake.rows_with(PARTIES, "party", parties).select("party", "names"))
    return {row["party"]: row["names"] or [] for row in rows.to_pylist()}


def parties_by_code(codes: Collection[str]) -> Mapping[str, str]:
    """Return the parties that bear some credit codes."""
    rows = lake.engine().run(lake.rows_with(PARTIES, "uscc", codes).select("party", "uscc"))
    return {row["uscc"]: row["party"] for row in rows.to_pylist()}


def registered_indications() -> list[Row]:
    """Return the geographical indications that are protected."""
    table = _table("geographical-indications")
    chosen = table.filter(table.status == "registered")
    return _run(chosen.select("number", "name", "protected_since"), "number")


def _table(name: str) -> ir.Table:
    return lake.engine().table(lake.catalogue().register(name))


def _run(chosen: ir.Table, *order: str) -> list[Row]:
    found: list[Row] = lake.engine().run(chosen.order_by(*order)).to_pylist()
    return found
