from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

from pypdf import PdfReader

from tests.core.annual.plan_facts import facts, indicator, measure, unknown, year_before
from zhiheng.core.annual.facts import Facts, canonical, digest_of
from zhiheng.core.annual.report import annual_report
from zhiheng.core.documents.model import Chart, Document, Heading, Table, texts_of
from zhiheng.core.documents.pdf import write_pdf
from zhiheng.core.documents.word import write_word
from zhiheng.office.web.document_files import document_fonts

AT = datetime(2026, 1, 15, 9, 30, tzinfo=timezone(timedelta(hours=8)))


def document(found: Facts | None = None, **given: object) -> Document:
    found = found or facts()
    return annual_report(found, digest=digest_of(canonical(found)), at=AT, **given)  # type: ignore[arg-type]


def tables(of: Document) -> dict[str, Table]:
    found = [block for block in of.blocks if isinstance(block, Table)]
    return {block.caption.partition("　")[2]: block for block in found}


def charts(of: Document) -> dict[str, Chart]:
    found = [block for block in of.blocks if isinstance(block, Chart)]
    return {block.caption.partition("　")[2]: block for block in found}


def test_sections_and_annexes_stand_in_their_order():
    headings = [b.text for b in document().blocks if isinstance(b, Heading) and b.level == 1]
    assert headings == [
        "一、总体情况",
        "二、指标完成情况",
        "三、重点任务进展",
        "四、统筹协调情况",
        "五、评估情况",
        "六、存在的主要问题",
        "七、下一步工作安排",
        "附件1　重点任务逐项进展",
        "附件2　数据来源与方法说明",
        "附件3　数据缺口清单",
    ]


def test_the_table_of_indicators_compares_with_the_year_before():
    rows = tables(document(previous=year_before()))["规划指标完成情况"].rows
    assert [cell.text for cell in rows[0].cells] == [
        "1",
        "每万人口高价值发明专利拥有量\n（预期性）",
        "件",
        "10.5\n2020年",
        "20\n2025年",
        "16.4\n2025-12-31",
        "+1.3",
        "62.1%",
        "进展滞后",
    ]
    assert [cell.text for cell in rows[2].cells][5:] == ["—", "—", "—", "无法判断"]


def test_parts_of_the_plan_add_up():
    rows = tables(document())["重点任务进展（按规划部分）"].rows
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["加强知识产权保护", "2", "0", "0", "1", "0", "1", "0", "45%"],
        ["提升创造质量", "1", "1", "0", "0", "0", "0", "0", "100%"],
        ["合计", "3", "1", "0", "1", "0", "1", "0", "63.3%"],
    ]


def test_charts_leave_gaps_where_nothing_is_known():
    found = charts(document())
    course = found["每万人口高价值发明专利拥有量"]
    assert course.categories == ("2020", "2021", "2022", "2023", "2024", "2025")
    assert course.series[0].values == (10.5, 11.2, 12.8, None, 15.1, 16.4)
    assert course.series[1].values == (10.5, 12.4, 14.3, 16.2, 18.1, 20.0)
    assert "2023年" not in course.description
    assert found["指标完成度与时间进度"].categories == (
        "每万人口高价值发明专利拥有量",
        "专利密集型产业增加值占GDP比重",
    )


def test_without_values_there_are_no_charts_of_them():
    found = charts(document(facts(indicators=(unknown(1, "甲"),), measures=())))
    assert list(found) == ["指标进展状态"]


def test_written_words_take_the_place_of_the_drafted_ones():
    texts = texts_of(document(sections={"overview": "第一段。\n\n第二段。"}))
    assert {"第一段。", "第二段。"} <= set(texts)
    assert not any("指标方面" in text for text in texts)


def test_drafts_are_marked_and_issued_ones_are_not():
    assert "草稿" in document().subtitle + document().running_head
    issued = document(draft=False)
    assert "草稿" not in issued.subtitle + issued.running_head


def test_the_stated_time_is_the_only_thing_that_another_time_changes():
    other = annual_report(
        facts(),
        digest=digest_of(canonical(facts())),
        at=datetime(2026, 3, 1, 8, 0, tzinfo=UTC),
    )
    assert [
        (one, another)
        for one, another in zip(texts_of(document()), texts_of(other), strict=True)
        if one != another
    ] == [("2026年1月15日", "2026年3月1日")]


def test_word_and_pdf_say_the_same():
    found = document()
    pdf = PdfReader(io.BytesIO(write_pdf(found, at=AT, fonts=document_fonts())))
    pages = [re.sub(r"\s", "", page.extract_text()) for page in pdf.pages]
    # A paragraph may go on behind the head and foot of a page.
    head = re.sub(r"\s", "", found.running_head)
    text = "".join(re.sub(r"—\d+—", "", page.replace(head, "")) for page in pages)
    assert [each for each in texts_of(found) if re.sub(r"\s", "", each) not in text] == []


def test_two_hundred_measures_with_very_long_names_are_written():
    name = "推动知识产权全链条高质量发展并形成可复制可推广经验" * 12
    many = facts(
        measures=tuple(measure(str(n), name[:300], part=f"第{n // 20}部分") for n in range(200)),
        indicators=tuple(indicator(n, name[:120]) for n in range(1, 31)),
    )
    found = document(many)
    pdf = write_pdf(found, at=AT, fonts=document_fonts())
    word = write_word(found, at=AT)
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 30
    assert len(word) > 50_000


def test_shares_beyond_the_target_and_below_nought_are_drawn():
    wild = facts(indicators=(indicator(1, share=Decimal("-3.2")), indicator(2, share=Decimal(14))))
    assert charts(document(wild))["指标完成度与时间进度"].series[0].values == (-320.0, 1400.0)
    assert write_pdf(document(wild), at=AT, fonts=document_fonts())
