"""Claims read as what they claim: which there are, which stand alone, and their features (要素).

A feature is a part of a claim that says one thing: a clause between semicolons, commas, line breaks
or full stops, with the words that only join it left out. Claims come as registers give them: one
entry a claim, numbered ("1.", "1、", "2．") or not, or everything in one entry; Chinese or English.
A description that slipped into the claims is no claim.

Nothing here decides what a claim protects. Two features that say the same in other words stay two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

LONGEST_CLAIM = 40_000  # characters; what follows is not read
SHORTEST_FEATURE = 4  # characters; a shorter clause belongs to the one before it

_NUMBERED = re.compile(r"(?:^|(?<=[\n。.]))\s*(\d{1,3})\s*[.、．]\s*(?!\d)")
_DEPENDENT = re.compile(
    r"^\s*(?:一种)?(?:根据|按照|依照|依据|依|如|按|权)[^，,。；;]{0,12}?(?:权利要求|要求)\s*\d"
)
_DEPENDENT_ENGLISH = re.compile(r"^.{0,160}?\bclaims?\s+\d", re.IGNORECASE | re.DOTALL)
_OF_DESCRIPTION = re.compile(
    r"[\[【]0{0,3}\d{1,2}[\]】]\s"
    r"|(?:^|\n)\s*(?:技术领域|背景技术|发明内容|具体实施方式|附图说明)\s*(?:\n|$)"
    r"|(?:^|\n)\s*(?:technical field|background)\b",
    re.IGNORECASE,
)
_CHARACTERISED = re.compile(
    r"[，,]?\s*(?:其?特征(?:在于|是|为)|(?:is |are )?characteri[sz]ed (?:in that|by))"
    r"\s*[：:，,]?\s*",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[；;。\n，,!！?？]|[：:](?!\d)|\.(?=\s|$)")
_ELEMENTS = re.compile(r"[；;\n]|[：:](?!\d)|。")
_STEP = re.compile(
    r"^\s*(?:"
    r"(?:(?:步骤|step)\s*)?[（(]?\s*"
    r"(?:s?\d{1,3}(?:[.\-]\d{1,2})?|[a-z]\d{0,2}|[一二三四五六七八九十]{1,2})\s*[)）、.．](?!\d)"
    r"|(?:步骤|step)\s*[（(]?[\w一二三四五六七八九十]{1,4}[)）]?"
    r"|s\d{1,3}(?=\W|[\u4e00-\u9fff])"
    r")\s*",
    re.IGNORECASE,
)
_JOINING = re.compile(
    r"^(?:以及|并且|而且|其中|同时|还|且|并|及|和|与|(?:and|wherein|where|further)\b)+\s*(?:包括|包含|comprising|including)?",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    r"[（(\[〔【]\s*[0-9A-Za-z]{1,5}[’'′]?(?:\s*[，,、；;~～\-—至到]\s*[0-9A-Za-z]{1,5}[’'′]?)*\s*[）)\]〕】]"
)
_SAID = re.compile(r"所述的?|所说的?|上述的?|前述的?|该|\b(?:said|the|an?)\b")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NOT_STATED = re.compile(
    r"(?:权利要求|步骤|实施例|图|claims?|step|fig\.?)\s*\d+(?:\s*(?:[-~～至到、,，或和/]|or|to|and)\s*\d+)*",
    re.IGNORECASE,
)
_STATED = re.compile(r"(?<![A-Za-z0-9.])\d+(?:\.\d+)?(?![0-9])(?!\s*[.、．]\s*[\u4e00-\u9fff])")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)(?!\.\d)[\W_]+(?=\d)")
_NO_WORD = re.compile(r"(?:[^\w.~]|_|(?<!\d)\.|\.(?!\d)|(?<!\d)~|~(?!\d))+")


@dataclass(frozen=True)
class Claim:
    """One claim: its number (counted where none is written), its text without it, and its kind."""

    number: int
    text: str
    independent: bool


@dataclass(frozen=True)
class ClaimSize:
    """How large a claim is: characters without blanks, features, and numbers it states."""

    length: int
    features: int
    numbers: int


def claims_of(entries: Sequence[str | None] | None) -> tuple[Claim, ...]:
    """Return the claims of a filing as its entries give them; none where there is no claim."""
    written = [entry.strip() for entry in entries or () if entry and entry.strip()]
    if any(_OF_DESCRIPTION.search(entry) for entry in written):
        return ()
    return tuple(
        Claim(number, text, not _is_dependent(text))
        for number, text in _numbered(written)
        if _NO_WORD.sub("", text)
    )


def first_claim(entries: Sequence[str | None] | None) -> Claim | None:
    """Return the first independent claim, or the first of all, or nothing."""
    claims = claims_of(entries)
    return next((claim for claim in claims if claim.independent), claims[0] if claims else None)


def subject_of(claim: Claim) -> str:
    """Return what is claimed: "一种散热风扇" of "1. 一种散热风扇，包括：…", as written."""
    return _PARTS.split(_CHARACTERISED.split(claim.text, 1)[0], 1)[0].strip()


def features_of(claim: Claim) -> tuple[str, ...]:
    """Return the features of a claim as written, without the subject, in their order."""
    text = _CHARACTERISED.sub("；", _without_signs(claim.text[:LONGEST_CLAIM]))
    return tuple(_joined(_PARTS.split(text)[1:])) or (text.strip(),)


def elements_of(claim: Claim) -> tuple[str, ...]:
    """Return the larger parts of a claim, between semicolons; its features where it has none."""
    body = _CHARACTERISED.split(_without_signs(claim.text[:LONGEST_CLAIM]), 1)[-1]
    parts = tuple(_joined(_ELEMENTS.split(body)))
    return parts if len(parts) > 1 else features_of(claim)


def normalised(text: str) -> str:
    """Return a form in which features compare: no signs, no 所述, no punctuation, one case."""
    folded = unicodedata.normalize("NFKC", _without_signs(text)).lower()
    spoken = _SAID.sub("", _NUMBER.sub(lambda number: _plain(number[0]), folded))
    return _NO_WORD.sub("", _BETWEEN_NUMBERS.sub("~", spoken)).strip("~")


def numbers_stated(text: str) -> tuple[str, ...]:
    """Return the numbers a claim limits itself to: no signs, steps, claim numbers or formulas."""
    folded = unicodedata.normalize("NFKC", _without_signs(text[:LONGEST_CLAIM]))
    return tuple(_STATED.findall(_NOT_STATED.sub(" ", folded)))


def size_of(claim: Claim) -> ClaimSize:
    """Measure one claim."""
    length = sum(not character.isspace() for character in claim.text)
    return ClaimSize(length, len(features_of(claim)), len(numbers_stated(claim.text)))


def _numbered(entries: list[str]) -> Iterator[tuple[int, str]]:
    """Yield claims by number; entries without one go on with the claim before, if others have one.

    A number begins a claim only where it follows the last one, so that steps and lists within a
    claim do not.
    """
    found: list[tuple[int, list[str]]] = []
    numbered = any(_begins(entry, 1) for entry in entries[:1])
    for entry in entries:
        pieces = _pieces(entry, found[-1][0] + 1 if found else 1)
        for number, text in pieces:
            if number or not numbered or not found:
                found.append((number or (found[-1][0] + 1 if found else 1), [text]))
            else:
                found[-1][1].append(text)
    yield from ((number, "\n".join(texts).strip()) for number, texts in found)


def _begins(entry: str, number: int) -> bool:
    match = _NUMBERED.match(entry)
    return match is not None and int(match[1]) == number


def _pieces(entry: str, expected: int) -> list[tuple[int, str]]:
    """Cut an entry where the claims expected next begin; 0 is the number of what has none."""
    cuts: list[tuple[int, int, int]] = []
    for match in _NUMBERED.finditer(entry):
        # A register may leave claims out: an entry that begins with a later number is that claim.
        later = match.start() == 0 and int(match[1]) > expected
        if int(match[1]) == expected or later:
            cuts.append((int(match[1]), match.start(), match.end()))
            expected = int(match[1]) + 1
    ends = [begin for _, begin, _ in cuts[1:]] + [len(entry)] if cuts else []
    head = entry[: cuts[0][1]] if cuts else entry
    pieces = [(0, head)] if head.strip() else []
    return pieces + [
        (number, entry[begin:end].strip())
        for (number, _, begin), end in zip(cuts, ends, strict=True)
    ]


def _is_dependent(text: str) -> bool:
    if _DEPENDENT.match(text):
        return True
    return text[:1].isascii() and _DEPENDENT_ENGLISH.match(text) is not None


def _joined(clauses: Iterable[str]) -> Iterator[str]:
    """Strip clauses of steps and joining words; one too short goes on with the one before."""
    waiting = ""
    for clause in clauses:
        bare = _JOINING.sub("", _STEP.sub("", clause.strip(), count=1), count=1).strip()
        if len(_NO_WORD.sub("", bare)) >= SHORTEST_FEATURE:
            if waiting:
                yield waiting
            waiting = bare
        elif bare and waiting:
            waiting += "，" + bare
    if waiting:
        yield waiting


def _without_signs(text: str) -> str:
    return _SIGNS.sub("", text)


def _plain(number: str) -> str:
    """Return a number as everybody writes it: 50, 50.0 and 050 are one."""
    whole, _, rest = number.partition(".")
    rest = rest.rstrip("0")
    return (whole.lstrip("0") or "0") + ("." + rest if rest else "")
