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
    trade_names: tuple[str, ...]
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
    forms, trades = _read("forms"), _read("trades")
    branches, persons = _read("branches"), _read("persons")
    by_name = _forms(forms["forms"], forms["variants"])
    return Vocabulary(
        forms=(
            {fold(word): by_name[each["form"]] for each in forms["forms"] for word in each["zh"]}
        ),
        latin_forms={
            tuple(word.split()): by_name[each["form"]]
            for each in forms["forms"]
            for word in each["latin"]
        },
        bracketed={word: by_name[name] for word, name in forms["bracketed"].items()},
        abbreviated_beginnings=_folded(forms["abbreviations"]["beginnings"]),
        abbreviated_endings=_folded(forms["abbreviations"]["endings"]),
        group_words=tuple(forms["group"]["zh"]),
        latin_group_words=frozenset(forms["group"]["latin"]),
        trades=(
            {
                fold(word): number
                for number, each in enumerate(trades["trades"], 1)
                for word in each["zh"]
            }
        ),
        latin_trades={
            tuple(word.split()): number
            for number, each in reversed(list(enumerate(trades["trades"], 1)))
            for word in each["latin"]
        },
        trade_names=("", *(each["trade"] for each in trades["trades"])),
        across=_across(trades["trades"]),
        generic=tuple(sorted(map(fold, trades["generic"]), key=len, reverse=True)),
        regions={fold(word): latin for word, latin in trades["regions"].items()},
        branches=_branches(branches["branches"]),
        named_branches={
            each["branch"]: Branch(each["branch"], each["relation"] == "related", number)
            for number, each in enumerate(branches["branches"], 1)
        },
        parents=tuple(branches["parents"]),
        surnames=frozenset([*fold(persons["surnames"]), *map(fold, persons["double"])]),
        surname_spellings={fold(name): latin for name, latin in persons["spellings"].items()},
        titles=frozenset(persons["titles"]),
        particles=frozenset(map(str, persons["particles"])),
        number_words=persons["numbers"],
        lookalikes={
            fold(each): fold(row[0]) for row in _read("lookalikes")["lookalikes"] for each in row
        },
    )


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


def _branches(declared: list[dict[str, Any]]) -> Mapping[str, Branch]:
    return {
        fold(word): Branch(each["branch"], each["relation"] == "related", number)
        for number, each in enumerate(declared, 1)
        for word in each["zh"]
    }


def _read(name: str) -> Any:
    path = PACKAGED / "names" / f"{name}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))
