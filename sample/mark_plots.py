"""What planted marks are made with: brands and what copiers make of them, filers, classes, lives.

Firms and persons come from the same ranges as those of planted patents, so that the rest of the
city is the same with planted marks as without.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sample.inhabitants import Applicant
from sample.mark_lives import MarkLife, life_of, refused, settled
from sample.planted_truth import Role, Truth
from sample.plots import Plot
from sample.vocabulary import declared

# The situation of the examination guide that a kind of planted marks falls under.
SITUATIONS = {
    "hoard": "TM-1",
    "copies-of-many": "TM-2",
    "copies-of-one": "TM-3",
    "trade-names": "TM-4",
    "public-names": "TM-5",
    "place-names": "TM-6",
    "plain-words": "TM-7",
    "sold-on": "TM-8",
    "pressure": "TM-9",
    "filed-again": "TM-10",
}
LAST_DAYS = 30  # days before the end of the city in which nothing is planted
Fate = Literal["chance", "settled", "refused"]
Goods = dict[str, Any]  # nice, groups, items of data/marks.yaml


@dataclass
class Sale:
    """A mark handed on: the day it is recorded, and to whom."""

    day: int
    buyer: Applicant


@dataclass
class MarkPlant:
    """A planted application for a mark, in one class or several."""

    text: str
    goods: Sequence[Goods]
    filer: Applicant
    agency: str
    life: MarkLife
    truth: Truth
    sale: Sale | None = None


@dataclass
class MarkPlot:
    """One set of planted marks in the making, on the random numbers and the firms of a plot."""

    plot: Plot
    brands: Iterator[str]
    words: Any = field(default_factory=lambda: declared("marks.yaml"))

    @property
    def until(self) -> int:
        """The last day of the city."""
        return self.plot.days.until

    def start(self, window: int) -> int:
        """Return the first day of a set that lasts `window` days, in the last three years."""
        last = self.until - LAST_DAYS - window
        return self.plot.rng.randrange(max(30, last - 700), last + 1)

    def spread(self, window: int, count: int) -> list[int]:
        """Return ascending days within a window of the last three years."""
        return self.plot.spread(self.start(window), window, count)

    def size(self, least: int, most: int) -> int:
        """Return how many: the stronger a plot, the more, with some chance."""
        share = 0.75 * self.plot.strength + 0.25 * self.plot.rng.random()
        return round(least + (most - least) * share)

    def firm(self, insured: int, *, founded: int | None = None) -> Applicant:
        """Found a firm of the city."""
        return self.plot.firm(
            self.plot.trade(), insured=insured, research=insured // 4, founded=founded
        )

    def person(self) -> Applicant:
        """Return a person of the city whom nobody else is."""
        return self.plot.applicant(self.plot.persons(1)[0])._replace(staff=0)

    def squatter(self) -> Applicant:
        """Return who files in bad faith: a person, or a young firm of next to nobody."""
        if self.plot.rng.random() < 0.3:
            return self.person()
        founded = self.until - self.plot.rng.randrange(1200, 1700)
        return self.firm(self.plot.rng.randrange(3), founded=founded)

    def agency(self) -> str:
        """Return an agency, or none: many file by themselves."""
        return "" if self.plot.rng.random() < 0.2 else self.plot.agencies(1)[0].name

    def classes(self, count: int) -> list[Goods]:
        """Return goods of different classes."""
        return self.plot.rng.sample(self.words["goods"], count)

    def of_class(self, nice: str) -> list[Goods]:
        """Return the goods of one class."""
        return [each for each in self.words["goods"] if each["nice"] == nice]

    def brand(self) -> str:
        """Return an invented brand of three characters that nobody has."""
        return next(self.brands)

    def copied(self, brand: str) -> str:
        """Return what a copier makes of a brand: the crasser the plot, the closer."""
        rng, words = self.plot.rng, self.words
        place = rng.randrange(3) if rng.random() < 0.5 else rng.choice((1, 2))
        other = rng.choice(words["brand"][brand[place]])
        near = brand[:place] + other + brand[place + 1 :]
        if rng.random() < 0.15 + 0.35 * self.plot.strength:
            return rng.choice((brand, near))
        return rng.choice(
            (
                near,
                rng.choice(words["before"]) + brand,
                brand + rng.choice(words["behind"]),
                brand[0] + brand[2] + brand[1],
            )
        )

    def filed(
        self,
        kind: str,
        text: str,
        goods: Sequence[Goods],
        filer: Applicant,
        *,
        day: int,
        agency: str,
        role: Role = "member",
        fate: Fate = "chance",
    ) -> MarkPlant:
        """File an application; what becomes of it follows from its fate and from chance."""
        make = {"chance": life_of, "settled": settled, "refused": refused}[fate]
        behaviour = SITUATIONS.get(kind, "") if role == "member" else ""
        life = make(day, self.until, self.plot.rng)
        return MarkPlant(text, goods, filer, agency, life, self.plot.truth(kind, behaviour, role))

    def sell(self, plant: MarkPlant, buyer: Applicant, after: int) -> None:
        """Hand a mark on, recorded `after` days from its filing, if that is in time."""
        day = plant.life.filed + after
        if day <= self.until and plant.life.status not in ("已驳回", "不予注册"):
            plant.life.events = [each for each in plant.life.events if "注销" not in each[1]]
            plant.life.events.append((day, "商标转让", "核准转让"))
            plant.sale = Sale(day, buyer)


def brands_of(words: Any, skip: int) -> Iterator[str]:
    """Yield invented brands of three different characters, no two that share two of them in place.

    `skip` lets cities begin at different ones.
    """
    characters = list(words["brand"])
    width = len(characters)
    for number in range(width * width):
        first, second = divmod((number * 137 + skip) % (width * width), width)
        third = (first * 7 + second * 11 + 3) % width
        if len({first, second, third}) == 3:
            yield characters[first] + characters[second] + characters[third]
