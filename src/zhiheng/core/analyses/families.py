"""Which applications of all offices belong to one family?

Inputs: `patents`, `foreign-patents`. Output: `families`, one row an application that names another,
is named by one, or bears a DOCDB family number. An application without any of these stands alone
and is not listed.

Method:
1. An application and each one it names (priority, division, continuation, international
   application) belong together, and so do those with one DOCDB number. A family is what is
   connected: the extended family, which reaches further than the simple one of DOCDB.
2. An application that names itself, or a priority later than its own filing, connects nothing. A
   priority whose date is not that on which the named application was filed is taken for another
   application: one mistyped digit must not join strangers. Each is told as a contradiction.
3. A family is named after its earliest application, filed or only named; of several of one day the
   one whose number sorts first. It keeps the name until an earlier one becomes known.

Connected components are found here on Arrow's columns and not by the engine: the number of rounds
depends on the data, and each would be a query over all pairs, while a union-find goes over them
once. The engine only reads; so the same code runs over DuckDB and Spark. Cycles are harmless.

What it cannot say: families through applications that no register holds and nobody names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from zhiheng.core.analyses.family_claims import PRIORITY, Claim, canonical, read_claim
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.engine import Engine
from zhiheng.core.lake.schema import LINEAGE, table_schema

INPUTS = ("patents", "foreign-patents")
OUTPUT = "families"
ASKED_AT_ONCE = 5_000
DOCDB, NAMED = "docdb", "named"
READ = ("title", "filing_date", "priorities", "related")
Row = dict[str, Any]


@dataclass
class Member:
    """One application: where it is registered, what it names, and what contradicts in that."""

    name: str
    register: str
    number: str
    row: Row
    claims: list[Claim]
    documents: list[str] = field(default_factory=list)
    docdb: set[str] = field(default_factory=set)
    bases: set[str] = field(default_factory=set)
    contradictions: set[str] = field(default_factory=set)

    @property
    def filed(self) -> date | None:
        """Return the filing date."""
        day: date | None = self.row["filing_date"]
        return day


def compute(
    engine: Engine, tables: Mapping[str, ir.Table], *, catalogue: Catalogue, on: date
) -> pa.RecordBatchReader:
    """Return the rows of `families`; nothing in them depends on the day."""
    members = _foreign(engine, tables["foreign-patents"])
    chinese = tables["patents"]
    naming = chinese.priorities.notnull() | chinese.related.notnull()
    for row in _rows(engine, chinese.filter(naming)):
        _add(members, _chinese(row))
    named = {claim.named for member in members.values() for claim in member.claims}
    for numbers in _chunks(sorted(_chinese_numbers({*named, *members}))):
        of_them = chinese.filter(chinese.application_number.isin(numbers))
        for row in _rows(engine, of_them):
            _add(members, _chinese(row))
    linked = _linked(members)
    schema = table_schema(catalogue.register(OUTPUT))
    rows = [_row(family, member) for family, member in linked]
    return pa.Table.from_pylist(rows, schema=schema).to_reader()


def _foreign(engine: Engine, table: ir.Table) -> dict[str, Member]:
    """Return the applications of other offices, each with all its documents."""
    columns = ("document_number", "application_number", "office", "family_id", *READ)
    chosen = table.select(*columns, *LINEAGE.names).order_by("document_number")
    members: dict[str, Member] = {}
    for row in engine.run(chosen).to_pylist():
        named = canonical(_office_of(row), row["application_number"] or "")
        name = named or row["document_number"]
        member = Member(name, "foreign-patents", row["document_number"], row, _claims(row))
        member.documents = [row["document_number"]]
        member.docdb = {row["family_id"]} if row["family_id"] else set()
        _add(members, member)
    return members


def _office_of(row: Row) -> str:
    number = row["application_number"] or ""
    return "" if number[:2].isalpha() else row["office"] or ""


def _rows(engine: Engine, table: ir.Table) -> list[Row]:
    rows: list[Row] = engine.run(
        table.select("application_number", *READ, *LINEAGE.names)
    ).to_pylist()
    return rows


def _chinese(row: Row) -> Member:
    number = row["application_number"]
    return Member(f"CN{number}", "patents", number, row, _claims(row))


def _chinese_numbers(names: Iterable[str]) -> set[str]:
    return {name.removeprefix("CN") for name in names if name.startswith("CN")}


def _chunks(numbers: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(numbers), ASKED_AT_ONCE):
        yield numbers[start : start + ASKED_AT_ONCE]


def _claims(row: Row) -> list[Claim]:
    claims = [read_claim(text, is_priority=True) for text in row["priorities"] or []]
    claims += [read_claim(text, is_priority=False) for text in row["related"] or []]
    return list(dict.fromkeys(claim for claim in claims if claim is not None))


def _add(members: dict[str, Member], member: Member) -> None:
    """Add a document's or register's knowledge of an application; our own register leads."""
    known = members.get(member.name)
    if known is None:
        members[member.name] = member
        return
    leads, follows = (member, known) if member.register == "patents" else (known, member)
    leads.claims = list(dict.fromkeys([*leads.claims, *follows.claims]))
    leads.documents = list(dict.fromkeys([*leads.documents, *follows.documents]))
    leads.docdb |= follows.docdb
    leads.row = {**follows.row, **{k: v for k, v in leads.row.items() if v is not None}}
    members[member.name] = leads


def _linked(members: dict[str, Member]) -> list[tuple[str, Member]]:
    """Return every member that is linked to something, with its family, in a fixed order."""
    forest = _Forest()
    days = _days_named(members.values())
    earliest: dict[str, date] = {}
    for member in sorted(members.values(), key=lambda each: each.name):
        for claim in member.claims:
            target = _target(member, claim, members, days)
            if target is not None:
                forest.join(member.name, target)
                member.bases.add(claim.basis)
                if target in members:
                    members[target].bases.add(NAMED)
                if claim.day:
                    earliest[target] = min(claim.day, earliest.get(target, claim.day))
        for number in member.docdb:
            forest.join(member.name, f"{DOCDB}:{number}")
            member.bases.add(DOCDB)
    linked = [member for name, member in sorted(members.items()) if name in forest.above]
    for member in linked:
        if member.filed:
            earliest[member.name] = member.filed
    return _with_names(linked, forest, earliest)


def _with_names(
    linked: list[Member], forest: _Forest, earliest: Mapping[str, date]
) -> list[tuple[str, Member]]:
    names: dict[str, tuple[date, str]] = {}
    for name in forest.above:
        if not name.startswith(f"{DOCDB}:"):
            root, own = forest.root(name), (earliest.get(name, date.max), name)
            names[root] = min(own, names.get(root, own))
    return [(names[forest.root(member.name)][1], member) for member in linked]


def _days_named(members: Iterable[Member]) -> Mapping[str, set[date]]:
    days: dict[str, set[date]] = defaultdict(set)
    for member in members:
        for claim in member.claims:
            if claim.day and claim.basis == PRIORITY:
                days[claim.named].add(claim.day)
    return days


def _target(
    member: Member, claim: Claim, members: Mapping[str, Member], days: Mapping[str, set[date]]
) -> str | None:
    """Return what a claim links to; None where it links nothing, said as a contradiction."""
    if claim.named == member.name:
        member.contradictions.add(f"self_priority {claim.named}")
        return None
    if claim.basis != PRIORITY or claim.day is None:
        return claim.named
    if member.filed and claim.day > member.filed:
        member.contradictions.add(f"priority_after_filing {claim.named} {claim.day}")
        return None
    known = members.get(claim.named)
    if known and known.filed and known.filed != claim.day:
        member.contradictions.add(f"priority_date_differs {claim.named} {claim.day}")
        return f"{claim.named}@{claim.day}"
    alone = known is not None or len(days[claim.named]) == 1
    return claim.named if alone else f"{claim.named}@{claim.day}"


def _row(family: str, member: Member) -> Row:
    return {
        **{name: member.row[name] for name in LINEAGE.names},
        "family_id": family,
        "member": member.name,
        "office": "WO" if member.name.startswith("PCT") else member.name[:2],
        "register": member.register,
        "number": member.number,
        "documents": sorted(member.documents) or None,
        "title": member.row["title"],
        "filing_date": member.filed,
        "basis": sorted(member.bases),
        "docdb_families": sorted(member.docdb) or None,
        "contradictions": sorted(member.contradictions) or None,
    }


@dataclass
class _Forest:
    """Union-find over names; `above` leads from a name towards the root of its component."""

    above: dict[str, str] = field(default_factory=dict)

    def root(self, name: str) -> str:
        """Return the root of a name's component, halving the way to it."""
        above = self.above
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    def join(self, one: str, other: str) -> None:
        """Put two names into one component; the root is the one that sorts first."""
        for name in (one, other):
            self.above.setdefault(name, name)
        low, high = sorted((self.root(one), self.root(other)))
        self.above[high] = low
