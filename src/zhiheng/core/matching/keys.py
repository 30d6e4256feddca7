"""Keys under which names are looked for: names of one party share one of them."""

from __future__ import annotations

from pypinyin import lazy_pinyin

from zhiheng.core.matching.organisation_name import parse_organisation_name


def blocking_keys(name: str) -> tuple[str, ...]:
    """Return the keys of a name, sorted; only names that share a key need to be compared."""
    parts = parse_organisation_name(name)
    words = parts.distinctive or parts.place + "".join(parts.trades)
    return tuple(sorted({words, "".join(lazy_pinyin(words))} - {""}))
