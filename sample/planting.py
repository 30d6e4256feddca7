"""Plants rings and look-alikes into a city: their documents, events, dealings, and the truth.

They come beside the city's own filings and change none of them. All of it depends on the order
alone and is drawn at once: there are few.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from random import Random

from sample.archive import Archive
from sample.dealings import dealings_of
from sample.documents import Document
from sample.filings import World
from sample.inhabitants import Enterprise
from sample.lookalikes import LOOKALIKES
from sample.notices import NOTICES
from sample.planted_truth import counted, write_planted_truth
from sample.plots import Plant, Plot, Register, plot_of
from sample.rings import RINGS, Ring
from sample.shards import EVENTS, event_lines, publications
from sample.tally import Tally

TRUTH = "screening-truth.csv"
EVERY = 5_000  # applications for one ring of each kind


class Planted:
    """What was planted in one city, and who was founded for it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.register = Register(world)
        self.plants: list[Plant] = list(self._drawn())
        self.firms: list[Enterprise] = self.register.firms

    def _drawn(self) -> Iterator[Plant]:
        for number in range(self.world.order.rings):
            for ring in RINGS:
                yield from ring(self._plot(ring, number, innocent=False))
            for ring in LOOKALIKES:
                yield from ring(self._plot(ring, number, innocent=True))

    def _plot(self, ring: Ring, number: int, *, innocent: bool) -> Plot:
        name = ring.__name__
        return plot_of(self.world, self.register, "rings", name, number, innocent=innocent)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many filings were planted of each kind, and how many look like it."""
        return counted(plant.truth for plant in self.plants)


def write_planted(folder: Path, planted: Planted, tally: Tally) -> tuple[dict[str, str], int]:
    """Write the documents by year and the truth; return the lines of each table and a size.

    What is planted is counted like everything else.
    """
    world, size = planted.world, 0
    lines: dict[str, list[str]] = {}
    years: dict[str, list[Plant]] = {}
    dealing = Random(f"{world.order.seed}/rings/dealing")
    for plant in planted.plants:
        filing = plant.filing
        years.setdefault(filing.number[:4], []).append(plant)
        tally.note_filing(filing, days=world.days)
        lines.setdefault(EVENTS, []).append(event_lines(filing, world))
        told = dealings_of(filing, world, dealing)
        for table, row in [*told, *([(NOTICES, plant.notice)] if plant.notice else [])]:
            lines.setdefault(table, []).append(_line(row))
            tally.rows[table] += 1
    for year, plants in sorted(years.items()):
        with Archive(folder / "patents" / f"{year}-planted.zip") as archive:
            size += sum(_write(archive, plant, world, tally) for plant in plants)
    truths = ((plant.filing.dotted, plant.truth) for plant in planted.plants)
    write_planted_truth(folder / TRUTH, truths)
    return {table: "".join(each) for table, each in lines.items()}, size


def _write(archive: Archive, plant: Plant, world: World, tally: Tally) -> int:
    document, size = Document(plant.filing, days=world.days), 0
    for kind, day in publications(plant.filing):
        name, content = document.written(kind=kind, day=day)
        archive.add(name, content)
        tally.note_document(kind=kind, dialect="PatentDocumentAndRelated")
        size += len(content)
    return size


def _line(row: tuple[object, ...]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerow(row)
    return written.getvalue()
