"""Masking what identifies private persons, where the viewer's role does not allow seeing it.

Organisations stay readable. A name is taken for an organisation by the words such names end in
or contain; a short Chinese name without them, and a Western name without a legal form, is taken
for a person. In doubt it is masked.
"""

from __future__ import annotations

import re
from typing import Any

from zhiheng.core.declarations.models import Column, Register

ORGANISATION = re.compile(
    r"公司|集团|大学|学院|学校|中学|小学|研究院|研究所|院$|所$|厂|中心|医院|银行|协会|学会|委员会|"
    r"联合会|合作社|事务所|局$|厅$|部$|站$|店$|社$|馆$|场$|合伙|企业|基金会|有限|株式会社|会社|"
    r"\b(?:Inc|Ltd|LLC|LLP|Co|Corp|Corporation|Company|Limited|GmbH|AG|SA|S\.A|B\.?V|N\.?V|PLC|"
    r"University|Institute|College|Laborator(?:y|ies)|Foundation|KG|Oy|AB|SpA|K\.?K)\b",
    re.IGNORECASE,
)
NAMED_PERSON = re.compile(
    r"((?:权利人|申请人|发明人|设计人|受让人|转让人|出质人|质权人|被许可人|许可人|姓名|联系人)[：:]\s*)"
    r"([^\s，,；;。]+)"
)
DISTRICT_END = re.compile(r"^.*?(?:自治县|新区|[区县旗])|^.*?[市州盟]")
ALREADY_HIDDEN = ("请求不公布姓名", "不公告设计人", "不公告发明人")


def mask_name(name: str) -> str:
    """Mask a private person's name: 张晓明 → 张**; organisations are returned as they are."""
    if ORGANISATION.search(name) or name in ALREADY_HIDDEN:
        return name
    if re.fullmatch(r"[\u3400-\u9fff·]+", name):
        return name[:1] + "*" * (len(name) - 1)
    return " ".join(f"{word[:1]}***" for word in name.split())


def mask_address(address: str) -> str:
    """Cut an address after its district."""
    found = DISTRICT_END.match(re.sub(r"^\d{6}\s*", "", address))
    return f"{found.group(0)}****" if found else "****"


def mask_text(text: str) -> str:
    """Mask the persons that an announcement's text names after words such as 权利人."""
    return NAMED_PERSON.sub(lambda found: found.group(1) + mask_name(found.group(2)), text)


def masked(register: Register, row: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of a row with the personal columns masked."""
    shown = dict(row)
    for column in register.columns:
        if column.personal and shown.get(column.name):
            shown[column.name] = _masked_value(column, shown[column.name], row)
    return shown


def _masked_value(column: Column, value: Any, row: dict[str, Any]) -> Any:
    if column.name == "addresses":
        owners = row.get("applicants") or []
        return [
            address
            if index < len(owners) and ORGANISATION.search(owners[index])
            else mask_address(address)
            for index, address in enumerate(value)
        ]
    if isinstance(value, list):
        return [mask_name(name) for name in value]
    return mask_text(value)
