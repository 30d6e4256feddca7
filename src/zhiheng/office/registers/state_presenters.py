"""Legal states of a record as plain data: the answer for a day, and the line of states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from zhiheng.core.browsing.legal_states import (
    STATES_OF,
    StateOnDay,
    contradiction,
    rule_words,
    state_on,
)
from zhiheng.core.browsing.records import Record
from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.declarations.models import Register
from zhiheng.core.errors import InputError
from zhiheng.core.feeds.cells import read_date
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import as_known, language, said, shown

TONES = {"in_force": "ok", "pending": "role", "grace": "warn", "ended": "off"}


@dataclass(frozen=True)
class StateLine:
    """One interval of the line of states; `now` marks the one that holds on the day asked for."""

    starts_on: str
    ends_on: str
    state: str
    tone: str
    cause: str
    reference: str
    href: str
    announced_on: str
    rule: str
    contradictions: Sequence[str]
    now: bool
    to_come: bool


@dataclass(frozen=True)
class LegalStatus:
    """What a record page says of legal states; `problem` is what was wrong with the day asked."""

    day: str
    known: bool
    in_force: bool
    state: str
    tone: str
    sentences: Sequence[str]
    lines: Sequence[StateLine]
    today: str
    problem: str = ""


def legal_status(record: Record, asked: str, known_on: str) -> LegalStatus | None:
    """Return the legal states of a record and its state on the day asked for, today without one.

    None for records of registers that have no states.
    """
    name = STATES_OF.get(record.register.name)
    if name is None or (name == "trademark-states" and record.values["office"] != "CN"):
        return None
    register = lake.catalogue().register(name)
    today = timezone.localdate()
    day, problem = _day(asked, today)
    begins_on = record.values.get("begins_on")
    answer = state_on(register, record.states, day, begins_on=begins_on)
    return LegalStatus(
        day=day.isoformat(),
        known=bool(answer.state),
        in_force=answer.in_force,
        state=said(answer.words),
        tone=TONES.get(answer.phase, "off"),
        sentences=[said(sentence) for sentence in answer.sentences],
        lines=[_line(register, row, answer, today, known_on) for row in record.states],
        today=today.isoformat(),
        problem=problem,
    )


def answer_json(answer: StateOnDay) -> dict[str, Any]:
    """Return an answer as `--json` and the API give it."""
    return {
        "on": answer.on.isoformat(),
        "state": answer.state or None,
        "phase": answer.phase or None,
        "in_force": answer.in_force,
        "annulled_on": answer.annulled_on.isoformat() if answer.annulled_on else None,
        "sentences": [sentence.model_dump() for sentence in answer.sentences],
    }


def _day(asked: str, today: date) -> tuple[date, str]:
    if not asked:
        return today, ""
    try:
        day = read_date(asked)
        if day is None:
            raise InputError.of("date.impossible", received=asked)
    except InputError as error:
        return today, problem_text(error.problems[0], language())
    return day, ""


def _line(
    register: Register, row: Mapping[str, Any], answer: StateOnDay, today: date, known_on: str
) -> StateLine:
    reference = row["reference"] or ""
    href = ""
    if row["source"] == "document":
        href = as_known(reverse("registers:record", args=("patent-documents", reference)), known_on)
    return StateLine(
        starts_on=str(row["starts_on"] or ""),
        ends_on=str(row["ends_on"] or ""),
        state="".join(shown(register.column("state"), row["state"])),
        tone=TONES[row["phase"]],
        cause="".join(shown(register.column("cause"), row["cause"])),
        reference=reference,
        href=href,
        announced_on=str(row["announced_on"] or ""),
        rule=said(rule_words(row["rule"])) if row["rule"] else "",
        contradictions=[said(contradiction(text)) for text in row["contradictions"] or []],
        now=_holds(row, answer.on),
        to_come=row["starts_on"] is not None and row["starts_on"] > today,
    )


def _holds(row: Mapping[str, Any], day: date) -> bool:
    begun = row["starts_on"] is None or row["starts_on"] <= day
    return begun and (row["ends_on"] is None or day < row["ends_on"])
