"""XML of marks: WIPO ST.96 and ST.66 as the standards have them, and the USPTO's daily files."""

from __future__ import annotations

from datetime import date

from tests.core.feeds.feeding import Feeding, read_paths, tally
from tests.core.feeds.trademark_documents import DAILY, ST66, ST66_MARK, ST96


def test_a_european_mark_of_st96_with_joint_owners_and_its_own_end(feeding: Feeding) -> None:
    outcome = read_paths(feeding.catalogue, feeding.put("em.xml", ST96))
    assert outcome.set_aside == []
    lamps, design, event = (row.values for row in outcome.rows)
    assert (lamps["number"], lamps["nice_class"], lamps["goods"]) == (
        "EM018123456",
        "09",
        "Lamps for laboratories.",
    )
    assert (design["nice_class"], design["goods"]) == ("42", "Design of lamps.")
    assert lamps["owners"] == ["Lumora Optik GmbH", "Ida Falk"]
    assert lamps["agency"] == "Kanzlei Nord"
    assert (lamps["begins_on"], lamps["expires_on"]) == (date(2020, 2, 1), date(2029, 9, 11))
    assert (lamps["term_computed"], lamps["opposition_ends"]) == ("given", None)
    assert (lamps["status"], lamps["mark_kind"], lamps["category"]) == (
        "registered",
        "combined",
        "ordinary",
    )
    assert (lamps["vienna"], lamps["image"]) == (["26.01.01"], "018123456.png")
    assert (lamps["priorities"], lamps["priority_date"]) == (
        ["CN 37000001 2019-04-01"],
        date(2019, 4, 1),
    )
    assert (event["event"], event["event_date"]) == ("Registration published", date(2020, 2, 2))


def test_several_marks_of_one_st66_transaction_each_with_its_applicants(feeding: Feeding) -> None:
    marks = "".join(
        ST66_MARK.format(number=number, filed=filed, nice=nice)
        for number, filed, nice in (
            ("000000123", "2001-02-03", "30"),
            ("000000124", "2001-02-30", "30"),
            ("000000125", "2001-02-05", "46"),
        )
    )
    outcome = read_paths(feeding.catalogue, feeding.put("em.xml", ST66.format(marks=marks)))
    assert [aside.problems[0].code for aside in outcome.set_aside] == [
        "date.impossible",
        "nice_class.range",
    ]
    assert ["mark 000000124" in outcome.set_aside[0].position] == [True]
    (row,) = (row.values for row in outcome.rows)
    assert (row["number"], row["nice_class"], row["status"]) == ("EM000000123", "30", "published")
    assert (row["owners"], row["addresses"]) == (["Blattgold Teehaus e.V."], ["Hafenweg 1, Bremen"])
    assert (row["mark_kind"], row["category"]) == ("figurative", "collective")
    assert (row["vienna"], row["image"]) == (["05.03.13"], "000000123.jpg")


def test_the_daily_file_of_the_uspto(feeding: Feeding) -> None:
    outcome = read_paths(feeding.catalogue, feeding.put("apc.xml", DAILY))
    assert outcome.codes == ["date.impossible"]
    marks = [row.values for row in outcome.rows if row.register == "trademarks"]
    pens, design = marks  # the class that died is left out
    assert (pens["number"], pens["registration_number"]) == ("US88123456", "USR6000001")
    assert (pens["nice_class"], pens["goods"], pens["national_classes"]) == (
        "09",
        "Pens that emit light",
        ["021"],
    )
    assert (pens["first_use_date"], design["first_use_date"]) == (None, date(2019, 1, 15))
    assert (pens["owners"], pens["former_owners"]) == (
        ["Quillbeam Holdings Ltd"],
        ["Quillbeam Inc."],
    )
    assert (pens["agency"], pens["agents"]) == ("Vale & Partners LLP", ["Nora Vale"])
    assert (pens["status"], pens["mark_kind"], pens["category"]) == (
        "registered",
        "combined",
        "ordinary",
    )
    assert (pens["term_to"], pens["term_computed"]) == (date(2030, 3, 2), "computed")
    assert (pens["priority_date"], pens["disclaimer"]) == (date(2018, 5, 1), '"BEAM"')
    events = [row.values for row in outcome.rows if row.register == "trademark-events"]
    assert [(event["code"], event["entry"], event["event_date"]) for event in events] == [
        ("NWAP", "1", date(2018, 9, 23)),
        ("R.PR", "2", date(2020, 3, 3)),
    ]


def test_a_list_says_less_than_a_document_and_yields_to_it(feeding: Feeding) -> None:
    document = feeding.put("apc.xml", DAILY)
    feeding.take(document)
    listed = feeding.put(
        "list.csv", "申请号,商标名称,国际分类,受理局\n88123456,QUILLBEAM,9,US\n88123458,NEW,9,US\n"
    )
    assert tally(feeding.take(listed)) == {"new": 1, "unchanged": 1}
    stored = {row["number"]: row for row in feeding.rows("trademarks") if row["nice_class"] == "09"}
    assert stored["US88123456"]["goods"] == "Pens that emit light"
    assert stored["US88123458"]["goods"] is None


def test_a_mark_without_any_number_is_set_aside_with_its_events(feeding: Feeding) -> None:
    content = ST96.replace("018123456<", "<")
    outcome = read_paths(feeding.catalogue, feeding.put("em.xml", content))
    assert (outcome.rows, outcome.codes) == ([], ["trademark.number_missing"])
