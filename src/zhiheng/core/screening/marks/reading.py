"""Marks read from the registers: what the list says, who filed them, their parties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from zhiheng.core.analyses.parties.mentions import fold_name
from zhiheng.core.analyses.parties.registers import MENTIONS
from zhiheng.core.engine import Engine
from zhiheng.core.screening.facts import Transfer
from zhiheng.core.screening.filed import LIST, shaped
from zhiheng.core.screening.marks.filings import KEY, NUMBER, SCHEMA
from zhiheng.core.screening.marks.surroundings import MARKS, OWNERS, chinese
from zhiheng.core.screening.surroundings import Tables, values_table

FORMER = "former_owners"
_COMPUTED = ("applicants", "applicant_parties", "owner_parties", "agency_code")
_FROM_MARKS = tuple(name for name in SCHEMA.names if name not in _COMPUTED)
Transfers = Mapping[str, tuple[Transfer, ...]]


def read_marks(engine: Engine, tables: Tables, keys: ir.Table, transfers: Transfers) -> pa.Table:
    """Return the marks of some keys, in the order of their keys.

    `transfers` by mark number tell who filed those that were handed on.
    """
    marks = chinese(tables).semi_join(keys, KEY)
    rows = engine.run(marks.select(*_FROM_MARKS, FORMER).order_by(KEY))
    parties = _parties(engine, tables, keys)
    former = {name for each in rows[FORMER].to_pylist() for name in each or []}
    former.update(name for each in transfers.values() for name in each[0].transferors)
    owners = [
        [parties.get(key, {}).get(place, "") for place in range(len(names or []))]
        for key, names in zip(rows[KEY].to_pylist(), rows[OWNERS].to_pylist(), strict=True)
    ]
    filed = _filers(rows, owners, transfers, parties_of_names(engine, tables, former))
    told = zip(rows[OWNERS].to_pylist(), rows["addresses"].to_pylist(), filed, strict=True)
    added = {
        "owner_parties": owners,
        # The list tells where the present owners are, not where those were who filed.
        "addresses": [where if names == holders else [] for holders, where, (names, _) in told],
        "applicants": [names for names, _ in filed],
        "applicant_parties": [numbers for _, numbers in filed],
    }
    whole = rows.drop_columns(["addresses"])
    for name, values in added.items():
        whole = whole.append_column(name, pa.array(values, LIST))
    return shaped(whole.append_column("agency_code", whole["agency"]), SCHEMA)


def _filers(
    rows: pa.Table,
    owner_parties: Sequence[list[str]],
    transfers: Transfers,
    former_parties: Mapping[str, str],
) -> list[tuple[list[str], list[str]]]:
    """Return who filed each mark, with parties: its first owners as far as anything tells."""
    columns = (rows[name].to_pylist() for name in (NUMBER, OWNERS, FORMER))
    found: list[tuple[list[str], list[str]]] = []
    for number, owners, former, parties in zip(*columns, owner_parties, strict=True):
        handed_on = transfers.get(number, ())
        present = {fold_name(name) for name in owners or []}
        earlier = [name for name in former or [] if fold_name(name) not in present]
        if handed_on and handed_on[0].transferors:
            first = handed_on[0]
            names = list(first.transferors)
            known = zip_longest(names, first.transferor_parties[: len(names)], fillvalue="")
            found.append((names, [party or former_parties.get(name, "") for name, party in known]))
        elif earlier:
            # Which of several was the first no list says; one is enough to tell whose filing it is.
            found.append(([earlier[0]], [former_parties.get(earlier[0], "")]))
        else:
            found.append((owners or [], parties))
    return found


def _parties(engine: Engine, tables: Tables, keys: ir.Table) -> Mapping[str, Mapping[int, str]]:
    """Return the party of each owner of the marks, by key and place."""
    mentions = tables[MENTIONS]
    own = mentions.filter(mentions.register == MARKS, mentions.column == OWNERS)
    own = own.semi_join(keys, [("record", KEY)])
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for batch in engine.run(own.select("record", "position", "party")).to_batches():
        for record, position, party in zip(
            *(batch.column(index).to_pylist() for index in range(3)), strict=True
        ):
            found[record][position] = party or ""
    return found


def parties_of_names(engine: Engine, tables: Tables, names: set[str]) -> Mapping[str, str]:
    """Return the parties of bodies by name as it is written, where a name is one body's only."""
    if not names:
        return {}
    mentions = tables[MENTIONS]
    bodies = mentions.filter(mentions.kind == "body")
    bodies = bodies.semi_join(values_table("name", names), "name")
    told: dict[str, set[str]] = defaultdict(set)
    row: dict[str, Any]
    for row in engine.run(bodies.select("name", "party").distinct()).to_pylist():
        told[row["name"]].add(row["party"])
    return {name: min(parties) for name, parties in told.items() if len(parties) == 1}
