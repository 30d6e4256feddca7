"""One form for every name, Chinese or not, in which any two can be compared part by part."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b

from zhiheng.core.characters import fold, is_han
from zhiheng.core.matching.latin_name import LatinName, Word, WordKind, parse_latin_name
from zhiheng.core.matching.organisation_name import (
    OrganisationName,
    numerals_in_digits,
    parse_organisation_name,
)
from zhiheng.core.matching.person_name import PersonName, parse_person_name
from zhiheng.core.matching.spelling import pinyin, plain_umlauts
from zhiheng.core.matching.vocabulary import load_vocabulary

REMEMBERED = 65_536
# What is compared of one name; the rest of a longer one counts as one more character.
MOST_CHARACTERS = 40
MOST_LETTERS = 96
MOST_WORDS = 16
MOST_TRADES = 8
# Families of organisations whose place is a part of their name: 深圳大学, 广州市第一人民医院.
PLACE_IS_NAME = frozenset(
    {"university", "college", "school", "hospital", "office", "bank", "association", "museum",
     "institute", "centre"}
)  # fmt: skip
_KEPT = "&"


class NameKind(IntEnum):
    """How a name is read.

    A short Chinese name that may be a person's or a company's is PERSON; a name without anything
    to compare, also one of nothing but a legal form, is EMPTY.
    """

    EMPTY = 0
    ORGANISATION = 1
    PERSON = 2
    WORDS = 3


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name with its parts read. Which of the readings there are depends on `kind`."""

    text: str
    kind: NameKind
    written: str
    organisation: OrganisationName | None = None
    person: PersonName | None = None
    latin: LatinName | None = None
    characters: str = ""
    spellings: tuple[str, str] = ("", "")
    initials: tuple[str, ...] = ()
    place: int = 0
    site: int = 0
    trades: tuple[tuple[str, int], ...] = ()
    words: tuple[Word, ...] = field(default=())


@lru_cache(REMEMBERED)
def read_name(text: str) -> NameParts:
    """Read the parts of a name; every text can be read, one without letters is EMPTY."""
    folded = fold(text)
    written = "".join(each for each in folded if each.isalnum() or each in _KEPT)
    if not any(each.isalnum() for each in folded):
        return NameParts(text, NameKind.EMPTY, written)
    if not any(map(is_han, folded)) or _has_kana(folded):
        return _read_words(text, written)
    person = parse_person_name(text)
    organisation = parse_organisation_name(text)
    if organisation.is_form_alone:
        return NameParts(text, NameKind.EMPTY, written, organisation=organisation)
    return _read_chinese(text, written, person, organisation)


def digest(text: str) -> int:
    """Return 64 bits that are equal for equal texts, in every process; 0 for the empty one."""
    if not text:
        return 0
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def signed_digest(text: str) -> int:
    """Return the bits of `digest` as arrays of int64 hold them."""
    number = digest(text)
    return number - (1 << 64) if number >> 63 else number


def shortened(text: str, most: int) -> str:
    """Return at most so many characters; what is cut off counts as one more, by its digest."""
    if len(text) <= most:
        return text
    return text[: most - 1] + chr(0x100000 + digest(text[most - 1 :]) % 0xFFFF)


def _read_words(text: str, written: str) -> NameParts:
    latin = parse_latin_name(text)
    if latin.is_form_alone:
        return NameParts(text, NameKind.EMPTY, written, latin=latin)
    words = latin.words[:MOST_WORDS]
    place = next((word.value for word in words if word.kind == WordKind.PLACE), 0)
    plain = "".join(
        plain_umlauts(word.text)
        for word in words
        if word.kind in (WordKind.WORD, WordKind.INITIAL, WordKind.NUMBER)
    )
    if not plain and place:
        plain = str(place)
    everything = "".join(
        plain_umlauts(word.text) for word in words if word.kind != WordKind.PARTICLE
    )
    return NameParts(
        text,
        NameKind.WORDS,
        written,
        latin=latin,
        # Of an organisation the distinctive words, of a person all of them.
        spellings=(
            shortened(plain, MOST_LETTERS),
            shortened(everything, MOST_LETTERS),
        ),
        initials=(" ".join(sorted(plain_umlauts(word.text) for word in words)),),
        place=place,
        trades=tuple((w.text, w.value) for w in words if w.kind == WordKind.TRADE)[:MOST_TRADES],
        words=words,
    )


def _read_chinese(
    text: str, written: str, person: PersonName | None, organisation: OrganisationName
) -> NameParts:
    if person and organisation.form is None:
        kind, spellings = NameKind.PERSON, person.spellings
        characters = person.written
    else:
        kind = NameKind.ORGANISATION
        spellings = _spell(organisation)
        characters = numerals_in_digits(organisation.distinctive)
    vocabulary = load_vocabulary()
    place, site = int(organisation.place or 0), int(organisation.site or 0)
    if site and not organisation.site_is_behind:
        place, site = _one_place(place, site)
    return NameParts(
        text,
        kind,
        written,
        organisation=organisation,
        person=person if kind is NameKind.PERSON else None,
        characters=shortened(characters, MOST_CHARACTERS),
        spellings=(shortened(spellings[0], MOST_LETTERS), shortened(spellings[1], MOST_LETTERS)),
        initials=person.initials if person and kind is NameKind.PERSON else (),
        place=place,
        site=site,
        trades=tuple((word, vocabulary.trades.get(word, 0)) for word in organisation.trades)[
            :MOST_TRADES
        ],
    )


def _one_place(place: int, site: int) -> tuple[int, int]:
    """Take a place in brackets for the place, unless another one stands before the name."""
    if not place or place == site:
        return site, 0
    return place, site


def _spell(name: OrganisationName) -> tuple[str, str]:
    """Return the pinyin, and the spelling with regions translated: 华南 → southchina.

    Where the place is the name, its code stands for it in both languages: Harbin is no pinyin.
    """
    plain = pinyin(name.distinctive)
    if name.place_word:
        return plain or name.place_word, name.place_word
    for word, latin in load_vocabulary().regions.items():
        if name.distinctive.startswith(word):
            return plain, latin.replace(" ", "") + pinyin(name.distinctive[len(word) :])
    return plain, plain


def _has_kana(text: str) -> bool:
    return any("぀" <= each <= "ヿ" for each in text)
