"""What a signal that looks at marks is given: marks, facts, and who hangs together with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from zhiheng.core.matching.goods.relation import GoodsRelation
from zhiheng.core.matching.goods.table import Goods
from zhiheng.core.matching.spelling import pinyin
from zhiheng.core.screening.marks.facts import MarkFacts
from zhiheng.core.screening.marks.filings import CLASS, MarkFilings
from zhiheng.core.screening.marks.naming import plain
from zhiheng.core.screening.marks.protected import ProtectedName
from zhiheng.core.screening.marks.trade_names import distinctive_part
from zhiheng.core.screening.scene import SceneOf

LONG, BEGINNING = 5, 3  # characters of a distinctive part, and of how it begins
OWN_BRAND, OWN_NAME, RENEWAL = "own-brand", "own-trade-name", "renewal"


@dataclass(frozen=True)
class MarkScene(SceneOf[MarkFilings, MarkFacts]):
    """Marks of the applicants asked about, and the earlier marks of others that they are near."""

    ABOUT = "trademarks"
    LABEL = "mark_text"
    PEOPLE = (("applicant", "applicants", "applicant_parties"),)
    STEPS = ("filing_date", "preliminary_publication_date", "registration_date")

    _goods: dict[int, Goods] = field(default_factory=dict)

    def innocent(self, kind: str, filings: Sequence[str], *, paired: bool) -> Iterator[str]:
        """Yield the marks that carry on what the applicant had before: a brand, a trade name."""
        told = {OWN_BRAND: self._is_own_brand, OWN_NAME: self.is_own_name, RENEWAL: self._renews}
        if (tells := told.get(kind)) is not None:
            row_of = self.filings.row_of
            yield from (key for key in filings if key in row_of and tells(row_of[key]))

    def goods_of(self, row: int) -> Goods:
        """Return the goods of a row as the table of similar goods reads them."""
        if row not in self._goods:
            table = self.filings.table
            text, nice_class, groups = (
                table[name][row].as_py() for name in ("goods", CLASS, "similar_groups")
            )
            self._goods[row] = self.facts.goods.read(text, classes=[nice_class], groups=groups)
        return self._goods[row]

    def relation(self, one: int, other: int) -> GoodsRelation:
        """Return how the goods of two rows are related."""
        return self.facts.goods.relate(self.goods_of(one), self.goods_of(other))

    @cached_property
    def texts(self) -> list[str]:
        """The words of every mark as they are compared with names, "" where it has none."""
        return [plain(words) for words in self.filings.words]

    @cached_property
    def _before(self) -> Mapping[tuple[int, str], list[int]]:
        """The registered marks of each circle by their words."""
        found: dict[tuple[int, str], list[int]] = defaultdict(list)
        registered = self.filings.values("registration_date")
        for row, (circle, text) in enumerate(
            zip(self.circles.of.tolist(), self.texts, strict=True)
        ):
            if text and registered[row]:
                found[circle, text].append(row)
        return found

    @cached_property
    def _trade_names(self) -> Mapping[str, tuple[str, ...]]:
        """The distinctive part of the name of every body, and how it is spelled."""
        return {
            party: tuple(_forms(distinctive_part(known.name)))
            for party, known in self.facts.parties.items()
            if known.kind != "person"
        }

    def _earlier_own(self, row: int) -> Iterator[int]:
        """Yield the applicant's registered marks of the same words from before a mark was filed."""
        day = self.filings.days[row] or self.on
        registered = self.filings.table["registration_date"]
        for other in self._before.get((int(self.circles.of[row]), self.texts[row]), ()):
            if other != row and registered[other].as_py() <= day:
                yield other

    def _is_own_brand(self, row: int) -> bool:
        classes = self.filings.table[CLASS]
        return any(classes[other] != classes[row] for other in self._earlier_own(row))

    def _renews(self, row: int) -> bool:
        classes = self.filings.table[CLASS]
        return any(classes[other] == classes[row] for other in self._earlier_own(row))

    def belongs(self, name: ProtectedName, circle: int) -> bool:
        """Tell whether a protected name is that of an applicant family."""
        return self.circle_of_hand.get(name.owner_party) == circle

    def is_own_name(self, row: int) -> bool:
        """Tell whether a mark is, or holds, an applicant's trade name, in characters or spelled."""
        names = (
            name for each in self.circles.by_row[row] for name in self._trade_names.get(each, ())
        )
        return any(name in self.texts[row] for name in names)


def _forms(part: str) -> Iterator[str]:
    """Yield the forms of a distinctive part that tell an own trade name: written and spelled.

    Of a long one, which holds words of a trade that nobody listed, also how it begins.
    """
    beginnings = (part, part[:BEGINNING]) if len(part) >= LONG else (part,)
    for each in beginnings:
        if len(each) > 1:
            yield each
            yield plain(pinyin(each))
