"""Units: mentions that mean the same party beyond doubt; what is joined and kept apart later."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from zhiheng.core.analyses.parties.mentions import NONE, Codes, Mentions
from zhiheng.core.compiling import compiled

# Beside whom a person of the same name is taken for the same person. Agencies and banks serve too
# many, and whoever transfers or licenses a right need not employ who made it.
EMPLOYERS = ("applicant", "owner", "enterprise", "producer", "author", "winner")
IDENTITY_LENGTH = 12


@dataclass(frozen=True)
class Units:
    """Units of one kind; `of` gives each of the mentions `members` its unit.

    `rule` says by what the mentions of each unit belong together (a code of `reasons`), `count`
    how many they are, `first` is the mention that names the unit.
    """

    members: npt.NDArray[np.int64]
    of: Codes
    folded: Codes
    uscc: Codes
    first: npt.NDArray[np.int64]
    count: Codes
    rule: list[str]
    identity: list[str]

    def __len__(self) -> int:
        return len(self.folded)


def components(count: int, firsts: Codes, seconds: Codes) -> Codes:
    """Return for each of `count` things the smallest number that it hangs together with."""
    roots = np.arange(count, dtype=np.int32)
    _join(roots, firsts.astype(np.int32), seconds.astype(np.int32))
    return roots


def organisation_units(mentions: Mentions, salts: Codes) -> Units:
    """Group mentions of organisations by folded name and USCC.

    A mention without USCC belongs to the one body known under its name; where several are, it
    stays a unit of its own. `salts` sets apart what people said is somebody else's.
    """
    members = np.flatnonzero(~mentions.person)
    folded, uscc, salt = mentions.folded[members], mentions.uscc[members].copy(), salts[members]
    known = np.unique(np.stack([folded, uscc])[:, (uscc >= 0) & (salt == 0)], axis=1)
    names, places, times = np.unique(known[0], return_index=True, return_counts=True)
    only = np.full(len(mentions.folded_names) + 1, NONE, np.int32)
    only[names[times == 1]] = known[1][places[times == 1]]
    open_ones = (uscc < 0) & (salt == 0)
    uscc[open_ones] = only[folded[open_ones]]
    of, first, count = _grouped([folded, uscc, salt])
    rules = ["same_name" if code < 0 else "same_name_uscc" for code in uscc[first]]
    identity = [
        _identity(
            "o", mentions.folded_names[name], mentions.usccs[code] if code >= 0 else "", extra
        )
        for name, code, extra in zip(folded[first], uscc[first], salt[first], strict=True)
    ]
    return Units(members, of, folded[first], uscc[first], members[first], count, rules, identity)


def person_units(mentions: Mentions, salts: Codes, employer: Codes) -> Units:
    """Group mentions of persons by name and employer, address or record.

    `employer` gives each mention the party of the organisation it names, `NONE` for persons.
    """
    members = np.flatnonzero(mentions.person)
    folded, salt = mentions.folded[members], salts[members]
    record = mentions.record[members]
    beside, party = beside_employers(mentions, members, employer)
    address = mentions.address[members]
    housed = np.flatnonzero(address >= 0)
    whole = np.arange(len(members))
    edges = [
        _equal(whole, [folded, record, salt]),
        _equal(beside, [folded[beside], party, salt[beside]]),
        _equal(housed, [folded[housed], address[housed], salt[housed]]),
    ]
    firsts = np.concatenate([first for first, _ in edges])
    seconds = np.concatenate([second for _, second in edges])
    roots = components(len(members), firsts, seconds)
    ranks = pc.rank(mentions.records["record"], "ascending", tiebreaker="dense").to_numpy()
    order = np.lexsort([mentions.column[members], ranks[record], roots])
    of, first, count = _numbered(roots, order)
    employed = np.zeros(len(members), np.bool_)
    employed[beside] = True
    rules = [
        "only_mention" if times == 1 else "same_employer" if with_employer else "same_place"
        for times, with_employer in zip(count, employed[first], strict=True)
    ]
    records = mentions.records["record"].take(record[first]).to_pylist()
    identity = [
        _identity("p", mentions.folded_names[name], text, extra)
        for name, text, extra in zip(folded[first], records, salt[first], strict=True)
    ]
    nobody = np.full(len(first), NONE, np.int32)
    return Units(members, of, folded[first], nobody, members[first], count, rules, identity)


def beside_employers(
    mentions: Mentions, members: npt.NDArray[np.int64], employer: Codes
) -> tuple[npt.NDArray[np.int64], Codes]:
    """Return pairs: the place of a member, and the party of an organisation in its record."""
    roles = np.array([each.role in EMPLOYERS for each in mentions.columns], np.bool_)
    bodies = np.flatnonzero((employer >= 0) & roles[mentions.column])
    bodies = bodies[np.argsort(mentions.record[bodies], kind="stable")]
    records = mentions.record[bodies]
    wanted = mentions.record[members]
    low = np.searchsorted(records, wanted, side="left")
    times = np.searchsorted(records, wanted, side="right") - low
    places = np.repeat(np.arange(len(members)), times)
    offsets = np.arange(len(places)) - np.repeat(np.cumsum(times) - times, times)
    return places, employer[bodies[np.repeat(low, times) + offsets]]


def hard_links(mentions: Mentions, units: Units) -> list[tuple[int, int, str]]:
    """Return pairs of units of organisations that are one by what a register says of them.

    The same USCC, or one record that gives both names (`party_also`), the names of today first.
    """
    links: list[tuple[int, int, str]] = []
    known = np.flatnonzero(units.uscc >= 0)
    for first, second in zip(*_equal(known, [units.uscc[known]]), strict=True):
        links.append((int(first), int(second), "same_uscc"))
    also = {each.column.party_also for each in mentions.columns if each.column.party_also}
    if not also:
        return links
    main: dict[tuple[int, str], int] = {}
    others: list[tuple[int, str, int, str]] = []
    telling = np.array(
        [
            each.column.party_also is not None or each.column.name in also
            for each in mentions.columns
        ]
    )
    chosen = telling[mentions.column[units.members]]
    for member, unit in zip(units.members[chosen], units.of[chosen], strict=True):
        column = mentions.columns[mentions.column[member]]
        key = (int(mentions.record[member]), column.register.name)
        if column.column.party_also:
            others.append((*key, int(unit), column.column.party_also))
        elif column.column.name in also:
            main[(key[0], column.column.name)] = int(unit)
    for record, _, unit, name in others:
        one = main.get((record, name))
        if one is not None and one != unit:
            links.append((one, unit, "same_record"))
    return list(dict.fromkeys(links))


def _identity(kind: str, name: str, rest: str, salt: int) -> str:
    digest = hashlib.sha256(f"{kind}|{name}|{rest}".encode()).hexdigest()[:IDENTITY_LENGTH]
    return f"{digest}-{salt}" if salt else digest


def _grouped(columns: list[Codes]) -> tuple[Codes, npt.NDArray[np.int64], Codes]:
    order = np.lexsort(columns[::-1])
    if not len(order):
        return np.zeros(0, np.int32), order, np.zeros(0, np.int32)
    changed = np.zeros(len(order), np.bool_)
    for column in columns:
        ordered = column[order]
        changed[1:] |= ordered[1:] != ordered[:-1]
    numbers = np.cumsum(changed, dtype=np.int64)
    return _by_number(order, numbers)


def _numbered(
    roots: Codes, order: npt.NDArray[np.int64]
) -> tuple[Codes, npt.NDArray[np.int64], Codes]:
    if not len(order):
        return np.zeros(0, np.int32), order, np.zeros(0, np.int32)
    ordered = roots[order]
    return _by_number(order, np.concatenate([[0], np.cumsum(ordered[1:] != ordered[:-1])]))


def _by_number(
    order: npt.NDArray[np.int64], numbers: npt.NDArray[np.int64]
) -> tuple[Codes, npt.NDArray[np.int64], Codes]:
    of = np.empty(len(order), np.int32)
    of[order] = numbers
    starts = np.flatnonzero(np.concatenate([[True], numbers[1:] != numbers[:-1]]))
    return of, order[starts], np.bincount(numbers).astype(np.int32)


def _equal(
    things: npt.NDArray[np.int64], keys: list[Codes]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return neighbours in the order of the keys that agree in all of them."""
    order = np.lexsort(keys[::-1])
    agree = np.ones(max(0, len(order) - 1), np.bool_)
    for key in keys:
        ordered = key[order]
        agree &= ordered[1:] == ordered[:-1]
    return things[order[:-1][agree]], things[order[1:][agree]]


@compiled
def _root(roots: Codes, thing: int) -> int:
    while roots[thing] != thing:
        roots[thing] = roots[roots[thing]]
        thing = roots[thing]
    return thing


@compiled
def _join(roots: Codes, firsts: Codes, seconds: Codes) -> None:
    for pair in range(len(firsts)):
        one, other = _root(roots, firsts[pair]), _root(roots, seconds[pair])
        roots[max(one, other)] = min(one, other)
    for thing in range(len(roots)):
        roots[thing] = _root(roots, thing)
