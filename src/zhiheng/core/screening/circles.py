"""Circles: which filings are, in substance, of one hand (order 77 article 3 (6): a certain body,
person or address); of marks, which are of one applicant and its affiliates.

Two filings belong to one circle when they share

1. an applicant (the resolved party; the folded name where it was not resolved);
2. an applicant's address, letter for letter once folded, unless more than `MOST_AT_ADDRESS`
   applicants give it: then it is a park, an incubator or an agency's own address;
3. the legal representative of their applicants, as the register of enterprises has it, unless a
   name stands for more than `MOST_OF_REPRESENTATIVE` enterprises: then it is a common name;
4. of patents, an inventor that was resolved to one person, stands with no more than
   `MOST_EMPLOYERS` applicants, and is named in at least half of what each of them filed;
5. filings made together, at least half of what each of them filed.

Universities, institutes, hospitals and authorities are joined by nothing but their own name: their
people found firms, and a campus has one address. Agencies join nothing: whom they serve is not one
hand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, zip_longest
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from zhiheng.core.analyses.parties.mentions import fold_name
from zhiheng.core.analyses.parties.units import components
from zhiheng.core.screening.facts import Known, PartyFacts
from zhiheng.core.screening.filed import Filed

MOST_AT_ADDRESS = 8
MOST_OF_REPRESENTATIVE = 8
MOST_EMPLOYERS = 4
SHORTEST_ADDRESS = 8  # shorter ones name a town, which many share
ADDRESS, REPRESENTATIVE, INVENTOR = "address", "representative", "inventor"
TOGETHER = "together"
JOINED_BY_NAME_ONLY = frozenset({"university", "institute", "hospital", "authority"})
Thing = TypeVar("Thing")
Parties = Mapping[str, PartyFacts]


@dataclass(frozen=True)
class Bond:
    """Why two applicants are one circle: what they share, and its value."""

    kind: str
    value: str
    applicants: tuple[str, ...]


@dataclass(frozen=True)
class Circles:
    """`of` gives every row the number of its circle; `bonds` says by what applicants hang together.

    Applicants are named by party number, or by folded name where they were not resolved; `by_row`
    are those of every row. `names` is how an applicant is called for people.
    """

    of: npt.NDArray[np.int64]
    by_row: Sequence[tuple[str, ...]]
    bonds: Mapping[int, tuple[Bond, ...]] = field(default_factory=dict)
    applicants: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def circles_of(filings: Filed, facts: Known) -> Circles:
    """Return the circles of all filings. A filing without an applicant is a circle of its own.

    Marks have no inventors.
    """
    applicants, names = _applicants(filings)
    known = sorted({name for row in applicants for name in row})
    place = {name: index for index, name in enumerate(known)}
    joining = {name for name in known if _joins(name, facts.parties)}
    bonds = [
        *_bonds(ADDRESS, _by_address(filings, applicants), joining, MOST_AT_ADDRESS),
        *_bonds(
            REPRESENTATIVE,
            _by_representative(known, facts.parties),
            joining,
            MOST_OF_REPRESENTATIVE,
        ),
        *_bonds(INVENTOR, _by_inventor(filings, applicants), joining, MOST_EMPLOYERS),
        *_bonds(TOGETHER, _filed_together(applicants), joining, 2),
    ]
    pairs = [
        (place[bond.applicants[0]], place[other]) for bond in bonds for other in bond.applicants[1:]
    ]
    firsts = np.array([one for one, _ in pairs], np.int32)
    seconds = np.array([other for _, other in pairs], np.int32)
    roots = components(len(known), firsts, seconds)
    own = iter(range(len(known), len(known) + len(filings)))
    of = np.array([int(roots[place[row[0]]]) if row else next(own) for row in applicants], np.int64)
    return Circles(
        of,
        applicants,
        _by_circle(bonds, lambda bond: int(roots[place[bond.applicants[0]]])),
        _by_circle(known, lambda name: int(roots[place[name]])),
        names,
    )


def hands(names: Iterable[str] | None, parties: Iterable[str] | None) -> tuple[str, ...]:
    """Return those named as circles name them: the party, the folded name where not resolved."""
    return tuple(dict.fromkeys(key for key, _ in _named(names, parties)))


def _named(names: Iterable[str] | None, parties: Iterable[str] | None) -> Iterator[tuple[str, str]]:
    """Yield those named, each with the name as it was written."""
    for name, party in zip_longest(names or (), parties or (), fillvalue=""):
        key = (party or fold_name(name)) if name else ""
        if key:
            yield key, name


def _by_circle(
    things: Iterable[Thing], circle: Callable[[Thing], int]
) -> Mapping[int, tuple[Thing, ...]]:
    found: dict[int, list[Thing]] = defaultdict(list)
    for thing in things:
        found[circle(thing)].append(thing)
    return {number: tuple(each) for number, each in found.items()}


def _applicants(filings: Filed) -> tuple[list[tuple[str, ...]], dict[str, str]]:
    """Return the applicants of every row as circles name them, and what each is called."""
    called: dict[str, str] = {}
    rows: list[tuple[str, ...]] = []
    columns = (filings.values("applicants"), filings.values("applicant_parties"))
    for names, parties in zip(*columns, strict=True):
        row = list(_named(names, parties))
        for key, name in row:
            called.setdefault(key, name)
        rows.append(tuple(dict.fromkeys(key for key, _ in row)))
    return rows, called


def _joins(applicant: str, parties: Parties) -> bool:
    known = parties.get(applicant)
    return known is None or known.kind not in JOINED_BY_NAME_ONLY


def _by_address(
    filings: Filed, applicants: Sequence[tuple[str, ...]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield folded addresses with who gives them; an address stands beside the applicant's name."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row, addresses in zip(applicants, filings.values("addresses"), strict=True):
        for name, address in zip(row, addresses or [], strict=False):
            folded = fold_name(address)
            if len(folded) >= SHORTEST_ADDRESS:
                found[folded][name] = None
    yield from ((address, tuple(names)) for address, names in found.items())


def _by_representative(known: list[str], parties: Parties) -> Iterator[tuple[str, tuple[str, ...]]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in known:
        party = parties.get(name)
        if party is not None and party.legal_representative:
            found[party.legal_representative].append(name)
    yield from ((person, tuple(names)) for person, names in found.items())


def _by_inventor(
    filings: Filed, applicants: Sequence[tuple[str, ...]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield inventors with the applicants of whose filings they made at least half.

    Somebody of two employers, of whom one has many filings by others, changed the employer.
    """
    if "inventor_parties" not in filings.SCHEMA.names:
        return
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row, inventors in zip(applicants, filings.values("inventor_parties"), strict=True):
        for person in set(inventors or ()) - {""}:
            found[person].update(row[:1])
    own = Counter(name for row in applicants for name in row[:1])
    for person, made in found.items():
        if 1 < len(made) <= MOST_EMPLOYERS:
            yield person, tuple(name for name, count in made.items() if 2 * count >= own[name])


def _filed_together(applicants: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    together: Counter[tuple[str, str]] = Counter()
    for row in applicants:
        together.update(combinations(sorted(row[:MOST_AT_ADDRESS]), 2))
    own = Counter(name for row in applicants for name in row)
    for pair, count in together.items():
        if all(2 * count >= own[name] for name in pair):
            yield str(count), pair


def _bonds(
    kind: str,
    shared: Iterable[tuple[str, tuple[str, ...]]],
    joining: set[str],
    most: int,
) -> Iterator[Bond]:
    for value, names in shared:
        joined = tuple(name for name in names if name in joining)
        if len(joined) > 1 and len(names) <= most:
            yield Bond(kind, value, joined)
