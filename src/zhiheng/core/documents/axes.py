"""How far the axis of a chart goes; the same in Word and in PDF."""

from __future__ import annotations

import math

from zhiheng.core.documents.model import Chart


def scale(chart: Chart) -> tuple[float, float, float]:
    """Return least value, greatest value and step of the axis: round numbers around the data.

    Nought is always on it; where everything is counted in whole numbers, steps are whole too.
    """
    values = [[each or 0.0 for each in series.values] for series in chart.series]
    if chart.kind == "stacked":
        values = [[sum(column) for column in zip(*values, strict=True)]]
    low = min(0.0, *(each for row in values for each in row))
    high = max(0.0, *(each for row in values for each in row))
    rough = (high - low) / 5 or 0.2
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= rough * 0.999)
    if all(each == int(each) for row in values for each in row):
        step = max(1.0, math.ceil(step))
    return math.floor(low / step) * step, math.ceil(high / step - 1e-9) * step or step, step
