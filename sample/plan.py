"""The plan of the sample city: an invented document, its targets in keeping with the city's size.

What is done in the office with the plan is in `sample.acts`.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

PLAN = "plan.md"
_DATA = Path(__file__).parent / "data"
# What a city of 20 000 patents had at the end of 2023, and what it sets out to have in 2028.
_AT_20_000 = {
    "high_value_base": (Decimal("0.63"), 2),
    "high_value_target": (Decimal("1.0"), 2),
    "valid_base": (Decimal(2662), 0),
    "valid_target": (Decimal(4900), 0),
    "abroad_target": (Decimal(110), 0),
    "pledge_target": (Decimal("9.5"), 2),
}


def write_plan(out: Path, *, patents: int) -> Path:
    """Write the plan of a city of so many patents and return its file."""
    file = out / PLAN
    file.write_text(plan_text(patents), encoding="utf-8")
    return file


def plan_text(patents: int) -> str:
    """Return the document of the plan."""
    text = (_DATA / "plan.md").read_text(encoding="utf-8")
    share = Decimal(patents) / 20_000
    figures = {name: _scaled(value * share, places) for name, (value, places) in _AT_20_000.items()}
    return text.format(**figures)


def _scaled(value: Decimal, places: int) -> str:
    least = Decimal(1).scaleb(-places)
    return str(max(value, least).quantize(least, ROUND_HALF_UP))
