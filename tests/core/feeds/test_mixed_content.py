"""Text with markup inside: nothing that a reader of the paper would see is left out."""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.core.feeds.feed_documents import Published, application
from tests.core.feeds.feeding import Feeding, read_paths
from zhiheng.core.feeds.xml_text import flowing, text_lines

DRAWN = [
    ("水<Sub>2</Sub>与10<Sup>-3</Sup>", "水₂与10⁻³"),
    ("N<base:Sub>T</base:Sub>个用户", "NT个用户"),
    ('见<Image file="a.TIF"/>所示', "见〔图:a.TIF〕所示"),
    ("<MathText><![CDATA[<math><mi>&alpha;</mi><mo>=</mo><mn>1</mn></math>]]></MathText>(1)",
     "〔式:α=1〕(1)"),
    ("<math><mi>x</mi><mo>+</mo><mi>y</mi></math>", "〔式:x+y〕"),
    ("甲<table><row><entry>12</entry><entry>34</entry></row></table>乙", "甲 | 12 | 34 | 乙"),
    ("<Underline>重点<Sub>1</Sub></Underline>，其余", "重点₁，其余"),
    ("动力电池内<br/>\n芯", "动力电池内芯"),
    ("end of<br/>line", "end of line"),
    ("<!-- 编辑备注 -->正文<?pb 2?>继续", "正文继续"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "expected"), DRAWN, ids=[row[1] for row in DRAWN])
def test_markup_inside_a_paragraph(inside: str, expected: str) -> None:
    xml = f'<P xmlns:base="urn:b">{inside}</P>'
    element = etree.fromstring(xml, etree.XMLParser(remove_comments=True))
    assert flowing(element) == expected


def test_text_outside_paragraphs_is_kept_on_lines_of_its_own() -> None:
    part = etree.fromstring(
        "<Description>开头<Paragraphs>一</Paragraphs>中间<Mode><Odd>二</Odd>三</Mode></Description>"
    )
    assert text_lines(part) == "开头\n一\n中间二三"


def test_a_block_image_in_the_description_keeps_its_place() -> None:
    part = etree.fromstring('<D><P>前</P><Figure><Image file="1.TIF"/></Figure><P>后</P></D>')
    assert text_lines(part) == "前\n〔图:1.TIF〕\n后"


@pytest.mark.parametrize("where", ["alone", "wrapped", "large"])
def test_characters_named_by_a_missing_dtd_are_resolved(feeding: Feeding, where: str) -> None:
    document = Published(
        description="<base:Paragraphs>角&alpha;、&beta;与10&times;20&plusmn;1</base:Paragraphs>"
    )
    xml = document.xml()
    if where != "alone":
        head, _, body = xml.partition("<business:Patent")
        padding = "<!-- " + "x" * 9_000_000 + " -->" if where == "large" else ""
        xml = f"{head.replace('DOCTYPE business:PatentDocumentAndRelated', 'DOCTYPE all')}<all>"
        xml += f"{padding}<business:Patent{body}</all>"
    outcome = read_paths(feeding.catalogue, feeding.put("entities.xml", xml))
    assert outcome.codes == []
    assert outcome.rows[0].values["description"] == "角α、β与10×20±1"


def test_an_unknown_name_costs_only_its_own_record(feeding: Feeding) -> None:
    bad = Published(serial=2, description="<base:Paragraphs>&secret;</base:Paragraphs>")
    inside = Published().element() + bad.element() + Published(serial=3).element()
    path = feeding.put("w.xml", f'<!DOCTYPE w SYSTEM "x.dtd"><w>\n{inside}</w>')
    outcome = read_paths(feeding.catalogue, path)
    assert [row.values["application_number"] for row in outcome.rows] == [
        application(1),
        application(3),
    ]
    assert outcome.codes == ["xml.entity_refused"]
    assert outcome.set_aside[0].position.startswith("record 2, line ")


# Any nesting of the marks the dialects know, around any text.
words = st.text(alphabet="电池abc12 ，。\n", min_size=0, max_size=6)
names = st.sampled_from(["Sub", "b", "Paragraphs", "row", "entry", "Underline", "ClaimText", "p"])


def marked(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, before, inside, after: (
            f"<{name}>{html.escape(before)}{''.join(inside)}</{name}>{html.escape(after)}"
        ),
        names,
        words,
        st.lists(inner, max_size=3),
        words,
    )


PLAIN = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789", "| \n")


@settings(deadline=None)
@given(st.recursive(words, marked, max_leaves=12), words)
def test_every_character_of_any_markup_is_in_the_text_once(inside: str, before: str) -> None:
    part = etree.fromstring(f"<Description>{before}{inside}</Description>")
    said = "".join("".join(str(text).split()) for text in part.itertext())
    assert text_lines(part).translate(PLAIN) == said
    assert flowing(part).translate(PLAIN) == said
