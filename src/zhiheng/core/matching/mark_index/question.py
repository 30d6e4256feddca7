"""What is looked for when the marks nearest to one are asked for: keys with weights, by channel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np
import numpy.typing as npt

from zhiheng.core.matching.mark_index import segment as s
from zhiheng.core.matching.mark_index.alternatives import (
    Alternatives,
    alike_in_look,
    alike_in_sound,
    alike_syllables,
)
from zhiheng.core.matching.mark_index.keys import Keys, character_of
from zhiheng.core.matching.mark_index.voting import UNIT

NONE = -1
_ONE = np.array([UNIT], np.int64)


@dataclass(frozen=True)
class Ballot:
    """The keys looked for in one channel.

    Three arrays of one length: `keys`, `weights` in hundredths, `places` in the mark asked about.
    `asked` is how many places there are. `lengths`, `core` and `extra` say which rows of a
    segment's lengths make the length of a mark in this channel; -1 for none.
    """

    lengths: int
    core: int
    extra: int
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
    """Return what to look for to find the marks near to one: look, sound, letters, meaning.

    A mark with words that are left aside is looked for as a whole and without them.
    """
    found = []
    for characters, core in _readings(keys):
        looks = [alike_in_look(character_of(key)) for key in characters]
        sounds = [alike_in_sound(character_of(key)) for key in characters]
        sounds += [alike_syllables(key) for key in keys.syllables]
        found.append(_ballot(looks, s.CHARACTERS, core))
        found.append(_ballot(sounds, s.CHARACTERS, core, s.SYLLABLES))
    if keys.core_pairs == keys.pairs:
        found.append(_ballot(_themselves(keys.pairs), s.PAIRS, s.CORE_PAIRS))
    else:
        found.append(_ballot(_themselves(keys.pairs), s.PAIRS))
        found.append(_ballot(_themselves(keys.core_pairs), s.PAIRS, s.CORE_PAIRS))
    found.append(_ballot(_themselves(keys.concepts), s.CONCEPTS))
    return [ballot for ballot in found if ballot is not None]


def _readings(keys: Keys) -> Iterator[tuple[tuple[int, ...], int]]:
    """Yield the characters to look for, and the row of lengths of those that distinguish.

    What is left aside in the question must not be found in the core of a mark.
    """
    if all(keys.core):
        yield keys.characters, s.CORE
        return
    yield keys.characters, NONE
    yield tuple(compress(keys.characters, keys.core)), s.CORE


def _themselves(keys: Sequence[int]) -> list[Alternatives]:
    return [(np.array([key], np.uint32), _ONE) for key in keys]


def _ballot(
    places: Sequence[Alternatives], lengths: int, core: int = NONE, extra: int = NONE
) -> Ballot | None:
    if not places:
        return None
    counts = [len(keys) for keys, _ in places]
    return Ballot(
        lengths,
        core,
        extra,
        len(places),
        np.concatenate([keys for keys, _ in places]),
        np.concatenate([weights for _, weights in places]),
        np.repeat(np.arange(len(places)), counts),
    )
