"""The way from mentions to parties: units, links, clusters, for bodies and then for persons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.analyses.parties.clusters import Clustering, Facts, cluster
from zhiheng.core.analyses.parties.decisions import Decision, in_force, pairs_decided
from zhiheng.core.analyses.parties.links import Link, Thresholds
from zhiheng.core.analyses.parties.mentions import NONE, Codes, Mentions
from zhiheng.core.analyses.parties.organisation_links import compare_alike, organisation_links
from zhiheng.core.analyses.parties.person_links import person_links
from zhiheng.core.analyses.parties.units import (
    Units,
    hard_links,
    organisation_units,
    person_units,
)
from zhiheng.core.matching.batches import compare_pairs

SEPARATOR = ":"


@dataclass(frozen=True)
class Resolution:
    """Which party each mention belongs to: `unit` of each mention, `root` of each unit.

    Units of organisations come first, those of persons after them; links count in units.
    """

    mentions: Mentions
    refs: pa.StringArray
    unit: Codes
    root: Codes
    is_person: npt.NDArray[np.bool_]
    folded: Codes
    uscc: Codes
    first: npt.NDArray[np.int64]
    rule: list[str]
    identity: list[str]
    links: list[Link]
    states: list[str]
    whys: list[str]


def resolve(
    mentions: Mentions, thresholds: Thresholds, decisions: Sequence[Decision] = ()
) -> Resolution:
    """Resolve all mentions to parties, as people decided where they did."""
    refs = mention_refs(mentions)
    decided = _Decided(decisions, _places_of(refs, mentions, decisions))
    salts = decided.salts(len(mentions))
    bodies = organisation_units(mentions, salts)
    body_clusters = _cluster_bodies(mentions, bodies, thresholds, decided)
    employer = np.full(len(mentions), NONE, np.int32)
    employer[bodies.members] = body_clusters.roots[bodies.of]
    persons = person_units(mentions, salts, employer)
    links = person_links(mentions, persons)
    together, apart = decided.pairs(persons)
    facts = Facts(persons.uscc, persons.folded)
    person_clusters = cluster(facts, links, thresholds, together=together, apart=apart)
    return _joined(mentions, refs, (bodies, body_clusters), (persons, person_clusters))


def mention_refs(mentions: Mentions) -> pa.StringArray:
    """Return what mentions are called: register, column, place and record, parted by colons."""
    if not len(mentions):
        return pa.array([], pa.string())
    titles = [f"{each.register.name}:{each.column.name}" for each in mentions.columns]
    return pc.binary_join_element_wise(
        pa.array(titles).take(pa.array(mentions.column)),
        pc.cast(pa.array(mentions.place), pa.string()),
        mentions.records["record"].combine_chunks().take(pa.array(mentions.record))
        if isinstance(mentions.records["record"], pa.ChunkedArray)
        else mentions.records["record"].take(pa.array(mentions.record)),
        SEPARATOR,
    )


@dataclass(frozen=True)
class _Decided:
    """Decisions with the places of the mentions that they name and that still stand."""

    decisions: Sequence[Decision]
    places: Mapping[str, int]

    def salts(self, count: int) -> Codes:
        """Return for each mention the decision that takes it out of its unit, 0 for none."""
        salts = np.zeros(count, np.int32)
        for decision in in_force(self.decisions):
            if decision.act == "split_records":
                for each in decision.left:
                    if each.mention in self.places:
                        salts[self.places[each.mention]] = decision.number
        return salts

    def pairs(self, units: Units) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Return the pairs of units of this kind decided together and apart."""
        if not self.places:
            return [], []
        unit_of: dict[str, int] = {}
        for mention, place in self.places.items():
            at = int(np.searchsorted(units.members, place))
            if at < len(units.members) and units.members[at] == place:
                unit_of[mention] = int(units.of[at])
        return pairs_decided(self.decisions, unit_of)


def _places_of(
    refs: pa.StringArray, mentions: Mentions, decisions: Sequence[Decision]
) -> dict[str, int]:
    """Return where the mentions decided about are, unless another name stands there now."""
    named = {each.mention: each.name for d in decisions for each in (*d.left, *d.right)}
    if not named:
        return {}
    places = pc.index_in(pa.array(list(named)), value_set=refs).to_pylist()
    return {
        mention: place
        for (mention, name), place in zip(named.items(), places, strict=True)
        if place is not None and mentions.folded_names[mentions.folded[place]] == name
    }


def _cluster_bodies(
    mentions: Mentions, units: Units, thresholds: Thresholds, decided: _Decided
) -> Clustering:
    names, name_of = np.unique(units.folded, return_inverse=True)
    units_of_name: list[list[int]] = [[] for _ in names]
    for unit, name in enumerate(name_of.tolist()):
        units_of_name[name].append(unit)
    scores = compare_alike([mentions.folded_names[name] for name in names], thresholds)
    links = organisation_links(scores, units_of_name, hard_links(mentions, units))
    together, apart = decided.pairs(units)
    facts = Facts(
        units.uscc.copy(),
        name_of.astype(np.int32),
        lambda one, other: compare_pairs(
            scores.prepared, one.astype(np.int32), other.astype(np.int32)
        ),
    )
    return cluster(facts, links, thresholds, together=together, apart=apart)


def _joined(
    mentions: Mentions,
    refs: pa.StringArray,
    bodies: tuple[Units, Clustering],
    persons: tuple[Units, Clustering],
) -> Resolution:
    (first_units, first), (second_units, second) = bodies, persons
    offset = len(first_units)
    unit = np.empty(len(mentions), np.int32)
    unit[first_units.members] = first_units.of
    unit[second_units.members] = second_units.of + offset
    moved = [replace(x, one=x.one + offset, other=x.other + offset) for x in second.links]
    return Resolution(
        mentions=mentions,
        refs=refs,
        unit=unit,
        root=np.concatenate([first.roots, second.roots + offset]).astype(np.int32),
        is_person=np.repeat([False, True], [offset, len(second_units)]),
        folded=np.concatenate([first_units.folded, second_units.folded]),
        uscc=np.concatenate([first_units.uscc, second_units.uscc]),
        first=np.concatenate([first_units.first, second_units.first]),
        rule=[*first_units.rule, *second_units.rule],
        identity=[*first_units.identity, *second_units.identity],
        links=[*first.links, *moved],
        states=[*first.states, *second.states],
        whys=[*first.whys, *second.whys],
    )
