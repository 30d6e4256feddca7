"""Names side by side in arrays, the form in which the kernel compares them.

One row a name; texts and lists lie one after the other with their bounds, row i from
`bounds[i]` to `bounds[i + 1]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zhiheng.core.characters import is_han
from zhiheng.core.matching.organisation_name import numerals_in_digits
from zhiheng.core.matching.parts import PLACE_IS_NAME, NameParts, digest
from zhiheng.core.matching.spelling import sound
from zhiheng.core.matching.vocabulary import load_vocabulary


class Columns(NamedTuple):
    """The arrays; divisions as numbers, other parts as numbers of the vocabulary or digests."""

    kind: npt.NDArray[np.int8]
    written: npt.NDArray[np.uint64]
    place: npt.NDArray[np.int32]
    site: npt.NDArray[np.int32]
    form: npt.NDArray[np.int16]
    family: npt.NDArray[np.int16]
    group: npt.NDArray[np.int8]
    branch: npt.NDArray[np.int16]
    branch_related: npt.NDArray[np.int8]
    branch_text: npt.NDArray[np.uint64]
    ordinals: npt.NDArray[np.uint64]
    generic: npt.NDArray[np.int8]
    place_is_name: npt.NDArray[np.int8]
    organisation: npt.NDArray[np.int8]
    characters: npt.NDArray[np.uint32]
    likenesses: npt.NDArray[np.uint32]
    sounds: npt.NDArray[np.uint32]
    character_bounds: npt.NDArray[np.int64]
    letters: npt.NDArray[np.uint32]
    letter_bounds: npt.NDArray[np.int64]
    other_letters: npt.NDArray[np.uint32]
    other_letter_bounds: npt.NDArray[np.int64]
    trade_words: npt.NDArray[np.uint64]
    trades: npt.NDArray[np.int16]
    trades_across: npt.NDArray[np.int16]
    trade_bounds: npt.NDArray[np.int64]
    word_kinds: npt.NDArray[np.int8]
    word_values: npt.NDArray[np.int32]
    word_bounds: npt.NDArray[np.int64]
    word_letters: npt.NDArray[np.uint32]
    word_letter_bounds: npt.NDArray[np.int64]


def columns_of(names: Sequence[NameParts]) -> Columns:
    """Lay the parts of names side by side."""
    return Columns(**_single(names), **_characters(names), **_letters(names), **_lists(names))


def _single(names: Sequence[NameParts]) -> dict[str, Any]:
    organisations = [each.organisation for each in names]
    forms = [
        (each.organisation.form if each.organisation else each.latin.form if each.latin else None)
        for each in names
    ]
    return {
        "kind": np.array([each.kind for each in names], np.int8),
        "written": np.array([digest(each.written) for each in names], np.uint64),
        "place": np.array([each.place for each in names], np.int32),
        "site": np.array([each.site for each in names], np.int32),
        "form": np.array([form.number if form else 0 for form in forms], np.int16),
        "family": np.array([form.family_number if form else 0 for form in forms], np.int16),
        "group": np.array([_group(each) for each in names], np.int8),
        "branch": np.array(
            [each.branch.number if each and each.branch else 0 for each in organisations], np.int16
        ),
        "branch_related": np.array(
            [bool(each and each.branch and each.branch.related) for each in organisations], np.int8
        ),
        "branch_text": np.array(
            [digest(numerals_in_digits(each.branch_text)) if each else 0 for each in organisations],
            np.uint64,
        ),
        "ordinals": np.array(
            [digest(" ".join(each.ordinals)) if each else 0 for each in organisations], np.uint64
        ),
        "generic": np.array([bool(each and each.generic) for each in organisations], np.int8),
        "place_is_name": np.array(
            [bool(form and form.family in PLACE_IS_NAME) for form in forms], np.int8
        ),
        "organisation": np.array(
            [bool(each.latin and each.latin.is_organisation) for each in names], np.int8
        ),
    }


def _group(name: NameParts) -> bool:
    reading = name.organisation or name.latin
    return bool(reading and reading.group)


def _characters(names: Sequence[NameParts]) -> dict[str, Any]:
    alike = load_vocabulary().lookalikes
    texts = [each.characters for each in names]
    return {
        "characters": _codes(texts),
        "likenesses": _codes("".join(alike.get(each, each) for each in text) for text in texts),
        "sounds": np.array([_sound_number(each) for text in texts for each in text], np.uint32),
        "character_bounds": _bounds(len(text) for text in texts),
    }


def _letters(names: Sequence[NameParts]) -> dict[str, Any]:
    return {
        "letters": _codes(each.spellings[0] for each in names),
        "letter_bounds": _bounds(len(each.spellings[0]) for each in names),
        "other_letters": _codes(each.spellings[1] for each in names),
        "other_letter_bounds": _bounds(len(each.spellings[1]) for each in names),
    }


def _lists(names: Sequence[NameParts]) -> dict[str, Any]:
    across = load_vocabulary().across
    trades = [trade for each in names for trade in each.trades]
    words = [word for each in names for word in each.words]
    return {
        "trade_words": np.array([digest(word) for word, _ in trades], np.uint64),
        "trades": np.array([number for _, number in trades], np.int16),
        "trades_across": np.array([across[number] for _, number in trades], np.int16),
        "trade_bounds": _bounds(len(each.trades) for each in names),
        "word_kinds": np.array([word.kind for word in words], np.int8),
        "word_values": np.array([word.value for word in words], np.int32),
        "word_bounds": _bounds(len(each.words) for each in names),
        "word_letters": _codes(word.text for word in words),
        "word_letter_bounds": _bounds(len(word.text) for word in words),
    }


@cache
def _sound_number(character: str) -> int:
    """Return a number for the sound of a character, the same in every process."""
    if not is_han(character):
        return ord(character)
    return 0x200000 + digest(sound(character)) % 0x7FFFFFFF


def _codes(texts: Iterable[str]) -> npt.NDArray[np.uint32]:
    return np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)


def _bounds(lengths: Iterable[int]) -> npt.NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(list(lengths), dtype=np.int64)]).astype(np.int64)
