"""Earlier marks of others that marks are near.

Texts are compared, each once: a text is near itself and near what an index of the register's texts
finds. Of every near text the earliest marks are read. An earlier mark counts where it was not
refused or withdrawn, and where it is somebody else's; of one owner the nearest is kept. Who had the
same words before that other carries on an own brand, and the other is not earlier.

The index is handed in (`Indexed`), or made of the register's texts. Nothing is earlier than a mark
of which no list tells when it was filed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.parties.mentions import fold_name
from zhiheng.core.engine import Engine
from zhiheng.core.matching.mark_index.building import index_in_memory
from zhiheng.core.matching.mark_index.index import MarkIndex
from zhiheng.core.screening.marks.facts import NearMark
from zhiheng.core.screening.marks.filings import KEY, MarkFilings, words_of
from zhiheng.core.screening.marks.surroundings import chinese
from zhiheng.core.screening.surroundings import Tables, values_table

LEAST_SCORE = 0.7  # below it no two marks are looked at; signals ask for more
MOST_FOUND = 60  # texts near one that are looked at
MOST_EARLIEST = 20  # marks of one text; more say that the text is everybody's
MOST_OWNERS = 12  # earlier owners kept of one mark
GONE = frozenset({"refused", "withdrawn"})
TEXT = "mark_text"


@dataclass(frozen=True)
class Indexed:
    """An index of the register's marks: `keys` are the rows (`number~class`) of its texts."""

    index: MarkIndex
    keys: Sequence[str]


@dataclass(frozen=True)
class EarlierMark:
    """A mark of the register, as far as it has to be known to stand before another."""

    key: str
    day: date
    owners: frozenset[str]  # folded names
    owner: str  # the first, as written


def near_marks(
    engine: Engine,
    tables: Tables,
    filings: MarkFilings,
    texts: Sequence[str],
    *,
    indexed: Indexed | None,
) -> Mapping[str, tuple[NearMark, ...]]:
    """Return for every mark whose words are among `texts` the earlier marks of others near it."""
    if not texts:
        return {}
    near = _near_texts(engine, tables, texts, indexed)
    wanted = {text for found in near.values() for text in found}
    earliest = earliest_marks(engine, tables, wanted)
    columns = (filings.values(name) for name in ("priority_date", "applicants"))
    found: dict[str, tuple[NearMark, ...]] = {}
    for key, words, filed, priority, applicants in zip(
        filings.numbers, filings.words, filings.days, *columns, strict=True
    ):
        if words in near and (day := priority or filed):
            own = frozenset(fold_name(name) for name in applicants)
            days = (each.day for each in earliest.get(words, ()) if own & each.owners)
            found[key] = tuple(_before(near[words], earliest, own, min((*days, day))))
    return found


def _before(
    near: Mapping[str, float],
    earliest: Mapping[str, Sequence[EarlierMark]],
    own: frozenset[str],
    day: date,
) -> Iterator[NearMark]:
    """Yield the earlier marks of others, the nearest first, one of each owner."""
    seen: set[frozenset[str]] = set()
    for text in sorted(near, key=lambda text: (-near[text], text)):
        for each in earliest.get(text, ()):
            is_others = each.owners and own.isdisjoint(each.owners) and each.owners not in seen
            if is_others and each.day < day:
                seen.add(each.owners)
                yield NearMark(each.key, near[text])
                if len(seen) == MOST_OWNERS:
                    return


def _near_texts(
    engine: Engine,
    tables: Tables,
    texts: Sequence[str],
    indexed: Indexed | None,
) -> Mapping[str, Mapping[str, float]]:
    """Return for each text the texts of the register near it, itself among them."""
    near: dict[str, dict[str, float]] = {text: {text: 1.0} for text in texts}
    if indexed is None:
        known = _texts(engine, tables)
        found = index_in_memory(known).nearest_many(texts, limit=MOST_FOUND, at_least=LEAST_SCORE)
        for text, hits in zip(texts, found, strict=True):
            near[text].update((known[hit.row], hit.score) for hit in hits)
        return near
    found = indexed.index.nearest_many(texts, limit=MOST_FOUND, at_least=LEAST_SCORE)
    keys = indexed.keys
    told = {
        text: [(keys[hit.row], hit.score) for hit in hits]
        for text, hits in zip(texts, found, strict=True)
    }
    text_of = _texts_of(engine, tables, {key for each in told.values() for key, _ in each})
    for text, scored in told.items():
        near[text].update((text_of[key], score) for key, score in scored if text_of.get(key))
    return near


def _texts(engine: Engine, tables: Tables) -> list[str]:
    """Return the words of all marks of China, each once."""
    told = chinese(tables).filter(lambda marks: marks[TEXT].length() > 0)
    read = engine.run(told.select(TEXT).distinct().order_by(TEXT))[TEXT].to_pylist()
    return list(dict.fromkeys(filter(None, map(words_of, read))))


def _texts_of(engine: Engine, tables: Tables, keys: Iterable[str]) -> Mapping[str, str]:
    marks = chinese(tables).semi_join(values_table(KEY, keys), KEY)
    rows = engine.run(marks.select(KEY, TEXT)).to_pylist()
    return {row[KEY]: words_of(row[TEXT]) for row in rows}


def earliest_marks(
    engine: Engine, tables: Tables, texts: Iterable[str]
) -> Mapping[str, Sequence[EarlierMark]]:
    """Return the earliest marks of every text, those that were refused or withdrawn left out."""
    marks = chinese(tables).semi_join(values_table(TEXT, texts), TEXT)
    day: ir.DateValue = marks.priority_date.coalesce(marks.filing_date)
    kept = marks.mutate(day=day)
    kept = kept.filter(kept.day.notnull(), ~kept.status.fill_null("").isin(sorted(GONE)))
    window = ibis.window(group_by=kept[TEXT], order_by=[kept.day, kept[KEY]])
    ranked = kept.select(KEY, TEXT, "day", "owners", turn=ibis.row_number().over(window))
    rows = engine.run(ranked.filter(ranked.turn < MOST_EARLIEST).order_by(TEXT, "turn"))
    found: dict[str, list[EarlierMark]] = defaultdict(list)
    row: dict[str, Any]
    for row in rows.to_pylist():
        names = row["owners"] or []
        owners = frozenset(map(fold_name, names))
        found[row[TEXT]].append(EarlierMark(row[KEY], row["day"], owners, next(iter(names), "")))
    return found
