"""Numbers and verification codes of cases."""

from __future__ import annotations

import secrets

from django.db.models import F

from zhiheng.core.papers.codes import BITS, code_of
from zhiheng.office.cases.models import CaseSequence


def next_number(prefix: str, year: int) -> str:
    """Give the next number of a prefix in a year; no two cases get the same, none is left out."""
    CaseSequence.objects.get_or_create(prefix=prefix, year=year)
    row = CaseSequence.objects.filter(prefix=prefix, year=year)
    row.update(last=F("last") + 1)
    return str(row.get())


def new_code() -> str:
    """Return an unguessable verification code."""
    return code_of(secrets.token_bytes(BITS // 8))
