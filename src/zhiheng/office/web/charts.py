"""Charts: plain data that a template shows as a table and, with JavaScript, as a figure.

    {% include "web/chart.html" with chart=chart %}

shows `<figure class="chart" data-chart="ID">`, its data as JSON for `charts.js`, and the same data
in a table that readers and printers get.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Literal

from django.utils.translation import gettext as _

Kind = Literal["bar", "line", "stacked"]
# Values are drawn as the chart's kind says; a target as a dashed line, a forecast as a dotted one,
# marks as single signs.
Role = Literal["values", "target", "forecast", "marks"]


@dataclass(frozen=True)
class Series:
    """One line, or one colour of bars; `None` where there is no figure."""

    name: str
    data: Sequence[float | int | None]
    role: Role = "values"


@dataclass(frozen=True)
class Band:
    """The ground between two lines, such as an interval; `None` where there is none."""

    name: str
    low: Sequence[float | int | None]
    high: Sequence[float | int | None]


@dataclass(frozen=True)
class Sparkline:
    """A small line without axes, drawn on the server: points (time, value) and a level to reach.

    `description` says in words what it shows. Coordinates are those of an SVG of `WIDTH` x
    `HEIGHT` with a margin for the thickness of the line.
    """

    points: Sequence[tuple[float, float]]
    description: str
    goal: float | None = None

    WIDTH: ClassVar[int] = 120
    HEIGHT: ClassVar[int] = 32
    MARGIN: ClassVar[int] = 3

    @property
    def path(self) -> str:
        """Return the points of the line as SVG wants them."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self._placed())

    @property
    def end(self) -> tuple[str, str] | None:
        """Return where the newest point lies; None without points."""
        placed = self._placed()
        return (f"{placed[-1][0]:.1f}", f"{placed[-1][1]:.1f}") if placed else None

    @property
    def goal_height(self) -> str:
        """Return how far from the top the level to reach lies; "" without one."""
        return "" if self.goal is None else f"{self._height(self.goal):.1f}"

    def _placed(self) -> list[tuple[float, float]]:
        times = [time for time, _ in self.points]
        span = (max(times) - min(times)) or 1 if times else 1
        room = self.WIDTH - 2 * self.MARGIN
        return [
            (self.MARGIN + (time - min(times)) / span * room, self._height(value))
            for time, value in self.points
        ]

    def _height(self, value: float) -> float:
        levels = [level for _, level in self.points]
        levels += [] if self.goal is None else [self.goal]
        span = max(levels) - min(levels)
        share = (value - min(levels)) / span if span else 0.5
        return self.MARGIN + (1 - share) * (self.HEIGHT - 2 * self.MARGIN)


@dataclass(frozen=True)
class Chart:
    """A chart over categories (years, districts …); `links` lead from a category to its rows."""

    identity: str
    kind: Kind
    title: str
    unit: str
    categories: Sequence[str]
    series: Sequence[Series]
    links: Sequence[str] = field(default=())
    category_label: str = ""
    band: Band | None = None

    def __post_init__(self) -> None:
        """Catch data that do not fit together where they are made, not in the browser."""
        for name, data in self._lines():
            assert len(data) == len(self.categories), f"{self.identity}: {name}"
        assert len(self.links) in {0, len(self.categories)}, f"{self.identity}: links"

    @property
    def data(self) -> dict[str, Any]:
        """Return what `charts.js` reads."""
        return {
            "kind": self.kind,
            "title": self.title,
            "unit": self.unit,
            "categories": list(self.categories),
            "series": [_series_data(each) for each in self.series],
            **({"band": asdict(self.band)} if self.band else {}),
            "links": list(self.links),
        }

    @property
    def columns(self) -> list[str]:
        """Return the headings of the table's figures."""
        return [name for name, _ in self._lines()]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the table: per category its label, its link and its figures."""
        return [
            {
                "label": category,
                "link": self.links[index] if self.links else "",
                "figures": [data[index] for _, data in self._lines()],
            }
            for index, category in enumerate(self.categories)
        ]

    def _lines(self) -> list[tuple[str, Sequence[float | int | None]]]:
        """Return every row of numbers with its name, the ends of the band last."""
        lines = [(series.name, series.data) for series in self.series]
        if self.band:
            low, high = _("%(name)s, lower end"), _("%(name)s, upper end")
            lines.append((low % {"name": self.band.name}, self.band.low))
            lines.append((high % {"name": self.band.name}, self.band.high))
        return lines


def _series_data(series: Series) -> dict[str, Any]:
    role = {} if series.role == "values" else {"role": series.role}
    return {"name": series.name, "data": list(series.data), **role}
