"""Chinese texts for benchmarks: as many as asked for, with altered copies planted among them.

A text follows a real abstract from character to character and, before one character in four, goes
on from another place where the character before it occurs. So characters and phrases are as
frequent as in the originals, and boilerplate recurs, while no two texts are alike by descent. The
originals are the abstracts of ../shared/data/patents_cn where that folder is present, else the
wording of the sample city.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sample.vocabulary import fields
from sample.wording import invention_wording

REAL = Path(__file__).resolve().parents[2] / "shared/data/patents_cn"
JUMP = 0.25  # of the characters, after which the text goes on elsewhere
PLANTED = 0.02  # copies per text, for each rate
BATCH = 50_000

Letters = npt.NDArray[np.uint32]


@dataclass(frozen=True)
class Planted:
    """Texts as an Arrow column, and for each rate of altered characters the pairs planted."""

    column: pa.Array
    pairs: dict[float, list[tuple[int, int]]]
    source: str


def planted_texts(count: int, *, length: int, rates: tuple[float, ...], seed: int = 1) -> Planted:
    """Return `count` texts, of which some are copies of others with a part of the letters replaced.

    A replaced letter is drawn from all letters as frequent as they are.
    """
    originals, source = _originals()
    chance = np.random.default_rng(seed)
    copies = int(count * PLANTED)
    fresh = count - copies * len(rates)
    walk = _Walk(originals)
    data, bounds, kept = bytearray(), [0], []
    for begin in range(0, fresh, BATCH):
        letters = walk.texts(min(BATCH, fresh - begin), length, chance)
        _append(letters, data, bounds)
        kept.append(letters[: max(0, copies * len(rates) - begin)])
    model = np.concatenate(kept)
    pairs: dict[float, list[tuple[int, int]]] = {}
    for number, rate in enumerate(rates):
        begin = number * copies
        pairs[rate] = [(begin + i, fresh + begin + i) for i in range(copies)]
        _append(_altered(model[begin : begin + copies], rate, originals, chance), data, bounds)
    buffers = [None, pa.py_buffer(np.array(bounds, np.int64)), pa.py_buffer(data)]
    return Planted(pa.Array.from_buffers(pa.large_string(), count, buffers), pairs, source)


class _Walk:
    def __init__(self, originals: Letters) -> None:
        self.originals = originals
        self.places = np.argsort(originals, kind="stable")
        ordered = originals[self.places]
        self.begins = np.searchsorted(ordered, originals, "left")
        self.counts = np.searchsorted(ordered, originals, "right") - self.begins

    def texts(self, count: int, length: int, chance: np.random.Generator) -> Letters:
        place = chance.integers(0, len(self.originals), count)
        out = np.empty((count, length), np.uint32)
        for column in range(length):
            out[:, column] = self.originals[place]
            other = (chance.random(count) * self.counts[place]).astype(np.int64)
            elsewhere = self.places[self.begins[place] + other]
            place = np.where(chance.random(count) < JUMP, elsewhere, place) + 1
            place %= len(self.originals)
        return out


def _altered(
    letters: Letters, rate: float, originals: Letters, chance: np.random.Generator
) -> Letters:
    out = letters.copy()
    chosen = chance.random(letters.shape) < rate
    out[chosen] = chance.choice(originals, int(chosen.sum()))
    return out


def _append(letters: Letters, data: bytearray, bounds: list[int]) -> None:
    for row in letters:
        data += row.tobytes().decode("utf-32-le").encode()
        bounds.append(len(data))


def _originals() -> tuple[Letters, str]:
    if REAL.exists():
        lines = (REAL / "ccf_bdci2022_train.jsonl").read_text(encoding="utf-8").splitlines()
        with gzip.open(
            REAL / "ccf_bdci2022_extra_pseudolabelled.jsonl.gz", "rt", encoding="utf-8"
        ) as extra:
            lines += extra
        texts = [json.loads(line)["abstract"] for line in lines]
        source = f"{len(texts)} real abstracts"
    else:
        texts, source = (
            _sample_abstracts(),
            "the wording of the sample city (no real abstracts here)",
        )
    return np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32), source


def _sample_abstracts() -> list[str]:
    chance = Random(1)
    byte = lambda: chance.randrange(256)  # noqa: E731 - the wording asks for a source of bytes
    return [invention_wording(field, byte).abstract for field in fields() for _ in range(200)]
