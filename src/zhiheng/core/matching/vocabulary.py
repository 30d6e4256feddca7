"""The words names are made of, read from `declarations/names`: forms, trades, branches, persons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from zhiheng.core.characters import fold
from zhiheng.core.declarations.catalogue import PACKAGED


@dataclass(frozen=True)
class Form:
    """A legal form or kind of organisation.

    Forms of one `family` have one rendering in other languages; forms with one `variant_of` are
    written for one another in Chinese too.
    """

    name: str
    family: str
    number: int
    family_number: int
    variant_of: int
    title: str


@dataclass(frozen=True)
class Branch:
    """A kind of part of an organisation; `related` ones are registered by themselves."""

    name: str
    related: bool
    number: int


@dataclass(frozen=True)
class Vocabulary:
    """All words by their spelling, folded."""

    forms: Mapping[str, Form]
    latin_forms: Mapping[tuple[str, ...], Form]
    bracketed: Mapping[str, Form]
    abbreviated_beginnings: Mapping[str, str]
    abbreviated_endings: Mapping[str, str]
    group_words: tuple[str, ...]
    latin_group_words: frozenset[str]
    trades: Mapping[str, int]
    latin_trades: Mapping[tuple[str, ...], int]
    across: tuple[int, ...]
    generic: tuple[str, ...]
    regions: Mapping[str, str]
    branches: Mapping[str, Branch]
    named_branches: Mapping[str, Branch]
    parents: tuple[str, ...]
    surnames: frozenset[str]
    surname_spellings: Mapping[str, str]
    titles: frozenset[str]
    particles: frozenset[str]
    number_words: Mapping[str, str]
    lookalikes: Mapping[str, str]


@cache
def load_vocabulary() -> Vocabulary:
    """Return the packaged words."""
    return Vocabulary(
        **_words_of_forms(_read("forms")),
        **_words_of_trades(_read("trades")),
        **_words_of_branches(_read("branches")),
        **_words_of_persons(_read("persons")),
        lookalikes={
            fold(each): fold(row[0]) for row in _read("lookalikes")["lookalikes"] for each in row
        },
    )


def _words_of_forms(declared: Any) -> dict[str, Any]:
    by_name = _forms(declared["forms"], declared["variants"])
    return {
        "forms": {
            fold(word): by_name[each["form"]] for each in declared["forms"] for word in each["zh"]
        },
        "latin_forms": {
            tuple(word.split()): by_name[each["form"]]
            for each in declared["forms"]
            for word in each["latin"]
        },
        "bracketed": {word: by_name[name] for word, name in declared["bracketed"].items()},
        "abbreviated_beginnings": _folded(declared["abbreviations"]["beginnings"]),
        "abbreviated_endings": _folded(declared["abbreviations"]["endings"]),
        "group_words": tuple(declared["group"]["zh"]),
        "latin_group_words": frozenset(declared["group"]["latin"]),
    }


def _words_of_trades(declared: Any) -> dict[str, Any]:
    numbered = list(enumerate(declared["trades"], 1))
    return {
        "trades": {fold(word): number for number, each in numbered for word in each["zh"]},
        # Of a word declared twice the first trade counts.
        "latin_trades": {
            tuple(word.split()): number
            for number, each in reversed(numbered)
            for word in each["latin"]
        },
        "across": _across(declared["trades"]),
        "generic": tuple(sorted(map(fold, declared["generic"]), key=len, reverse=True)),
        "regions": _folded_keys(declared["regions"]),
    }


def _words_of_branches(declared: Any) -> dict[str, Any]:
    branches = {
        each["branch"]: Branch(each["branch"], each["relation"] == "related", number)
        for number, each in enumerate(declared["branches"], 1)
    }
    return {
        "branches": {
            fold(word): branches[each["branch"]]
            for each in declared["branches"]
            for word in each["zh"]
        },
        "named_branches": branches,
        "parents": tuple(declared["parents"]),
    }


def _words_of_persons(declared: Any) -> dict[str, Any]:
    return {
        "surnames": frozenset([*fold(declared["surnames"]), *map(fold, declared["double"])]),
        "surname_spellings": _folded_keys(declared["spellings"]),
        "titles": frozenset(declared["titles"]),
        "particles": frozenset(map(str, declared["particles"])),
        "number_words": declared["numbers"],
    }


def _folded_keys(words: dict[str, str]) -> dict[str, str]:
    return {fold(word): latin for word, latin in words.items()}


def _forms(declared: list[dict[str, Any]], variants: list[str]) -> dict[str, Form]:
    families = list(dict.fromkeys(each["family"] for each in declared))
    forms = {}
    for number, each in enumerate(declared, 1):
        family = families.index(each["family"]) + 1
        variant_of = -family if each["family"] in variants else number
        title = (each["zh"] or each["latin"])[0]
        forms[each["form"]] = Form(each["form"], each["family"], number, family, variant_of, title)
    return forms


def _folded(words: dict[str, str]) -> dict[str, str]:
    return {fold(short): fold(long) for short, long in words.items()}


def _across(declared: list[dict[str, Any]]) -> tuple[int, ...]:
    """Return for every trade's number that of the trade it is translated as."""
    numbers = {each["trade"]: number for number, each in enumerate(declared, 1)}
    return (0, *(numbers[each.get("across", each["trade"])] for each in declared))


def _read(name: str) -> Any:
    path = PACKAGED / "names" / f"{name}.yaml"
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
