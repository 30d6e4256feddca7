"""Codes of patent agencies: five digits, as they stand behind an agency's name in documents.

The first two usually are those of the province or city (44 Guangdong), which nothing relies on: a
firm that moves keeps its code.
"""

from __future__ import annotations

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.identifiers.explanation import Step
from zhiheng.core.identifiers.notation import compact


def normalise_agency_code(text: str) -> str:
    """Return the five digits; raise `InputError` for anything else."""
    if problems := agency_code_problems(text):
        raise InputError(*problems)
    return compact(text)


def agency_code_problems(text: str) -> list[Problem]:
    """Return what is wrong with the text as the code of an agency."""
    plain = compact(text)
    if len(plain) == 5 and plain.isascii() and plain.isdigit():
        return []
    return [Problem("agency_code.malformed", {"received": text[:200]})]


def explain_agency_code(text: str) -> list[Step]:
    """Show how the code is read; raises `InputError` where it is none."""
    code = normalise_agency_code(text)
    return [
        Step("前两位（通常为省级代码）", "First two digits, usually the province", code[:2]),
        Step("顺序号", "Serial number", code[2:]),
    ]
