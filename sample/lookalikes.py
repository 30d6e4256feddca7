"""Innocent look-alikes of the rings: what a screening must not tell, or must be able to explain."""

from __future__ import annotations

from collections.abc import Iterator

from sample.inhabitants import Applicant
from sample.plots import INVENTION, UTILITY_MODEL, Plant, Plot
from sample.rewording import altered, composition, renumbered, reworded, varied, written_by
from sample.rings import Ring
from sample.vocabulary import Field, declared
from sample.wording import Wording


def divisionals(plot: Plot) -> Iterator[Plant]:
    """Applications divided from one parent: its filing date, its description, other claims."""
    trade = plot.field()
    firm, people, agency = _maker(plot, trade), plot.persons(3), plot.agencies(1)[0]
    text = written_by(trade, plot.rng, device=False)
    first = plot.start(0)
    parent = plot.planted(
        "divisionals",
        [firm],
        text,
        trade,
        filed=first,
        right=INVENTION,
        inventors=people,
        agency=agency,
    )
    yield parent
    for _ in range(plot.rng.randrange(1, 4)):
        plant = plot.planted(
            "divisionals",
            [firm],
            text._replace(claims=_divided(text, trade, plot)),
            trade,
            filed=first,
            right=INVENTION,
            inventors=people,
            agency=agency,
        )
        plant.filing.parent = (parent.filing.dotted, plot.days.compact[first])
        yield plant


def families(plot: Plot) -> Iterator[Plant]:
    """A later application claims the priority of an earlier one, which is then deemed withdrawn."""
    trade = plot.field()
    firm, people, agency = _maker(plot, trade), plot.persons(2), plot.agencies(1)[0]
    for filed in plot.spread(plot.start(700), 330, 2):
        text = written_by(trade, plot.rng, device=False)
        first = plot.planted(
            "families",
            [firm],
            text,
            trade,
            filed=filed,
            right=INVENTION,
            inventors=people,
            agency=agency,
        )
        later = plot.planted(
            "families",
            [firm],
            reworded(text, 0.05, trade, plot.rng),
            trade,
            filed=filed + plot.rng.randrange(200, 360),
            right=INVENTION,
            inventors=people,
            agency=agency,
        )
        later.filing.priorities = [(first.filing.dotted, plot.days.compact[filed])]
        plot.withdraw(first.filing, plot.rng.randrange(280, 330))
        yield first
        yield later


def doubles(plot: Plot) -> Iterator[Plant]:
    """An invention and a utility model of one creation, filed on one day (Patent Law, art. 9)."""
    trade = plot.field()
    firm, people, agency = _maker(plot, trade), plot.persons(2), plot.agencies(1)[0]
    for filed in plot.spread(plot.start(300), 300, 3):
        text = written_by(trade, plot.rng, device=True)
        for right in (INVENTION, UTILITY_MODEL):
            told = altered(text, _as_invention) if right == INVENTION else text
            yield plot.planted(
                "doubles",
                [firm],
                told,
                trade,
                filed=filed,
                right=right,
                inventors=people,
                agency=agency,
            )


def product_line(plot: Plot) -> Iterator[Plant]:
    """A maker's line of products: each keeps a feature and the problem, the rest is its own."""
    window, count = 500, plot.rng.randrange(4, 9)
    trade = plot.field()
    firm, people, agency = _maker(plot, trade), plot.persons(5), plot.agencies(1)[0]
    base = written_by(trade, plot.rng, device=True)
    for place, filed in enumerate(plot.spread(plot.start(window), window, count)):
        yield plot.planted(
            "product-line",
            [firm],
            varied(base, trade, 1, plot.rng) if place else base,
            trade,
            filed=filed,
            right=UTILITY_MODEL,
            inventors=plot.rng.sample(people, 2),
            agency=agency,
        )


def series(plot: Plot) -> Iterator[Plant]:
    """An honest series of improvements over years, each on the one before, and it says so."""
    trade = plot.field()
    firm, people, agency = _maker(plot, trade), plot.persons(4), plot.agencies(1)[0]
    text = written_by(trade, plot.rng, device=True)
    said = declared("plants.yaml")["series"]
    for place, filed in enumerate(plot.spread(plot.start(900), 900, plot.rng.randrange(4, 8))):
        if place:
            text = varied(text, trade, 2, plot.rng)
            told = said.format(problem=plot.rng.choice(trade.problems), part=trade.parts[place])
            text = text._replace(background=f"{told}。{text.background}"[:400])
        yield plot.planted(
            "series",
            [firm],
            text,
            trade,
            filed=filed,
            right=INVENTION if place % 2 else UTILITY_MODEL,
            inventors=plot.rng.sample(people, 3),
            agency=agency,
        )


def campus(plot: Plot) -> Iterator[Plant]:
    """A university: no insured staff on record, all fields, many inventors, several agencies."""
    school = plot.rng.choice(plot.world.inhabitants.universities)
    people = plot.persons(24)
    for filed in plot.spread(plot.start(300), 300, 16):
        trade = plot.trade()
        yield plot.planted(
            "university",
            [school],
            written_by(trade, plot.rng, device=False),
            trade,
            filed=filed,
            right=INVENTION,
            inventors=plot.rng.sample(people, 3),
        )


def park(plot: Plot) -> Iterator[Plant]:
    """A park that many firms of one trade have for an address."""
    trade = plot.field()
    host = plot.firm(trade, insured=30, research=120)
    name = plot.rng.choice(declared("plants.yaml")["parks"])
    host = host._replace(text=f"广东省深圳市{host.county}{name}{plot.rng.randrange(1, 90)}栋")
    for _ in range(12):
        firm = plot.firm(
            trade,
            insured=plot.rng.randrange(10, 60),
            research=plot.rng.randrange(40, 300),
            seat=host,
        )
        people = plot.persons(2)
        for filed in plot.spread(plot.start(400), 400, plot.rng.randrange(1, 3)):
            yield plot.planted(
                "park",
                [firm],
                written_by(trade, plot.rng, device=True),
                trade,
                filed=filed,
                right=UTILITY_MODEL,
                inventors=people,
            )


def group(plot: Plot) -> Iterator[Plant]:
    """A group of companies under one chairman; years later patents go to the parent company."""
    trade, leader = plot.field(), plot.persons(1)[0]
    parent = plot.firm(trade, insured=900, research=9000, representative=leader)
    for _ in range(3):
        firm = plot.firm(trade, insured=120, research=900, representative=leader)
        people, agency = plot.persons(5), plot.agencies(1)[0]
        for filed in plot.spread(plot.start(1000), 400, 3):
            plant = plot.planted(
                "group",
                [firm],
                written_by(trade, plot.rng, device=True),
                trade,
                filed=filed,
                right=UTILITY_MODEL,
                inventors=plot.rng.sample(people, 2),
                agency=agency,
            )
            plot.transfer(plant.filing, parent, plot.rng.randrange(350, 700))
            yield plant


def laboratory(plot: Plot) -> Iterator[Plant]:
    """A young firm of few people and much research that files a lot in its one field."""
    trade = plot.field()
    window = 330
    first = plot.start(window)
    firm = plot.firm(trade, insured=14, research=1800, founded=first - 300)
    people, agency = plot.persons(9), plot.agencies(1)[0]
    for filed in plot.spread(first, window, 10):
        yield plot.planted(
            "laboratory",
            [firm],
            written_by(trade, plot.rng, device=False),
            trade,
            filed=filed,
            right=INVENTION,
            inventors=plot.rng.sample(people, 3),
            agency=agency,
        )


def compositions(plot: Plot) -> Iterator[Plant]:
    """Compositions of several makers, alike by nature: one sentence with other substances."""
    trade = next(field for field in plot.world.fields if field.key == "materials")
    for filed in plot.spread(plot.start(400), 400, 6):
        yield plot.planted(
            "compositions",
            [_maker(plot, trade)],
            composition(trade, plot.rng),
            trade,
            filed=filed,
            right=INVENTION,
            inventors=plot.persons(2),
        )


def boilerplate(plot: Plot) -> Iterator[Plant]:
    """Clients of one agency, which writes the same closing paragraphs into every description."""
    agency, told = plot.agencies(1)[0], tuple(declared("plants.yaml")["boilerplate"])
    for filed in plot.spread(plot.start(200), 200, 8):
        trade = plot.trade()
        text = written_by(trade, plot.rng, device=False)
        yield plot.planted(
            "boilerplate",
            [_maker(plot, trade)],
            text._replace(modes=(*text.modes, *told)),
            trade,
            filed=filed,
            right=INVENTION,
            inventors=plot.persons(2),
            agency=agency,
        )


def corrected(plot: Plot) -> Iterator[Plant]:
    """An inventor left out of the application is named on the grant: once, and added to it."""
    trade = plot.field()
    people = plot.persons(3)
    plant = plot.planted(
        "corrected-inventor",
        [_maker(plot, trade)],
        written_by(trade, plot.rng, device=False),
        trade,
        filed=plot.days.until - 1500,
        right=INVENTION,
        inventors=people[:2],
    )
    plot.grant(plant.filing, years=2, inventors=people)
    yield plant


LOOKALIKES: tuple[Ring, ...] = (
    divisionals,
    families,
    doubles,
    product_line,
    series,
    campus,
    park,
    group,
    laboratory,
    compositions,
    boilerplate,
    corrected,
)


def _maker(plot: Plot, trade: Field) -> Applicant:
    """Found a firm that does research."""
    insured = plot.rng.randrange(60, 600)
    return plot.firm(trade, insured=insured, research=insured * plot.rng.randrange(8, 25))


def _as_invention(part: str) -> str:
    return part.replace("本实用新型", "本发明")


def _divided(text: Wording, trade: Field, plot: Plot) -> tuple[str, ...]:
    """Return the claims of a division: the subject stays, what is claimed of it is another part."""
    return renumbered([varied(text, trade, 1, plot.rng).claims[0], *text.claims[2:]])
