"""Any declared form filled in, and any demanded file: what the tests of the desk hand in."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.files.uploadedfile import SimpleUploadedFile

from zhiheng.core.procedures.declared import FormField, Material
from zhiheng.core.procedures.forms import demanded

VALUES = {
    "line": "示例内容",
    "text": "示例说明：事实和理由。",
    "date": "2026-03-02",
    "integer": "3",
    "money": "1000.00",
    "yes-no": "yes",
    "uscc": "91440300MA5EXAMP0C",
    "patent-number": "201910302430.1",
    "trademark-number": "12345678",
    "division": "440305",
    "phone": "0755-12345678",
    "mail": "name@example.cn",
    "identity-number": "440301199001011234",
}


def answers_to(fields: Iterable[FormField], **given: str) -> dict[str, str]:
    """Return an answer to every field: what is given, else the first choice or a sample."""
    found: dict[str, str] = {}
    for field in fields:
        if field.field in given:
            found[field.field] = given[field.field]
        elif field.choices:
            found[field.field] = next(iter(field.choices))
        else:
            longest = field.longest or 100
            found[field.field] = VALUES[field.kind][:longest]
    return found


def files_for(
    materials: Iterable[Material], values: dict[str, str]
) -> dict[str, list[SimpleUploadedFile]]:
    """Return a file for every material that is demanded with some answers."""
    return {
        each.material: [pdf(f"{each.title.zh}.pdf") if "pdf" in each.kinds else other(each)]
        for each in demanded(materials, values)
        if each.required
    }


def pdf(name: str) -> SimpleUploadedFile:
    """Return a PDF of one line."""
    return SimpleUploadedFile(name.replace("/", "-"), b"%PDF-1.7 sample\n%%EOF")


def other(material: Material) -> SimpleUploadedFile:
    """Return a file of the first kind that a material may have."""
    heads = {"jpg": b"\xff\xd8\xff\xe0 sample", "png": b"\x89PNG\r\n\x1a\n sample"}
    kind = next(each for each in material.kinds if each in heads)
    return SimpleUploadedFile(f"{material.material}.{kind}", heads[kind])
