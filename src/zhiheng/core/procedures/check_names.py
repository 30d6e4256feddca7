"""Whatever a procedure names is there, is there once, and is what it is taken for."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from zhiheng.core.errors import Problem
from zhiheng.core.procedures.declared import (
    FormField,
    Material,
    ProcedureDeclaration,
    ProcedureTerm,
    When,
)
from zhiheng.core.procedures.forms import fields_of

Fields = Mapping[str, FormField]
_MOST_SHOWN = 12  # of the names there are; of more, those that are most alike


def name_problems(
    declaration: ProcedureDeclaration, known: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    """Yield every name that is missing or stands twice.

    `known` holds the names that lie outside the procedure, by kind: regime, parameter, and where
    they can be told procedure, role, body, answer. Names of another kind are not checked.
    """
    names = {**known, **own_names(declaration)}
    yield from _twice(declaration)
    for kind, name, place in _uses(declaration):
        if kind in names and name not in names[kind]:
            yield _unknown(name, names[kind], place)
    yield from _conditions(declaration)
    yield from _roles_of_fields(declaration)


def own_names(declaration: ProcedureDeclaration) -> dict[str, list[str]]:
    """Return the names that a procedure gives, by kind, in the order of its file."""
    return {
        "stage": [each.stage for each in declaration.stages],
        "act": [each.act for each in declaration.acts],
        "term": [each.term for each in declaration.terms],
        "ground": [each.code for each in declaration.grounds],
        "session": [each.session for each in declaration.sessions],
        "paper": [each.paper for each in declaration.papers],
        "outcome": [each.outcome for each in declaration.outcomes],
        "field": [each.field for each in fields_of(declaration)],
        "material": [each.material for each in declaration.materials],
        "section": [each.section for each in declaration.form],
    }


def _twice(declaration: ProcedureDeclaration) -> Iterator[Problem]:
    lists = [(f"{kind}s", names) for kind, names in own_names(declaration).items()]
    for act in declaration.acts:
        lists.append((f"acts.{act.act}.fields", [each.field for each in act.fields]))
        lists.append((f"acts.{act.act}.materials", [each.material for each in act.materials]))
    for place, names in lists:
        for name, count in Counter(names).items():
            if count > 1:
                yield Problem("procedure.named_twice", {"received": name}, position=place)


def _unknown(name: str, known: Collection[str], place: str) -> Problem:
    shown = sorted(known)
    if len(shown) > _MOST_SHOWN:
        alike = difflib.get_close_matches(name, shown, n=_MOST_SHOWN, cutoff=0.3)
        shown = [*alike, "…"]
    values = {"received": name, "known": "、".join(shown) or "-"}
    return Problem("procedure.unknown_name", values, position=place)


def _uses(declaration: ProcedureDeclaration) -> Iterator[tuple[str, str, str]]:
    """Yield each use of a name: its kind, the name, where it stands."""
    yield "regime", declaration.regime, "regime"
    yield "act", declaration.begins, "begins"
    yield "field", declaration.subject, "subject"
    yield from _each("field", [declaration.applicant or ""], "applicant")
    yield from _each("field", [declaration.respondent or ""], "respondent")
    handling = declaration.handling
    yield from _each("field", [handling.division or ""], "handling.division")
    yield from _each("body", handling.bodies, "handling.bodies")
    yield from _each("body", handling.superior, "handling.superior")
    yield from _each("role", handling.roles, "handling.roles")
    yield from _each("role", declaration.asked_by, "asked_by")
    answers = [
        f"{name}={each}" for name, given in declaration.finding.answers.items() for each in given
    ]
    yield from _each("answer", answers, "finding.answers")
    yield from _uses_of_acts(declaration)
    for term in declaration.terms:
        yield from _uses_of_a_term(term)
    for ground in declaration.grounds:
        yield from _each("paper", ground.drafts, f"grounds.{ground.code}.drafts")
    for session in declaration.sessions:
        place = f"sessions.{session.session}"
        yield from _each("stage", session.stages, f"{place}.stages")
        yield from _each("term", [session.notice], f"{place}.notice")
        yield from _each("paper", [session.summons], f"{place}.summons")
        yield from _each("paper", [session.minutes], f"{place}.minutes")
    for paper in declaration.papers:
        yield from _each("stage", paper.stages, f"papers.{paper.paper}.stages")


def _uses_of_acts(declaration: ProcedureDeclaration) -> Iterator[tuple[str, str, str]]:
    for act in declaration.acts:
        place = f"acts.{act.act}"
        yield from _each("stage", act.from_, f"{place}.from")
        yield from _each("stage", [act.to], f"{place}.to")
        yield from _each("paper", act.drafts, f"{place}.drafts")
        yield from _each("outcome", [act.outcome], f"{place}.outcome")
        yield from _each("procedure", [act.opens], f"{place}.opens")
        for kind, names in act.needs.names().items():
            yield from _each(kind, names, f"{place}.needs")
        yield from _each("veto", [each.veto for each in act.veto], f"{place}.veto")
        asked = [name for each in act.veto for name in each.of]
        yield from _each("field", asked, f"{place}.veto")


def _uses_of_a_term(term: ProcedureTerm) -> Iterator[tuple[str, str, str]]:
    place = f"terms.{term.term}"
    yield from _each("regime", [term.regime], f"{place}.regime")
    yield from _each("parameter", [term.parameter], f"{place}.parameter")
    variants = [each.parameter for each in term.variants]
    yield from _each("parameter", variants, f"{place}.variants")
    yield from _each("act", term.starts, f"{place}.starts")
    started = [start.paper for start in term.starts_on_service]
    yield from _each("paper", started, f"{place}.starts_on_service")
    yield from _each("act", term.ends, f"{place}.ends")
    yield from _each("paper", term.ends_on_issue, f"{place}.ends_on_issue")
    yield from _each("paper", term.ends_on_service, f"{place}.ends_on_service")
    yield from _each("session", [term.before], f"{place}.before")
    yield from _each("ground", term.stopped_by, f"{place}.stopped_by")


def _each(kind: str, names: Iterable[str], place: str) -> Iterator[tuple[str, str, str]]:
    return ((kind, name, place) for name in names if name)


def _conditions(declaration: ProcedureDeclaration) -> Iterator[Problem]:
    """Yield what is wrong with the conditions of fields, files and lengths."""
    form = {each.field: each for each in fields_of(declaration)}
    for place, each, fields in _asked(declaration, form):
        if each.when is not None:
            yield from _condition(each.when, fields, f"{place}.when")
        if isinstance(each, FormField):
            yield from _order(each, fields, f"{place}.not_after")
    if declaration.anonymous is not None:
        yield from _condition(declaration.anonymous, form, "anonymous")
    for act in declaration.acts:
        if act.when is not None:
            yield from _condition(act.when, form, f"acts.{act.act}.when")
    for term in declaration.terms:
        for when in (term.when, *(each.when for each in term.variants)):
            if when is not None:
                yield from _condition(when, form, f"terms.{term.term}")


def _asked(
    declaration: ProcedureDeclaration, form: Fields
) -> list[tuple[str, FormField | Material, Fields]]:
    """Return every field and file with its place and the fields that are answered beside it."""
    asked: list[tuple[str, FormField | Material, Fields]] = [
        (f"form.{name}", field, form) for name, field in form.items()
    ]
    asked += [(f"materials.{each.material}", each, form) for each in declaration.materials]
    for act in declaration.acts:
        # On the form of an act only its own fields are answered.
        own = {each.field: each for each in act.fields}
        asked += [(f"acts.{act.act}.{each.field}", each, own) for each in act.fields]
        asked += [(f"acts.{act.act}.{each.material}", each, own) for each in act.materials]
    return asked


def _order(field: FormField, fields: Fields, place: str) -> Iterator[Problem]:
    """Yield the date that a date may not exceed where the form has none of that name."""
    if field.not_after:
        dates = [name for name, each in fields.items() if each.kind == "date"]
        if field.not_after not in dates:
            yield _unknown(field.not_after, dates, place)


def _condition(when: When, fields: Fields, place: str) -> Iterator[Problem]:
    field = fields.get(when.field)
    if field is None:
        yield _unknown(when.field, fields, place)
        return
    answers: Collection[str] = ("yes", "no") if field.kind == "yes-no" else field.choices
    if answers:
        yield from (
            _unknown(value, answers, place) for value in when.values if value not in answers
        )


def _roles_of_fields(declaration: ProcedureDeclaration) -> Iterator[Problem]:
    """Yield the fields that cannot be what the procedure takes them for."""
    form = {each.field: each for each in fields_of(declaration)}
    subject = form.get(declaration.subject)
    if subject and (not subject.required or subject.when):
        values = {"received": subject.field}
        yield Problem("procedure.subject_left_out", values, position="subject")
    division = form.get(declaration.handling.division or "")
    if division and division.kind != "division":
        values = {"received": division.field, "kind": division.kind}
        yield Problem("procedure.no_division", values, position="handling.division")
    for term in declaration.terms:
        for name in term.starts if term.starts_from else ():
            fields = _fields_given_with(declaration, name)
            field = fields.get(str(term.starts_from))
            if field is None or field.kind != "date":
                values = {"received": str(term.starts_from), "act": name}
                place = f"terms.{term.term}.starts_from"
                yield Problem("procedure.no_day_to_start", values, position=place)


def _fields_given_with(declaration: ProcedureDeclaration, name: str) -> Fields:
    fields = {
        each.field: each for act in declaration.acts if act.act == name for each in act.fields
    }
    if name == declaration.begins:
        fields |= {each.field: each for each in fields_of(declaration)}
    return fields
