"""A whole screening: signals over a scene, the white list, what was dismissed before, rings.

    found = screen(gathered, declared)

A signal that meets something it cannot read leaves it out; nothing here raises on bad filings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from zhiheng.core.screening.circles import circles_of
from zhiheng.core.screening.declared import LEAST_STRENGTH, Change, Declared, Limits
from zhiheng.core.screening.gathering import Gathered
from zhiheng.core.screening.leads import Lead
from zhiheng.core.screening.marks.gathering import GatheredMarks
from zhiheng.core.screening.marks.scene import MarkScene
from zhiheng.core.screening.rings import Ring, rings_of
from zhiheng.core.screening.scene import AnyScene, Scene
from zhiheng.core.screening.signals import signals
from zhiheng.core.screening.sparing import Entry, SparedLead, sieve

Report = Callable[[str, int, int], None]
LEAST = "least-filings"  # the limit that says how many filings a signal needs


@dataclass(frozen=True)
class Screening:
    """What a screening brought: leads, the strongest first, rings, and what was spared and why."""

    leads: list[Lead]
    rings: list[Ring]
    spared: list[SparedLead]
    limits: Mapping[str, Limits]
    scene: AnyScene


@overload
def scene_of(gathered: Gathered) -> Scene: ...


@overload
def scene_of(gathered: GatheredMarks) -> MarkScene: ...


def scene_of(gathered: Gathered | GatheredMarks) -> Scene | MarkScene:
    """Return what the signals are given: the filings with their circles."""
    circles = circles_of(gathered.filings, gathered.facts)
    if isinstance(gathered, GatheredMarks):
        return MarkScene(gathered.filings, gathered.facts, circles)
    return Scene(gathered.filings, gathered.facts, circles)


def _scene(looked_at: Gathered | GatheredMarks | Scene | MarkScene) -> Scene | MarkScene:
    if isinstance(looked_at, GatheredMarks | Gathered):
        return scene_of(looked_at)
    return looked_at


def screen(
    looked_at: Gathered | GatheredMarks | Scene | MarkScene,
    declared: Declared,
    *,
    changes: Sequence[Change] = (),
    entries: Sequence[Entry] = (),
    dismissed: Mapping[str, frozenset[str]] | None = None,
    only: Iterable[str] = (),
    report: Report = lambda step, done, total: None,
) -> Screening:
    """Ask every signal declared for the scene's register, or `only` those named.

    `report` is told before each one. `changes` are limits that the office set otherwise, `entries`
    its white list, `dismissed` the items that a person found innocent, by signal.
    """
    scene = _scene(looked_at)
    chosen, own = set(only), declared.of(scene.ABOUT).signals
    wanted = [name for name in own if not chosen or name in chosen]
    limits = {name: declared.limits(name, on=scene.on, changes=changes) for name in wanted}
    found: list[Lead] = []
    for place, name in enumerate(wanted):
        report(name, place, len(wanted))
        least = limits[name].number(LEAST_STRENGTH)
        leads = signals()[name].find(scene, limits[name])
        found += [lead for lead in leads if lead.strength >= least]
    report("rings", len(wanted), len(wanted))
    needed = {name: each.whole(LEAST) for name, each in limits.items() if LEAST in each.values}
    kept, spared = sieve(found, scene, declared.rules, entries, dismissed or {}, least=needed)
    kept.sort(key=lambda lead: (-lead.strength, lead.key))
    return Screening(kept, rings_of(kept, scene, limits), spared, limits, scene)
