"""Real Chinese patent abstracts as an innocent background: how often a screening blames them.

Two questions. *As they are*: each abstract is a filing of its assignee, all filed within two years;
whatever is told is a false alarm, unless it is one of the natural near-duplicates: pairs whose
abstracts share more than 0.3 of their 5-grams, which the folder lists. *As background*: in a sample
city every filing that is not planted gets a real abstract for its text (the abstract, and its
sentences as claims), so that the signals that look at texts meet real ones beside the rings. Of a
natural pair only one is used there: at two applicants it would be a copy.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.measuring import table
from benchmarks.screening_truth import ALSO, BACKGROUND, INNOCENT, OTHER, RIGHT, judged, read_truth
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.engine import DuckEngine
from zhiheng.core.lake.tables import Lake
from zhiheng.core.screening.declared import packaged
from zhiheng.core.screening.facts import Cohort, Facts
from zhiheng.core.screening.features import first_claim, size_of
from zhiheng.core.screening.filings import Filings
from zhiheng.core.screening.gathering import Gathered, gather
from zhiheng.core.screening.leads import Lead
from zhiheng.core.screening.screening import screen

FILES = ("ccf_bdci2022_train.jsonl", "ccf_bdci2022_extra_pseudolabelled.jsonl.gz")
PAIRS = "derived_near_duplicate_pairs.csv"
DAY = date(2026, 6, 30)
TEXT_SIGNALS = ("near-identical", "combination-grid", "patchwork", "template-text", "refiling")
_SENTENCES = re.compile(r"[；。;]")
_OPENING = re.compile(r"^(?:本(?:发明|申请|实用新型)?(?:公开|提供|涉及|属于)了?|一种)")


@dataclass(frozen=True)
class Abstract:
    """One real abstract with its title and assignee."""

    identity: str
    title: str
    assignee: str
    text: str


def read_abstracts(folder: Path) -> list[Abstract]:
    """Return the abstracts of the folder, each text once."""
    found: dict[str, Abstract] = {}
    for name in FILES:
        content = (folder / name).read_bytes()
        text = gzip.decompress(content) if name.endswith(".gz") else content
        for line in text.splitlines():
            row = json.loads(line)
            each = Abstract(row["id"], row["title"], row["assignee"], row["abstract"])
            found.setdefault(each.identity, each)
    return list(found.values())


def natural_pairs(folder: Path) -> set[frozenset[str]]:
    """Return the natural near-duplicates of the folder, as pairs of identities."""
    with (folder / PAIRS).open(encoding="utf-8-sig", newline="") as file:
        return {frozenset((row["id_a"], row["id_b"])) for row in csv.DictReader(file)}


def as_filings(abstracts: Sequence[Abstract]) -> Filings:
    """Return each abstract as a filing of its assignee, on a day of two years drawn from its id."""
    return Filings.of(
        {
            "application_number": each.identity,
            "right": "invention",
            "title": each.title,
            "status": "published",
            "filing_date": _day(each.identity, 900),
            "publication_date": _day(each.identity, 900) + timedelta(days=150),
            "applicants": [each.assignee],
            "abstract": each.text,
            "claims": as_claims(each),
        }
        for each in abstracts
    )


def as_claims(abstract: Abstract) -> list[str]:
    """Return the sentences of an abstract as one claim, and its later ones as dependent claims."""
    told = [part.strip() for part in _SENTENCES.split(abstract.text) if len(part.strip()) > 3]
    title = _OPENING.sub("", abstract.title)
    first = "；".join(told[:6])
    rest = [
        f"{number}.根据权利要求1所述的{title}，其特征在于，{part}。"
        for number, part in enumerate(told[6:], start=2)
    ]
    return [f"1.一种{title}，其特征在于，包括：{first}。", *rest]


def _day(identity: str, before: int) -> date:
    """Return a day within two years that ends `before` days before the day of the screening."""
    drawn = int(hashlib.sha256(identity.encode()).hexdigest()[:8], 16) % 730
    return DAY - timedelta(days=before + drawn)


@dataclass(frozen=True)
class Alarms:
    """What was told about real texts: leads, and how many of them are natural near-duplicates."""

    filings: int
    by_signal: Mapping[str, tuple[int, int, int]]  # leads, natural ones, filings told in the others


def alarms_of(folder: Path) -> Alarms:
    """Screen the abstracts as they are and count what is told."""
    filings = as_filings(read_abstracts(folder))
    natural = natural_pairs(folder)
    found = screen(Gathered(filings, Facts(on=DAY), {}), packaged(), only=TEXT_SIGNALS)
    by_signal = {}
    for signal in dict.fromkeys(name for name in packaged().signals if name in TEXT_SIGNALS):
        leads = [lead for lead in found.leads if lead.signal == signal]
        false = [lead for lead in leads if not _is_natural(lead, natural)]
        told = {number for lead in false for number in lead.filings}
        by_signal[signal] = (len(leads), len(leads) - len(false), len(told))
    return Alarms(len(filings), by_signal)


def _is_natural(lead: Lead, natural: set[frozenset[str]]) -> bool:
    """Tell whether every filing of a lead is a natural near-duplicate of another of them."""
    own = [pair for pair in natural if pair <= set(lead.filings)]
    return set(lead.filings) == set().union(*own)


def with_real_texts(
    gathered: Gathered, planted: set[str], abstracts: Sequence[Abstract]
) -> Gathered:
    """Return the gathered filings in which every one that is not planted has a real text.

    What there is no abstract for is left out. First claims are measured beside those of the real
    texts, whatever their class: the classes of the city say nothing about them.
    """
    table_ = gathered.filings.table
    numbers = gathered.filings.numbers
    rights = gathered.filings.values("right")
    texts = iter(sorted(abstracts, key=lambda each: each.identity))
    kept: list[int] = []
    given: dict[int, Abstract] = {}
    for row, number in enumerate(numbers):
        if number in planted:
            kept.append(row)
        elif rights[row] != "design" and (text := next(texts, None)) is not None:
            kept.append(row)
            given[row] = text
    rows = table_.take(pa.array(kept)).to_pylist()
    changed = list(_retold(rows, kept, given))
    asked = {numbers[row] for row in kept if gathered.filings.asked[row]}
    cohort = _cohort(as_claims(each) for each in abstracts)
    facts = replace(gathered.facts, cohorts=dict.fromkeys(gathered.facts.cohorts, cohort))
    return replace(gathered, filings=Filings.of(changed, asked=asked), facts=facts)


def _cohort(claims: Iterable[Sequence[str]]) -> Cohort:
    """Return how large some first claims are."""
    sizes = [size_of(claim) for each in claims if (claim := first_claim(each)) is not None]
    measures = (
        np.quantile([getattr(size, name) for size in sizes], np.linspace(0, 1, 101))
        for name in ("length", "features", "numbers")
    )
    return Cohort(len(sizes), *(tuple(map(float, each)) for each in measures))


def _retold(
    rows: Sequence[dict[str, Any]], kept: Sequence[int], given: Mapping[int, Abstract]
) -> Iterator[dict[str, Any]]:
    for row, place in zip(rows, kept, strict=True):
        text = given.get(place)
        if text is None:
            yield row
        else:
            told = {"title": text.title, "abstract": text.text, "claims": as_claims(text)}
            yield {**row, **told, "description": text.text}


def told_of_real_texts(folder: Path, work: Path) -> str:
    """Return the second part of the result: both questions."""
    from benchmarks.screening import SCOPE, WINDOW, prepared
    from benchmarks.screening_tables import UNTIL

    alarms = alarms_of(folder)
    rows = [
        [name, str(leads), str(natural), str(leads - natural), str(told), _rate(told, alarms)]
        for name, (leads, natural, told) in alarms.by_signal.items()
    ]
    doubled = {sorted(pair)[1] for pair in natural_pairs(folder)}
    abstracts = [each for each in read_abstracts(folder) if each.identity not in doubled]
    home = prepared(5_000, 3, work)
    truth = read_truth(home / "city" / "screening-truth.csv")
    engine = DuckEngine(Lake(str(home / "lake")))
    gathered = gather(engine, load_catalogue(), SCOPE, on=UNTIL, window_months=WINDOW)
    mixed = with_real_texts(gathered, set(truth), abstracts)
    found = screen(mixed, packaged())
    verdicts: dict[str, Counter[str]] = {}
    for lead in found.leads:
        verdicts.setdefault(lead.signal, Counter())[judged(lead, truth)] += 1
    kinds = (RIGHT, ALSO, OTHER, INNOCENT, BACKGROUND)
    mixed_rows = [
        [signal, *(str(counts.get(kind, 0)) for kind in kinds)]
        for signal, counts in sorted(verdicts.items())
    ]
    real = int(np.sum([number not in truth for number in mixed.filings.numbers]))
    return (
        "## Real texts\n\n"
        f"{alarms.filings:,} real Chinese abstracts as filings of their assignees; claims are the "
        "sentences of the abstract, for claims there are none. Natural near-duplicates are known "
        "pairs, mostly of one assignee: to tell them is no false alarm.\n\n"
        + table(
            ("signal", "leads", "natural pairs", "false", "filings in false leads", "per 1 000"),
            rows,
        )
        + f"\n\nIn a city of 5 000 applications {real:,} of its own filings have real texts:\n\n"
        + table(
            ("signal", RIGHT, "also true", "other ring", "look-alikes", "real texts"), mixed_rows
        )
    )


def _rate(told: int, alarms: Alarms) -> str:
    return f"{1000 * told / alarms.filings:.1f}"
