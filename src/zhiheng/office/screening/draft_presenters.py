"""Checks of drafts as pages show them: plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhiheng.core.errors import Problem
from zhiheng.office.registers.presenters import language, said
from zhiheng.office.screening import law
from zhiheng.office.screening.draft_queries import GOING_ON
from zhiheng.office.screening.drafts import GATHERING, READING, WRITING
from zhiheng.office.screening.enums import RunState
from zhiheng.office.screening.evidence_presenters import (
    EvidenceShown,
    NumberLink,
    evidence_shown,
    number_link,
    part_words,
)
from zhiheng.office.screening.models import DraftCheck
from zhiheng.office.screening.presenters import RUN_BADGES, signal_title, strength_word
from zhiheng.office.web.failures import problem_texts

Values = Mapping[str, Any]


@dataclass(frozen=True)
class CheckLine:
    """One check in the list, or at the head of its page."""

    check: DraftCheck
    badge: str
    label: str
    leads: int | None
    going_on: bool
    step: str
    percent: int
    failures: Sequence[str]


@dataclass(frozen=True)
class DraftLine:
    """A draft that was checked, under its number in this result."""

    number: str
    name: str
    title: str
    files: Sequence[str]
    characters: int
    claims: int
    leads: int


@dataclass(frozen=True)
class Piece:
    """A stretch of a text: what it is to the other text; `passage` joins what moved."""

    kind: str
    text: str
    passage: int


@dataclass(frozen=True)
class AlignedPair:
    """Two texts side by side, cut at the ends of lines that both have."""

    one: NumberLink
    other: NumberLink
    part: str
    shared: int
    rows: Sequence[tuple[Sequence[Piece], Sequence[Piece]]]
    left_out: int


@dataclass(frozen=True)
class LeadShown:
    """What was seen in drafts: why, by what, what would explain it, what can be done."""

    place: int
    signal: str
    behaviour: str
    behaviour_title: str
    source: str
    sentence: str
    explains: str
    strength: str
    percent: int
    drafts: Sequence[NumberLink]
    filings: Sequence[tuple[NumberLink, str, str]]
    pairs: Sequence[AlignedPair]
    evidence: EvidenceShown
    innocent: Sequence[str]
    blind: Sequence[str]
    advice: str


@dataclass(frozen=True)
class ResultShown:
    """A whole result as its owner sees it."""

    drafts: Sequence[DraftLine]
    leads: Sequence[LeadShown]
    problems: Sequence[tuple[str, str, str]]
    own: int
    published: int


def check_lines(checks: Iterable[DraftCheck]) -> list[CheckLine]:
    """Return checks as a list shows them."""
    return [check_line(each) for each in checks]


def check_line(check: DraftCheck) -> CheckLine:
    """Return a check in words."""
    failures = [Problem(each["code"], each["values"]) for each in check.problems]
    return CheckLine(
        check=check,
        badge=RUN_BADGES[check.state],
        label=str(RunState(check.state).label),
        leads=check.result.get("leads"),
        going_on=check.state in GOING_ON,
        step=_step(check),
        percent=round(100 * check.done / check.total) if check.total else 0,
        failures=problem_texts(failures),
    )


def counted_signals(check: DraftCheck) -> list[tuple[str, int]]:
    """Return how many leads of which signal there were, without what is sealed."""
    counts: Mapping[str, int] = check.result.get("signals", {})
    return [(signal_title(name), number) for name, number in sorted(counts.items())]


def result_shown(result: Values, *, on: date) -> ResultShown:
    """Return a result in words; its numbers lead to the drafts, or to published filings."""
    leads = [_lead(each, place, result, on) for place, each in enumerate(result["leads"], 1)]
    counts: dict[str, int] = {}
    for each in result["leads"]:
        for number in each["filings"]:
            counts[number] = counts.get(number, 0) + 1
    return ResultShown(
        drafts=[
            DraftLine(
                each["number"], each["name"], each["title"], each["files"], each["characters"],
                each["claims"], counts.get(each["number"], 0),
            )
            for each in result["drafts"]
        ],
        leads=leads,
        problems=problem_rows(result["problems"]),
        own=result["beside"]["own"],
        published=result["beside"]["published"],
    )  # fmt: skip


def problem_rows(problems: Iterable[Values]) -> list[tuple[str, str, str]]:
    """Return what was wrong with files: file, position, what and what to do."""
    found = []
    for each in problems:
        values = {name: str(value) for name, value in each["values"].items()}
        text = problem_texts([Problem(each["code"], values)])[0]
        found.append((each["file"] or values.get("number", ""), each["position"], text))
    return found


def _step(check: DraftCheck) -> str:
    words = {
        READING: _("reading the files"),
        GATHERING: _("looking for filings that belong beside them"),
        WRITING: _("writing the proof"),
        "rings": _("putting together what was found"),
        "": _("waiting for the background worker"),
    }
    return words.get(check.step) or signal_title(check.step)


def _lead(lead: Values, place: int, result: Values, on: date) -> LeadShown:
    names = {each["number"]: each["name"] for each in result["drafts"]}
    declared = law.declared().signals.get(lead["signal"])
    words = law.behaviours().on(lead["behaviour"], on)
    others = [number for number in lead["filings"] if number not in names]
    pairs = [_pair(each, names) for each in lead["evidence"] if each.get("segments")]
    rest = [each for each in lead["evidence"] if each["kind"] != "pair"]
    return LeadShown(
        place=place,
        signal=signal_title(lead["signal"]),
        behaviour=lead["behaviour"],
        behaviour_title=said(words.title),
        source=f"{words.source.instrument} {words.source.article}".strip(),
        sentence=lead["sentence"]["en" if language().startswith("en") else "zh"],
        explains=said(declared.explains) if declared else "",
        strength=strength_word(lead["hundredths"] / 100),
        percent=lead["hundredths"],
        drafts=[_link(number, names) for number in lead["filings"] if number in names],
        filings=[_filing(number, result["filings"].get(number, {})) for number in others],
        pairs=pairs,
        evidence=_with_drafts(evidence_shown(rest, opened=-1, unmasked=False), names),
        innocent=[said(each) for each in declared.innocent] if declared else [],
        blind=[said(each) for each in declared.blind] if declared else [],
        advice=_advice(lead["signal"]),
    )


def _filing(number: str, told: Values) -> tuple[NumberLink, str, str]:
    whose = _("your own") if told.get("own") else _("published")
    return number_link(number), str(told.get("title", "")), whose


def _link(number: str, names: Mapping[str, str]) -> NumberLink:
    """Return a draft by its name with the way to its line, or a filing with the way to its row."""
    if number not in names:
        return number_link(number)
    return NumberLink(f"{number} {names[number]}", f"#{number}")


def _with_drafts(value: Any, names: Mapping[str, str]) -> Any:
    """Return evidence in which the numbers of drafts lead to the drafts on the same page."""
    if isinstance(value, NumberLink):
        return _link(value.number, names)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            each.name: _with_drafts(getattr(value, each.name), names) for each in fields(value)
        }
        return replace(value, **changed)
    if isinstance(value, list | tuple):
        return [_with_drafts(each, names) for each in value]
    return value


def _pair(each: Values, names: Mapping[str, str]) -> AlignedPair:
    one, other = each["filings"][:2]
    return AlignedPair(
        one=_link(one, names),
        other=_link(other, names),
        part=part_words(str(each["facts"].get("part", "claims"))),
        shared=each["shared"],
        rows=_rows(each["segments"]),
        left_out=each["left_out"],
    )


def _rows(segments: Iterable[Sequence[Any]]) -> list[tuple[list[Piece], list[Piece]]]:
    rows: list[tuple[list[Piece], list[Piece]]] = [([], [])]
    for kind, one, other, passage in segments:
        lines = one.splitlines(keepends=True) if kind == "same" else [None]
        for line in lines:
            left, right = (line, line) if line is not None else (one, other)
            ends = line is not None and line.endswith("\n")
            for side, text in zip(rows[-1], (left, right), strict=True):
                if shown := text.removesuffix("\n") if ends else text:
                    side.append(Piece(kind, shown, passage))
            if ends:
                rows.append(([], []))
    return [row for row in rows if row[0] or row[1]]


def _advice(signal: str) -> str:
    words = {
        "near-identical": _(
            "Put what is one invention into one application. Where each really is an invention of "
            "its own, say in the description what each solves that the others do not, with "
            "experiments of its own."
        ),
        "combination-grid": _(
            "Claim the alternatives in one application. File only the combinations that you tried, "
            "and give for each the effect that the others do not have."
        ),
        "patchwork": _(
            "Replace what was taken from other documents by your own work, or name the document "
            "and say what you add. Experiments must be your own."
        ),
        "template-text": _(
            "Write what this invention does, not what every draft says. What a generator wrote has "
            "to be checked by somebody who made the invention."
        ),
        "degraded-claims": _(
            "Have the first claim looked at: leave out features that the invention does not need, "
            "or do not file what no one else would want to use."
        ),
        "refiling": _(
            "Do not file it again as it stands. If facts have changed, say which; if you think the "
            "earlier decision wrong, answer the notice instead."
        ),
    }
    return words.get(signal) or _("Look at the evidence, and state in the description what is new.")
