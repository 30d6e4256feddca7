"""Precision over recall as a drawing: small panels, one a behaviour, as plain SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SIDE, LEFT, TOP, RIGHT_GAP, BELOW = 170, 42, 30, 16, 42
ACROSS = 4
INK, LINE, GRID = "#1f2937", "#206bc4", "#e5e7eb"


@dataclass(frozen=True)
class Panel:
    """One curve of (recall, precision) points, and where the declared limits end."""

    title: str
    curve: Sequence[tuple[float, float]]
    precision: float
    recall: float


def write_plot(path: Path, panels: Sequence[Panel]) -> None:
    """Write the panels in rows of four."""
    width, height = LEFT + SIDE + RIGHT_GAP, TOP + SIDE + BELOW
    rows = -(-len(panels) // ACROSS)
    drawn = "".join(
        f'<g transform="translate({place % ACROSS * width} {place // ACROSS * height})">'
        f"{_panel(panel)}</g>"
        for place, panel in enumerate(panels)
    )
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{ACROSS * width}" '
        f'height="{rows * height}" viewBox="0 0 {ACROSS * width} {rows * height}" role="img" '
        'aria-label="Precision of leads over recall of planted rings, by behaviour" '
        f'font-family="sans-serif" font-size="11" fill="{INK}">'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{drawn}</svg>\n',
        encoding="utf-8",
    )


def _panel(panel: Panel) -> str:
    lines = "".join(
        f'<path d="M{_x(0)} {_y(value)}H{_x(1)}M{_x(value)} {_y(0)}V{_y(1)}" stroke="{GRID}"/>'
        f'<text x="{LEFT - 6}" y="{_y(value) + 4}" text-anchor="end">{value:g}</text>'
        f'<text x="{_x(value)}" y="{TOP + SIDE + 15}" text-anchor="middle">{value:g}</text>'
        for value in (0, 0.5, 1)
    )
    words = (
        f'<text x="{_x(0)}" y="{TOP - 10}" font-size="13" font-weight="bold">{panel.title}</text>'
        f'<text x="{_x(0.5)}" y="{TOP + SIDE + 31}" text-anchor="middle">recall of rings</text>'
        f'<text transform="translate(11 {_y(0.5)}) rotate(-90)" text-anchor="middle">'
        "precision</text>"
    )
    if not panel.curve:
        return (
            f'{lines}{words}<text x="{_x(0.5)}" y="{_y(0.5)}" text-anchor="middle">no lead</text>'
        )
    points = " ".join(f"{_x(recall):.1f},{_y(precision):.1f}" for recall, precision in panel.curve)
    return (
        f'{lines}{words}<polyline points="{points}" fill="none" stroke="{LINE}" stroke-width="2"/>'
        f'<circle cx="{_x(panel.recall):.1f}" cy="{_y(panel.precision):.1f}" r="4" fill="{LINE}"/>'
        f'<text x="{_x(1)}" y="{TOP - 10}" text-anchor="end">{panel.precision:.2f} at '
        f"{panel.recall:.2f}</text>"
    )


def _x(value: float) -> float:
    return LEFT + SIDE * value


def _y(value: float) -> float:
    return TOP + SIDE * (1 - value)
