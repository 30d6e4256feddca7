"""Questions about parties, asked alike by pages, API, command line and other apps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
from django.db.models import Max, Q, QuerySet

from zhiheng.core.analyses.parties.identities import LENGTH
from zhiheng.core.analyses.parties.mentions import fold_name
from zhiheng.core.analyses.parties.registers import CURRENT, LINKS, MENTIONS, PARTIES
from zhiheng.core.browsing.attachments import Tables, parties_of
from zhiheng.core.browsing.filters import Filter, Filters, Query
from zhiheng.core.browsing.pages import Page, PageRequest, read_order, read_page
from zhiheng.core.declarations.models import Register
from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.core.identifiers.uscc import normalise_uscc, uscc_problems
from zhiheng.office.parties.models import PartyDecision
from zhiheng.office.registers import lake

Row = dict[str, Any]
PERSON = "person"
MOST_COMPANIONS = 12
MOST_UNITS = 100
PAGE_ROWS = 50


@dataclass(frozen=True)
class PartyFilter:
    """Whom to look for; empty values do not narrow."""

    text: str = ""
    kind: str = ""
    role: str = ""
    division: str = ""
    state: str = CURRENT


@dataclass(frozen=True)
class Place:
    """In how many records of a register a party stands in a role, and the days of these."""

    register: str
    column: str
    role: str
    mentions: int
    records: int


@dataclass(frozen=True)
class NameUsed:
    """A unit of a party: one name as it is written, with how often and by what it belongs here."""

    unit: str
    name: str
    mentions: int
    rule: str
    first_mention: str
    name_key: str
    beside: str = ""


@dataclass(frozen=True)
class PartyDetail:
    """Everything about one party; `asked` is the number it was asked for by."""

    asked: str
    row: Row
    units: Sequence[NameUsed]
    places: Sequence[Place]
    years: Mapping[int, int]
    companions: Sequence[tuple[Row, int]]
    links: Sequence[Row]
    decisions: Sequence[PartyDecision]
    led_here: Sequence[str]

    @property
    def is_person(self) -> bool:
        """Tell whether it is a private person."""
        return bool(self.row["kind"] == PERSON)


def party_page(
    wanted: PartyFilter, query: Query, *, unmasked: bool, rows: int = PAGE_ROWS
) -> tuple[PageRequest, Page]:
    """Return one page of parties. Who sees persons masked does not find them by name."""
    register = _register(PARTIES)
    given = [_filter(register, "state", wanted.state)]
    if wanted.text:
        given.append(_text_filter(register, wanted.text))
    kinds = tuple(k for k in register.column("kind").choices if k != PERSON)
    if wanted.kind:
        given.append(_filter(register, "kind", wanted.kind))
    if wanted.text and not unmasked:
        given.append(Filter(register.column("kind"), kinds))
    given += [
        _filter(register, name, value)
        for name, value in (("roles", wanted.role), ("division", wanted.division))
        if value
    ]
    request = PageRequest(
        filters=Filters(register, tuple(each for each in given if each.values)),
        order=read_order(register, _first(query, "sort")),
        after=_first(query, "after"),
        before=_first(query, "before"),
        rows=rows,
        columns=tuple(column.name for column in register.columns),
    )
    return request, read_page(lake.engine(), request)


def party_row(party: str) -> Row:
    """Return the row of a party by its number, following where a merged one leads."""
    seen: set[str] = set()
    wanted = party.strip().upper()
    while wanted not in seen:
        seen.add(wanted)
        row = _row(PARTIES, "party", wanted)
        if row is None:
            break
        if not row["merged_into"]:
            return row
        wanted = row["merged_into"]
    raise NotFoundError.of("party.not_found", received=party)


def is_party_number(text: str) -> bool:
    """Tell whether a text is written as party numbers are, whether or not there is one."""
    return _is_number(text)


def led_to(party: str) -> list[str]:
    """Return the numbers of the parties that were merged into one, sorted."""
    parties = _table(PARTIES)
    merged = _run(parties.filter(parties.merged_into == party).select("party"))
    return sorted(each["party"] for each in merged)


def party_of_name(name: str) -> str | None:
    """Return the number of the one party that bears a name, None where none or several do."""
    found = parties_of_name(name)
    return str(found[0]["party"]) if len(found) == 1 else None


def parties_of_name(name: str) -> list[Row]:
    """Return the parties that bear a name, the most frequent first."""
    key = fold_name(name)
    if not key:
        return []
    mentions = _table(MENTIONS)
    ids = mentions.filter(mentions.name_key == key).select("party").distinct()
    parties = _table(PARTIES)
    found = parties.semi_join(ids, "party").order_by([ibis.desc("mentions"), "party"])
    return _run(found)


def parties_of_record(register: str, record: str) -> dict[tuple[str, str], str]:
    """Return the party of each name of a record, by column and name as it is written there."""
    return parties_of(Tables(lake.engine(), lake.catalogue(), None), register, record)


def find_parties(text: str) -> list[Row]:
    """Return parties by number, USCC or name, written in any way."""
    wanted = text.strip()
    parties = _table(PARTIES)
    if _is_number(wanted):
        try:
            return [party_row(wanted)]
        except NotFoundError:
            pass
    if not uscc_problems(wanted):
        return _run(parties.filter(parties.uscc == normalise_uscc(wanted)))
    return parties_of_name(wanted)


def one_party(text: str, *, unmasked: bool = True) -> Row:
    """Return the one party with this number, USCC or name; say so where none or several are.

    Who sees persons masked does not find them by name.
    """
    found = find_parties(text)
    if not unmasked and not _is_number(text):
        found = [row for row in found if row["kind"] != PERSON]
    if not found:
        raise NotFoundError.of("party.name_not_found", received=text)
    if len(found) > 1:
        numbers = "、".join(row["party"] for row in found[:MOST_COMPANIONS])
        raise InputError.of(
            "party.name_ambiguous", received=text, count=len(found), expected=numbers
        )
    return found[0]


def decision(pk: int) -> PartyDecision:
    """Return one decision."""
    found = PartyDecision.objects.select_related("decided_by").filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("party.decision_not_found", received=pk)
    return found


def party_detail(party: str) -> PartyDetail:
    """Return everything about a party."""
    row = party_row(party)
    number = row["party"]
    mentions = _table(MENTIONS)
    own = mentions.filter(mentions.party == number)
    led = led_to(number)
    return PartyDetail(
        asked=party.strip().upper(),
        row=row,
        units=_units(own),
        places=_places(own),
        years=_years(own),
        companions=_companions(own, number),
        links=_links_of(number),
        decisions=list(decisions_about([number, *led])),
        led_here=led,
    )


def decisions_about(parties: Sequence[str]) -> QuerySet[PartyDecision]:
    """Return the decisions that concern any of the parties, newest first."""
    about = Q(left_party__in=parties) | Q(right_party__in=parties)
    return PartyDecision.objects.filter(about).select_related("decided_by", "undone_by")


def newest_decision(parties: Sequence[str]) -> int:
    """Return the number of the newest decision about the parties, 0 where there is none."""
    return decisions_about(parties).aggregate(newest=Max("pk"))["newest"] or 0


def review_page(
    query: Query, *, kind: str, unmasked: bool, rows: int = PAGE_ROWS
) -> tuple[PageRequest, Page]:
    """Return one page of the pairs that a person has to look at, the most alike first."""
    register = _register(LINKS)
    shown = kind if unmasked else "body"
    given = [_filter(register, "state", "doubtful"), _filter(register, "kind", shown)]
    request = PageRequest(
        filters=Filters(register, tuple(each for each in given if each.values)),
        order=read_order(register, "-score"),
        after=_first(query, "after"),
        before=_first(query, "before"),
        rows=rows,
        columns=tuple(column.name for column in register.columns),
    )
    return request, read_page(lake.engine(), request)


def link_row(link: str) -> Row:
    """Return one pair."""
    row = _row(LINKS, "link", link)
    if row is None:
        raise NotFoundError.of("party.pair_not_found", received=link)
    return row


def units_of(party: str) -> list[NameUsed]:
    """Return the units of a party, the most frequent first."""
    mentions = _table(MENTIONS)
    return _units(mentions.filter(mentions.party == party))


def mentions_beside(party: str, mentions: Sequence[str]) -> list[list[str]]:
    """Return the first mention of each unit of a party that has others than these."""
    table = _table(MENTIONS)
    others = table.filter((table.party == party) & ~table.mention.isin(list(mentions) or [""]))
    first = others.group_by("unit").aggregate(
        mention=others.mention.min(), name=others.name_key.argmin(others.mention)
    )
    return [[row["mention"], row["name"]] for row in _run(first.order_by("unit"))]


def named_mentions(mentions: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return mentions that exist, each with its folded name and its party."""
    table = _table(MENTIONS)
    found = _run(
        table.filter(table.mention.isin(list(mentions) or [""])).select(
            "mention", "name_key", "party"
        )
    )
    return [(row["mention"], row["name_key"], row["party"]) for row in found]


def mentions_page(party: str, query: Query) -> tuple[PageRequest, Page]:
    """Return one page of a party's mentions, the newest first."""
    register = _register(MENTIONS)
    given = [_filter(register, "party", party)]
    given += [
        _filter(register, name, _first(query, name))
        for name in ("register", "role")
        if _first(query, name)
    ]
    request = PageRequest(
        filters=Filters(register, tuple(given)),
        order=read_order(register, "-day"),
        after=_first(query, "after"),
        before=_first(query, "before"),
        rows=PAGE_ROWS,
        columns=tuple(column.name for column in register.columns),
    )
    return request, read_page(lake.engine(), request)


def _units(own: ir.Table) -> list[NameUsed]:
    grouped = own.group_by("unit").aggregate(
        name=own.name.mode(),
        mentions=own.count(),
        rule=own.rule.min(),
        first_mention=own.mention.min(),
        name_key=own.name_key.argmin(own.mention),
        beside=own.address.min(),
    )
    rows = _run(grouped.order_by([ibis.desc("mentions"), "unit"]).limit(MOST_UNITS))
    return [NameUsed(**{**row, "beside": row["beside"] or ""}) for row in rows]


def _places(own: ir.Table) -> list[Place]:
    grouped = own.group_by("register", "column", "role").aggregate(
        mentions=own.count(), records=own.record.nunique()
    )
    rows = _run(grouped.order_by([ibis.desc("records"), "register", "column"]))
    return [Place(**row) for row in rows]


def _years(own: ir.Table) -> dict[int, int]:
    dated = own.filter(own.day.notnull()).mutate(year=lambda t: t.day.year())
    grouped = dated.group_by("year").aggregate(records=dated.record.nunique())
    return {row["year"]: row["records"] for row in _run(grouped.order_by("year"))}


def _companions(own: ir.Table, party: str) -> list[tuple[Row, int]]:
    """Return the parties that stand most often in the same records."""
    mentions = _table(MENTIONS)
    records = own.select("register", "record").distinct()
    beside = mentions.filter(mentions.party != party).semi_join(records, ["register", "record"])
    beside = beside.filter(~beside.role.isin(["agency", "agent"]))
    counted = beside.group_by("party").aggregate(times=beside.record.nunique())
    most = counted.order_by([ibis.desc("times"), "party"]).limit(MOST_COMPANIONS)
    parties = _table(PARTIES).select("party", "name", "kind")
    rows = _run(most.join(parties, "party").order_by([ibis.desc("times"), "party"]))
    return [(row, row["times"]) for row in rows]


def _links_of(party: str) -> list[Row]:
    links = _table(LINKS)
    touching = (links.left_party == party) | (links.right_party == party)
    return _run(links.filter(touching).order_by([ibis.desc("score"), "link"]).limit(MOST_UNITS))


def _text_filter(register: Register, text: str) -> Filter:
    if not uscc_problems(text):
        return _filter(register, "uscc", normalise_uscc(text))
    names = register.column("names").model_copy(update={"name": "name_keys"})
    return Filter(names, (fold_name(text),))


def _filter(register: Register, name: str, value: str) -> Filter:
    return Filter(register.column(name), (value,) if value else ())


def _register(name: str) -> Register:
    return lake.catalogue().register(name)


def _table(name: str) -> ir.Table:
    return lake.engine().table(_register(name))


def _run(expression: ir.Table) -> list[Row]:
    rows: list[Row] = lake.engine().run(expression).to_pylist()
    return rows


def _is_number(text: str) -> bool:
    plain = text.strip()
    return plain.upper().startswith("P") and len(plain) == 1 + LENGTH and plain.isascii()


def _row(name: str, key: str, value: str) -> Row | None:
    table = _table(name)
    return _only(table.filter(table[key] == value))


def _only(expression: ir.Table) -> Row | None:
    return next(iter(_run(expression.limit(1))), None)


def _first(query: Query, name: str) -> str:
    return next(iter(query.get(name, ())), "").strip()
