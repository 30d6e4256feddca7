"""The states of one patent or mark written in a line, as the drawn tables write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.core.analyses.compiled import computed
from tests.core.lake.stored import packaged
from zhiheng.core.analyses import patent_fold, patent_states, trademark_states
from zhiheng.core.browsing.legal_states import state_on

NUMBER, MARK, CLASS = "201910302430.1", "5123456", "09"


@dataclass(frozen=True)
class State:
    """The state of a right on the day, what brought it about, and what contradicts in it."""

    state: str | None
    cause: str | None
    since: date | None
    until: date | None
    in_force: bool
    contradictions: list[str] | None


def patent_on(right: str, filed: str, granted: str, events: str, on: date) -> State:
    """The state of a patent: `events` are "2018-01-01 专利权的终止 未缴年费" with "; " between."""
    documents = [{"document_number": "CN1A", "stage": "filed"}]
    if granted:
        documents.append(
            {"document_number": "CN1B", "stage": "grant", "publication_date": _day(granted)}
        )
    own = {"application_number": NUMBER, "right": right, "filing_date": _day(filed)}
    rows: dict[str, Any] = {
        "patent-documents": [{**own, **document} for document in documents],
        "legal-events": [{"application_number": NUMBER, **event} for event in _events(events)],
    }
    rows["patents"] = computed(patent_fold.run, patent_fold.INPUTS, rows)
    states = computed(patent_states.run, patent_states.INPUTS, rows)
    return _state("patent-states", states, on)


def mark_on(filed: str, published: str, registered: str, ends: str, events: str, on: date) -> State:
    """The state of a mark: `ends` is the first day after the listed term."""
    mark = {
        "number": MARK,
        "nice_class": CLASS,
        "office": "CN",
        "filing_date": _day(filed),
        "preliminary_publication_date": _day(published),
        "opposition_ends": _window(published),
        "registration_date": _day(registered),
        "begins_on": _day(registered),
        "expires_on": _day(ends),
    }
    told = [{"number": MARK, "nice_class": "00", **event} for event in _events(events)]
    rows = {"trademarks": [mark], "trademark-events": told}
    states = computed(trademark_states.run, trademark_states.INPUTS, rows)
    return _state("trademark-states", states, on)


def _state(name: str, states: list[dict[str, Any]], on: date) -> State:
    states.sort(key=lambda row: row["ordinal"])
    answer = state_on(packaged().register(name), states, on)
    held = next((row for row in states if row["state"] == answer.state and _holds(row, on)), {})
    return State(
        state=answer.state or None,
        cause=held.get("cause"),
        since=held.get("starts_on"),
        until=held.get("ends_on"),
        in_force=answer.in_force,
        contradictions=held.get("contradictions"),
    )


def _holds(row: dict[str, Any], on: date) -> bool:
    begun = row["starts_on"] is None or row["starts_on"] <= on
    return begun and (row["ends_on"] is None or on < row["ends_on"])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _window(published: str) -> date | None:
    """The last day of the opposition window, as the register of marks has it."""
    day = _day(published)
    if day is None:
        return None
    months = packaged().value("trademark-opposition.months", on=day).value
    year, month = divmod(day.year * 12 + day.month - 1 + int(str(months)), 12)
    return date(year, month + 1, min(day.day, 28))


def _events(text: str) -> list[dict[str, Any]]:
    told = []
    for event in filter(None, text.split("; ")):
        day, name, *details = event.split(" ")
        told.append(
            {
                "event_date": date.fromisoformat(day),
                "event": name,
                "details": details[0] if details else "",
            }
        )
    return told
