"""Where what a line of the file says stands a second time; erased by law, it goes from there too.

Papers that were issued stay: they are acts of the office, kept by the law on archives.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from zhiheng.office.attachments.commands import erase
from zhiheng.office.cases.enums import EntryKind
from zhiheng.office.cases.models import Case, Cooperation, Entry, Party, Proposal
from zhiheng.office.cases.notifying import href_for
from zhiheng.office.notices.commands import change_values

ERASED = "（已依法删除）"
_PARTY_LINES = (EntryKind.PARTY_ADDED, EntryKind.PARTY_CHANGED)
_COOPERATION = (EntryKind.ASKED, EntryKind.ANSWERED)


def erase_copies(entry: Entry, *, on: datetime) -> None:
    """Erase the files of a line, and what it says where that stands beside it."""
    erase(entry.files.all())
    if entry.kind == EntryKind.PROPOSED:
        _erase_proposal(entry, on)
    if entry.kind in _PARTY_LINES:
        _erase_parties(Q(case=entry.case_id, name=(entry.content or {}).get("name", "")))
    if entry.kind in _COOPERATION:
        _erase_cooperation(entry)
    first = Entry.objects.filter(case=entry.case_id).order_by("pk").first()
    if first is not None and first.pk == entry.pk:
        for case in [entry.case, *_split_off(entry.case)]:
            _erase_form(case)


def _erase_proposal(entry: Entry, on: datetime) -> None:
    """Empty what was proposed; undecided, it falls away: nobody can approve what is gone."""
    same = Proposal.objects.filter(case=entry.case_id, name=entry.name, proposed_at=entry.at)
    same.filter(decided_at__isnull=True).update(decided_at=on, approved=False, reason=ERASED)
    same.update(content={})


def _erase_cooperation(entry: Entry) -> None:
    content = entry.content or {}
    for field in ("question", "answer"):
        if text := content.get(field):
            Cooperation.objects.filter(**{"case": entry.case_id, field: text}).update(
                **{field: ERASED}
            )


def _split_off(case: Case) -> list[Case]:
    """Return the cases that were split off from one, and from those: they began with its form."""
    found = []
    for each in Case.objects.filter(origin=case):
        first = each.entries.order_by("pk").first()
        if first is not None and first.kind == EntryKind.SPLIT:
            found += [each, *_split_off(each)]
    return found


def _erase_form(case: Case) -> None:
    """Empty a form, the subject, what it told about private persons, and the notices of it."""
    Case.objects.filter(pk=case.pk).update(form={}, title=ERASED)
    names = list(case.parties.values_list("name", flat=True))
    if case.joined_into_id is not None:
        _erase_parties(Q(case=case.joined_into_id, name__in=names))
    _erase_parties(Q(case=case.pk))
    for person_is_party in (True, False):
        change_values(href=href_for(case, person_is_party), values={"title": ERASED})


def _erase_parties(which: Q) -> None:
    Party.objects.filter(which, is_person=True).update(
        name=ERASED, identifier="", address="", phone="", mail="", agent_name=""
    )
