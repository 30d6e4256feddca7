"""The running text of a draft taken apart: title, abstract, claims, description.

Headings are those of the forms of the patent office (Guidelines for Examination, part I, chapter
1, 4): 说明书摘要, 权利要求书, 说明书, each on a line of its own, however it is spaced; English
drafts have Abstract, Claims, Description. A part that no heading names is never guessed into
another one: text without headings is a description, unless every paragraph of it is a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

TITLE, ABSTRACT, CLAIMS, DESCRIPTION, FRONT, DRAWINGS = (
    "title", "abstract", "claims", "description", "front", "drawings",
)  # fmt: skip
_HEADINGS = {
    "说明书摘要": ABSTRACT, "摘要": ABSTRACT, "abstract": ABSTRACT,
    "权利要求书": CLAIMS, "权利要求": CLAIMS, "claims": CLAIMS, "whatisclaimedis": CLAIMS,
    "说明书": DESCRIPTION, "description": DESCRIPTION, "specification": DESCRIPTION,
    "摘要附图": DRAWINGS, "说明书附图": DRAWINGS, "附图": DRAWINGS, "drawings": DRAWINGS,
}  # fmt: skip
# These begin a description that has no heading of its own, and stay in it.
_INSIDE = frozenset(
    [
        "技术领域",
        "背景技术",
        "发明内容",
        "实用新型内容",
        "具体实施方式",
        "technicalfield",
        "background",
    ]
)
_TITLED = re.compile(
    r"^(?:发明创造名称|发明名称|实用新型名称|名称|title)\s*[:：]\s*(.+)$", re.IGNORECASE
)
_INLINE = re.compile(r"^(说明书摘要|摘要|abstract)\s*[:：]\s*(\S.*)$", re.IGNORECASE)
_BEFORE_HEADING = re.compile(r"^[#\s]*(?:[一二三四五六七八九十\d]{1,2}\s*[、.．])?\s*")
_NOT_LETTERS = re.compile(r"[\s:：]+")
_NUMBERED = re.compile(r"^\s*(?:权利要求\s*)?(\d{1,3})\s*[.、．)）:：]\s*(?=[^\s\d])")
_CLAIMING = re.compile(
    r"其特征在于|特征是|根据权利要求|如权利要求|characteri[sz]ed|claim \d", re.IGNORECASE
)
LONGEST_TITLE = 80  # characters; the Guidelines allow 25, in chemistry 40


@dataclass(frozen=True)
class Parts:
    """The parts of one draft; `guessed` where no heading told them apart."""

    title: str = ""
    abstract: str = ""
    claims: tuple[str, ...] = ()
    description: str = ""
    guessed: bool = False


@dataclass
class _Sorted:
    """Lines under the part they belong to, as they come in."""

    part: str = FRONT
    title: str = ""
    headed: bool = False
    lines: dict[str, list[str]] = field(default_factory=dict)

    def take(self, line: str) -> None:
        """Put one line where it belongs."""
        titled, inline = _TITLED.match(line), _INLINE.match(line)
        heading = _heading(line)
        if titled and self.part in (FRONT, DESCRIPTION) and not self.title:
            self.title = titled[1].strip()
        elif inline:
            self._begin(ABSTRACT)
            self._add(inline[2])
        elif heading in _HEADINGS:
            self._begin(_HEADINGS[heading])
        elif heading in _INSIDE and self.part != DESCRIPTION:
            self._begin(DESCRIPTION)
            self._add(line)
        else:
            self._add(line)

    def _begin(self, part: str) -> None:
        self.part, self.headed = part, True

    def _add(self, line: str) -> None:
        self.lines.setdefault(self.part, []).append(line)


def parts_of(lines: Iterable[str]) -> Parts:
    """Return the parts of a draft from its lines, in which empty ones say nothing."""
    found = _Sorted()
    for line in lines:
        plain = line.strip("\ufeff \t\r\n\u3000")
        if plain:
            found.take(plain)
    front = found.lines.get(FRONT, [])
    if not found.headed:
        return _unheaded(found.title, front)
    description = found.lines.get(DESCRIPTION, [])
    title, front = (found.title, front) if found.title else _first_as_title(front)
    if not title:
        title, description = _first_as_title(description)
    return Parts(
        title=title,
        abstract="\n".join(found.lines.get(ABSTRACT, [])),
        claims=tuple(claims_of(found.lines.get(CLAIMS, []))),
        description="\n".join([*front, *description]),
    )


def claims_of(lines: Sequence[str]) -> list[str]:
    """Return the claims that stand in some lines, without their numbers.

    A claim begins where the next number does; any other number is a step inside a claim. Lines
    that bear no number at all are a single claim.
    """
    claims: list[list[str]] = []
    for line in lines:
        number = _NUMBERED.match(line)
        if number and int(number[1]) == len(claims) + 1:
            claims.append([line[number.end() :].strip()])
        elif claims:
            claims[-1].append(line)
        else:
            claims.append([line])
    return ["\n".join(claim) for claim in claims]


def reads_as_claims(text: str) -> bool:
    """Tell whether a text is claims: it begins with number 1 and says what is characterised."""
    number = _NUMBERED.match(text)
    return bool(number) and number is not None and number[1] == "1" and bool(_CLAIMING.search(text))


def text_lines(text: str) -> Iterator[str]:
    """Yield the lines of a text, however they end."""
    yield from re.split(r"\r\n|\r|\n|\u2028|\x0b|\x0c", text)


def _unheaded(title: str, lines: list[str]) -> Parts:
    title, rest = (title, lines) if title else _first_as_title(lines)
    if reads_as_claims("\n".join(rest)):
        return Parts(title=title, claims=tuple(claims_of(rest)), guessed=True)
    return Parts(title=title, description="\n".join(rest), guessed=True)


def _first_as_title(lines: list[str]) -> tuple[str, list[str]]:
    """Return the first line where it can be a title, and the others."""
    if not lines or len(lines[0]) > LONGEST_TITLE or lines[0][-1] in "。；;.":
        return "", lines
    if _NUMBERED.match(lines[0]) or _heading(lines[0]) in _INSIDE:
        return "", lines
    return lines[0].lstrip("# "), lines[1:]


def _heading(line: str) -> str:
    """Return a line as headings are looked up."""
    if len(line) > LONGEST_TITLE:
        return ""
    return _NOT_LETTERS.sub("", _BEFORE_HEADING.sub("", line)).casefold()
