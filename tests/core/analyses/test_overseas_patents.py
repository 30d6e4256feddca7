"""What of the city is filed and granted abroad: told by families, documents and their kinds."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.analyses.compiled import computed
from zhiheng.core.analyses import overseas_patents

HOME = {"family_id": "CN1", "member": "CN1", "register": "patents", "number": "1", "office": "CN"}
PATENT = {"application_number": "1", "division": "440305", "filing_date": date(2018, 1, 1)}


def member(name: str, office: str, *documents: str, family: str = "CN1") -> dict[str, object]:
    """Return an application abroad as `families` lists it."""
    own = {"family_id": family, "member": name, "office": office, "documents": list(documents)}
    return {**own, "register": "foreign-patents", "number": documents[0], "title": "电池"}


def document(number: str, office: str, kind: str, day: date) -> dict[str, object]:
    return {"document_number": number, "office": office, "kind": kind, "publication_date": day}


@pytest.mark.parametrize(
    ("office", "kind", "day", "granted"),
    [
        ("US", "B2", date(2021, 5, 4), True),
        ("US", "A1", date(2020, 5, 4), False),
        ("US", "A", date(1999, 5, 4), True),
        ("EP", "B1", date(2021, 5, 5), True),
        ("EP", "A1", date(2020, 5, 6), False),
        ("WO", "A1", date(2019, 7, 4), False),
        ("JP", "B2", date(2021, 5, 5), True),
        ("KR", "A", date(2020, 5, 5), False),
        ("DE", "C1", date(2021, 5, 5), True),
    ],
)
def test_which_kinds_are_grants(office: str, kind: str, day: date, *, granted: bool) -> None:
    rows = {
        "patents": [PATENT],
        "families": [HOME, member("X", office, "X1")],
        "foreign-patents": [document("X1", office, kind, day)],
    }
    [found] = computed(overseas_patents.run, overseas_patents.INPUTS, rows)
    assert (found["granted_on"], found["grant_document"]) == (
        (day, "X1") if granted else (None,) * 2
    )
    assert (found["published_on"], found["division"], found["domestic"]) == (day, "440305", "1")
    assert found["route"] == ("international" if office == "WO" else "office")


def test_the_first_grant_counts_and_designs_do_not() -> None:
    rows = {
        "patents": [PATENT],
        "families": [HOME, member("US1", "US", "USA", "USB", "USE"), member("US2", "US", "USD")],
        "foreign-patents": [
            document("USA", "US", "A1", date(2019, 1, 3)),
            document("USB", "US", "B2", date(2020, 1, 7)),
            document("USE", "US", "E1", date(2023, 1, 3)),
            document("USD", "US", "S1", date(2020, 1, 7)),
        ],
    }
    [found] = computed(overseas_patents.run, overseas_patents.INPUTS, rows)
    assert (found["member"], found["granted_on"], found["grant_document"]) == (
        "US1", date(2020, 1, 7), "USB",
    )  # fmt: skip


def test_the_earliest_chinese_application_says_where_a_family_belongs() -> None:
    later = {**HOME, "member": "CN2", "number": "2"}
    rows = {
        "patents": [
            {**PATENT, "filing_date": date(2019, 1, 1)},
            {"application_number": "2", "division": "440306", "filing_date": date(2018, 6, 1)},
        ],
        "families": [
            HOME,
            later,
            member("EP1", "EP", "EPA"),
            member("EP2", "EP", "EPB", family="EP2"),
        ],
        "foreign-patents": [
            document("EPA", "EP", "A1", date(2020, 1, 1)),
            document("EPB", "EP", "A1", date(2020, 1, 1)),
        ],
    }
    [found] = computed(overseas_patents.run, overseas_patents.INPUTS, rows)
    assert (found["member"], found["division"], found["domestic"]) == ("EP1", "440306", "2")
