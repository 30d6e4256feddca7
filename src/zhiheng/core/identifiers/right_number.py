"""The number of a right that a pledge, licence, transfer or award names, whatever the right is.

Patent and application numbers get their canonical form with its dot where their check digit
holds, registration numbers theirs. What has no such form, as the number of a trade mark, is kept
compact: a recordal may name any right, so nothing but emptiness is refused.
"""

from __future__ import annotations

import re

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.identifiers.application_number import (
    application_number_problems,
    normalise_application_number,
)
from zhiheng.core.identifiers.explanation import Step
from zhiheng.core.identifiers.notation import compact
from zhiheng.core.identifiers.registration_number import (
    LONGEST,
    parse_registration_number,
    registration_kinds,
)

_TRADE_MARK = re.compile(r"(?:G?\d{1,8})[A-Z]?")
_APPLICATION = re.compile(r"(?:CN|ZL)?(?:\d{8}|\d{12})\.?[\dX]")


def right_kinds(text: str) -> list[str]:
    """Return what the number may be of: `application_number`, a registration, `trade_mark`.

    Several where the form fits several: eight digits may be a trade mark or half a patent number.
    """
    plain = compact(text)
    kinds = [kind.value for kind in registration_kinds(text)]
    if _APPLICATION.fullmatch(plain) and not application_number_problems(text):
        kinds.insert(0, "application_number")
    if _TRADE_MARK.fullmatch(plain):
        kinds.append("trade_mark")
    return kinds


def normalise_right_number(text: str) -> str:
    """Return the canonical form, or the compact text where none is known."""
    if problems := right_number_problems(text):
        raise InputError(*problems)
    kinds = right_kinds(text)
    if kinds[:1] == ["application_number"]:
        return normalise_application_number(text)
    if kinds and kinds[0] != "trade_mark":
        return str(parse_registration_number(text, kinds[0]))
    return compact(text)


def right_number_problems(text: str) -> list[Problem]:
    """Return what keeps the text from being the number of any right."""
    plain = compact(text)
    if len(plain) <= LONGEST and re.search(r"[0-9]", plain):
        return []
    return [Problem("right_number.malformed", {"received": text[:200]})]


def explain_right_number(text: str) -> list[Step]:
    """Show which rights the number may be of and how it is stored."""
    number = normalise_right_number(text)
    kinds = "、".join(right_kinds(text)) or "不符合已知写法 (no known form)"
    return [
        Step("可能的权利种类", "Rights it may be of", kinds),
        Step("规范写法", "Canonical form", number),
    ]
