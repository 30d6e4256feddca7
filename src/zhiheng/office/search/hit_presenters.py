"""One hit as plain data for templates: what it is, what matched, where it leads.

Marks stay places in a text until the template puts them around it. Whoever may not see private
persons gets their names masked, and no mark in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from zhiheng.core.browsing.privacy import mask_name
from zhiheng.core.declarations.models import Register
from zhiheng.core.identifiers.name_kinds import is_organisation
from zhiheng.core.search.fields import BY_NAME, DATE_FIELDS
from zhiheng.core.search.results import Highlight, Hit
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import division_name, said
from zhiheng.office.search.asking import Asked

NAMES = {"applicants": "applicant", "inventors": "inventor"}
MOST_SNIPPETS = 2
MOST_LISTED = 3  # of names and classes in the line of a hit
FACTS = ("applicants", "filed", "classes", "division")


@dataclass(frozen=True)
class Part:
    """A piece of text, marked where it matched."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Labelled:
    """Something about a hit under its label: a fact, or a piece of a text that matched."""

    label: str
    parts: Sequence[Part]


@dataclass(frozen=True)
class HitLine:
    """One hit of a list; `why` is empty where ranks are not explained."""

    register_title: str
    number: str
    href: str
    status: str
    title: Sequence[Part]
    facts: Sequence[Labelled]
    snippets: Sequence[Labelled]
    similar: str
    why: str = ""


def hit_line(hit: Hit, *, unmasked: bool, asked: Asked | None = None) -> HitLine:
    """Return one hit; with what was asked, its rank can be explained."""
    register = lake.catalogue().register(hit.register)
    marks = [each for each in hit.highlights if unmasked or may_be_seen(each)]
    place = (hit.register, hit.key)
    why = reverse("search:why", args=place) + asked.query_string() if asked else ""
    return HitLine(
        register_title=said(register.title),
        number=hit.number,
        href=reverse("registers:record", args=place),
        status=choice_words(register, "status", str(hit.facts.get("status") or "")),
        title=_title(hit, register, marks, unmasked=unmasked),
        facts=_facts(hit, register, marks, unmasked=unmasked),
        snippets=_snippets(hit, marks),
        similar=reverse("search:similar", args=place),
        why=why,
    )


def marked_parts(text: str, marks: Iterable[tuple[int, int]]) -> list[Part]:
    """Cut a text at its marks; overlapping marks become one."""
    parts: list[Part] = []
    at = 0
    for start, end in _joined(marks):
        if start > at:
            parts.append(Part(text[at:start]))
        parts.append(Part(text[start:end], marked=True))
        at = end
    return parts + ([Part(text[at:])] if at < len(text) else [])


def choice_words(register: Register, field: str, value: str) -> str:
    """Return the words of a stored status or kind in its register, the value where it has none."""
    for column in register.columns:
        if column.search == field and value in column.choices:
            return said(column.choices[value])
    return value


def field_title(field: str) -> str:
    """Return what a search field, or what a score is made of besides, is called."""
    known = {str(name): said(each.title) for name, each in BY_NAME.items()}
    return known.get(field) or _parts_of_scores().get(field, field)


def _parts_of_scores() -> dict[str, str]:
    return {
        "exact": _("number or name as a whole"),
        "words": _("all fields"),
        "body": _("claims and description"),
        "persons": _("names of persons"),
        "text": _("whole text"),
    }


def may_be_seen(highlight: Highlight) -> bool:
    """Tell whether a piece of a record may be shown to whoever sees persons masked."""
    return highlight.field not in NAMES.values() or is_organisation(highlight.text)


def _joined(marks: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _title(
    hit: Hit, register: Register, marks: Sequence[Highlight], *, unmasked: bool
) -> Sequence[Part]:
    if not unmasked and register.column(register.label).personal:
        return [Part(mask_name(hit.title))]
    for highlight in marks:
        if highlight.field == "title" and highlight.text == hit.title:
            return marked_parts(highlight.text, highlight.marks)
    return [Part(hit.title or hit.number or _("(without title)"))]


def _facts(
    hit: Hit, register: Register, marks: Sequence[Highlight], *, unmasked: bool
) -> list[Labelled]:
    facts = []
    for name in FACTS:
        if texts := _texts(hit.facts, name):
            shown = texts if unmasked or name not in NAMES else [mask_name(each) for each in texts]
            facts.append(Labelled(_label(register, name), _listed(shown, _marks_of(name, marks))))
    return facts


def _texts(facts: Mapping[str, object], name: str) -> list[str]:
    value = facts.get(name)
    values = value if isinstance(value, list | tuple) else [value] if value else []
    texts = [day_text(each) if name in DATE_FIELDS else str(each) for each in values]
    return [division_name(each) for each in texts] if name == "division" else texts


def day_text(day: object) -> str:
    """Write a day as the index keeps it, 20240131, in the way dates are written: 2024-01-31."""
    text = str(day)
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdigit() else text


def _listed(texts: Sequence[str], marks: Mapping[str, Highlight]) -> list[Part]:
    parts: list[Part] = []
    for text in texts[:MOST_LISTED]:
        parts += [Part("；")] if parts else []
        parts += marked_parts(text, marks[text].marks if text in marks else ())
    return parts + ([Part(" …")] if len(texts) > MOST_LISTED else [])


def _marks_of(name: str, marks: Sequence[Highlight]) -> dict[str, Highlight]:
    field = {**NAMES, "classes": "class"}.get(name, name)
    return {each.text: each for each in marks if each.field == field}


def _snippets(hit: Hit, marks: Sequence[Highlight]) -> list[Labelled]:
    """Return the pieces that matched and are not seen in the title or the facts already."""
    seen = {hit.title, *(text for name in FACTS for text in _texts(hit.facts, name)[:MOST_LISTED])}
    return [
        Labelled(field_title(each.field), marked_parts(each.text, each.marks))
        for each in marks
        if each.text not in seen
    ][:MOST_SNIPPETS]


def _label(register: Register, name: str) -> str:
    field = {**NAMES, "classes": "class"}.get(name, name)
    column = next((each for each in register.columns if each.search == field), None)
    return said(column.title) if column else field_title(field)
