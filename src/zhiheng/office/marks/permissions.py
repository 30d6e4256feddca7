"""Who may compare marks and see whose they are; names are those of `accounts.permissions`."""

from __future__ import annotations

from zhiheng.office.registers.permissions import EXPORT, VIEW, sees_persons

COMPARE = "marks.compare"
__all__ = ["COMPARE", "EXPORT", "VIEW", "sees_persons"]
