"""Naive twin of the legal-status machine of patents: one step after the other, no windows.

It says in plain branches what the method notes of `patent_lives` say in words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

ENDINGS = ("invalidated", "expired", "abandoned", "lapsed")
DROPPED = ("refused", "withdrawn")
STAGES = ["filed", "accepted", "published", "examination"]
ORDER = [
    "filed", "accepted", "published", "examination", "granted", "partly_invalidated",
    "invalidated", "expired", "abandoned", "lapsed", "refused", "withdrawn", "restored",
]  # fmt: skip


@dataclass
class Step:
    cause: str
    day: date | None
    announced_on: date | None = None
    words: str = ""
    kind: str = "rule"


@dataclass
class State:
    name: str
    starts_on: date | None
    ends_on: date | None = None
    cause: str = ""
    told: list[str] = field(default_factory=list)


def steps_of(row: dict[str, Any], cut: list[Any], events: list[Any]) -> list[Step]:
    """What happened, from documents and from events with their effects and days."""
    steps = [Step("filed", row["filing_date"])]
    for cause, number, day in (
        ("published", row["publication_number"], row["publication_date"]),
        ("granted", row["grant_number"], row["grant_date"]),
        *(("partly_invalidated", d["document_number"], d["publication_date"]) for d in cut),
    ):
        if number is not None and day is not None:
            steps.append(Step(cause, day, day, number, "document"))
    for effect, day, event in events:
        if effect is not None:
            steps.append(Step(effect, day, event["event_date"], event["event"], "event"))
    return steps


def live(row: dict[str, Any], steps: list[Step], expires_on: date | None = None) -> list[State]:
    """The states in their order; the end of the term only where it is given."""
    if expires_on:
        steps = [*steps, Step("expired", expires_on)]
    filed, granted, until = row["filing_date"], row["grant_date"], row["expires_on"]
    unlikely = set()
    for step in steps:
        earliest = granted or filed
        if step.announced_on is None or step.day == step.announced_on:
            continue
        if step.day > step.announced_on or (earliest and step.day < earliest):
            step.day = step.announced_on
            unlikely.add(id(step))
    steps = sorted(steps, key=_place)
    once = {(step.day, step.cause): step for step in reversed(steps)}
    steps = [step for step in steps if once[step.day, step.cause] is step]
    life = _Life(filed, granted, until)
    states: list[State] = []
    told: list[tuple[int, str]] = []
    for step in steps:
        name, code = life.take(step)
        if code is None and id(step) in unlikely:
            code = "effect_date_unlikely"
        if name is not None:
            states.append(State(name, step.day, cause=step.cause))
        if code is not None and step.day is not None:
            told.append((len(states), f"{step.day} {code} {step.words}"))
    return _lasting(states, told)


def _place(step: Step) -> tuple[date, int, int, str]:
    day = date.min if step.cause == "filed" or step.day is None else step.day
    kind = ["document", "rule", "event"].index(step.kind)
    words = step.words + (str(step.announced_on) if step.announced_on else "")
    return day, ORDER.index(step.cause), kind, words


def _lasting(states: list[State], told: list[tuple[int, str]]) -> list[State]:
    """The states that last at least a day, with what was told during each."""
    kept: list[State] = []
    early: list[str] = []  # told before the first state that lasts
    for place, state in enumerate(states):
        later = [each.starts_on for each in states[place + 1 :] if each.starts_on]
        state.ends_on = min(later) if later else None
        if state.starts_on is None or state.ends_on is None or state.ends_on > state.starts_on:
            kept.append(state)
        here = kept[-1].told if kept else early
        here += [text for number, text in told if number == place + 1]
    kept[0].told += early
    for state in kept:
        state.told.sort()
    return kept


@dataclass
class _Life:
    filed: date | None
    granted: date | None
    until: date | None
    has_ended: bool = False
    is_dropped: bool = False
    is_final: bool = False
    is_void: bool = False
    was_cut: bool = False
    reached: int = 0

    def take(self, step: Step) -> tuple[str | None, str | None]:
        """The state a step brings about, and what is contradictory in it."""
        cause, day = step.cause, step.day
        if cause == "filed":
            return "filed", None
        assert day is not None
        after_grant = self.granted is not None and (
            day > self.granted
            or (day == self.granted and ORDER.index(cause) > ORDER.index("granted"))
        )
        if cause == "granted":
            if day == self.granted:
                return self._grant()
            early = self.filed is not None and day < self.filed
            return None, "before_filing" if early else "granted_twice"
        if self.filed is not None and day < self.filed:
            return None, "before_filing"
        ends = cause in (*ENDINGS, "partly_invalidated") and step.kind != "rule"
        if ends and self.granted is not None and not after_grant:
            return None, "end_before_grant"
        if cause in DROPPED and after_grant:
            return None, "refused_after_grant"
        answer = self._judge(step, after_grant=after_grant)
        self._remember(cause)
        return answer

    def _grant(self) -> tuple[str | None, str | None]:
        if self.is_final:
            return None, "after_final_end"
        return "granted", "grant_after_refusal" if self.is_dropped else None

    def _remember(self, cause: str) -> None:
        if cause in ("invalidated", "expired"):
            self.is_final = True
        if cause == "invalidated":
            self.is_void = True
        if cause in ENDINGS:
            self.has_ended = True
        if cause in DROPPED:
            self.is_dropped = True
        if cause == "restored":
            self.has_ended = self.is_dropped = False
        if cause == "partly_invalidated":
            self.was_cut = True
        if cause in STAGES:
            self.reached = max(self.reached, STAGES.index(cause))

    def _judge(self, step: Step, *, after_grant: bool) -> tuple[str | None, str | None]:
        cause = step.cause
        unknown = "end_without_grant" if self.granted is None else None
        if cause == "invalidated":
            return (None, "ended_twice") if self.is_void else (cause, unknown)
        if cause in STAGES:
            over = after_grant or self.is_dropped or self.has_ended or self.is_final
            ahead = STAGES.index(cause) > self.reached
            return (cause if ahead and not over else None), None
        if self.is_final:
            assert step.day is not None
            confirms = cause == "expired" and self.until is not None and step.day >= self.until
            silent = step.kind == "rule" or (confirms and not self.is_void)
            return None, None if silent else "after_final_end"
        if cause == "restored":
            return self._restore(after_grant=after_grant)
        return self._end(step, unknown)

    def _end(self, step: Step, unknown: str | None) -> tuple[str | None, str | None]:
        if step.cause == "partly_invalidated":
            return (None if self.has_ended or unknown else step.cause), unknown
        if step.cause in ENDINGS and not self.has_ended:
            return step.cause, unknown
        if step.cause in DROPPED and not (self.is_dropped or self.has_ended):
            return step.cause, None
        return None, None if step.kind == "rule" else "ended_twice"

    def _restore(self, *, after_grant: bool) -> tuple[str | None, str | None]:
        if after_grant:
            if not self.has_ended:
                return None, "nothing_to_restore"
            return ("partly_invalidated" if self.was_cut else "granted"), None
        if self.is_dropped or self.has_ended:
            return STAGES[self.reached], None
        return None, "nothing_to_restore"
