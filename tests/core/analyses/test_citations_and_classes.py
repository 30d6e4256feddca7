"""Citations taken apart, and every symbol of a record with its place."""

from __future__ import annotations

import pytest

from tests.core.analyses.compiled import computed
from tests.core.analyses.small_city import ROWS
from zhiheng.core.analyses import citations, classifications


@pytest.mark.parametrize(
    ("text", "cited", "number", "category", "other"),
    [
        ("CN102025678A", "CN102025678A", "CN102025678", None, None),
        ("CN 102025678 A 2011.04.20", "CN102025678A", "CN102025678", None, None),
        ("US2010/0123456A1, 20100101", "US20100123456A1", "US20100123456", None, None),
        ("EP1234567 [X,Y]", "EP1234567", "EP1234567", "X,Y", None),
        ("WO 2019/123456 A1 [A]", "WO2019123456A1", "WO2019123456", "A", None),
        ("JPH0512345A", "JPH0512345A", "JPH0512345", None, None),
        ("NPL: Smith, Parsing [A]", None, None, "A", "Smith, Parsing"),
        ("王某：学报，2010", None, None, None, "王某：学报，2010"),
        ("see US 1234567 B1", None, None, None, "see US 1234567 B1"),
        ("〔图:1〕 of the priority [sic]", None, None, None, "〔图:1〕 of the priority [sic]"),
    ],
)
def test_what_a_citation_says(
    text: str, cited: str | None, number: str | None, category: str | None, other: str | None
) -> None:
    document = {"document_number": "EP3000000A1", "office": "EP", "citations": ["", text]}
    [row] = computed(citations.run, citations.INPUTS, {"foreign-patents": [document]})
    found = [row[name] for name in ("cited", "cited_number", "category", "other")]
    assert found == [cited, number, category, other]
    assert (row["ordinal"], row["register"], row["text"]) == (2, "foreign-patents", text)


def test_symbols_keep_their_order_and_the_first_is_the_main_one() -> None:
    rows = {**ROWS, "patents": [
        {"application_number": "1", "ipc": ["G06F17/27", "A01B1/00"], "locarno": ["14-02"]},
    ]}  # fmt: skip
    found = computed(classifications.run, classifications.INPUTS, rows)
    told = {
        (row["register"], row["number"], row["scheme"], row["ordinal"]): (
            row["symbol"],
            row["role"],
        )
        for row in found
        if row["nice_class"] in ("", "09")
    }
    assert told == {
        ("patents", "1", "ipc", 1): ("G06F17/27", "main"),
        ("patents", "1", "ipc", 2): ("A01B1/00", "further"),
        ("patents", "1", "locarno", 1): ("14-02", "main"),
        ("foreign-patents", "EP3000000A1", "ipc", 1): ("G06F17/27", "main"),
        ("foreign-patents", "EP3000000A1", "cpc", 1): ("G06F40/279", "main"),
        ("foreign-patents", "EP3000000A1", "cpc", 2): ("G06F16/35", "further"),
        ("trademarks", "5123456", "nice", 1): ("09", "main"),
        ("trademarks", "US76044902", "nice", 1): ("09", "main"),
        ("trademarks", "5123456", "vienna", 1): ("26.04.01", "main"),
    }
