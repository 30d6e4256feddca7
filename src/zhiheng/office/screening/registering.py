"""What a case decided reaches the register of what is confirmed by the door of all rows.

The act writes a `Registration` in its transaction. A task then writes the rows as a table in the
official form, with the number of the case as the notice, and imports it: the file is kept, every
row names it as its source, and the indicators that leave confirmed filings out follow.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from zhiheng.core.browsing.records import KEY_SEPARATOR
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.registers.commands import import_files
from zhiheng.office.screening.filing_names import rows_named
from zhiheng.office.screening.matters import PATENTS, STATE, Matter, heard_in
from zhiheng.office.screening.models import Registration

FOLDER = "registrations"
CONFIRMED, WITHDRAWN, CORRECTED = "认定", "已撤回", "不认定"
Row = dict[str, str]


@dataclass(frozen=True)
class Earlier:
    """What became of filings outside a case: nobody confirms these a second time unasked."""

    confirmed: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()

    @property
    def over(self) -> frozenset[str]:
        """Return all of them."""
        return self.confirmed | self.withdrawn


def row_of(
    number: str, state: str, *, behaviour: str, told: date, decided: date, case: Case
) -> Row:
    """Return one row as the official table of the case's procedure has it."""
    named = number.split(KEY_SEPARATOR)
    cells = (*named, told.isoformat(), behaviour, state, decided.isoformat(), case.number)
    return dict(zip(matter_in(case).headings, cells, strict=True))


def number_of(row: Row, matter: Matter) -> str:
    """Return the filing that a row of the official table is about."""
    return KEY_SEPARATOR.join(row[heading] for heading in matter.headings[: len(matter.key)])


def matter_in(case: Case) -> Matter:
    """Return what the filer of a case is heard about."""
    return heard_in(case.procedure) or PATENTS


def confirmed_elsewhere(case: Case, **which: object) -> set[str]:
    """Return the filings that other cases confirmed and nobody corrected; `which` narrows these."""
    latest = _decided_elsewhere(case, **which)
    return {number for number, state in latest.items() if state == CONFIRMED}


def _decided_elsewhere(case: Case, **which: object) -> dict[str, str]:
    """Return what other cases decided last about each filing: its state as the register has it."""
    alike = Registration.objects.filter(entry__case__procedure=case.procedure, **which)
    others = alike.exclude(entry__case=case).order_by("pk")
    listed = others.values_list("rows", flat=True).iterator(chunk_size=200)
    matter = matter_in(case)
    return {number_of(row, matter): row[STATE] for rows in listed for row in rows}


def confirmed_by_others(numbers: Collection[str], matter: Matter) -> set[str]:
    """Return the filings that the register has as confirmed by no case of this office.

    Such a row came with a list of the national or a provincial office: no city takes it back.
    """
    found = rows_named(matter.confirmed_in, matter, numbers, ("state", "notice"))
    rows = {number: row for number, row in found.items() if row["state"] == "confirmed"}
    own = Case.objects.filter(number__in={row["notice"] or "" for row in rows.values()})
    ours = set(own.values_list("number", flat=True))
    return {number for number, row in rows.items() if row["notice"] not in ours}


def decided_earlier(case: Case, numbers: Collection[str]) -> Earlier:
    """Return which filings other cases or lists have as confirmed or withdrawn, as of now.

    Withdrawn is also what the register of the filings has so. What another case decided counts
    before its rows reach the register.
    """
    asked = set(numbers)
    decided = _decided_elsewhere(case)
    latest = {number: decided[number] for number in asked & decided.keys()}
    confirmed = {number for number, state in latest.items() if state == CONFIRMED}
    confirmed |= confirmed_by_others(asked, matter_in(case))
    withdrawn = {number for number, state in latest.items() if state == WITHDRAWN}
    withdrawn |= _withdrawn_by_others(asked, latest, matter_in(case))
    return Earlier(frozenset(confirmed), frozenset(withdrawn - confirmed))


def _withdrawn_by_others(asked: Collection[str], ours: Collection[str], matter: Matter) -> set[str]:
    """Return what the registers have as withdrawn; rows that cases of this office wrote aside."""

    def withdrawn(register: str, column: str) -> set[str]:
        found = rows_named(register, matter, asked, (column,))
        return {number for number, row in found.items() if row[column] == "withdrawn"}

    told = withdrawn(matter.confirmed_in, "state") - set(ours)
    return told | withdrawn(matter.register, "status")


def want(*, entry: Entry, rows: Sequence[Row]) -> Registration | None:
    """Note what an act has to bring into the register, in the transaction of the act."""
    if not rows:
        return None
    found, _made = Registration.objects.get_or_create(entry=entry, defaults={"rows": list(rows)})
    return found


def register_pending(*, on: datetime) -> int:
    """Bring everything into the register that is not there yet, oldest first; return how many.

    Broken off, it is done again the next time: the same file is written and every row that is
    there already is found unchanged.
    """
    done = 0
    while registration := _next():
        _bring(registration, on=on)
        done += 1
    return done


def pending() -> int:
    """Return how many acts have not reached the register."""
    return Registration.objects.filter(done_at__isnull=True).count()


def _next() -> Registration | None:
    waiting = Registration.objects.filter(done_at__isnull=True)
    return waiting.select_related("entry__case").first()


def _bring(registration: Registration, *, on: datetime) -> None:
    register = matter_in(registration.entry.case).confirmed_in
    run, _report = import_files(
        paths=[str(_write(registration))], by=system_operator(), on=on, register=register
    )
    Registration.objects.filter(pk=registration.pk).update(imported=run.pk, done_at=timezone.now())


def _write(registration: Registration) -> Path:
    """Write the table of an act; the same again where it was broken off."""
    folder: Path = settings.ZHIHENG.home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{registration.entry.case.number}-{registration.entry_id}.csv"
    part = path.with_suffix(".part")
    headings = matter_in(registration.entry.case).headings
    part.write_text(_table(registration.rows, headings), encoding="utf-8")
    part.replace(path)
    return path


def _table(rows: Iterable[Row], headings: Sequence[str]) -> str:
    told = io.StringIO()
    writer = csv.DictWriter(told, headings, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return told.getvalue()
