"""How a device looks, in numbers: edges, layout, outline, inner structure, colours.

A device is laid into a square of 48 pixels, long ones shortened so that words stay legible, and
described five ways. Each is a vector of bytes, compared by its cosine:

- edges: how much stroke runs in each of 8 directions in each of 6 × 6 cells (288 numbers);
- layout: how much ink there is in each of 12 × 12 cells (144);
- outline: how far the ink reaches from its centre in 36 directions (36);
- inside: on 8 rings around the centre, how the ink repeats around it; the same however a device is
  turned or mirrored (72);
- colours: how much of the ink has each of 9 hues and 4 greys (13).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from zhiheng.core.matching.marks.images.ink import CLEAR, Ink, Region

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

SQUARE = 48
CELLS, DIRECTIONS = 6, 8
LAYOUT = 12
ANGLES, RINGS, WAVES = 36, 8, 9
HUES, GREYS = 9, 4
SIZES = {
    "edges": CELLS * CELLS * DIRECTIONS,
    "layout": LAYOUT * LAYOUT,
    "outline": ANGLES,
    "inside": RINGS * WAVES,
    "colours": HUES + GREYS,
}
LENGTH = sum(SIZES.values()) + 2
GREY = 0.15  # saturation below which a colour is grey


class Look(NamedTuple):
    """One device in bytes; `form` holds its proportion and the share of ink, each 0 to 255."""

    edges: Bytes
    layout: Bytes
    outline: Bytes
    inside: Bytes
    colours: Bytes
    form: Bytes


def look_of(region: Region) -> Look:
    """Return the numbers of a device; the same picture in another size gives nearly the same."""
    square = _squared(region.ink)
    return Look(
        _bytes(np.sqrt(_edges(square))),
        _bytes(np.sqrt(_cells(square, LAYOUT).ravel())),
        _bytes(_outline(square)),
        _bytes(np.sqrt(_inside(square))),
        _bytes(np.sqrt(_colours(region))),
        _form(region.ink),
    )


def look_in(row: Bytes) -> Look:
    """Return the look whose numbers stand in a row, shape (LENGTH,)."""
    return Look(*np.split(row, np.cumsum(list(SIZES.values()))))


def _squared(ink: Ink) -> Floats:
    """Return the ink in a square, in the middle, its long side filling it.

    The short side is lengthened to the square root of its proportion: a word of 8 : 1 would be
    six pixels high otherwise.
    """
    height, width = ink.shape
    proportion = min(height, width) / max(height, width)
    short = max(4, round(SQUARE * proportion**0.5))
    size = (SQUARE, short) if width >= height else (short, SQUARE)
    picture = Image.fromarray(ink).resize(size, Image.Resampling.BOX)
    square = np.zeros((SQUARE, SQUARE), np.float32)
    top, left = (SQUARE - size[1]) // 2, (SQUARE - size[0]) // 2
    square[top : top + size[1], left : left + size[0]] = np.asarray(picture)
    return square


def _edges(square: Floats) -> Floats:
    padded = np.pad(square, 1)
    across = padded[1:-1, 2:] - padded[1:-1, :-2]
    down = padded[2:, 1:-1] - padded[:-2, 1:-1]
    strength = np.hypot(across, down)
    direction = (np.arctan2(down, across) % np.pi) * (DIRECTIONS / np.pi)
    first = np.floor(direction).astype(int) % DIRECTIONS
    share = direction - np.floor(direction)
    planes = np.zeros((DIRECTIONS, SQUARE, SQUARE), np.float32)
    rows, columns = np.indices(square.shape)
    planes[first, rows, columns] += strength * (1 - share)
    planes[(first + 1) % DIRECTIONS, rows, columns] += strength * share
    return np.stack([_cells(plane, CELLS) for plane in planes]).ravel()


def _cells(plane: Floats, count: int) -> Floats:
    """Return the means of cells that overlap their neighbours by half, shape (count, count)."""
    step = SQUARE // count
    weights = np.zeros((count, SQUARE), np.float32)
    middle = (np.arange(count) + 0.5) * step - 0.5
    for cell in range(count):
        weights[cell] = np.clip(1 - np.abs(np.arange(SQUARE) - middle[cell]) / step, 0, None)
    return np.asarray((weights @ plane @ weights.T) / step**2, np.float32)


def _centre(square: Floats) -> tuple[float, float]:
    total = float(square.sum()) or 1.0
    places = np.arange(SQUARE, dtype=np.float32)
    return float(square.sum(1) @ places / total), float(square.sum(0) @ places / total)


def _around(square: Floats, radii: npt.NDArray[np.floating]) -> Floats:
    """Return the ink on circles around its centre, shape (radii, angles)."""
    row, column = _centre(square)
    turns = np.arange(ANGLES) * (2 * np.pi / ANGLES)
    rows = np.rint(row + np.outer(radii, np.sin(turns))).astype(int)
    columns = np.rint(column + np.outer(radii, np.cos(turns))).astype(int)
    seen = (rows >= 0) & (rows < SQUARE) & (columns >= 0) & (columns < SQUARE)
    values = square[rows.clip(0, SQUARE - 1), columns.clip(0, SQUARE - 1)]
    return np.where(seen, values, 0).astype(np.float32)


def _outline(square: Floats) -> Floats:
    radii = np.arange(SQUARE) * 0.75 + 0.5
    ink = _around(square, radii) > CLEAR
    reach = np.where(ink, radii[:, None], 0).max(axis=0)
    return (reach / (SQUARE * 0.75)).astype(np.float32)


def _inside(square: Floats) -> Floats:
    mass = np.hypot(*(np.indices(square.shape) - np.reshape(_centre(square), (2, 1, 1))))
    spread = float((mass * square).sum() / (square.sum() or 1.0))
    radii = (np.arange(RINGS * 3) + 0.5) * (spread * 2.2 / (RINGS * 3))
    circles = _around(square, radii).reshape(RINGS, 3, ANGLES).mean(axis=1)
    return np.abs(np.fft.rfft(circles, axis=1))[:, :WAVES].ravel().astype(np.float32)


def _colours(region: Region) -> Floats:
    picture = Image.fromarray((region.colours * 255).astype(np.uint8)).convert("HSV")
    hue, saturation, value = np.moveaxis(np.asarray(picture, np.float32) / 255, 2, 0)
    weight = region.ink
    grey = (saturation < GREY) | (value < 0.15)
    hues = np.bincount(
        (hue * HUES + 0.5).astype(int).ravel() % HUES, (weight * ~grey).ravel(), HUES
    )
    greys = np.bincount(
        (value * (GREYS - 0.01)).astype(int).ravel(), (weight * grey).ravel(), GREYS
    )
    return np.concatenate([hues, greys]).astype(np.float32)


def _form(ink: Ink) -> Bytes:
    height, width = ink.shape
    proportion = np.clip(np.log2(width / height) / 8 + 0.5, 0, 1)
    return np.array([proportion * 255, ink.mean() * 255], np.uint8)


def _bytes(values: Floats) -> Bytes:
    top = float(values.max())
    return np.zeros(values.size, np.uint8) if top <= 0 else (values * (255 / top)).astype(np.uint8)
