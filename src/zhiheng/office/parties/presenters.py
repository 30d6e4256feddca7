"""Parties as plain data for templates, API and command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhiheng.core.analyses.parties.reasons import link_sentences, unit_sentence
from zhiheng.core.browsing.pages import Page, PageRequest
from zhiheng.core.browsing.privacy import mask_address, mask_name, masked
from zhiheng.core.declarations.models import Register
from zhiheng.office.parties.models import PartyDecision
from zhiheng.office.parties.queries import PERSON, NameUsed, PartyDetail, Place, Row
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import division_name, said
from zhiheng.office.web.charts import Chart, Series

MOST_NAMES_IN_LINE = 3
MOST_LINKS_TOLD = 1  # the best says it; all of them would fill pages
Masking = Callable[[str], str]


@dataclass(frozen=True)
class PartyLine:
    """One line of the list of parties."""

    party: str
    name: str
    others: str
    kind: str
    uscc: str
    division: str
    mentions: int
    years: str
    href: str


@dataclass(frozen=True)
class NameLine:
    """One name of a party: how often, and why it belongs here."""

    unit: str
    name: str
    mentions: int
    reasons: Sequence[str]


@dataclass(frozen=True)
class PlaceLine:
    """In which register and role a party stands, and how often."""

    register: str
    role: str
    records: int
    href: str


@dataclass(frozen=True)
class PairSide:
    """One side of a pair: the name, its party and what is known of it."""

    name: str
    party: str
    href: str
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Pair:
    """A pair of names with what speaks for and against their being one party."""

    link: str
    left: str
    right: str
    score: str
    state: str
    reasons: Sequence[str]
    href: str


@dataclass(frozen=True)
class DecisionLine:
    """One decision, with what became of it."""

    number: int
    act: str
    by: str
    at: str
    reason: str
    undone_by: int | None
    can_undo: bool


def masking(row: Row, *, unmasked: bool) -> Masking:
    """Return how names beside a party are shown: as they are, or persons' masked."""
    return str if unmasked else mask_name


@dataclass(frozen=True)
class MentionLine:
    """One mention of a party: the name as written, and the record."""

    name: str
    register: str
    column: str
    record: str
    day: str
    href: str


def mention_lines(page: Page, *, unmasked: bool) -> list[MentionLine]:
    """Return mentions with the addresses of their records."""
    return [
        MentionLine(
            name=row["name"] if unmasked else mask_name(row["name"]),
            register=said(_register(row["register"]).title),
            column=said(_register(row["register"]).column(row["column"]).title),
            record=row["record"],
            day=row["day"].isoformat() if row["day"] else "",
            href=reverse("registers:record", args=(row["register"], row["record"])),
        )
        for row in page.rows
    ]


def party_lines(page: Page, *, unmasked: bool) -> list[PartyLine]:
    """Return the lines of one page of parties."""
    register = _register("parties")
    rows = page.rows if unmasked else [masked(register, row) for row in page.rows]
    return [_line(row, register) for row in rows]


def name_lines(detail: PartyDetail, *, unmasked: bool) -> list[NameLine]:
    """Return the names of a party with why each belongs to it."""
    shown = masking(detail.row, unmasked=unmasked)
    return [
        NameLine(
            each.unit,
            _unit_title(each, shown, person=detail.is_person),
            each.mentions,
            [said(unit_sentence(each.rule)), *_joining(detail, each, shown)],
        )
        for each in detail.units
    ]


def place_lines(detail: PartyDetail) -> list[PlaceLine]:
    """Return where a party stands, with the address of these mentions."""
    return [
        PlaceLine(
            register=said(_register(each.register).title),
            role=said(_register(each.register).column(each.column).title),
            records=each.records,
            href=_mentions_address(detail.row["party"], each),
        )
        for each in detail.places
    ]


def years_chart(detail: PartyDetail) -> Chart:
    """Return the number of a party's records by the year of their day."""
    first, last = min(detail.years), max(detail.years)
    years = list(range(first, last + 1))
    numbers = [detail.years.get(year, 0) for year in years]
    return Chart(
        identity="party-years",
        kind="bar",
        title=_("Records by year"),
        unit=_("records"),
        categories=[str(year) for year in years],
        series=[Series(_("Records"), numbers)],
        category_label=_("Year"),
    )


def companion_lines(detail: PartyDetail, *, unmasked: bool) -> list[tuple[str, str, int]]:
    """Return who stands in the same records: name, address and how often."""
    shown = masking(detail.row, unmasked=unmasked)
    return [
        (
            shown(row["name"]) if row["kind"] == PERSON else row["name"],
            party_address(row["party"]),
            times,
        )
        for row, times in detail.companions
    ]


def doubtful_pairs(detail: PartyDetail, *, unmasked: bool) -> list[Pair]:
    """Return the pairs of a party that a person has to look at."""
    shown = masking(detail.row, unmasked=unmasked)
    return [pair(link, shown) for link in detail.links if link["state"] == "doubtful"]


def pair(link: Row, shown: Masking) -> Pair:
    """Return one pair."""
    state = _register("party-links").column("state").choices[link["state"]]
    return Pair(
        link=link["link"],
        left=shown(link["left_name"]),
        right=shown(link["right_name"]),
        score=f"{link['score']:.2f}",
        state=said(state),
        reasons=[said(each) for each in link_sentences(link, shown)],
        href=reverse("parties:pair", args=(link["link"],)),
    )


def pair_side(name: str, detail: PartyDetail, *, unmasked: bool) -> PairSide:
    """Return one side of a pair with what helps to decide."""
    shown = masking(detail.row, unmasked=unmasked)
    names = "；".join(dict.fromkeys(shown(each.name) for each in detail.units))
    places = "；".join(
        f"{each.register}・{each.role} {each.records}" for each in place_lines(detail)
    )
    companions = "；".join(
        f"{other} {times}" for other, _href, times in companion_lines(detail, unmasked=unmasked)[:6]
    )
    facts = [
        (_("Party"), detail.row["party"]),
        (_("Credit code"), detail.row["uscc"] or ""),
        (_("Division"), division_name(detail.row["division"]) if detail.row["division"] else ""),
        (_("Names used"), names),
        (_("Stands in"), places),
        (_("Together with"), companions),
        (_("Years"), _span(detail.row)),
    ]
    return PairSide(
        shown(name),
        detail.row["party"],
        party_address(detail.row["party"]),
        [(label, text) for label, text in facts if text],
    )


def decision_lines(decisions: Sequence[PartyDecision], *, may_decide: bool) -> list[DecisionLine]:
    """Return decisions, newest first."""
    return [
        DecisionLine(
            number=each.pk,
            act=_act(each),
            by=each.decided_by.display_name,
            at=timezone.localtime(each.decided_at).strftime("%Y-%m-%d %H:%M"),
            reason=each.reason,
            undone_by=undone,
            can_undo=may_decide and undone is None,
        )
        for each in decisions
        for undone in [_undone_by(each)]
    ]


def split_choices(detail: PartyDetail, *, unmasked: bool) -> list[tuple[str, str]]:
    """Return the names that can be split off, with how often each occurs."""
    shown = masking(detail.row, unmasked=unmasked)
    return [
        (
            each.unit,
            _("%(name)s (%(times)d mentions)")
            % {"name": _unit_title(each, shown, person=detail.is_person), "times": each.mentions},
        )
        for each in detail.units
    ]


def mention_choices(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Return mentions that can be split off, with where they stand."""
    return [(row["mention"], f"{row['name']}・{_mention_title(row)}") for row in rows]


def party_facts(row: Row, *, unmasked: bool) -> list[tuple[str, str]]:
    """Return what is known of a party, label and text."""
    register = _register("parties")
    kind = said(register.column("kind").choices[row["kind"]])
    facts = [
        (_("Kind"), kind),
        (_("Credit code"), row["uscc"] or ""),
        (_("Division"), division_name(row["division"]) if row["division"] else ""),
        (_("Mentions"), f"{row['mentions']:,}"),
        (_("Years"), _span(row)),
    ]
    return [(label, text) for label, text in facts if text]


def party_json(detail: PartyDetail, *, unmasked: bool = True) -> dict[str, Any]:
    """Return a party as command line and API give it."""
    shown = masking(detail.row, unmasked=unmasked)
    row = detail.row if unmasked else masked(_register("parties"), detail.row)
    plain = ("party", "name", "kind", "state", "uscc", "division", "names", "mentions", "roles")
    days = {
        name: row[name].isoformat() if row[name] else None for name in ("first_seen", "last_seen")
    }
    return {
        **{name: row[name] for name in plain},
        **days,
        "asked": detail.asked,
        "led_here": list(detail.led_here),
        "units": [
            {
                "unit": each.unit,
                "name": shown(each.name),
                "mentions": each.mentions,
                "rule": each.rule,
                "reasons": [
                    {"code": each.rule, **unit_sentence(each.rule).model_dump()},
                    *_joining_json(detail, each, shown),
                ],
            }
            for each in detail.units
        ],
        "counts": [vars(each) for each in detail.places],
        "by_year": {str(year): number for year, number in detail.years.items()},
        "together_with": [
            {"party": other["party"], "name": shown(other["name"]), "records": times}
            for other, times in detail.companions
        ],
        "doubtful": [
            link_json(link, shown) for link in detail.links if link["state"] == "doubtful"
        ],
        "decisions": [decision_json(each) for each in detail.decisions],
    }


def link_json(link: Row, shown: Masking = str) -> dict[str, Any]:
    """Return a pair as command line and API give it."""
    return {
        "link": link["link"],
        "left": {"party": link["left_party"], "name": shown(link["left_name"])},
        "right": {"party": link["right_party"], "name": shown(link["right_name"])},
        "score": round(link["score"], 4),
        "state": link["state"],
        "rule": link["rule"],
        "reasons": [each.model_dump() for each in link_sentences(link, shown)],
    }


def decision_json(decision: PartyDecision) -> dict[str, Any]:
    """Return a decision as command line and API give it."""
    return {
        "decision": decision.pk,
        "act": decision.act,
        "by": decision.decided_by.username,
        "at": timezone.localtime(decision.decided_at).isoformat(timespec="seconds"),
        "reason": decision.reason,
        "undoes": decision.undoes_id,
        "undone_by": _undone_by(decision),
    }


def party_address(party: str) -> str:
    """Return the address of a party's page."""
    return reverse("parties:party", args=(party,))


def pager(request: PageRequest, page: Page, query: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the addresses of the first, previous and next page; "" where there is none."""
    kept = [(k, v) for k, values in query.items() if k not in ("after", "before") for v in values]
    named = {"previous": ("before", page.previous), "next": ("after", page.next)}
    pages = {
        name: f"?{urlencode([*kept, (key, cursor)])}" if cursor else ""
        for name, (key, cursor) in named.items()
    }
    return {**pages, "first": f"?{urlencode(kept)}"}


def _line(row: Row, register: Register) -> PartyLine:
    others = [name for name in row["names"] or () if name != row["name"]]
    return PartyLine(
        party=row["party"],
        name=row["name"],
        others="；".join(others[:MOST_NAMES_IN_LINE])
        + ("…" if len(others) > MOST_NAMES_IN_LINE else ""),
        kind=said(register.column("kind").choices[row["kind"]]),
        uscc=row["uscc"] or "",
        division=division_name(row["division"]) if row["division"] else "",
        mentions=row["mentions"],
        years=_span(row),
        href=party_address(row["party"]),
    )


def _unit_title(unit: NameUsed, shown: Masking, *, person: bool) -> str:
    if not person:
        return unit.name
    place = mask_address(unit.beside) if unit.beside and shown is mask_name else unit.beside
    return f"{shown(unit.name)}（{place}）" if place else shown(unit.name)


def _joining(detail: PartyDetail, unit: NameUsed, shown: Masking) -> list[str]:
    """Return by which links a unit joined others of its party."""
    sentences = []
    for link, other in _links_of_unit(detail, unit):
        reasons = "".join(said(each) for each in link_sentences(link, shown))
        values = {"name": shown(other), "reasons": reasons, "score": f"{link['score']:.2f}"}
        sentences.append(_("With “%(name)s” (%(score)s): %(reasons)s") % values)
    return sentences


def _joining_json(detail: PartyDetail, unit: NameUsed, shown: Masking) -> list[dict[str, Any]]:
    return [
        {
            "code": link["rule"],
            "with": shown(other),
            "score": round(link["score"], 4),
            **each.model_dump(),
        }
        for link, other in _links_of_unit(detail, unit)
        for each in link_sentences(link, shown)
    ]


def _links_of_unit(detail: PartyDetail, unit: NameUsed) -> list[tuple[Row, str]]:
    """Return the best joined links of a unit, each with the name at its other end."""
    found = []
    for link in detail.links:
        if link["state"] != "joined" or unit.unit not in (link["left_unit"], link["right_unit"]):
            continue
        other = "right_name" if link["left_unit"] == unit.unit else "left_name"
        found.append((link, link[other]))
    return found[:MOST_LINKS_TOLD]


def _mentions_address(party: str, place: Place) -> str:
    query = urlencode({"register": place.register, "role": place.role})
    return f"{reverse('parties:mentions', args=(party,))}?{query}"


def _mention_title(row: Row) -> str:
    register = _register(row["register"])
    day = row["day"].isoformat() if row["day"] else ""
    column = said(register.column(row["column"]).title)
    return f"{said(register.title)}・{column}・{row['record']} {day}".strip()


def _act(decision: PartyDecision) -> str:
    label = decision.get_act_display()
    if decision.undoes_id:
        return _("Decision %(number)d taken back") % {"number": decision.undoes_id}
    return str(label)


def _undone_by(decision: PartyDecision) -> int | None:
    undoing = getattr(decision, "undone_by", None)
    return undoing.pk if undoing else None


def _span(row: Row) -> str:
    first, last = row["first_seen"], row["last_seen"]
    if not first:
        return ""
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"


def _register(name: str) -> Register:
    return lake.catalogue().register(name)
