"""The declared sentences of a comparison, filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import yaml

from zhiheng.core.declarations.catalogue import PACKAGED
from zhiheng.core.declarations.models import Wording


@cache
def _sentences() -> Mapping[str, Wording]:
    text = (PACKAGED / "marks" / "reasons.yaml").read_text(encoding="utf-8")
    declared: dict[str, dict[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return {code: Wording(**each) for code, each in declared.items()}


def sentence(code: str, **values: object) -> Wording:
    """Return a declared sentence with its values; a value may be words in both languages."""
    declared = _sentences()[code]
    return Wording(
        zh=declared.zh.format_map({name: _in(value, "zh") for name, value in values.items()}),
        en=declared.en.format_map({name: _in(value, "en") for name, value in values.items()}),
    )


def joined(parts: Iterable[Wording], *, zh: str = "、", en: str = ", ") -> Wording:
    """Return words one after the other, parted as each language does."""
    listed = list(parts)
    return Wording(zh=zh.join(part.zh for part in listed), en=en.join(part.en for part in listed))


def together(*parts: Wording | None) -> Wording:
    """Return parts of one sentence joined without a space."""
    return joined((part for part in parts if part is not None), zh="", en="")


def _in(value: object, language: str) -> object:
    return value.in_language(language) if isinstance(value, Wording) else value
