"""Plants marks filed in bad faith, and innocent ones that look like it, beside the city's own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from sample.filings import World
from sample.mark_lookalikes import MARK_LOOKALIKES
from sample.mark_plots import MarkPlant, MarkPlot, brands_of
from sample.mark_rings import MARK_RINGS, MarkRing
from sample.planted_truth import counted, write_planted_truth
from sample.plots import Register, plot_of
from sample.vocabulary import declared

MARK_TRUTH = "mark-screening-truth.csv"
MOST_SETS = 10  # there are brands for no more
_FIRST_NUMBER = 88_000_000


class PlantedMarks:
    """The planted marks of one city with their numbers, in the order of their filing.

    One set of each kind for two rings of planted patents; firms come from the same register.
    """

    def __init__(self, world: World, register: Register) -> None:
        self._world, self._register = world, register
        self._brands = brands_of(declared("marks.yaml"), world.order.seed % 900)
        drawn = sorted(self._drawn(), key=lambda plant: plant.life.filed)
        self.plants: dict[str, MarkPlant] = {
            str(_FIRST_NUMBER + 37 * place): plant for place, plant in enumerate(drawn)
        }

    def _drawn(self) -> Iterator[MarkPlant]:
        for number in range(min(MOST_SETS, (self._world.order.rings + 1) // 2)):
            for ring in MARK_RINGS:
                yield from ring(self._plot(ring, number, innocent=False))
            for ring in MARK_LOOKALIKES:
                yield from ring(self._plot(ring, number, innocent=True))

    def _plot(self, ring: MarkRing, number: int, *, innocent: bool) -> MarkPlot:
        name = ring.__name__
        plot = plot_of(self._world, self._register, "marks", name, number, innocent=innocent)
        return MarkPlot(plot, self._brands)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many applications were planted of each kind, and how many look like it."""
        return counted(plant.truth for plant in self.plants.values())

    def transfers(self) -> tuple[str, int]:
        """Return the lines about marks that were handed on, as the list of transfers has them."""
        written, count, iso = io.StringIO(newline=""), 0, self._world.days.iso
        lines = csv.writer(written)
        for number, plant in self.plants.items():
            if plant.sale:
                day = iso[plant.sale.day]
                parties = (plant.filer.name, plant.sale.buyer.name)
                lines.writerow((number, "商标权", plant.text, *parties, day, day))
                count += 1
        return written.getvalue(), count

    def write_truth(self, folder: Path) -> None:
        """Write what is true of each planted mark, if any. Not to be imported."""
        told = ((number, plant.truth) for number, plant in self.plants.items())
        write_planted_truth(folder / MARK_TRUTH, told)
