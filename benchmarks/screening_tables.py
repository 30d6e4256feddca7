"""What the benchmarks of screenings share: the city that is screened, and tables of what was told.

What was planted is called rings of filings where these are patents, sets of marks where they are
marks.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from benchmarks.measuring import table
from benchmarks.screening_truth import (
    ALSO,
    BACKGROUND,
    INNOCENT,
    OTHER,
    RIGHT,
    Planted,
    Score,
    Truth,
    blamed,
    score,
)
from sample.city import write_city
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.feeds.importing import ImportSettings
from zhiheng.core.intake import take_in
from zhiheng.core.lake.tables import Lake
from zhiheng.core.screening.leads import Lead

UNTIL = date(2026, 6, 30)


class Screened(Protocol):
    """A screening of one city: what is true of it, what was told, and how much was spared why."""

    @property
    def truth(self) -> Truth:
        """What is true of each planted filing, by number."""

    @property
    def leads(self) -> Sequence[Lead]:
        """What the screening told."""

    @property
    def spared(self) -> Counter[str]:
        """How many leads each rule spared."""


def prepared(
    home: Path, *, patents: int, seed: int, files: Callable[[Path], Iterable[Path]]
) -> Path:
    """Return the home of a city of which `files` were imported, made on the first call."""
    done = home / "done.json"
    if done.exists():
        return home
    city, workers = home / "city", os.cpu_count() or 1
    manifest = write_city(city, patents=patents, seed=seed, until=UNTIL, workers=workers)
    lake = Lake(str(home / "lake"))
    settings = ImportSettings(
        load_catalogue(), lake, home / "scratch", workers=workers, index=home / "index"
    )
    report = take_in(list(files(city)), settings, on=datetime(2026, 7, 1, tzinfo=UTC))
    assert not report.set_aside, report.set_aside[:3]
    done.write_text(json.dumps(manifest.content))
    return home


def scored(
    runs: Sequence[Screened], kinds: frozenset[str], *, behaviour: str = "", signal: str = ""
) -> Score:
    """Score all cities as one: numbers and rings get the city's place in front."""
    truth: dict[str, Planted] = {}
    leads: list[Lead] = []
    for place, run in enumerate(runs):
        for number, each in run.truth.items():
            truth[f"{place}/{number}"] = replace(each, ring=f"{place}/{each.ring}")
        leads += [
            replace(lead, filings=tuple(f"{place}/{number}" for number in lead.filings))
            for lead in run.leads
            if behaviour in ("", lead.behaviour) and signal in ("", lead.signal)
        ]
    return score(leads, truth, kinds=kinds)


def headings(first: str, *, filings: str = "filings", rings: str = "rings") -> tuple[str, ...]:
    """Return the headings of the rows that `row_of` makes."""
    return (
        *(first, "leads", RIGHT, "also true", OTHER, "look-alikes", f"other {filings}"),
        *("precision", f"{filings}: precision", rings, f"{rings} found", f"{filings} found"),
    )


def row_of(name: str, told: Score) -> list[str]:
    """Return how leads fared as a row under `headings`."""
    verdicts = [told.verdicts.get(each, 0) for each in (RIGHT, ALSO, OTHER, INNOCENT, BACKGROUND)]
    return [
        name,
        str(told.leads),
        *map(str, verdicts),
        share(told.precision),
        share(told.filing_precision),
        str(told.rings),
        share(told.ring_recall),
        share(told.filing_recall),
    ]


def share(value: float | None) -> str:
    """Return a share with two places, a dash where there is none."""
    return "–" if value is None or value != value else f"{value:.2f}"


def by_strength(told: Score) -> list[str]:
    """Return how many weak, middling and strong rings were found."""
    return [f"{found} of {all_}" for found, all_ in told.recall_by_strength.values()]


def planted(runs: Sequence[Screened], called: Callable[[str], str], heading: Sequence[str]) -> str:
    """Return how much of each kind was planted, those that `called` calls innocent last."""
    rings = Counter(
        kind for run in runs for kind, _ in {(each.kind, each.ring) for each in run.truth.values()}
    )
    filings = Counter(each.kind for run in runs for each in run.truth.values())
    rows = [
        [kind, called(kind), str(rings[kind]), str(filings[kind])]
        for kind in sorted(rings, key=lambda kind: (called(kind) == INNOCENT, kind))
    ]
    return table(heading, rows)


def wrong(runs: Sequence[Screened]) -> str:
    """Return which signals told whom wrongly, and what was spared by rule."""
    counts: Counter[tuple[str, str]] = Counter()
    spared: Counter[str] = Counter()
    for run in runs:
        counts += blamed(run.leads, run.truth)
        spared += run.spared
    rows = [[signal, kind, str(count)] for (signal, kind), count in counts.most_common()]
    quiet = ", ".join(f"{name} ({count})" for name, count in spared.most_common()) or "nothing"
    return f"{table(('signal', 'about', 'leads'), rows)}\n\nSpared by rule: {quiet}."
