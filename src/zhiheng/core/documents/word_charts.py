"""Charts of a Word document: drawn by Word itself, their numbers editable in a workbook inside."""

from __future__ import annotations

import io
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Mm
from lxml import etree
from lxml.builder import ElementMaker
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from zhiheng.core.documents.axes import scale
from zhiheng.core.documents.model import Chart, ChartSeries
from zhiheng.core.documents.packages import without_times
from zhiheng.core.documents.palette import RULE, TEXT, series_colours
from zhiheng.core.documents.word_xml import element, writable

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
C = ElementMaker(namespace=_C, nsmap={"c": _C, "a": _A, "r": _R})
A = ElementMaker(namespace=_A, nsmap={"a": _A})
_CATEGORY_AXIS, _VALUE_AXIS = "111111111", "222222222"
WIDTH, UPRIGHT, BAR = Mm(156), Mm(80), Mm(9)


def chart_run(document: Any, chart: Chart, number: int) -> Any:
    """Add the chart and its workbook to the package; return the run that shows it."""
    package = document.part.package
    book = Part(
        PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"),
        _BOOK_TYPE,
        _workbook(chart),
        package,
    )
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, b"", package)
    identity = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    part._blob = etree.tostring(
        _chart_space(chart, identity), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return _frame(chart, number, document.part.relate_to(part, RELATIONSHIP_TYPE.CHART))


def _frame(chart: Chart, number: int, identity: str) -> Any:
    names: dict[str, str | int] = {
        "id": 100 + number,
        "name": f"Chart {number}",
        "title": writable(chart.caption),
        "descr": writable(chart.description),
    }
    shown = C.chart({f"{{{_R}}}id": identity})
    inline = element(
        "wp:inline",
        {"distT": 0, "distB": 0, "distL": 0, "distR": 0},
        element("wp:extent", {"cx": int(WIDTH), "cy": _height(chart)}),
        element("wp:docPr", names),
        element("wp:cNvGraphicFramePr"),
        element("a:graphic", None, element("a:graphicData", {"uri": _C}, shown)),
    )
    return element("w:r", None, element("w:drawing", None, inline))


def _height(chart: Chart) -> int:
    if chart.kind in {"line", "column"}:
        return int(UPRIGHT)
    bars = len(chart.categories) * (1 if chart.kind == "stacked" else len(chart.series))
    return min(max(int(UPRIGHT) // 2, bars * int(BAR)) + int(Mm(26)), int(Mm(215)))


def _workbook(chart: Chart) -> bytes:
    """Return the numbers as a workbook: categories in the first column, one series a column."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet.title = "Sheet1"
    sheet.append(["类别", *(writable(series.name) for series in chart.series)])
    for place, category in enumerate(chart.categories):
        sheet.append([writable(category), *(series.values[place] for series in chart.series)])
    for cells in sheet.iter_rows(max_col=len(chart.series) + 1):
        for cell in cells:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    target = io.BytesIO()
    book.save(target)
    return without_times(target.getvalue(), {"docProps/core.xml": _CORE})


def _chart_space(chart: Chart, book: str) -> Any:
    return C.chartSpace(
        _v("roundedCorners", 0),
        C.chart(
            _v("autoTitleDeleted", 1),
            C.plotArea(C.layout(), _plot(chart), *_axes(chart)),
            C.legend(_v("legendPos", "t"), _v("overlay", 0)),
            _v("plotVisOnly", 1),
            _v("dispBlanksAs", "span"),
        ),
        C.spPr(A.noFill(), A.ln(A.noFill())),
        _letters(900),
        C.externalData({f"{{{_R}}}id": book}, _v("autoUpdate", 0)),
    )


def _plot(chart: Chart) -> Any:
    series = [_series(chart, number) for number in range(len(chart.series))]
    axes = [_v("axId", _CATEGORY_AXIS), _v("axId", _VALUE_AXIS)]
    if chart.kind == "line":
        return C.lineChart(
            _v("grouping", "standard"), _v("varyColors", 0), *series, _v("marker", 1), *axes
        )
    stacked = chart.kind == "stacked"
    return C.barChart(
        _v("barDir", "col" if chart.kind == "column" else "bar"),
        _v("grouping", "stacked" if stacked else "clustered"),
        _v("varyColors", 0),
        *series,
        _v("gapWidth", 60),
        *([_v("overlap", 100)] if stacked else []),
        *axes,
    )


def _series(chart: Chart, number: int) -> Any:
    series, colour = chart.series[number], series_colours(chart)[number]
    column = get_column_letter(number + 2)
    last = len(chart.categories) + 1
    line = chart.kind == "line"
    return C.ser(
        _v("idx", number),
        _v("order", number),
        C.tx(C.strRef(C.f(f"Sheet1!${column}$1"), _strings("strCache", [series.name]))),
        _stroke(colour, series) if line else C.spPr(_fill(colour)),
        *([_marker(colour, series)] if line else [_v("invertIfNegative", 0)]),
        _labels(chart, series),
        C.cat(C.strRef(C.f(f"Sheet1!$A$2:$A${last}"), _strings("strCache", chart.categories))),
        C.val(C.numRef(C.f(f"Sheet1!${column}$2:${column}${last}"), _numbers(series))),
        *([_v("smooth", 0)] if line else []),
    )


def _stroke(colour: str, series: ChartSeries) -> Any:
    dash = [A.prstDash(val="dash")] if series.dashed else []
    return C.spPr(A.ln({"w": "22225", "cap": "rnd"}, _fill(colour), *dash))


def _marker(colour: str, series: ChartSeries) -> Any:
    if series.dashed:
        return C.marker(_v("symbol", "none"))
    return C.marker(_v("symbol", "circle"), _v("size", 5), C.spPr(_fill(colour)))


def _labels(chart: Chart, series: ChartSeries) -> Any:
    """Return where the numbers stand; a dashed line and a nought in a stack have none."""
    if series.dashed:
        return C.dLbls(C.delete(val="1"))
    stacked = chart.kind == "stacked"
    place = {"line": "t", "stacked": "ctr"}.get(chart.kind, "outEnd")
    letters = _letters(800, "FFFFFF" if stacked else TEXT)
    shown = [("showLegendKey", 0), ("showVal", 1), ("showCatName", 0)]
    shown += [("showSerName", 0), ("showPercent", 0), ("showBubbleSize", 0)]
    return C.dLbls(
        C.numFmt(formatCode="General;-General;;" if stacked else "General", sourceLinked="0"),
        C.spPr(A.noFill()),
        letters,
        _v("dLblPos", place),
        *(_v(name, given) for name, given in shown),
    )


def _axes(chart: Chart) -> list[Any]:
    lying = chart.kind in {"bar", "stacked"}
    categories = C.catAx(
        _v("axId", _CATEGORY_AXIS),
        C.scaling(_v("orientation", "maxMin" if lying else "minMax")),
        _v("delete", 0),
        _v("axPos", "l" if lying else "b"),
        *_ticks("low"),
        _v("crossAx", _VALUE_AXIS),
        _v("crosses", "autoZero"),
        _v("auto", 0),
    )
    low, high, step = scale(chart)
    values = C.valAx(
        _v("axId", _VALUE_AXIS),
        C.scaling(_v("orientation", "minMax"), _v("max", high), _v("min", low)),
        _v("delete", 0),
        _v("axPos", "b" if lying else "l"),
        C.majorGridlines(C.spPr(A.ln({"w": "6350"}, _fill("D9D9D9")))),
        *([_axis_title(f"单位：{chart.unit}")] if chart.unit else []),
        C.numFmt(formatCode="General", sourceLinked="0"),
        *_ticks("nextTo"),
        _v("crossAx", _CATEGORY_AXIS),
        _v("crosses", "max" if lying else "autoZero"),
        _v("crossBetween", "between"),
        _v("majorUnit", step),
    )
    return [categories, values]


def _ticks(labels: str) -> list[Any]:
    line = C.spPr(A.ln({"w": "6350"}, _fill(RULE)))
    marks = [("majorTickMark", "out"), ("minorTickMark", "none"), ("tickLblPos", labels)]
    return [*(_v(name, given) for name, given in marks), line, _letters(850)]


def _axis_title(title: str) -> Any:
    words = A.p(A.pPr(A.defRPr(sz="850", b="0")), A.r(A.rPr(sz="850", b="0"), A.t(writable(title))))
    return C.title(C.tx(C.rich(A.bodyPr(), A.lstStyle(), words)), _v("overlay", 0))


def _letters(size: int, colour: str = TEXT) -> Any:
    """Return text properties: size in hundredths of a point."""
    shape = A.defRPr(
        {"sz": str(size)}, _fill(colour), A.latin(typeface="Times New Roman"), A.ea(typeface="宋体")
    )
    return C.txPr(A.bodyPr(), A.lstStyle(), A.p(A.pPr(shape), A.endParaRPr(lang="zh-CN")))


def _strings(tag: str, texts: list[str] | tuple[str, ...]) -> Any:
    points = [C.pt({"idx": str(place)}, C.v(writable(each))) for place, each in enumerate(texts)]
    return getattr(C, tag)(_v("ptCount", len(texts)), *points)


def _numbers(series: ChartSeries) -> Any:
    """Return the numbers known; a gap stays where one is not."""
    points = [
        C.pt({"idx": str(place)}, C.v(repr(float(each))))
        for place, each in enumerate(series.values)
        if each is not None
    ]
    return C.numCache(C.formatCode("General"), _v("ptCount", len(series.values)), *points)


def _fill(colour: str) -> Any:
    return A.solidFill(A.srgbClr(val=colour))


def _v(tag: str, given: str | float) -> Any:
    return getattr(C, tag)(val=str(given))
