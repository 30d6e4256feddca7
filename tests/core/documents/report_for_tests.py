"""A document with one of everything, for the tests of both writers."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from zhiheng.core.documents.model import (
    Cell,
    Chart,
    ChartSeries,
    Column,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    group_row,
    numbered,
    row,
)
from zhiheng.core.documents.pdf_text import Fonts
from zhiheng.office.web.document_files import document_fonts

BEIJING = timezone(timedelta(hours=8))
NEW_YEAR = datetime(2026, 1, 15, 9, 30, tzinfo=BEIJING)
LATER = datetime(2026, 2, 3, 17, 5, tzinfo=BEIJING)


def fonts() -> Fonts:
    return document_fonts()


COURSE = Chart(
    "line",
    "每万人口高价值发明专利拥有量",
    "折线图：2023年10.5件，2025年12.3件。",
    "件",
    ("2023", "2024", "2025"),
    (
        ChartSeries("实际值", (10.5, None, 12.3)),
        ChartSeries("目标路径", (10.5, 12.0, 13.5), dashed=True),
    ),
)
PARTS = Chart(
    "stacked",
    "重点任务进展",
    "条形图：创造类完成3项，推进中2项。",
    "项",
    ("创造", "保护"),
    (ChartSeries("完成", (3, 1), "good"), ChartSeries("推进中", (2, 0), "warning")),
)


def table(rows: int) -> Table:
    return Table(
        "指标完成情况",
        (Column("指标", 3), Column("单位"), Column("最新值", 1, "right"), Column("状态")),
        (
            group_row("知识产权创造"),
            *(row(f"指标{n}", "件", f"{n}.5", Cell("正常", "good")) for n in range(1, rows + 1)),
        ),
        note="注：表中数据截至2025年12月31日。",
    )


def report(rows: int = 3) -> Document:
    blocks = (
        Heading("总体情况"),
        Paragraph("截至2025年12月31日，规划进展总体顺利。", lead="要点。"),
        Heading("指标", 2),
        table(rows),
        COURSE,
        PARTS,
        PageBreak(),
        Heading("下一步安排"),
        Paragraph("示范市知识产权局", "right"),
    )
    return Document(
        "示范市知识产权规划\n2025年度进展报告",
        "示范市知识产权局",
        numbered(blocks),
        subtitle="（草稿）",
        running_head="示范市知识产权规划",
    )
