"""Marks that imports brought, held against the names of the list.

The new marks lie in an index of their own while they are looked at: it is built once and asked
once a name, however many marks and names there are.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from zhiheng.core.characters import fold
from zhiheng.core.declarations.models import Wording
from zhiheng.core.matching.goods.relation import GoodsRelation
from zhiheng.core.matching.mark_index.building import build_index
from zhiheng.core.matching.mark_index.index import MarkIndex
from zhiheng.core.matching.marks.comparison import MarkComparison
from zhiheng.core.matching.marks.marks import compare_marks
from zhiheng.core.matching.organisation_name import parse_organisation_name
from zhiheng.core.protection.findings import Finding
from zhiheng.core.protection.nearness import (
    Name,
    NearLimits,
    NewMark,
    concerns,
    near_finding,
)
from zhiheng.core.terms.engine import corresponding_day
from zhiheng.office.protection import limits, reading
from zhiheng.office.protection.enums import NAMES, AlertKind, AlertState, EntryKind, Severity
from zhiheng.office.protection.models import OWNERS_PARTED, Alert, Entry
from zhiheng.office.protection.reading import MARKS, Row
from zhiheng.office.protection.rights import SLACK, Holding
from zhiheng.office.registers import goods

SHORTEST_TRADE_NAME = 2
CHUNK = 200_000  # new marks that are looked at together


@dataclass
class New:
    """Marks that are new, with when they were imported."""

    marks: list[NewMark] = field(default_factory=list)
    imported_at: list[dt.datetime] = field(default_factory=list)


@dataclass
class Outcome:
    """What a look at new marks brought; `more` names had more near marks than are alerted."""

    found: list[tuple[Entry, Finding]] = field(default_factory=list)
    marks: int = 0
    more: int = 0


def near_marks(entries: Sequence[Entry], holding: Holding, *, after: str, on: dt.date) -> Outcome:
    """Hold what imports after one brought against the names of some entries."""
    reach = limits.reach(on=on)
    names = names_of(entries, holding, most=reach.enterprise_marks)
    outcome = Outcome()
    if not names:
        return outcome
    filed_from, _ = corresponding_day(on, -reach.months)
    near = limits.near_limits(on=on)
    for new in _chunks(after, filed_from, on):
        outcome.marks += len(new.marks)
        with _index(new) as index:
            for entry, name in names:
                _look(entry, name, new, index, near, reach.most, outcome)
    return outcome


def published_since(entries: Sequence[Entry], *, on: dt.date) -> Iterator[tuple[Entry, Finding]]:
    """Yield near marks that were alerted when they were filed and can be opposed now.

    Within as many months as marks are compared in: no alert is looked into for ever.
    """
    by_pk = {entry.pk: entry for entry in entries}
    since, _ = corresponding_day(on, -limits.reach(on=on).months)
    waiting = Alert.objects.filter(
        kind=AlertKind.NEAR, entry__in=by_pk, deadline__isnull=True, made_at__date__gte=since
    ).exclude(state=AlertState.NOT_RELEVANT)
    alerts = list(waiting)
    rows = {row["number"]: row for row in reading.mark_rows([each.pair for each in alerts])}
    for alert in alerts:
        row = rows.get(alert.pair)
        published = row["preliminary_publication_date"] if row else None
        if row is None or published is None:
            continue
        ends = limits.opposition_ends(published)
        if ends >= on and row["status"] not in reading.DEAD:
            yield by_pk[alert.entry_id], _published(alert, row, published, ends)


def names_of(entries: Sequence[Entry], holding: Holding, *, most: int) -> list[tuple[Entry, Name]]:
    """Return the names that entries protect: their words, an enterprise's marks and trade name."""
    parties = holding.parties
    known = reading.names_of({*parties.values()} - {""})
    found = []
    for entry in entries:
        owners = frozenset(map(fold, _owner_names(entry, known.get(parties[entry.pk], ()))))
        if entry.kind in NAMES:
            found.append((entry, _name(entry, holding, owners)))
        elif entry.kind == EntryKind.ENTERPRISE:
            found += [(entry, name) for name in _of_enterprise(entry, holding, owners, most)]
    return found


def _owner_names(entry: Entry, known: Sequence[str]) -> list[str]:
    asked = [entry.organisation.name] if entry.organisation else []
    own = [entry.text] if entry.kind == EntryKind.ENTERPRISE else []
    return [name for name in (*known, *entry.owner.split(OWNERS_PARTED), *asked, *own) if name]


def _name(entry: Entry, holding: Holding, owners: frozenset[str]) -> Name:
    rows = holding.mark_rows.get(entry.number, [])
    return Name(
        kind=entry.kind,
        text=entry.text,
        number=entry.number,
        classes=entry.nice_classes,
        goods="；".join(row["goods"] for row in rows if row["goods"]),
        owners=owners | {fold(owner) for row in rows for owner in row["owners"] or ()},
        filed_on=min((row["filing_date"] for row in rows if row["filing_date"]), default=None),
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        well_known=entry.well_known,
    )


def _of_enterprise(
    entry: Entry, holding: Holding, owners: frozenset[str], most: int
) -> Iterator[Name]:
    """Yield the words of an enterprise's marks, each once, and the distinctive part of its name."""
    by_text: dict[str, list[Row]] = defaultdict(list)
    for number, held_by in sorted(holding.marks.items()):
        if entry in held_by:
            for row in holding.mark_rows.get(number, ()):
                if row["mark_text"] and row["status"] not in reading.DEAD:
                    by_text[row["mark_text"]].append(row)
    for text, rows in list(by_text.items())[:most]:
        yield Name(
            kind="mark",
            text=text,
            number=rows[0]["number"],
            classes=sorted({row["nice_class"] for row in rows}),
            goods="；".join(row["goods"] for row in rows if row["goods"]),
            owners=owners,
            filed_on=min((row["filing_date"] for row in rows if row["filing_date"]), default=None),
        )
    trade_name = parse_organisation_name(entry.text).distinctive
    if len(trade_name) >= SHORTEST_TRADE_NAME and trade_name not in by_text:
        yield Name(kind="trade_name", text=trade_name, owners=owners)


def _chunks(after: str, filed_from: dt.date, on: dt.date) -> Iterator[New]:
    """Yield the new marks, the classes of one number together, as many as memory takes."""
    new = New()
    rows: list[Row] = []
    for batch in reading.new_marks(after=after, filed_from=filed_from):
        for row in batch:
            if rows and rows[0]["number"] != row["number"]:
                _add(new, rows, on)
                rows = []
                if len(new.marks) >= CHUNK:
                    yield new
                    new = New()
            rows.append(row)
    if rows:
        _add(new, rows, on)
    if new.marks:
        yield new


@contextlib.contextmanager
def _index(new: New) -> Iterator[MarkIndex]:
    with tempfile.TemporaryDirectory(prefix="protection-", dir=_scratch()) as folder:
        yield build_index([mark.text for mark in new.marks], Path(folder))


def _scratch() -> Path:
    scratch: Path = settings.ZHIHENG.home / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    return scratch


def _look(
    entry: Entry, name: Name, new: New, index: MarkIndex, near: NearLimits, most: int,
    outcome: Outcome,
) -> None:  # fmt: skip
    """Note the new marks that are near a name; those imported before it was listed are no news."""
    begun = (entry.decided_at or entry.asked_at) - SLACK
    rows = _concerning(name, new, index, begun, most=most, at_least=near.least[name.kind])
    outcome.more += len(rows) > most
    for row in rows[:most]:
        told = near_finding(name, new.marks[row], near, _compare, _relate)
        if told:
            outcome.found.append((entry, told))


def _concerning(
    name: Name, new: New, index: MarkIndex, begun: dt.datetime, *, most: int, at_least: float
) -> list[int]:
    """Return the new marks near a name that could concern it, one more than `most` at least.

    An owner who files its own mark for everything leaves no room for others in a few hits: more
    are asked for until enough of others' are among them, or there are no more.
    """
    limit = most + 1
    while True:
        hits = index.nearest(name.text, limit=limit, at_least=at_least)
        rows = [
            hit.row
            for hit in hits
            if new.imported_at[hit.row] >= begun and concerns(name, new.marks[hit.row])
        ]
        if len(rows) > most or len(hits) < limit:
            return rows
        limit *= 4


def _compare(one: str, other: str, nice_classes: Sequence[str]) -> MarkComparison:
    return compare_marks(one, other, nice_classes=nice_classes)


def _relate(name: Name, mark: NewMark) -> GoodsRelation:
    table = goods.goods_table()
    own = table.read(name.goods, classes=name.classes)
    return table.relate(own, table.read(mark.goods, classes=mark.classes))


def _published(alert: Alert, row: Row, published: dt.date, ends: dt.date) -> Finding:
    text, number = row["mark_text"], row["number"]
    return Finding(
        kind="near_published",
        key=f"published:{number}:{published}",
        pair=number,
        severity="high" if alert.severity == Severity.HIGH else "medium",
        words=Wording(
            zh=f"近似商标“{text}”（{number}）于 {published} 初步审定公告，异议期至 {ends}。",
            en=f"The near mark “{text}” ({number}) was preliminarily published on {published}; "
            f"the opposition window ends on {ends}.",
        ),
        register=MARKS,
        record=alert.record,
        deadline=ends,
        score=alert.score,
        details=alert.details,
    )


def _add(new: New, rows: Sequence[Row], on: dt.date) -> None:
    first = rows[0]
    published = first["preliminary_publication_date"]
    ends = limits.opposition_ends(published) if published else None
    new.imported_at.append(max(row["imported_at"] for row in rows))
    new.marks.append(
        NewMark(
            number=first["number"],
            text=first["mark_text"],
            record=f"{first['number']}~{first['nice_class']}",
            classes=[row["nice_class"] for row in rows],
            goods="；".join(row["goods"] for row in rows if row["goods"]),
            owners=first["owners"] or [],
            filed_on=first["filing_date"],
            opposition_ends=ends if ends and ends >= on else None,
        )
    )
