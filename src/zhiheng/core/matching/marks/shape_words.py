"""Why two marks look alike, in words: which characters, which components, how they are printed."""

from __future__ import annotations

from zhiheng.core.declarations.models import Wording
from zhiheng.core.matching.marks.characters import character_table, look_alikes
from zhiheng.core.matching.marks.lookup import lookup_table, place_of
from zhiheng.core.matching.marks.numerals import numerals_like
from zhiheng.core.matching.marks.pairing import paired
from zhiheng.core.matching.marks.plain import shape_likeness
from zhiheng.core.matching.marks.telling import joined, sentence, together

TOLD = 0.6  # from here on a pair of characters is told as close
CLOSE = 0.75
_STRUCTURES = {
    "left-right": Wording(zh="左右", en="left and right"),
    "top-bottom": Wording(zh="上下", en="above and below"),
    "left-middle-right": Wording(zh="左中右", en="left, middle and right"),
    "top-middle-bottom": Wording(zh="上中下", en="above, middle and below"),
    "half-enclosed": Wording(zh="半包围", en="half enclosed"),
    "enclosed": Wording(zh="全包围", en="enclosed"),
}


def character_likeness(x: str, y: str) -> float:
    """Return how far two characters look alike, as the kernel has it."""
    return float(shape_likeness(lookup_table(), place_of(x), place_of(y)))


def shape_of_characters(one: str, other: str, score: float) -> Wording | None:
    """Return the sentence on the look of two rows of characters; None where nothing is close."""
    pairs = paired(one, other, character_likeness)
    told = [(x, y) for x, y, likeness in pairs if x != y and likeness >= TOLD]
    if not told:
        return None
    same = sum(x == y for x, y, _ in pairs)
    rest = None
    if same and len(one) == len(other) == same + len(told):
        rest = sentence("shape.rest_same")
    words = joined((_pair(x, y) for x, y in told), zh="；", en="; ")
    return together(
        sentence("shape.close" if score >= CLOSE else "shape.partly", pairs=words), rest
    )


def _pair(x: str, y: str) -> Wording:
    if y in numerals_like(x):
        return sentence("shape.numeral", x=x, y=y)
    printed = dict(look_alikes(x)).get(y, 0.0)
    parts = shared_components(x, y)
    if not parts or printed > 0.85:
        return sentence("shape.printed", x=x, y=y, percent=round(100 * printed))
    if parts in (x, y):
        inner, outer = (x, y) if parts == x else (y, x)
        return sentence("shape.contains", x=inner, y=outer)
    table = character_table()
    structure = None
    if table[x].structure == table[y].structure in _STRUCTURES:
        structure = sentence("shape.structure", structure=_STRUCTURES[table[x].structure])
    return together(sentence("shape.components", x=x, y=y, parts=parts), structure)


def shared_components(x: str, y: str) -> str:
    """Return the largest components that two characters have in common, as they are printed."""
    table = character_table()
    one, other = _parts(x), _parts(y)
    shared = [each for each in one if each in other]
    if shared:
        return max(shared, key=lambda each: table[each].strokes)
    leaves = [leaf for leaf, _ in table.leaves_of(y)]
    return "".join(dict.fromkeys(leaf for leaf, _ in table.leaves_of(x) if leaf in leaves))


def _parts(character: str) -> list[str]:
    """Return a character, its components and theirs."""
    found = [character]
    for part in character_table()[character].components:
        found += [part, *character_table()[part].components]
    return [each for each in found if each == character or character_table()[each].strokes > 1]
