"""More filings than the applicant can have made.

For every enterprise the year with most of its filings is looked at. Its filings of that year,
those outside the screening too, are divided by its insured staff, and its research expense is
divided by them. Beside these stand how many filings come on one inventor, and how long after its
foundation it first filed. An enterprise of two people that files thirty applications a year, or
spends a few hundred yuan of research on each, can hardly have invented what it claims.

A figure that the registers do not tell is unknown, never zero: where neither headcount nor expense
is told there is no lead, and where one is missing the lead says so. Inventors and age alone never
make a lead.

The strength puts four figures together, each by how far it is beyond its limit (1 − limit / value):
filings a head (weight 0.6), expense a filing (0.5), filings an inventor (0.3), and how young the
enterprise was when it first filed (0.2).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.facts import PartyFacts
from zhiheng.core.screening.figures import (
    beyond,
    figure,
    in_order,
    inventors_of,
    rows_by_applicant,
    together,
)
from zhiheng.core.screening.filings import Rows
from zhiheng.core.screening.leads import Evidence, Lead
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.within_circles import numbers_of, timeline

SIGNAL, BEHAVIOUR = "capacity", "5"
_WEIGHTS = (0.6, 0.5, 0.3, 0.2)


@dataclass(frozen=True)
class _Year:
    """An enterprise in one year; a figure that nobody told is None."""

    year: int
    filings: int
    a_head: float | None
    expense: float | None  # yuan of research a filing
    an_inventor: float | None
    age: int | None  # days from foundation to first filing


def find(scene: Scene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each enterprise that filed more than its people and money allow."""
    years = _years(scene)
    inventors, days = inventors_of(scene), scene.days
    asked = scene.filings.asked
    for party, rows in rows_by_applicant(scene).items():
        known = scene.facts.parties.get(party)
        if known is None or (known.insured_staff is None and known.rd_expense is None):
            continue
        year = _busiest({years[row] for row in rows if asked[row]}, rows, years, known)
        own = [row for row in rows if years[row] == year]
        told = _measured(year, own, known, inventors)
        if told.filings >= limits.whole("least-filings"):
            parts = _strengths(told, limits)
            if parts[0] or parts[1]:
                strength = together(*zip(_WEIGHTS, parts, strict=True))
                yield _lead(scene, limits, known, in_order(own, days), told, strength)


def _years(scene: Scene) -> list[int]:
    return [(day or scene.on).year for day in scene.filings.days]


def _busiest(
    candidates: set[int], rows: Sequence[int], years: Sequence[int], known: PartyFacts
) -> int:
    seen: dict[int, int] = {}
    for row in rows:
        seen[years[row]] = seen.get(years[row], 0) + 1
    filed = known.filings_by_year
    return max(candidates, key=lambda year: (max(seen.get(year, 0), filed.get(year, 0)), year))


def _measured(
    year: int, rows: Sequence[int], known: PartyFacts, inventors: Sequence[tuple[str, ...]]
) -> _Year:
    filings = max(len(rows), known.filings_by_year.get(year, 0))
    people = {name for row in rows for name in inventors[row]}
    named = sum(bool(inventors[row]) for row in rows)
    age = None
    if known.established_on and known.first_filed:
        age = (known.first_filed - known.established_on).days
    return _Year(
        year=year,
        filings=filings,
        # Nobody insured at all is known; the founder works there all the same.
        a_head=None if known.insured_staff is None else filings / max(known.insured_staff, 1),
        expense=None if known.rd_expense is None else float(known.rd_expense) / filings,
        an_inventor=named / len(people) if people else None,
        age=age,
    )


def _strengths(told: _Year, limits: Limits) -> tuple[float, float, float, float]:
    least = limits.number("least-expense")
    young = limits.number("young-days")
    return (
        beyond(told.a_head or 0, limits.number("filings-a-head")),
        0.0 if told.expense is None else max(0.0, 1 - told.expense / least),
        beyond(told.an_inventor or 0, limits.number("filings-an-inventor")),
        0.0 if told.age is None or told.age < 0 else max(0.0, 1 - told.age / young),
    )


def _lead(
    scene: Scene,
    limits: Limits,
    known: PartyFacts,
    rows: Rows,
    told: _Year,
    strength: float,
) -> Lead:
    expense = known.rd_expense
    # A dismissal holds for the year until the number of filings has doubled.
    step = told.filings.bit_length()
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=known.party,
        filings=numbers_of(scene, rows),
        strength=strength,
        facts={
            "year": told.year,
            "counted": told.filings,
            "staff": known.insured_staff,
            "a_head": told.a_head,
            "expense": None if expense is None else round(float(expense) / 10_000, 2),
            "expense_each": None if told.expense is None else round(told.expense),
            "an_inventor": told.an_inventor,
            "age": told.age,
        },
        items=(f"year:{known.party}|{told.year}|{step}",),
        evidence=(*_figures(limits, known, told), timeline(scene, rows)),
        parties=(known.party,),
    )


def _figures(limits: Limits, known: PartyFacts, told: _Year) -> Iterator[Evidence]:
    """Yield the four figures beside their limits, with the row of the register they come from."""
    record = {"register": "enterprises", "record": known.uscc} if known.uscc else {}
    of_year = {"year": told.year, "filings": told.filings}
    head, least = limits.number("filings-a-head"), limits.number("least-expense")
    yield figure("filings-a-head", told.a_head, head, "filings", **record, **of_year)
    yield figure("least-expense", told.expense, least, "yuan", **record, **of_year)
    inventor = limits.number("filings-an-inventor")
    yield figure("filings-an-inventor", told.an_inventor, inventor, "filings", **of_year)
    yield figure("young-days", told.age, limits.number("young-days"), "days", **record)
