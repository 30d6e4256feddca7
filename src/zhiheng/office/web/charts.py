"""Charts: plain data that a template shows as a table and, with JavaScript, as a figure.

    {% include "web/chart.html" with chart=chart %}

shows `<figure class="chart" data-chart="ID">`, its data as JSON for `charts.js`, and the same data
in a table that readers and printers get.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["bar", "line", "stacked"]


@dataclass(frozen=True)
class Series:
    """One line, or one colour of bars; `None` where there is no figure."""

    name: str
    data: Sequence[float | int | None]


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

    def __post_init__(self) -> None:
        """Catch data that do not fit together where they are made, not in the browser."""
        for series in self.series:
            assert len(series.data) == len(self.categories), f"{self.identity}: {series.name}"
        assert len(self.links) in {0, len(self.categories)}, f"{self.identity}: links"

    @property
    def data(self) -> dict[str, Any]:
        """Return what `charts.js` reads."""
        return {
            "kind": self.kind,
            "title": self.title,
            "unit": self.unit,
            "categories": list(self.categories),
            "series": [{"name": s.name, "data": list(s.data)} for s in self.series],
            "links": list(self.links),
        }

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the table: per category its label, its link and its figures."""
        return [
            {
                "label": category,
                "link": self.links[index] if self.links else "",
                "figures": [series.data[index] for series in self.series],
            }
            for index, category in enumerate(self.categories)
        ]
