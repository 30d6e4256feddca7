"""Which rows lie in a division, told by the codes of GB/T 2260.

A code has two digits a level, so the codes of a division and of all below it begin alike:
440000 with 44, 440300 with 4403, 440305 with itself.
"""

from __future__ import annotations

import ibis.expr.types as ir


def division_prefix(code: str) -> str:
    """Return what the codes of a division and of all below it begin with."""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def within(cells: ir.StringValue, division: str) -> ir.BooleanValue:
    """Return the condition that a code is that of the division or of one below it."""
    return cells.startswith(division_prefix(division))
