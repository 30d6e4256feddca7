"""Fitting the weights of a comparison to labelled pairs, and writing them as a declaration."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

import numpy as np

STEPS = 20_000


def fitted(
    found: np.ndarray,
    labels: np.ndarray,
    *,
    counts: np.ndarray,
    penalty: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    steps: int = STEPS,
) -> np.ndarray:
    """Return the weights with the least penalised loss that keep between `low` and `high`.

    Logistic regression with a quadratic penalty for each weight, by projected gradient descent.
    `found` has a row for each pair and a column for each finding, `labels` are 1 or 0, `counts` how
    much a pair counts.
    """
    weights, speed = np.zeros(found.shape[1]), np.zeros(found.shape[1])
    steepest = np.linalg.norm(found * np.sqrt(counts)[:, None], 2) ** 2
    rate = 1.0 / (0.25 * steepest + penalty.max())
    for step in range(steps):
        ahead = weights + step / (step + 3) * speed
        likely = 1.0 / (1.0 + np.exp(-found @ ahead))
        stepped = ahead - rate * (found.T @ (counts * (likely - labels)) + penalty * ahead)
        stepped = np.clip(stepped, low, high)
        speed, weights = stepped - weights, stepped
    return weights


def write_weights(
    target: Path,
    heading: str,
    *,
    version: int,
    on: str,
    made_from: Mapping[str, float],
    weights: Mapping[str, float],
) -> None:
    """Write a declaration of weights; `heading` says what they are."""
    told = ", ".join(f"{name}: {value}" for name, value in made_from.items())
    lines = [
        textwrap.fill(heading, 88, initial_indent="# ", subsequent_indent="# "),
        f"version: {version}",
        f"fitted_on: {on}",
        "threshold: 0.5",
        f"made_from: {{{told}}}",
        "weights:",
        *(f"  {code}: {weight:.4f}" for code, weight in weights.items()),
    ]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
