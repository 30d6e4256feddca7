"""Charts drawn as lines and letters on the page of a PDF."""

from __future__ import annotations

from typing import Any

from reportlab.graphics.charts.barcharts import HorizontalBarChart, VerticalBarChart
from reportlab.graphics.charts.legends import Legend
from reportlab.graphics.charts.linecharts import HorizontalLineChart
from reportlab.graphics.shapes import Drawing, String
from reportlab.graphics.widgets.markers import makeMarker
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics

from zhiheng.core.documents.axes import scale
from zhiheng.core.documents.lines import balanced_lines
from zhiheng.core.documents.model import Chart
from zhiheng.core.documents.palette import QUIET, RULE, TEXT, series_colours
from zhiheng.core.documents.pdf_text import Typefaces

LETTER = 8.5
LEGEND_ROOM = 22
UPRIGHT_HEIGHT = 190
BAR_HEIGHT = 20
# With legend and caption a chart has to fit on one page.
MOST_HEIGHT = 500.0
LABEL_SHARE = 0.34


def drawing(chart: Chart, faces: Typefaces, *, width: float) -> Drawing:
    """Return a chart as a drawing of the width given, in points."""
    lying = chart.kind in {"bar", "stacked"}
    bars = len(chart.categories) * (1 if chart.kind == "stacked" else len(chart.series))
    inner = min(max(70.0, bars * BAR_HEIGHT), MOST_HEIGHT) if lying else UPRIGHT_HEIGHT - 60
    picture = Drawing(width, inner + 60)
    body = _lying(chart, faces, width) if lying else _upright(chart, faces, width)
    body.y, body.height = 30, inner
    order = list(range(len(chart.series)))
    if chart.kind == "bar":
        order.reverse()  # the axis runs upwards, people read down
    body.data = [list(chart.series[each].values) for each in order]
    _dress_axes(body, chart, faces)
    picture.add(body)
    if chart.kind == "line":
        _add_line_labels(picture, body, chart, faces)
    picture.add(_legend(chart, faces, y=inner + 54))
    unit = String(width, inner + 46, faces.printable(f"单位：{chart.unit}"), textAnchor="end")
    unit.fontName, unit.fontSize, unit.fillColor = faces.regular, LETTER, HexColor(f"#{QUIET}")
    if chart.unit:
        picture.add(unit)
    return picture


def _lying(chart: Chart, faces: Typefaces, width: float) -> Any:
    """Return bars that lie, first category on top, with room for long names on the left."""
    body = HorizontalBarChart()
    room = width * LABEL_SHARE
    body.x, body.width = room, width - room - 30
    body.categoryAxis.reverseDirection = 1
    body.categoryAxis.categoryNames = [
        _short(each, faces, room - 8, lines=2) for each in chart.categories
    ]
    body.categoryAxis.labels.boxAnchor, body.categoryAxis.labels.dx = "e", -4
    body.categoryAxis.labels.textAnchor = "end"
    _dress_bars(body, chart, faces)
    if chart.kind == "stacked":
        body.barLabels.boxAnchor, body.barLabels.boxTarget = "c", "mid"
    else:
        body.barLabels.boxAnchor, body.barLabels.dx = "w", 3
    return body


def _upright(chart: Chart, faces: Typefaces, width: float) -> Any:
    body = HorizontalLineChart() if chart.kind == "line" else VerticalBarChart()
    body.x, body.width = 48, width - 60
    room = (width - 60) / len(chart.categories)
    body.categoryAxis.categoryNames = [
        _short(each, faces, room - 2, lines=2) for each in chart.categories
    ]
    body.categoryAxis.labels.boxAnchor, body.categoryAxis.labels.dy = "n", -3
    if chart.kind == "line":
        _dress_lines(body, chart, faces)
    else:
        _dress_bars(body, chart, faces)
        body.barLabels.boxAnchor, body.barLabels.dy = "s", 2
    return body


def _dress_bars(body: Any, chart: Chart, faces: Typefaces) -> None:
    body.categoryAxis.style = "stacked" if chart.kind == "stacked" else "parallel"
    body.groupSpacing, body.barSpacing, body.barWidth = 8, 1, 10
    body.bars.strokeColor = None
    colours = series_colours(chart)
    for number, colour in enumerate(reversed(colours) if chart.kind == "bar" else colours):
        body.bars[number].fillColor = HexColor(f"#{colour}")
    inside = chart.kind == "stacked"
    body.barLabelFormat = lambda value: "" if not value and inside else shown(value)
    body.barLabels.fontName, body.barLabels.fontSize = faces.regular, LETTER - 1
    body.barLabels.fillColor = HexColor("#FFFFFF" if inside else f"#{TEXT}")


def _dress_lines(body: Any, chart: Chart, faces: Typefaces) -> None:
    body.joinedLines = 1
    for number, colour in enumerate(series_colours(chart)):
        line = body.lines[number]
        line.strokeColor, line.strokeWidth = HexColor(f"#{colour}"), 1.6
        if chart.series[number].dashed:
            line.strokeDashArray = [4, 3]
        else:
            line.symbol = makeMarker("FilledCircle", size=4, fillColor=HexColor(f"#{colour}"))


def _add_line_labels(picture: Drawing, body: Any, chart: Chart, faces: Typefaces) -> None:
    """Write each known number over its point; reportlab would count from the first one known."""
    axis, step = body.valueAxis, body.width / len(chart.categories)
    for series in (each for each in chart.series if not each.dashed):
        for place, number in enumerate(series.values):
            if number is None:
                continue
            share = (number - axis.valueMin) / (axis.valueMax - axis.valueMin)
            height = body.y + share * body.height
            label = String(body.x + (place + 0.5) * step, height + 5, shown(number))
            label.textAnchor, label.fontName, label.fontSize = "middle", faces.regular, LETTER - 1
            picture.add(label)


def _dress_axes(body: Any, chart: Chart, faces: Typefaces) -> None:
    body.categoryAxis.labelAxisMode = "low"  # names stay beside the bars of negative numbers
    for axis in (body.categoryAxis, body.valueAxis):
        axis.labels.fontName, axis.labels.fontSize = faces.regular, LETTER
        axis.labels.fillColor = HexColor(f"#{TEXT}")
        axis.strokeColor = HexColor(f"#{RULE}")
    axis = body.valueAxis
    axis.labelTextFormat = shown
    axis.visibleGrid, axis.gridStrokeColor, axis.gridStrokeWidth = 1, HexColor("#D9D9D9"), 0.4
    axis.valueMin, axis.valueMax, axis.valueStep = scale(chart)


def _legend(chart: Chart, faces: Typefaces, *, y: float) -> Legend:
    legend = Legend()
    legend.x, legend.y, legend.boxAnchor = 48, y, "nw"
    legend.columnMaximum, legend.alignment = 1, "right"
    legend.dx = legend.dy = 7
    legend.deltax, legend.dxTextSpace = 90, 4
    legend.fontName, legend.fontSize = faces.regular, LETTER
    legend.strokeWidth = 0
    legend.colorNamePairs = [
        (HexColor(f"#{colour}"), faces.printable(series.name))
        for colour, series in zip(series_colours(chart), chart.series, strict=True)
    ]
    return legend


def shown(value: float | None) -> str:
    """Return a number as axes and bars show it: at most two decimals, no needless zeros."""
    if value is None:
        return ""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def _short(text: str, faces: Typefaces, room: float, *, lines: int) -> str:
    """Return a name broken into so many lines at most, its end left out where it is longer."""
    shown_text = faces.printable(text)
    widths = [pdfmetrics.stringWidth(each, faces.regular, LETTER) for each in shown_text]
    spans = balanced_lines(shown_text, widths, first=room, rest=room)
    parts = [shown_text[start:end] for start, end in spans[:lines]]
    if len(spans) > lines:
        parts[-1] = f"{parts[-1][:-1]}…"
    return "\n".join(parts)
