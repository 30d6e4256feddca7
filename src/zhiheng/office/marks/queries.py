"""Questions to the registers about marks: rows with their states on a day, and whose they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.parties.registers import MENTIONS, PARTIES
from zhiheng.core.browsing.legal_states import UNKNOWN
from zhiheng.core.browsing.records import KEY_SEPARATOR, record_key
from zhiheng.core.declarations.models import Wording
from zhiheng.core.matching.marks.wordless import WITHOUT_WORDS
from zhiheng.office.marks.enums import OWNER, Phase
from zhiheng.office.registers import lake

Row = dict[str, Any]
Key = tuple[str, str]  # number and Nice class
MARKS, STATES = "trademarks", "trademark-states"
HOME = "CN"
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


def marks_of_name(text: str, *, on: date, most: int) -> tuple[list[Mark], int]:
    """Return the marks whose words are a text or hold it, the same ones first, and how many.

    Capitals and small letters are the same.
    """
    wanted = text.strip().lower()
    table = table_of(MARKS)
    words = table.mark_text.lower()
    # `contains` takes the text as it is: its signs of percent are no wild cards.
    found = table.filter(words.contains(wanted)).mutate(other=(words.strip() != wanted))
    total = int(lake.engine().run(found.count().as_table())[0][0].as_py())
    ordered = found.order_by("other", ibis.desc("filing_date"), "number", "nice_class").limit(most)
    rows = _run(ordered)
    return newest_first(_stated(rows, on).values()), total


def table_of(name: str) -> ir.Table:
    """Return a register as it is now."""
    return lake.engine().table(lake.catalogue().register(name))


def versions() -> tuple[int, ...]:
    """Return the versions of the registers that tell whose marks are and where they stand."""
    catalogue = lake.catalogue()
    return tuple(
        lake.engine().version(catalogue.register(each))
        for each in (MARKS, STATES, MENTIONS, PARTIES)
    )


def owners_of(keys: Iterable[Key]) -> dict[Key, list[tuple[str, str]]]:
    """Return the parties that own marks: number of the party and name as written, in order."""
    records = {KEY_SEPARATOR.join(key): key for key in keys}
    if not records:
        return {}
    mentions = lake.rows_with(MENTIONS, "record", list(records))
    own = of_owners(mentions)
    found: dict[Key, list[tuple[str, str]]] = {}
    for row in _run(own.select("record", "party", "name", "position").order_by("position")):
        found.setdefault(records[row["record"]], []).append((row["party"], row["name"]))
    return found


def of_owners(mentions: ir.Table) -> ir.Table:
    """Return those of the mentions of parties that name owners of marks."""
    return mentions.filter(mentions.register == MARKS, mentions.role == OWNER)


def recorded(marks: ir.Table) -> ir.Table:
    """Return rows of the register of marks with the `record` that mentions name them by."""
    return marks.mutate(record=marks.number + KEY_SEPARATOR + marks.nice_class)


def phased(marks: ir.Table, on: date) -> ir.Table:
    """Return rows of the register of marks with where they stand on a day.

    `state`, `starts_on` and `ends_on` are empty where no states are reckoned; `phase` is what the
    status of the source tells then.
    """
    joined = marks.left_join(_lasting(table_of(STATES), on), ["number", "nice_class"])
    chosen = joined.select(*marks.columns, "state", "phase", "starts_on", "ends_on")
    return chosen.mutate(phase=chosen.phase.fill_null(_phase_told(chosen, on)))


def mark_of(row: Row, on: date) -> Mark:
    """Return a row that `phased` gave as a mark."""
    return _reckoned(row, row) if row["state"] else _by_status(row, on)


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
    held = _run(_lasting(lake.rows_with(STATES, "number", numbers), on))
    return {(row["number"], row["nice_class"]): row for row in held}


def _lasting(states: ir.Table, on: date) -> ir.Table:
    """Return those of the states that marks have on a day."""
    begun = states.starts_on.isnull() | (states.starts_on <= ibis.date(on))
    lasts = states.ends_on.isnull() | (states.ends_on > ibis.date(on))
    columns = ("number", "nice_class", "state", "phase", "starts_on", "ends_on")
    return states.filter(begun & lasts).select(*columns)


def _phase_told(marks: ir.Table, on: date) -> ir.StringValue:
    """Return in the engine the phase that `_by_status` finds."""
    lasts = marks.expires_on.isnull() | (marks.expires_on > ibis.date(on))
    return ibis.cases(
        (marks.status.fill_null("") == "", Phase.UNKNOWN.value),
        (marks.status.isin(PENDING), Phase.PENDING.value),
        ((marks.status == REGISTERED) & lasts, Phase.IN_FORCE.value),
        else_=Phase.ENDED.value,
    )


def _words(register: str, column: str, value: str) -> Wording:
    choices = lake.catalogue().register(register).column(column).choices
    return choices.get(value, Wording(zh=value, en=value))


def _rows(register: str, numbers: Collection[str]) -> list[Row]:
    return _run(lake.rows_with(register, "number", numbers)) if numbers else []


def _run(expression: ir.Table) -> list[Row]:
    rows: list[Row] = lake.engine().run(expression).to_pylist()
    return rows
