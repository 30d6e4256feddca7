"""What is known of a character: how it sounds, what it is made of, what it looks like.

Source: `declarations/marks/characters.tsv.xz` (see the README beside it), made by
`tools/build_character_table.py`. A character without a line there is known by itself only: it has
no sound, no components and no look-alikes.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import opencc

from zhiheng.core.characters import fold
from zhiheng.core.declarations.catalogue import PACKAGED
from zhiheng.core.matching.marks.syllables import Sound, sound_of, syllable_likeness

STRUCTURES = {
    "1": "left-right", "2": "top-bottom", "3": "left-middle-right", "4": "top-middle-bottom",
    "5": "half-enclosed", "6": "half-enclosed", "7": "half-enclosed", "8": "half-enclosed",
    "9": "enclosed", "10": "enclosed", "11": "enclosed", "12": "triple", "13": "inlaid",
}  # fmt: skip
CONFUSABLE = 0.7  # from here on a syllable may be taken for another
_ALIKE = re.compile(r"(\D)(\d+)")


@dataclass(frozen=True, slots=True)
class Character:
    """One character; `components` are the parts it is put together from, as they look in it."""

    character: str
    sounds: tuple[Sound, ...] = ()
    strokes: int = 0
    structure: str = ""
    components: tuple[str, ...] = ()
    look_alikes: tuple[tuple[str, float], ...] = ()


@cache
def simplified(character: str) -> str:
    """Return the simplified character; one in daily use stands for itself.

    Search takes a variant of any country for the same (`fold`: 芸 is 艺 in Japan); a mark is read
    by people who know 芸 and 艺 as two.
    """
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return fold(character)
    return character if _to_simplified().convert(character) == character else fold(character)


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


class CharacterTable(Mapping[str, Character]):
    """The characters that have a line, in the order of code points; any character can be asked."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = {line[0]: line for line in lines}
        self._read: dict[str, Character] = {}

    def __getitem__(self, character: str) -> Character:
        """Return what is known of a character, also under its folded form."""
        found = self._read.get(character)
        if found is None:
            line = self._lines.get(character) or self._lines.get(simplified(character))
            found = _character(line) if line else Character(character)
            self._read[character] = found
        return found

    def __contains__(self, character: object) -> bool:
        """Tell whether the character itself has a line."""
        return character in self._lines

    def __iter__(self) -> Iterator[str]:
        """Go through the characters in the order of code points."""
        return iter(self._lines)

    def __len__(self) -> int:
        """Return how many characters have a line."""
        return len(self._lines)

    @cached_property
    def syllables(self) -> tuple[str, ...]:
        """Return all syllables without tones, sorted."""
        found = {
            reading[:-1]
            for line in self._lines.values()
            for reading in line.split("\t", 2)[1].split(",")
            if reading
        }
        return tuple(sorted(found))

    def leaves_of(self, character: str) -> tuple[tuple[str, int], ...]:
        """Return the smallest components of a character with their strokes.

        Taking apart ends where a part would be a single stroke: 良 is one component.
        """
        return tuple(self._leaves(character, 0))

    def _leaves(self, character: str, depth: int) -> Iterator[tuple[str, int]]:
        known = self[character]
        parts = known.components
        if depth > 4 or len(parts) < 2 or any(self[part].strokes < 2 for part in parts):
            yield character, max(1, known.strokes)
            return
        for part in parts:
            yield from self._leaves(part, depth + 1)


@cache
def character_table() -> CharacterTable:
    """Return the table of characters, read once."""
    packed = (PACKAGED / "marks" / "characters.tsv.xz").read_bytes()
    return CharacterTable(lzma.decompress(packed).decode("utf-8").splitlines())


def look_alikes(character: str) -> Sequence[tuple[str, float]]:
    """Return the characters that look like one, with how much, most alike first."""
    return character_table()[character].look_alikes


@cache
def confusable_syllables(syllable: str) -> tuple[tuple[str, float], ...]:
    """Return the other syllables of the table that sound like one, most alike first."""
    alike = ((other, syllable_likeness(syllable, other)) for other in character_table().syllables)
    found = [pair for pair in alike if pair[0] != syllable and pair[1] >= CONFUSABLE]
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))


def _character(line: str) -> Character:
    character, readings, strokes, structure, parts, alike = line.split("\t")
    return Character(
        character,
        tuple(sound_of(reading) for reading in readings.split(",") if reading),
        int(strokes),
        STRUCTURES.get(structure, ""),
        tuple(parts),
        tuple((other, int(likeness) / 100) for other, likeness in _ALIKE.findall(alike)),
    )
