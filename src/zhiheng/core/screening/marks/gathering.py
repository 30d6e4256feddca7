"""From the registers to what the signals for marks are given.

    gathered = gather_marks(engine, catalogue, scope, on=day, window_months=36, protected=names)

The marks of a scope; beside them those of the same applicant families, filed within the window; and
the earlier marks of others that they are near. Texts are compared only where a family filed at
least `LEAST_FAMILY` applications. Marks that cannot be looked at are told as problems.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa

from zhiheng.core.analyses.parties.registers import MENTIONS, PARTIES
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.engine import Engine
from zhiheng.core.errors import InputError, Problem
from zhiheng.core.matching.goods.reading import sample_table
from zhiheng.core.matching.goods.table import GoodsTable
from zhiheng.core.screening.circles import circles_of
from zhiheng.core.screening.facts import PartyFacts, Transfer
from zhiheng.core.screening.gathering import months_before, tables_of
from zhiheng.core.screening.knowing import TRANSFERS, parties_known
from zhiheng.core.screening.marks import knowing
from zhiheng.core.screening.marks.facts import Hit, MarkFacts, NearMark
from zhiheng.core.screening.marks.filings import KEY, MarkFilings
from zhiheng.core.screening.marks.naming import hits_of
from zhiheng.core.screening.marks.nearby import Indexed, earliest_marks, near_marks
from zhiheng.core.screening.marks.protected import ProtectedName
from zhiheng.core.screening.marks.reading import parties_of_names, read_marks
from zhiheng.core.screening.marks.surroundings import (
    MARKS,
    asked_keys,
    chinese,
    family_keys,
    marks_filed,
)
from zhiheng.core.screening.marks.trade_names import trade_name_hits
from zhiheng.core.screening.scopes import Scope
from zhiheng.core.screening.surroundings import ENTERPRISES, Tables, values_table

READ = (
    *(MARKS, ENTERPRISES, MENTIONS, PARTIES, TRANSFERS),
    *(knowing.EVENTS, knowing.STATES, knowing.BAD_FAITH),
)
MOST_ASKED = 200_000  # a period with more is screened in parts
MOST_COMPARED = 30_000  # different texts; those of the largest families are compared first
LEAST_FAMILY = 3  # applications of a family from which on its marks are compared


@dataclass(frozen=True)
class GatheredMarks:
    """What a screening of marks looks at; `versions` of the registers it was read from."""

    filings: MarkFilings
    facts: MarkFacts
    versions: Mapping[str, int]
    problems: tuple[Problem, ...] = ()


def gather_marks(
    engine: Engine,
    catalogue: Catalogue,
    scope: Scope,
    *,
    on: date,
    window_months: int,
    protected: Sequence[ProtectedName],
    indexed: Indexed | None = None,
    goods: GoodsTable | None = None,
) -> GatheredMarks:
    """Return the marks of a scope, those beside them and what is known on the day.

    `indexed` is a stored index of the register; without it one is made. `goods` is the table of
    similar goods, the packaged sample unless given. `InputError` where the scope holds more than
    `MOST_ASKED` marks.
    """
    tables, versions = tables_of(engine, catalogue, READ)
    keys = _asked(engine, tables, scope)
    own, transfers = _own(engine, catalogue, tables, keys, months=window_months, on=on)
    traded = {party for each in transfers.values() for one in each for party in one.parties}
    parties = _known(engine, tables, _named(own) | traded)
    texts, left_out = _to_compare(own, parties, on)
    near = near_marks(engine, tables, own, texts, indexed=indexed)
    table, owned = goods or sample_table(), _owned(engine, tables, keys, protected)
    hits = _merged(
        hits_of(own, owned, goods=table, on=on), trade_name_hits(engine, tables, own, parties)
    )
    filings = _with_earlier(engine, tables, own, keys, near)
    facts = MarkFacts(
        on=on,
        parties={**parties, **_known(engine, tables, _named(filings).difference(parties))},
        transfers=knowing.by_key(transfers, filings),
        steps=knowing.steps_of(engine, tables, values_table(KEY, filings.numbers)),
        bad_faith=knowing.bad_faith_of(engine, tables, own),
        near=near,
        hits=hits,
        goods=table,
    )
    return GatheredMarks(filings, facts, versions, _problems(own, left_out))


def _asked(engine: Engine, tables: Tables, scope: Scope) -> set[str]:
    asked = asked_keys(tables, scope)
    count = engine.run(asked.aggregate(count=asked.count()))["count"][0].as_py()
    if count > MOST_ASKED:
        raise InputError.of("screening.too_many", received=count, expected=MOST_ASKED)
    return set(engine.run(asked)[KEY].to_pylist())


def _own(
    engine: Engine,
    catalogue: Catalogue,
    tables: Tables,
    asked: set[str],
    *,
    months: int,
    on: date,
) -> tuple[MarkFilings, Mapping[str, tuple[Transfer, ...]]]:
    """Return the marks asked about with those of their families, and the transfers of all."""
    wanted = values_table(KEY, asked)
    marks = chinese(tables).semi_join(wanted, KEY)
    first = engine.run(marks.aggregate(first=marks.filing_date.min()))["first"][0].as_py()
    family = family_keys(tables, wanted, first=months_before(first, months))
    own = values_table(KEY, asked.union(engine.run(family)[KEY].to_pylist()))
    transfers = knowing.mark_transfers(engine, tables, catalogue, own, on=on)
    return MarkFilings.among(read_marks(engine, tables, own, transfers), asked), transfers


def _named(filings: MarkFilings) -> set[str]:
    """Return the parties of those who filed or hold the marks."""
    columns = (filings.values(name) for name in ("applicant_parties", "owner_parties"))
    return {party for column in columns for parties in column for party in parties if party}


def _known(engine: Engine, tables: Tables, parties: set[str]) -> Mapping[str, PartyFacts]:
    return parties_known(engine, tables, values_table("party", parties), marks_filed(tables))


def _to_compare(
    own: MarkFilings, parties: Mapping[str, PartyFacts], on: date
) -> tuple[list[str], int]:
    """Return the texts to compare, those of large families first, and how many are left out."""
    of = circles_of(own, MarkFacts(on=on, parties=parties)).of
    applications = {
        (circle, number) for circle, number in zip(of.tolist(), own.applications, strict=True)
    }
    sizes = Counter(circle for circle, _ in applications)
    wanted = {
        circle for circle in np.unique(of[own.asked]).tolist() if sizes[circle] >= LEAST_FAMILY
    }
    order = sorted(range(len(own)), key=lambda row: (-sizes[int(of[row])], row))
    texts = dict.fromkeys(own.words[row] for row in order if int(of[row]) in wanted)
    texts.pop("", None)
    chosen = list(texts)
    return chosen[:MOST_COMPARED], len(chosen[MOST_COMPARED:])


def _owned(
    engine: Engine, tables: Tables, asked: set[str], protected: Sequence[ProtectedName]
) -> list[ProtectedName]:
    """Return the names, protected marks without an owner with that of the earliest such mark.

    A mark that is asked about itself says nothing of who owns it.
    """
    orphans = {each.text for each in protected if _is_orphan(each)}
    earliest = earliest_marks(engine, tables, orphans) if orphans else {}
    owner = {text: marks[0].owner for text, marks in earliest.items() if marks[0].key not in asked}
    party = parties_of_names(engine, tables, set(owner.values()) - {""})
    return [
        replace(each, owner_party=party.get(owner.get(each.text, ""), ""))
        if _is_orphan(each)
        else each
        for each in protected
    ]


def _is_orphan(name: ProtectedName) -> bool:
    return name.kind == "mark" and not (name.owner_party or name.number)


def _with_earlier(
    engine: Engine,
    tables: Tables,
    own: MarkFilings,
    asked: set[str],
    near: Mapping[str, tuple[NearMark, ...]],
) -> MarkFilings:
    """Return the marks with the earlier ones that they are near beside them."""
    earlier = {each.key for found in near.values() for each in found}.difference(own.row_of)
    if not earlier:
        return own
    rows = read_marks(engine, tables, values_table(KEY, earlier), {})
    return MarkFilings.among(pa.concat_tables([own.table, rows]), asked)


def _merged(*found: Mapping[str, tuple[Hit, ...]]) -> Mapping[str, tuple[Hit, ...]]:
    keys = dict.fromkeys(key for each in found for key in each)
    return {key: tuple(hit for each in found for hit in each.get(key, ())) for key in keys}


def _problems(own: MarkFilings, left_out: int) -> tuple[Problem, ...]:
    """Tell of the marks asked about that have no owner or no day, and of texts not compared."""
    found = list(_unreadable(own))
    if left_out:
        values = {"received": str(left_out), "expected": str(MOST_COMPARED)}
        found.append(Problem("screening.marks_not_compared", values))
    return tuple(found)


def _unreadable(own: MarkFilings) -> Iterable[Problem]:
    applicants = own.values("applicants")
    for row in np.flatnonzero(own.asked).tolist():
        for missing, column in (
            (not applicants[row], "owners"),
            (own.days[row] is None, "filing_date"),
        ):
            if missing:
                yield Problem(
                    "screening.mark_incomplete", {"number": own.numbers[row], "column": column}
                )
