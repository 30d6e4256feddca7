"""Guarded clustering against the same rules written plainly, on generated links."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.core.analyses.parties.clusters import Facts, cluster
from zhiheng.core.analyses.parties.identities import Prior, identify
from zhiheng.core.analyses.parties.links import Link, Thresholds
from zhiheng.core.analyses.parties.units import components

THRESHOLDS = Thresholds(join=0.8, review=0.5, contradiction=0.3, ambiguity=0.0, most_names=5)
UNITS = 7
units = st.integers(0, UNITS - 1)
pairs = st.tuples(units, units).filter(lambda pair: pair[0] != pair[1])
scores = st.sampled_from([0.5, 0.79, 0.8, 0.85, 0.9, 0.95, 1.0])
links = st.lists(
    st.builds(
        lambda pair, score, hard: Link(*pair, score, "same_record" if hard else "alike_name"),
        pairs,
        scores,
        st.booleans(),
    ),
    max_size=14,
)
codes = st.lists(st.integers(-1, 2), min_size=UNITS, max_size=UNITS)
likeness = st.lists(st.sampled_from([0.0, 0.2, 0.3, 0.9]), min_size=UNITS**2, max_size=UNITS**2)


def naive(
    codes: list[int],
    links: list[Link],
    alike: np.ndarray,
    together: list[tuple[int, int]],
    apart: list[tuple[int, int]],
) -> set[frozenset[int]]:
    """Join sets of units one link after the other, looking at every pair of members each time."""
    parties = [{unit} for unit in range(UNITS)]
    bound = [{unit} for unit in range(UNITS)]  # names that registers or people tied together
    decided = [Link(one, other, 1.0, "decided_same") for one, other in together]
    ordered = decided + sorted(links, key=lambda x: (not x.is_hard, -x.score, x.one, x.other))
    for link in ordered:
        if not link.is_hard and link.score < THRESHOLDS.join:
            continue
        one = next(party for party in parties if link.one in party)
        other = next(party for party in parties if link.other in party)
        if one is not other:
            if any((a, b) in apart or (b, a) in apart for a in one for b in other):
                continue
            known = [{codes[unit] for unit in party} - {-1} for party in (one, other)]
            if known[0] and known[1] and known[0] != known[1]:
                continue
            if not link.is_hard:
                if len(one) + len(other) > THRESHOLDS.most_names:
                    continue
                groups = [[g for g in bound if g <= party] for party in (one, other)]
                contradicted = any(
                    max(alike[a, b] for a in mine for b in yours) < THRESHOLDS.contradiction
                    for mine in groups[0]
                    for yours in groups[1]
                )
                if len(one) + len(other) > 2 and contradicted:
                    continue
            parties = [party for party in parties if party is not one and party is not other]
            parties.append(one | other)
        if link.is_hard:
            tied = [group for group in bound if link.one in group or link.other in group]
            bound = [group for group in bound if group not in tied] + [set().union(*tied)]
    return {frozenset(party) for party in parties}


@given(
    codes=codes,
    links=links,
    likeness=likeness,
    together=st.lists(pairs, max_size=2),
    apart=st.lists(pairs, max_size=2),
)
@settings(max_examples=300, deadline=None)
def test_clusters_are_those_of_the_plain_rules(
    codes: list[int],
    links: list[Link],
    likeness: list[float],
    together: list[tuple[int, int]],
    apart: list[tuple[int, int]],
) -> None:
    table = np.array(likeness, np.float32).reshape(UNITS, UNITS)
    table = np.maximum(table, table.T)
    facts = Facts(
        np.array(codes, np.int32),
        np.arange(UNITS, dtype=np.int32),
        lambda one, other: table[one, other],
    )
    found = cluster(facts, links, THRESHOLDS, together=together, apart=apart)
    parties = {frozenset(np.flatnonzero(found.roots == root).tolist()) for root in set(found.roots)}
    assert parties == naive(codes, links, table, together, apart)
    for one, other in combinations(range(UNITS), 2):
        if found.roots[one] == found.roots[other]:
            assert -1 in (codes[one], codes[other]) or codes[one] == codes[other]
            assert (one, other) not in apart
            assert (other, one) not in apart
    for link, state in zip(found.links, found.states, strict=True):
        assert (state == "joined") == (found.roots[link.one] == found.roots[link.other])


@given(edges=st.lists(pairs, max_size=10))
@settings(deadline=None)
def test_components_are_what_hangs_together(edges: list[tuple[int, int]]) -> None:
    firsts, seconds = (np.array([edge[side] for edge in edges], np.int32) for side in (0, 1))
    roots = components(UNITS, firsts, seconds)
    reached = {unit: {unit} for unit in range(UNITS)}
    for _ in range(UNITS):
        for one, other in edges:
            both = reached[one] | reached[other]
            for unit in both:
                reached[unit] = both
    assert roots.tolist() == [min(reached[unit]) for unit in range(UNITS)]


@given(
    anchors=st.lists(st.integers(-1, 3), min_size=1, max_size=6),
    since=st.lists(st.sampled_from("123"), min_size=6, max_size=6),
)
def test_every_identity_is_kept_or_leads_to_an_older_one(
    anchors: list[int], since: list[str]
) -> None:
    priors = [Prior(f"P{place}", since[place], anchor, {}) for place, anchor in enumerate(anchors)]
    found = identify(4, priors, [f"mention {cluster}" for cluster in range(4)])
    assert len(set(found.of)) == 4
    ages = {prior.party: prior.since for prior in priors}
    for prior in priors:
        if prior.anchor == -1:
            assert found.led[prior.party] == -1
        else:
            stays = found.of[prior.anchor]
            assert ages[stays] <= prior.since
            assert stays == prior.party or found.led[prior.party] == prior.anchor
    for place in range(4):
        assert found.is_new[place] == (place not in anchors)
