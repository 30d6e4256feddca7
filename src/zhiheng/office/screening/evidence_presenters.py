"""Evidence as plain data for templates: each kind in the shape in which it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.core.browsing.privacy import mask_address, mask_name
from zhiheng.core.identifiers.name_kinds import is_organisation
from zhiheng.core.screening.figures import is_beyond
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import division_name, said
from zhiheng.office.screening.figure_words import figure_words
from zhiheng.office.screening.filing_names import shown as shown_number
from zhiheng.office.screening.mark_evidence_presenters import (
    HitLine,
    MarkPair,
    hits_shown,
    name_kind_words,
    pairs_shown,
)
from zhiheng.office.screening.masking import NAMED_SPREADS
from zhiheng.office.screening.matters import PATENTS, matter_of
from zhiheng.office.screening.presenters import unit_words

BOND = "bond"
Link = Callable[[str], "NumberLink"]
STRIP_WIDTH, STRIP_MARGIN = 720, 12  # of the line on which days are marked
MOST_ROWS = 200  # of one piece of evidence; what is left out is told by number


@dataclass(frozen=True)
class NumberLink:
    """A filing by its number, with the way to its row."""

    number: str
    href: str


@dataclass(frozen=True)
class PairLine:
    """Two filings whose texts agree, and the place of the pair among those that can be opened."""

    place: int
    one: NumberLink
    other: NumberLink
    part: str
    percent: int
    current: bool


@dataclass(frozen=True)
class GridShown:
    """Options that are combined: the slots with their options, and what each filing takes."""

    slots: Sequence[tuple[int, Sequence[str]]]
    rows: Sequence[tuple[NumberLink, Sequence[str]]]
    possible: int
    left_out: int


@dataclass(frozen=True)
class SentenceLine:
    """A skeleton that recurs, one sentence of it, and the filings that have it."""

    skeleton: str
    example: str
    filings: Sequence[NumberLink]
    count: int


@dataclass(frozen=True)
class FigureLine:
    """A number beside its limit and its cohort, with the way to the row it was read from.

    `beyond` is None where one of the two is not known or what stands beside it is no limit.
    """

    name: str
    value: str
    unit: str
    limit: str
    beyond: bool | None
    percentile: float | None
    href: str
    register: str


@dataclass(frozen=True)
class DayLine:
    """A day of a timeline; `after` counts the days since the line before."""

    day: str
    what: str
    link: NumberLink | None
    of: str
    after: int | None


@dataclass(frozen=True)
class Timeline:
    """Days in order, and where each is marked on a line from the first to the last."""

    lines: Sequence[DayLine]
    marks: Sequence[tuple[float, str]]
    first: str
    last: str
    left_out: int


@dataclass(frozen=True)
class SpreadShown:
    """How filings are spread: names with counts, the most first."""

    by: str
    rows: Sequence[tuple[str, int]]
    most: int
    left_out: int


@dataclass(frozen=True)
class BondLine:
    """What several applicants share, and who they are."""

    kind: str
    value: str
    of: str


@dataclass(frozen=True)
class ChangeLine:
    """Who was put for whom in a filing, on a day."""

    day: str
    link: NumberLink
    before: str
    after: str


@dataclass(frozen=True)
class EvidenceShown:
    """All evidence of a finding, kind by kind."""

    pairs: Sequence[PairLine]
    grids: Sequence[GridShown]
    sentences: Sequence[SentenceLine]
    figures: Sequence[FigureLine]
    timelines: Sequence[Timeline]
    spreads: Sequence[SpreadShown]
    bonds: Sequence[BondLine]
    changes: Sequence[ChangeLine]
    mark_pairs: Sequence[MarkPair] = ()
    hits: Sequence[HitLine] = ()


def evidence_shown(
    evidence: Sequence[Mapping[str, Any]],
    *,
    opened: int,
    unmasked: bool,
    signal: str = "",
    names: Mapping[str, str] | None = None,
    about: str = PATENTS.about,
) -> EvidenceShown:
    """Return evidence as it is shown; `opened` is the place of the pair that is laid open.

    `signal` is whose evidence it is; `names` are those of parties by number and of agencies by
    code, where they are known; `about` is the register whose rows the filings are.
    """
    known, link = names or {}, partial(number_link, about=about)

    def of(kind: str) -> list[Mapping[str, Any]]:
        return [each for each in evidence if each["kind"] == kind]

    shown = str if unmasked else mask_name
    spreads = [each["facts"] for each in of("spread")]
    return EvidenceShown(
        pairs=[_pair(each, place, opened, link) for place, each in enumerate(of("pair"))],
        grids=[_grid(each["facts"], link) for each in of("grid")],
        sentences=[line for each in of("sentences") for line in _sentences(each["facts"], link)],
        figures=[_figure(each["facts"], signal) for each in of("figure")],
        timelines=[_timeline(each["facts"], shown, link, about) for each in of("timeline")],
        spreads=[_spread(each, known, shown) for each in spreads if _is_told(each)],
        bonds=[line for each in spreads for line in _bonds(each, known, shown)],
        changes=[line for each in of("changes") for line in _changes(each["facts"], shown, link)],
        mark_pairs=pairs_shown(of("pair_of_marks"), shown),
        hits=hits_shown(of("names")),
    )


def number_link(number: str, *, about: str = PATENTS.about) -> NumberLink:
    """Return a filing with the way to its row in its register."""
    register = matter_of(about).register
    return NumberLink(shown_number(number), reverse("registers:record", args=(register, number)))


def part_words(part: str) -> str:
    """Return what a part of a filing is called."""
    words = {
        "claims": _("Claims"),
        "abstract": _("Abstract"),
        "description": _("Description"),
        "title": _("Title"),
    }
    return words.get(part, part)


def _pair(each: Mapping[str, Any], place: int, opened: int, link: Link) -> PairLine:
    one, other = each["filings"][:2]
    facts = each["facts"]
    return PairLine(
        place=place,
        one=link(one),
        other=link(other),
        part=part_words(str(facts.get("part", ""))),
        # Of a filing pieced together, how much of it the other has; else what both share.
        percent=round(100 * float(facts.get("coverage") or facts.get("jaccard") or 0)),
        current=place == opened,
    )


def _grid(facts: Mapping[str, Any], link: Link) -> GridShown:
    slots: list[list[str]] = facts["slots"]
    cells: Mapping[str, Sequence[int]] = facts["cells"]
    possible = 1
    for options in slots:
        possible *= max(1, len(options))
    return GridShown(
        slots=[(place, options) for place, options in enumerate(slots, 1)],
        rows=[
            (link(number), [_option(slots, slot, at) for slot, at in enumerate(places)])
            for number, places in list(cells.items())[:MOST_ROWS]
        ],
        possible=possible,
        left_out=max(0, len(cells) - MOST_ROWS),
    )


def _option(slots: Sequence[Sequence[str]], slot: int, at: int) -> str:
    inside = slot < len(slots) and 0 <= at < len(slots[slot])
    return slots[slot][at] if inside else "—"


def _sentences(facts: Mapping[str, Any], link: Link) -> Iterable[SentenceLine]:
    for each in facts["sentences"]:
        numbers = each["filings"]
        links = [link(number) for number in numbers[:5]]
        yield SentenceLine(each["skeleton"], each.get("example", ""), links, len(numbers))


def _figure(facts: Mapping[str, Any], signal: str) -> FigureLine:
    register, record = str(facts.get("register") or ""), str(facts.get("record") or "")
    known = register in lake.catalogue().registers
    percentile = facts.get("percentile")
    return FigureLine(
        name=figure_words(str(facts["name"]), signal),
        value=_number(facts.get("value")),
        unit=unit_words(str(facts.get("unit") or "")),
        limit=_number(facts.get("limit")),
        beyond=is_beyond(str(facts["name"]), facts.get("value"), facts.get("limit")),
        percentile=None if percentile is None else round(float(percentile), 1),
        href=reverse("registers:record", args=(register, record)) if known and record else "",
        register=f"{said(lake.catalogue().register(register).title)} {record}" if known else "",
    )


def _number(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.3f}".rstrip("0").rstrip(".")
    return f"{value:,}" if isinstance(value, int) else str(value)


def _timeline(facts: Mapping[str, Any], shown: Any, link: Link, about: str) -> Timeline:
    days: list[Mapping[str, Any]] = [each for each in facts["days"] if each.get("day")]
    dates = [date.fromisoformat(str(each["day"])[:10]) for each in days]
    lines = [
        DayLine(
            day=dates[place].isoformat(),
            what=_day_words(str(each.get("what", "")), about),
            link=link(str(each["number"])) if each.get("number") else None,
            of=_names(each.get("of"), shown),
            after=(dates[place] - dates[place - 1]).days if place else None,
        )
        for place, each in enumerate(days[:MOST_ROWS])
    ]
    ends = (dates[0].isoformat(), dates[-1].isoformat()) if dates else ("", "")
    left_out = max(0, len(days) - MOST_ROWS)
    return Timeline(lines, _marks(dates, days), *ends, left_out)


def _marks(dates: Sequence[date], days: Sequence[Mapping[str, Any]]) -> list[tuple[float, str]]:
    if not dates:
        return []
    first, span = min(dates), max(1, (max(dates) - min(dates)).days)
    room = STRIP_WIDTH - 2 * STRIP_MARGIN
    return [
        (round(STRIP_MARGIN + room * (day - first).days / span, 1), str(each.get("what", "")))
        for day, each in zip(dates, days, strict=True)
    ]


def _names(value: Any, shown: Any) -> str:
    if isinstance(value, list):
        return "、".join(shown(str(each)) for each in value)
    return "、".join(shown(each) for each in str(value).split("、")) if value else ""


def _is_told(spread: Mapping[str, Any]) -> bool:
    return bool(spread["by"] != BOND and spread["counts"])


def _spread(facts: Mapping[str, Any], names: Mapping[str, str], shown: Any) -> SpreadShown:
    by = str(facts["by"])
    counts = sorted(facts["counts"].items(), key=lambda each: (-each[1], each[0]))
    rows = [(_value_words(by, name, names, shown), count) for name, count in counts[:MOST_ROWS]]
    most = counts[0][1] if counts else 0
    return SpreadShown(_spread_words(by), rows, most, max(0, len(counts) - MOST_ROWS))


def _value_words(by: str, value: str, names: Mapping[str, str], shown: Any) -> str:
    """Return one of the values by which filings are spread, in words."""
    if not value:
        return _("not named")
    if by == "division":
        return division_name(f"{value:0<6}")
    if by == "class" and value.strip("0").isdecimal():
        return _("class %(classes)s") % {"classes": value.lstrip("0")}
    if by == "agency" and value in names:
        return f"{names[value]} {value}"
    if by == "name-kind":
        return name_kind_words(value)
    return str(shown(names.get(value, value))) if by in NAMED_SPREADS else value


def _bonds(facts: Mapping[str, Any], names: Mapping[str, str], shown: Any) -> Iterable[BondLine]:
    for each in facts.get("bonds", ())[:MOST_ROWS]:
        of_address = each["kind"] == "address"
        named = names.get(each["value"], each["value"])
        value = _address(each, shown) if of_address else shown(named)
        yield BondLine(bond_words(each["kind"]), value, _names(list(each["of"]), shown))


def _address(bond: Mapping[str, Any], shown: Any) -> str:
    """Return an address; cut after its district where a private person gives it."""
    persons = shown is not str and not all(is_organisation(name) for name in bond["of"])
    return mask_address(bond["value"]) if persons else str(bond["value"])


def bond_words(kind: str) -> str:
    """Return what joins applicants to one hand."""
    words = {
        "address": _("Address"),
        "representative": _("Legal representative"),
        "inventor": _("Inventor"),
        "applicant": _("Applicant"),
        "agency": pgettext("screening", "Agency"),
        "filing": _("Filing"),
        "victim": pgettext("screening", "Owner of an earlier mark"),
    }
    return words.get(kind, kind)


def _changes(facts: Mapping[str, Any], shown: Any, link: Link) -> Iterable[ChangeLine]:
    for each in facts["changes"][:MOST_ROWS]:
        yield ChangeLine(
            day=str(each.get("day") or ""),
            link=link(each["number"]),
            before=_names(each.get("before"), shown),
            after=_names(each.get("after"), shown),
        )


def _day_words(what: str, about: str) -> str:
    """Return what a filing lived through on a day; a mark is registered, not granted."""
    if what == "granted" and about != PATENTS.about:
        what = "registered"
    words = {
        "filed": pgettext("timeline", "filed"),
        "published": pgettext("timeline", "published"),
        "granted": pgettext("timeline", "granted"),
        "withdrawn": pgettext("timeline", "withdrawn"),
        "transferred": pgettext("timeline", "transferred"),
        "inventors": pgettext("timeline", "inventors changed"),
        "established": pgettext("timeline", "body established"),
        "abnormal": pgettext("timeline", "found abnormal"),
        "registered": pgettext("timeline", "registered"),
        "refused": pgettext("timeline", "refused"),
        "opposed": pgettext("timeline", "opposed"),
        "invalidated": pgettext("timeline", "declared invalid"),
        "revoked": pgettext("timeline", "revoked"),
        "cancelled": pgettext("timeline", "cancelled"),
        "bad_faith": pgettext("timeline", "found filed in bad faith"),
        "event": pgettext("timeline", "in the news"),
    }
    return words.get(what, what)


def _spread_words(by: str) -> str:
    words = {
        "agency": _("By agency"),
        "division": _("By division"),
        "applicant": _("By applicant"),
        "inventor": _("By inventor"),
        "transferee": _("By transferee"),
        "subclass": _("By class"),
        "year": _("By year"),
        "class": _("By class"),
        "group": _("By similar group"),
        "victim": _("By owner of the earlier mark"),
        "assignee": _("By transferee"),
        "name": _("By protected name"),
        "name-kind": _("By kind of name"),
    }
    return words.get(by, by)
