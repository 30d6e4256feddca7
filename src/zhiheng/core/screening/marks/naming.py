"""Which protected names a mark says, and which protected marks it is near.

A name is said by a mark that is the name (`same`), or contains it (`within`): of names of two
characters only where what is left over distinguishes nothing, for two characters stand in many
words by chance; a sight also where the mark begins with it. Places count only as the whole but for
such words: many firms have the place where they are in their mark.
Protected marks are also found by an index of them (`near`). Who owns the name may say it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhiheng.core.characters import fold, is_han
from zhiheng.core.identifiers.trademark_classes import NO_CLASS
from zhiheng.core.matching.goods.table import GoodsTable
from zhiheng.core.matching.mark_index.building import index_in_memory
from zhiheng.core.matching.marks.generic import generic_terms
from zhiheng.core.screening.marks.facts import Hit
from zhiheng.core.screening.marks.filings import CLASS, MarkFilings
from zhiheng.core.screening.marks.nearby import LEAST_SCORE
from zhiheng.core.screening.marks.protected import ProtectedKind, ProtectedName

_BETWEEN = re.compile(r"[;；,，、\s]+")
SHORTEST = 2
LONGEST = 30  # characters of a name that is looked for inside a mark
MOST_CHARACTERS = 60  # of a mark; of a longer one only the beginning is read
MOST_NEAR = 5
LEAST_WITHIN = 3  # characters of a name that is met by chance in no other word
# A mark with a place's name in it is of a firm of that place, more often than not.
ONLY_WHOLE: frozenset[ProtectedKind] = frozenset({"place", "trade_name", "mark"})
ALSO_FIRST: frozenset[ProtectedKind] = frozenset({"scenic", "gi"})
GENERIC = "通用名称、行业用语"


@dataclass(frozen=True)
class Names:
    """Protected names by their folded text, and how long these texts are."""

    by_text: Mapping[str, Sequence[ProtectedName]]
    lengths: Sequence[int]
    terms: Terms

    @classmethod
    def of(cls, names: Sequence[ProtectedName], terms: Terms) -> Names:
        """Gather names; one of less than two characters is left out."""
        found: dict[str, list[ProtectedName]] = defaultdict(list)
        for name in names:
            if SHORTEST <= len(folded := plain(name.text)) <= LONGEST:
                found[folded].append(name)
        return cls(found, sorted({len(text) for text in found}), terms)

    def said_by(self, text: str, nice_class: str) -> Iterator[Hit]:
        """Yield the names that a mark says, `text` folded; whether they hold is not asked."""
        for name in self.by_text.get(text, ()):
            yield Hit(name, "same")
        for length in self.lengths:
            for begin in range(len(text) - length + 1):
                found = self.by_text.get(text[begin : begin + length])
                if found and length < len(text):
                    rest = (text[:begin], text[begin + length :])
                    plainly = all(self.terms.are_all_of(each, nice_class) for each in rest)
                    first = begin == 0
                    yield from (
                        Hit(name, "within") for name in found if plainly or _stands_out(name, first)
                    )


def plain(text: str) -> str:
    """Return a text as names are compared: folded, letters and digits only."""
    return "".join(each for each in fold(text[: 2 * MOST_CHARACTERS]) if each.isalnum())[
        :MOST_CHARACTERS
    ]


class Terms:
    """Words that distinguish nothing, by class: generic terms, and the names of the goods."""

    def __init__(self, goods: GoodsTable) -> None:
        self._goods: dict[str, set[str]] = defaultdict(set)
        for name, places in goods.places.items():
            for group, _ in places:
                self._goods[group[:2]].add(name)
        self._by_class: dict[str, tuple[frozenset[str], int]] = {}

    def are_all_of(self, text: str, nice_class: str) -> bool:
        """Tell whether a folded text is made of such words alone; the empty one is."""
        terms, longest = self._of(nice_class)
        reached = [True] + [False] * len(text)
        for end in range(1, len(text) + 1):
            begins = range(max(0, end - longest), end)
            reached[end] = any(reached[begin] and text[begin:end] in terms for begin in begins)
        return reached[-1]

    def _of(self, nice_class: str) -> tuple[frozenset[str], int]:
        if nice_class not in self._by_class:
            words = generic_terms("" if nice_class == NO_CLASS else nice_class)
            terms = words | frozenset(self._goods.get(nice_class, ()))
            self._by_class[nice_class] = terms, max(map(len, terms), default=0)
        return self._by_class[nice_class]


def hits_of(
    filings: MarkFilings, protected: Sequence[ProtectedName], *, goods: GoodsTable, on: date
) -> Mapping[str, tuple[Hit, ...]]:
    """Return the names that marks say or are near, by key; only marks that do.

    Names hold on the day of filing; of a mark whose day no list tells, on the day `on`.
    """
    terms = Terms(goods)
    names = Names.of([each for each in protected if each.kind != "generic"], terms)
    listed = Names.of([each for each in protected if each.kind == "generic"], terms)
    near = _near_protected(filings, protected)
    parties, classes = filings.values("applicant_parties"), filings.values(CLASS)
    goods_told = filings.values("goods")
    found: dict[str, tuple[Hit, ...]] = {}
    for row, words in enumerate(filings.words):
        if not (text := plain(words)):
            continue
        day, own = filings.days[row] or on, set(parties[row])
        told = [*names.said_by(text, classes[row]), *near.get(words, ())]
        kept = [hit for hit in told if _counts(hit, filings, row, classes[row], day, own)]
        generic = _generic_hit(text, classes[row], day, listed, goods_told[row])
        if kept or generic:
            found[filings.numbers[row]] = (*_each_once(kept), *generic)
    return found


def _counts(
    hit: Hit, filings: MarkFilings, row: int, nice_class: str, day: date, own: set[str]
) -> bool:
    """Tell whether a name held on the filing day, for the class, and is not the applicant's own."""
    name = hit.name
    return (
        name.holds_on(day)
        and (name.kind == "mark" or name.holds_for((nice_class,)))
        and name.owner_party not in own - {""}
        and (not name.number or name.number != filings.applications[row])
    )


def _each_once(hits: Sequence[Hit]) -> Iterator[Hit]:
    """Yield of hits of one name the strongest: the same before within before near."""
    seen: set[tuple[str, str]] = set()
    order = {"same": 0, "within": 1, "near": 2}
    for hit in sorted(hits, key=lambda hit: (order[hit.how], -hit.score)):
        if (identity := (hit.name.kind, hit.name.text)) not in seen:
            seen.add(identity)
            yield hit


def _generic_hit(
    text: str, nice_class: str, day: date, listed: Names, goods: str
) -> tuple[Hit, ...]:
    """Return what is generic for the class and on the day: 苹果 is for fruit, not for computers."""
    for name in listed.by_text.get(text, ()):
        if name.holds_on(day) and name.holds_for((nice_class,)):
            return (Hit(name, "same"),)
    told = len(text) >= SHORTEST and any(map(is_han, text))
    named = told and text in goods and text in map(plain, _BETWEEN.split(goods))
    if named or (told and listed.terms.are_all_of(text, nice_class)):
        return (Hit(ProtectedName("generic", text, source=GENERIC), "same"),)
    return ()


def _stands_out(name: ProtectedName, first: bool) -> bool:
    """Tell whether a name counts inside a longer mark, `first` where the mark begins with it."""
    if name.kind in ONLY_WHOLE:
        return False
    return len(name.text) >= LEAST_WITHIN or (first and name.kind in ALSO_FIRST)


def _near_protected(
    filings: MarkFilings, protected: Sequence[ProtectedName]
) -> Mapping[str, list[Hit]]:
    """Return the protected marks near the words of marks, by words."""
    marks: dict[str, list[ProtectedName]] = defaultdict(list)
    for name in protected:
        if name.kind == "mark" and name.text.strip():
            marks[name.text].append(name)
    texts = list(dict.fromkeys(filter(None, filings.words)))
    if not marks or not texts:
        return {}
    known = list(marks)
    found = index_in_memory(known).nearest_many(texts, limit=MOST_NEAR, at_least=LEAST_SCORE)
    return {
        text: [Hit(name, "near", hit.score) for hit in hits for name in marks[known[hit.row]]]
        for text, hits in zip(texts, found, strict=True)
        if hits
    }
