"""Masking what identifies private persons, where the viewer's role does not allow seeing it.

Organisations stay readable; `identifiers.name_kinds` tells whose name it is. In doubt a name is
masked: a short name of a firm may be, a person's may not be shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.core.declarations.models import Column, Register
from zhiheng.core.identifiers.name_kinds import (
    ALREADY_HIDDEN,
    COMPOUND_SURNAME,
    EAST_ASIAN,
    IN_BRACKETS,
    LEGAL_FORM_AT_END,
    ORGANISATION,
    is_organisation,
)

# In the text of an announcement: what parts it, and labels after which persons or places stand.
PARTS = re.compile(r"([；;，,、。\s]+)")
LABELLED = re.compile(r"(?P<label>[^：:]*[：:])(?P<value>.*)", re.DOTALL)
PERSON_LABEL = re.compile(r"(?:人|方|者|姓名|姓名或名称|变更前|变更后)[：:]$")
ADDRESS_LABEL = re.compile(r"(?:地址|住所)[：:]$")
CHANGED_HANDS = re.compile(r"由([^；;，,。由]+?)变更为([^；;，,。]+)")
# Province, city and district; 小区 or 园区 are no districts but where somebody lives or works.
DISTRICT_END = re.compile(
    r"^(?:[^市区县州盟省]{2,7}(?:省|自治区|特别行政区))?"
    r"(?:[^市区县州盟省路街号]{1,8}(?:市|自治州|地区|盟))?"
    r"(?:[^市区县旗路街号镇乡村]{1,7}(?<![小园社校厂景住院])(?:自治县|新区|[区县旗市]))?"
)


def mask_name(name: str) -> str:
    """Mask a private person's name: 张晓明 → 张**; organisations are returned as they are."""
    if name in ALREADY_HIDDEN or is_organisation(name):
        return name
    if EAST_ASIAN.search(name):
        letters = "".join(name.split())  # 张　三 is written with a blank to look like three
        return letters[:1] + "*" * (len(letters) - 1) if len(letters) > 1 else "*"
    return " ".join(f"{word[:1]}***" for word in name.split())


def mask_address(address: str) -> str:
    """Cut an address after its district."""
    found = DISTRICT_END.match(re.sub(r"^\d{6}\s*", "", address.strip()))
    return f"{found.group(0)}****" if found else "****"


def mask_text(text: str) -> str:
    """Mask the persons and addresses that an announcement names after words such as 权利人."""
    changed = CHANGED_HANDS.sub(
        lambda found: f"由{mask_name(found.group(1))}变更为{mask_name(found.group(2))}", text
    )
    parts = PARTS.split(changed)
    # What follows a label without one of its own belongs to it: 张三、李四
    mask: Callable[[str], str] = _unmasked
    for place in range(0, len(parts), 2):
        labelled = LABELLED.match(parts[place])
        if not labelled:
            parts[place] = mask(parts[place]) if parts[place] else ""
            continue
        label = labelled["label"]
        mask = _unmasked
        if PERSON_LABEL.search(label):
            mask = mask_name
        elif ADDRESS_LABEL.search(label):
            mask = mask_address
        parts[place] = label + (mask(labelled["value"]) if labelled["value"] else "")
    return "".join(parts)


def masked(register: Register, row: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of a row with the personal columns masked."""
    shown = dict(row)
    for column in register.columns:
        if column.personal and shown.get(column.name):
            shown[column.name] = _masked_value(column, shown[column.name], row)
    return shown


def organisations_in(names: ir.ArrayValue) -> ir.ArrayValue:
    """Return the names of a list cell that are certainly organisations'."""
    return names.filter(_is_organisation)


def _is_organisation(name: ir.StringValue) -> ir.BooleanValue:
    """Ask the engine what `identifiers.name_kinds.is_organisation` tells of one name.

    Words of RE2 end at letters with accents: a name known by such a word alone is no organisation.
    """
    own = name.re_replace(IN_BRACKETS.pattern, "").strip()
    letters = own.re_replace(r"\s+", "")
    organisation = f"(?i:{ORGANISATION.pattern})"
    compound = letters.re_search(f"^(?:{COMPOUND_SURNAME.pattern})")
    tested = ibis.ifelse(letters.length() > 4, name, own)
    long_enough = letters.length() > ibis.ifelse(compound, 4, 3)
    return ibis.ifelse(
        own.re_search(f"^{_for_engine(EAST_ASIAN.pattern)}"),
        long_enough & tested.re_search(organisation),
        own.re_search(organisation) | own.re_search(LEGAL_FORM_AT_END.pattern),
    )


def _for_engine(pattern: str) -> str:
    """Return a pattern with its characters' codes as RE2 writes them."""
    return re.sub(r"\\(?:u([0-9a-f]{4})|U([0-9a-f]{8}))", r"\\x{\1\2}", pattern)


def _masked_value(column: Column, value: Any, row: dict[str, Any]) -> Any:
    if column.name == "addresses":
        owners = row.get("applicants") or []
        if len(owners) != len(value):  # whose address is whose cannot be told
            return [mask_address(address) for address in value]
        return [
            address if is_organisation(owner) else mask_address(address)
            for owner, address in zip(owners, value, strict=True)
        ]
    if isinstance(value, list):
        return [mask_name(name) for name in value]
    return mask_name(value) if column.type == "string" else mask_text(value)


def _unmasked(text: str) -> str:
    return text
