"""Clusters: what hangs together by pairs (connected components, by union-find)."""

from __future__ import annotations

import numpy as np

from zhiheng.core.analyses.similarity.texts import Places
from zhiheng.core.compiling import compiled


def clusters_of(count: int, firsts: Places, seconds: Places) -> list[Places]:
    """Return the clusters of at least two among `count` texts.

    Members are in input order, clusters in the order of their first members.
    """
    roots = np.arange(count)
    _join_pairs(roots, firsts, seconds)
    sizes = np.bincount(roots, minlength=count)
    members = np.flatnonzero(sizes[roots] > 1)
    members = members[np.argsort(roots[members], kind="stable")]
    return np.split(members, np.cumsum(sizes[sizes > 1])[:-1]) if len(members) else []


@compiled
def root_of(roots: Places, text: int) -> int:
    """Return what a text hangs together with by now; ways to it are made shorter."""
    while roots[text] != text:
        roots[text] = roots[roots[text]]
        text = roots[text]
    return text


@compiled
def _join_pairs(roots: Places, firsts: Places, seconds: Places) -> None:
    for pair in range(len(firsts)):
        one, other = root_of(roots, firsts[pair]), root_of(roots, seconds[pair])
        # The smaller number stays the root, so that a cluster is named for its first member.
        roots[max(one, other)] = min(one, other)
    for text in range(len(roots)):
        roots[text] = root_of(roots, text)
