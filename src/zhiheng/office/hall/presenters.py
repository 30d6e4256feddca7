"""What the pages of guides and drafts show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.core.procedures.changes import FormChange
from zhiheng.core.procedures.declared import ProcedureDeclaration
from zhiheng.core.procedures.finding import Found, Narrowed
from zhiheng.core.procedures.forms import asked, demanded
from zhiheng.core.procedures.guide import Guide, guide_of
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.office.accounts.enums import Role
from zhiheng.office.cases import law, showing
from zhiheng.office.cases.filling import FILE_PREFIX, FillingForm
from zhiheng.office.cases.showing import Answer
from zhiheng.office.hall.finding import Answered
from zhiheng.office.hall.models import DraftFile, HallDraft, Rating
from zhiheng.office.hall.queries import RatingSummary
from zhiheng.office.registers.exports import Table
from zhiheng.office.registers.presenters import language, said


@dataclass(frozen=True)
class ServiceCard:
    """A service as the list shows it; `why` says what made it fit a search."""

    name: str
    title: str
    summary: str
    asked_by: str
    fee: str
    why: str = ""


def found_cards(found: Iterable[Found]) -> list[ServiceCard]:
    """Return what a search found as cards that say by which words."""
    return [service_card(each.declaration, "、".join(each.words)) for each in found]


@dataclass(frozen=True)
class NextQuestion:
    """A question with a link for each answer and how many services it leaves."""

    title: str
    answers: Sequence[tuple[str, str, int]]  # words, query, services


def next_question(narrowed: Narrowed, given: Mapping[str, str]) -> NextQuestion | None:
    """Return the question to ask next as links; None where nothing is left to ask."""
    if narrowed.next is None:
        return None
    question = narrowed.next.question
    answers = [
        (said(answer.title), urlencode({**given, question.question: answer.answer}), count)
        for answer, count in narrowed.next.answers
    ]
    return NextQuestion(said(question.title), answers)


def answered_lines(
    answered: Iterable[Answered], given: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Return each question answered: its words, the answer's, and the address without it."""
    lines = []
    for each in answered:
        name = each.question.question
        words = {one.answer: said(one.title) for one in each.question.answers}
        rest = urlencode({key: value for key, value in given.items() if key != name})
        lines.append((said(each.question.title), words[each.answer], rest))
    return lines


def service_card(declaration: ProcedureDeclaration, why: str = "") -> ServiceCard:
    """Return a service as a card."""
    return ServiceCard(
        declaration.procedure, said(declaration.title), said(declaration.summary),
        roles_in_words(declaration.asked_by), said(declaration.fee), why,
    )  # fmt: skip


def roles_in_words(roles: Iterable[str]) -> str:
    """Return who may ask, in words."""
    return "、".join(str(Role(each).label) for each in roles)


def guides(procedure: Procedure, *, both: bool, on: dt.date) -> list[tuple[str, Guide]]:
    """Return the guide in the language of the page, with the other one beside it if wanted.

    Each comes with the code of its language, in which its headings are to be shown too.
    """
    codes = [language()]
    if both:
        codes.append("zh-hans" if codes[0] == "en" else "en")
    parameter = law.parameter_of(on)
    return [
        (code, guide_of(procedure.declaration, parameter_of=parameter, language=code))
        for code in codes
    ]


@dataclass(frozen=True)
class FilledSection:
    """One section of a form on a page."""

    name: str
    title: str
    fields: Sequence[BoundField]
    personal: bool  # asks for something of a private person


@dataclass(frozen=True)
class MaterialLine:
    """One file that is wanted, with those kept already."""

    field: BoundField
    kept: Sequence[DraftFile]


def sections_of(form: FillingForm, declaration: ProcedureDeclaration) -> list[FilledSection]:
    """Return the sections of a form with their controls."""
    return [
        FilledSection(
            section.section,
            said(section.title),
            [form[field.field] for field in section.fields],
            any(field.personal for field in section.fields),
        )
        for section in declaration.form
    ]


def material_lines(form: FillingForm, draft: HallDraft) -> list[MaterialLine]:
    """Return the files that are wanted, each with those kept already."""
    kept = files_by_material(draft)
    return [
        MaterialLine(form[FILE_PREFIX + each.material], kept.get(each.material, []))
        for each in form.materials
    ]


def files_by_material(draft: HallDraft) -> dict[str, list[DraftFile]]:
    """Return the files kept with a draft."""
    found: dict[str, list[DraftFile]] = {}
    for each in draft.files.all():
        found.setdefault(each.material, []).append(each)
    return found


def answers(
    declaration: ProcedureDeclaration, given: Mapping[str, str]
) -> list[tuple[str, list[Answer]]]:
    """Return the sections of a form with what was answered, in words; left out what is empty."""
    shown = []
    for section in declaration.form:
        lines = showing.answers(asked(section.fields, given), given, unmasked=True)
        if lines:
            shown.append((said(section.title), lines))
    return shown


def files_in_words(
    declaration: ProcedureDeclaration, draft: HallDraft, given: Mapping[str, str]
) -> tuple[list[tuple[str, list[str]]], list[str]]:
    """Return the files that go with the form, by title, and the names of those that do not."""
    kept = files_by_material(draft)
    wanted = demanded(declaration.materials, given)
    names = {each.material for each in wanted}
    going = [
        (said(each.title), [file.attachment.name for file in kept[each.material]])
        for each in wanted
        if each.material in kept
    ]
    left = [file.attachment.name for name, some in kept.items() if name not in names
            for file in some]  # fmt: skip
    return going, left


_CHANGES = {
    "asked": lambda: _("Now asked: %(title)s"),
    "dropped": lambda: _("No longer asked: %(title)s"),
    "required": lambda: _("No longer optional: %(title)s"),
    "choice_gone": lambda: _("Your answer can no longer be chosen: %(title)s"),
    "kind": lambda: _("Asked in another way: %(title)s"),
    "file_asked": lambda: _("File now wanted: %(title)s"),
    "file_dropped": lambda: _("File no longer wanted: %(title)s"),
}


def changes_in_words(changes: Iterable[FormChange]) -> list[tuple[str, str]]:
    """Return every change of a form in words, with the answer that it concerns."""
    return [(_CHANGES[each.kind]() % {"title": said(each.title)}, each.answer) for each in changes]


@dataclass(frozen=True)
class DraftLine:
    """A draft as the list shows it."""

    draft: HallDraft
    title: str
    subject: str
    days: int
    changed: bool  # the form is another one now


def draft_lines(drafts: Iterable[HallDraft], *, on: dt.date) -> list[DraftLine]:
    """Return drafts with their age, and whether their form changed meanwhile."""
    lines = []
    known = {each.name: each for each in law.procedures().all_in_force(on=on)}
    for draft in drafts:
        procedure = known.get(draft.procedure)
        declaration = (
            procedure.declaration
            if procedure
            else ProcedureDeclaration.model_validate(draft.version.content)
        )
        lines.append(
            DraftLine(
                draft,
                said(declaration.title),
                str(draft.values.get(declaration.subject, "")),
                (on - timezone.localdate(draft.changed_at)).days,
                procedure is None or procedure.digest != draft.version.digest,
            )
        )
    return lines


@dataclass(frozen=True)
class RatedService:
    """How a service was rated."""

    name: str
    title: str
    count: int
    average: str
    low: int


def rating_summaries(found: Iterable[RatingSummary]) -> list[RatedService]:
    """Return averages by service, under the titles that the services have today."""
    titles = {each.name: said(each.declaration.title) for each in law.procedures().every_version()}
    return [
        RatedService(
            name=each.key,
            title=titles.get(each.key, each.key),
            count=each.count,
            average=f"{each.average or 0:.1f}",
            low=each.low,
        )
        for each in found
    ]


@dataclass(frozen=True)
class RatingLine:
    """One rating with its case."""

    rating: Rating
    procedure: str


def rating_lines(found: Iterable[Rating]) -> list[RatingLine]:
    """Return ratings as the list shows them."""
    return [RatingLine(each, said(law.procedure_of(each.case).declaration.title)) for each in found]


def rating_table(found: Iterable[Rating]) -> Table:
    """Return ratings as a file has them."""
    headings = {
        "number": _("Case number"),
        "procedure": pgettext("hall", "Service"),
        "body": _("Handled by"),
        "stars": _("Rating"),
        "text": _("What was good, what was not"),
        "given": _("Rated"),
    }
    rows = (
        {
            "number": line.rating.case.number,
            "procedure": line.procedure,
            "body": line.rating.case.organisation.name if line.rating.case.organisation else "",
            "stars": line.rating.stars,
            "text": line.rating.text,
            "given": timezone.localdate(line.rating.given_at),
        }
        for line in rating_lines(found)
    )
    return Table(list(headings), list(headings.values()), rows)
