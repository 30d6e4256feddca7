"""What the people of the sample city write into the forms of their cases, and what they hand in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhiheng.core.procedures.declared import FormField, Material

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
# Words that answer a field by its name, whatever the procedure.
ANSWERS: Mapping[str, str] = {
    "applicant_uscc": "91440300MA5EYXXA60",
    "applicant_address": "示范市示范区创新路1号",
    "applicant_head": "法定代表人",
    "contact_name": "联系人",
    "respondent_address": "示范市示例区制造路8号",
    "by_agent": "no",
    "has_agent": "no",
    "missing": "请补充权利证明和能够看清的比对照片。",
    "defects": "权利要求书与证据中的产品型号不一致，请说明并补正。",
    "explanation": "已按通知补充，见所附材料。",
    "corrections": "已更正产品型号并重新提交证据目录。",
    "facts": "申请人是权利人；对方在网店销售外观近似的产品。",
    "facts_found": "经审理查明：请求人是专利权人，被请求人制造、销售了被控产品。",
    "analysis": "经比对，整体视觉效果近似，落入保护范围的可能性较大。",
    "advice_given": "建议先固定网页证据，再向平台投诉；必要时申请行政裁决。",
    "reasons": "被控产品的技术特征与权利要求逐一对应，落入保护范围。",
    "order": "责令被请求人立即停止制造、销售侵权产品。",
    "way": "phone",
    "advice": "说明了取证方式、平台投诉规则和三种解决途径。",
    "competent": "示例市知识产权局",
    "court": "示范市中级人民法院",
    "district": "440305",
    "classes": "H04L 9/32",
    "industry": "新一代信息技术",
    "inventors": "发明人甲、发明人乙",
    "contact_mail": "contact@example.cn",
    "applicant_mail": "contact@example.cn",
    "pledgee_name": "示范银行",
    "votes_for": "3",
    "continuing": "yes",
}
_PLAIN: Mapping[str, str] = {
    "line": "见附件", "text": "详见所附材料。", "integer": "3", "money": "50000", "yes-no": "no",
    "phone": "0755-00000000", "mail": "contact@example.cn", "division": "440305",
    "identity-number": "E00000000", "trademark-number": "12345678",
}  # fmt: skip


def answers(fields: Sequence[FormField], told: Mapping[str, str], day: dt.date) -> dict[str, str]:
    """Return an answer to every field that a story needs, its own where it gives one."""
    given: dict[str, str] = {}
    for field in fields:
        if field.when is not None and not field.when.holds(given):
            continue
        if field.field in told:
            answer = told[field.field]
            given[field.field] = answer if _fits(field, answer) else _plain(field, day)
        elif field.required:
            given[field.field] = _plain(field, day)
    return given


def proofs(materials: Sequence[Material], given: Mapping[str, str]) -> dict[str, list[Any]]:
    """Return a file for every material that has to be there."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from zhiheng.core.procedures.forms import demanded

    return {
        each.material: [SimpleUploadedFile(f"{each.title.zh[:20]}.pdf", PDF)]
        for each in demanded(materials, given)
        if each.required and "pdf" in each.kinds
    }


def _fits(field: FormField, answer: str) -> bool:
    return not field.choices or all(each in field.choices for each in answer.split(","))


def _plain(field: FormField, day: dt.date) -> str:
    if field.choices:
        known = ANSWERS.get(field.field, "")
        return known if known in field.choices else next(iter(field.choices))
    if field.kind == "date":
        return day.isoformat()
    if field.kind == "patent-number":
        return patent_number(day)
    if field.kind == "uscc":
        return ANSWERS["applicant_uscc"]
    answer = ANSWERS.get(field.field, _PLAIN[field.kind])
    return answer[: field.longest] if field.longest else answer


def patent_number(day: dt.date) -> str:
    """Return the number of a patent that nobody has, with its check digit."""
    from zhiheng.core.identifiers.application_number import check_digit

    digits = f"2021{day.month % 3 + 1}{day.toordinal() % 10_000_000:07}"
    return f"ZL{digits}.{check_digit(digits)}"
