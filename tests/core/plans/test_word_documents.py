"""Word documents: automatic numbers, merged cells, footnotes, boxes, changes."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.core.plans.word_files import cell, paragraph, table, word_file
from zhiheng.core.errors import InputError
from zhiheng.core.plans.documents import read_document
from zhiheng.core.plans.reading import read_plan


@pytest.fixture
def document() -> bytes:
    return word_file(
        paragraph("青川市知识产权强市建设“十五五”规划", style="a3"),
        paragraph("青川市人民政府办公室"),
        paragraph("2026年7月1日"),
        paragraph("主要目标", level=0),
        paragraph("到2030年，创造质量和运用效益明显提升。"),
        table(
            ("类别", "指标", "单位", "2025年", "2030年", "属性"),
            (
                cell("创造", merge="restart"),
                cell(paragraph("每万人口高价值发明专利拥有量", note=1)),
                "件",
                "7.5",
                "12",
                "预期性",
            ),
            (cell("", merge="continue"), "有效注册商标", "万件", "4.2", "6", "预期性"),
            (cell("保护", merge="restart"), "行政裁决按期结案率", "%", "90", "98以上", "约束性"),
        ),
        paragraph("重点任务", level=0),
        paragraph("强化源头创新", level=1),
        paragraph("建设专利导航基地。建成基地6个。（市市场监管局、市科技局，2028年底前）", level=2),
        paragraph(
            "培养实务人才。培养人才300名以上。（市委人才办牵头，市教育局配合，长期推进）", level=2
        ),
        table(
            (cell("".join((paragraph("专栏1 海外护航工程"), paragraph("设立海外工作站3个。")))),)
        ),
        paragraph("强化全链条保护", level=1),
        paragraph("建设维权网络。建成站点40家。（市市场监管局，2027年6月）", level=2),
        notes=("按年末常住人口计算。",),
    )


def test_automatic_numbers_and_titles_are_those_word_shows(document: bytes) -> None:
    text = read_document(document, name="plan.docx").text
    assert "# 青川市知识产权强市建设“十五五”规划" in text
    for line in (
        "一、主要目标",
        "二、重点任务",
        "（一）强化源头创新",
        "（二）强化全链条保护",
        "1.建设维权网络。",
    ):
        assert line in text


def test_a_word_plan_gives_its_proposals(document: bytes) -> None:
    plan = read_plan(read_document(document, name="plan.docx").text)
    assert (plan.title, plan.issuers, plan.date) == (
        "青川市知识产权强市建设“十五五”规划", ("青川市人民政府办公室",), "2026-07-01",
    )  # fmt: skip
    assert [(i.group, i.name, float(i.target.value or 0)) for i in plan.indicators] == [
        ("创造", "每万人口高价值发明专利拥有量", 12),
        ("创造", "有效注册商标", 6),
        ("保护", "行政裁决按期结案率", 98),
    ]
    assert plan.indicators[0].note == "按年末常住人口计算。"
    assert [(m.no, m.title, m.lead) for m in plan.measures] == [
        ("1", "建设专利导航基地", ("市市场监管局", "市科技局")),
        ("2", "培养实务人才", ("市委人才办",)),
        ("1", "建设维权网络", ("市市场监管局",)),
    ]
    assert [(p.title, [c.unit for c in p.commitments]) for p in plan.projects] == [
        ("海外护航工程", ["个"])
    ]


def test_deleted_text_is_left_out_and_inserted_text_kept() -> None:
    changed = (
        "<w:p><w:del><w:r><w:t>旧</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>新文</w:t></w:r></w:ins></w:p>"
    )
    assert read_document(word_file(changed), name="x.docx").text.strip() == "新文"


def test_an_entity_in_a_word_document_reads_nothing_from_this_machine() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml",
            '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document xmlns:w='
            '"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
            "<w:t>前&x;后</w:t></w:r></w:p></w:body></w:document>",
        )
    assert read_document(buffer.getvalue(), name="x.docx").text.strip() in ("前", "前后")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "mimetype"])
def test_another_archive_is_refused(part: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(part, "x")
    with pytest.raises(InputError, match=r"plan\.file_kind"):
        read_document(buffer.getvalue(), name="x.xlsx")


def test_a_cut_off_word_document_is_reported(document: bytes) -> None:
    with pytest.raises(InputError, match=r"plan\.broken"):
        read_document(document[: len(document) // 2], name="x.docx")
