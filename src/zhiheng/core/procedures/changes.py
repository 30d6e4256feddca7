"""What changed between two versions of a form, told to somebody who began to fill in the older one.

Only what concerns the person is told: what is asked anew, what is no longer asked, what became
obligatory, answers that can no longer be chosen, and the files that are wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from zhiheng.core.declarations.models import Wording
from zhiheng.core.procedures.declared import FormField, ProcedureDeclaration
from zhiheng.core.procedures.forms import fields_of

ChangeKind = Literal[
    "asked", "dropped", "required", "choice_gone", "kind", "file_asked", "file_dropped"
]


@dataclass(frozen=True)
class FormChange:
    """One change; `answer` is what the person had filled in there, "" where nothing."""

    kind: ChangeKind
    title: Wording
    answer: str = ""


def changes_between(
    old: ProcedureDeclaration, new: ProcedureDeclaration, given: Mapping[str, str]
) -> list[FormChange]:
    """Return what changed from `old` to `new` for somebody with the answers `given`."""
    return [*_fields(old, new, given), *_files(old, new)]


def _fields(
    old: ProcedureDeclaration, new: ProcedureDeclaration, given: Mapping[str, str]
) -> Iterator[FormChange]:
    before = {each.field: each for each in fields_of(old)}
    now = {each.field: each for each in fields_of(new)}
    for name, field in now.items():
        if name not in before:
            yield FormChange("asked", field.label)
        else:
            yield from _changed(before[name], field, given.get(name, ""))
    for name, field in before.items():
        if name not in now:
            yield FormChange("dropped", field.label, _in_words(field, given.get(name, "")))


def _changed(before: FormField, now: FormField, answer: str) -> Iterator[FormChange]:
    if before.kind != now.kind:
        yield FormChange("kind", now.label, _in_words(before, answer))
    elif now.required and not before.required:
        yield FormChange("required", now.label)
    gone = [each for each in answer.split(",") if each and each not in now.choices]
    if now.choices and gone:
        yield FormChange("choice_gone", now.label, _in_words(before, ",".join(gone)))


def _files(old: ProcedureDeclaration, new: ProcedureDeclaration) -> Iterator[FormChange]:
    before = {each.material: each.title for each in old.materials}
    now = {each.material: each.title for each in new.materials}
    for name, title in now.items():
        if name not in before:
            yield FormChange("file_asked", title)
    for name, title in before.items():
        if name not in now:
            yield FormChange("file_dropped", title)


def _in_words(field: FormField, answer: str) -> str:
    labels = {name: choice.zh for name, choice in field.choices.items()}
    return "、".join(labels.get(each, each) for each in answer.split(",")) if labels else answer
