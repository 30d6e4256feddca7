"""The words in a mark's image, read by a model that comes with the optional extra `ocr`.

The models are PP-OCR's small ones for Chinese and Latin script, as the wheel of RapidOCR carries
them; nothing is fetched from a network. Without the extra every picture is still compared by how
it looks, and whoever asks is told that words were not read.
"""

from __future__ import annotations

import importlib.util
import logging
import threading
from functools import cache
from typing import Any

import numpy as np

from zhiheng.core.errors import NotFoundError
from zhiheng.core.matching.marks.images.reading import MarkImage

SUREST_WRONG = 0.6  # confidence below which a line is more often ornament than words
SMALLEST_WORDS = 0.4  # of the tallest line: what is smaller is small print, not the mark
READ_SIDE = 640  # pixels; small pictures are enlarged to it, the model wants letters of some size
_reading = threading.Lock()  # the reader keeps its state between calls


def can_read_words() -> bool:
    """Tell whether the extra `ocr` is installed."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


def read_words(image: MarkImage) -> str:
    """Return the words in an image, in reading order; empty where there are none.

    Small print is left out. `NotFoundError` where the extra `ocr` is not installed.
    """
    if not can_read_words():
        raise NotFoundError.of("mark_image.no_reader")
    with _reading:
        found = _reader()(_legible(image))
    if found.boxes is None or not found.txts:
        return ""
    heights = [_height(np.asarray(box, np.float64)) for box in found.boxes]
    kept = SMALLEST_WORDS * max(heights)
    lines = zip(found.txts, found.scores, heights, strict=True)
    return " ".join(
        text.strip() for text, sure, high in lines if sure >= SUREST_WRONG and high >= kept
    ).strip()


def _legible(image: MarkImage) -> Any:
    """Return the pixels as the reader wants them: blue first, on a margin, not too small."""
    pixels = image.pixels[:, :, ::-1]
    times = -(-READ_SIDE // max(2 * max(pixels.shape[:2]), 1))
    if times > 1:
        pixels = pixels.repeat(min(times, 8), axis=0).repeat(min(times, 8), axis=1)
    margin = max(8, max(pixels.shape[:2]) // 16)
    return np.pad(pixels, ((margin, margin), (margin, margin), (0, 0)), mode="edge")


def _height(box: Any) -> float:
    """Return how tall the line in a box of four corners is; upright lines are measured across."""
    sides = np.linalg.norm(box - np.roll(box, 1, axis=0), axis=1)
    return float(min(sides[0] + sides[2], sides[1] + sides[3]) / 2)


@cache
def _reader() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
