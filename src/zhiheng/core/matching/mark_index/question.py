"""What is looked for when the marks nearest to one are asked for: keys with weights, by channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from zhiheng.core.matching.mark_index.alternatives import (
    Alternatives,
    alike_in_look,
    alike_in_sound,
    alike_syllables,
)
from zhiheng.core.matching.mark_index.keys import Keys, character_of
from zhiheng.core.matching.mark_index.voting import UNIT

CHARACTERS, SYLLABLES, PAIRS, CONCEPTS = range(4)
_ONE = np.array([UNIT], np.int64)


@dataclass(frozen=True)
class Ballot:
    """The keys looked for in one channel.

    Three arrays of one length: `keys`, `weights` in hundredths, `places` in the mark asked about.
    `kinds` are the kinds of keys whose numbers make the length of a mark in this channel, `asked`
    that of the mark asked about.
    """

    kinds: tuple[int, ...]
    asked: int
    keys: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.int64]
    places: npt.NDArray[np.int64]

    def only(self, kept: npt.NDArray[np.bool_]) -> Ballot:
        """Return the ballot with some of its keys."""
        return replace(
            self, keys=self.keys[kept], weights=self.weights[kept], places=self.places[kept]
        )


def ballots_of(keys: Keys) -> list[Ballot]:
    """Return what to look for to find the marks near to one: look, sound, letters, meaning."""
    looks = [alike_in_look(character_of(key)) for key in keys.characters]
    sounds = [alike_in_sound(character_of(key)) for key in keys.characters]
    sounds += [alike_syllables(key) for key in keys.syllables]
    channels = (
        ((CHARACTERS,), looks),
        ((CHARACTERS, SYLLABLES), sounds),
        ((PAIRS,), _themselves(keys.pairs)),
        ((CONCEPTS,), _themselves(keys.concepts)),
    )
    return [_ballot(kinds, positions) for kinds, positions in channels if positions]


def _themselves(keys: Sequence[int]) -> list[Alternatives]:
    return [(np.array([key], np.uint32), _ONE) for key in keys]


def _ballot(kinds: tuple[int, ...], positions: Sequence[Alternatives]) -> Ballot:
    counts = [len(keys) for keys, _ in positions]
    return Ballot(
        kinds,
        len(positions),
        np.concatenate([keys for keys, _ in positions]),
        np.concatenate([weights for _, weights in positions]),
        np.repeat(np.arange(len(positions)), counts),
    )
