"""Innocent marks that look like bad faith: what a screening must not tell, or must explain."""

from __future__ import annotations

from collections.abc import Iterator

from sample.mark_plots import MarkPlant, MarkPlot
from sample.mark_rings import MarkRing


def own_brand(plot: MarkPlot) -> Iterator[MarkPlant]:
    """A large firm that files its own brand, and what is near it, in many classes."""
    rng, owner, agency = plot.plot.rng, plot.firm(1800), plot.agency()
    brand = plot.brand()
    first = plot.until - rng.randrange(1500, 2600)
    yield plot.filed(
        "own-brand", brand, plot.classes(1), owner, day=first, agency=agency, fate="settled"
    )
    for day, goods in zip(plot.spread(500, 16), plot.classes(16), strict=True):
        text = brand if rng.random() < 0.7 else plot.copied(brand)
        yield plot.filed("own-brand", text, [goods], owner, day=day, agency=agency)


def franchise(plot: MarkPlot) -> Iterator[MarkPlant]:
    """A chain that files its brand again and again, with its dishes, its slogans, its series."""
    rng, owner, agency = plot.plot.rng, plot.firm(240), plot.agency()
    brand = plot.brand()
    added = ["", "", *plot.words["plain"]["43"], *plot.words["plain"]["30"], "优选", "旗舰"]
    for day in plot.spread(680, 12):
        goods = plot.of_class(rng.choice(("30", "35", "43")))
        text = brand + rng.choice(added)
        yield plot.filed("franchise", text, goods, owner, day=day, agency=agency)


def family_name(plot: MarkPlot) -> Iterator[MarkPlant]:
    """Unrelated shops that bear the surname of their keepers: near each other, nobody's copy."""
    rng, surname = plot.plot.rng, plot.plot.rng.choice(plot.words["surnames"])
    names = rng.sample(plot.words["family"], 7)
    for day, name in zip(plot.spread(690, 7), names, strict=True):
        keeper = plot.person() if rng.random() < 0.5 else plot.firm(rng.randrange(3, 30))
        goods = plot.of_class(rng.choice(("30", "43")))
        yield plot.filed(
            "family-name", surname + name, goods, keeper, day=day, agency=plot.agency()
        )


def busy_agency(plot: MarkPlot) -> Iterator[MarkPlant]:
    """An agency that files for many clients within weeks, one or two marks each."""
    agency, rng = plot.plot.agencies(1)[0].name, plot.plot.rng
    for day in plot.spread(40, 12):
        client = plot.firm(rng.randrange(5, 120))
        for goods in plot.classes(rng.choice((1, 1, 2))):
            yield plot.filed("busy-agency", plot.brand(), [goods], client, day=day, agency=agency)


def group_assets(plot: MarkPlot) -> Iterator[MarkPlant]:
    """Firms of one group whose marks go to the parent, which holds the group's rights."""
    rng, leader = plot.plot.rng, plot.plot.persons(1)[0]
    trade = plot.plot.trade()
    parent = plot.plot.firm(trade, insured=700, research=500, representative=leader)
    first = max(30, plot.until - rng.randrange(900, 1050))
    for _ in range(3):
        firm = plot.plot.firm(trade, insured=90, research=60, representative=leader)
        for day in plot.plot.spread(first, 200, 3):
            plant = plot.filed(
                "group-assets",
                plot.brand(),
                plot.classes(1),
                firm,
                day=day,
                agency=plot.agency(),
                fate="settled",
            )
            plot.sell(plant, parent, rng.randrange(280, 600))
            yield plant


def product_names(plot: MarkPlot) -> Iterator[MarkPlant]:
    """A maker of games or cosmetics with a name for each product, in its own classes."""
    owner, agency = plot.firm(320), plot.agency()
    classes = plot.plot.rng.choice((("09", "41", "28"), ("03", "35"), ("29", "30", "32")))
    for day in plot.spread(500, 16):
        goods = plot.of_class(plot.plot.rng.choice(classes))
        yield plot.filed("product-names", plot.brand(), goods, owner, day=day, agency=agency)


def local_produce(plot: MarkPlot) -> Iterator[MarkPlant]:
    """Growers of one place: its name and their produce, one or two marks each."""
    rng, words = plot.plot.rng, plot.words
    area = rng.choice([*words["areas"], *words["mountains"]])
    for day in plot.spread(600, 5):
        grower = plot.firm(rng.randrange(3, 20))
        text = area + plot.brand()[:2] + rng.choice(words["produce"])
        goods = plot.of_class(rng.choice(("29", "30", "31")))
        yield plot.filed("local-produce", text, goods, grower, day=day, agency=plot.agency())


def own_name(plot: MarkPlot) -> Iterator[MarkPlant]:
    """A designer who files the own name in the classes of the trade."""
    owner, agency = plot.person(), plot.agency()
    for day, nice in zip(plot.spread(90, 4), ("14", "18", "25", "35"), strict=True):
        yield plot.filed("own-name", owner.name, plot.of_class(nice), owner, day=day, agency=agency)


def sight_keeper(plot: MarkPlot) -> Iterator[MarkPlant]:
    """The company that runs a sight files the name of the sight."""
    rng, sight = plot.plot.rng, plot.plot.rng.choice(plot.words["sights"])
    seat = plot.plot.elsewhere(plot.plot.trade())
    keeper = seat._replace(
        name=f"{sight}风景名胜区{rng.choice(('经营', '文化旅游', '发展'))}有限公司"
    )
    for day, nice in zip(plot.spread(200, 5), ("16", "28", "39", "41", "43"), strict=True):
        yield plot.filed(
            "sight-keeper", sight, plot.of_class(nice), keeper, day=day, agency=plot.agency()
        )


def brand_and_goods(plot: MarkPlot) -> Iterator[MarkPlant]:
    """A firm that puts its brand before what the goods are: descriptive only in part."""
    owner, agency, brand = plot.firm(80), plot.agency(), plot.brand()
    known = [(nice, word) for nice, words in plot.words["plain"].items() for word in words]
    chosen = plot.plot.rng.sample(known, 6)
    for day, (nice, word) in zip(plot.spread(300, 6), chosen, strict=True):
        yield plot.filed(
            "brand-and-goods", brand + word, plot.of_class(nice), owner, day=day, agency=agency
        )


def second_try(plot: MarkPlot) -> Iterator[MarkPlant]:
    """A firm whose mark was refused and that files it once more, for other goods."""
    owner, agency, brand = plot.firm(60), plot.agency(), plot.brand()
    first = max(30, plot.until - plot.plot.rng.randrange(700, 1000))
    one, other = plot.classes(2)
    yield plot.filed("second-try", brand, [one], owner, day=first, agency=agency, fate="refused")
    yield plot.filed("second-try", brand, [other], owner, day=first + 330, agency=agency)


def returned(plot: MarkPlot) -> Iterator[MarkPlant]:
    """A dealer that filed its supplier's mark for it and hands it over: once."""
    rng, brand = plot.plot.rng, plot.brand()
    supplier, dealer = plot.firm(500), plot.firm(25)
    first = max(30, plot.until - rng.randrange(700, 1000))
    for owner, day in ((supplier, first - 600), (dealer, first)):
        plant = plot.filed(
            "returned",
            brand,
            plot.classes(1),
            owner,
            day=max(20, day),
            agency=plot.agency(),
            fate="settled",
        )
        if owner is dealer:
            plot.sell(plant, supplier, rng.randrange(300, 500))
        yield plant


MARK_LOOKALIKES: tuple[MarkRing, ...] = (
    own_brand,
    franchise,
    family_name,
    busy_agency,
    group_assets,
    product_names,
    local_produce,
    own_name,
    sight_keeper,
    brand_and_goods,
    second_try,
    returned,
)
