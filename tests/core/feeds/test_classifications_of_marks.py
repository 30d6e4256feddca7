"""The Nice and Vienna Classifications as tables and as JSON."""

from __future__ import annotations

import json

from tests.core.feeds.feeding import Feeding, read_paths, tally

SCHEME = {
    "edition": "10",
    "version": "2015",
    "classes": [
        {"number": "9", "type": "goods", "heading": "Apparatus."},
        {"number": "46", "type": "goods", "heading": "Nothing."},
    ],
    "goods": [
        {"number": "090001", "description": "lamps"},
        {"number": "090002"},
        {"number": "090001", "description": "lights"},
    ],
    "services": [{"number": "420001", "description": "design"}],
}


def test_classes_groups_and_items_know_what_is_above_them(feeding: Feeding) -> None:
    lines = [
        {"code": "9", "name": "科学仪器", "type": "class", "version": "2026", "parentCode": None},
        {"code": "0901", "name": "计算机", "type": "group", "version": "2025", "parentCode": "09"},
        {
            "code": "090372",
            "name": "笔记本电脑",
            "type": "item",
            "version": "2025",
            "parentCode": "0901",
        },
        {"code": "0901", "name": "不对", "type": "item", "version": "2025", "parentCode": "09"},
        {"code": "460001", "name": "无此类", "type": "item", "version": "2025", "parentCode": "46"},
    ]
    content = "\n".join(json.dumps(each, ensure_ascii=False) for each in lines)
    outcome = read_paths(feeding.catalogue, feeding.put("nice.jsonl", content))
    names = ("code", "level", "nice_class", "parent", "sort_of_goods", "language")
    assert [tuple(row.values[name] for name in names) for row in outcome.rows] == [
        ("09", "class", "09", None, "goods", "zh"),
        ("0901", "group", "09", "09", "goods", "zh"),
        ("090372", "item", "09", "0901", "goods", "zh"),
    ]
    assert outcome.codes == ["nice.code_contradicts_level", "nice_class.range"]


def test_an_edition_as_one_object(feeding: Feeding) -> None:
    report = feeding.take(feeding.put("nice.json", json.dumps(SCHEME)))
    assert tally(report) == {"new": 3, "set_aside": 2}
    rows = feeding.rows("nice")
    assert [(row["code"], row["level"], row["version"]) for row in rows] == [
        ("09", "class", "10-2015"),
        ("090001", "item", "10-2015"),
        ("420001", "item", "10-2015"),
    ]
    assert [row["other_titles"] for row in rows] == [None, ["lights"], None]
    assert [row["sort_of_goods"] for row in rows] == ["goods", "goods", "services"]


def test_a_scheme_cut_short_is_set_aside_and_other_json_is_a_companion(feeding: Feeding) -> None:
    cut = feeding.put("cut.json", json.dumps(SCHEME)[:-20])
    other = feeding.put("package.json", '{"name": "x", "version": "1"}')
    report = feeding.take(cut, other)
    assert [aside.problems[0].code for aside in report.set_aside] == ["table.not_json"]
    assert report.companions == 1


def test_vienna_codes_get_their_dots_and_levels(feeding: Feeding) -> None:
    content = "idcategory,categdesc\n01,BODIES\n0101,STARS\n010103,Stars in rings\n3001,none\n"
    outcome = read_paths(feeding.catalogue, feeding.put("vienna.csv", content))
    assert [
        (row.values["code"], row.values["level"], row.values["parent"]) for row in outcome.rows
    ] == [
        ("01", "category", None),
        ("01.01", "division", "01"),
        ("01.01.03", "section", "01.01"),
    ]
    assert outcome.codes == ["vienna_code.malformed"]


def test_figurative_marks_of_the_union_come_without_class(feeding: Feeding) -> None:
    content = '{"id": "000001123", "date": "1996-04-01", "text": null, "vienna": ["011703"]}\n'
    outcome = read_paths(feeding.catalogue, feeding.put("em.jsonl", content))
    (row,) = (row.values for row in outcome.rows)
    assert (row["number"], row["nice_class"], row["mark_kind"]) == (
        "EM000001123",
        "00",
        "figurative",
    )
    assert (row["vienna"], row["office"], row["expires_on"]) == (["01.17.03"], "EM", None)
