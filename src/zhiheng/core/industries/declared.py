"""The table of industries in use, ready to be asked: an office's own, or the packaged one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from zhiheng.core.declarations.catalogue import Catalogue, load_catalogue
from zhiheng.core.identifiers.ipc import normalise_ipc
from zhiheng.core.industries.concordance import read_moves
from zhiheng.core.industries.keywords import Text, Words
from zhiheng.core.industries.rules import Match, Rules, compiled


def declared_rules(catalogue: Catalogue, *, on: date) -> Rules:
    """Return the rules of the table in use on a day, with the words and moves that go with it."""

    def words(name: str) -> tuple[str, ...]:
        value = catalogue.value(f"strategic-industries.{name}", on=on).value
        assert isinstance(value, list)
        return tuple(value)

    named = str(catalogue.value("strategic-industries.table", on=on).value)
    kinds = ("unwanted", "leading-words", "trailing-words", "general-words")
    moves = read_moves(*catalogue.concordances.values())
    rules = compiled(catalogue.industry_table(named), moves, Words(*map(words, kinds)))
    if catalogue.value("strategic-industries.keywords", on=on).value == "ignored":
        return rules.by_symbols_alone()
    return rules


@cache
def packaged_rules() -> Rules:
    """Return the rules of the packaged declarations."""
    return declared_rules(load_catalogue(), on=date(2021, 2, 7))


def fitting(rules: Rules, symbols: Sequence[str], text: str) -> list[Match]:
    """Return the rules that symbols in any notation and a text fit; `InputError` for no symbol."""
    return rules.matches([normalise_ipc(symbol) for symbol in symbols], Text({"abstract": text}))


def fitting_rules(symbols: str, text: str = "") -> str:
    """Name the packaged rules that symbols between blanks and a text fit, or say `none`."""
    found = fitting(packaged_rules(), symbols.split(), text)
    return "; ".join(match.rule.number for match in found) or "none"


def first_match(symbols: str, text: str, rule: str) -> Match | None:
    """Return how symbols and a text fit a packaged rule, None where they do not."""
    found = fitting(packaged_rules(), symbols.split(), text)
    return next((match for match in found if match.rule.number == rule), None)
