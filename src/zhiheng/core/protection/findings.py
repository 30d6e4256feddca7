"""A finding about something protected: what it is, how pressing, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from zhiheng.core.declarations.models import Wording
from zhiheng.core.identifiers.trademark_classes import NO_CLASS

FindingKind = Literal[
    "near", "near_published", "lapse", "opposition", "invalidation", "revocation", "transfer",
    "pledge", "state", "filing",
]  # fmt: skip
Severity = Literal["high", "medium", "low"]
# Stands in a sentence for the names of owners: private persons are masked for who may not see them.
OWNERS = "{owners}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is to be told about a protected thing, once.

    `key` names it: the same thing found again has the same key. `pair` names the right or mark
    that it is about. `register` and `record` say where it stands. `deadline` is the last day on
    which something can be done about it, where the law sets one. `details` are values for pages.
    """

    kind: FindingKind
    key: str
    pair: str
    severity: Severity
    words: Wording
    register: str = ""
    record: str = ""
    deadline: date | None = None
    score: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def classes_told(classes: Sequence[str]) -> Wording:
    """Return Nice classes as a sentence names them: 第9、42类, class 9, 42."""
    plain = [each.lstrip("0") for each in classes if each != NO_CLASS]
    if not plain:
        return Wording(zh="类别不详", en="class not known")
    return Wording(zh=f"第{'、'.join(plain)}类", en=f"class {', '.join(plain)}")
