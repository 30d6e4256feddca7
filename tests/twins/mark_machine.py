"""Naive twin of the states of Chinese marks: one step after the other, in plain branches."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

ORDER = [
    "filed", "published", "opposed", "opposition-closed", "window_closed", "registered", "renewed",
    "revoked-in-part", "cancelled-in-part", "invalidated-in-part", "invalidated", "revoked",
    "cancelled", "expired", "refused", "withdrawn", "revival", "restored", "term_ended",
    "grace_ended",
]  # fmt: skip
IN_PART = ("revoked-in-part", "cancelled-in-part", "invalidated-in-part")
ENDINGS = ("invalidated", "revoked", "cancelled", "expired")
DROPPED = ("refused", "withdrawn")
TERM_YEARS, WINDOW_MONTHS, GRACE_MONTHS = 10, 12, 6


@dataclass
class Step:
    cause: str
    day: date | None
    words: str = ""
    is_rule: bool = False


@dataclass
class State:
    name: str
    starts_on: date | None
    cause: str
    ends_on: date | None = None
    told: list[str] = field(default_factory=list)


def months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def steps_of(mark: dict[str, Any], events: list[tuple[str, date, str]]) -> list[Step]:
    """Steps of the list, of the law and of events (effect, day, words)."""
    steps = [Step("filed", mark["filing_date"], is_rule=True)]
    if mark["preliminary_publication_date"]:
        steps.append(Step("published", mark["preliminary_publication_date"]))
    if mark["opposition_ends"]:
        steps.append(Step("window_closed", mark["opposition_ends"] + timedelta(days=1), "", True))
    if mark["registration_date"]:
        steps.append(Step("registered", mark["registration_date"]))
    renewals = sorted((day, words) for effect, day, words in events if effect == "renewed")
    steps += [Step(effect, day, words) for effect, day, words in events if effect != "renewed"]
    end = mark["expires_on"]
    if end:
        known: dict[int, str] = {}
        for day, words in renewals:
            for nth in range(20):
                opens = months_later(months_later(end, -WINDOW_MONTHS), 12 * TERM_YEARS * nth)
                closes = months_later(opens, 12 * TERM_YEARS)
                if opens <= day < closes:
                    known.setdefault(nth, words)
        for nth, words in known.items():
            steps.append(Step("renewed", months_later(end, 12 * TERM_YEARS * nth), words))
        last = months_later(end, 12 * TERM_YEARS * (max(known) + 1)) if known else end
        steps.append(Step("term_ended", last, "", True))
        steps.append(Step("grace_ended", months_later(last, GRACE_MONTHS), "", True))
    return steps


def live(mark: dict[str, Any], steps: list[Step]) -> list[State]:
    """The states in their order."""
    ordered = sorted(steps, key=_place)
    seen: set[tuple[date | None, str]] = set()
    life = _Life(mark["filing_date"], mark["registration_date"], mark["expires_on"])
    states: list[State] = []
    told: list[tuple[int, str]] = []
    for step in ordered:
        if (step.day, step.cause) in seen:
            continue
        seen.add((step.day, step.cause))
        name, code = life.take(step)
        if name:
            states.append(State(name, step.day, step.cause))
        if code and step.day:
            told.append((len(states), f"{step.day} {code} {step.words}"))
    kept: list[State] = []
    early: list[str] = []
    for place, state in enumerate(states):
        later = [each.starts_on for each in states[place + 1 :] if each.starts_on]
        state.ends_on = min(later) if later else None
        if not state.starts_on or not state.ends_on or state.ends_on > state.starts_on:
            kept.append(state)
        here = kept[-1].told if kept else early
        here += [text for number, text in told if number == place + 1]
    kept[0].told += early
    for state in kept:
        state.told.sort()
    return kept


def _place(step: Step) -> tuple[date, int, int, str]:
    first = step.cause == "filed" or step.day is None
    # The list comes before events and rules; it has no words.
    kind = 2 if step.is_rule else int(bool(step.words))
    return (
        date.min if first or step.day is None else step.day,
        ORDER.index(step.cause),
        kind,
        step.words,
    )


@dataclass
class _Life:
    filed: date | None
    registered: date | None
    until: date | None
    has_ended: bool = False
    is_dropped: bool = False
    is_void: bool = False
    was_published: bool = False
    is_opposed: bool = False
    was_cut: bool = False

    def take(self, step: Step) -> tuple[str | None, str | None]:
        """The state a step brings about, and what is contradictory in it."""
        if step.cause == "filed":
            return "filed", None
        assert step.day is not None
        after = self.registered is not None and (
            step.day > self.registered
            or (step.day == self.registered and ORDER.index(step.cause) > ORDER.index("registered"))
        )
        refused, code = self._disbelieved(step, step.day, after=after)
        if refused:
            return None, code
        answer = self._judge(step, after=after)
        self._remember(step.cause)
        return answer

    def _disbelieved(self, step: Step, day: date, *, after: bool) -> tuple[bool, str | None]:
        cause = step.cause
        is_registration = cause == "registered" and day == self.registered
        if self.filed and day < self.filed and not is_registration:
            return True, "before_filing"
        if cause == "registered" and not is_registration:
            return True, None
        if cause in (*ENDINGS, *IN_PART) and self.registered and not after:
            return True, "end_before_registration"
        if cause in (*DROPPED, "opposed") and after:
            return True, "after_registration"
        if cause == "expired" and self.until and day < self.until:
            return True, "expiry_before_term"
        return False, None

    def _remember(self, cause: str) -> None:
        self.is_void |= cause == "invalidated"
        self.was_published |= cause == "published"
        self.was_cut |= cause in IN_PART
        if cause in (*ENDINGS, "grace_ended"):
            self.has_ended = True
        if cause in DROPPED:
            self.is_dropped = True
        if cause == "restored":
            self.has_ended = False
        if cause in ("restored", "revival", "published"):
            self.is_dropped = False
        if cause in ("opposed", "opposition-closed"):
            self.is_opposed = cause == "opposed"

    def _judge(self, step: Step, *, after: bool) -> tuple[str | None, str | None]:
        cause = step.cause
        held = "registered_in_part" if self.was_cut else "registered"
        unknown = "end_without_registration" if not self.registered else None
        if cause == "invalidated":
            return (None, "ended_twice") if self.is_void else (cause, unknown)
        if self.is_void:
            return None, None if step.is_rule else "after_final_end"
        if cause in ("published", "window_closed", "opposed", "opposition-closed", "revival"):
            return self._pending(cause, after=after)
        if cause in DROPPED:
            over = self.is_dropped or self.has_ended
            return (None, "ended_twice") if over else (cause, None)
        if cause == "registered":
            return held, "registered_after_refusal" if self.is_dropped else None
        if cause == "restored":
            return self._restored(held, after=after)
        return self._registered(cause, held, unknown)

    def _registered(
        self, cause: str, held: str, unknown: str | None
    ) -> tuple[str | None, str | None]:
        if cause in IN_PART:
            return (None if unknown or self.has_ended else "registered_in_part"), None
        if self.has_ended:
            return None, "ended_twice" if cause in ("revoked", "cancelled") else None
        states = {"renewed": held, "term_ended": "grace", "grace_ended": "expired"}
        if cause in states:
            return states[cause], None
        return cause, unknown

    def _restored(self, held: str, *, after: bool) -> tuple[str | None, str | None]:
        if after and self.has_ended:
            return held, None
        if not after and (self.is_dropped or self.has_ended):
            return "review", None
        return None, "nothing_to_restore"

    def _pending(self, cause: str, *, after: bool) -> tuple[str | None, str | None]:
        over = after or self.has_ended or self.is_dropped
        if cause == "published":
            if self.is_dropped and not after:
                return "published", "published_after_refusal"
            return (None if over or self.was_published else "published"), None
        if cause == "window_closed":
            return (None if over or self.is_opposed else "unopposed"), None
        if cause == "opposed":
            if over:
                return None, "after_refusal"
            return "opposed", None if self.was_published else "opposed_before_publication"
        if cause == "opposition-closed":
            return (None if over or not self.is_opposed else "unopposed"), None
        return (None if after or not self.is_dropped else "review"), None
