"""The minutes of a meeting as a Word document, in the order in which offices write them.

Always in Chinese: the document is the office's own. A meeting whose minutes were not issued yet
gives a document that says so on top.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.utils import timezone, translation
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from zhiheng.office.conference.enums import MeetingState, Presence
from zhiheng.office.conference.models import Attendance, Item, Meeting
from zhiheng.office.conference.presenters import OutstandingLine, Quorum

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NUMERALS = "一二三四五六七八九十"
_FONT, _SIZE = "FangSong", 14


def minutes_file(
    meeting: Meeting,
    items: Sequence[Item],
    attendances: Sequence[Attendance],
    outstanding: Sequence[OutstandingLine],
    quorum: Quorum | None,
) -> bytes:
    """Return the document of a meeting's minutes."""
    with translation.override("zh-hans"):
        document = _empty()
        _head(document, meeting)
        _attendance(document, attendances, quorum)
        _outstanding(document, outstanding)
        for number, item in enumerate(items, 1):
            _item(document, number, item)
        _foot(document, meeting)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _empty() -> WordDocument:
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_SIZE)
    # Chinese characters take their own font, which the plain name does not set.
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")
    return document


def _head(document: WordDocument, meeting: Meeting) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(f"{meeting.title}纪要")
    run.bold, run.font.size = True, Pt(20)
    number = document.add_paragraph(f"（第{meeting.number}次会议）")
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if meeting.state != MeetingState.MINUTED:
        draft = document.add_paragraph("草稿，尚未印发")
        draft.alignment = WD_ALIGN_PARAGRAPH.CENTER
    day = meeting.held_on
    document.add_paragraph(f"时间：{day.year}年{day.month}月{day.day}日")
    document.add_paragraph(f"地点：{meeting.place or '—'}")
    document.add_paragraph(f"主持：{meeting.chair or '—'}")


def _attendance(
    document: WordDocument, attendances: Sequence[Attendance], quorum: Quorum | None
) -> None:
    for presence, label in (
        (Presence.PRESENT, "出席"),
        (Presence.DEPUTY, "委托出席"),
        (Presence.ABSENT, "缺席"),
    ):
        there = [each for each in attendances if each.presence == presence]
        if there:
            names = "、".join(_name(each) for each in there)
            document.add_paragraph(f"{label}：{names}")
    if quorum is not None:
        met = "达到" if quorum.met else "未达到"
        document.add_paragraph(
            f"成员单位{quorum.members}个，到会{quorum.present}个，{met}法定人数（{quorum.needed}个）。"
        )


def _outstanding(document: WordDocument, lines: Sequence[OutstandingLine]) -> None:
    if not lines:
        return
    document.add_heading("以往议定事项办理情况", level=2)
    table = document.add_table(rows=1, cols=5)
    table.style = "Table Grid"
    _fill(table.rows[0].cells, ("会议", "议定事项", "责任部门", "时限", "状态"))
    for line in lines:
        state = f"{line.state}（{line.percent}%）{'，逾期' if line.late else ''}"
        cells = (f"第{line.meeting}次", line.text, line.department, line.due, state)
        _fill(table.add_row().cells, cells)


def _item(document: WordDocument, number: int, item: Item) -> None:
    document.add_heading(f"{_numeral(number)}、{item.title}", level=2)
    for text in (item.text, item.discussion):
        for paragraph in filter(None, map(str.strip, text.splitlines())):
            document.add_paragraph(paragraph)
    for place, resolution in enumerate(item.resolutions.all(), 1):
        departments = "、".join(each.name for each in resolution.departments.all())
        due = resolution.due_on
        document.add_paragraph(
            f"议定{place}：{resolution.text}"
            f"（责任部门：{departments}；时限：{due.year}年{due.month}月{due.day}日）"
        )


def _foot(document: WordDocument, meeting: Meeting) -> None:
    if meeting.issued_at is None:
        return
    day = timezone.localdate(meeting.issued_at)
    foot = document.add_paragraph(f"{day.year}年{day.month}月{day.day}日印发")
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _name(each: Attendance) -> str:
    return f"{each.department.name}（{each.person}）" if each.person else each.department.name


def _numeral(number: int) -> str:
    if number <= 10:
        return _NUMERALS[number - 1]
    tens, ones = divmod(number, 10)
    begin = "" if tens == 1 else _NUMERALS[tens - 1]
    return f"{begin}十{_NUMERALS[ones - 1] if ones else ''}"


def _fill(cells: Sequence[object], texts: Sequence[str]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.text = text  # type: ignore[attr-defined]
