"""The file of a case as people read it: who did what, as what, when, with what they wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.core.procedures.declared import FormField
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.office.cases.enums import EntryKind
from zhiheng.office.cases.models import Entry, EntryFile
from zhiheng.office.cases.showing import Answer, answers
from zhiheng.office.desk.legal import length
from zhiheng.office.desk.presenters import capacity
from zhiheng.office.desk.standing import Standing
from zhiheng.office.desk.veto_presenters import kept_answers
from zhiheng.office.registers.presenters import said

_PAPERS = (
    EntryKind.PAPER_DRAFTED,
    EntryKind.PAPER_ISSUED,
    EntryKind.PAPER_SERVED,
    EntryKind.PAPER_WITHDRAWN,
)
_SESSIONS = (EntryKind.SCHEDULED, EntryKind.HELD, EntryKind.CANCELLED)
_PEOPLE = (EntryKind.APPOINTED, EntryKind.RELEASED)
_STOPS = (EntryKind.SUSPENDED, EntryKind.RESUMED)


@dataclass(frozen=True)
class FileLine:
    """One line of the file; `erased` where its content is gone by law."""

    entry: Entry
    title: str
    author: str
    capacity: str
    moved: str
    said: tuple[Answer, ...]
    files: tuple[EntryFile, ...]
    erased: bool


def file_lines(standing: Standing, entries: list[Entry]) -> list[FileLine]:
    """Return the lines of the file, the newest first."""
    return [_line(standing, each) for each in reversed(entries)]


def _line(standing: Standing, entry: Entry) -> FileLine:
    procedure = standing.procedure
    return FileLine(
        entry,
        title_of(procedure, entry),
        standing.case.name_of(entry.by),
        capacity(entry.capacity) if entry.capacity else "",
        _moved(procedure, entry),
        tuple(_content(standing, entry)),
        () if entry.erased_at else tuple(entry.files.all()),
        entry.erased_at is not None,
    )


def title_of(procedure: Procedure, entry: Entry) -> str:
    """Return what a line of the file records, in words."""
    kind = EntryKind(entry.kind)
    what = named(procedure, kind, entry.name)
    if kind is EntryKind.ACT:
        return what
    return f"{kind.label} · {what}" if what else str(kind.label)


def named(procedure: Procedure, kind: EntryKind, name: str) -> str:
    """Return the title of what a line names: an act, a paper, a ground, a session, a capacity."""
    if kind in _PEOPLE or kind in (EntryKind.PARTY_ADDED, EntryKind.PARTY_CHANGED):
        return capacity(name) if name else ""
    for kinds, known in (
        (_PAPERS, procedure.papers),
        (_SESSIONS, procedure.sessions),
        (_STOPS, procedure.grounds),
    ):
        if kind in kinds:
            return said(known[name].title) if name in known else name
    for act_term_or_ground in (procedure.acts, procedure.terms, procedure.grounds):
        if name in act_term_or_ground:
            return said(act_term_or_ground[name].title)
    return "" if kind is EntryKind.LINKED else name


def _moved(procedure: Procedure, entry: Entry) -> str:
    if entry.stage_before == entry.stage_after:
        return ""
    stages = [
        said(procedure.stages[name].title)
        for name in (entry.stage_before, entry.stage_after)
        if name in procedure.stages
    ]
    return " → ".join(stages)


def _content(standing: Standing, entry: Entry) -> list[Answer]:
    content = entry.content or {}
    act = standing.procedure.acts.get(entry.name)
    declared: list[FormField] = []
    if act is not None and entry.kind in (EntryKind.ACT, EntryKind.PROPOSED):
        if act.act == standing.procedure.declaration.begins:
            return []  # the form stands on the page by itself
        declared = act.fields
    found = answers(declared, content, unmasked=standing.unmasked)
    known = {each.field for each in declared}
    rest = {name: value for name, value in content.items() if name not in known}
    return found + kept_answers(standing, rest.pop("veto", None)) + _plain(rest, standing, entry)


def _plain(rest: Mapping[str, object], standing: Standing, entry: Entry) -> list[Answer]:
    labels = {
        "reason": _("Reason"),
        "person": pgettext("case", "Person"),
        "organisation": _("Body"),
        "question": _("What it is asked to do"),
        "answer": _("Answer"),
        "text": _("Note"),
        "place": _("Place"),
        "agreed": _("Shorter notice"),
        "attendance": _("Attendance"),
        "length": _("By how much"),
        "party": pgettext("case", "Party"),
        "name": _("Name"),
    }
    if entry.kind in (EntryKind.PARTY_ADDED, EntryKind.PARTY_CHANGED):
        rest = {"name": rest.get("name", "")} if standing.unmasked else {}
    if entry.kind == EntryKind.CORRECTED:
        return _corrections(rest, standing)
    return [
        Answer(labels.get(name, name), length(str(value)) if name == "length" else str(value))
        for name, value in rest.items()
        if value not in ("", None)
    ]


def _corrections(content: Mapping[str, object], standing: Standing) -> list[Answer]:
    sections = standing.procedure.declaration.form
    fields = [field for section in sections for field in section.fields]
    before, after = content.get("before"), content.get("after")
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return []
    old = {each.label: each.text for each in answers(fields, before, unmasked=standing.unmasked)}
    new = {each.label: each.text for each in answers(fields, after, unmasked=standing.unmasked)}
    changed = [
        Answer(label, f"{old.get(label, '—')} → {new.get(label, '—')}")
        for label in dict.fromkeys([*old, *new])
    ]
    return [Answer(_("Reason"), str(content.get("reason", ""))), *changed]
