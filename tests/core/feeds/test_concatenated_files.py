"""Weeks of the USPTO: many documents with a declaration of their own in one file."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.feeds import foreign_documents as written
from tests.core.feeds.feeding import LIMITS, Feeding, read_paths, tally
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.feeds import xml_documents
from zhiheng.core.feeds.xml_documents import documents, holds_several

WEEK = [written.grant(number) for number in ("08000001", "08000002", "08000003")]


def test_every_document_of_a_week_is_a_record(catalogue: Catalogue, feeding: Feeding) -> None:
    outcome = read_paths(catalogue, feeding.put("ipg120228.xml", "".join(WEEK)))
    assert outcome.set_aside == []
    assert [(row.values["document_number"], row.position) for row in outcome.rows] == [
        ("US8000001B2", "document 1, record 1"),
        ("US8000002B2", "document 2, record 1"),
        ("US8000003B2", "document 3, record 1"),
    ]
    alone = read_paths(catalogue, feeding.put("one.xml", WEEK[1])).rows[0]
    assert outcome.rows[1].values == alone.values
    assert outcome.rows[1].digest == alone.digest


@pytest.mark.parametrize(
    ("middle", "code"),
    [
        (WEEK[1][:900], "xml.malformed"),
        (WEEK[1].replace("</claims>", ""), "xml.malformed"),
        (f"{written.DECLARED}<sequence-cwu/>\n", "xml.unknown_root"),
        (WEEK[1].replace("[ ]", '[<!ENTITY a "b">]'), "xml.entity_refused"),
        (written.grant(""), "foreign.number_missing"),
    ],
)
def test_a_bad_document_in_the_middle_goes_alone(
    catalogue: Catalogue, feeding: Feeding, middle: str, code: str
) -> None:
    outcome = read_paths(catalogue, feeding.put("w.xml", WEEK[0] + middle + "\n" + WEEK[2]))
    assert [row.values["document_number"] for row in outcome.rows] == ["US8000001B2", "US8000003B2"]
    assert outcome.codes == [code]
    assert outcome.set_aside[0].position.startswith("document 2")


def test_a_document_above_the_limit_goes_alone(catalogue: Catalogue, feeding: Feeding) -> None:
    long = written.grant("08000002").replace("Bricks", "Bricks " * 4_000)
    path = feeding.put("w.xml", WEEK[0] + long + WEEK[2])
    outcome = read_paths(catalogue, path, limits={**LIMITS, "record-bytes": 20_000})
    assert [row.values["document_number"] for row in outcome.rows] == ["US8000001B2", "US8000003B2"]
    assert [(one.position, one.problems[0].code) for one in outcome.set_aside] == [
        ("document 2", "record.too_large")
    ]


def test_a_week_larger_than_what_is_parsed_at_once(catalogue: Catalogue, feeding: Feeding) -> None:
    filler = "Bricks " * 160_000
    week = [written.grant(f"0800000{number}").replace("Bricks", filler) for number in range(1, 10)]
    path = feeding.put("ipg.xml", "".join(week))
    assert path.stat().st_size > 8 * 1024 * 1024
    assert tally(feeding.take(path)) == {"new": 9}
    assert tally(feeding.take(path)) == {"unchanged": 9}


def test_a_declaration_inside_a_whole_document_is_its_text(
    catalogue: Catalogue, feeding: Feeding
) -> None:
    quoted = "<![CDATA[\n<?xml version='1.0'?>]]>"
    content = written.grant().replace("Bricks &#x2014;", quoted)
    (row,) = read_paths(catalogue, feeding.put("q.xml", content)).rows
    assert "<?xml version='1.0'?>" in str(row.values["description"])


@given(
    st.lists(st.text("ab\n<>?", max_size=40), min_size=1, max_size=5),
    st.integers(min_value=30, max_value=200),
)
def test_documents_are_cut_at_their_declarations_whatever_the_blocks(
    bodies: list[str], block: int
) -> None:
    declared = '<?xml version="1.0"?>'
    whole = [f"{declared}{body}x\n".encode() for body in bodies]
    kept = xml_documents.BLOCK_BYTES
    xml_documents.BLOCK_BYTES = block + xml_documents.OVERLAP
    try:
        found = list(documents(io.BytesIO(b"".join(whole)), largest=1_000))
    finally:
        xml_documents.BLOCK_BYTES = kept
    assert [one.content for one in found] == whole
    assert [one.number for one in found] == list(range(1, len(whole) + 1))
    assert holds_several(b"".join(whole)) == (len(whole) > 1)
