"""Commitments and interim targets as lines of text that a clerk can read and change.

建成维权服务站 | 不少于20家 | 2025        what is promised, how much, until which year
建成维权服务站不少于20家                    the same in a sentence, without a year
2026 不低于60                            an interim target: year, value
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.plans.amounts import read_amount
from zhiheng.core.plans.passages import one_notation
from zhiheng.core.plans.quantities import read_figure, read_quantities
from zhiheng.office.plans.enums import Comparator
from zhiheng.office.plans.values import CommitmentValues, Target

_T = TypeVar("_T")
_WORDS = {
    Comparator.AT_LEAST: "不少于",
    Comparator.MORE: "超过",
    Comparator.AT_MOST: "不超过",
    Comparator.LESS: "少于",
    Comparator.ABOUT: "约",
}
_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年?[\s|:：,，]*(?P<rest>.*)")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Figure:
    """An amount with its comparator, as a line tells it."""

    value: Decimal
    comparator: str
    upper: Decimal | None
    unit: str


def amount_text(value: Decimal, comparator: str, upper: Decimal | None, unit: str) -> str:
    """Return an amount in words that are read back as the same: 不少于20家, 10至12家."""
    figure = f"{value.normalize():f}"
    if comparator == Comparator.BETWEEN and upper is not None:
        return f"{figure}至{upper.normalize():f}{unit}"
    return f"{_WORDS.get(Comparator(comparator), '')}{figure}{unit}"


def commitment_lines(commitments: tuple[CommitmentValues, ...]) -> str:
    """Return commitments, one a line."""
    return "\n".join(
        " | ".join(filter(None, (each.text, _told(each), str(each.year or ""))))
        for each in commitments
    )


def milestone_lines(milestones: tuple[Target, ...]) -> str:
    """Return interim targets, one a line."""
    return "\n".join(
        f"{each.year} {amount_text(each.value, each.comparator, each.upper, '')}"
        for each in milestones
        if each.value is not None
    )


def read_commitment_lines(text: str) -> tuple[tuple[CommitmentValues, ...], list[Problem]]:
    """Return the commitments of the lines that can be read, and what is wrong with others."""
    return _read(text, _commitment, "plan.commitment_unread")


def read_milestone_lines(text: str, unit: str) -> tuple[tuple[Target, ...], list[Problem]]:
    """Return the interim targets of the lines that can be read, and what is wrong with others."""
    return _read(text, lambda line: _milestone(line, unit), "plan.milestone_unread")


def _read(
    text: str, read: Callable[[str], _T | None], code: str
) -> tuple[tuple[_T, ...], list[Problem]]:
    found: list[_T] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        each = read(line.strip())
        if each is None:
            problems.append(Problem(code, {"line": str(number), "received": line.strip()}))
        else:
            found.append(each)
    return tuple(found), problems


def _told(commitment: CommitmentValues) -> str:
    return amount_text(
        commitment.quantity, commitment.comparator, commitment.upper, commitment.unit
    )


def _commitment(line: str) -> CommitmentValues | None:
    parts = [part.strip() for part in re.split(r"[|｜]", line)]
    if len(parts) == 1:
        told = read_quantities(one_notation(line))
        if not told:
            return None
        first = told[0]
        return CommitmentValues(line, first.value, first.unit, first.comparator, first.upper)
    year = re.fullmatch(r"((?:19|20)\d\d)年?", parts[2]) if len(parts) > 2 else None
    figure = _figure(parts[1])
    if figure is None or len(parts) > 3 or (len(parts) == 3 and not year):
        return None
    return CommitmentValues(
        parts[0],
        figure.value,
        figure.unit,
        figure.comparator,
        figure.upper,
        int(year[1]) if year else None,
    )


def _milestone(line: str, unit: str) -> Target | None:
    match = _YEAR.fullmatch(line)
    figure = _figure(match["rest"]) if match else None
    if match is None or figure is None:
        return None
    if figure.upper is not None or not figure.unit:
        return Target(int(match["year"]), figure.value, figure.comparator, figure.upper)
    try:
        value = read_amount(f"{figure.value:f}{figure.unit}", unit)
    except InputError:
        return None
    return Target(int(match["year"]), value, figure.comparator)


def _figure(text: str) -> Figure | None:
    notation = one_notation(text)
    found = read_figure(notation)
    if found is None:
        return None
    # A unit that the grammar does not know is what follows the number.
    rest = _FIGURE.split(notation)[-1].strip() if not found.unit else found.unit
    unit = re.sub(r"(?:及?以上|及?以下|以内|左右|余)$", "", rest)
    return Figure(found.value, found.comparator, found.upper, unit)
