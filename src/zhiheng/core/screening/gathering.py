"""From the registers to what the signals are given: filings, those beside them, and facts.

    gathered = gather(engine, catalogue, scope, on=day, window_months=24)

One pass over the texts of the register looks for what shares passages with the filings asked about;
all else are queries of what hangs on them. Filings that cannot be looked at are told as problems.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.analyses.parties.registers import MENTIONS, PARTIES
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.engine import Engine
from zhiheng.core.errors import InputError, Problem
from zhiheng.core.screening import knowing
from zhiheng.core.screening.cohorts import cohorts_beside
from zhiheng.core.screening.facts import Facts
from zhiheng.core.screening.filings import Filings
from zhiheng.core.screening.look_alikes import look_alikes
from zhiheng.core.screening.reading import read_filings, read_numbers
from zhiheng.core.screening.scopes import Scope
from zhiheng.core.screening.surroundings import (
    APPLICANTS,
    DOCUMENTS,
    ENTERPRISES,
    NUMBER,
    PATENTS,
    Tables,
    asked_numbers,
    circle_numbers,
    numbers_of,
    values_table,
)
from zhiheng.core.terms.engine import corresponding_day

READ = (
    *(PATENTS, DOCUMENTS, ENTERPRISES, MENTIONS, PARTIES),
    *(knowing.TRANSFERS, knowing.EVENTS, knowing.ABNORMAL),
)
MOST_WITH_DESCRIPTIONS = 20_000  # more filings are looked at by abstract and claims alone
MOST_ASKED = 200_000  # a period with more is screened in parts
SHORTEST = 12  # characters of claims and abstract together, below which nothing can be compared


@dataclass(frozen=True)
class Gathered:
    """What a screening looks at; `versions` of the registers it was read from."""

    filings: Filings
    facts: Facts
    versions: Mapping[str, int]
    problems: tuple[Problem, ...] = ()


def gather(
    engine: Engine, catalogue: Catalogue, scope: Scope, *, on: date, window_months: int
) -> Gathered:
    """Return the filings of a scope, those beside them and what is known on the day.

    `InputError` where the scope holds more than `MOST_ASKED` filings.
    """
    tables, versions = tables_of(engine, catalogue, READ)
    asked = asked_numbers(tables, scope)
    days = _days(engine, tables, asked)
    if days.count > MOST_ASKED:
        raise InputError.of("screening.too_many", received=days.count, expected=MOST_ASKED)
    first = months_before(days.first, window_months)
    wanted = engine.run(asked)
    circle = circle_numbers(tables, ibis.memtable(wanted), first=first)
    numbers = set(wanted[NUMBER].to_pylist())
    both = numbers.union(engine.run(circle)[NUMBER].to_pylist())
    own, few = values_table(NUMBER, both), len(both) <= MOST_WITH_DESCRIPTIONS
    rows = read_filings(engine, tables, own, descriptions=few)
    only_asked = rows.filter(pc.is_in(rows[NUMBER], wanted[NUMBER].combine_chunks()))
    others = look_alikes(engine, tables, only_asked, without=own, on=on)
    everything = pa.concat_tables([rows, read_numbers(engine, tables, others)])
    filings = Filings.among(everything, numbers)
    facts = _facts(engine, catalogue, tables, filings, on=on)
    return Gathered(filings, facts, versions, _problems(filings))


def gather_beside(
    engine: Engine,
    catalogue: Catalogue,
    drafts: Filings,
    *,
    parties: Sequence[str],
    on: date,
    window_months: int,
) -> Gathered:
    """Return drafts with the filings of their owner and the published ones that look alike.

    Of others nothing is read that was not published by the day.
    """
    tables, versions = tables_of(engine, catalogue, READ)
    patents = tables[PATENTS]
    theirs = patents.semi_join(numbers_of(tables, list(parties)), NUMBER).select(NUMBER)
    own = ibis.memtable(engine.run(theirs))
    rows = read_filings(engine, tables, own, descriptions=False)
    others = look_alikes(engine, tables, drafts.table, without=own, on=on)
    beside = read_numbers(engine, tables, others)
    everything = pa.concat_tables([drafts.table, rows, beside])
    filings = Filings.among(everything, set(drafts.numbers))
    facts = _facts(engine, catalogue, tables, filings, on=on)
    return Gathered(filings, facts, versions, _problems(filings))


@dataclass(frozen=True)
class _Days:
    count: int
    first: date | None


def tables_of(
    engine: Engine, catalogue: Catalogue, names: Collection[str]
) -> tuple[Tables, Mapping[str, int]]:
    """Return registers at one version each, so that an import beside changes nothing."""
    registers = {name: catalogue.register(name) for name in names}
    versions = {name: engine.version(register) for name, register in registers.items()}
    tables = {
        name: engine.table(register, version=versions[name]) for name, register in registers.items()
    }
    return tables, versions


def _days(engine: Engine, tables: Tables, asked: ir.Table) -> _Days:
    patents = tables[PATENTS].semi_join(asked, NUMBER)
    told = engine.run(patents.aggregate(count=patents.count(), first=patents.filing_date.min()))
    return _Days(told["count"][0].as_py(), told["first"][0].as_py())


def months_before(day: date | None, months: int) -> date | None:
    """Return the first day of the month that lies so many months before."""
    if day is None:
        return None
    return corresponding_day(day, -months)[0].replace(day=1)


def _facts(
    engine: Engine, catalogue: Catalogue, tables: Tables, filings: Filings, *, on: date
) -> Facts:
    numbers = values_table(NUMBER, filings.numbers)
    mentions = tables[MENTIONS]
    own = mentions.filter(mentions.register == PATENTS, mentions.column == APPLICANTS)
    hands = own.semi_join(numbers, [("record", NUMBER)]).select("party").distinct()
    transfers = knowing.transfers_of(engine, tables, numbers)
    traded = {party for each in transfers.values() for one in each for party in one.parties}
    known = traded.union(engine.run(hands)["party"].to_pylist())
    parties = values_table("party", known)
    return Facts(
        on=on,
        parties=knowing.parties_known(engine, tables, parties, knowing.patents_filed(tables)),
        transfers=transfers,
        inventor_changes=knowing.inventor_changes_of(engine, tables, numbers),
        abnormal=knowing.abnormal_of(engine, tables, numbers),
        withdrawn=knowing.withdrawn_of(engine, tables, numbers, catalogue=catalogue, on=on),
        cohorts=cohorts_beside(engine, tables, filings),
    )


def _problems(filings: Filings) -> tuple[Problem, ...]:
    """Tell of the filings asked about whose texts are too short to be compared."""
    columns = (filings.values(name) for name in (NUMBER, "right", "abstract", "claims"))
    found = []
    for asked, number, right, abstract, claims in zip(
        filings.asked.tolist(), *columns, strict=True
    ):
        length = len(abstract) + sum(map(len, claims))
        if asked and right != "design" and length < SHORTEST:
            found.append(Problem("screening.no_text", {"number": number, "received": str(length)}))
    return tuple(found)
