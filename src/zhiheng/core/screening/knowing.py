"""What the registers know of the parties behind filings, and of what became of the filings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.legal_events import with_effects
from zhiheng.core.analyses.parties.registers import CURRENT, MENTIONS, PARTIES
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.engine import Engine
from zhiheng.core.screening.facts import InventorChange, KnownAbnormal, PartyFacts, Transfer
from zhiheng.core.screening.surroundings import (
    APPLICANTS,
    DOCUMENTS,
    ENTERPRISES,
    NUMBER,
    PATENTS,
    Tables,
)

TRANSFERS, EVENTS, ABNORMAL = "transfers", "legal-events", "abnormal-filings"
PATENT_RIGHTS = ("patent", "patent_application")
_OF_ENTERPRISE = (
    *("legal_representative", "established_on", "insured_staff", "rd_expense"),
    "registered_capital",
)
Row = dict[str, Any]


def parties_known(
    engine: Engine, tables: Tables, parties: ir.Table, filed: ir.Table
) -> Mapping[str, PartyFacts]:
    """Return what is known of parties; `parties` is a table with a column `party`.

    `filed` are the filings of the whole register: `party`, `filing_date`, one row an application.
    """
    known = tables[PARTIES]
    known = known.filter(known.state == CURRENT).semi_join(parties, "party")
    own = known.select("party", "name", "kind", "uscc")
    enterprises = tables[ENTERPRISES].select("uscc", *_OF_ENTERPRISE)
    rows = engine.run(own.left_join(enterprises, "uscc").drop("uscc_right")).to_pylist()
    years, firsts = _filings_by_year(engine, filed.semi_join(parties, "party"))
    return {
        row["party"]: _party(row, years.get(row["party"], {}), firsts.get(row["party"]))
        for row in rows
    }


def patents_filed(tables: Tables) -> ir.Table:
    """Return who filed which patent application when: `party`, `filing_date`."""
    mentions = tables[MENTIONS]
    own = mentions.filter(mentions.register == PATENTS, mentions.column == APPLICANTS)
    own = own.select("party", "record").distinct()
    patents = tables[PATENTS].select(NUMBER, "filing_date")
    return own.inner_join(patents, own.record == patents[NUMBER]).select("party", "filing_date")


def transfers_of(
    engine: Engine, tables: Tables, numbers: ir.Table, kinds: Sequence[str] = PATENT_RIGHTS
) -> Mapping[str, tuple[Transfer, ...]]:
    """Return the transfers of rights of some kinds by number, in the order of their days.

    `numbers` is a table of one column.
    """
    table = tables[TRANSFERS]
    own = table.filter(table.right_kind.isin(list(kinds)), table.effective_on.notnull())
    own = own.semi_join(numbers, [("right_number", numbers.columns[0])])
    rows = engine.run(own.order_by("right_number", "effective_on")).to_pylist()
    named = _transfer_parties(engine, tables, own) if rows else {}
    found: dict[str, list[Transfer]] = defaultdict(list)
    for row in rows:
        key = f"{row['right_number']}~{row['effective_on']}"
        found[row["right_number"]].append(
            Transfer(
                number=row["right_number"],
                on=row["effective_on"],
                transferors=tuple(row["transferors"] or ()),
                transferees=tuple(row["transferees"] or ()),
                transferor_parties=named.get((key, "transferors"), ()),
                transferee_parties=named.get((key, "transferees"), ()),
            )
        )
    return {number: tuple(each) for number, each in found.items()}


def inventor_changes_of(
    engine: Engine, tables: Tables, numbers: ir.Table
) -> Mapping[str, tuple[InventorChange, ...]]:
    """Return where a later document of a filing names other inventors than the one before."""
    documents = tables[DOCUMENTS]
    dated = documents.filter(documents.inventors.notnull(), documents.publication_date.notnull())
    several = dated.semi_join(numbers, NUMBER).select(NUMBER, "publication_date", "inventors")
    rows = engine.run(several.order_by(NUMBER, "publication_date")).to_pylist()
    found: dict[str, list[InventorChange]] = defaultdict(list)
    for before, after in pairwise(rows):
        if before[NUMBER] == after[NUMBER] and set(before["inventors"]) != set(after["inventors"]):
            found[after[NUMBER]].append(
                InventorChange(
                    after[NUMBER],
                    after["publication_date"],
                    tuple(before["inventors"]),
                    tuple(after["inventors"]),
                )
            )
    return {number: tuple(each) for number, each in found.items()}


def abnormal_of(engine: Engine, tables: Tables, numbers: ir.Table) -> Mapping[str, KnownAbnormal]:
    """Return what the register of abnormal filings says of filings."""
    rows = engine.run(tables[ABNORMAL].semi_join(numbers, NUMBER)).to_pylist()
    return {
        row[NUMBER]: KnownAbnormal(
            row[NUMBER], row["behaviour"], row["state"], row["notified_on"], row["decided_on"]
        )
        for row in rows
        if row["notified_on"]
    }


def withdrawn_of(
    engine: Engine, tables: Tables, numbers: ir.Table, *, catalogue: Catalogue, on: date
) -> Mapping[str, date]:
    """Return the day on which filings were withdrawn, or deemed so."""
    events = tables[EVENTS].semi_join(numbers, NUMBER)
    effects = with_effects(events, catalogue, on=on)
    withdrawn = effects.filter(effects.effect == "withdrawn", effects.event_date.notnull())
    days = withdrawn.group_by(NUMBER).aggregate(day=withdrawn.event_date.max())
    return {row[NUMBER]: row["day"] for row in engine.run(days).to_pylist()}


def _party(row: Row, years: Mapping[int, int], first: date | None) -> PartyFacts:
    return PartyFacts(
        party=row["party"],
        name=row["name"] or "",
        kind=row["kind"] or "",
        uscc=row["uscc"] or "",
        legal_representative=row["legal_representative"] or "",
        established_on=row["established_on"],
        insured_staff=row["insured_staff"],
        rd_expense=_decimal(row["rd_expense"]),
        filings_by_year=years,
        first_filed=first,
        registered_capital=_decimal(row["registered_capital"]),
    )


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _filings_by_year(
    engine: Engine, filed: ir.Table
) -> tuple[Mapping[str, Mapping[int, int]], Mapping[str, date]]:
    dated = filed.filter(filed.filing_date.notnull())
    counted = dated.group_by("party", year=dated.filing_date.year()).aggregate(
        filings=dated.count(), first=dated.filing_date.min()
    )
    years: dict[str, dict[int, int]] = defaultdict(dict)
    firsts: dict[str, date] = {}
    for row in engine.run(counted).to_pylist():
        years[row["party"]][row["year"]] = row["filings"]
        firsts[row["party"]] = min(row["first"], firsts.get(row["party"], row["first"]))
    return years, firsts


def _transfer_parties(
    engine: Engine, tables: Tables, own: ir.Table
) -> Mapping[tuple[str, str], tuple[str, ...]]:
    day = own.effective_on.cast("string")
    keys = own.select(record=own.right_number + ibis.literal("~") + day)
    mentions = tables[MENTIONS]
    theirs = mentions.filter(mentions.register == TRANSFERS).semi_join(keys, "record")
    rows = engine.run(
        theirs.select("record", "column", "position", "party").order_by("record", "position")
    ).to_pylist()
    return _grouped(rows)


def _grouped(rows: Iterable[Row]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        found[row["record"], row["column"]].append(row["party"] or "")
    return {key: tuple(each) for key, each in found.items()}
