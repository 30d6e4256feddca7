"""What is wrong with a document of another office is said, and its neighbours are kept."""

from __future__ import annotations

import pytest

from tests.core.feeds import foreign_answers as answers
from tests.core.feeds import foreign_documents as written
from tests.core.feeds import foreign_json as in_json
from tests.core.feeds.feeding import Feeding, read_paths
from zhiheng.core.declarations.catalogue import Catalogue

OTHER = "<country>EP</country><doc-number>1000001</doc-number><kind>A1</kind>"


@pytest.mark.parametrize(
    ("name", "content", "codes"),
    [
        ("n.xml", written.grant(number=""), ["foreign.number_missing"]),
        ("o.xml", written.grant(outside="20120301"), ["foreign.contradicts_itself"]),
        ("f.xml", written.grant(filed="20130101"), ["patent.filed_after_publication"]),
        ("d.xml", written.grant(published="20120230"), ["date.impossible"]),
        ("b.xml", answers.biblio(inside=OTHER), ["foreign.contradicts_itself"]),
        ("s.xml", answers.st96(outside="2024-03-08"), ["foreign.contradicts_itself"]),
        ("i.xml", answers.IMAGES, ["foreign.no_records"]),
        (
            "w.greenbook",
            written.aps("XX"),
            ["foreign.contradicts_itself", "foreign.number_missing"],
        ),
        ("t.greenbook", written.aps(sort="4"), ["foreign.contradicts_itself"]),
        ("g.json", in_json.ppubs(publication_number="6103598"), ["foreign.contradicts_itself"]),
        ("x.json", in_json.portal()[:-9], ["foreign.not_json"]),
        (
            "a.json",
            in_json.portal(applicationNumberText=None, earliestPublicationNumber=None),
            ["foreign.application_not_named"],
        ),
        ("fee.json", in_json.FEES, ["foreign.no_records"]),
        ("r.xml", "<response><result/></response>", ["foreign.no_records"]),
    ],
)
def test_a_bad_document_is_set_aside_with_all_its_problems(
    catalogue: Catalogue, feeding: Feeding, name: str, content: str, codes: list[str]
) -> None:
    outcome = read_paths(catalogue, feeding.put(name, content))
    assert outcome.rows == []
    (record,) = outcome.set_aside
    assert [problem.code for problem in record.problems] == codes


def test_events_without_date_or_application_leave_the_publication(
    catalogue: Catalogue, feeding: Feeding
) -> None:
    undated = read_paths(catalogue, feeding.put("u.xml", answers.family(day="")))
    assert [row.register for row in undated.rows] == ["foreign-patents"] * 2
    assert undated.codes == ["foreign.event_date_missing"] * 2
    orphan = read_paths(catalogue, feeding.put("o.xml", answers.family(application="")))
    assert orphan.codes == ["foreign.event_without_application"] * 2


@pytest.mark.parametrize(
    "entity",
    ['<!ENTITY a "aaaaaaaa">', '<!ENTITY a SYSTEM "file:///etc/passwd">', '<!ENTITY % a "b">'],
)
def test_only_drawings_may_be_declared(catalogue: Catalogue, feeding: Feeding, entity: str) -> None:
    attack = written.SGML.replace("]>", f"{entity}]>").replace("A &mgr; b.", "A &a; b.")
    outcome = read_paths(catalogue, feeding.put("attack.xml", attack))
    assert outcome.rows == []
    assert outcome.codes in (["xml.entity_refused"], ["xml.malformed"])
    assert "root:" not in str(outcome.set_aside)


@pytest.mark.parametrize(
    ("name", "character"),
    [("agr", "α"), ("OHgr", "Ω"), ("sfgr", "ς"), ("idiagr", "ΐ"), ("b.alpha", "α"), ("lsqb", "[")],
)
def test_characters_named_by_iso_sets_are_read(
    catalogue: Catalogue, feeding: Feeding, name: str, character: str
) -> None:
    content = written.SGML.replace("&mgr;", f"&{name};")
    (row,) = read_paths(catalogue, feeding.put("e.xml", content)).rows
    assert row.values["description"] == f"A {character} b."


def test_a_name_that_is_none_refuses_the_document(catalogue: Catalogue, feeding: Feeding) -> None:
    content = written.SGML.replace("&mgr;", "&nothing.known;")
    outcome = read_paths(catalogue, feeding.put("e.xml", content))
    assert outcome.codes == ["xml.entity_refused"]


def test_a_damaged_line_of_events_goes_alone(catalogue: Catalogue, feeding: Feeding) -> None:
    content = (
        in_json.PROSECUTION + "{broken\n" + in_json.PROSECUTION.replace("18100000", "18100001")
    )
    outcome = read_paths(catalogue, feeding.put("e.jsonl", content))
    assert [row.position for row in outcome.rows] == [
        *("line 1", "line 1, event 1", "line 3", "line 3, event 1")
    ]
    assert [(one.position, one.problems[0].code) for one in outcome.set_aside] == [
        ("line 2", "table.not_json")
    ]
