"""The declared weights of findings, by which a comparison is scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import yaml

from zhiheng.core.declarations.catalogue import PACKAGED
from zhiheng.core.matching.findings import CODES


@dataclass(frozen=True)
class Weights:
    """One fit: its version and day, the default threshold, and a weight for each finding."""

    version: int
    fitted_on: str
    threshold: float
    values: npt.NDArray[np.float64]


@cache
def load_weights() -> Weights:
    """Return the packaged fit for names."""
    return read_weights("names", CODES)


def read_weights(subject: str, codes: Sequence[str]) -> Weights:
    """Return the packaged fit of a folder of declarations, the weights in the order of codes."""
    text = (PACKAGED / subject / "weights.yaml").read_text(encoding="utf-8")
    declared = yaml.load(text, Loader=yaml.CSafeLoader)
    return Weights(
        version=int(declared["version"]),
        fitted_on=str(declared["fitted_on"]),
        threshold=float(declared["threshold"]),
        values=np.array([declared["weights"][code] for code in codes], np.float64),
    )
