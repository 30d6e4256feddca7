"""Symbols of the International Patent Classification, in every notation of official files.

`G06F   17/27    (2006.01)`, `G06F17/27` and the fourteen-character `G06F0017270000` of WIPO
ST.8 are one symbol: `G06F17/27`. Incomplete symbols (`G`, `G06`, `G06F`) are read as what they
are; a main group may be written without its `/00`.

Whether a symbol exists in an edition of the scheme is not asked here. A limit of ST.8: it pads
subgroups with zeros at the end, so the few real symbols that end in 0 after their second digit
(`G01N33/5750`) cannot be told from the shorter one (`G01N33/575`), which is what is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.identifiers.explanation import Step
from zhiheng.core.identifiers.notation import compact

_VERSION = r"(?:[(\[][0-9.]*[)\]][A-Z]*)?"  # (2006.01), and the I or N some files add
_SYMBOL = re.compile(
    rf"([A-H])(?:([0-9]{{2}})(?:([A-Z])(?:([0-9]{{1,4}})(?:/([0-9]{{2,6}}))?)?)?)?{_VERSION}"
)
_ST8 = re.compile(rf"([A-H][0-9]{{2}}[A-Z])([0-9]{{4}})([0-9]{{6}}){_VERSION}")
_PATTERN = re.compile(r"[A-H](?:[0-9]{2}(?:[A-Z](?:[1-9][0-9]{0,3}(?:/[0-9]{2,6})?)?)?)?\*?")
_SYMBOLS_KEPT = 100_000  # more than the scheme has, so an import normalises each symbol once


class IpcLevel(StrEnum):
    """How far down the scheme a symbol reaches."""

    SECTION = "section"
    CLASS = "class"
    SUBCLASS = "subclass"
    MAIN_GROUP = "main_group"
    SUBGROUP = "subgroup"


@dataclass(frozen=True, slots=True)
class IpcSymbol:
    """A symbol in canonical form; its parts are symbols too, None below its own level."""

    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def section(self) -> str:
        """Return the section: `G`."""
        return self.text[0]

    @property
    def class_symbol(self) -> str | None:
        """Return the class: `G06`."""
        return self.text[:3] if len(self.text) >= 3 else None

    @property
    def subclass(self) -> str | None:
        """Return the subclass: `G06F`."""
        return self.text[:4] if len(self.text) >= 4 else None

    @property
    def main_group(self) -> str | None:
        """Return the main group: `G06F17/00`."""
        return f"{self.text.partition('/')[0]}/00" if "/" in self.text else None

    @property
    def level(self) -> IpcLevel:
        """Return how far down the scheme the symbol reaches."""
        if "/" in self.text:
            whole = self.text.endswith("/00")
            return IpcLevel.MAIN_GROUP if whole else IpcLevel.SUBGROUP
        by_length = {1: IpcLevel.SECTION, 3: IpcLevel.CLASS, 4: IpcLevel.SUBCLASS}
        return by_length[len(self.text)]


@dataclass(frozen=True, slots=True)
class IpcPattern:
    """What a concordance table means: `text` exactly, or everything that begins with it."""

    text: str
    exact: bool

    def matches(self, symbol: str) -> bool:
        """Tell whether a symbol in canonical form falls under the pattern."""
        return symbol == self.text if self.exact else symbol.startswith(self.text)


@lru_cache(maxsize=_SYMBOLS_KEPT)
def normalise_ipc(text: str) -> str:
    """Return the canonical symbol; raise `InputError` for what is not a symbol."""
    symbol = _canonical(text)
    if symbol is None:
        raise InputError(*ipc_problems(text))
    return symbol


def parse_ipc(text: str) -> IpcSymbol:
    """Read a symbol in any notation; raise `InputError` with what is wrong."""
    return IpcSymbol(normalise_ipc(text))


def ipc_problems(text: str) -> list[Problem]:
    """Return everything that is wrong with the text as a symbol of the classification."""
    if _canonical(text) is not None:
        return []
    plain = compact(text)
    if plain and plain[0] not in "ABCDEFGH":
        return [Problem("ipc.section", {"received": text, "section": plain[0]})]
    return [Problem("ipc.malformed", {"received": text})]


def explain_ipc(text: str) -> list[Step]:
    """Show the parts of a symbol; raises `InputError` for what is not a symbol."""
    symbol = parse_ipc(text)
    parts = [
        ("部", "Section", symbol.section),
        ("大类", "Class", symbol.class_symbol),
        ("小类", "Subclass", symbol.subclass),
        ("大组", "Main group", symbol.main_group),
        ("小组", "Subgroup", symbol.text if symbol.level is IpcLevel.SUBGROUP else None),
    ]
    return [Step(zh, en, part) for zh, en, part in parts if part]


@lru_cache(maxsize=_SYMBOLS_KEPT)
def parse_ipc_pattern(text: str) -> IpcPattern:
    """Read a pattern of the concordance tables between industries and the classification.

    `C08*` is a whole class, `B41J*` a whole subclass, `G06F8*` one main group with all below it
    (not `G06F80`), `G06F9/445` exactly that subgroup. Without a star, a symbol that stops short
    of a group names no place of its own, so it too stands for all below it: `G16H`, `H03M13`.
    A star after a subgroup is refused: what lies below one is in the scheme, not in the digits.
    """
    plain = compact(text)
    if not _PATTERN.fullmatch(plain) or ("/" in plain and plain.endswith("*")):
        raise InputError(Problem("ipc_pattern.malformed", {"received": text}))
    symbol = plain.rstrip("*")
    if "/" in symbol:
        return IpcPattern(symbol, exact=True)
    return IpcPattern(f"{symbol}/" if len(symbol) > 4 else symbol, exact=False)


def is_within(symbol: str, pattern: str) -> bool:
    """Tell whether a symbol falls under a pattern, both in any notation."""
    return parse_ipc_pattern(pattern).matches(normalise_ipc(symbol))


def _canonical(text: str) -> str | None:
    plain = compact(text)
    if match := _ST8.fullmatch(plain):
        subclass, group, subgroup = match.groups()
        group = group.lstrip("0")
        return f"{subclass}{group}/{subgroup[:2]}{subgroup[2:].rstrip('0')}" if group else None
    match = _SYMBOL.fullmatch(plain)
    if match is None:
        return None
    section, class_digits, letter, group, subgroup = match.groups()
    start = f"{section}{class_digits or ''}{letter or ''}"
    if group is None:
        return start
    group = group.lstrip("0")
    return f"{start}{group}/{subgroup or '00'}" if group else None
