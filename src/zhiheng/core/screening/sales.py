"""Sales: what was filed and handed on to the outside, by who handed it on.

Left out are transfers inside one circle, transfers to one of the transferor's own co-applicants,
and all by universities, institutes and hospitals, whose task it is to hand on results.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhiheng.core.screening.circles import hands
from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.facts import Transfer
from zhiheng.core.screening.figures import beyond, figure, known_party, spread_of, together
from zhiheng.core.screening.leads import Evidence, Lead
from zhiheng.core.screening.scene import AnyScene
from zhiheng.core.screening.sparing import OF_LEARNING
from zhiheng.core.screening.within_circles import MOST_TOLD


@dataclass(frozen=True)
class Sale:
    """One transfer by one transferor to the outside; `after` days after the last step before it."""

    transfer: Transfer
    row: int
    buyers: tuple[str, ...]
    after: int


@dataclass(frozen=True)
class CountedSales:
    """What some transfers of one transferor come to."""

    filings: int
    buyers: int
    on_one_day: int
    chains: int
    of: int  # filings of the transferor in the same years, those not handed on too

    @property
    def share(self) -> float:
        """Return the share of the transferor's filings that was handed on."""
        return self.filings / self.of


def leads_of_sales(scene: AnyScene, limits: Limits, *, behaviour: str) -> Iterator[Lead]:
    """Yield one lead for each transferor who hands filings on to many soon after they were made.

    Limits: `soon-days`, `least-filings`, `least-transferees`, `least-share`.
    """
    soon, least = limits.whole("soon-days"), limits.whole("least-filings")
    own: dict[str, list[int]] = defaultdict(list)
    for row, names in enumerate(scene.circles.by_row):
        for name in names:
            own[name].append(row)
    for seller, sales in sales_of(scene).items():
        quick = [sale for sale in sales if sale.after <= soon]
        if len(quick) < least or not any(scene.filings.asked[sale.row] for sale in quick):
            continue
        counted = counted_sales(scene, seller, quick, own.get(seller, ()))
        if _is_enough(counted, limits):
            numbers = scene.filings.numbers
            quick.sort(key=lambda sale: (sale.transfer.on, numbers[sale.row]))
            yield _lead(scene, limits, behaviour, seller, quick, counted)


def _is_enough(counted: CountedSales, limits: Limits) -> bool:
    return (
        counted.filings >= limits.whole("least-filings")
        and counted.buyers >= limits.whole("least-transferees")
        and counted.share >= limits.number("least-share")
    )


def _lead(
    scene: AnyScene,
    limits: Limits,
    behaviour: str,
    seller: str,
    sales: Sequence[Sale],
    counted: CountedSales,
) -> Lead:
    rows = list(dict.fromkeys(sale.row for sale in sales))
    numbers = [scene.filings.numbers[row] for row in rows]
    return Lead(
        signal=limits.signal,
        behaviour=behaviour,
        subject=seller,
        filings=tuple(numbers),
        strength=_strength(counted, limits),
        facts={
            "filings": counted.filings,
            "filed": counted.of,
            "transferees": counted.buyers,
            "soon": limits.whole("soon-days"),
            "on_one_day": counted.on_one_day,
            "chains": counted.chains,
        },
        items=tuple(
            dict.fromkeys(f"transfer:{sale.transfer.number}|{sale.transfer.on}" for sale in sales)
        ),
        evidence=tuple(_evidence(scene, limits, sales, counted)),
        parties=known_party(scene, seller),
    )


def _strength(counted: CountedSales, limits: Limits) -> float:
    few, buyers = limits.whole("least-filings") - 1, limits.whole("least-transferees") - 1
    return (0.5 + 0.5 * counted.share) * together(
        (0.5, beyond(counted.filings, few)),
        (0.6, beyond(counted.buyers, buyers)),
        (0.3, beyond(counted.on_one_day, 1)),
        (0.3, beyond(counted.chains, 1)),
    )


def _evidence(
    scene: AnyScene, limits: Limits, sales: Sequence[Sale], counted: CountedSales
) -> Iterator[Evidence]:
    least = limits.whole("least-transferees")
    yield figure("least-transferees", counted.buyers, least, "transferees")
    yield figure("least-filings", counted.filings, limits.whole("least-filings"), "filings")
    names = Counter(name for sale in sales for name in sale.transfer.transferees)
    yield spread_of("transferee", names)
    rows = dict.fromkeys(sale.row for sale in sales)
    days = [day for row in rows for day in life(scene, row)]
    days.sort(key=lambda day: (day["day"], day["number"]))
    told = tuple(scene.filings.numbers[row] for row in rows)
    yield Evidence("timeline", told, {"days": days[:MOST_TOLD]})


def sales_of(scene: AnyScene) -> Mapping[str, list[Sale]]:
    """Return the transfers to the outside by who transferred, those of learned bodies left out."""
    applicants, circle_of = scene.circles.by_row, scene.circle_of_hand
    found: dict[str, list[Sale]] = defaultdict(list)
    for number, transfers in scene.facts.transfers.items():
        if (row := scene.filings.row_of.get(number)) is None:
            continue
        for transfer in transfers:
            sellers = hands(transfer.transferors, transfer.transferor_parties)
            buyers = hands(transfer.transferees, transfer.transferee_parties)
            if _is_of_learning(scene, sellers):
                continue
            # Co-applicants who take over a share are no outsiders.
            known = set(sellers) & set(applicants[row])
            own = {*sellers, *(applicants[row] if known else ())}
            circles = {circle_of[name] for name in sellers if name in circle_of}
            outside = tuple(
                name for name in buyers if name not in own and circle_of.get(name) not in circles
            )
            if outside:
                sale = Sale(transfer, row, outside, _days_after(scene, row, transfer))
                for seller in sellers:
                    found[seller].append(sale)
    return found


def _is_of_learning(scene: AnyScene, names: Sequence[str]) -> bool:
    known = (scene.facts.parties.get(name) for name in names)
    return any(each is not None and each.kind in OF_LEARNING for each in known)


def _days_after(scene: AnyScene, row: int, transfer: Transfer) -> int:
    """Return the days since the last of filing, publication and grant before a transfer."""
    table = scene.filings.table
    steps = [table[name][row].as_py() for name in scene.STEPS]
    passed = [(transfer.on - step).days for step in steps if step and step <= transfer.on]
    return min(passed, default=10**6)


def counted_sales(
    scene: AnyScene, seller: str, sales: Sequence[Sale], own: Sequence[int]
) -> CountedSales:
    """Count some sales of one seller; `own` are the rows of everything the seller filed."""
    by_day: dict[date, set[str]] = defaultdict(set)
    for sale in sales:
        by_day[sale.transfer.on].update(sale.buyers)
    rows = {sale.row for sale in sales}
    numbers, applications = scene.filings.numbers, scene.filings.applications
    chained = {applications[row] for row in rows if len(scene.facts.transfers[numbers[row]]) > 1}
    return CountedSales(
        filings=len({applications[row] for row in rows}),
        buyers=len({buyer for sale in sales for buyer in sale.buyers}),
        on_one_day=max((len(buyers) for buyers in by_day.values()), default=0),
        chains=len(chained),
        of=_filed(scene, seller, rows, own),
    )


def _filed(scene: AnyScene, seller: str, sold: set[int], own: Sequence[int]) -> int:
    """Return how many the seller filed in the years of what was sold, as far as is known."""
    years = {day.year for row in sold if (day := scene.filings.days[row])}
    first, last = min(years, default=0), max(years, default=0)
    days = ((row, scene.filings.days[row]) for row in own)
    seen = sold | {row for row, day in days if day and first <= day.year <= last}
    known = scene.facts.parties.get(seller)
    filed = known.filings_by_year if known else {}
    told = {scene.filings.applications[row] for row in seen}
    return max(len(told), sum(count for year, count in filed.items() if first <= year <= last))


def life(scene: AnyScene, row: int) -> Iterator[dict[str, str]]:
    """Yield the days of a filing as a timeline tells them: filed, granted, handed on."""
    number = scene.filings.numbers[row]
    table = scene.filings.table
    for what, column in zip(("filed", "granted"), (scene.STEPS[0], scene.STEPS[-1]), strict=True):
        if day := table[column][row].as_py():
            yield {"day": day.isoformat(), "what": what, "number": number, "of": ""}
    for transfer in scene.facts.transfers.get(number, ()):
        to = "、".join(transfer.transferees)
        yield {"day": transfer.on.isoformat(), "what": "transferred", "number": number, "of": to}
