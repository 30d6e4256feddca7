"""The tests of the examination guide: which hold of two marks, and what they say.

Source: `declarations/marks/rules.yaml`, with the guide's words, the figures for what it calls a few
or clearly, and the order: the first test that holds decides. Whether one holds is asked here, of
what the channels found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from zhiheng.core.declarations.catalogue import PACKAGED
from zhiheng.core.declarations.models import LegalSource, Wording
from zhiheng.core.matching.marks.comparison import FiredRule

# Numbers by name, because the compiler takes constants of the module for constants.
SAME_CHARACTERS = 0
SAME_LETTERS = 1
WORDS_SWAPPED = 2
INFLECTION = 3
DOUBLING = 4
WITH_GENERIC = 5
SOUND_AND_SHAPE = 6
SAME_MEANING = 7
FIRST_CHARACTER_DIFFERS = 8
CHARACTERS_MEANING_DIFFERS = 9
FEW_CHARACTERS = 10
FIRST_LETTER_DIFFERS = 11
LETTERS_MEANING_DIFFERS = 12
FEW_LETTERS = 13
COMBINATION = 14

CODES = (
    "same-characters", "same-letters", "words-swapped", "inflection", "doubling", "with-generic",
    "sound-and-shape", "same-meaning", "first-character-differs", "characters-meaning-differs",
    "few-characters", "first-letter-differs", "letters-meaning-differs", "few-letters",
    "combination",
)  # fmt: skip
COUNT = len(CODES)

# The places of the declared figures.
FEWEST_CHARACTERS = 0
TWO_MAY_DIFFER = 1
FEWEST_LETTERS = 2
TWO_LETTERS_MAY_DIFFER = 3
FIRST_CHARACTER = 4
FIRST_LETTER = 5
LETTER_LOOK = 6
CLOSE_SOUND = 7
CLOSE_SHAPE = 8
APART = 9
_LIMITS = (
    "fewest_characters", "two_may_differ", "fewest_letters", "two_letters_may_differ",
    "first_character", "first_letter", "letter_look", "close_sound", "close_shape",
    "apart",
)  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """The declared tests in order; `near` is 1 or -1 by their numbers, `limits` the figures."""

    fired: Mapping[str, FiredRule]
    near: npt.NDArray[np.int8]
    limits: npt.NDArray[np.float64]


@cache
def guide_rules() -> Rules:
    """Return the packaged tests."""
    text = (PACKAGED / "marks" / "rules.yaml").read_text(encoding="utf-8")
    declared: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    source = LegalSource(**declared["source"])
    fired = {
        code: FiredRule(
            code,
            each["near"],
            Wording(zh=each["zh"], en=each["en"]),
            source,
            each.get("status", declared["status"]),
        )
        for code, each in declared["rules"].items()
    }
    if tuple(fired) != CODES:
        raise ValueError(f"the declared rules are {tuple(fired)}, known are {CODES}")
    return Rules(
        fired,
        np.array([1 if fired[code].near else -1 for code in CODES], np.int8),
        np.array([declared["limits"][name] for name in _LIMITS], np.float64),
    )


def fired_rules(holds: npt.NDArray[np.uint8]) -> tuple[FiredRule, ...]:
    """Return the tests that hold, the deciding one first."""
    known = guide_rules().fired
    return tuple(known[code] for code, held in zip(CODES, holds, strict=True) if held)
