"""Plants marks filed in bad faith, and innocent ones that look like it, beside the city's own."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from sample.filings import World
from sample.mark_lookalikes import MARK_LOOKALIKES
from sample.mark_plots import MarkPlant, MarkPlot, brands_of
from sample.mark_rings import MARK_RINGS, MarkRing
from sample.plots import Plot, Register
from sample.tables import write_csv
from sample.vocabulary import declared

MARK_TRUTH = "mark-screening-truth.csv"
MOST_SETS = 10  # there are brands for no more
_FIRST_NUMBER = 88_000_000
_GOLDEN = 0.618034  # spreads the strengths of a kind evenly, however many sets there are
_HEADING = ("申请号", "情形", "条款", "组", "强度", "角色")
_ROLES = {"member": "成员", "origin": "来源"}


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
                yield from ring(self._plot(ring, number, ""))
            for ring in MARK_LOOKALIKES:
                yield from ring(self._plot(ring, number, "-innocent"))

    def _plot(self, ring: MarkRing, number: int, suffix: str) -> MarkPlot:
        name = f"{ring.__name__.replace('_', '-')}{suffix}-{number + 1}"
        seed = self._world.order.seed
        rng = Random(f"{seed}/marks/{name}")
        begin = Random(f"{seed}/marks/{ring.__name__}").random()
        strength = 0.0 if suffix else (begin + number * _GOLDEN) % 1
        return MarkPlot(Plot(self._world, self._register, rng, name, strength), self._brands)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many applications were planted of each kind, and how many look like it."""
        told: dict[str, Counter[str]] = {"rings": Counter(), "innocent": Counter()}
        for plant in self.plants.values():
            guilty = plant.truth.behaviour or plant.truth.role == "origin"
            told["rings" if guilty else "innocent"][plant.truth.kind] += 1
        return {group: dict(sorted(counts.items())) for group, counts in told.items()}

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
        """Write what is true of each planted mark, if any. Not to be imported.

        An empty 条款 is an innocent look-alike, or the earlier mark that was copied.
        """
        rows: list[tuple[object, ...]] = [_HEADING]
        for number, plant in self.plants.items():
            kind, behaviour, ring, strength, role = plant.truth
            rows.append((number, kind, behaviour, ring, f"{strength:.2f}", _ROLES[role]))
        if len(rows) > 1:
            write_csv(folder / MARK_TRUTH, rows=rows)
