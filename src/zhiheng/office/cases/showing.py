"""What was filled in, as people read it: labels, choices in words, private data masked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhiheng.core.browsing.privacy import mask_address, mask_name
from zhiheng.core.procedures.declared import FormField
from zhiheng.office.cases.enums import CaseStatus
from zhiheng.office.cases.models import Case
from zhiheng.office.registers.presenters import division_name, said

_UNMASKED_AT_ENDS = 3
_BADGES = {
    CaseStatus.OPEN: "role",
    CaseStatus.SUSPENDED: "warn",
    CaseStatus.CLOSED: "ok",
    CaseStatus.ARCHIVED: "off",
    CaseStatus.JOINED: "off",
}


def status_badge(case: Case) -> str:
    """Return the colour of the state of a case."""
    return _BADGES[CaseStatus(case.status)]


@dataclass(frozen=True)
class Beside:
    """Something outside the cases that a case is about: a page of it, in words, and its state.

    `text` and `lines` tell more of it, such as what somebody wrote; there may be no page.
    """

    href: str
    title: str
    state: str = ""
    badge: str = "role"
    text: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """One thing that was filled in, in words; `hidden` where it was masked."""

    label: str
    text: str
    hidden: bool = False


def answers(
    fields: Iterable[FormField], values: Mapping[str, object], *, unmasked: bool
) -> list[Answer]:
    """Return what was filled in, in the order of the fields; empty ones are left out."""
    found = []
    for field in fields:
        text = str(values.get(field.field, "") or "")
        if not text:
            continue
        hidden = field.personal and not unmasked
        shown = masked(field, text) if hidden else in_words(field, text)
        found.append(Answer(said(field.label), shown, hidden))
    return found


def in_words(field: FormField, text: str) -> str:
    """Return a value as people read it: a choice by its label, money with its unit."""
    if field.kind == "yes-no":
        return {"yes": _("Yes"), "no": _("No")}.get(text, text)
    if field.kind == "division":
        return division_name(text)
    if field.kind == "money":
        return _("%(amount)s yuan") % {"amount": text}
    if field.choices:
        chosen = (field.choices.get(each) for each in text.split(","))
        return "、".join(said(each) for each in chosen if each is not None) or text
    return text


def masked(field: FormField, text: str) -> str:
    """Return a private person's value with what identifies them hidden."""
    if field.kind in ("phone", "mail", "identity-number", "uscc"):
        return masked_number(text)
    return mask_address(text) if "address" in field.field else mask_name(text)


def masked_number(text: str) -> str:
    """Return a number or address with its middle hidden: 138****5678."""
    if len(text) <= 2 * _UNMASKED_AT_ENDS:
        return "*" * len(text)
    return f"{text[:_UNMASKED_AT_ENDS]}****{text[-_UNMASKED_AT_ENDS:]}"
