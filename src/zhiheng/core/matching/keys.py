"""Keys under which names are looked for: names of one party share at least one of them.

A key is a letter for its sort and a text: `s` how the distinctive part is spelled, `c` its
characters with look-alikes made equal, `w` a long word of a Latin name, `o` the words of a Latin
name in alphabetical order. What share of the labelled pairs of one party the keys bring together
is measured in tests/core/matching/test_keys.py.
"""

from __future__ import annotations

from functools import cache

from zhiheng.core.matching.latin_name import WordKind
from zhiheng.core.matching.parts import PLACE_IS_NAME, NameKind, NameParts, read_name
from zhiheng.core.matching.vocabulary import load_vocabulary

LONG_WORD = 4
MOST_LONG_WORDS = 3


def blocking_keys(name: str) -> tuple[str, ...]:
    """Return the keys of a name, sorted, none twice; only names that share one are compared.

    A name without anything to compare has no keys.
    """
    parts = read_name(name)
    if parts.kind is NameKind.EMPTY:
        return ()
    narrower = _narrower(parts)
    keys = {f"s{spelling}{narrower}" for spelling in parts.spellings if spelling}
    if parts.kind is NameKind.WORDS:
        keys |= _keys_of_words(parts)
    else:
        keys |= _keys_of_characters(parts, narrower)
    return tuple(sorted(keys or {f"c{parts.written}"}))


def _narrower(name: NameParts) -> str:
    """Return what is put behind keys that thousands of names would share: 人民医院, 中国…大学."""
    if name.organisation is not None and name.organisation.generic and name.characters:
        return f" {name.place}"
    reading = name.organisation or name.latin
    form = reading.form if reading else None
    if form is None or form.family not in PLACE_IS_NAME:
        return ""
    spelled = name.spellings[0]
    is_place = spelled.isdigit() or spelled in _latin_regions()
    is_place = is_place or name.characters in load_vocabulary().regions
    return f" {form.family}" if is_place else ""


@cache
def _latin_regions() -> frozenset[str]:
    return frozenset(each.replace(" ", "") for each in load_vocabulary().regions.values())


def _keys_of_characters(name: NameParts, narrower: str) -> set[str]:
    alike = load_vocabulary().lookalikes
    characters = "".join(alike.get(each, each) for each in name.characters)
    return {f"c{characters}{narrower}"} if characters else set()


def _keys_of_words(name: NameParts) -> set[str]:
    words = [each.text for each in name.words if each.kind is not WordKind.PARTICLE]
    long = sorted(
        {
            each.text
            for each in name.words
            if each.kind is WordKind.WORD and len(each.text) >= LONG_WORD
        },
        key=lambda text: (-len(text), text),
    )
    return {f"w{text}" for text in long[:MOST_LONG_WORDS]} | {"o" + "".join(sorted(words))}
