"""Marks filed in bad faith, one function a situation of the examination guide.

Of TM-9 (offers for sale, threats) only what it ends with stands in a register, and of TM-10 (other)
one form is planted. How often and how is told in docs/explanation/sample-city.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sample.inhabitants import Applicant
from sample.mark_plots import Fate, Goods, MarkPlant, MarkPlot

MarkRing = Callable[[MarkPlot], Iterator[MarkPlant]]


def hoard(plot: MarkPlot) -> Iterator[MarkPlant]:
    """(TM-1) Far more marks, in far more classes, than a firm of nobody can use."""
    filer, agency = plot.squatter(), plot.agency()
    classes = plot.classes(plot.size(8, 20))
    window = plot.plot.rng.choice((60, 200, 360))
    for day in plot.spread(window, plot.size(24, 60)):
        yield plot.filed(
            "hoard", _hoarded(plot), [plot.plot.rng.choice(classes)], filer, day=day, agency=agency
        )


def _hoarded(plot: MarkPlot) -> str:
    parts = plot.words["hoard"]
    return "".join(plot.plot.rng.choice(parts[each]) for each in ("one", "two", "three"))


def copies_of_many(plot: MarkPlot) -> Iterator[MarkPlant]:
    """(TM-2) Near copies of the earlier marks of many unrelated owners."""
    filers, agency = [plot.squatter()], plot.agency()
    if plot.plot.strength < 0.5:
        filers.append(plot.squatter()._replace(text=filers[0].text))
    days = plot.spread(300, plot.size(8, 18))
    for day in days:
        brand, goods = plot.brand(), plot.classes(1)
        yield _origin(plot, "copies-of-many", brand, goods, before=days[0])
        copy = plot.copied(brand)
        yield plot.filed(
            "copies-of-many", copy, goods, plot.plot.rng.choice(filers), day=day, agency=agency
        )


def _origin(plot: MarkPlot, kind: str, brand: str, goods: list[Goods], *, before: int) -> MarkPlant:
    """Return the earlier mark of a firm that is copied later."""
    rng = plot.plot.rng
    owner = plot.firm(rng.randrange(60, 800))
    day = max(20, before - rng.randrange(500, 2200))
    return plot.filed(
        kind, brand, goods, owner, day=day, agency=plot.agency(), role="origin", fate="settled"
    )


def copies_of_one(plot: MarkPlot) -> Iterator[MarkPlant]:
    """(TM-3) One owner's mark filed near and again, after refusals too, in one class or many."""
    rng, brand = plot.plot.rng, plot.brand()
    filer, agency = plot.squatter(), plot.agency()
    goods = plot.classes(rng.choice((1, 2, 6)))
    days = plot.spread(600, plot.size(5, 14))
    yield _origin(plot, "copies-of-one", brand, goods[:1], before=days[0])
    for day in days:
        fate: Fate = "refused" if rng.random() < 0.5 else "chance"
        yield plot.filed(
            "copies-of-one",
            plot.copied(brand),
            [rng.choice(goods)],
            filer,
            day=day,
            agency=agency,
            fate=fate,
        )


def trade_names(plot: MarkPlot) -> Iterator[MarkPlant]:
    """(TM-4) The trade names of firms of the city, filed by somebody else."""
    rng, filer, agency = plot.plot.rng, plot.squatter(), plot.agency()
    days = plot.spread(240, plot.size(7, 16))
    firms = [
        firm for firm in plot.plot.world.inhabitants.enterprises if firm.founded < days[0] - 400
    ]
    for day, firm in zip(days, rng.sample(firms, min(len(firms), len(days))), strict=False):
        text = firm.mark if rng.random() < 0.8 else firm.mark + rng.choice(plot.words["behind"])
        yield plot.filed("trade-names", text, plot.classes(1), filer, day=day, agency=agency)


def public_names(plot: MarkPlot) -> Iterator[MarkPlant]:
    """(TM-5) Persons of history, works and their characters."""
    words = plot.words
    yield from _taken(plot, "public-names", [*words["works"], *words["persons"]])


def place_names(plot: MarkPlot) -> Iterator[MarkPlant]:
    """(TM-6) Districts, mountains, sights and buildings."""
    words = plot.words
    yield from _taken(plot, "place-names", [*words["mountains"], *words["sights"], *words["areas"]])


def _taken(plot: MarkPlot, kind: str, names: list[str]) -> Iterator[MarkPlant]:
    """File public names, as they stand or with a word added: in weak plots half of them."""
    rng, filer, agency = plot.plot.rng, plot.squatter(), plot.agency()
    days = plot.spread(270, plot.size(6, 15))
    for day, name in zip(days, rng.sample(names, len(days)), strict=True):
        bare = rng.random() < 0.5 + 0.5 * plot.plot.strength
        text = name if bare else name + rng.choice(plot.words["touch"])
        yield plot.filed(kind, text, plot.classes(1), filer, day=day, agency=agency)


def plain_words(plot: MarkPlot) -> Iterator[MarkPlant]:
    """(TM-7) Names and praise of the very goods."""
    rng, filer, agency = plot.plot.rng, plot.squatter(), plot.agency()
    known = [(nice, word) for nice, words in plot.words["plain"].items() for word in words]
    days = plot.spread(200, plot.size(6, 16))
    for day, (nice, word) in zip(days, rng.sample(known, len(days)), strict=True):
        yield plot.filed("plain-words", word, plot.of_class(nice), filer, day=day, agency=agency)


def sold_on(plot: MarkPlot) -> Iterator[MarkPlant]:
    """(TM-8) Many marks filed and most of them handed on to people who have nothing in common."""
    rng, filer, agency = plot.plot.rng, plot.squatter(), plot.agency()
    share = 0.6 + 0.35 * plot.plot.strength
    first = max(30, plot.until - rng.randrange(900, 1050))
    for day in plot.plot.spread(first, 240, plot.size(14, 32)):
        plant = plot.filed(
            "sold-on",
            _hoarded(plot),
            plot.classes(1),
            filer,
            day=day,
            agency=agency,
            fate="settled",
        )
        if rng.random() < share:
            plot.sell(plant, _buyer(plot), rng.randrange(280, 640))
        yield plant


def _buyer(plot: MarkPlot) -> Applicant:
    """Return somebody who buys a mark: a person of the city or a firm elsewhere."""
    if plot.plot.rng.random() < 0.5:
        return plot.person()
    return plot.plot.elsewhere(plot.plot.trade())


def pressure(plot: MarkPlot) -> Iterator[MarkPlant]:
    """(TM-9) Copies that are handed over to the owners of the copied marks, who had to pay."""
    rng, filer, agency = plot.plot.rng, plot.squatter(), plot.agency()
    share = 0.4 + 0.6 * plot.plot.strength
    first = max(30, plot.until - rng.randrange(900, 1050))
    for day in plot.plot.spread(first, 240, plot.size(5, 10)):
        brand, goods = plot.brand(), plot.classes(1)
        origin = _origin(plot, "pressure", brand, goods, before=first)
        yield origin
        copy = plot.filed(
            "pressure",
            plot.copied(brand),
            goods,
            filer,
            day=day,
            agency=agency,
            fate="settled",
        )
        if rng.random() < share:
            plot.sell(copy, origin.filer, rng.randrange(280, 640))
        yield copy


def filed_again(plot: MarkPlot) -> Iterator[MarkPlant]:
    """(TM-10) Marks that were refused, filed again within months by the same filer or a helper."""
    rng, filer, agency = plot.plot.rng, plot.squatter(), plot.agency()
    helper = plot.squatter()._replace(text=filer.text) if plot.plot.strength < 0.5 else filer
    first = max(30, plot.until - rng.randrange(880, 1050))
    for day in plot.plot.spread(first, 200, plot.size(3, 8)):
        text, goods = _hoarded(plot), plot.classes(1)
        yield plot.filed("filed-again", text, goods, filer, day=day, agency=agency, fate="refused")
        for turn in range(rng.choice((1, 1, 2))):
            later = day + 270 + turn * 280 + rng.randrange(60)
            yield plot.filed(
                "filed-again", text, goods, helper, day=later, agency=agency, fate="refused"
            )


MARK_RINGS: tuple[MarkRing, ...] = (
    hoard,
    copies_of_many,
    copies_of_one,
    trade_names,
    public_names,
    place_names,
    plain_words,
    sold_on,
    pressure,
    filed_again,
)
