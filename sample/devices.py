"""Devices of the city's marks: original drawings made from simple shapes, as SVG in a ZIP file.

Every fortieth mark of the list has one, at most `MOST`. Eight motifs come in four manners, of
different owners: as drawn, in another colour and turned over, in a ring, and white on a plate; so
that looking for one finds the others of its motif.
"""

from __future__ import annotations

import csv
import math
import zipfile
from collections.abc import Callable
from pathlib import Path

DEVICES = "mark-images.zip"
EVERY, MOST = 40, 96
COLOURS = ("#1d3f72", "#a4262c", "#1f6b3a", "#8a5a00", "#5b2a86", "#0b6e75", "#333333")
_OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240">'


def write_devices(city: Path) -> int:
    """Write the archive beside the list of marks; return how many devices are in it."""
    with (city / "trademarks.csv").open(encoding="utf-8-sig", newline="") as listed:
        numbers = sorted({row["注册号"] for row in csv.DictReader(listed)})
    chosen = numbers[::EVERY][:MOST] if len(numbers) >= 8 * EVERY else numbers[: len(_MOTIFS)]
    with zipfile.ZipFile(city / DEVICES, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, number in enumerate(chosen):
            # The date of a ZipInfo is a constant: the bytes depend on the marks only.
            archive.writestr(zipfile.ZipInfo(f"{number}.svg"), device(place))
    return len(chosen)


def device(place: int) -> str:
    """Return the drawing of a place in the list: motif by motif, then manner by manner."""
    motif = _MOTIFS[place % len(_MOTIFS)]
    manner = _MANNERS[place // len(_MOTIFS) % len(_MANNERS)]
    return f"{_OPEN}{manner(motif, COLOURS[place % len(COLOURS)])}</svg>"


def _sun_over_waves() -> str:
    rays = "".join(
        f'<path d="M120 30v-24" transform="rotate({turn} 120 96)"/>' for turn in range(-75, 90, 30)
    )
    waves = "".join(
        f'<path d="M20 {y}q25-28 50 0t50 0t50 0t50 0" fill="none"/>' for y in (160, 190, 220)
    )
    return (
        '<path d="M64 130a56 56 0 0 1 112 0z"/>'
        f'<g stroke="currentColor" stroke-width="12">{rays}{waves}</g>'
    )


def _peaks() -> str:
    return (
        '<path d="M10 210l70-130 42 74 30-46 78 102z"/>'
        '<circle cx="180" cy="60" r="26"/><path d="M10 222h220v12H10z"/>'
    )


def _leaf() -> str:
    return (
        '<path d="M30 210C20 90 100 30 210 26C214 140 150 220 30 210z"/>'
        '<path d="M44 200L170 70M90 154v-60M126 118v-50M100 146h62" fill="none" stroke="#fff" '
        'stroke-width="9"/>'
    )


def _star() -> str:
    points = " ".join(
        f"{120 + r * math.sin(k * math.pi / 5):.1f},{120 - r * math.cos(k * math.pi / 5):.1f}"
        for k in range(10)
        for r in ((108, 46)[k % 2],)
    )
    return f'<polygon points="{points}"/><circle cx="120" cy="120" r="22" fill="#fff"/>'


def _ship() -> str:
    return (
        '<path d="M20 160h200l-34 56H54z"/><path d="M112 20h12v130h-12z"/>'
        '<path d="M104 30v110H34z"/><path d="M134 46v94h66z"/>'
    )


def _fish() -> str:
    return (
        '<path d="M20 120C60 50 140 50 182 106l44-44v116l-44-44C140 190 60 190 20 120z"/>'
        '<circle cx="70" cy="108" r="11" fill="#fff"/>'
        '<path d="M112 78q26 42 0 84" fill="none" stroke="#fff" stroke-width="9"/>'
    )


def _knot() -> str:
    return "".join(
        f'<ellipse cx="120" cy="70" rx="34" ry="58" fill="none" stroke="currentColor" '
        f'stroke-width="14" transform="rotate({angle} 120 120)"/>'
        for angle in (0, 90, 180, 270)
    )


def _lantern() -> str:
    return (
        '<path d="M84 40h72v16H84zM84 176h72v16H84zM116 8h8v32h-8zM116 192h8v40h-8z"/>'
        '<path d="M84 60C20 80 20 152 84 172h72c64-20 64-92 0-112z"/>'
        '<path d="M100 60q-34 56 0 112M140 60q34 56 0 112" fill="none" stroke="#fff" '
        'stroke-width="8"/>'
    )


def _plain(motif: Callable[[], str], colour: str) -> str:
    return f'<g color="{colour}" fill="{colour}">{motif()}</g>'


def _turned_over(motif: Callable[[], str], colour: str) -> str:
    return f'<g transform="matrix(-1 0 0 1 240 0)">{_plain(motif, colour)}</g>'


def _in_ring(motif: Callable[[], str], colour: str) -> str:
    return (
        f'<circle cx="120" cy="120" r="112" fill="none" stroke="{colour}" stroke-width="8"/>'
        f'<g transform="translate(52 52) scale(.57)">{_plain(motif, colour)}</g>'
    )


def _on_plate(motif: Callable[[], str], colour: str) -> str:
    light = f'<g color="#fff" fill="#fff">{motif().replace("#fff", colour)}</g>'
    return (
        f'<rect x="4" y="4" width="232" height="232" rx="44" fill="{colour}"/>'
        f'<g transform="translate(48 48) scale(.6)">{light}</g>'
    )


_MOTIFS = (_sun_over_waves, _peaks, _leaf, _star, _ship, _fish, _knot, _lantern)
_MANNERS = (_plain, _turned_over, _in_ring, _on_plate)
