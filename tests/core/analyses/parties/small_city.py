"""A few records of patents and enterprises, written straight into a lake of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from zhiheng.core.analyses.parties.decisions import Decision, Named
from zhiheng.core.analyses.parties.refreshing import refresh_parties
from zhiheng.core.declarations.catalogue import Catalogue, load_catalogue
from zhiheng.core.lake.schema import table_schema
from zhiheng.core.lake.tables import Lake

ON = datetime(2026, 3, 2, tzinfo=UTC)
FIRST_CODE = "91440300708461136T"
SECOND_CODE = "914401011904817725"


@dataclass
class SmallCity:
    """A lake with what a test puts into it."""

    lake: Lake
    catalogue: Catalogue = field(default_factory=load_catalogue)
    imports: int = 0
    records: int = 0

    def patents(self, *rows: tuple[Sequence[str], Sequence[str]]) -> list[str]:
        """Add applications, each with applicants and inventors; return their numbers."""
        numbers = []
        given = []
        for applicants, inventors in rows:
            self.records += 1
            numbers.append(f"2024{self.records:08d}.{self.records % 10}")
            filed = date(2020 + self.records % 5, 1, 1)
            given.append(
                {
                    "application_number": numbers[-1],
                    "filing_date": filed,
                    "applicants": list(applicants),
                    "inventors": list(inventors),
                    "division": "440305",
                }
            )
        self.put("patents", given)
        return numbers

    def enterprises(self, *rows: Mapping[str, Any]) -> None:
        """Add enterprises."""
        self.put("enterprises", rows)

    def put(self, register: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add rows to a register as one import."""
        self.imports += 1
        declared = self.catalogue.register(register)
        lineage = {"import_id": f"{self.imports:04d}", "imported_at": ON}
        table = pa.Table.from_pylist(
            [{**row, **lineage} for row in rows], schema=table_schema(declared)
        )
        self.lake.upsert(declared, table.to_reader(), notes={})

    def decide(self, *decisions: Decision) -> None:
        """Add decisions as the office copies them into the lake."""
        declared = self.catalogue.register("party-decisions")
        rows = [
            {
                "number": each.number,
                "act": each.act,
                "day": ON.date(),
                "undoes": each.undoes,
                "left_mentions": [named.mention for named in each.left],
                "left_names": [named.name for named in each.left],
                "right_mentions": [named.mention for named in each.right],
                "right_names": [named.name for named in each.right],
            }
            for each in decisions
        ]
        table = pa.Table.from_pylist(rows, schema=table_schema(declared))
        self.lake.upsert(declared, table.to_reader(), notes={})

    def refresh(self, *, on: datetime = ON, anew: bool = False) -> bool:
        """Resolve parties; tell whether anything had to be."""
        return refresh_parties(self.lake, self.catalogue, on=on, anew=anew)

    def rows(self, register: str) -> list[dict[str, Any]]:
        """Return the stored rows of a register."""
        table = self.lake.open(register)
        return [] if table is None else table.to_pyarrow_table().to_pylist()

    def party(self, name: str, record: str = "") -> str:
        """Return the party that bears a name (in a record)."""
        found = {
            row["party"]
            for row in self.rows("party-mentions")
            if row["name"] == name and record in ("", row["record"])
        }
        assert len(found) == 1, found
        return str(found.pop())

    def state(self, party: str) -> dict[str, Any]:
        """Return the row of a party."""
        return next(row for row in self.rows("parties") if row["party"] == party)

    def named(self, name: str, record: str = "") -> Named:
        """Return a mention with its folded name, as decisions name it."""
        row = next(
            row
            for row in self.rows("party-mentions")
            if row["name"] == name and record in ("", row["record"])
        )
        return Named(row["mention"], row["name_key"])


def small_city(folder: Path) -> SmallCity:
    """Return an empty lake in a folder."""
    return SmallCity(Lake(str(folder / "lake")))
