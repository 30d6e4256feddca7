"""What is not told: filings with a declared innocent reason, listed ones, dismissed leads.

A lead passes three sieves, in this order, and is told with what is left of it:

1. **dismissed**: a person dismissed every item of it before;
2. **rules** (`declarations/screening/sparing`): pairs of relatives, filings of universities …;
3. **entries** of the white list: filings of a listed applicant, of a listed agency, or listed
   themselves. A filing of several applicants is listed only when all of them are, so that nobody
   files behind a listed partner.

A lead of which fewer filings are left than its signal needs is spared, and so is one whose items
left were all dismissed. Nothing is lost: every spared lead is handed back with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from zhiheng.core.analyses.parties.mentions import KEY_SEPARATOR
from zhiheng.core.declarations.models import Wording
from zhiheng.core.screening.declared import SpareRule
from zhiheng.core.screening.leads import PAIRS, Evidence, Lead, pair_item
from zhiheng.core.screening.scene import AnyScene

APPLICANT, AGENCY, FILING = "applicant", "agency", "filing"
DISMISSED, LISTED = "dismissed", "listed"
UNIVERSITY = "university"
OF_LEARNING = frozenset({"university", "institute", "hospital"})
# The facts that signals use for how many filings a lead has; they follow what is taken out.
COUNTED, TAKEN_OUT = ("filings", "applications"), "spared_filings"
_ALREADY = Wording(
    zh="这些事实此前已由人员核查并排除",
    en="A person looked at these facts before and dismissed them",
)


@dataclass(frozen=True)
class Entry:
    """A line of the white list: whom it spares, for which signals (none named: all), and why.

    `value` is a party number (or folded name) of an applicant, the five digits of an agency, or
    an application number.
    """

    kind: str
    value: str
    signals: frozenset[str]
    words: str

    def spares(self, signal: str) -> bool:
        """Tell whether the entry holds for a signal."""
        return not self.signals or signal in self.signals


@dataclass(frozen=True)
class SparedLead:
    """A lead that is not told: `dismissed`, `listed`, or the name of the rule that spares it."""

    lead: Lead
    why: str
    words: Wording


def sieve(
    leads: Iterable[Lead],
    scene: AnyScene,
    rules: Sequence[SpareRule],
    entries: Sequence[Entry],
    dismissed: Mapping[str, frozenset[str]],
    *,
    least: Mapping[str, int] | None = None,
) -> tuple[list[Lead], list[SparedLead]]:
    """Return the leads to tell, with what is left of them, and those spared.

    `least` says how many applications a signal needs; by default two, or one where a lead had one.
    """
    sieves = _Sieves(scene, [rule for rule in rules if rule.in_force_on(scene.on)], entries)
    kept: list[Lead] = []
    spared: list[SparedLead] = []
    for lead in leads:
        found = _through(lead, sieves, dismissed, (least or {}).get(lead.signal))
        if isinstance(found, Lead):
            kept.append(found)
        else:
            spared.append(found)
    return kept, spared


def new_items(lead: Lead, dismissed: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return the items of a lead that nobody dismissed yet, in their order."""
    before = dismissed.get(lead.signal, frozenset())
    return tuple(item for item in lead.items if item not in before)


def without(lead: Lead, taken: frozenset[str], pairs: frozenset[str] = frozenset()) -> Lead:
    """Return a lead without some filings, and without some pairs of those that stay.

    Items and pieces of evidence that stand on what is taken out go with it. A filing of which
    every pair is taken out goes as well.
    """
    items = tuple(
        item for item in lead.items if item not in pairs and taken.isdisjoint(named_in(item))
    )
    gone = taken
    if any(item.startswith("pair:") for item in lead.items):
        paired = {number for item in items for number in named_in(item)}
        gone = taken | frozenset(number for number in lead.filings if number not in paired)
    filings = tuple(number for number in lead.filings if number not in gone)
    facts = dict(lead.facts)
    before, left = applications(lead.filings), applications(filings)
    facts.update({name: left for name in COUNTED if facts.get(name) == before})
    facts[TAKEN_OUT] = before - left
    evidence = tuple(_evidence(lead.evidence, gone, pairs))
    return replace(lead, filings=filings, items=items, facts=facts, evidence=evidence)


def applications(filings: Iterable[str]) -> int:
    """Return how many applications filings are: rows of a mark in several classes are one."""
    return len({number.partition(KEY_SEPARATOR)[0] for number in filings})


def named_in(item: str) -> tuple[str, ...]:
    """Return what an item names: the two filings of a pair, the filing counted …"""
    return tuple(item.partition(":")[2].split("|"))


def _evidence(
    evidence: Iterable[Evidence], gone: frozenset[str], pairs: frozenset[str]
) -> Iterator[Evidence]:
    for each in evidence:
        left = tuple(number for number in each.filings if number not in gone)
        if each.kind in PAIRS:
            if len(left) == len(each.filings) and pair_item(*each.filings) not in pairs:
                yield each
        elif left or not each.filings:
            yield replace(each, filings=left)


@dataclass(frozen=True)
class _Taken:
    """What a sieve takes out of a lead, and in which words."""

    words: Wording
    filings: frozenset[str] = frozenset()
    pairs: frozenset[str] = frozenset()


def _left(lead: Lead, taken: _Taken) -> Lead | None:
    """Return what is left of a lead, counted anew where its signal can."""
    if lead.again is None:
        return without(lead, taken.filings, taken.pairs)
    if (found := lead.again(taken.filings)) is None:
        return None
    gone = applications(lead.filings) - applications(found.filings)
    return replace(found, facts={**found.facts, TAKEN_OUT: gone})


def _through(
    lead: Lead, sieves: _Sieves, dismissed: Mapping[str, frozenset[str]], least: int | None
) -> Lead | SparedLead:
    if lead.items and not new_items(lead, dismissed):
        return SparedLead(lead, DISMISSED, _ALREADY)
    needed = least if least is not None else min(2, applications(lead.filings))
    left = lead
    for why, takes in sieves.of(lead.signal):
        taken = takes(left)
        if not taken.filings and not taken.pairs:
            continue
        found = _left(left, taken)
        if (
            found is None
            or applications(found.filings) < needed
            or (lead.items and not found.items)
        ):
            return SparedLead(lead, why, taken.words)
        left = found
    if lead.items and not new_items(left, dismissed):
        return SparedLead(lead, DISMISSED, _ALREADY)
    return left


Takes = Callable[[Lead], _Taken]


@dataclass(frozen=True)
class _Listed:
    """The white list of one signal: the words of each entry by what it lists."""

    applicants: Mapping[str, str]
    agencies: Mapping[str, str]
    filings: Mapping[str, str]

    @classmethod
    def of(cls, entries: Iterable[Entry], signal: str) -> _Listed:
        """Gather the entries that hold for a signal."""
        words: dict[str, dict[str, str]] = {APPLICANT: {}, AGENCY: {}, FILING: {}}
        for entry in entries:
            if entry.spares(signal):
                words[entry.kind].setdefault(entry.value, entry.words)
        return cls(words[APPLICANT], words[AGENCY], words[FILING])


@dataclass(frozen=True)
class _Sieves:
    """The rules and entries over one scene; columns are read once."""

    scene: AnyScene
    rules: Sequence[SpareRule]
    entries: Sequence[Entry]
    _listed: dict[str, _Listed] = field(default_factory=dict)

    def of(self, signal: str) -> Iterator[tuple[str, Takes]]:
        """Yield what spares leads of a signal, each with its name."""
        for rule in self.rules:
            if signal in rule.signals:
                yield rule.rule, self._by_rule(rule)
        if signal not in self._listed:
            self._listed[signal] = _Listed.of(self.entries, signal)
        listed = self._listed[signal]
        yield LISTED, lambda lead: self._by_list(lead, listed)

    @cached_property
    def _agencies(self) -> list[str | None]:
        return self.scene.filings.values("agency_code")

    def _by_rule(self, rule: SpareRule) -> Takes:
        if rule.kind == UNIVERSITY:
            return lambda lead: _Taken(rule.title, frozenset(self._of_learning(lead)))
        return lambda lead: self._innocent(lead, rule)

    def _by_list(self, lead: Lead, listed: _Listed) -> _Taken:
        """Take out what is listed, told in the words of all entries that list some of it."""
        found: dict[str, tuple[str, ...]]
        if lead.subject in listed.applicants:
            found = dict.fromkeys(lead.filings, (listed.applicants[lead.subject],))
        elif lead.parties and all(party in listed.applicants for party in lead.parties):
            words = tuple(listed.applicants[party] for party in lead.parties)
            found = dict.fromkeys(lead.filings, words)
        else:
            told = ((number, self._words(number, listed)) for number in lead.filings)
            found = {number: words for number, words in told if words}
        reasons = "；".join(dict.fromkeys(word for words in found.values() for word in words))
        return _Taken(Wording(zh=reasons, en=reasons), frozenset(found))

    def _words(self, number: str, listed: _Listed) -> tuple[str, ...]:
        """Return why one filing is listed; nothing where it is not."""
        if number in listed.filings:
            return (listed.filings[number],)
        if (row := self.scene.filings.row_of.get(number)) is None:
            return ()
        if (code := self._agencies[row]) in listed.agencies and code:
            return (listed.agencies[code],)
        hands = self.scene.circles.by_row[row]
        if hands and all(hand in listed.applicants for hand in hands):
            return tuple(listed.applicants[hand] for hand in hands)
        return ()

    def _of_learning(self, lead: Lead) -> Iterator[str]:
        parties = self.scene.facts.parties
        row_of = self.scene.filings.row_of
        for number in lead.filings:
            hands = self.scene.circles.by_row[row_of[number]] if number in row_of else ()
            known = [parties.get(hand) for hand in hands]
            if known and all(each is not None and each.kind in OF_LEARNING for each in known):
                yield number

    def _innocent(self, lead: Lead, rule: SpareRule) -> _Taken:
        """Take out what the scene knows to be innocent by a rule: pairs, filings."""
        row_of = self.scene.filings.row_of
        pairs = [item for item in lead.items if item.startswith("pair:")]
        named = ((item, named_in(item)) for item in pairs)
        known = ((item, two) for item, two in named if all(each in row_of for each in two))
        related = frozenset(
            item
            for item, (one, other) in known
            if self.scene.related(row_of[one], row_of[other]) == rule.kind
        )
        taken = self.scene.innocent(rule.kind, lead.filings, paired=bool(pairs))
        return _Taken(rule.title, frozenset(taken), related)
