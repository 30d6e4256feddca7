"""The reasons of a comparison in words: each finding with the parts of the names it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from zhiheng.core.characters import fold_each
from zhiheng.core.declarations.catalogue import PACKAGED
from zhiheng.core.declarations.models import Wording
from zhiheng.core.identifiers.divisions import load_divisions
from zhiheng.core.matching.comparison import Reason
from zhiheng.core.matching.findings import CODES
from zhiheng.core.matching.latin_name import WordKind
from zhiheng.core.matching.parts import NameParts

_NOT_TOLD = ("base.", "words.organisation")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The declared words of a code, and how far the part agrees; None where the strength says."""

    agrees: float | None
    zh: str
    en: str


def reasons_for(
    one: NameParts, other: NameParts, found: npt.NDArray[np.float64]
) -> tuple[Reason, ...]:
    """Return what was found in words, strongest parts first in the order names are read."""
    told = tuple(
        reason_of(code, one, other, strength=float(strength))
        for code, strength in zip(CODES, found, strict=True)
        if strength > 0 and not code.startswith(_NOT_TOLD)
    )
    return told or (reason_of("name.unrelated", one, other),)


def reason_of(code: str, one: NameParts, other: NameParts, *, strength: float = 1.0) -> Reason:
    """Return one finding in words."""
    sentence = sentences()[code]
    part = _PARTS.get(code.partition(".")[0], _whole)
    a, b = part(one), part(other)
    values = {
        "a": a or b,
        "b": b or a,
        "either": a if b in ("", a) else b if not a else f"{a}、{b}",
        "percent": f"{100 * strength:.0f}",
    }
    if code in ("site.different", "ordinal.different", "trade.different", "trade.part"):
        values |= {"a": a or "—", "b": b or "—"}
    agrees = min(1.0, strength) if sentence.agrees is None else sentence.agrees
    words = Wording(zh=sentence.zh.format_map(values), en=sentence.en.format_map(values))
    return Reason(code, agrees, words)


@cache
def sentences() -> Mapping[str, Sentence]:
    """Return the declared sentences by code."""
    text = (PACKAGED / "names" / "reasons.yaml").read_text(encoding="utf-8")
    declared: dict[str, dict[str, Any]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return {
        code: Sentence(each.get("agrees"), each["zh"], each["en"])
        for code, each in declared.items()
    }


def _as_written(name: NameParts, part: str) -> str:
    """Return a folded part in the characters of the name itself."""
    written = dict(zip(fold_each(name.text), name.text, strict=True))
    return "".join(written.get(each, each) for each in part)


def _place(name: NameParts) -> str:
    return load_divisions().full_name_of(f"{name.place:06}") if name.place else ""


def _site(name: NameParts) -> str:
    return load_divisions().full_name_of(f"{name.site:06}") if name.site else ""


def _distinctive(name: NameParts) -> str:
    if name.organisation is not None:
        return _as_written(name, name.organisation.distinctive)
    if name.latin is not None:
        words = [each.text for each in name.latin.words if each.kind in _DISTINCTIVE]
        return " ".join(words)
    return name.text.strip()


def _trade(name: NameParts) -> str:
    return _as_written(name, "、".join(word for word, _ in name.trades))


def _form(name: NameParts) -> str:
    if name.organisation is not None and name.organisation.form is not None:
        return _as_written(name, name.organisation.form_text) or name.organisation.form.title
    if name.latin is not None and name.latin.form is not None:
        return name.latin.form.title
    return ""


def _branch(name: NameParts) -> str:
    return _as_written(name, name.organisation.branch_text) if name.organisation else ""


def _ordinal(name: NameParts) -> str:
    return "、".join(name.organisation.ordinals) if name.organisation else ""


def _whole(name: NameParts) -> str:
    return name.text.strip()


_DISTINCTIVE = (WordKind.WORD, WordKind.INITIAL, WordKind.NUMBER)
_PARTS: Mapping[str, Callable[[NameParts], str]] = {
    "place": _place,
    "site": _site,
    "distinctive": _distinctive,
    "trade": _trade,
    "form": _form,
    "branch": _branch,
    "ordinal": _ordinal,
}
