"""Which rules of an industry table a symbol fits, and which of them a patent fits.

A patent fits a rule if one of its symbols lies in an included place and in no excluded one of
that rule, and if the rule's keywords, where it has any, occur in its text. A symbol lies in a
place directly or by a revision of the classification (`concordance`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from zhiheng.core.declarations.industries import IndustryRule, IndustryTable
from zhiheng.core.industries.concordance import Moves, Standing
from zhiheng.core.industries.keywords import Found, Keywords, Text, Words, occurring, read_keywords
from zhiheng.core.industries.places import Place, read_places


@dataclass(frozen=True)
class CompiledRule:
    """A rule ready to be asked; `number` is its branch and number, 1.1-3."""

    number: str
    branch: str
    declared: IndustryRule
    include: tuple[Place, ...]
    exclude: tuple[Place, ...]
    keywords: Keywords | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A symbol that fits a rule's places: by which one, and by which move, "" if directly."""

    rule: int
    symbol: str
    place: str
    via: str


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that a patent fits, with the symbol and the keyword that say so."""

    rule: CompiledRule
    hit: Hit
    found: Found


@dataclass
class Rules:
    """The rules of a table with what each symbol met so far fits."""

    rules: Sequence[CompiledRule]
    moves: Moves
    _by_start: Mapping[str, Sequence[tuple[int, Place]]]
    _known: dict[str, tuple[Hit, ...]] = field(default_factory=dict)

    def by_symbols_alone(self) -> Rules:
        """Return the same rules without their keywords."""
        plain = [replace(rule, keywords=None) for rule in self.rules]
        return Rules(plain, self.moves, self._by_start)

    def hits(self, symbol: str) -> tuple[Hit, ...]:
        """Return for each rule whose places a symbol fits how it does, directly if it can."""
        known = self._known.get(symbol)
        if known is None:
            known = self._known[symbol] = self._looked_up(symbol)
        return known

    def matches(self, symbols: Sequence[str], text: Text) -> list[Match]:
        """Return the rules that a patent with these symbols and this text fits, in their order.

        Of several symbols that fit one rule the first that does so directly is told.
        """
        best: dict[int, Hit] = {}
        for symbol in symbols:
            for hit in self.hits(symbol):
                if hit.rule not in best or (best[hit.rule].via and not hit.via):
                    best[hit.rule] = hit
        matches = []
        for index in sorted(best):
            rule = self.rules[index]
            found = Found() if rule.keywords is None else occurring(rule.keywords, text)
            if found is not None:
                matches.append(Match(rule, best[index], found))
        return matches

    def _looked_up(self, symbol: str) -> tuple[Hit, ...]:
        standings = self.moves.standings(symbol)
        starts = {start for text in (symbol, *(s.place.low for s in standings))
                  for start in (text[:4], text[:3])}  # fmt: skip
        hits: dict[int, Hit] = {}
        for index, place in (entry for start in sorted(starts) for entry in self._at(start)):
            if index in hits and not hits[index].via:
                continue
            via = _how(place, symbol, standings)
            if via is not None and (index not in hits or not via):
                hits[index] = Hit(index, symbol, place.text, via)
        return tuple(
            hit for index, hit in sorted(hits.items()) if not self._left_out(hit, standings)
        )

    def _at(self, start: str) -> Sequence[tuple[int, Place]]:
        return self._by_start.get(start, ())

    def _left_out(self, hit: Hit, standings: Sequence[Standing]) -> bool:
        deciding = [standing for standing in standings if standing.decides]
        excluded = self.rules[hit.rule].exclude
        return any(_how(place, hit.symbol, deciding) is not None for place in excluded)


def _how(place: Place, symbol: str, standings: Sequence[Standing]) -> str | None:
    """Return by which move a symbol lies in a place, "" if directly, None if not."""
    if place.holds(symbol):
        return ""
    for standing in standings:
        if place.covers(standing.place):
            return standing.via
    return None


def compiled(table: IndustryTable, moves: Moves, words: Words) -> Rules:
    """Make a declared table ready to be asked; raises `InputError` for places that are none."""
    rules = [
        CompiledRule(
            number=f"{branch.code}-{rule.rule}",
            branch=branch.code,
            declared=rule,
            include=read_places(rule.include),
            exclude=read_places(rule.exclude),
            keywords=read_keywords(rule.keywords, words) if rule.keywords else None,
        )
        for branch in table.branches()
        for rule in branch.rules
    ]
    by_start: dict[str, list[tuple[int, Place]]] = {}
    for index, rule in enumerate(rules):
        for place in rule.include:
            by_start.setdefault(place.low[:4], []).append((index, place))
    return Rules(rules, moves, by_start)
