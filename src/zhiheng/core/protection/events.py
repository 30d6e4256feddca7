"""What an announced event of a mark or patent means to whoever protects it.

Words of events are declared: the parameters `trademark-event.*` and `legal-event.*` say what an
event does, `protection.event-words.*` what an event is about that does nothing yet, such as a
request to invalidate. The first that fits counts. Source of the words: see the parameters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from zhiheng.core.analyses.event_words import fits
from zhiheng.core.declarations.models import Wording
from zhiheng.core.protection.findings import Finding, FindingKind, Severity

SHORT = 20  # characters of details that a sentence takes

# What a known effect is told as. Effects that are no news to an owner are not among them.
MARK_EFFECTS: Mapping[str, tuple[FindingKind, Severity]] = {
    "invalidated": ("invalidation", "high"),
    "invalidated-in-part": ("invalidation", "high"),
    "revoked": ("revocation", "high"),
    "revoked-in-part": ("revocation", "high"),
    "cancelled": ("revocation", "medium"),
    "cancelled-in-part": ("revocation", "medium"),
    "expired": ("state", "high"),
    "refused": ("state", "high"),
    "refused-in-part": ("state", "medium"),
    "opposed": ("opposition", "high"),
    "opposition-closed": ("opposition", "low"),
    "transferred": ("transfer", "medium"),
    "withdrawn": ("state", "medium"),
    "restored": ("state", "low"),
    "renewed": ("state", "low"),
    "registered": ("state", "low"),
}
PATENT_EFFECTS: Mapping[str, tuple[FindingKind, Severity]] = {
    "invalidated": ("invalidation", "high"),
    "partly_invalidated": ("invalidation", "high"),
    "lapsed": ("state", "high"),
    "expired": ("state", "medium"),
    "abandoned": ("state", "medium"),
    "refused": ("state", "medium"),
    "withdrawn": ("state", "medium"),
    "restored": ("state", "low"),
    "granted": ("state", "low"),
}
# What an event is about, though it has no effect yet.
ABOUT: Mapping[FindingKind, Severity] = {
    "invalidation": "high",
    "revocation": "high",
    "opposition": "high",
    "transfer": "medium",
    "pledge": "medium",
}


@dataclass(frozen=True)
class EventWords:
    """Declared words: by effect for marks and patents, by kind of finding for all others."""

    marks: Mapping[str, Sequence[str]]
    patents: Mapping[str, Sequence[str]]
    about: Mapping[FindingKind, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """An event as a register has it; `title` is the mark or the title of the patent."""

    number: str
    title: str
    day: date
    event: str
    details: str = ""
    record: str = ""

    @property
    def told(self) -> str:
        """Return the event with its details, where these are no more than a few words."""
        fits = len(self.details) <= SHORT and self.details not in self.event
        short = self.details if fits else ""
        return f"{self.event}（{short}）" if short else self.event


def mark_event(event: Event, words: EventWords) -> Finding | None:
    """Return what an event of a mark is told as; None where it is no news."""
    return _told(event, words.marks, MARK_EFFECTS, words.about, "trademarks", ("商标", "mark"))


def patent_event(event: Event, words: EventWords) -> Finding | None:
    """Return what an announced event of a patent is told as; None where it is no news."""
    return _told(event, words.patents, PATENT_EFFECTS, words.about, "patents", ("专利", "patent"))


def transfer(event: Event, *, givers: str, takers: str, register: str) -> Finding:
    """Return a transfer that the register of transfers has."""
    return Finding(
        kind="transfer",
        key=f"transfer:{event.number}:{event.day}",
        pair=event.number,
        severity="medium",
        words=Wording(
            zh=f"“{event.title}”（{event.number}）于 {event.day} 转让：{givers} → {takers}。",
            en=f"“{event.title}” ({event.number}) was transferred on {event.day}: "
            f"{givers} → {takers}.",
        ),
        register=register,
        record=event.record,
    )


def pledge(event: Event, *, pledgees: str, released: bool) -> Finding:
    """Return a pledge, or the end of one, that the register of pledges has."""
    zh = "质押登记解除" if released else "办理质押登记"
    en = "was released from a pledge" if released else "was pledged"
    return Finding(
        kind="pledge",
        key=f"pledge:{event.record}:{event.number}:{'released' if released else 'pledged'}",
        pair=event.number,
        severity="low" if released else "medium",
        words=Wording(
            zh=f"“{event.title}”（{event.number}）于 {event.day} {zh}，质权人：{pledgees}。",
            en=f"“{event.title}” ({event.number}) {en} on {event.day}; pledgee: {pledgees}.",
        ),
        register="pledges",
        record=event.record,
    )


def effect_of(event: str, details: str, words: Mapping[str, Sequence[str]]) -> str:
    """Return the first effect whose words fit an event; empty where none does."""
    for effect, entries in words.items():
        if any(fits(event, details, entry) for entry in entries):
            return effect
    return ""


def _told(
    event: Event,
    words: Mapping[str, Sequence[str]],
    effects: Mapping[str, tuple[FindingKind, Severity]],
    about: Mapping[FindingKind, Sequence[str]],
    register: str,
    named: tuple[str, str],
) -> Finding | None:
    effect = effect_of(event.event, event.details, words)
    told = effects.get(effect) or _about(event, about)
    if told is None:
        return None
    kind, severity = told
    return Finding(
        kind=kind,
        # A transfer may be announced by an event and stand in the register of transfers as well.
        key=f"{kind if kind == 'transfer' else 'event'}:{event.number}:{event.day}"
        + ("" if kind == "transfer" else f":{event.event}")[:80],
        pair=event.number,
        severity=severity,
        words=Wording(
            zh=f"{named[0]}“{event.title}”（{event.number}）：{event.day} {event.told}。",
            en=f"The {named[1]} “{event.title}” ({event.number}): {event.told} on {event.day}.",
        ),
        register=register,
        record=event.record or event.number,
        details={"event": event.event, "text": event.details[:200]},
    )


def _about(
    event: Event, about: Mapping[FindingKind, Sequence[str]]
) -> tuple[FindingKind, Severity] | None:
    for kind, entries in about.items():
        if any(entry in event.event for entry in entries):
            return kind, ABOUT[kind]
    return None
