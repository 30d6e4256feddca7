"""How a number is read, step by step, for people who have to believe it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is called in Chinese and in English, and what it yields."""

    zh: str
    en: str
    value: str


def weighted_sum(characters: str, values: Iterable[int], weights: Iterable[int]) -> list[Step]:
    """Return the two steps of every check: the products written out, and their sum."""
    pairs = list(zip(values, weights, strict=True))
    products = " + ".join(f"{value}×{weight}" for value, weight in pairs)
    total = sum(value * weight for value, weight in pairs)
    return [
        Step(f"“{characters}”逐位乘以权重", f"“{characters}” times the weights", products),
        Step("加权和", "Weighted sum", str(total)),
    ]
