"""Keys under which names are looked for: names of one party share at least one of them.

A key is a letter for its sort and a text: `s` how the distinctive part is spelled, `c` its
characters with look-alikes made equal, `w` a long word of a Latin name, `o` the words of a Latin
name in alphabetical order. What share of the labelled pairs of one party the keys bring together
is measured in tests/core/matching/test_keys.py.
"""

from __future__ import annotations

from zhiheng.core.matching.latin_name import WordKind
from zhiheng.core.matching.parts import NameKind, NameParts, read_name
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
    keys = {f"s{spelling}" for spelling in parts.spellings if spelling}
    keys |= _keys_of_words(parts) if parts.kind is NameKind.WORDS else _keys_of_characters(parts)
    return tuple(sorted(keys or {f"c{parts.written}"}))


def _keys_of_characters(name: NameParts) -> set[str]:
    alike = load_vocabulary().lookalikes
    characters = "".join(alike.get(each, each) for each in name.characters)
    return {f"c{characters}"} if characters else set()


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
