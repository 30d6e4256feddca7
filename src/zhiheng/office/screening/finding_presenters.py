"""The page of a finding as plain data: what it says, by what, and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from zhiheng.core.analyses.similarity.alignment import Alignment, Kind, Segment, align
from zhiheng.core.browsing.privacy import mask_name, masked
from zhiheng.core.browsing.records import KEY_SEPARATOR
from zhiheng.core.declarations.models import Register
from zhiheng.core.screening.signals import signals
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import said, shown
from zhiheng.office.screening import law
from zhiheng.office.screening.evidence_presenters import number_link, part_words
from zhiheng.office.screening.matters import MARKS, PATENTS, matter_of
from zhiheng.office.screening.models import Finding
from zhiheng.office.screening.presenters import day_of, sentence_shown, signal_title, source_words
from zhiheng.office.screening.quality import AGENCY_PREFIX

ALIGNED_PARTS = ("claims", "description", "abstract")


@dataclass(frozen=True)
class Explained:
    """What a signal says of itself, to those who judge by it."""

    title: str
    behaviour: str
    behaviour_title: str
    behaviour_words: str
    source: str
    sentence: str
    explains: str
    computed: str
    innocent: Sequence[str]
    blind: Sequence[str]
    ground: str
    is_unverified: bool


@dataclass(frozen=True)
class FilingLine:
    """A filing of a finding with what the register of patents says of it."""

    number: str
    href: str
    title: str
    applicants: str
    inventors: str
    day: str
    agency: str
    status: str
    is_known: bool


@dataclass(frozen=True)
class MarkLine:
    """A mark of a finding with what the register of marks says of it."""

    number: str
    href: str
    mark: str
    nice_class: str
    owners: str
    day: str
    agency: str
    status: str
    law: str
    is_known: bool


@dataclass(frozen=True)
class GroundShown:
    """A law with its rule and what it lets be done, and to whose filings it applies."""

    title: str
    rule: str
    applicant: str
    agency: str
    source: str
    is_unverified: bool
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class PartyLink:
    """A party or an agency of a finding, with the way to it."""

    label: str
    href: str
    quality: str  # the way to how good the filings of whom it is are over time


@dataclass(frozen=True)
class Piece:
    """A stretch of one text: what it is to the other text; `passage` joins what moved."""

    kind: str
    text: str
    passage: int


@dataclass(frozen=True)
class AlignedRow:
    """Two passages that stand side by side."""

    one: Sequence[Piece]
    other: Sequence[Piece]


@dataclass(frozen=True)
class AlignedPart:
    """One part of two filings, aligned; `percent` is how much they share."""

    part: str
    title: str
    rows: Sequence[AlignedRow]
    percent: int


def explained(finding: Finding, *, unmasked: bool) -> Explained:
    """Return what the finding says, in declared words."""
    words = law.behaviours().on(finding.behaviour, day_of(finding))
    declared = law.declared().signals.get(finding.signal)
    found = signals().get(finding.signal)
    ground = declared.ground if declared else words.source
    return Explained(
        title=signal_title(finding.signal),
        behaviour=finding.behaviour,
        behaviour_title=said(words.title),
        behaviour_words=said(words.words),
        source=source_words(words.source),
        sentence=sentence_shown(finding.signal, finding.facts, unmasked=unmasked),
        explains=said(declared.explains) if declared else "",
        computed=found.docstring if found else "",
        innocent=[said(each) for each in declared.innocent] if declared else [],
        blind=[said(each) for each in declared.blind] if declared else [],
        ground=source_words(ground),
        is_unverified=bool(declared and declared.status == "unverified"),
    )


def filing_lines(
    numbers: Sequence[str], heads: Mapping[str, Mapping[str, Any]], *, unmasked: bool
) -> list[FilingLine]:
    """Return filings in the order of their numbers; those the register lost are told as such."""
    register = lake.catalogue().register(PATENTS.register)
    return [_filing(number, heads.get(number), register, unmasked=unmasked) for number in numbers]


def _filing(
    number: str, head: Mapping[str, Any] | None, register: Register, *, unmasked: bool
) -> FilingLine:
    row = dict(head or {})
    values = row if unmasked else masked(register, row)

    def words(column: str) -> str:
        return "、".join(shown(register.column(column), values.get(column)))

    return FilingLine(
        number=number,
        href=number_link(number).href,
        title=words("title"),
        applicants=words("applicants"),
        inventors=words("inventors"),
        day=words("filing_date"),
        agency=words("agency"),
        status=words("status"),
        is_known=head is not None,
    )


def mark_lines(
    numbers: Sequence[str], heads: Mapping[str, Mapping[str, Any]], *, unmasked: bool
) -> list[MarkLine]:
    """Return marks in the order of their numbers, each with the law that its filing day calls."""
    register = lake.catalogue().register(MARKS.register)
    return [_mark(number, heads.get(number), register, unmasked=unmasked) for number in numbers]


def _mark(
    number: str, head: Mapping[str, Any] | None, register: Register, *, unmasked: bool
) -> MarkLine:
    row = dict(head or {})
    values = row if unmasked else masked(register, row)

    def words(column: str) -> str:
        return "、".join(shown(register.column(column), values.get(column)))

    ground = law.grounds().on(MARKS.about, row.get("filing_date")) if row else None
    return MarkLine(
        number=number.partition(KEY_SEPARATOR)[0],
        href=number_link(number, about=MARKS.about).href,
        mark=words("mark_text") or words("mark_kind"),
        nice_class=words("nice_class"),
        owners=words("owners"),
        day=words("filing_date"),
        agency=words("agency"),
        status=words("status"),
        law=said(ground.title) if ground else "",
        is_known=head is not None,
    )


def grounds_shown(finding: Finding) -> list[GroundShown]:
    """Return the laws that a finding falls under by the days of its filings, with consequences."""
    days = [_day(finding.facts.get(name)) for name in ("first_filed", "last_filed")]
    found = law.grounds().of(matter_of(finding.about).about, days)
    return [
        GroundShown(
            title=said(each.title),
            rule=said(each.rule),
            applicant=said(each.applicant),
            agency=said(each.agency),
            source=source_words(each.source),
            is_unverified=each.status == "unverified",
            valid_from=each.valid_from,
            valid_to=each.valid_to,
        )
        for each in found
    ]


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None


def party_links(
    finding: Finding, names: Mapping[str, str], *, unmasked: bool, most: int = 20
) -> list[PartyLink]:
    """Return whose filings they are, with the way to each; `names` by party number and code."""
    show = _party_of_marks if finding.about == MARKS.about else _party
    return [show(party, names, unmasked=unmasked) for party in finding.parties[:most]]


def _party_of_marks(party: str, names: Mapping[str, str], *, unmasked: bool) -> PartyLink:
    """Return who filed marks, or through whom: agencies of marks are parties, or told by name."""
    known = party.removeprefix(AGENCY_PREFIX)
    if known not in names:
        return PartyLink(known if party != known or unmasked else mask_name(known), "", "")
    label = names[known] if unmasked else mask_name(names[known])
    return PartyLink(label, reverse("parties:party", args=(known,)), "")


def _party(party: str, names: Mapping[str, str], *, unmasked: bool) -> PartyLink:
    if party.startswith(AGENCY_PREFIX):
        code = party.removeprefix(AGENCY_PREFIX)
        return PartyLink(
            f"{names.get(code, '')} {code}".strip(),
            reverse("registers:record", args=("agencies", code)) if code in names else "",
            reverse("screening:quality-unit", args=("agency", code)),
        )
    if party not in names:
        return PartyLink(party, "", "")
    return PartyLink(
        names[party] if unmasked else mask_name(names[party]),
        reverse("parties:party", args=(party,)),
        reverse("screening:quality-unit", args=("applicant", party)),
    )


def aligned(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[AlignedPart]:
    """Return the parts that both filings have, aligned."""
    found = []
    for part in ALIGNED_PARTS:
        texts = [_text(row.get(part)) for row in (one, other)]
        if all(texts):
            alignment = align(*texts)
            rows = _rows(alignment)
            found.append(AlignedPart(part, part_words(part), rows, round(100 * alignment.shared)))
    return found


def _text(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value or "")


def _rows(alignment: Alignment) -> list[AlignedRow]:
    """Cut both texts where they have the same end of a paragraph, so that rows stay level."""
    rows: list[AlignedRow] = []
    one: list[Piece] = []
    other: list[Piece] = []
    for segment in alignment.segments:
        for part, ends in _cut(segment):
            one += [Piece(part.kind, part.a, part.passage)] if part.a else []
            other += [Piece(part.kind, part.b, part.passage)] if part.b else []
            if ends:
                rows.append(AlignedRow(one, other))
                one, other = [], []
    if one or other:
        rows.append(AlignedRow(one, other))
    return rows


def _cut(segment: Segment) -> list[tuple[Segment, bool]]:
    """Return a segment cut after each end of a line that both texts have."""
    if segment.kind != Kind.SAME or "\n" not in segment.a:
        return [(segment, False)]
    lines = segment.a.splitlines(keepends=True)
    return [(Segment(Kind.SAME, line, line), line.endswith("\n")) for line in lines]
