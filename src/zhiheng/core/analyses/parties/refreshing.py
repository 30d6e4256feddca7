"""Bringing the registers of parties up to date with what was imported and decided since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from zhiheng.core.analyses.parties.applying import concerned, links_left_over, resolve_again
from zhiheng.core.analyses.parties.decisions import Decision, anchors_moved, decisions_of
from zhiheng.core.analyses.parties.links import Thresholds, read_thresholds
from zhiheng.core.analyses.parties.mentions import party_columns, read_mentions
from zhiheng.core.analyses.parties.registers import DECISIONS, LINKS, MENTIONS, PARTIES
from zhiheng.core.analyses.parties.resolution import Resolution, resolve
from zhiheng.core.analyses.parties.tables import Before, Tables, before, nothing_before, rows_of
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.engine import DuckEngine
from zhiheng.core.lake.schema import table_schema
from zhiheng.core.lake.tables import Lake

THROUGH, DECIDED = "folded_through", "decided_through"
# More new decisions than this are taken into account by resolving everything.
AT_ONCE = 50


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
    known = followed(lake)
    new = {each.number for each in decisions if each.number > known.decision}
    refresh = _Refresh(lake, catalogue, engine, decisions, on, wanted)
    if not anew and wanted.import_id == known.import_id and len(new) <= AT_ONCE:
        refresh.concerned(new)
    else:
        refresh.everything(new)
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


@dataclass(frozen=True)
class _Refresh:
    """One writing of the three registers, upto an import and a decision."""

    lake: Lake
    catalogue: Catalogue
    engine: DuckEngine
    decisions: list[Decision]
    on: datetime
    upto: UpTo

    def everything(self, new: set[int]) -> None:
        """Resolve all mentions anew."""
        mentions = read_mentions(self.engine, self.catalogue)
        resolution = resolve(mentions, self._thresholds(), self.decisions)
        if self.lake.version(PARTIES) is None:
            earlier = nothing_before(len(mentions), self.catalogue.register(PARTIES))
        else:
            parties = _stored(self.engine, self.catalogue, PARTIES)
            earlier = before(resolution, parties, _stored(self.engine, self.catalogue, MENTIONS))
        tables = self._tables(resolution, self._moving(earlier, new))
        for name, rows in ((MENTIONS, tables.mentions), (LINKS, tables.links)):
            self.lake.replace(self.catalogue.register(name), rows.to_reader(), notes=self._notes())
        parties = tables.parties.to_reader()
        self.lake.replace(self.catalogue.register(PARTIES), parties, notes=self._notes())

    def concerned(self, new: set[int]) -> None:
        """Resolve the parties that new decisions concern."""
        found = concerned(self.engine, self.catalogue, self.decisions, new)
        if found.mentions.num_rows:
            resolution, earlier = resolve_again(
                found, self.catalogue, self._thresholds(), self.decisions
            )
            tables = self._tables(resolution, self._moving(earlier, new))
            made = set(tables.links["link"].to_pylist())
            outside = links_left_over(found, resolution, _party_of_unit(tables), made)
            links = pa.concat_tables(
                [tables.links, pa.Table.from_pylist(outside, schema=tables.links.schema)]
            )
            self._put(MENTIONS, tables.mentions)
            self._put(LINKS, links)
            self._put(PARTIES, tables.parties)
        else:
            self._put(PARTIES, table_schema(self.catalogue.register(PARTIES)).empty_table())

    def _moving(self, earlier: Before, new: set[int]) -> Before:
        return replace(earlier, moved=anchors_moved(self.decisions, new))

    def _put(self, name: str, rows: pa.Table) -> None:
        self.lake.upsert(self.catalogue.register(name), rows.to_reader(), notes=self._notes())

    def _tables(self, resolution: Resolution, earlier: Before) -> Tables:
        registers = {name: self.catalogue.register(name) for name in (PARTIES, MENTIONS, LINKS)}
        through = self.upto.import_id
        return rows_of(resolution, earlier, registers, on=self.on, through=through)

    def _thresholds(self) -> Thresholds:
        return read_thresholds(self.catalogue, on=self.on.date())

    def _notes(self) -> dict[str, str]:
        return {THROUGH: self.upto.import_id, DECIDED: str(self.upto.decision)}


def _party_of_unit(tables: Tables) -> dict[str, str]:
    units, parties = tables.mentions["unit"].to_pylist(), tables.mentions["party"].to_pylist()
    return dict(zip(units, parties, strict=True))


def _stored(engine: DuckEngine, catalogue: Catalogue, name: str) -> pa.Table:
    """Return the stored rows of a register: all of parties, of mentions what identifies them."""
    table = engine.table(catalogue.register(name))
    if name == MENTIONS:
        return engine.run(table.select("mention", "party", "name_key"))
    return engine.run(table).cast(table_schema(catalogue.register(name)))
