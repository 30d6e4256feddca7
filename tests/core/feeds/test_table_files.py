"""CSV and JSON Lines as offices really export them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.core.feeds.feeding import Feeding, read_paths, reasons

HEAD = "行政区划代码,地区,年份,常住人口(万人)\n"
GOOD = "440300,深圳市,2024,1798.95\n"
ROW = {"division": "440300", "division_name": "深圳市", "year": 2024, "residents": 17_989_500}


def rows_of(feeding: Feeding, name: str, content: bytes | str) -> tuple[list[Any], list[Any]]:
    outcome = read_paths(feeding.catalogue, feeding.put(name, content))
    return [row.values for row in outcome.rows], [
        (record.position, record.problems[0].code) for record in outcome.set_aside
    ]


@pytest.mark.parametrize(
    "content",
    [
        HEAD + GOOD,
        "\ufeff" + HEAD + GOOD,
        (HEAD + GOOD).replace("\n", "\r\n"),
        (HEAD + GOOD).replace(",", ";"),
        (HEAD + GOOD).replace(",", "\t"),
        "\n\n" + HEAD + "\n,,,\n" + GOOD + "\n",
        HEAD.replace("年份", '"年份"').replace("地区", " 地区 ") + GOOD,
        HEAD + GOOD.replace("1798.95", '"1,798.95"'),
        HEAD.rstrip() + ",\n" + GOOD.rstrip() + ",\n",
    ],
    ids=["plain", "mark", "crlf", "semicolons", "tabs", "blank lines", "quoted", "groups", "comma"],
)
def test_one_table_however_it_is_written(feeding: Feeding, content: str) -> None:
    assert rows_of(feeding, "population.csv", content) == ([ROW], [])


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-16", "utf-8-sig"])
def test_one_table_in_every_encoding(feeding: Feeding, encoding: str) -> None:
    data = (HEAD + GOOD * 1).encode(encoding)
    assert rows_of(feeding, "population.csv", data) == ([ROW], [])


def test_a_damaged_byte_costs_its_line_only(feeding: Feeding) -> None:
    lines = [HEAD, GOOD, "440100,广州市,2024,1897.80\n", "440600,佛山市,2024,969.89\n"]
    data = "".join(lines).encode().replace("广".encode(), b"\xe5\xb9")
    rows, bad = rows_of(feeding, "population.csv", data)
    assert [row["division"] for row in rows] == ["440300", "440600"]
    assert bad == [("line 3", "table.damaged_text")]


def test_cells_hold_quotes_separators_and_line_breaks(feeding: Feeding) -> None:
    content = (
        "统一社会信用代码,企业名称,注册地址\n"
        '91350100M000100Y43,"甲""乙"",丙公司","福州市\n鼓楼区"\n'
        "91350100M000100Y43,丁公司,x\n"
    )
    rows, bad = rows_of(feeding, "enterprises.csv", content)
    assert bad == []
    assert rows[0]["name"] == '甲"乙",丙公司'
    assert rows[0]["address"] == "福州市\n鼓楼区"
    assert rows[1]["name"] == "丁公司"


def test_an_open_quotation_mark_costs_its_line_only(feeding: Feeding) -> None:
    after = "".join(f"4403{n:02d},区,2024,{n}\n" for n in range(3, 10))
    content = HEAD + GOOD + '440100,"广州市,2024,1\n' + after
    rows, bad = rows_of(feeding, "population.csv", content)
    assert bad == [("line 3", "table.malformed_line")]
    assert len(rows) == 8


def test_two_open_quotation_marks_do_not_hide_the_lines_between(feeding: Feeding) -> None:
    content = HEAD + '440100,"广州市,2024,1\n' + GOOD + '440600,"佛山市,2024,2\n' + GOOD
    rows, bad = rows_of(feeding, "population.csv", content)
    assert [position for position, _ in bad] == ["line 2", "line 4"]
    assert len(rows) == 2


def test_lines_of_another_length_are_set_aside(feeding: Feeding) -> None:
    content = HEAD + "440300,深圳市,2024\n" + GOOD + "440300,深圳,市,2024,1\n"
    rows, bad = rows_of(feeding, "population.csv", content)
    assert rows == [ROW]
    assert bad == [("line 2", "table.wrong_cell_count"), ("line 4", "table.wrong_cell_count")]


def test_zero_bytes_are_set_aside(feeding: Feeding) -> None:
    rows, bad = rows_of(feeding, "p.csv", HEAD + "440100,广\0州市,2024,1\n" + GOOD)
    assert rows == [ROW]
    assert bad == [("line 2", "table.damaged_text")]


def test_very_long_cells_are_kept_whole(feeding: Feeding) -> None:
    abstract = "技" * 100_000
    content = f"申请号,名称,摘要\n201910302430.1,方法,{abstract}\n201910302430.1,方法,短\n"
    rows, bad = rows_of(feeding, "patents.csv", content)
    assert bad == []
    assert [len(row["abstract"]) for row in rows] == [100_000, 1]


def test_a_cell_without_end_costs_no_memory_and_no_neighbour(feeding: Feeding) -> None:
    content = HEAD + GOOD + '440100,"' + "广" * 5_000_000 + "\n" + GOOD
    rows, bad = rows_of(feeding, "p.csv", content)
    assert len(rows) == 2
    assert bad == [("line 3", "table.malformed_line")]


def test_a_heading_nobody_knows_is_named_with_what_is_expected(feeding: Feeding) -> None:
    report = feeding.take(
        feeding.put("x.csv", "号码,日期\n1,2\n"), feeding.put("p.csv", HEAD + GOOD)
    )
    assert reasons(report) == [("x.csv", "line 1", "table.unknown_headings")]
    problem = report.set_aside[0].problems[0]
    assert problem.values["received"] == "号码、日期"
    assert "常住人口表" in problem.values["expected"]
    assert report.new == 1


def test_the_table_that_is_nearest_is_told_first_with_what_it_needs(feeding: Feeding) -> None:
    content = "行政区划代码,地区,年份,人口\n440300,深圳市,2024,1\n"
    (record,) = read_paths(feeding.catalogue, feeding.put("p.csv", content)).set_aside
    expected = record.problems[0].values["expected"]
    assert expected.startswith("常住人口表（行政区划代码、年份、常住人口(万人)）；")
    assert "；其他：" in expected


def test_a_heading_twice_is_refused(feeding: Feeding) -> None:
    rows, bad = rows_of(feeding, "p.csv", HEAD.rstrip() + ",年份\n" + GOOD.rstrip() + ",2023\n")
    assert rows == []
    assert bad == [("line 1", "table.heading_twice")]


def test_columns_nobody_needs_are_mentioned_once(feeding: Feeding) -> None:
    path = feeding.put("p.csv", HEAD.rstrip() + ",备注\n" + (GOOD.rstrip() + ",无误\n") * 3)
    outcome = read_paths(feeding.catalogue, path)
    assert [(n.problem.code, n.problem.values["received"]) for n in outcome.notices] == [
        ("table.headings_not_used", "备注")
    ]


def test_a_line_without_its_key_is_set_aside(feeding: Feeding) -> None:
    rows, bad = rows_of(feeding, "p.csv", HEAD + ",深圳市,2024,1\n440300,深圳市,-,1\n" + GOOD)
    assert rows == [ROW]
    assert bad == [("line 2", "cell.required"), ("line 3", "cell.required")]


def test_all_problems_of_a_line_are_reported_with_its_cells(feeding: Feeding) -> None:
    path = feeding.put("p.csv", HEAD + "999999,深圳市,二〇二四,很多\n")
    (record,) = read_paths(feeding.catalogue, path).set_aside
    assert [problem.values["field"] for problem in record.problems] == [
        "行政区划代码",
        "年份",
        "常住人口(万人)",
    ]
    assert '"年份": "二〇二四"' in record.received
    assert record.register == "population"


@pytest.mark.parametrize("content", ["", "\n \n", HEAD, HEAD + ",,,\n"])
def test_a_table_without_lines_is_empty(feeding: Feeding, content: str) -> None:
    assert rows_of(feeding, "p.csv", content) == ([], [("", "file.empty")])


PATENT = '{"application_number": "201910302430.1", "title": "方法"'


def test_bad_lines_of_json_leave_the_others(feeding: Feeding) -> None:
    bad = ["{not json", "[1, 2]", '{"title": "\\ud800", "application_number": "1"}', "[" * 100_000,
           PATENT + ', "inventors": {"a": 1}}', b"{\"title\": \"\xff\"}"]  # fmt: skip
    lines = [PATENT + "}", *bad, PATENT + ', "publication_date": "20190802"}']
    data = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    rows, reported = rows_of(feeding, "p.jsonl", data)
    assert len(rows) == 2
    assert rows[1]["publication_date"] == date(2019, 8, 2)
    assert reported == [
        ("line 2", "table.not_json"),
        ("line 3", "table.not_json"),
        ("line 4", "table.damaged_text"),
        ("line 5", "table.not_json"),
        ("line 6", "cell.nested"),
        ("line 7", "table.damaged_text"),
    ]


def test_json_lines_may_name_columns_that_earlier_lines_left_out(feeding: Feeding) -> None:
    lines = [PATENT + "}", PATENT + ', "inventors": ["董文永", "杨飘"], "ipc": "G06F17/27"}']
    rows, bad = rows_of(feeding, "p.jsonl", "\n".join(lines))
    assert bad == []
    assert rows[1]["inventors"] == ["董文永", "杨飘"]
    assert rows[1]["ipc"] == ["G06F17/27"]


def test_a_json_line_that_lacks_what_it_must_have_says_so(feeding: Feeding) -> None:
    lines = [PATENT + "}", '{"application_number": "201910302430.1"}', PATENT + "}"]
    rows, bad = rows_of(feeding, "p.jsonl", "\n".join(lines))
    assert len(rows) == 2
    assert bad == [("line 2", "cell.required")]
