"""Screenings and lists of findings as plain data for templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.core.browsing.privacy import mask_name
from zhiheng.core.declarations.models import LegalSource, Wording
from zhiheng.core.errors import PersonError, Problem
from zhiheng.core.screening.leads import Fact, sentence_of
from zhiheng.office.parties.queries import party_row
from zhiheng.office.registers import lake
from zhiheng.office.registers.exports import Table
from zhiheng.office.registers.presenters import division_name, language, said
from zhiheng.office.screening import law
from zhiheng.office.screening.enums import FindingState, RunState, ScopeKind
from zhiheng.office.screening.masking import masked_facts
from zhiheng.office.screening.matters import behaviour_order
from zhiheng.office.screening.models import Finding, Ring, Run, Work
from zhiheng.office.web import failures

RUN_BADGES: Mapping[str, str] = {
    RunState.QUEUED: "off",
    RunState.RUNNING: "role",
    RunState.DONE: "ok",
    RunState.FAILED: "warn",
    RunState.INTERRUPTED: "warn",
}
BADGES: Mapping[str, str] = {
    FindingState.OPEN: "warn",
    FindingState.ASKED: "role",
    FindingState.CONFIRMED: "bad",
    FindingState.DISMISSED: "ok",
    FindingState.REFERRED: "role",
    FindingState.WITHDRAWN: "ok",
    FindingState.GONE: "off",
}
STRONG, MEDIUM = 0.8, 0.5
OWN_SOURCE = "office setting"
NUMERALS = "一二三四五六七八九十"
FIRST_FINDINGS = 25  # of a screening, on its page; the list has all


@dataclass(frozen=True)
class FindingLine:
    """A finding in a list."""

    pk: int
    href: str
    title: str
    signal: str
    behaviour: str
    item: str
    behaviour_title: str
    sentence: str
    strength: float
    strength_word: str
    size: int
    division: str
    state: str
    badge: str
    ring: int | None


@dataclass(frozen=True)
class RingLine:
    """A ring in a list, or at the head of its page."""

    ring: Ring
    title: str
    behaviours: Sequence[tuple[str, str]]
    strength_word: str
    filings: int
    parties: int


@dataclass(frozen=True)
class RunLine:
    """A screening in a list, or at the head of its page."""

    run: Run
    what: str
    badge: str
    step: str
    failure: Sequence[str]
    seconds: float | None


@dataclass(frozen=True)
class StateCount:
    """How many findings are in a state, with the way to them."""

    label: str
    number: int
    href: str


@dataclass(frozen=True)
class SparedLine:
    """A lead that a screening did not tell, with the reason."""

    title: str
    signal: str
    sentence: str
    size: int
    why: str
    words: str
    filings: Sequence[str]


def finding_lines(findings: Iterable[Finding], *, unmasked: bool) -> list[FindingLine]:
    """Return findings as lines."""
    return [_line(each, unmasked=unmasked) for each in findings]


def _line(finding: Finding, *, unmasked: bool) -> FindingLine:
    words = law.behaviours().on(finding.behaviour, day_of(finding))
    return FindingLine(
        pk=finding.pk,
        href=reverse("screening:finding", args=(finding.pk,)),
        title=finding.title or finding.subject,
        signal=signal_title(finding.signal),
        behaviour=finding.behaviour,
        item=item_words(finding.behaviour),
        behaviour_title=said(words.title),
        sentence=sentence_shown(finding.signal, finding.facts, unmasked=unmasked),
        strength=finding.strength,
        strength_word=strength_word(finding.strength),
        size=finding.size,
        division=division_name(finding.division) if finding.division else "",
        state=str(finding.get_state_display()),
        badge=BADGES[finding.state],
        ring=finding.ring_id,
    )


def day_of(finding: Finding) -> date:
    """Return the day whose law a finding is told in: of its last filing where that counts."""
    told = str(finding.facts.get("last_filed") or "")
    return date.fromisoformat(told[:10]) if told else timezone.localdate()


def source_words(source: LegalSource) -> str:
    """Return where something comes from: an instrument with its article, or the office itself."""
    if source.instrument == OWN_SOURCE:
        return _("set by the office")
    article = source.article
    if article.isdigit():
        article = pgettext("law", "art. %(number)s") % {"number": article}
    return f"{source.instrument} {article}".strip()


def item_words(behaviour: str) -> str:
    """Return the item of the article that names a behaviour, as the law numbers it.

    Of marks, the situation as the examination guide numbers it.
    """
    _prefix, place = behaviour_order(behaviour)
    number = str(place) if language().startswith("en") else NUMERALS[place - 1]
    words = _("situation %(number)s") if behaviour in _SITUATIONS else _("item %(number)s")
    return words % {"number": number}


_SITUATIONS = frozenset(f"TM-{number}" for number in range(1, 11))


def ring_lines(rings: Iterable[Ring], *, day: date) -> list[RingLine]:
    """Return rings as lines, their behaviours in the words of a day."""
    return [
        RingLine(
            ring=each,
            title=each.title or each.key,
            behaviours=[
                (item_words(name), said(law.behaviours().on(name, day).title))
                for name in sorted(each.behaviours, key=behaviour_order)
            ],
            strength_word=strength_word(each.strength),
            filings=len(each.filings),
            parties=len(each.parties),
        )
        for each in rings
    ]


def state_counts(counts: Mapping[str, int], about: str) -> list[StateCount]:
    """Return how many findings are in each state that has any, not judged ones always."""
    address = reverse("screening:findings")
    return [
        StateCount(str(state.label), counts[state], f"{address}?about={about}&state={state.value}")
        for state in FindingState
        if counts[state] or state == FindingState.OPEN
    ]


def signal_title(name: str) -> str:
    """Return what a signal is called; its name where it is not declared any more."""
    declared = law.declared().signals.get(name)
    return said(declared.title) if declared else name


def sentence_shown(signal: str, facts: Mapping[str, Fact], *, unmasked: bool) -> str:
    """Return the sentence of a lead; private persons are masked unless the viewer sees them."""
    declared = law.declared().signals.get(signal)
    if declared is None:
        return ""
    return said(sentence_of(facts if unmasked else masked_facts(facts), declared))


def strength_word(strength: float) -> str:
    """Return a strength in one word."""
    if strength >= STRONG:
        return pgettext("strength", "strong")
    return pgettext("strength", "medium") if strength >= MEDIUM else pgettext("strength", "weak")


def run_line(run: Run) -> RunLine:
    """Return a screening in words."""
    ended = run.finished_at and run.started_at
    return RunLine(
        run=run,
        what=scope_words(run.kind, run.scope),
        badge=RUN_BADGES[run.state],
        step=step_words(run),
        failure=problem_texts(run.failure),
        seconds=(run.finished_at - run.started_at).total_seconds() if ended else None,  # type: ignore[operator]
    )


def step_words(work: Work) -> str:
    """Return what is done at present."""
    steps = {
        "gathering": _("reading the filings and what is known of them"),
        "rings": _("joining what hangs together"),
        "keeping": _("storing what was found"),
        "comparing": _("comparing marks with earlier ones"),
    }
    if not work.step:
        return _("waiting for the background worker")
    return steps.get(work.step) or signal_title(work.step)


def scope_words(kind: str, scope: Mapping[str, str]) -> str:
    """Return what is screened in words."""
    words = [str(ScopeKind(kind).label)]
    words += [_party_name(scope[name]) for name in ("party", "agency") if scope.get(name)]
    words += [scope["import_id"]] if scope.get("import_id") else []
    if scope.get("first") or scope.get("last"):
        words.append(f"{scope.get('first', '…')} – {scope.get('last', '…')}")
    return " · ".join(words)


def _party_name(party: str) -> str:
    try:
        return mask_name(str(party_row(party)["name"]))
    except PersonError:
        return party


def spared_lines(run: Run, *, unmasked: bool) -> list[SparedLine]:
    """Return the leads that a screening did not tell."""
    return [
        SparedLine(
            title=each["title"],
            signal=signal_title(each["signal"]),
            sentence=sentence_shown(each["signal"], each["facts"], unmasked=unmasked),
            size=each["size"],
            why=why_words(each["why"]),
            words=said(Wording(**each["words"])),
            filings=each["filings"],
        )
        for each in run.spared
    ]


def limits_used(run: Run) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the limits that a screening used: of each signal the titles and values."""
    return [
        (signal_title(signal), [_limit_used(signal, *each) for each in sorted(values.items())])
        for signal, values in run.limits.items()
    ]


def _limit_used(signal: str, name: str, value: float) -> tuple[str, str]:
    title, unit = limit_words(signal, name)
    return title, value_words(value, unit)


def limit_words(signal: str, name: str) -> tuple[str, str]:
    """Return what a limit is called, and its unit; its name where it is not declared any more."""
    declared = law.declared().signals.get(signal)
    found = [each for each in declared.limits if each.limit == name] if declared else []
    return (said(found[0].title), found[0].unit) if found else (name, "")


def value_words(value: float, unit: str) -> str:
    """Return a value with its unit."""
    return f"{value:g} {unit_words(unit)}".strip()


def unit_words(unit: str) -> str:
    """Return what a unit is called."""
    words = {
        "months": pgettext("unit", "months"),
        "days": pgettext("unit", "days"),
        "years": pgettext("unit", "years"),
        "filings": pgettext("unit", "filings"),
        "characters": pgettext("unit", "characters"),
        "yuan": pgettext("unit", "yuan"),
        "transferees": pgettext("unit", "transferees"),
        "applicants": pgettext("unit", "applicants"),
        "features": pgettext("unit", "features"),
        "numbers": pgettext("unit", "numbers"),
        "times": pgettext("unit", "times"),
        "nats": pgettext("unit", "nats"),
        "marks": pgettext("unit", "marks"),
        "classes": pgettext("unit", "classes"),
        "victims": pgettext("unit", "owners of earlier marks"),
        "owners": pgettext("unit", "owners"),
        "names": pgettext("unit", "names"),
        "applications": pgettext("unit", "applications"),
        "families": pgettext("unit", "families"),
        "words": pgettext("unit", "words"),
        "share": "",
        "percent": "%",
    }
    return words.get(unit, unit)


def versions_read(run: Run) -> list[tuple[str, int]]:
    """Return which version of which register a screening read."""
    registers = lake.catalogue().registers
    return [
        (said(registers[name].title) if name in registers else name, version)
        for name, version in run.versions.items()
    ]


def why_words(why: str) -> str:
    """Return by what a lead was spared."""
    named = {"dismissed": _("dismissed before"), "listed": _("on the white list")}
    if why in named:
        return named[why]
    rules = {each.rule: each for each in law.declared().rules}
    return said(rules[why].title) if why in rules else why


def problem_texts(stored: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return stored problems in words."""
    return failures.problem_texts([Problem(each["code"], each["values"]) for each in stored])


def finding_table(findings: Iterable[Finding], *, unmasked: bool) -> Table:
    """Return findings for export, one a line."""
    headings = {
        "pk": _("Number"),
        "state": pgettext("screening", "State"),
        "title": _("Whose filings"),
        "behaviour": pgettext("screening", "Behaviour"),
        "signal": _("Signal"),
        "sentence": _("Why"),
        "strength": pgettext("screening", "Strength"),
        "size": _("Number of filings"),
        "filings": _("Filings"),
        "division": _("Division"),
    }
    rows = (_table_row(each, unmasked=unmasked) for each in findings)
    return Table(list(headings), list(headings.values()), rows)


def _table_row(finding: Finding, *, unmasked: bool) -> dict[str, Any]:
    line = _line(finding, unmasked=unmasked)
    return {
        **{name: getattr(line, name) for name in ("pk", "state", "title", "signal", "sentence")},
        "behaviour": f"{line.behaviour} {line.behaviour_title}",
        "strength": round(line.strength, 3),
        "size": line.size,
        "filings": "、".join(finding.filings[:1_000]),
        "division": finding.division,
    }
