"""Is a name a person's or an organisation's? Told from the words that names of bodies end in.

A name is taken for an organisation by the words such names end in or contain; without them it is
taken for a person, and so is every Chinese name as short as a person's (three characters, four
with a surname of two). Known limit: a short name of a firm (华为) is taken for a person's.
"""

from __future__ import annotations

import re

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
