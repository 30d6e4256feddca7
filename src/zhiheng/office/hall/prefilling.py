"""What is known already, so that nobody types it again: account, organisation, registers.

Nothing that was typed is overwritten, and no private person's name is taken from a register.
"""

from __future__ import annotations

from collections.abc import Mapping

from zhiheng.core.browsing.privacy import mask_name
from zhiheng.core.errors import PersonError
from zhiheng.core.procedures.declared import FormField, ProcedureDeclaration
from zhiheng.core.procedures.forms import fields_of
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.notices.queries import mail_address
from zhiheng.office.registers.queries import record

_USCC = "_uscc"
# How declarations call the two kinds of applicants.
_BODIES, _PEOPLE = ("organisation", "legal"), ("person", "natural")


def known_of(
    declaration: ProcedureDeclaration, user: User | None, applicant: Organisation | None
) -> dict[str, str]:
    """Return the answers that account and organisation give; at a counter there is no `user`."""
    known = {
        "person.name": user.display_name if user else "",
        "person.mail": mail_address(user) if user else "",
        "organisation.name": applicant.name if applicant else "",
        "organisation.uscc": (applicant.uscc or "") if applicant else "",
        "organisation.district": applicant.district if applicant else "",
    }
    found = {each.field: known.get(each.prefill, "") for each in fields_of(declaration)}
    fields = {each.field: each for each in fields_of(declaration)}
    if "applicant_kind" in fields and user is not None:
        found["applicant_kind"] = _kind(fields["applicant_kind"], applicant)
    if applicant is None and user is not None and "applicant_name" in fields:
        found["applicant_name"] = user.display_name
    return {name: value for name, value in found.items() if value}


def _kind(field: FormField, applicant: Organisation | None) -> str:
    """Return which of the kinds of applicant that a form knows asks, "" where it is not clear."""
    names = _BODIES if applicant else _PEOPLE
    return next((name for name in names if name in field.choices), "")


def from_registers(declaration: ProcedureDeclaration, given: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that registers give for numbers that were typed, where none stood."""
    fields = {each.field: each for each in fields_of(declaration)}
    found = {**_of_patent(fields, given), **_of_enterprises(fields, given)}
    return {name: value for name, value in found.items() if value and not given.get(name)}


def _of_patent(fields: Mapping[str, FormField], given: Mapping[str, str]) -> dict[str, str]:
    wanted = [each for each in fields.values() if each.prefill.startswith("patent.")]
    number = next(
        (given[name] for name, each in fields.items()
         if each.kind == "patent-number" and given.get(name)), "",
    )  # fmt: skip
    row = _row("patents", number) if wanted and number else {}
    if not row:
        return {}
    owners = [str(each) for each in _as_list(row.get("applicants"))]
    are_bodies = all(mask_name(each) == each for each in owners)
    known = {
        "patent.title": str(row.get("title") or ""),
        "patent.owner": "、".join(owners) if are_bodies else "",
    }
    return {each.field: known.get(each.prefill, "") for each in wanted}


def _of_enterprises(fields: Mapping[str, FormField], given: Mapping[str, str]) -> dict[str, str]:
    """Return name and address for each code that stands beside fields of its own prefix."""
    found: dict[str, str] = {}
    for name, field in fields.items():
        prefix = name.removesuffix(_USCC)
        if field.kind != "uscc" or not given.get(name) or prefix == name:
            continue
        targets = {f"{prefix}_name": "name", f"{prefix}_address": "address"}
        if not any(target in fields and not given.get(target) for target in targets):
            continue
        row = _row("enterprises", given[name])
        found |= {
            target: str(row.get(column) or "")
            for target, column in targets.items()
            if target in fields
        }
    return found


def _row(register: str, number: str) -> Mapping[str, object]:
    """Return a row by its number; an empty one where the registers do not know it."""
    try:
        return record(register, number).values
    except PersonError:
        return {}


def _as_list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value] if value else []
