"""Questions to the registers about marks: rows with their states on a day, marks of an owner."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.parties.registers import MENTIONS
from zhiheng.core.browsing.legal_states import UNKNOWN
from zhiheng.core.browsing.records import record_key
from zhiheng.core.declarations.models import Wording
from zhiheng.office.marks.enums import Phase
from zhiheng.office.registers import lake

Row = dict[str, Any]
Key = tuple[str, str]  # number and Nice class
MARKS, STATES = "trademarks", "trademark-states"
HOME = "CN"
WITHOUT_WORDS = ("图形", "图形商标", "图", "无")  # what lists write where a mark has no words
OWNER = "owner"
# What the source's own status says where no states are reckoned: marks of other offices.
PENDING = ("pending", "published", "opposed")
REGISTERED = "registered"


@dataclass(frozen=True)
class Mark:
    """A row of the register of marks with where it stands on a day.

    `state` is a state of `trademark-states`, or the source's status for other offices; `until` the
    first day on which it stands there no longer, None where none is known.
    """

    row: Row
    state: str
    phase: Phase
    words: Wording
    since: date | None = None
    until: date | None = None

    @property
    def key(self) -> Key:
        """Return number and class."""
        return self.row["number"], self.row["nice_class"]

    @property
    def text(self) -> str:
        """Return the words of the mark, "" where it has none."""
        return str(self.row["mark_text"] or "")

    @property
    def words_held(self) -> str:
        """Return the words of the mark, "" also for what lists write where it has none."""
        return "" if self.text.strip() in WITHOUT_WORDS else self.text.strip()

    @property
    def record(self) -> str:
        """Return the key of the record as addresses carry it."""
        return record_key(lake.catalogue().register(MARKS), self.row)

    @property
    def is_foreign(self) -> bool:
        """Tell whether another office than the home one has it."""
        return bool(self.row["office"] != HOME)


def marks_of_keys(keys: Collection[Key], *, on: date) -> dict[Key, Mark]:
    """Return marks by number and class with their states on a day; unknown ones are left out."""
    wanted = set(keys)
    rows = _rows(MARKS, {number for number, _ in wanted})
    return _stated([row for row in rows if (row["number"], row["nice_class"]) in wanted], on)


def marks_of_numbers(numbers: Collection[str], *, on: date) -> dict[Key, Mark]:
    """Return the rows of some marks in all their classes, with their states on a day."""
    return _stated(_rows(MARKS, set(numbers)), on)


def marks_of_party(party: str, *, on: date) -> list[Mark]:
    """Return the marks of which a party is an owner, the newest first."""
    mentions = _table(MENTIONS)
    own = mentions.filter(
        mentions.party == party, mentions.register == MARKS, mentions.role == OWNER
    )
    records = {row["record"] for row in _run(own.select("record").distinct())}
    register = lake.catalogue().register(MARKS)
    numbers = {record.partition("~")[0] for record in records}
    rows = [row for row in _rows(MARKS, numbers) if record_key(register, row) in records]
    return newest_first(_stated(rows, on).values())


def marks_of_name(text: str, *, on: date, most: int) -> tuple[list[Mark], int]:
    """Return the marks whose words are a text or hold it, the same ones first, and how many.

    Capitals and small letters are the same.
    """
    wanted = text.strip().lower()
    table = _table(MARKS)
    words = table.mark_text.lower()
    # `contains` takes the text as it is: its signs of percent are no wild cards.
    found = table.filter(words.contains(wanted)).mutate(other=(words.strip() != wanted))
    total = int(lake.engine().run(found.count().as_table())[0][0].as_py())
    ordered = found.order_by("other", ibis.desc("filing_date"), "number", "nice_class").limit(most)
    rows = _run(ordered)
    return newest_first(_stated(rows, on).values()), total


def owners_of(keys: Iterable[Key]) -> dict[Key, list[tuple[str, str]]]:
    """Return the parties that own marks: number of the party and name as written, in order."""
    records = {"~".join(key): key for key in keys}
    if not records:
        return {}
    mentions = lake.rows_with(MENTIONS, "record", list(records))
    own = mentions.filter(mentions.register == MARKS, mentions.role == OWNER)
    found: dict[Key, list[tuple[str, str]]] = {}
    for row in _run(own.select("record", "party", "name", "position").order_by("position")):
        found.setdefault(records[row["record"]], []).append((row["party"], row["name"]))
    return found


def newest_first(marks: Iterable[Mark]) -> list[Mark]:
    """Return marks by the day of filing, the newest first; those without a day last."""
    return sorted(marks, key=lambda each: (each.row["filing_date"] or date.min, each.key))[::-1]


def is_same_text(one: str, other: str) -> bool:
    """Tell whether two texts differ in nothing but capitals and blanks around them."""
    return one.strip().lower() == other.strip().lower()


def _stated(rows: Sequence[Row], on: date) -> dict[Key, Mark]:
    states = _states({row["number"] for row in rows if row["office"] == HOME}, on)
    found = {}
    for row in rows:
        key = row["number"], row["nice_class"]
        found[key] = _reckoned(row, states[key]) if key in states else _by_status(row, on)
    return found


def _reckoned(row: Row, state: Row) -> Mark:
    words = _words(STATES, "state", state["state"])
    phase = Phase(state["phase"])
    return Mark(row, state["state"], phase, words, state["starts_on"], state["ends_on"])


def _by_status(row: Row, on: date) -> Mark:
    """Return a mark whose states nobody reckons by what its source says."""
    status = row["status"] or ""
    phase = Phase.ENDED
    if not status:
        phase = Phase.UNKNOWN
    elif status in PENDING:
        phase = Phase.PENDING
    elif status == REGISTERED and (row["expires_on"] is None or on < row["expires_on"]):
        phase = Phase.IN_FORCE
    words = _words(MARKS, "status", status) if status else UNKNOWN
    return Mark(row, status, phase, words, row["status_date"], row["expires_on"])


def _states(numbers: Collection[str], on: date) -> dict[Key, Row]:
    """Return the state of marks on a day, by number and class."""
    if not numbers:
        return {}
    table = lake.rows_with(STATES, "number", numbers)
    begun = table.starts_on.isnull() | (table.starts_on <= ibis.date(on))
    lasts = table.ends_on.isnull() | (table.ends_on > ibis.date(on))
    columns = ("number", "nice_class", "state", "phase", "starts_on", "ends_on")
    held = _run(table.filter(begun & lasts).select(*columns))
    return {(row["number"], row["nice_class"]): row for row in held}


def _words(register: str, column: str, value: str) -> Wording:
    choices = lake.catalogue().register(register).column(column).choices
    return choices.get(value, Wording(zh=value, en=value))


def _rows(register: str, numbers: Collection[str]) -> list[Row]:
    return _run(lake.rows_with(register, "number", numbers)) if numbers else []


def _table(name: str) -> ir.Table:
    return lake.engine().table(lake.catalogue().register(name))


def _run(expression: ir.Table) -> list[Row]:
    rows: list[Row] = lake.engine().run(expression).to_pylist()
    return rows
