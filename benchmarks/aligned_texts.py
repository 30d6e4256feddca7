"""Two full descriptions side by side, as `benchmarks.similarity` measures it, against difflib."""

from __future__ import annotations

import difflib
import gzip
import json
from collections.abc import Callable
from random import Random
from typing import Any

from benchmarks.chinese_texts import REAL, planted_texts
from benchmarks.measuring import timed
from zhiheng.core.analyses.similarity.alignment import align

LENGTH = 20_000
FULL_TEXTS = REAL / "cn_fulltext_10.jsonl.gz"
HEADINGS = ("", "characters", "segments", "shared", "align, ms", "difflib, ms", "difflib shares")


def rows() -> tuple[list[list[str]], str]:
    """Return a row per pair of descriptions, and where they come from."""
    descriptions, source = _descriptions()
    return [_row(name, *pair) for name, pair in _pairs(descriptions).items()], source


def _descriptions() -> tuple[list[str], str]:
    if FULL_TEXTS.exists():
        with gzip.open(FULL_TEXTS, "rt", encoding="utf-8") as lines:
            found = sorted((json.loads(line)["description"] for line in lines), key=len)
        long = [text[:LENGTH] for text in found if len(text) >= LENGTH]
        if len(long) > 1:
            return long, f"the first {LENGTH:,} characters of real descriptions"
    made = planted_texts(4, length=LENGTH, rates=()).column.to_pylist()
    return made, f"{LENGTH:,} characters that follow abstracts"


def _pairs(descriptions: list[str]) -> dict[str, tuple[str, str]]:
    one, other = descriptions[:2]
    part = len(one) // 4
    swapped = one[:part] + one[2 * part : 3 * part] + one[part : 2 * part] + one[3 * part :]
    return {
        "5 % replaced": (one, _altered(one, 0.05)),
        "12 % replaced": (one, _altered(one, 0.12)),
        "two quarters swapped": (one, swapped),
        "half of it from the other": (one, one[: 2 * part] + other[2 * part :]),
        "unrelated": (one, other),
    }


def _altered(text: str, rate: float) -> str:
    chance = Random(1)
    return "".join(chance.choice(text) if chance.random() < rate else letter for letter in text)


def _row(name: str, one: str, other: str) -> list[str]:
    ours: dict[str, Any] = {}
    theirs: dict[str, Any] = {}
    ours_took = timed(_kept(ours, lambda: align(one, other)), runs=5)
    theirs_took = timed(_kept(theirs, lambda: _difflib(one, other)), runs=1, warm_up=0)
    found = ours["result"]
    return [
        name, f"{len(one):,} and {len(other):,}", f"{len(found.segments):,}",
        f"{found.shared:.3f}", ours_took.milliseconds, f"{theirs_took.median * 1000:,.0f}",
        f"{theirs['result']:.3f}",
    ]  # fmt: skip


def _kept(into: dict[str, Any], work: Callable[[], Any]) -> Callable[[], None]:
    def run() -> None:
        into["result"] = work()

    return run


def _difflib(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    matcher.get_opcodes()
    return matcher.ratio()
