"""Rings: filings that do not protect innovation, one function a kind of behaviour.

The kinds are those of article 3 of order 77 (in brackets); how often and how they are planted is
told in docs/explanation/sample-city.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import prod

from sample.inhabitants import Applicant
from sample.plots import INVENTION, UTILITY_MODEL, Plant, Plot
from sample.rewording import (
    filled_in,
    grid,
    patched,
    piled_up,
    reworded,
    written_by,
)
from sample.vocabulary import Field, declared

LEAST_NOISE, MOST_NOISE = 0.02, 0.15
Ring = Callable[[Plot], Iterator[Plant]]


def noise(plot: Plot) -> float:
    """Return the share of characters that change: 2 % in the crassest rings, 15 % in the best."""
    return LEAST_NOISE + (MOST_NOISE - LEAST_NOISE) * (1 - plot.strength)


def size(plot: Plot, least: int, most: int) -> int:
    """Return how many filings: small rings are as likely as large ones (logarithmically)."""
    return int(least * (most / least) ** plot.rng.random() + 0.5)


def near_identical(plot: Plot) -> Iterator[Plant]:
    """(1) One text filed again and again by one to three firms of one legal representative."""
    trade, device = plot.field(), plot.rng.random() < 0.6
    firms = _sisters(plot, trade, plot.rng.choice((1, 1, 2, 3)))
    people, agency = plot.persons(2), plot.agencies(1)[0]
    base = written_by(trade, plot.rng, device=device)
    count, window = size(plot, 3, 30), plot.rng.choice((1, 30, 180, 540))
    for place, filed in enumerate(plot.spread(plot.start(window), window, count)):
        yield plot.planted(
            "near-identical",
            [plot.rng.choice(firms)],
            base if place == 0 else reworded(base, noise(plot), trade, plot.rng),
            trade,
            filed=filed,
            right=UTILITY_MODEL if device else INVENTION,
            inventors=people,
            agency=agency,
        )


def combination_grid(plot: Plot) -> Iterator[Plant]:
    """(1) A grid of options, of which more or fewer of the combinations are filed."""
    trade, options = (
        plot.field(),
        plot.rng.choice(((2, 3), (3, 3), (2, 2, 2), (2, 3, 3), (2, 2, 4))),
    )
    texts = grid(trade, options, plot.rng)
    count = max(4, round(prod(options) * (0.55 + 0.45 * plot.strength)))
    firms, people = _sisters(plot, trade, 1), plot.persons(2)
    window = plot.rng.choice((20, 120, 300))
    days = plot.spread(plot.start(window), window, count)
    for filed, text in zip(days, plot.rng.sample(texts, count), strict=True):
        yield plot.planted(
            "combination-grid",
            firms,
            text,
            trade,
            filed=filed,
            right=UTILITY_MODEL,
            inventors=people,
        )


def patchwork(plot: Plot) -> Iterator[Plant]:
    """(2) Texts patched together from what others published at least nine months before."""
    trade = plot.field()
    window, count = 240, size(plot, 3, 10)
    first = plot.start(window)
    sources = []
    for _ in range(5):
        owner = plot.firm(trade, insured=plot.rng.randrange(40, 400), research=800)
        plant = plot.planted(
            "patchwork",
            [owner],
            written_by(trade, plot.rng, device=False),
            trade,
            filed=max(10, first - plot.rng.randrange(280, 700)),
            right=INVENTION,
            inventors=plot.persons(2),
            role="origin",
        )
        sources.append(plant.filing)
        yield plant
    copier, people = plot.firm(trade, insured=6, research=10), plot.persons(1)
    parts = 1 if plot.strength > 0.66 else 2 if plot.strength > 0.33 else 3
    texts = [each.wording for each in sources if each.wording]
    for filed in plot.spread(first, window, count):
        wording = patched(plot.rng.sample(texts, parts), noise(plot), trade, plot.rng)
        yield plot.planted(
            "patchwork",
            [copier],
            wording,
            trade,
            filed=filed,
            right=INVENTION,
            inventors=people,
        )


def template_text(plot: Plot) -> Iterator[Plant]:
    """(3) Texts that a programme fills in, filed in a burst."""
    trade = plot.field()
    skeletons = plot.rng.sample(declared("plants.yaml")["skeletons"], 8)
    firms, people = _sisters(plot, trade, plot.rng.choice((1, 2))), plot.persons(2)
    window, count = plot.rng.choice((5, 20, 60)), size(plot, 6, 30)
    agency = plot.agencies(1)[0]
    for filed in plot.spread(plot.start(window), window, count):
        yield plot.planted(
            "template-text",
            [plot.rng.choice(firms)],
            filled_in(skeletons, 0.5 * (1 - plot.strength), trade, plot.rng),
            plot.trade(),
            filed=filed,
            right=INVENTION,
            inventors=people,
            agency=agency,
        )


def degraded_claims(plot: Plot) -> Iterator[Plant]:
    """(4) First claims piled up with features and figures, some of another trade."""
    trade, other = plot.field(), plot.field()
    firm, people = plot.firm(trade, insured=12, research=20), plot.persons(2)
    window, count = 300, size(plot, 3, 10)
    for filed in plot.spread(plot.start(window), window, count):
        features = 12 + round(24 * plot.strength) + plot.rng.randrange(4)
        numbers = 5 + round(16 * plot.strength)
        yield plot.planted(
            "degraded-claims",
            [firm],
            piled_up(trade, other, features, numbers, plot.rng),
            trade,
            filed=filed,
            right=UTILITY_MODEL,
            inventors=people,
        )


def capacity(plot: Plot) -> Iterator[Plant]:
    """(5) Many filings within a year by a young firm of next to nobody, in one field."""
    trade = plot.field()
    window = 330
    first = plot.start(window)
    weak = plot.strength < 0.5
    firm = plot.firm(
        trade,
        insured=plot.rng.randrange(2, 5) if weak else plot.rng.randrange(0, 3),
        research=plot.rng.randrange(1, 9) if weak else 0,
        founded=first - plot.rng.randrange(20, 200),
    )
    people, agency = plot.persons(2), plot.agencies(1)[0]
    for filed in plot.spread(first, window, 12 + round(18 * plot.strength)):
        device = plot.rng.random() < 0.7
        yield plot.planted(
            "capacity",
            [firm],
            written_by(trade, plot.rng, device=device),
            trade,
            filed=filed,
            right=UTILITY_MODEL if device else INVENTION,
            inventors=plot.rng.sample(people, plot.rng.choice((1, 2))),
            agency=agency,
        )


def field_spread(plot: Plot) -> Iterator[Plant]:
    """(5) One or two inventors of a small firm who file in every field there is."""
    own = plot.field()
    window = 360
    firm = plot.firm(own, insured=plot.rng.randrange(3, 12), research=plot.rng.randrange(0, 30))
    people = plot.persons(1 if plot.strength > 0.5 else 2)
    trades = plot.rng.sample(plot.world.fields, 5 + round(7 * plot.strength))
    for filed in plot.spread(plot.start(window), window, 10 + round(14 * plot.strength)):
        trade, device = plot.rng.choice(trades), plot.rng.random() < 0.6
        yield plot.planted(
            "field-spread",
            [firm],
            written_by(trade, plot.rng, device=device),
            trade,
            filed=filed,
            right=UTILITY_MODEL if device else INVENTION,
            inventors=people,
        )


def dispersal(plot: Plot) -> Iterator[Plant]:
    """(6) Variants of one to three texts, scattered over firms of one hand, agencies and cities.

    The hand is a legal representative, an address, or two inventors who also file elsewhere.
    """
    trade = plot.field()
    tie = plot.rng.choice(("representative", "address", "inventors"))
    people = plot.persons(2)
    hands = _hands(plot, trade, tie, 3 + round(3 * plot.strength))
    agencies = plot.agencies(3 + round(3 * plot.strength))
    bases = [written_by(trade, plot.rng, device=True) for _ in range(plot.rng.randrange(1, 4))]
    count, window = size(plot, 8, 24), plot.rng.choice((60, 200, 400))
    dispersed = 0.6 + 0.4 * plot.strength
    for place, filed in enumerate(plot.spread(plot.start(window), window, count)):
        away = plot.rng.random() < dispersed
        yield plot.planted(
            "dispersal",
            [hands[place % len(hands)] if away else hands[0]],
            reworded(plot.rng.choice(bases), 0.04 + noise(plot) / 2, trade, plot.rng),
            trade,
            filed=filed,
            right=UTILITY_MODEL,
            inventors=people if tie == "inventors" else plot.rng.sample(people, 1),
            agency=agencies[place % len(agencies)] if away else agencies[0],
        )


def transfers(plot: Plot) -> Iterator[Plant]:
    """(7) Filed to be sold: soon after publication each goes to another firm, some on one day."""
    trade = plot.field()
    firm, people = plot.firm(trade, insured=3, research=5), plot.persons(2)
    count = size(plot, 6, 18)
    buyers = [
        plot.firm(plot.trade(), insured=plot.rng.randrange(8, 90), research=60)
        for _ in range(max(3, round(count * (0.4 + 0.6 * plot.strength))))
    ]
    window = 150
    latest = 30 + round(150 * (1 - plot.strength))
    for place, filed in enumerate(plot.spread(plot.start(window), window, count)):
        plant = plot.planted(
            "transfers",
            [firm],
            written_by(trade, plot.rng, device=False),
            trade,
            filed=filed,
            right=INVENTION,
            inventors=people,
        )
        plot.transfer(plant.filing, buyers[place % len(buyers)], plot.rng.randrange(10, latest))
        yield plant


def inventor_changes(plot: Plot) -> Iterator[Plant]:
    """(7) Other inventors on the granted patents than on the applications, always the same ones."""
    trade = plot.field()
    firm, people = plot.firm(trade, insured=30, research=90), plot.persons(3)
    favoured = plot.persons(1 if plot.strength > 0.5 else 2)
    first = plot.days.until - 1500
    for filed in plot.spread(first, 240, size(plot, 4, 10)):
        plant = plot.planted(
            "inventor-changes",
            [firm],
            written_by(trade, plot.rng, device=False),
            trade,
            filed=filed,
            right=INVENTION,
            inventors=plot.rng.sample(people, 2),
        )
        kept = plant.filing.inventors[:1] if plot.strength < 0.4 else []
        plot.grant(plant.filing, years=1.6 + plot.rng.random(), inventors=[*kept, *favoured])
        yield plant


def refiling(plot: Plot) -> Iterator[Plant]:
    """(8) Withdrawn upon a notice, and filed again by the same hand in hardly other words."""
    trade = plot.field()
    first, second = _sisters(plot, trade, 2)
    people, agency = plot.persons(2), plot.agencies(1)[0]
    rate = 0.12 * (1 - plot.strength)
    begins = plot.days.until - LAST_ORIGIN - plot.rng.randrange(400)
    for filed in plot.spread(begins, 120, size(plot, 3, 10)):
        text = written_by(trade, plot.rng, device=False)
        origin = plot.planted(
            "refiling",
            [first],
            text,
            trade,
            filed=filed,
            right=INVENTION,
            inventors=people,
            agency=agency,
            role="origin",
        )
        gone = plot.withdraw(origin.filing, 200)
        yield plot.notified(origin, "（一）", told=gone - 60, withdrawn=gone)
        yield plot.planted(
            "refiling",
            [plot.rng.choice((first, second))],
            reworded(text, rate, trade, plot.rng),
            trade,
            filed=gone + plot.rng.randrange(20, 240),
            right=INVENTION,
            inventors=people,
            agency=agency,
        )


# A ring of filing again needs time: published, notified, withdrawn, filed again, published again.
LAST_ORIGIN = 1150
RINGS: tuple[Ring, ...] = (
    near_identical,
    combination_grid,
    patchwork,
    template_text,
    degraded_claims,
    capacity,
    field_spread,
    dispersal,
    transfers,
    inventor_changes,
    refiling,
)


def _sisters(plot: Plot, trade: Field, count: int) -> list[Applicant]:
    """Found firms with one legal representative."""
    leader = plot.persons(1)[0]
    return [
        plot.firm(
            trade,
            insured=plot.rng.randrange(3, 40),
            research=plot.rng.randrange(5, 200),
            representative=leader,
        )
        for _ in range(count)
    ]


def _hands(plot: Plot, trade: Field, tie: str, count: int) -> list[Applicant]:
    """Found the firms of one hand; those tied by inventors may sit in other cities."""
    if tie == "representative":
        return _sisters(plot, trade, count)
    first = plot.firm(trade, insured=4, research=8)
    if tie == "address":
        rest = [plot.firm(trade, insured=3, research=2, seat=first) for _ in range(count - 1)]
        return [first, *rest]
    away = [plot.elsewhere(trade) for _ in range(count // 2)]
    near = [plot.firm(trade, insured=3, research=2) for _ in range(count - 1 - len(away))]
    return [first, *away, *near][:4]
