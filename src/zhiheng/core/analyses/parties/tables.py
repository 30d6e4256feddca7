"""The rows of `parties`, `party-mentions` and `party-links`, made from a resolution."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.analyses.parties.decisions import Named
from zhiheng.core.analyses.parties.identities import Identities, Prior, counted, identify
from zhiheng.core.analyses.parties.mentions import NONE, Codes, fold_name
from zhiheng.core.analyses.parties.registers import CURRENT, GONE, LINKS, MENTIONS, MERGED, PARTIES
from zhiheng.core.analyses.parties.resolution import Resolution
from zhiheng.core.declarations.models import Register
from zhiheng.core.lake.schema import table_schema

MOST_NAMES = 100
ROWS_AT_ONCE = 200_000
# The first whose words fit is the kind of a body.
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("hospital", re.compile(r"医院|卫生院|hospital")),
    ("university", re.compile(r"大学|学院|学校|universit|college")),
    ("institute", re.compile(r"研究院|研究所|科学院|实验室|研究中心|institut|laborator|academy")),
    ("agency", re.compile(r"专利代理|商标代理|知识产权代理|事务所|patent|law (?:firm|office)")),
    ("authority", re.compile(r"政府|委员会|[局厅]$|法院|检察院")),
    ("association", re.compile(r"协会|学会|商会|联合会|合作社|基金会|association|foundation")),
    (
        "enterprise",
        re.compile(
            r"公司|集团|厂$|企业|合伙|商行|[店行]$|"
            r"\b(?:inc|ltd|llc|corp|gmbh|co|company|limited|corporation)\b"
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Before:
    """What was resolved before: the stored rows of parties and the party of each mention.

    `party_of` gives each mention of the new resolution the place of its party, `NONE` for none.
    """

    parties: pa.Table
    party_of: Codes
    moved: Mapping[str, Named] = field(default_factory=dict)

    def anchor(self, row: Mapping[str, Any]) -> Named:
        """Return the anchor of a stored party; one that was split off is left to the rest."""
        return self.moved.get(row["anchor"], Named(row["anchor"], row["anchor_name"]))


@dataclass(frozen=True)
class Tables:
    """What is written: all rows of the three registers."""

    parties: pa.Table
    mentions: pa.Table
    links: pa.Table


def before(resolution: Resolution, parties: pa.Table, mentions: pa.Table) -> Before:
    """Match a resolution's mentions with the stored ones: the same place and the same name."""
    found = pc.index_in(resolution.refs, value_set=_one(mentions["mention"]))
    places = pc.fill_null(found, NONE).to_numpy(zero_copy_only=False).astype(np.int64)
    names = pa.array(resolution.mentions.folded_names, pa.string())
    old = pc.fill_null(pc.index_in(_one(mentions["name_key"]), value_set=names), NONE)
    old_name = np.append(old.to_numpy(zero_copy_only=False), NONE)
    same = (places >= 0) & (old_name[places] == resolution.mentions.folded)
    party = pc.fill_null(
        pc.index_in(_one(mentions["party"]), value_set=_one(parties["party"])), NONE
    )
    party_of = np.append(party.to_numpy(zero_copy_only=False), NONE)[places]
    party_of[~same] = NONE
    return Before(parties, party_of.astype(np.int32))


def nothing_before(count: int, register: Register) -> Before:
    """Return what stands before the first resolution."""
    return Before(table_schema(register).empty_table(), np.full(count, NONE, np.int32))


def rows_of(
    resolution: Resolution,
    earlier: Before,
    registers: Mapping[str, Register],
    *,
    on: datetime,
    through: str,
) -> Tables:
    """Return the rows of the three registers; identities are those of `earlier` where they can."""
    roots, cluster_of_unit = np.unique(resolution.root, return_inverse=True)
    cluster = cluster_of_unit.astype(np.int32)[resolution.unit]
    anchors = resolution.first[roots] if len(roots) else np.zeros(0, np.int64)
    anchor_refs = resolution.refs.take(pa.array(anchors)).to_pylist()
    priors = _priors(resolution, earlier, cluster, len(roots))
    identities = identify(len(roots), priors, anchor_refs)
    stamp = _Stamp(on, through)
    given = pa.array(identities.of, pa.string())
    parties = _parties(resolution, earlier, cluster, identities, anchor_refs, stamp)
    return Tables(
        _shaped(parties, registers[PARTIES], stamp),
        _shaped(
            _mention_rows(resolution, given.take(pa.array(cluster))), registers[MENTIONS], stamp
        ),
        _shaped(
            _link_rows(resolution, given.take(pa.array(cluster_of_unit))), registers[LINKS], stamp
        ),
    )


@dataclass(frozen=True)
class _Stamp:
    on: datetime
    through: str


def _priors(resolution: Resolution, earlier: Before, cluster: Codes, count: int) -> list[Prior]:
    table = earlier.parties
    if not table.num_rows:
        return []
    times = counted(earlier.party_of, cluster, table.num_rows)
    rows = table.select(["party", "since", "anchor", "anchor_name"]).to_pylist()
    anchors = [earlier.anchor(row) for row in rows]
    mentions = pa.array([each.mention for each in anchors], pa.string())
    found = pc.fill_null(pc.index_in(mentions, value_set=resolution.refs), NONE)
    names, folded = resolution.mentions.folded_names, resolution.mentions.folded
    return [
        Prior(
            row["party"],
            row["since"],
            int(cluster[at]) if at != NONE and names[folded[at]] == anchor.name else NONE,
            number,
        )
        for row, anchor, at, number in zip(rows, anchors, found.to_pylist(), times, strict=True)
    ]


def _parties(
    resolution: Resolution,
    earlier: Before,
    cluster: Codes,
    identities: Identities,
    anchor_refs: Sequence[str],
    stamp: _Stamp,
) -> pa.Table:
    facts = _facts(resolution, cluster, len(identities.of))
    known = {row["party"]: row for row in earlier.parties.to_pylist()}
    since = stamp.on.isoformat(timespec="seconds")
    rows: list[dict[str, Any]] = []
    for place, (party, fact) in enumerate(zip(identities.of, facts, strict=True)):
        old = known.get(party)
        kept = _kept(old, earlier) if old else {}
        anchor_name = resolution.mentions.folded_names[resolution.folded[_unit_of_cluster(fact)]]
        made = {"since": since, "anchor": anchor_refs[place], "anchor_name": anchor_name}
        del fact["unit"]
        rows.append({"party": party, "state": CURRENT, **fact, **made, **kept})
    for party, place in identities.led.items():
        into = identities.of[place] if place != NONE else None
        rows.append({**known[party], "state": MERGED if into else GONE, "merged_into": into,
                     "mentions": 0, "counts": [], "roles": []})  # fmt: skip
    return pa.Table.from_pylist(rows, schema=_plain(earlier.parties.schema))


def _kept(row: Mapping[str, Any], earlier: Before) -> dict[str, Any]:
    anchor = earlier.anchor(row)
    return {"since": row["since"], "anchor": anchor.mention, "anchor_name": anchor.name}


def _unit_of_cluster(fact: Mapping[str, Any]) -> int:
    return int(fact["unit"])


def _facts(resolution: Resolution, cluster: Codes, count: int) -> list[dict[str, Any]]:
    """Return what is known of each cluster from its mentions."""
    mentions = resolution.mentions
    names = _most_frequent(cluster, mentions.name, count)
    counts = _most_frequent(cluster, mentions.column, count)
    divisions = _most_frequent(cluster, _divisions(resolution)[0], count)
    division_names = _divisions(resolution)[1]
    registered = _registered_names(resolution, cluster, count)
    days = _days(resolution, cluster, count)
    roots = np.unique(resolution.root)
    uscc = np.full(count, NONE, np.int32)
    known = resolution.uscc >= 0
    places = np.searchsorted(roots, resolution.root)
    uscc[places[known]] = resolution.uscc[known]
    titles = [(each.register.name, each.column.name, each.role) for each in mentions.columns]
    facts = []
    for place in range(count):
        own = [mentions.names[name] for name, _ in names[place][:MOST_NAMES]]
        person = bool(resolution.is_person[roots[place]])
        name = registered.get(place) or own[0]
        division = next((division_names[d] for d, _ in divisions[place] if d >= 0), None)
        facts.append(
            {
                "unit": int(roots[place]),
                "name": name,
                "kind": "person" if person else kind_of(name),
                "division": division,
                "uscc": mentions.usccs[uscc[place]] if uscc[place] >= 0 else None,
                "names": own,
                "name_keys": _name_keys(resolution, names[place]),
                "mentions": sum(times for _, times in names[place]),
                "counts": ["{}/{}/{}".format(*titles[c][:2], times) for c, times in counts[place]],
                "roles": sorted({titles[column][2] for column, _ in counts[place]}),
                "first_seen": days[0][place],
                "last_seen": days[1][place],
            }
        )
    return facts


def kind_of(name: str) -> str:
    """Return what kind of body a name is of, `other` where it does not say."""
    folded = name.casefold()
    return next((kind for kind, words in KINDS if words.search(folded)), "other")


def _name_keys(resolution: Resolution, names: list[tuple[int, int]]) -> list[str]:
    return list(dict.fromkeys(fold_name(resolution.mentions.names[name]) for name, _ in names))


def _most_frequent(cluster: Codes, values: Codes, count: int) -> list[list[tuple[int, int]]]:
    """Return for each cluster its values with how often each occurs, the most frequent first."""
    width = int(values.max(initial=0)) + 2
    codes, times = np.unique(
        cluster.astype(np.int64) * width + values.astype(np.int64) + 1, return_counts=True
    )
    owner, value = codes // width, codes % width - 1
    order = np.lexsort([value, -times, owner])
    starts = np.searchsorted(owner[order], np.arange(count + 1))
    listed = list(zip(value[order].tolist(), times[order].tolist(), strict=True))
    return [listed[starts[place] : starts[place + 1]] for place in range(count)]


def _divisions(resolution: Resolution) -> tuple[Codes, list[str]]:
    """Return the division of each mention that stands as first of its record; `NONE` elsewhere."""
    mentions = resolution.mentions
    encoded = _one(mentions.records["division"]).dictionary_encode()
    codes = pc.fill_null(encoded.indices, NONE).to_numpy(zero_copy_only=False).astype(np.int32)
    of = codes[mentions.record] if len(codes) else np.zeros(len(mentions), np.int32)
    told = np.array(
        [each.role in ("applicant", "owner", "enterprise", "producer") for each in mentions.columns]
    )
    first = (mentions.place == 0) & (told[mentions.column] if len(told) else False)
    return np.where(first, of, NONE).astype(np.int32), encoded.dictionary.to_pylist()


def _registered_names(resolution: Resolution, cluster: Codes, count: int) -> dict[int, str]:
    """Return the names that the registers of bodies give today, by cluster."""
    mentions = resolution.mentions
    main = np.array(
        [each.role == "enterprise" and not each.column.party_also for each in mentions.columns]
    )
    if not len(main) or not len(mentions):
        return {}
    chosen = np.flatnonzero(main[mentions.column])
    return {
        place: mentions.names[name]
        for place, name in zip(
            cluster[chosen].tolist(), mentions.name[chosen].tolist(), strict=True
        )
    }


def _days(resolution: Resolution, cluster: Codes, count: int) -> tuple[list[Any], list[Any]]:
    days = pa.table(
        {
            "cluster": pa.array(cluster),
            "on": _one(resolution.mentions.records["on"]).take(
                pa.array(resolution.mentions.record)
            ),
        }
    )
    grouped = days.group_by("cluster").aggregate([("on", "min"), ("on", "max")]).sort_by("cluster")
    return grouped["on_min"].to_pylist(), grouped["on_max"].to_pylist()


def _mention_rows(resolution: Resolution, party: pa.Array) -> pa.Table:
    mentions = resolution.mentions
    registers = [each.register.name for each in mentions.columns]
    column = pa.array(mentions.column)
    record = pa.array(mentions.record)
    rules = pa.array(resolution.rule, pa.string()).dictionary_encode()
    unit = pa.array(resolution.unit)
    return pa.table(
        {
            "mention": resolution.refs,
            "party": party,
            "name": pa.array(mentions.names, pa.string()).take(pa.array(mentions.name)),
            "register": pa.array(registers, pa.string()).take(column),
            "column": _of_column(mentions.columns, "name").take(column),
            "role": pa.array([each.role for each in mentions.columns], pa.string()).take(column),
            "position": pa.array(mentions.place.astype(np.int64)),
            "record": _one(mentions.records["record"]).take(record),
            "day": _one(mentions.records["on"]).take(record),
            "division": _one(mentions.records["division"]).take(record),
            "uscc": _texts(mentions.usccs, mentions.uscc),
            "address": _texts(mentions.addresses, mentions.address),
            "kind": pa.array(["body", "person"]).take(
                pa.array(resolution.is_person[resolution.unit].astype(np.int8))
            ),
            "unit": pa.array(resolution.identity, pa.string()).take(unit),
            "rule": rules.dictionary.take(rules.indices).take(unit),
            "name_key": pa.array(mentions.folded_names, pa.string()).take(
                pa.array(mentions.folded)
            ),
        }
    )


def _of_column(columns: Sequence[Any], attribute: str) -> pa.Array:
    return pa.array([getattr(each.column, attribute) for each in columns], pa.string())


def _texts(texts: list[str], codes: Codes) -> pa.Array:
    return pa.array(texts, pa.string()).take(pa.array(codes, mask=codes < 0))


def _link_rows(resolution: Resolution, party_of_unit: pa.Array) -> pa.Table:
    mentions, links = resolution.mentions, resolution.links
    one = np.array([each.one for each in links], np.int64)
    other = np.array([each.other for each in links], np.int64)
    identity = pa.array(resolution.identity, pa.string())
    left, right = identity.take(pa.array(one)), identity.take(pa.array(other))
    rules = pa.array([each.rule for each in links], pa.string())
    table = {
        "link": pc.binary_join_element_wise(left, right, rules, "-"),
        "state": pa.array(resolution.states, pa.string()),
        "why": pa.array(resolution.whys, pa.string()),
        "rule": rules,
        "score": pa.array([float(each.score) for each in links], pa.float64()),
        "kind": pa.array(["person" if resolution.is_person[unit] else "body" for unit in one]),
        "shared": pa.array([list(each.shared) for each in links], pa.list_(pa.string())),
    }
    for side, units in (("left", one), ("right", other)):
        first = resolution.first[units] if len(units) else np.zeros(0, np.int64)
        names = [mentions.names[mentions.name[place]] for place in first]
        table |= {
            f"{side}_unit": identity.take(pa.array(units)),
            f"{side}_party": party_of_unit.take(pa.array(units)),
            f"{side}_name": pa.array(names, pa.string()),
            f"{side}_mention": resolution.refs.take(pa.array(first)),
        }
    return pa.table(table)


def _shaped(rows: pa.Table, register: Register, stamp: _Stamp) -> pa.Table:
    """Return rows in the shape of their register's table, with when they were made."""
    schema = table_schema(register)
    made = {
        "import_id": pa.scalar(stamp.through, pa.string()),
        "imported_at": pa.scalar(stamp.on, pa.timestamp("us", tz="UTC")),
    }
    arrays = []
    for column in schema:
        if column.name in made:
            arrays.append(pa.repeat(made[column.name], rows.num_rows))
        elif column.name in rows.schema.names:
            arrays.append(_one(rows[column.name]).cast(column.type))
        else:
            arrays.append(pa.nulls(rows.num_rows, column.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def _plain(schema: pa.Schema) -> pa.Schema:
    return schema


def _one(column: Any) -> pa.Array:
    """Return a column as one array."""
    if isinstance(column, pa.ChunkedArray):
        combined = column.combine_chunks()
        return (
            pa.concat_arrays(combined.chunks) if isinstance(combined, pa.ChunkedArray) else combined
        )
    return column
