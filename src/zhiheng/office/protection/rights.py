"""What happened to the rights that entries protect, and which of their terms end soon.

An entry's rights are the one it names, and all marks and patents of a key enterprise. Everything
is asked of the registers anew each time; what was told before has a key that is known.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from zhiheng.core.browsing.privacy import mask_name, mask_text
from zhiheng.core.declarations.models import Wording
from zhiheng.core.protection import events, lapses
from zhiheng.core.protection.events import Event, EventWords
from zhiheng.core.protection.findings import Finding
from zhiheng.core.protection.lapses import LapseLimits, MarkTerm, PatentTerm
from zhiheng.core.terms.engine import corresponding_day
from zhiheng.office.protection import limits, reading
from zhiheng.office.protection.enums import AlertKind, EntryKind
from zhiheng.office.protection.models import Alert, Entry
from zhiheng.office.protection.reading import MARKS, PATENTS, Row
from zhiheng.office.registers import lake

# An import may have begun before an entry was decided that it was meant for.
SLACK = dt.timedelta(days=1)
FIRST_NAMED = 5  # of several filings told in one sentence
Told = tuple[Entry, Finding]


@dataclass
class Holding:
    """The rights of all entries: whose each number is, and the rows of the registers.

    `parties` are those of the entries, by entry.
    """

    parties: Mapping[int, str] = field(default_factory=dict)
    marks: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    patents: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    mark_rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    patent_rows: dict[str, Row] = field(default_factory=dict)

    def title_of(self, number: str) -> str:
        """Return what a right is called, its number where it has no name."""
        if number in self.mark_rows:
            texts = (row["mark_text"] for row in self.mark_rows[number])
            return next((text for text in texts if text), number)
        row = self.patent_rows.get(number)
        return str(row["title"] or number) if row else number

    def entries_of(self, number: str) -> list[Entry]:
        """Return the entries that protect a right."""
        return [*self.marks.get(number, ()), *self.patents.get(number, ())]

    @property
    def numbers(self) -> list[str]:
        """Return the numbers of all rights."""
        return sorted({*self.marks, *self.patents})


def holding_of(entries: Sequence[Entry]) -> Holding:
    """Return the rights of some entries with their rows."""
    found = Holding(parties_of(entries))
    enterprises = [entry for entry in entries if entry.kind == EntryKind.ENTERPRISE]
    for entry in entries:
        if entry.kind == EntryKind.MARK and entry.number:
            found.marks[entry.number].append(entry)
        elif entry.kind == EntryKind.PATENT:
            found.patents[entry.number].append(entry)
    of_parties = reading.rights_of({found.parties[entry.pk] for entry in enterprises} - {""})
    for entry in enterprises:
        for register, numbers in of_parties.get(found.parties[entry.pk], {}).items():
            held = found.marks if register == MARKS else found.patents
            for number in numbers:
                held[number].append(entry)
    for row in reading.mark_rows(found.marks):
        found.mark_rows[row["number"]].append(row)
    found.patent_rows = {
        row["application_number"]: row for row in reading.patent_rows(found.patents)
    }
    return found


def parties_of(entries: Sequence[Entry]) -> Mapping[int, str]:
    """Return the party of each entry, "" where none is known.

    Enterprises that are known by their credit code alone are looked up.
    """
    found = {entry.pk: entry.party for entry in entries}
    coded = {
        entry.pk: entry.number
        for entry in entries
        if entry.kind == EntryKind.ENTERPRISE and entry.number and not entry.party
    }
    known = reading.parties_by_code(coded.values())
    return {**found, **{pk: known.get(code, "") for pk, code in coded.items()}}


def findings_of(holding: Holding, *, on: dt.date) -> Iterator[Told]:
    """Yield everything that is to be told of the rights on a day, with its entry."""
    yield from _lapses(holding, limits.lapse_limits(on=on), on)
    yield from _filings(holding)
    months = limits.reach(on=on).months
    since, _ = corresponding_day(on, -months)
    yield from _events(holding, limits.event_words(on=on), since)
    yield from _dealings(holding, since)


def _lapses(holding: Holding, allowed: LapseLimits, on: dt.date) -> Iterator[Told]:
    for number, entries in holding.marks.items():
        term = _mark_term(number, holding.mark_rows.get(number, []))
        told = lapses.mark_lapse(term, allowed, on=on) if term else None
        if told:
            yield from ((entry, told) for entry in entries)
    calendar = lake.working_days()
    for number, entries in holding.patents.items():
        row = holding.patent_rows.get(number)
        found = lapses.patent_lapses(_patent_term(row), allowed, calendar, on=on) if row else []
        for finding in found:
            for entry in entries:
                # The fees of an enterprise are told by month below, not one by one.
                if entry.kind == EntryKind.PATENT or not finding.key.startswith("fee:"):
                    yield entry, finding
    yield from _fees_of_enterprises(holding, allowed, on)


def _fees_of_enterprises(holding: Holding, allowed: LapseLimits, on: dt.date) -> Iterator[Told]:
    terms: dict[int, list[PatentTerm]] = defaultdict(list)
    entries: dict[int, Entry] = {}
    for number, held_by in holding.patents.items():
        row = holding.patent_rows.get(number)
        for entry in held_by:
            if row and entry.kind == EntryKind.ENTERPRISE:
                terms[entry.pk].append(_patent_term(row))
                entries[entry.pk] = entry
    for pk, of_entry in terms.items():
        told = lapses.fees_of_month(of_entry, allowed, lake.working_days(), on=on)
        if told:
            yield entries[pk], told


def _filings(holding: Holding) -> Iterator[Told]:
    """Yield new filings of enterprises that were not told yet, all of a register together."""
    entries: dict[int, Entry] = {}
    brought: dict[tuple[int, str], list[str]] = defaultdict(list)
    first_rows = {number: rows[0] for number, rows in holding.mark_rows.items() if rows}
    for register, held, rows in (
        (MARKS, holding.marks, first_rows),
        (PATENTS, holding.patents, holding.patent_rows),
    ):
        for number, held_by in held.items():
            row = rows.get(number)
            for entry in held_by:
                if row and entry.kind == EntryKind.ENTERPRISE and _filed_since(entry, row):
                    entries[entry.pk] = entry
                    brought[entry.pk, register].append(number)
    told = _filings_told(entries)
    for (pk, register), numbers in brought.items():
        new = [number for number in sorted(numbers) if number not in told[pk]]
        if new:
            yield entries[pk], _filed(register, new, holding)


def _filings_told(entries: Iterable[int]) -> Mapping[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    told = Alert.objects.filter(entry__in=list(entries), kind=AlertKind.FILING)
    for pk, details in told.values_list("entry", "details"):
        found[pk].update(details["numbers"])
    return found


def _filed_since(entry: Entry, row: Row) -> bool:
    """Tell whether a right was filed after its owner was put on the list, and imported then."""
    begun = entry.decided_at or entry.asked_at
    filed = row["filing_date"]
    return bool(
        filed and filed >= timezone.localdate(begun) and row["imported_at"] >= begun - SLACK
    )


def _filed(register: str, numbers: Sequence[str], holding: Holding) -> Finding:
    named = "、".join(f"{holding.title_of(n)}（{n}）" for n in numbers[:FIRST_NAMED])
    more = len(numbers) - FIRST_NAMED
    kind = ("商标", "marks") if register == MARKS else ("专利", "patents")
    return Finding(
        kind="filing",
        key=f"filing:{register}:{numbers[0]}:{len(numbers)}",
        pair=numbers[0],
        severity="low",
        words=Wording(
            zh=f"新申请{kind[0]} {len(numbers)} 件：{named}{' 等' if more > 0 else ''}。",
            en=f"{len(numbers)} new {kind[1]} were filed: {named}{' …' if more > 0 else ''}.",
        ),
        register=register,
        record=_record(register, numbers[0], holding),
        details={"numbers": list(numbers)},
    )


def _record(register: str, number: str, holding: Holding) -> str:
    rows = holding.mark_rows.get(number)
    return f"{number}~{rows[0]['nice_class']}" if register == MARKS and rows else number


def _events(holding: Holding, words: EventWords, since: dt.date) -> Iterator[Told]:
    of_marks = ("trademark-events", "number", holding.marks)
    for row in reading.events_of(*of_marks, day="event_date", since=since):
        event = _event(holding, row["number"], row)
        yield from _for_entries(holding, row, events.mark_event(event, words))
    of_patents = ("legal-events", "application_number", holding.patents)
    for row in reading.events_of(*of_patents, day="event_date", since=since):
        event = _event(holding, row["application_number"], row)
        yield from _for_entries(holding, row, events.patent_event(event, words))


def _event(holding: Holding, number: str, row: Row) -> Event:
    register = MARKS if number in holding.mark_rows else PATENTS
    return Event(
        number=number,
        title=holding.title_of(number),
        day=row["event_date"],
        event=row["event"] or "",
        details=mask_text(row["details"] or ""),  # a sentence is told to everybody
        record=_record(register, number, holding),
    )


def _dealings(holding: Holding, since: dt.date) -> Iterator[Told]:
    transferred = ("transfers", "right_number", holding.numbers)
    for row in reading.events_of(*transferred, day="effective_on", since=since):
        number = row["right_number"]
        day = row["announced_on"] or row["effective_on"]
        record = f"{number}~{row['effective_on']}"
        event = Event(number, holding.title_of(number), day, "", record=record)
        told = events.transfer(
            event,
            givers=_names(row["transferors"]),
            takers=_names(row["transferees"]),
            register="transfers",
        )
        yield from _for_entries(holding, row, told)
    for row in reading.pledges_of(holding.numbers):
        yield from _pledged(holding, row, since)


def _pledged(holding: Holding, row: Row, since: dt.date) -> Iterator[Told]:
    days = ((row["pledged_from"], False), (row["released_on"], True))
    for day, released in days:
        for number in row["right_numbers"] or ():
            if day is None or day < since:
                continue
            event = Event(
                number, holding.title_of(number), day, "", record=row["registration_number"]
            )
            told = events.pledge(event, pledgees=_names(row["pledgees"]), released=released)
            yield from _for_entries(holding, row, told, number=number)


def _names(names: Sequence[str] | None) -> str:
    """Return names as a sentence tells them to everybody: private persons masked."""
    return "、".join(map(mask_name, names or ())) or "—"


def _for_entries(
    holding: Holding, row: Row, finding: Finding | None, *, number: str = ""
) -> Iterator[Told]:
    """Yield a finding for the entries that were on the list when its row was imported."""
    if finding is None:
        return
    for entry in holding.entries_of(number or finding.pair):
        if row["imported_at"] >= (entry.decided_at or entry.asked_at) - SLACK:
            yield entry, finding


def _mark_term(number: str, rows: Iterable[Row]) -> MarkTerm | None:
    """Return the term of a mark that is registered; its classes share it."""
    alive = [row for row in rows if row["begins_on"] and row["term_to"]]
    if not alive:
        return None
    ceased = [row["ceased_on"] for row in alive]
    return MarkTerm(
        number=number,
        text=next((row["mark_text"] for row in alive if row["mark_text"]), number),
        classes=[row["nice_class"] for row in alive],
        record=f"{number}~{alive[0]['nice_class']}",
        last_day=max(row["term_to"] for row in alive),
        ceased_on=max(ceased) if all(ceased) else None,
    )


def _patent_term(row: Mapping[str, object]) -> PatentTerm:
    days = {name: row[name] for name in ("filing_date", "grant_date", "ceased_on", "expires_on")}
    read = {name: day if isinstance(day, dt.date) else None for name, day in days.items()}
    return PatentTerm(
        number=str(row["application_number"]),
        title=str(row["title"] or row["application_number"]),
        filed_on=read["filing_date"],
        granted_on=read["grant_date"],
        ceased_on=read["ceased_on"],
        expires_on=read["expires_on"],
    )
