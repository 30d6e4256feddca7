"""What people do in the hall before a matter exists, and what they say about it afterwards.

Drafts are nobody's business but their owner's and leave no trace on the ledger; handing one in is
the first act of a case, recorded there.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from zhiheng.core.errors import ConflictError, ForbiddenError, InputError, Problem
from zhiheng.core.procedures.declared import Material
from zhiheng.core.procedures.forms import demanded, fields_of
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.attachments.commands import attach, check_files, erase
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.cases import law
from zhiheng.office.cases.beginning import Request, begin_case
from zhiheng.office.cases.enums import Capacity, EntryKind
from zhiheng.office.cases.files import kind_problems
from zhiheng.office.cases.models import Case, Party
from zhiheng.office.cases.queries import case_by_code, matters_of
from zhiheng.office.cases.writing import Files, Line, enter, held
from zhiheng.office.hall import queries
from zhiheng.office.hall.models import DraftFile, HallDraft, Rating
from zhiheng.office.hall.permissions import (
    applicants_of,
    check_may_begin,
    counters_of,
    may_ask,
)
from zhiheng.office.hall.prefilling import from_registers, known_of

LONGEST_ANSWER = 8_000  # characters kept of what was typed, far more than any field takes
MOST_FILES = 20  # of one draft
CHANGEABLE = dt.timedelta(days=30)  # how long a rating may be changed
MOST_DRAFTS = 50  # of one person


@transaction.atomic
def begin_draft(
    *, procedure: str, applicant: Organisation | None, station: Organisation | None, by: User,
    on: datetime,
) -> HallDraft:  # fmt: skip
    """Begin a form with what is known already: for oneself, one's organisation, or at a counter."""
    day = timezone.localdate(on)
    declared = queries.service(procedure, on=day)
    check_may_begin(by, declared, on=day)
    if station is None and not may_ask(by, declared, on=day):
        raise ForbiddenError.of("case.not_asked_by_you", received=declared.declaration.title.zh)
    _check_among(station, counters_of(by, declared, on=day))
    _check_among(applicant, [] if station else applicants_of(by, declared, on=day))
    if queries.drafts_of(by).count() >= MOST_DRAFTS:
        raise ConflictError.of("hall.too_many_drafts", expected=MOST_DRAFTS)
    return HallDraft.objects.create(
        person=by,
        procedure=procedure,
        version=law.keep_version(declared, on=on),
        values=known_of(declared.declaration, None if station else by, applicant),
        applicant=applicant,
        station=station,
        key=secrets.token_urlsafe(24),
        begun_at=on,
        changed_at=on,
    )


def _check_among(body: Organisation | None, offered: Sequence[Organisation]) -> None:
    if body is not None and body.pk not in {each.pk for each in offered}:
        raise ForbiddenError.of("case.other_body", received=body.name)


@dataclass(frozen=True)
class Typed:
    """What a page of a form sent: answers as typed, files chosen now, kept ones to leave out."""

    values: Mapping[str, str]
    files: Mapping[str, Sequence[UploadedFile[Any]]] = field(default_factory=dict)
    without: Collection[int] = ()


@transaction.atomic
def save_draft(
    *, draft: HallDraft, revision: int | None, typed: Typed, by: User, on: datetime
) -> dict[str, str]:
    """Keep what was typed, fitting or not; return what registers added where nothing stood.

    Files come by `add_files` afterwards, so that one that is not taken costs no answer.
    """
    held_draft = _own(draft, by, revision)
    declared = law.in_force(held_draft.procedure, on=timezone.localdate(on))
    values = {**held_draft.values, **_plain(typed.values)}
    added = from_registers(declared.declaration, values)
    _change(held_draft, on, values={**values, **added})
    erase(held_draft.files.filter(pk__in=list(typed.without)))
    return added


@transaction.atomic
def add_files(
    *, draft: HallDraft, files: Mapping[str, Sequence[UploadedFile[Any]]], by: User, on: datetime
) -> list[Problem]:
    """Keep the files that can be taken with a draft; return why the others were not."""
    held_draft = _own(draft, by, None)
    declared = law.in_force(held_draft.procedure, on=timezone.localdate(on))
    known = {each.material: each for each in declared.declaration.materials}
    count = held_draft.files.count()
    problems: list[Problem] = []
    for name, file in [(each, file) for each in known for file in files.get(each, ())]:
        found = _file_problems(known[name], file)
        if not found and count >= MOST_FILES:
            found = [Problem("hall.too_many_files", {"expected": str(MOST_FILES)})]
        if not found:
            kept = attach(file=file, by=by, on=on)
            DraftFile.objects.create(draft=held_draft, material=name, attachment=kept)
            count += 1
        problems += [each for each in found if each not in problems]
    _change(held_draft, on)
    return problems


def _file_problems(material: Material, file: UploadedFile[Any]) -> list[Problem]:
    found = kind_problems(material, [file])
    try:
        check_files([file])
    except InputError as error:
        found += error.problems
    return found


@transaction.atomic
def renew_draft(*, draft: HallDraft, by: User, on: datetime) -> None:
    """Go on with the form as it is now, after having seen what changed; answers are kept."""
    held_draft = _own(draft, by, None)
    declared = law.in_force(held_draft.procedure, on=timezone.localdate(on))
    _change(held_draft, on, version=law.keep_version(declared, on=on))


@transaction.atomic
def discard_draft(*, draft: HallDraft, by: User, on: datetime) -> None:
    """Throw a form away that was not handed in, with its files: nothing of it is kept."""
    held_draft = _own(draft, by, None)
    erase(held_draft.files.all())
    held_draft.delete()


@transaction.atomic
def submit_draft(*, draft: HallDraft, by: User, on: datetime) -> Case:
    """Hand a form in, once, however often it is sent; return the case.

    `ConflictError` where the form changed since it was filled in and nobody looked at it.
    """
    draft = (
        HallDraft.objects.select_for_update(of=("self",)).select_related("version").get(pk=draft.pk)
    )
    if draft.person_id != by.pk:
        raise ForbiddenError.of("hall.not_your_draft")
    if draft.case is not None:
        return draft.case
    declared = queries.service(draft.procedure, on=timezone.localdate(on))
    if draft.version.digest != declared.digest:
        raise ConflictError.of("hall.form_changed", received=declared.declaration.title.zh)
    request = _request(draft, declared)
    case = begin_case(procedure=draft.procedure, request=request, by=by, on=on)
    erase(draft.files.all())  # what was handed in is needed by the case now
    HallDraft.objects.filter(pk=draft.pk).update(case=case, values={}, changed_at=on)
    return case


def _request(draft: HallDraft, procedure: Procedure) -> Request:
    """Return what is handed in: what the form asks with these answers, nothing else."""
    names = {each.field for each in fields_of(procedure.declaration)}
    files: dict[str, list[UploadedFile[Any] | Attachment]] = {}
    for each in draft.files.select_related("attachment"):
        files.setdefault(each.material, []).append(each.attachment)
    return Request(
        given={name: value for name, value in draft.values.items() if name in names},
        files=_wanted(procedure, draft.values, files),
        applicant=draft.applicant,
        station=draft.station,
        key=draft.key,
    )


@transaction.atomic
def claim_matter(*, number: str, code: str, by: User, on: datetime) -> Case:
    """Link a matter that was taken in at a counter to one's account, by number and code.

    Whoever holds both holds the receipt. A wrong number and a wrong code are told alike.
    """
    found = case_by_code(code)
    if found is None or found.number != number.strip().upper():
        raise InputError.of("hall.claim_unknown")
    if matters_of(by, on=timezone.localdate(on)).filter(pk=found.pk).exists():
        return found
    with held(found, revision=None, by=by, on=on) as holding:
        party = Party.objects.filter(
            case=holding.case, position=Capacity.APPLICANT, user__isnull=True,
            organisation__isnull=True, left_at__isnull=True,
        ).first()  # fmt: skip
        if party is None:
            raise ConflictError.of("hall.claimed_already", received=found.number)
        Party.objects.filter(pk=party.pk).update(user=by)
        holding.change()
        line = Line(
            name=Capacity.APPLICANT, details={"party": party.pk, "account": by.pk},
            capacity=Capacity.APPLICANT,
        )  # fmt: skip
        enter(holding, EntryKind.PARTY_CHANGED, line)
    return found


@transaction.atomic
def rate(*, case: Case, stars: int, text: str, by: User, on: datetime) -> Rating:
    """Say how a matter was handled, once it is closed; changeable for thirty days."""
    if not 1 <= stars <= 5:
        raise InputError.of("hall.stars_unfit", received=stars)
    with held(case, revision=None, by=by, on=on) as holding:
        capacity = holding.capacity(Capacity.APPLICANT)
        if holding.case.closed_at is None:
            raise ConflictError.of("hall.not_closed", received=case.number)
        known = Rating.objects.filter(case=case, person=by).first()
        if known is not None and on - known.given_at > CHANGEABLE:
            raise ConflictError.of("hall.rating_final", days=CHANGEABLE.days)
        words = text.strip()[:1000]
        if known is not None and (known.stars, known.text) == (stars, words):
            return known  # sent twice
        fields = {"stars": stars, "text": words, "changed_at": on}
        kept, _ = Rating.objects.update_or_create(
            case=holding.case, person=by, defaults=fields,
            create_defaults={**fields, "given_at": on},
        )  # fmt: skip
        line = Line(
            content={"text": kept.text}, details={"stars": stars}, capacity=capacity, internal=True
        )
        enter(holding, EntryKind.RATED, line)
    return kept


def _own(draft: HallDraft, by: User, revision: int | None) -> HallDraft:
    """Return the draft held for a change; raise unless it is one's own, as shown, not handed in."""
    found = HallDraft.objects.select_for_update().filter(pk=draft.pk, person=by).first()
    if found is None:
        raise ForbiddenError.of("hall.not_your_draft")
    if found.case_id is not None:
        raise ConflictError.of("hall.handed_in")
    if revision is not None and found.revision != revision:
        raise ConflictError.of("hall.draft_changed")
    return found


def _plain(values: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed without what a database cannot hold, each answer cut to a measure."""
    return {name: text.replace("\0", "")[:LONGEST_ANSWER] for name, text in values.items()}


def _wanted(procedure: Procedure, values: Mapping[str, str], files: Files) -> Files:
    """Return the files that are asked for with these answers; the others are not handed in."""
    asked = demanded(procedure.declaration.materials, values)
    return {each.material: files[each.material] for each in asked if each.material in files}


def _change(draft: HallDraft, on: datetime, **fields: object) -> None:
    HallDraft.objects.filter(pk=draft.pk).update(
        revision=F("revision") + 1, changed_at=on, **fields
    )
    draft.refresh_from_db()
