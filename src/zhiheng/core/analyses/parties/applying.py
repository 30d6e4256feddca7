"""Taking decisions into account at once, for the parties they concern and no others.

The units and links of those parties are read back as they were stored and clustered again; what
their names have in common with everybody else's is looked at by the next resolution of all.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from zhiheng.core.analyses.parties.clusters import Clustering, Facts, cluster
from zhiheng.core.analyses.parties.decisions import (
    Decision,
    in_force,
    pairs_decided,
    undone,
)
from zhiheng.core.analyses.parties.links import Link, Thresholds
from zhiheng.core.analyses.parties.mentions import NONE, Codes, Mentions, mentions_of_rows
from zhiheng.core.analyses.parties.organisation_links import Comparing
from zhiheng.core.analyses.parties.registers import LINKS, MENTIONS, PARTIES
from zhiheng.core.analyses.parties.resolution import Resolution
from zhiheng.core.analyses.parties.tables import Before, before
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.engine import DuckEngine
from zhiheng.core.lake.schema import table_schema

SALT = "-"  # between a unit and the decision that takes mentions out of it


@dataclass(frozen=True)
class Concerned:
    """Stored rows of the parties `core` that decisions concern, and of those linked with them.

    The others are there to be seen: a name that is alike both stays a person's to decide.
    """

    core: frozenset[str]
    parties: pa.Table
    mentions: pa.Table
    links: pa.Table


def concerned(
    engine: DuckEngine, catalogue: Catalogue, decisions: Sequence[Decision], new: set[int]
) -> Concerned:
    """Read what the decisions with these numbers, and those they undo, are about."""
    refs = _decided_about(decisions, new)
    mentions = engine.table(catalogue.register(MENTIONS))
    parties = engine.table(catalogue.register(PARTIES))
    links = engine.table(catalogue.register(LINKS))
    named = mentions.filter(mentions.mention.isin(refs)).select("party").distinct()
    core = frozenset(engine.run(named)["party"].to_pylist() or [""])
    touching = links.left_party.isin(core) | links.right_party.isin(core)
    linked = engine.run(links.filter(touching).select("left_party", "right_party"))
    ids = core.union(linked["left_party"].to_pylist(), linked["right_party"].to_pylist())
    own = parties.party.isin(ids) | parties.merged_into.isin(ids)
    near = links.left_party.isin(ids) | links.right_party.isin(ids)
    return Concerned(
        core,
        engine.run(parties.filter(own)).cast(table_schema(catalogue.register(PARTIES))),
        engine.run(mentions.filter(mentions.party.isin(ids)).order_by(ibis.asc("mention"))),
        engine.run(links.filter(near)),
    )


def _decided_about(decisions: Sequence[Decision], new: set[int]) -> list[str]:
    numbers = set(new)
    for each in sorted(decisions, key=lambda decision: -decision.number):
        if each.number in numbers and each.undoes:
            numbers.add(each.undoes)  # which may be an undo itself
    about = [each for each in decisions if each.number in numbers]
    return sorted({each.mention for one in about for each in (*one.left, *one.right)})


def resolve_again(
    found: Concerned, catalogue: Catalogue, thresholds: Thresholds, decisions: Sequence[Decision]
) -> tuple[Resolution, Before]:
    """Cluster the stored units again as people decided; also return what stands before."""
    mentions = mentions_of_rows(found.mentions, catalogue)
    refs = found.mentions["mention"].combine_chunks()
    rows = found.mentions.select(["mention", "unit", "rule", "name_key"]).to_pylist()
    places = {row["mention"]: place for place, row in enumerate(rows)}
    salted = _salts(decisions)
    identity = [_unit_identity(row, salted) for row in rows]
    units = {name: place for place, name in enumerate(dict.fromkeys(identity))}
    unit = np.array([units[name] for name in identity], np.int32)
    first = np.full(len(units), len(rows), np.int64)
    np.minimum.at(first, unit, np.arange(len(rows)))
    uscc = np.full(len(units), NONE, np.int32)
    np.maximum.at(uscc, unit, mentions.uscc)
    names = {place: row["name_key"] for place, row in enumerate(rows)}
    standing = {
        each.mention: int(unit[places[each.mention]])
        for decision in decisions
        for each in (*decision.left, *decision.right)
        if each.mention in places and names[places[each.mention]] == each.name
    }
    together, apart = pairs_decided(decisions, standing)
    together += _rejoined(decisions, standing)
    links = _links(found, units)
    facts = _facts(mentions, uscc, mentions.folded[first])
    clustering = cluster(facts, links, thresholds, together=together, apart=apart)
    resolution = _resolution(mentions, refs, unit, uscc, first, list(units), rows, clustering)
    return resolution, before(resolution, found.parties, found.mentions)


def links_left_over(
    found: Concerned, resolution: Resolution, party_of_unit: Mapping[str, str], kept: Container[str]
) -> list[dict[str, Any]]:
    """Return stored links that were not made again, with the parties and the outcome of today.

    Those to units of other parties stay what they are; what a person said and took back is none.
    """
    inside = set(resolution.identity)
    changed = []
    for row in found.links.to_pylist():
        if row["link"] in kept:
            continue
        parties = {
            f"{side}_party": party_of_unit.get(row[f"{side}_unit"], row[f"{side}_party"])
            for side in ("left", "right")
        }
        taken_back = row["rule"] == "decided_same" and row["left_unit"] in inside
        outcome = {"state": "refused", "why": "undone"} if taken_back else {}
        if {**row, **parties, **outcome} != row:
            changed.append({**row, **parties, **outcome})
    return changed


def _salts(decisions: Sequence[Decision]) -> dict[str, int]:
    return {
        each.mention: decision.number
        for decision in in_force(decisions)
        if decision.act == "split_records"
        for each in decision.left
    }


def _unit_identity(row: dict[str, Any], salted: dict[str, int]) -> str:
    unit: str = row["unit"].partition(SALT)[0]
    salt = salted.get(row["mention"])
    return f"{unit}{SALT}{salt}" if salt else unit


def _rejoined(decisions: Sequence[Decision], unit_of: dict[str, int]) -> list[tuple[int, int]]:
    """Return pairs of units that one unit was split into until the split was undone."""
    return [
        (unit_of[one.mention], unit_of[other.mention])
        for decision in undone(decisions)
        if decision.act == "split_records"
        for one in decision.left
        for other in decision.right
        if one.name == other.name and one.mention in unit_of and other.mention in unit_of
    ]


def _links(found: Concerned, units: dict[str, int]) -> list[Link]:
    return [
        Link(
            units[row["left_unit"]],
            units[row["right_unit"]],
            row["score"],
            row["rule"],
            tuple(row["shared"] or ()),
            "" if {row["left_party"], row["right_party"]} <= found.core else row["why"],
        )
        for row in found.links.to_pylist()
        if row["left_unit"] in units and row["right_unit"] in units
        if row["rule"] != "decided_same"
    ]


def _facts(mentions: Mentions, uscc: Codes, folded: Codes) -> Facts:
    names, name_of = np.unique(folded, return_inverse=True)
    comparing = Comparing([mentions.folded_names[name] for name in names])
    return Facts(uscc.copy(), name_of.astype(np.int32), comparing)


def _resolution(
    mentions: Mentions,
    refs: pa.StringArray,
    unit: Codes,
    uscc: Codes,
    first: Any,
    identity: list[str],
    rows: list[dict[str, Any]],
    clustering: Clustering,
) -> Resolution:
    return Resolution(
        mentions=mentions,
        refs=refs,
        unit=unit,
        root=clustering.roots,
        is_person=mentions.person[first],
        folded=mentions.folded[first],
        uscc=uscc,
        first=first,
        rule=[rows[place]["rule"] for place in first],
        identity=identity,
        links=clustering.links,
        states=clustering.states,
        whys=clustering.whys,
    )
