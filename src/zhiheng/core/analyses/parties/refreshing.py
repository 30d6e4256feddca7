"""Bringing the registers of parties up to date with what was imported and decided since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from zhiheng.core.analyses.parties.decisions import Decision, decisions_of
from zhiheng.core.analyses.parties.links import read_thresholds
from zhiheng.core.analyses.parties.mentions import party_columns, read_mentions
from zhiheng.core.analyses.parties.resolution import resolve
from zhiheng.core.analyses.parties.tables import (
    LINKS,
    MENTIONS,
    PARTIES,
    before,
    nothing_before,
    rows_of,
)
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.engine import DuckEngine
from zhiheng.core.lake.schema import table_schema
from zhiheng.core.lake.tables import Lake

DECISIONS = "party-decisions"
THROUGH, DECIDED = "folded_through", "decided_through"


@dataclass(frozen=True)
class UpTo:
    """How far parties follow: the newest import and the newest decision taken into account."""

    import_id: str = ""
    decision: int = 0


def refresh_parties(
    lake: Lake,
    catalogue: Catalogue,
    *,
    on: datetime,
    anew: bool = False,
    scratch: Path | None = None,
) -> bool:
    """Resolve parties if something was imported or decided since; tell whether it was.

    The caller holds the lake for writing. `parties` is written last and carries the note up to
    where it follows: a run that is killed in between is done again.
    """
    if PARTIES not in catalogue.registers:
        return False
    engine = DuckEngine(
        lake, memory_limit="1GB", scratch=str(scratch / "parties") if scratch else ""
    )
    decisions = read_decisions(engine, catalogue)
    wanted = UpTo(
        newest_import(engine, catalogue), max((each.number for each in decisions), default=0)
    )
    if not anew and wanted == followed(lake):
        return False
    _resolve_all(lake, catalogue, engine, decisions, on=on, upto=wanted)
    return True


def read_decisions(engine: DuckEngine, catalogue: Catalogue) -> list[Decision]:
    """Return every decision that the lake holds."""
    table = engine.table(catalogue.register(DECISIONS))
    return decisions_of(engine.run(table).to_pylist())


def followed(lake: Lake) -> UpTo:
    """Return up to where the stored parties follow imports and decisions."""
    notes = next((commit.notes for commit in lake.commits(PARTIES)), {})
    return UpTo(notes.get(THROUGH, ""), int(notes.get(DECIDED, "0")))


def newest_import(engine: DuckEngine, catalogue: Catalogue) -> str:
    """Return the id of the newest import among the registers that name parties."""
    newest = ""
    for name in dict.fromkeys(each.register.name for each in party_columns(catalogue)):
        table = engine.table(catalogue.register(name))
        found = engine.run(table.aggregate(newest=table.import_id.max()))["newest"][0].as_py()
        newest = max(newest, found or "")
    return newest


def _resolve_all(
    lake: Lake,
    catalogue: Catalogue,
    engine: DuckEngine,
    decisions: list[Decision],
    *,
    on: datetime,
    upto: UpTo,
) -> None:
    registers = {name: catalogue.register(name) for name in (PARTIES, MENTIONS, LINKS)}
    mentions = read_mentions(engine, catalogue)
    resolution = resolve(mentions, read_thresholds(catalogue, on=on.date()), decisions)
    if lake.version(PARTIES) is None:
        earlier = nothing_before(len(mentions), registers[PARTIES])
    else:
        earlier = before(
            resolution, _stored(engine, catalogue, PARTIES), _stored(engine, catalogue, MENTIONS)
        )
    tables = rows_of(resolution, earlier, registers, on=on, through=upto.import_id)
    notes = {THROUGH: upto.import_id, DECIDED: str(upto.decision)}
    lake.replace(registers[MENTIONS], tables.mentions.to_reader(), notes=notes)
    lake.replace(registers[LINKS], tables.links.to_reader(), notes=notes)
    lake.replace(registers[PARTIES], tables.parties.to_reader(), notes=notes)


def _stored(engine: DuckEngine, catalogue: Catalogue, name: str) -> pa.Table:
    """Return the stored rows of a register: all of parties, of mentions what identifies them."""
    table = engine.table(catalogue.register(name))
    if name == MENTIONS:
        return engine.run(table.select("mention", "party", "name_key"))
    return engine.run(table).cast(table_schema(catalogue.register(name)))
