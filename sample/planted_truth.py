"""What is true of planted filings and marks: the measure of a screening, which never sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple

from sample.tables import write_csv

Role = Literal["member", "origin"]
_HEADING = ("申请号", "情形", "条款", "组", "强度", "角色")
_ROLES: dict[Role, str] = {"member": "成员", "origin": "来源"}


class Truth(NamedTuple):
    """What is known of a planted filing or mark.

    `behaviour` is the item of article 3 of order 77 (8 for filing again) or the situation of the
    examination guide, "" of an innocent one and of an origin. `role` tells members from what was
    there before: the origin that is copied or filed again.
    """

    kind: str
    behaviour: str
    ring: str
    strength: float
    role: Role


def counted(truths: Iterable[Truth]) -> dict[str, dict[str, int]]:
    """Return how many filings were planted of each kind, and how many look like it."""
    told: dict[str, Counter[str]] = {"rings": Counter(), "innocent": Counter()}
    for truth in truths:
        guilty = truth.behaviour or truth.role == "origin"
        told["rings" if guilty else "innocent"][truth.kind] += 1
    return {group: dict(sorted(counts.items())) for group, counts in told.items()}


def write_planted_truth(path: Path, truths: Iterable[tuple[str, Truth]]) -> None:
    """Write what is true of planted filings, by number; no file where there are none.

    An empty 条款 is an innocent look-alike, or what was there before and was copied.
    """
    rows: list[tuple[object, ...]] = [_HEADING]
    for number, (kind, behaviour, ring, strength, role) in truths:
        rows.append((number, kind, behaviour, ring, f"{strength:.2f}", _ROLES[role]))
    if len(rows) > 1:
        write_csv(path, rows=rows)
