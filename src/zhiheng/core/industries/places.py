"""Places of the classification as stretches of canonical symbols.

A subgroup alone, a group or subclass with all below it, and a range of subgroups are all one
stretch in the order of the symbols' text, so that one comparison tells whether a symbol lies in
one and whether one lies within another. Subgroups are decimals: 403 lies between 40 and 497.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.core.identifiers.ipc import parse_ipc_pattern

_LAST = "\U0010ffff"  # behind everything that begins alike


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of symbols from `low`, before `high`; `text` is how it is written."""

    text: str
    low: str
    high: str

    def holds(self, symbol: str) -> bool:
        """Tell whether a canonical symbol lies in the place."""
        return self.low <= symbol < self.high

    def covers(self, other: Place) -> bool:
        """Tell whether all of another place lies in this one."""
        return self.low <= other.low and other.high <= self.high


def read_place(text: str) -> Place:
    """Read a pattern or range such as `H01M50/40-497`; raises `InputError` for what is neither."""
    first, dash, last = text.partition("-")
    pattern = parse_ipc_pattern(first)
    if dash:
        group = first.partition("/")[0]
        return Place(text, pattern.text, f"{group}/{last}{_LAST}")
    return Place(text, pattern.text, pattern.text + ("\0" if pattern.exact else _LAST))


def read_places(text: str) -> tuple[Place, ...]:
    """Read places that stand between blanks."""
    return tuple(map(read_place, text.split()))
