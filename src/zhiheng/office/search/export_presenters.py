"""Hits as a table to take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhiheng.core.browsing.privacy import mask_name
from zhiheng.core.search.results import Hit
from zhiheng.office.registers import lake
from zhiheng.office.registers.exports import Table
from zhiheng.office.registers.presenters import division_name, said
from zhiheng.office.search.hit_presenters import NAMES, choice_words, day_text

FIELDS = (
    "register", "number", "title", "kind", "status", "applicants", "inventors", "filed", "classes",
    "division", "score", "key",
)  # fmt: skip


def hits_table(hits: Sequence[Hit], *, unmasked: bool) -> Table:
    """Return hits as rows, names of private persons masked where they may not be seen."""
    return Table(FIELDS, _headings(), (_row(hit, unmasked=unmasked) for hit in hits))


def _headings() -> list[str]:
    return [
        _("Register"), _("Number"), _("Title"), _("Kind"), _("Status"), _("Applicants or owners"),
        _("Inventors or authors"), _("Filing date"), _("Classes"), _("Division"), _("Score"),
        _("Key of the record"),
    ]  # fmt: skip


def _row(hit: Hit, *, unmasked: bool) -> dict[str, Any]:
    register = lake.catalogue().register(hit.register)
    hidden = not unmasked and register.column(register.label).personal
    row: dict[str, Any] = {
        "register": said(register.title),
        "number": hit.number,
        "title": mask_name(hit.title) if hidden else hit.title,
        "kind": choice_words(register, "kind", str(hit.facts.get("kind") or "")),
        "status": choice_words(register, "status", str(hit.facts.get("status") or "")),
        "filed": day_text(hit.facts.get("filed") or ""),
        "classes": _listed(hit.facts.get("classes")),
        "division": division_name(str(hit.facts["division"])) if hit.facts.get("division") else "",
        "score": round(hit.score, 4),
        "key": hit.key,
    }
    for name in NAMES:
        names = _listed(hit.facts.get(name))
        row[name] = names if unmasked else [mask_name(each) for each in names]
    return row


def _listed(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else []
