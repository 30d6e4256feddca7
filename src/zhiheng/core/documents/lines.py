"""Where the lines of a Chinese text end.

Between any two ideographs a line may end, inside a word or number of Latin letters and digits it
may not. Punctuation that closes does not begin a line and punctuation that opens does not end one
(GB/T 15834-2011, 5.1 on the place of marks).
"""

from __future__ import annotations

from collections.abc import Sequence

NEVER_FIRST = frozenset("，。、；：？！）】》〉」』〕”’％%‰℃…—–·～,.;:?!)]}>")
NEVER_LAST = frozenset("（【《〈「『〔“‘([{<")
_WIDER_THAN_ROUNDING = 1e-6


def break_lines(
    text: str, widths: Sequence[float], *, first: float, rest: float
) -> list[tuple[int, int]]:
    """Return the lines of a text as spans of characters, first included, last not.

    `widths` holds the width of each character, `first` and `rest` the room on the first and on the
    other lines, all in one unit. A line feed ends a line. Spaces at an end are left out. What is
    wider than a line is broken between any two characters; a character wider than the room has a
    line of its own.
    """
    assert len(text) == len(widths), "one width a character"
    lines: list[tuple[int, int]] = []
    start = 0
    for part in text.split("\n"):
        lines += _lines_of(
            text, widths, start, start + len(part), (first if not lines else rest), rest
        )
        start += len(part) + 1
    return lines


def balanced_lines(
    text: str, widths: Sequence[float], *, first: float, rest: float
) -> list[tuple[int, int]]:
    """Return as few lines as `break_lines` does, the longest of them as short as it can be.

    For titles: no single letter is left for a line of its own.
    """
    lines = break_lines(text, widths, first=first, rest=rest)
    for share in range(95, 45, -5):
        tighter = break_lines(text, widths, first=first * share / 100, rest=rest * share / 100)
        if len(tighter) > len(lines):
            break
        lines = tighter
    return lines


def _lines_of(
    text: str, widths: Sequence[float], start: int, end: int, first: float, rest: float
) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    begin, used, room = start, 0.0, first
    for atom_start, atom_end in _pieces(text, widths, start, end, min(first, rest)):
        width = sum(widths[atom_start:atom_end])
        visible = width if text[atom_start:atom_end].strip() else 0.0
        if used and used + visible > room + _WIDER_THAN_ROUNDING:
            lines.append(_trimmed(text, begin, atom_start))
            begin, used, room = atom_start, 0.0, rest
        used += width
    return [*lines, _trimmed(text, begin, end)]


def _pieces(
    text: str, widths: Sequence[float], start: int, end: int, room: float
) -> list[tuple[int, int]]:
    """Return what is kept together, with what is wider than a line cut into characters."""
    pieces: list[tuple[int, int]] = []
    for atom_start, atom_end in _atoms(text, start, end):
        if sum(widths[atom_start:atom_end]) > room:
            pieces += [(place, place + 1) for place in range(atom_start, atom_end)]
        else:
            pieces.append((atom_start, atom_end))
    return pieces


def _atoms(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans inside which no line may end."""
    atoms: list[tuple[int, int]] = []
    begin = start
    for place in range(start + 1, end + 1):
        if place == end or may_break(text[place - 1], text[place]):
            atoms.append((begin, place))
            begin = place
    return atoms if end > start else []


def may_break(before: str, after: str) -> bool:
    """Tell whether a line may end between two characters."""
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    if before.isspace() or after.isspace():
        return True
    return not (_is_latin(before) and _is_latin(after))


def _is_latin(character: str) -> bool:
    """Tell whether a character belongs to words and numbers, which are not broken."""
    return "!" <= character <= "ʯ" or character == "–"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start] == " ":
        start += 1
    return start, end
