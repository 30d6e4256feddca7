"""Where the ink of a mark is: its strength at every pixel, whatever the colours and the ground.

White on red is the same device as red on white, so a picture becomes the distance of every pixel
from the ground it stands on. What stands together is a part: a device beside its words, what a
frame or a plate holds. The guide compares such parts on their own too.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from zhiheng.core.compiling import compiled

Ink = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.int32]
Colours = npt.NDArray[np.float32]

SIDE = 192  # pixels of the longer side that ink is looked for in
WEAKEST = 0.10  # of black on white: below it is the noise of scanning and of JPEG
CLEAR = 0.35  # strength from which a pixel is counted as ink
SPECK = 6  # pixels; what is smaller stands for itself only when there is nothing else
GAP = 0.035  # of the longer side, to each side of the ink: what is closer stands together
MOST_PARTS = 3
SMALLEST_PART = 0.06  # of the whole in area
FRAME_SHARE, FRAME_FILL = 0.9, 0.4  # of the whole: the box around a frame, and its own ink
PLATE_FILL = 0.72  # of its box that a plate covers at least: a disc covers 0.785


class Region(NamedTuple):
    """A part of a picture, cut out: `ink` 0 to 1 of shape (h, w) and its colours (h, w, 3)."""

    ink: Ink
    colours: Colours


def whole(pixels: npt.NDArray[np.uint8]) -> Region | None:
    """Return the mark in a picture of shape (height, width, 3), or None where it is blank."""
    small = Image.fromarray(pixels)
    small.thumbnail((SIDE, SIDE), Image.Resampling.BOX)
    colours = np.asarray(small, np.float32) / 255.0
    strength = _strength(colours, _ground(_edge(colours)))
    kept = _without_specks(strength > CLEAR)
    return _cut(strength * _near(kept), colours, kept)


def parts(mark: Region) -> list[Region]:
    """Return what stands apart in a mark, the largest first; empty where it is one piece."""
    held = _inside_of_plate(mark) or _inside_of_frame(mark)
    if held is not None:
        return [held, *_apart(held)][:MOST_PARTS]
    return _apart(mark)[:MOST_PARTS]


def _apart(mark: Region) -> list[Region]:
    mask = mark.ink > CLEAR
    labels, count = label(_spread(mask, max(1, round(GAP * max(mask.shape)))))
    if count < 2:
        return []
    found = []
    for number in range(1, count + 1):
        own = mask & (labels == number)
        if own.sum() >= SPECK and _share(own) >= SMALLEST_PART:
            region = _cut(np.where(own, mark.ink, 0), mark.colours, own)
            found += [region] if region else []
    return sorted(found, key=lambda each: -each.ink.size) if len(found) > 1 else found


def _inside_of_plate(mark: Region) -> Region | None:
    """Return what a filled shape carries in another colour, or None where there is no such."""
    mask = mark.ink > CLEAR
    filled = _without_holes(mask)
    if filled.mean() < PLATE_FILL:
        return None
    ground = _ground(mark.colours[filled])
    strength = _strength(mark.colours, ground) * filled
    plate = filled & (strength < CLEAR)
    if float(mark.ink[plate].mean()) < CLEAR:  # a frame: what lies inside is the paper
        return None
    kept = _without_specks(_shrunk(filled) & (strength > CLEAR))
    if not 0.02 <= kept.mean() <= 0.9:
        return None
    return _cut(strength * kept, mark.colours, kept)


def _inside_of_frame(mark: Region) -> Region | None:
    """Return all that a ring or another frame goes around, or None where there is none."""
    mask = mark.ink > CLEAR
    labels, count = label(mask)
    sizes = np.bincount(labels.ravel(), minlength=count + 1)
    for number in np.flatnonzero(sizes >= sum(mask.shape)).tolist():
        own = labels == number
        if number and _share(own) >= FRAME_SHARE and own.mean() <= FRAME_FILL:
            rest = mask & ~own
            return _cut(mark.ink * rest, mark.colours, rest) if rest.mean() >= 0.02 else None
    return None


def _without_holes(mask: Mask) -> Mask:
    """Return a mask with everything that it encloses."""
    labels, _ = label(np.pad(~mask, 1, constant_values=True))
    return labels[1:-1, 1:-1] != labels[0, 0]


def _edge(colours: Colours) -> Colours:
    rows = (colours[0], colours[-1], colours[:, 0], colours[:, -1])
    return np.concatenate([row.reshape(-1, 3) for row in rows])


def _ground(colours: Colours) -> Colours:
    """Return the colour that most of some pixels (n, 3) have, to a sixteenth."""
    steps = (colours * 15.999).astype(np.int32)
    codes = steps[:, 0] << 8 | steps[:, 1] << 4 | steps[:, 2]
    values, counts = np.unique(codes, return_counts=True)
    return np.median(colours[codes == values[counts.argmax()]], axis=0).astype(np.float32)


def _strength(colours: Colours, ground: Colours) -> Ink:
    """Return how far pixels are from the ground, 1 where clearly apart, pale marks made strong."""
    apart = np.abs(colours - ground).max(axis=2)
    seen = apart[apart > WEAKEST]
    if not seen.size:
        return np.zeros(apart.shape, np.float32)
    full = max(float(np.percentile(seen, 90)) * 0.8, WEAKEST * 2)
    return np.clip((apart - WEAKEST / 2) / (full - WEAKEST / 2), 0, 1).astype(np.float32)


def _cut(ink: Ink, colours: Colours, mask: Mask) -> Region | None:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return None
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    return Region(np.ascontiguousarray(ink[box], np.float32), np.ascontiguousarray(colours[box]))


def _share(own: Mask) -> float:
    """Return the box around some pixels by the whole picture."""
    rows, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
    return float((np.ptp(rows) + 1) * (np.ptp(columns) + 1) / own.size)


def _without_specks(mask: Mask) -> Mask:
    labels, count = label(mask)
    sizes = np.bincount(labels.ravel(), minlength=count + 1)
    large = sizes >= max(SPECK, 0.0015 * float(mask.sum()))
    large[0] = False
    return large[labels] if large.any() else mask


def _near(mask: Mask) -> Mask:
    """Return the pixels of a mask and those beside them, where soft edges are."""
    return _spread(mask, 1)


def _spread(mask: Mask, by: int) -> Mask:
    """Return a mask grown by some pixels to every side, corners included."""
    grown = mask
    for axis in (0, 1):
        padded = np.pad(grown, [(by, by) if each == axis else (0, 0) for each in (0, 1)])
        sums = np.cumsum(padded, axis=axis, dtype=np.int32)
        length = mask.shape[axis]
        ends = np.take(sums, np.arange(2 * by, 2 * by + length), axis=axis)
        starts = np.concatenate(
            [np.zeros_like(np.take(sums, [0], axis=axis)), sums], axis=axis
        ).take(np.arange(length), axis=axis)
        grown = ends > starts
    return grown


def _shrunk(mask: Mask) -> Mask:
    return ~_spread(~np.pad(mask, 2), 2)[2:-2, 2:-2]


@compiled
def label(mask: Mask) -> tuple[Labels, int]:
    """Return the pieces of a mask numbered from 1, 0 outside, and how many; corners touch."""
    height, width = mask.shape
    labels = np.zeros((height, width), np.int32)
    waiting = np.empty(height * width, np.int32)
    count = 0
    for start in range(height * width):
        if not mask[start // width, start % width] or labels[start // width, start % width]:
            continue
        count += 1
        labels[start // width, start % width] = count
        waiting[0] = start
        left = 1
        while left:
            left -= 1
            row, column = waiting[left] // width, waiting[left] % width
            for r in range(max(row - 1, 0), min(row + 2, height)):
                for c in range(max(column - 1, 0), min(column + 2, width)):
                    if mask[r, c] and not labels[r, c]:
                        labels[r, c] = count
                        waiting[left] = r * width + c
                        left += 1
    return labels, count
