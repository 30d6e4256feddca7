"""Answers that each tell a part complete one row; none blanks what another said."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.feeds import foreign_answers as answers
from tests.core.feeds import foreign_documents as written
from tests.core.feeds.feeding import Feeding, reasons, tally

ANSWERS = {
    "biblio.xml": answers.biblio(),
    "claims.xml": answers.CLAIMS,
    "description.xml": answers.DESCRIPTION,
    "family.xml": answers.family(),
}


def row_of(feeding: Feeding, number: str = "EP1000000A1") -> dict[str, Any]:
    rows = {row["document_number"]: row for row in feeding.rows("foreign-patents")}
    return rows[number]


def content(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("source_file", "source_position", "source_digest", "import_id", "imported_at")
    return {name: value for name, value in row.items() if name not in kept}


@pytest.mark.parametrize("order", [list(ANSWERS), list(reversed(ANSWERS))])
def test_answers_in_any_order_make_the_same_row(feeding: Feeding, order: list[str]) -> None:
    together = Feeding(feeding.catalogue, feeding.folder / "together")
    for name, answer in ANSWERS.items():
        together.put(name, answer)
    together.take(together.folder / "feed")
    for name in order:
        feeding.take(feeding.put(name, ANSWERS[name]))
    row = row_of(feeding)
    assert content(row) == content(row_of(together))
    assert row["title"] == "Apparatus for bricks"
    assert row["claims"] == ["1. Apparatus for bricks.", "2. Apparatus of claim 1."]
    assert row["description"] == "[0001] Of bricks."
    assert row["family_id"] == "19768124"


def test_every_record_is_counted_and_importing_again_changes_nothing(feeding: Feeding) -> None:
    for name, answer in ANSWERS.items():
        feeding.put(name, answer)
    first = feeding.take(feeding.folder / "feed")
    # Two publications are new, claims and description complete one, the family tells it nothing.
    assert vars(first.registers["foreign-patents"]) == {"new": 2, "changed": 2, "unchanged": 1}
    assert vars(first.registers["foreign-legal-events"]) == {"new": 2, "changed": 0, "unchanged": 0}
    before = feeding.files()
    again = feeding.take(feeding.folder / "feed")
    assert tally(again) == {"unchanged": first.read}
    assert feeding.files() == before


def test_a_corrected_answer_replaces_and_blanks_nothing(feeding: Feeding) -> None:
    feeding.take(feeding.put("b.xml", answers.biblio()), feeding.put("c.xml", answers.CLAIMS))
    corrected = answers.biblio(title="Apparatus, corrected").replace(
        '<abstract lang="en"><p>The invention relates to bricks.</p></abstract>', ""
    )
    assert tally(feeding.take(feeding.put("n.xml", corrected))) == {"changed": 1}
    row = row_of(feeding)
    assert row["title"] == "Apparatus, corrected"
    assert row["abstract"] == "The invention relates to bricks."
    assert len(row["claims"]) == 2


def aggregated(title: str, *, family: str) -> str:
    """Return DOCDB's answer about the grant of the tests."""
    number = "<country>US</country><doc-number>8123456</doc-number><kind>B2</kind>"
    answer = answers.biblio(inside=number, title=title).replace("20000517", "20120228")
    answer = answer.replace('country="EP" doc-number="1000000"\n kind="A1"', GRANT_ATTRIBUTES)
    return answer.replace("19768124", family)


GRANT_ATTRIBUTES = 'country="US" doc-number="8123456" kind="B2"'


@pytest.mark.parametrize("office_first", [True, False])
def test_the_office_is_believed_before_the_aggregator(feeding: Feeding, office_first: bool) -> None:
    office = feeding.put("office.xml", written.grant())
    other = feeding.put("docdb.xml", aggregated("BRICK MOULD", family="77"))
    for path in (office, other) if office_first else (other, office):
        feeding.take(path)
    row = row_of(feeding, "US8123456B2")
    assert (row["title"], row["format"]) == ("Brick mould", "uspto-xml")
    assert row["applicants"] == ["Kiln Works, Inc."]
    assert row["family_id"] == "77"  # only the aggregator tells it
    assert tally(feeding.take(other)) == {"unchanged": 1}
    assert tally(feeding.take(office)) == {"unchanged": 1}


def test_what_is_newest_wins_in_columns_declared_so(feeding: Feeding) -> None:
    feeding.take(feeding.put("office.xml", written.grant()))
    feeding.take(feeding.put("d1.xml", aggregated("BRICK MOULD", family="77")))
    moved = feeding.take(feeding.put("d2.xml", aggregated("OTHER", family="78")))
    assert tally(moved) == {"changed": 1}
    row = row_of(feeding, "US8123456B2")
    assert (row["family_id"], row["title"]) == ("78", "Brick mould")


def test_records_of_one_feed_that_contradict_each_other_are_set_aside(feeding: Feeding) -> None:
    feeding.put("a.xml", answers.biblio())
    feeding.put("b.xml", answers.biblio(title="Other").replace("20000517", "20000518"))
    report = feeding.take(feeding.folder / "feed")
    assert tally(report) == {"new": 1, "set_aside": 1}
    assert reasons(report) == [("b.xml", "record 1, line 4", "record.contradicts_earlier")]
    assert row_of(feeding)["title"] == "Apparatus for bricks"


def test_events_listed_with_several_members_are_one(feeding: Feeding) -> None:
    answer = answers.family()
    events = answer[answer.index("<ops:legal") : answer.rindex("</ops:legal>") + 12]
    both = answer.replace(
        "</ops:family-member>\n</ops:patent", f"{events}</ops:family-member></ops:patent"
    )
    report = feeding.take(feeding.put("f.xml", both))
    assert vars(report.registers["foreign-legal-events"]) == {
        "new": 2,
        "changed": 0,
        "unchanged": 2,
    }
    documents = {row["document_number"] for row in feeding.rows("foreign-legal-events")}
    assert documents == {"EP1000000A1"}
