"""Masking what identifies private persons, where the viewer's role does not allow seeing it.

Organisations stay readable. A name is taken for an organisation by the words such names end in
or contain; without them it is taken for a person, and so is every Chinese name as short as a
person's (three characters, four with a surname of two). In doubt a name is masked: a short name
of a firm may be, a person's may not be shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from zhiheng.core.declarations.models import Column, Register

ORGANISATION = re.compile(
    r"公司|集团|大学|学院|学校|中学|小学|幼儿园|研究院|研究所|实验室|科学院|中心|医院|银行|协会|学会|商会|"
    r"委员会|联合会|合作社|事务所|合伙|企业|基金会|有限|会社|部队|政府|法院|商行|商店|经营部|门市部|工作室|"
    r"超市|(?:院|所|厂|局|厅|部|站|店|社|馆|场)$|"
    r"\b(?:Inc|Ltd|LLC|LLP|Corp|Corporation|Incorporated|Company|Limited|GmbH|PLC|"
    r"Universit\w+|Institut\w*|College|Hospital|Laborator(?:y|ies)|Foundation|Association|"
    r"Technologies|Electronics|Industries|Holdings|Group)\b|"
    r"\b(?:S\.p\.A|K\.K|N\.V|B\.V|S\.A)\.?$|\bCo\.,|& Co\b",
    re.IGNORECASE,
)
# As names of firms write them; all in capitals they could be a person's: LI SA.
LEGAL_FORM_AT_END = re.compile(r"[a-z].* (?:AG|SA|AB|Oy|KG|SE|NV|BV|KK|SpA)$")
IN_BRACKETS = re.compile(r"[（(][^（()）]*[)）]?")
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U000323af]")
COMPOUND_SURNAME = re.compile(
    r"欧阳|司马|诸葛|上官|夏侯|东方|皇甫|尉迟|公孙|慕容|长孙|宇文|司徒|令狐|端木|南宫|独孤|澹台|公冶|申屠|"
    r"太史|轩辕|钟离|闻人|赫连|呼延|百里|东郭|西门|第五|司空|鲜于|闾丘|拓跋|完颜|纳兰|叶赫"
)
ALREADY_HIDDEN = ("请求不公布姓名", "不公告设计人", "不公告发明人")

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


def is_organisation(name: str) -> bool:
    """Tell whether a name is certainly an organisation's."""
    own = IN_BRACKETS.sub("", name).strip()
    if own and EAST_ASIAN.match(own):
        letters = "".join(own.split())
        if len(letters) <= (4 if COMPOUND_SURNAME.match(letters) else 3):
            return False
        tested = name if len(letters) > 4 else own
        return bool(ORGANISATION.search(tested))
    return bool(ORGANISATION.search(own) or LEGAL_FORM_AT_END.search(own))


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
    return mask_text(value)


def _unmasked(text: str) -> str:
    return text
