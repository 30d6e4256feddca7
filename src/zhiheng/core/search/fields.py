"""What can be searched: fields with their letters in the query language and their words.

A column of a register says by its `search` attribute which field it fills; everything else about
searching it is told here once. Letters are those of examiners' search systems; Chinese words do
the same. How much a field counts in the ranking is a declared parameter (`search.weight.…`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from zhiheng.core.characters import fold
from zhiheng.core.declarations.models import Register, SearchField, Wording

FieldKind = Literal["text", "name", "number", "class", "date", "value"]


@dataclass(frozen=True)
class Field:
    """One field: its letters (the first is the one shown), its Chinese words, how it is read."""

    name: SearchField
    letters: tuple[str, ...]
    words: tuple[str, ...]
    title: Wording
    kind: FieldKind
    example: str


def _field(
    name: SearchField, letters: str, words: str, en: str, kind: FieldKind, example: str
) -> Field:
    chinese = tuple(words.split())
    title = Wording(zh=chinese[0], en=en)
    return Field(name, tuple(letters.split()), chinese, title, kind, example)


FIELDS: tuple[Field, ...] = (
    _field("title", "ti", "名称 标题 发明名称", "title", "text", "ti:固态电池"),
    _field("abstract", "ab", "摘要", "abstract", "text", "ab:电解质"),
    _field("claims", "clm cl", "权利要求 权利要求书", "claims", "text", "clm:隔膜"),
    _field("description", "de desc", "说明书", "description", "text", "de:烧结"),
    _field("goods", "gs", "商品 商品服务", "goods and services", "text", "gs:手机"),
    _field("applicant", "pa ap", "申请人 权利人 专利权人 名义人", "applicant or owner",
           "name", "pa:比亚迪"),
    _field("inventor", "in", "发明人 设计人 作者", "inventor or author", "name", "in:王传福"),
    _field("agency", "ag", "代理机构", "agency", "name", "ag:专利代理"),
    _field("class", "ic ipc cpc nc", "分类号 分类 国际分类", "class", "class", "ic:H01M10"),
    _field("number", "no an pn", "号码 申请号 专利号 公开号 公布号 公告号 注册号 登记号",
           "number", "number", "an:201910302430.1"),
    _field("filed", "ad", "申请日", "filing date", "date", "ad:[2020 TO 2024]"),
    _field("published", "pd", "公布日 公开日 公告日", "publication date", "date", "pd:2023-05"),
    _field("granted", "gd", "授权日 授权公告日 注册日 登记日", "grant or registration date",
           "date", "gd:2024"),
    _field("expires", "ed", "届满日 到期日", "expiry date", "date", "ed:[2026 TO 2027]"),
    _field("status", "ls", "法律状态 状态", "status", "value", "ls:已授权"),
    _field("kind", "kd", "类型 种类", "kind of right", "value", "kd:实用新型"),
    _field("division", "dv", "地区 行政区划", "division", "value", "dv:440305"),
)  # fmt: skip
# Letters that stand for several fields at once.
GROUPS: dict[str, tuple[SearchField, ...]] = {
    "ta": ("title", "abstract"),
    "tac": ("title", "abstract", "claims"),
    "txt": ("title", "abstract", "claims", "description", "goods"),
}
BY_NAME: dict[SearchField, Field] = {field.name: field for field in FIELDS}
TEXT_FIELDS: tuple[SearchField, ...] = tuple(
    field.name for field in FIELDS if field.kind in ("text", "name")
)
DATE_FIELDS: tuple[SearchField, ...] = tuple(f.name for f in FIELDS if f.kind == "date")

# What results can be counted and narrowed by.
FacetName = Literal["register", "kind", "status", "division", "year", "applicant", "subclass"]
FACETS: dict[FacetName, Wording] = {
    "register": Wording(zh="登记簿", en="register"),
    "kind": Wording(zh="类型", en="kind"),
    "status": Wording(zh="状态", en="status"),
    "division": Wording(zh="地区", en="division"),
    "year": Wording(zh="申请年", en="year of filing"),
    "applicant": Wording(zh="申请人", en="applicant"),
    "subclass": Wording(zh="分类小类", en="subclass"),
}
FACET_NAMES: tuple[FacetName, ...] = get_args(FacetName)


@cache
def by_letters() -> Mapping[str, tuple[SearchField, ...]]:
    """Return the fields by the folded letters and words that people write for them."""
    names = {
        fold(written): (field.name,)
        for field in FIELDS
        for written in (*field.letters, *field.words, field.name)
    }
    return {**names, **GROUPS}


def searchable(registers: Iterable[Register]) -> list[Register]:
    """Return the registers that a search finds: those that say how a column is searched."""
    return [each for each in registers if any(column.search for column in each.columns)]
