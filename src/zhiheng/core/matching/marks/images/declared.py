"""The declared figures and tests of the comparison of images, `declarations/marks/images.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from zhiheng.core.declarations.catalogue import PACKAGED
from zhiheng.core.declarations.models import LegalSource, Wording
from zhiheng.core.matching.marks.comparison import FiredRule

FINDINGS = ("edges", "inside", "better", "ink")


@dataclass(frozen=True)
class ImageRules:
    """One fit of the score, and from where on something is told.

    `weights` stand in the order of `FINDINGS`; `told` by the name of a way of looking alike;
    `limits` by the code of a rule, scores from which it holds.
    """

    threshold: float
    bias: float
    weights: npt.NDArray[np.float64]
    told: Mapping[str, float]
    limits: Mapping[str, float]
    rules: Mapping[str, FiredRule]


@cache
def image_rules() -> ImageRules:
    """Return the packaged figures and tests."""
    text = (PACKAGED / "marks" / "images.yaml").read_text(encoding="utf-8")
    declared: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    source = LegalSource(**declared["source"])
    return ImageRules(
        threshold=float(declared["threshold"]),
        bias=float(declared["bias"]),
        weights=np.array([declared["weights"][name] for name in FINDINGS], np.float64),
        told=declared["told"],
        limits=declared["limits"],
        rules={
            code: FiredRule(
                code, each["near"], Wording(zh=each["zh"], en=each["en"]), source,
                declared["status"],
            )
            for code, each in declared["rules"].items()
        },
    )  # fmt: skip
