"""Identities of parties: they outlive every new resolution, every delivery and every decision.

A party is known by the mention it was made for, its anchor. Its identity goes to the cluster with
the anchor or, where another name stands there now, to the one with most of its mentions. Of
several identities in one cluster the oldest stays and the others lead to it; a cluster without
any gets a new one. Nothing is taken away: what was merged and parted again is itself again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zhiheng.core.analyses.parties.mentions import NONE, Codes

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0, 1, I and O, which people mix up
LENGTH = 10


@dataclass(frozen=True)
class Prior:
    """A party as it was: when its identity was given, and where its anchor and mentions are now.

    `anchor` is the cluster that has its anchor, `NONE` where that is gone; `mentions` counts its
    mentions by cluster.
    """

    party: str
    since: str
    anchor: int
    mentions: Mapping[int, int]


@dataclass(frozen=True)
class Identities:
    """The identity of each cluster, and what became of each earlier identity that is not one.

    `led` gives the cluster an earlier identity leads to, `NONE` where all its mentions are gone.
    """

    of: list[str]
    is_new: list[bool]
    led: dict[str, int]


def identify(count: int, priors: Sequence[Prior], anchors: Sequence[str]) -> Identities:
    """Give each of `count` clusters its identity; new ones are made for the mentions `anchors`."""
    claims: dict[int, list[Prior]] = {}
    led: dict[str, int] = {}
    for prior in priors:
        cluster = _claimed(prior)
        if cluster == NONE:
            led[prior.party] = NONE
        else:
            claims.setdefault(cluster, []).append(prior)
    of = [""] * count
    for cluster, claiming in claims.items():
        oldest = min(claiming, key=lambda p: (p.since, -sum(p.mentions.values()), p.party))
        of[cluster] = oldest.party
        led |= {prior.party: cluster for prior in claiming if prior is not oldest}
    taken = {prior.party for prior in priors}
    is_new = [not party for party in of]
    for cluster, anchor in enumerate(anchors):
        if is_new[cluster]:
            of[cluster] = _new_identity(anchor, taken)
            taken.add(of[cluster])
    return Identities(of, is_new, led)


def counted(prior: Codes, cluster: Codes, parties: int) -> list[dict[int, int]]:
    """Return, for each earlier party, how many of its mentions each cluster has."""
    found: list[dict[int, int]] = [{} for _ in range(parties)]
    known = prior >= 0
    pairs, times = np.unique(np.stack([prior[known], cluster[known]]), axis=1, return_counts=True)
    for party, place, number in zip(*pairs.tolist(), times.tolist(), strict=True):
        found[party][place] = number
    return found


def _claimed(prior: Prior) -> int:
    if prior.anchor != NONE:
        return prior.anchor
    if not prior.mentions:
        return NONE
    return min(prior.mentions, key=lambda cluster: (-prior.mentions[cluster], cluster))


def _new_identity(anchor: str, taken: set[str]) -> str:
    attempt = 0
    while True:
        text = f"{anchor}#{attempt}" if attempt else anchor
        number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        letters = "".join(ALPHABET[number >> 5 * place & 31] for place in range(LENGTH))
        if f"P{letters}" not in taken:
            return f"P{letters}"
        attempt += 1
