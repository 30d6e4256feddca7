"""Each format of other offices is read whole: every column it can fill is filled rightly."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.core.feeds import foreign_answers as answers
from tests.core.feeds import foreign_documents as written
from tests.core.feeds import foreign_json as in_json
from tests.core.feeds.feeding import Feeding, read_paths, tally
from zhiheng.core.declarations.catalogue import Catalogue

# What the one record of each document says; columns that are not named must be empty.
GRANT: dict[str, Any] = {
    "document_number": "US8123456B2",
    "publication_number": "US8123456",
    "office": "US",
    "application_number": "US12654321",
    "kind": "B2",
    "title": "Brick mould",
    "title_language": "en",
    "filing_date": date(2010, 1, 5),
    "publication_date": date(2012, 2, 28),
    "applicants": ["Kiln Works, Inc."],
    "inventors": ["Ann Brick"],
    "agency": "Clay & Partners",
    "examiners": ["Roy Stone"],
    "ipc": ["B28B1/29"],
    "cpc": ["Y10T428/24942"],
    "national_classes": ["264 71"],
    "priorities": ["JP 2009004711 20090113"],
    "related": ["continuation US 12000001 20080101"],
    "citations": ["US20050031231A1", "NPL: Moulding, vol. 3"],
    "abstract": "A mould of H₂O.",
    "claims": ["1. A mould comprising:\na frame.", "2. The mould of claim 1."],
    "description": "FIELD\nBricks — and moulds.",
    "format": "uspto-xml",
}
PAP = {
    "document_number": "US20010000001A1",
    "publication_number": "US20010000001",
    "office": "US",
    "application_number": "US09342866",
    "kind": "A1",
    "title": "Selling bricks",
    "title_language": "en",
    "filing_date": date(1999, 6, 29),
    "publication_date": date(2001, 3, 15),
    "applicants": ["Kiln Works, Inc."],
    "inventors": ["Ann Brick"],
    "ipc": ["G06F17/60"],
    "national_classes": ["705/026000"],
    "related": ["division-of US 09000001 19980101"],
    "abstract": "An angle α of 5°.",
    "claims": ["1. A way of selling."],
    "description": "FIELD\nRange [−1] Ω.",
    "format": "uspto-pap",
}
SGML = {
    "document_number": "US6336130B1",
    "publication_number": "US6336130",
    "office": "US",
    "application_number": "US09413215",
    "kind": "B1",
    "title": "Brick memory",
    "title_language": "en",
    "filing_date": date(1999, 10, 5),
    "publication_date": date(2002, 1, 1),
    "applicants": ["Kiln Works, Inc."],
    "inventors": ["Ann Brick"],
    "ipc": ["B32B3/02"],
    "national_classes": ["428 641"],
    "priorities": ["NO 971605 19970408"],
    "related": ["continuation US PCT/NO98/00107 19980402"],
    "citations": ["US5422489A", "NPL: A book."],
    "abstract": "A memory “of bricks”.",
    "claims": ["1. A memory comprising:\na brick.", "2. The memory of claim 1."],
    "description": "A μ b.",
    "format": "uspto-sgml",
}
APS = {
    "document_number": "US3937375A",
    "publication_number": "US3937375",
    "office": "US",
    "application_number": "US05518454",
    "kind": "A",
    "title": "Bumper",
    "title_language": "en",
    "filing_date": date(1974, 10, 29),
    "publication_date": date(1976, 2, 10),
    "applicants": ["Everette E. Daniels"],
    "inventors": ["Everette E. Daniels"],
    "agency": "Clay & Partners",
    "examiners": ["John J. Love"],
    "ipc": ["B60R9/00"],
    "national_classes": ["224 4207"],
    "priorities": ["JP 481234 19730101"],
    "related": ["division US 351745 19730416"],
    "citations": ["US2542907", "GB1234567", "NPL: A book, 1970."],
    "abstract": "A unit mountable on a rear bumper.",
    "claims": ["1. In a bumper, the combination\nof straps.", "2. The bumper of claim 1."],
    "description": "FIELD\nThis relates to bumpers.",
    "format": "uspto-aps",
}
BRS = {
    "document_number": "US9204581B2",
    "publication_number": "US9204581",
    "office": "US",
    "application_number": "US13676098",
    "kind": "B2",
    "title": "Brick interference",
    "title_language": "en",
    "filing_date": date(2012, 11, 14),
    "publication_date": date(2015, 12, 1),
    "applicants": ["KILN INC."],
    "inventors": ["Long-Kun Yu"],
    "agency": "Clay & Partners",
    "examiners": ["Jenny L Wagner"],
    "ipc": ["H05K9/00"],
    "cpc": ["H05K9/0066"],
    "priorities": ["KR 20110055402 20110609"],
    "related": ["us-provisional-application US 61559247 20111114"],
    "citations": ["US20030169838A1", "CN1402605A", 'NPL: "A report" 2013.'],
    "abstract": "An abstract.",
    "claims": ["1. A method.", "2. The method of claim 1."],
    "description": "BACKGROUND\nOf bricks.",
    "format": "uspto-brs",
}
OPS = {
    "document_number": "EP1000000A1",
    "publication_number": "EP1000000",
    "office": "EP",
    "application_number": "EP99203729",
    "kind": "A1",
    "title": "Apparatus for bricks",
    "title_language": "en",
    "filing_date": date(1999, 11, 8),
    "publication_date": date(2000, 5, 17),
    "applicants": ["Kiln Works B.V."],
    "inventors": ["BRICK ANN"],
    "ipc": ["B28B1/29"],
    "cpc": ["B28B5/022"],
    "priorities": ["US 20070964952 20071227"],
    "family_id": "19768124",
    "citations": ["DE3546191A1 [A]"],
    "abstract": "The invention relates to bricks.",
    "format": "epo-ops",
}
ST96 = {
    "document_number": "AU2024201929A1",
    "publication_number": "AU2024201929",
    "office": "AU",
    "application_number": "AU2023201111",
    "kind": "A1",
    "title": "Brick mould",
    "title_language": "en",
    "filing_date": date(2023, 2, 24),
    "publication_date": date(2024, 3, 7),
    "applicants": ["Kiln Works"],
    "inventors": ["Ann Brick"],
    "ipc": ["B28B1/29"],
    "cpc": ["B28B5/022"],
    "priorities": ["CN 202210000001.5 20220225"],
    "citations": ["EP1000000A1", "NPL: A book."],
    "abstract": "A mould for bricks.",
    "claims": ["1. A mould."],
    "description": "Of bricks.",
    "format": "wipo-st96",
}
WRAPPER = {
    "document_number": "US13962724/I2NR21PIPXXIFW3",
    "office": "US",
    "application_number": "US13962724",
    "kind": "CLM",
    "title": "CLM 2014-11-18",
    "title_language": "en",
    "claims": ["1. A tool box.", "2. (canceled)"],
    "format": "uspto-xml4ip",
}
PPUBS = {
    "document_number": "US6103599A",
    "publication_number": "US6103599",
    "office": "US",
    "application_number": "US09089931",
    "kind": "A",
    "title": "Planarizing",
    "title_language": "en",
    "filing_date": date(1998, 6, 3),
    "publication_date": date(2000, 8, 15),
    "applicants": ["Silicon Genesis"],
    "inventors": ["Francois J. Henley"],
    "ipc": ["H01L21/70"],
    "cpc": ["H01L21/30604"],
    "family_id": "26732223",
    "citations": ["US4006340", "EP0379828", "NPL: A book."],
    "abstract": "A wafer.",
    "claims": ["1. A method.", "2. The method of claim 1."],
    "description": "Of wafers.",
    "format": "uspto-ppubs",
}


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("grant.xml", written.grant(), GRANT),
        ("pap.xml", written.PAP, PAP),
        ("sgml.xml", written.SGML, SGML),
        ("week.greenbook", written.aps(), APS),
        ("pftaps19760210.txt", "HHHHHT APS1\n" + written.aps(), APS),
        ("brs.txt", written.BRS, BRS),
        ("biblio.xml", answers.biblio(), OPS),
        ("st96.xml", answers.st96(), ST96),
        ("wrapper.xml", answers.WRAPPER, WRAPPER),
        ("ppubs.json", in_json.ppubs(), PPUBS),
    ],
)
def test_one_publication_fills_every_column_that_it_tells(
    catalogue: Catalogue, feeding: Feeding, name: str, content: str, expected: dict[str, Any]
) -> None:
    outcome = read_paths(catalogue, feeding.put(name, content))
    assert outcome.set_aside == []
    assert [row.register for row in outcome.rows] == ["foreign-patents"]
    values = outcome.rows[0].values
    assert {name: value for name, value in values.items() if value is not None} == expected


def read(catalogue: Catalogue, feeding: Feeding, name: str, content: str) -> list[dict[str, Any]]:
    outcome = read_paths(catalogue, feeding.put(name, content))
    assert outcome.set_aside == []
    return [{"register": row.register, "at": row.position, **row.values} for row in outcome.rows]


def test_a_grant_in_st96_goes_by_the_number_of_the_grant(
    catalogue: Catalogue, feeding: Feeding
) -> None:
    (row,) = read(catalogue, feeding, "g.xml", answers.st96(granted=answers.GRANTED))
    assert (row["document_number"], row["application_number"]) == ("AU2023201111B2", "AU2023201111")


@pytest.mark.parametrize(
    ("number", "sort", "expected"),
    [
        ("D02752941", "4", ("USD275294S", "S")),
        ("PP0038232", "6", ("USPP3823P", "P")),
        ("RE0284361", "2", ("USRE28436E", "E")),
    ],
)
def test_the_green_book_tells_the_kind_by_the_number(
    catalogue: Catalogue, feeding: Feeding, number: str, sort: str, expected: tuple[str, str]
) -> None:
    (row,) = read(catalogue, feeding, "w.greenbook", written.aps(number, sort=sort))
    assert (row["document_number"], row["kind"]) == expected


def test_a_family_brings_its_members_and_their_events(
    catalogue: Catalogue, feeding: Feeding
) -> None:
    first, lapse, request, second = read(catalogue, feeding, "f.xml", answers.family())
    assert (first["document_number"], second["document_number"]) == ("EP1000000A1", "EP1000000B1")
    assert first["family_id"] == second["family_id"] == "19768124"
    assert lapse == {
        "register": "foreign-legal-events",
        "at": "record 1, line 2, event 1",
        "application_number": "EP99203729",
        "document_number": "EP1000000A1",
        "office": "EP",
        "event_date": date(2001, 2, 7),
        "code": "PG25",
        "influence": "negative",
        "description": "LAPSED",
        "details": "Ref Country Code: AT\nEffective DATE: 20030212",
        "effective_date": date(2003, 2, 12),
        "country": "AT",
        "source": "inpadoc",
    }
    assert (request["code"], request["influence"]) == ("17P", "positive")


def test_claims_and_description_come_in_answers_of_their_own(
    catalogue: Catalogue, feeding: Feeding
) -> None:
    (claims,) = read(catalogue, feeding, "c.xml", answers.CLAIMS)
    (text,) = read(catalogue, feeding, "d.xml", answers.DESCRIPTION)
    assert claims["claims"] == ["1. Apparatus for bricks.", "2. Apparatus of claim 1."]
    assert text["description"] == "[0001] Of bricks."
    assert claims["document_number"] == text["document_number"] == "EP1000000A1"


def test_hits_of_a_search_are_rows_with_their_family(
    catalogue: Catalogue, feeding: Feeding
) -> None:
    rows = read(catalogue, feeding, "s.xml", answers.SEARCH)
    assert [(row["document_number"], row["family_id"]) for row in rows] == [
        ("MX2023010407A", "1"),
        ("US20120116137A1", "2"),
    ]


def test_the_master_file_gives_a_patent_its_present_classes(
    catalogue: Catalogue, feeding: Feeding
) -> None:
    (row,) = read(catalogue, feeding, "m.xml", answers.MASTER)
    assert (row["document_number"], row["cpc"]) == ("US8123456B2", ["F04D29/703"])


def test_an_assignment_is_a_row_for_each_application(
    catalogue: Catalogue, feeding: Feeding
) -> None:
    first, second = read(catalogue, feeding, "a.xml", answers.ASSIGNMENTS)
    expected = {
        "register": "foreign-assignments",
        "reel_frame": "018247/0405",
        "application_number": "US10628795",
        "patent_number": "US7130913",
        "title": "BRICKS",
        "conveyance": "ASSIGNMENT",
        "recorded_date": date(2006, 9, 14),
        "executed_date": date(2006, 9, 1),
        "assignors": ["KILN SYSTEMS, INC."],
        "assignees": ["KILN LLC"],
        "assignee_addresses": ["1 STREET, NEW YORK"],
        "correspondent": "CLAY",
        "pages": 6,
        "format": "uspto-assignment",
    }
    assert {name: first[name] for name in expected} == expected
    assert first["publication_number"] == "US20040073746"
    assert (second["title"], second["application_number"]) == ("MOULDS", "US09210491")
    assert second["patent_number"] is None
    (daily,) = read(catalogue, feeding, "ad.xml", answers.DAILY)
    assert {name: daily[name] for name in expected} == expected


def test_an_application_of_the_portal_brings_events_and_assignments(
    catalogue: Catalogue, feeding: Feeding
) -> None:
    application, event, assignment = read(catalogue, feeding, "p.json", in_json.portal())
    assert application["document_number"] == "US20170071586A1"
    assert application["priorities"] == ["JP 2017187096 20170927"]
    assert application["inventors"] == ["Marvin Wang"]
    assert (event["application_number"], event["event_date"]) == ("US15123456", date(2016, 9, 2))
    assert (assignment["reel_frame"], assignment["assignees"]) == ("047305/0442", ["HOSPITAL"])
    unpublished = read(catalogue, feeding, "u.json", in_json.portal(earliestPublicationNumber=None))
    assert unpublished[0]["document_number"] == "US15123456/application"
    assert unpublished[0]["publication_number"] is None


def test_what_happened_twice_on_a_day_is_two_events(catalogue: Catalogue, feeding: Feeding) -> None:
    event = {"eventCode": "M844", "eventDescriptionText": "IDS", "eventDate": "2016-09-02"}
    content = in_json.portal(eventDataBag=[event, event], assignmentBag=None)
    _, first, second = read(catalogue, feeding, "p.json", content)
    assert (first["details"], second["details"]) == ("", "Occurrence: 2")
    assert tally(feeding.take(feeding.folder / "feed")) == {"new": 3}


def test_peds_and_lines_of_events_are_read(catalogue: Catalogue, feeding: Feeding) -> None:
    application, event, assignment = read(catalogue, feeding, "peds.json", in_json.PEDS)
    assert application["document_number"] == "US20100235004A1"
    assert application["related"] == ["patent US 8457796 20130604"]
    assert (event["code"], event["event_date"]) == ("M2552", date(2020, 10, 28))
    assert assignment["executed_date"] == date(2019, 6, 25)
    row, rejection = read(catalogue, feeding, "e.jsonl", in_json.PROSECUTION)
    assert row["document_number"] == "US18100000/application"
    assert (rejection["code"], rejection["at"]) == ("CTNF", "line 1, event 1")


def test_a_dossier_brings_publications_and_its_documents(
    catalogue: Catalogue, feeding: Feeding
) -> None:
    publication, document = read(catalogue, feeding, "gd.json", in_json.DOSSIER)
    assert publication["document_number"] == "US6093011A"
    assert publication["application_number"] == "US19980206856"
    assert publication["applicants"] == ["Kiln Works B.V."]
    assert publication["priorities"] == ["NL 1010536"]
    assert (document["code"], document["event_date"]) == ("CTNF", date(1999, 9, 29))


def test_an_answer_of_the_chinese_enquiry_is_a_line_of_the_index(
    catalogue: Catalogue, feeding: Feeding
) -> None:
    (row,) = read(catalogue, feeding, "q.json", in_json.ENQUIRY)
    assert row["register"] == "patent-documents"
    assert (row["application_number"], row["stage"]) == ("202610479601.8", "listed")
    assert row["ipc"] == ["F16K11/074", "F16K31/04"]


def test_the_code_table_keeps_what_an_event_does(catalogue: Catalogue, feeding: Feeding) -> None:
    table = (
        "Authority,Event-code,Date Created,Influence,Description ENG,Last Update ENG,"
        "Description ORI,Last Update ORI,Event-class,Event-class Description\n"
        "AR,FA  ,20110427,-,ABANDONMENT,20110427,ABANDONO,20110427,B,DISCONTINUATION\n"
        "AR,FB  ,20110427, ,SUSPENSION,20110427,SUSPENSION,20110427,T,ADJUSTMENT\n"
    )
    first, second = read(catalogue, feeding, "codes.csv", table)
    assert (first["code"], first["influence"]) == ("FA", "negative")
    assert second["influence"] is None


def test_a_table_of_publications_needs_no_application(
    catalogue: Catalogue, feeding: Feeding
) -> None:
    table = "publication_number,title,abstract,cpc\nCN110083831A,标题,摘要,G06F16/3329\n"
    (row,) = read(catalogue, feeding, "t.csv", table)
    assert (row["register"], row["office"], row["kind"]) == ("foreign-patents", "CN", "A")
    named = "application_number,publication_number,title,publication_date\n"
    line = "201910302430.1,CN110083831A,标题,2019-08-02\n"
    (document,) = read(catalogue, feeding, "d.csv", named + line)
    assert document["register"] == "patent-documents"
