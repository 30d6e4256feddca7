"""Whose trade name a mark is: enterprises of the register that bear it as their distinctive part.

The register is read once, batch by batch. A name begins with a place or with the trade name, so
only pieces that begin where a place may end are held against the marks; the names met are then read
part by part. A word that more than `MOST_BEARERS` enterprises bear is nobody's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.analyses.parties.registers import CURRENT, PARTIES
from zhiheng.core.characters import is_han
from zhiheng.core.engine import Engine
from zhiheng.core.matching.organisation_name import parse_organisation_name
from zhiheng.core.screening.facts import PartyFacts
from zhiheng.core.screening.marks.facts import Hit
from zhiheng.core.screening.marks.filings import MarkFilings
from zhiheng.core.screening.marks.naming import plain
from zhiheng.core.screening.marks.protected import ProtectedName
from zhiheng.core.screening.surroundings import ENTERPRISES, Tables, values_table

STARTS = (0, 2, 3, 4, 5, 6, 7, 8, 9)  # behind 深圳, 深圳市, 广东省深圳市, 广东省深圳市南山区 …
LENGTHS = (2, 3, 4, 5, 6)
MOST_BEARERS = 4
_READ = ("uscc", "name", "established_on", "legal_representative")
Row = dict[str, Any]


def trade_name_hits(
    engine: Engine, tables: Tables, filings: MarkFilings, parties: Mapping[str, PartyFacts]
) -> Mapping[str, tuple[Hit, ...]]:
    """Return the trade names of others that marks are, by key; only marks that are one."""
    texts = [plain(words) for words in filings.words]
    wanted = set(filter(_may_be, texts))
    bearers = _bearers(engine, tables, wanted)
    party_of = _parties(
        engine, tables, [each["uscc"] for rows in bearers.values() for each in rows]
    )
    found: dict[str, tuple[Hit, ...]] = {}
    columns = filings.values("applicant_parties")
    for row, text in enumerate(texts):
        day = filings.days[row]
        if day and (others := bearers.get(text)):
            own = [parties[each] for each in columns[row] if each in parties]
            hits = [
                Hit(replace(_named(each, text), owner_party=party_of.get(each["uscc"], "")), "same")
                for each in others
                if _is_others(each, own, day)
            ]
            if hits:
                found[filings.numbers[row]] = tuple(hits)
    return found


def distinctive_part(name: str) -> str:
    """Return the distinctive part of an organisation's name, as marks are compared with it."""
    return plain(parse_organisation_name(name).distinctive)


def _may_be(text: str) -> bool:
    return LENGTHS[0] <= len(text) <= LENGTHS[-1] and all(map(is_han, text))


def _bearers(engine: Engine, tables: Tables, wanted: set[str]) -> Mapping[str, list[Row]]:
    """Return the enterprises that bear each word, where no more than a few do."""
    found: dict[str, list[Row]] = defaultdict(list)
    if wanted:
        with engine.stream(tables[ENTERPRISES].select(*_READ)) as batches:
            for batch in batches:
                for row in _met(batch, pa.array(sorted(wanted))):
                    if (word := distinctive_part(row["name"])) in wanted:
                        found[word].append(row)
    return {word: rows for word, rows in found.items() if len(rows) <= MOST_BEARERS}


def _met(batch: pa.RecordBatch, wanted: pa.Array) -> Iterator[Row]:
    """Yield the rows of a batch in whose names a wanted word stands where one may."""
    names = batch.column("name")
    met = pa.array([False] * batch.num_rows)
    for begin in STARTS:
        for length in LENGTHS:
            piece = pc.utf8_slice_codeunits(names, begin, begin + length)
            met = pc.or_(met, pc.is_in(piece, wanted))
    yield from batch.filter(met).to_pylist()


def _parties(engine: Engine, tables: Tables, usccs: Sequence[str]) -> Mapping[str, str]:
    if not usccs:
        return {}
    known = tables[PARTIES]
    chosen = known.filter(known.state == CURRENT).semi_join(values_table("uscc", usccs), "uscc")
    rows = engine.run(chosen.select("uscc", "party")).to_pylist()
    return {row["uscc"]: row["party"] for row in rows}


def _is_others(row: Row, own: Sequence[PartyFacts], day: date) -> bool:
    """Tell whether an enterprise was there before a mark was filed, and is no affiliate.

    One whose day of foundation nobody told is not known to be earlier.
    """
    founded = row["established_on"]
    if founded is None or founded >= day:
        return False
    head = row["legal_representative"]
    return not any(
        each.uscc == row["uscc"] or (head and head == each.legal_representative) for each in own
    )


def _named(row: Row, text: str) -> ProtectedName:
    return ProtectedName("trade_name", text, number=row["uscc"], source=row["name"] or "")
