"""Cutting the text of a query into tokens, each with its place in the text.

Punctuation and operators may be full-width or Chinese. Places count characters from 0; the text
is never lengthened or shortened before it is cut, so they are places in what the person typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from zhiheng.core.errors import Problem


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    QUOTED = "quoted"
    FIELD = "field"
    RANGE = "range"
    OPEN = "open"
    CLOSE = "close"
    AND = "and"
    OR = "or"
    NOT = "not"
    NEAR = "near"


@dataclass(frozen=True)
class Token:
    """A token: its text (of a field its letters, of a quotation what is inside) and place."""

    kind: Kind
    text: str
    start: int
    end: int
    distance: int = 0
    ordered: bool = False


# What a character stands for; one for one, so that places stay.
_PUNCTUATION = str.maketrans(
    dict.fromkeys("“”„‟「」『』〝〞＂«»", '"')
    | dict.fromkeys("，、；;。！？?,", " ")
    | dict.fromkeys("–—−－", "-")
    | {"【": "[", "】": "]", "［": "[", "］": "]", "（": "(", "）": ")", "：": ":", "＝": "="}
)
_OPERATORS = {
    "AND": Kind.AND, "与": Kind.AND, "并且": Kind.AND, "&&": Kind.AND, "&": Kind.AND,
    "OR": Kind.OR, "或": Kind.OR, "或者": Kind.OR, "||": Kind.OR, "|": Kind.OR,
    "NOT": Kind.NOT, "非": Kind.NOT,
}  # fmt: skip
_NEAR = re.compile(r"(?:(NEAR|N)/?(\d{0,3})|(ADJ|W)/?(\d{0,3}))", re.IGNORECASE)
_FIELD = re.compile(r"([^\W_]{1,8})[ ]?(?::|=(?=\S))(?!//)")
_RANGE = re.compile(r"\[[^\[\]]{0,80}\]")
_UNCLOSED_RANGE = re.compile(r"\[\s*([\d./-]+\s+TO\s+[\d./-]+)", re.IGNORECASE)
_WORD = re.compile(r'[^\s()"\[\]]+')
FARTHEST = 50  # units that NEAR can span
DEFAULT_NEAR = 10


def plain_punctuation(text: str) -> str:
    """Return the text with its punctuation and letters half-width, character for character."""
    return "".join(map(_plain_character, text))


def lex(text: str, known: frozenset[str]) -> tuple[list[Token], list[Problem]]:
    """Cut a query into tokens; `known` are the folded letters and words of fields."""
    plain = plain_punctuation(text)
    tokens: list[Token] = []
    problems: list[Problem] = []
    place = 0
    while place < len(plain):
        if plain[place].isspace():
            place += 1
            continue
        token = _next(text, plain, place, known, problems)
        if token:
            tokens.append(token)
        place = token.end if token else place + 1
    return tokens, problems


def _next(
    text: str, plain: str, place: int, known: frozenset[str], problems: list[Problem]
) -> Token | None:
    character = plain[place]
    if character == "(":
        return Token(Kind.OPEN, "(", place, place + 1)
    if character == ")":
        return Token(Kind.CLOSE, ")", place, place + 1)
    if character == '"':
        return _quoted(text, plain, place, problems)
    if character in "[]":
        return _bracketed(plain, place, problems)
    return _field(plain, place, known, problems) or _word(text, plain, place, known)


def _quoted(text: str, plain: str, place: int, problems: list[Problem]) -> Token | None:
    end = plain.find('"', place + 1)
    if end < 0:
        at = str(place + 1)
        problems.append(Problem("query.quote_open", {"position": at}, position=at))
        return None
    return Token(Kind.QUOTED, text[place + 1 : end], place, end + 1)


def _bracketed(plain: str, place: int, problems: list[Problem]) -> Token | None:
    found = _RANGE.match(plain, place)
    if not found:
        at = str(place + 1)
        problems.append(Problem("query.range_open", {"position": at}, position=at))
        unclosed = _UNCLOSED_RANGE.match(plain, place)
        return Token(Kind.RANGE, unclosed[1], place, unclosed.end()) if unclosed else None
    return Token(Kind.RANGE, found.group()[1:-1], place, found.end())


def _field(plain: str, place: int, known: frozenset[str], problems: list[Problem]) -> Token | None:
    found = _FIELD.match(plain, place)
    if not found:
        return None
    letters = found[1].lower()
    if letters not in known:
        # 12:30 and the like are no fields; what could have been meant for one is told.
        if letters.isdigit():
            return None
        values = {"received": found[1]}
        problems.append(Problem("query.field_unknown", values, position=str(place + 1)))
        return None
    return Token(Kind.FIELD, letters, place, found.end())


def _word(text: str, plain: str, place: int, known: frozenset[str]) -> Token | None:
    if plain[place] == "-" and place + 1 < len(plain) and _starts_word(plain, place):
        return Token(Kind.NOT, "-", place, place + 1)
    found = _WORD.match(plain, place)
    if not found:
        return None
    word, end = found.group(), found.end()
    if word in _OPERATORS:
        return Token(_OPERATORS[word], word, place, end)
    near = _NEAR.fullmatch(word)
    if near and (word.isupper() or "/" in word):
        given = near[2] or near[4]
        distance = min(int(given), FARTHEST) if given else _default(near)
        return Token(Kind.NEAR, word, place, end, distance, ordered=near[3] is not None)
    return Token(Kind.WORD, text[place:end], place, end)


def _default(near: re.Match[str]) -> int:
    return DEFAULT_NEAR if near[1] else 0


def _starts_word(plain: str, place: int) -> bool:
    before = place == 0 or plain[place - 1].isspace() or plain[place - 1] == "("
    return before and not plain[place + 1].isspace() and plain[place + 1] != "-"


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    mapped = character.translate(_PUNCTUATION)
    if mapped != character:
        return mapped
    if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cn", "Cs"):
        return " "
    narrow = unicodedata.normalize("NFKC", character)
    return narrow if len(narrow) == 1 else character
