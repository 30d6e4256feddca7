"""Amounts as people type them into a form: `12,000`, `1.5万`, `５０％`, `3亿元`, each in one unit.

typed        unit    amount
12,000       件      12000
1.5万        件      15000
5万件        件      50000
50000件      万件    5
1.2亿        亿元    refused: 1.2 or 1.2 times 亿 in 亿元?
"""

from __future__ import annotations

import re
from decimal import Decimal

from zhiheng.core.errors import InputError
from zhiheng.core.plans.passages import one_notation
from zhiheng.core.plans.quantities import MULTIPLIERS, read_quantities, split_unit

LARGEST = Decimal(10) ** 16
PLACES = 4
_AMOUNT = re.compile(
    rf"(?P<figure>[+-]?\d+(?:\.\d+)?)"
    rf"(?P<times>{'|'.join(sorted(filter(None, MULTIPLIERS), key=len, reverse=True))})?"
    rf"(?P<base>\D*)"
)


def read_amount(typed: str, unit: str) -> Decimal:
    """Return what was typed as an amount in `unit`; InputError says what to type instead."""
    text = re.sub(r"[\s,]", "", one_notation(typed.replace("，", ",")))
    match = _AMOUNT.fullmatch(text)
    if not match:
        raise InputError.of("plan.not_an_amount", received=typed)
    amount = Decimal(match["figure"]) * _factor(match["times"] or "", match["base"], unit, typed)
    if abs(amount) >= LARGEST or amount != round(amount, PLACES):
        raise InputError.of("plan.amount_out_of_range", received=typed)
    return Decimal(f"{amount.normalize():f}")  # 12000, not 1.2E+4


def is_known_unit(unit: str) -> bool:
    """Tell whether the grammar of quantities reads the unit; no unit at all is known too."""
    if not unit:
        return True
    text = one_notation(unit)
    return any(each.unit == text for each in read_quantities(f"1{text}"))


def _factor(times: str, base: str, unit: str, typed: str) -> Decimal:
    """Return by what the figure is multiplied to stand in `unit`."""
    in_unit, own = split_unit(one_notation(unit))
    if not base:
        if times and in_unit != 1:
            raise InputError.of("plan.amount_ambiguous", received=typed, expected=unit)
        return Decimal(MULTIPLIERS[times])
    if base != own:
        raise InputError.of("plan.amount_in_other_unit", received=typed, expected=unit or "—")
    return Decimal(MULTIPLIERS[times]) / Decimal(in_unit)
