"""Real Chinese patent abstracts blamed by a screening: false alarms, and copies planted among them.

3 050 abstracts as filings of their assignees. Pairs that say nearly the same by nature are known;
who tells these tells no falsehood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from benchmarks.screening_real import (
    DAY,
    TEXT_SIGNALS,
    Abstract,
    as_filings,
    natural_pairs,
    read_abstracts,
)
from sample.rewording import noisy
from zhiheng.core.screening.declared import packaged
from zhiheng.core.screening.facts import Facts
from zhiheng.core.screening.filings import Filings
from zhiheng.core.screening.gathering import Gathered
from zhiheng.core.screening.leads import Lead
from zhiheng.core.screening.screening import screen

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
PATENTS = DATA / "patents_cn"
pytestmark = pytest.mark.skipif(not PATENTS.exists(), reason=f"no real abstracts under {DATA}")
FACTS = Facts(on=DAY + timedelta(days=1))


def told_about(abstracts: list[Abstract]) -> list[Lead]:
    filings: Filings = as_filings(abstracts)
    return screen(Gathered(filings, FACTS, {}), packaged(), only=TEXT_SIGNALS).leads


def test_of_real_filings_only_natural_near_duplicates_are_told() -> None:
    abstracts = read_abstracts(PATENTS)
    known = set().union(*natural_pairs(PATENTS))
    assert len(abstracts) > 3_000
    leads = told_about(abstracts)
    false = {number for lead in leads for number in lead.filings} - known
    assert len(false) <= len(abstracts) / 1_000


def copied(abstracts: list[Abstract], rate: float) -> Iterator[Abstract]:
    """Yield every 61st abstract four times more, with characters changed."""
    rng = Random(7)
    pool = "".join(each.text for each in abstracts[:20])
    for each in abstracts[::61]:
        for place in range(4):
            text = noisy(each.text, rate, pool, rng)
            yield replace(each, identity=f"{each.identity}-{place}", text=text)


def test_copies_of_real_filings_are_told_beside_their_originals() -> None:
    abstracts = read_abstracts(PATENTS)
    copies = list(copied(abstracts, 0.05))
    told = [set(lead.filings) for lead in told_about([*abstracts, *copies])]
    originals = [each.identity for each in abstracts[::61]]
    found = [
        name
        for name in originals
        if any(name in lead and f"{name}-0" in lead and f"{name}-3" in lead for lead in told)
    ]
    assert len(found) >= 0.9 * len(originals)
